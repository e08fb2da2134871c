//! What a template may see, before it is Tera's.
//!
//! Views are made of these values whether a page is rendered or only compared with that of an earlier build. They are
//! cheap to make and to hash, and hold no copies of a site's texts; what a page really shows is made Tera's.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use xxhash_rust::xxh3::xxh3_64;

/// A value of a view.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    None,
    Bool(bool),
    Number(u64),
    Text(Cow<'a, str>),
    /// HTML that is safe to print as it is.
    Html(String),
    /// The same with a hash of all that it is made of, which stands for it; the HTML is empty where nothing is shown.
    Made(String, u64),
    List(Vec<Value<'a>>),
    Map(Entries<'a>),
    /// A map with further entries, which take the place of those of the same key.
    Extended(Box<Value<'a>>, Entries<'a>),
    /// What many pages show.
    Shared(Arc<Part<'a>>),
    /// The hash of such a part, where nothing is shown.
    Digest(u64),
}

/// A key of a map.
#[derive(Clone, Copy, Debug)]
pub enum Key<'a> {
    Ours(&'static str),
    /// As an author wrote it.
    Written(&'a str),
}

pub type Entries<'a> = Vec<(Key<'a>, Value<'a>)>;

/// A value that is made, hashed and made Tera's once.
#[derive(Debug)]
pub struct Part<'a> {
    value: Value<'a>,
    digest: u64,
    tera: OnceLock<tera::Value>,
}

impl Value<'_> {
    /// The same for many pages.
    pub fn shared(self) -> Self {
        let digest = self.digest();
        Value::Shared(Arc::new(Part { value: self, digest, tera: OnceLock::new() }))
    }

    /// What stands for the same where nothing is shown.
    pub fn hashed(self) -> Self {
        Value::Digest(self.digest())
    }

    pub fn into_tera(self) -> tera::Value {
        match self {
            Value::None | Value::Digest(_) => tera::Value::none(),
            Value::Bool(flag) => tera::Value::from(flag),
            Value::Number(number) => tera::Value::from(number),
            Value::Text(text) => tera::Value::from(text),
            Value::Html(html) | Value::Made(html, _) => tera::Value::safe_string(&html),
            Value::List(items) => {
                tera::Value::from(items.into_iter().map(Value::into_tera).collect::<Vec<_>>())
            }
            Value::Map(entries) => {
                let map = tera::Map::with_capacity_and_hasher(entries.len(), Default::default());
                with_entries(map, entries)
            }
            Value::Extended(value, entries) => {
                let map = value.into_tera().into_map().unwrap_or_default();
                with_entries(map, entries)
            }
            Value::Shared(part) => match Arc::try_unwrap(part) {
                Ok(own) => own.tera.into_inner().unwrap_or_else(|| own.value.into_tera()),
                Err(part) => part.tera.get_or_init(|| part.value.clone().into_tera()).clone(),
            },
        }
    }

    /// A hash that is the same for the same values and, for any two that differ, another.
    pub fn digest(&self) -> u64 {
        match self {
            Value::Shared(part) => part.digest,
            Value::Digest(digest) => *digest,
            value => {
                // One piece of bytes is hashed faster than many small ones.
                let mut bytes = Vec::with_capacity(1 << 10);
                value.add_to(&mut bytes);
                xxh3_64(&bytes)
            }
        }
    }

    /// Every value is led by its kind and, where it has parts, by their number: `["ab"]` is not `["a", "b"]`.
    fn add_to(&self, bytes: &mut Vec<u8>) {
        match self {
            Value::None => bytes.push(b'n'),
            Value::Bool(flag) => bytes.push(if *flag { b'1' } else { b'0' }),
            Value::Number(number) => add_number(b'#', *number, bytes),
            Value::Text(text) => add_text(b't', text, bytes),
            Value::Html(html) => add_text(b'h', html, bytes),
            Value::Made(_, digest) => add_number(b'@', *digest, bytes),
            Value::List(items) => {
                add_number(b'l', items.len() as u64, bytes);
                items.iter().for_each(|item| item.add_to(bytes));
            }
            Value::Map(entries) => add_entries(entries, bytes),
            Value::Extended(value, entries) => {
                bytes.push(b'x');
                value.add_to(bytes);
                add_entries(entries, bytes);
            }
            Value::Shared(part) => add_number(b's', part.digest, bytes),
            Value::Digest(digest) => add_number(b's', *digest, bytes),
        }
    }
}

fn with_entries(mut map: tera::Map, entries: Entries<'_>) -> tera::Value {
    for (key, value) in entries {
        let key = match key {
            Key::Ours(key) => key.into(),
            Key::Written(key) => key.to_owned().into(),
        };
        map.insert(key, value.into_tera());
    }
    tera::Value::from(map)
}

fn add_number(kind: u8, number: u64, bytes: &mut Vec<u8>) {
    let mut all = [kind; 9];
    all[1..].copy_from_slice(&number.to_le_bytes());
    bytes.extend_from_slice(&all);
}

fn add_text(kind: u8, text: &str, bytes: &mut Vec<u8>) {
    add_number(kind, text.len() as u64, bytes);
    bytes.extend_from_slice(text.as_bytes());
}

fn add_entries(entries: &Entries<'_>, bytes: &mut Vec<u8>) {
    add_number(b'm', entries.len() as u64, bytes);
    for (key, value) in entries {
        let (Key::Ours(key) | Key::Written(key)) = key;
        add_text(b'k', key, bytes);
        value.add_to(bytes);
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Value::Text(Cow::Owned(text))
    }
}

impl<'a> From<Cow<'a, str>> for Value<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Value::Text(text)
    }
}

