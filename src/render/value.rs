//! What a template may see, before it is Tera's.
//!
//! Views are made of these values whether a page is rendered or only compared with that of an earlier build. They are
//! cheap to make and to hash; what a page really shows is made Tera's.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use xxhash_rust::xxh3::Xxh3Default;

/// A value of a view.
#[derive(Clone, Debug)]
pub enum Value {
    None,
    Bool(bool),
    Number(u64),
    Text(String),
    /// HTML that is safe to print as it is.
    Html(String),
    /// The same with a hash of all that it is made of, which stands for it; the HTML is empty where nothing is shown.
    Made(String, u64),
    List(Vec<Value>),
    Map(Vec<(Key, Value)>),
    /// What many pages show.
    Shared(Arc<Part>),
}

pub type Key = Cow<'static, str>;

/// A value that is made, hashed and made Tera's once.
#[derive(Debug)]
pub struct Part {
    value: Value,
    digest: u64,
    tera: OnceLock<tera::Value>,
}

impl Value {
    /// The same for many pages.
    pub fn shared(self) -> Self {
        let digest = self.digest();
        Value::Shared(Arc::new(Part { value: self, digest, tera: OnceLock::new() }))
    }

    /// A map's entries; those of nothing else.
    pub fn into_entries(self) -> Vec<(Key, Value)> {
        match self {
            Value::Map(entries) => entries,
            Value::Shared(part) => part.value.clone().into_entries(),
            _ => Vec::new(),
        }
    }

    pub fn into_tera(self) -> tera::Value {
        match self {
            Value::None => tera::Value::none(),
            Value::Bool(flag) => tera::Value::from(flag),
            Value::Number(number) => tera::Value::from(number),
            Value::Text(text) => tera::Value::from(text),
            Value::Html(html) | Value::Made(html, _) => tera::Value::safe_string(&html),
            Value::List(items) => {
                tera::Value::from(items.into_iter().map(Value::into_tera).collect::<Vec<_>>())
            }
            Value::Map(entries) => {
                let mut map = tera::Map::with_capacity_and_hasher(entries.len(), Default::default());
                for (key, value) in entries {
                    map.insert(key.into(), value.into_tera());
                }
                tera::Value::from(map)
            }
            Value::Shared(part) => part.tera.get_or_init(|| part.value.clone().into_tera()).clone(),
        }
    }

    /// A hash that is the same for the same values and, for any two that differ, another.
    pub fn digest(&self) -> u64 {
        if let Value::Shared(part) = self {
            return part.digest;
        }
        let mut hasher = Xxh3Default::new();
        self.add_to(&mut hasher);
        hasher.digest()
    }

    /// Every value is led by its kind and, where it has parts, by their number: `["ab"]` is not `["a", "b"]`.
    fn add_to(&self, hasher: &mut Xxh3Default) {
        match self {
            Value::None => hasher.update(b"n"),
            Value::Bool(flag) => hasher.update(if *flag { b"1" } else { b"0" }),
            Value::Number(number) => {
                hasher.update(b"#");
                hasher.update(&number.to_le_bytes());
            }
            Value::Text(text) => add_text(b't', text, hasher),
            Value::Html(html) => add_text(b'h', html, hasher),
            Value::Made(_, digest) => {
                hasher.update(b"@");
                hasher.update(&digest.to_le_bytes());
            }
            Value::List(items) => {
                add_length(b'l', items.len(), hasher);
                items.iter().for_each(|item| item.add_to(hasher));
            }
            Value::Map(entries) => {
                add_length(b'm', entries.len(), hasher);
                for (key, value) in entries {
                    add_text(b'k', key, hasher);
                    value.add_to(hasher);
                }
            }
            Value::Shared(part) => {
                hasher.update(b"s");
                hasher.update(&part.digest.to_le_bytes());
            }
        }
    }
}

fn add_length(kind: u8, length: usize, hasher: &mut Xxh3Default) {
    let mut bytes = [kind; 9];
    bytes[1..].copy_from_slice(&(length as u64).to_le_bytes());
    hasher.update(&bytes);
}

fn add_text(kind: u8, text: &str, hasher: &mut Xxh3Default) {
    add_length(kind, text.len(), hasher);
    hasher.update(text.as_bytes());
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Value::Bool(flag)
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Value::Number(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Value::Number(number.into())
    }
}

impl From<u8> for Value {
    fn from(number: u8) -> Self {
        Value::Number(number.into())
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Value::Number(number as u64)
    }
}

impl From<Vec<Value>> for Value {
    fn from(items: Vec<Value>) -> Self {
        Value::List(items)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_differ_have_other_digests() {
        let list =
            |items: &[&str]| Value::from(items.iter().map(|item| Value::from(*item)).collect::<Vec<_>>());
        let map = |key: &'static str, value: &str| Value::Map(vec![(key.into(), value.into())]);
        let values = [
            list(&["ab"]),
            list(&["a", "b"]),
            list(&["a", ""]),
            map("a", "b"),
            map("ab", ""),
            Value::from("ab"),
            Value::Html("ab".to_owned()),
            Value::from("ab").shared(),
            Value::from("abc").shared(),
            Value::from(1u8),
            Value::from("1"),
            Value::from(true),
            Value::from(false),
            Value::None,
        ];
        for (index, one) in values.iter().enumerate() {
            for (other_index, other) in
                values.iter().enumerate().filter(|(other, _)| *other != 7 && index != 7)
            {
                assert_eq!(one.digest() == other.digest(), index == other_index, "{one:?} {other:?}");
            }
        }
        assert_eq!(values[5].digest(), values[7].digest());
    }
}