impl From<bool> for Value<'_> {
    fn from(flag: bool) -> Self {
        Value::Bool(flag)
    }
}

impl From<u64> for Value<'_> {
    fn from(number: u64) -> Self {
        Value::Number(number)
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Value::Number(number.into())
    }
}

impl From<u8> for Value<'_> {
    fn from(number: u8) -> Self {
        Value::Number(number.into())
    }
}

impl From<usize> for Value<'_> {
    fn from(number: usize) -> Self {
        Value::Number(number as u64)
    }
}

impl<'a> From<Vec<Value<'a>>> for Value<'a> {
    fn from(items: Vec<Value<'a>>) -> Self {
        Value::List(items)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_differ_have_other_digests() {
        let list = |items: &[&'static str]| {
            Value::from(items.iter().map(|item| Value::from(*item)).collect::<Vec<_>>())
        };
        let map = |key: &'static str, value: &'static str| Value::Map(vec![(Key::Ours(key), value.into())]);
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
            Value::Extended(Box::new(map("a", "b")), vec![(Key::Ours("c"), Value::None)]),
            Value::Extended(Box::new(map("a", "b")), Vec::new()),
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

    #[test]
    fn a_hash_stands_for_a_shared_part_wherever_it_is_shown() {
        let whole = Value::from("ab").shared();
        let digest = whole.clone().hashed();
        let around =
            |part: Value<'static>| Value::Extended(Box::new(part), vec![(Key::Ours("c"), Value::None)]);
        assert_eq!(whole.digest(), digest.digest());
        assert_eq!(Value::from(vec![whole.clone()]).digest(), Value::from(vec![digest.clone()]).digest());
        assert_eq!(around(whole).digest(), around(digest).digest());
    }

    #[test]
    fn entries_take_the_place_of_those_that_they_extend() {
        let map = Value::Map(vec![(Key::Ours("a"), "old".into()), (Key::Written("b"), "kept".into())]);
        let own = vec![(Key::Ours("a"), "new".into()), (Key::Ours("c"), Value::from(1u8))];
        for base in [map.clone(), map.shared()] {
            let seen = Value::Extended(Box::new(base), own.clone()).into_tera();
            assert_eq!(seen.to_string(), r#"{"a": "new", "b": "kept", "c": 1}"#);
        }
    }
}
