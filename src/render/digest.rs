//! Values to hashes: what a page would show, without showing it.
//!
//! In: the values of a view. Out: a hash that is the same for the same values and, for any two that differ, another. It
//! knows no template.

use tera::Value;
use xxhash_rust::xxh3::Xxh3Default;

/// The hash of one value with all that is in it.
pub fn of(value: &Value) -> u64 {
    let mut hasher = Xxh3Default::new();
    add(value, &mut hasher);
    hasher.digest()
}

/// Every value is led by its kind and, where it has parts, by their number: `["ab"]` is not `["a", "b"]`.
fn add(value: &Value, hasher: &mut Xxh3Default) {
    if let Some(text) = value.as_str() {
        hasher.update(if value.is_safe() { b"h" } else { b"t" });
        text_of(text, hasher);
    } else if let Some(items) = value.as_array() {
        hasher.update(b"l");
        hasher.update(&items.len().to_le_bytes());
        items.iter().for_each(|item| add(item, hasher));
    } else if let Some(map) = value.as_map() {
        hasher.update(b"m");
        hasher.update(&map.len().to_le_bytes());
        for (key, value) in map {
            match key.as_str() {
                Some(key) => text_of(key, hasher),
                None => text_of(&key.to_string(), hasher),
            }
            add(value, hasher);
        }
    } else if let Some(flag) = value.as_bool() {
        hasher.update(if flag { b"1" } else { b"0" });
    } else {
        // Numbers and what is not there.
        hasher.update(b"n");
        text_of(&value.to_string(), hasher);
    }
}

fn text_of(text: &str, hasher: &mut Xxh3Default) {
    hasher.update(&text.len().to_le_bytes());
    hasher.update(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_differ_have_other_hashes() {
        let list = |items: &[&str]| Value::from(items.iter().map(|item| Value::from(*item)).collect::<Vec<_>>());
        let values = [
            list(&["ab"]),
            list(&["a", "b"]),
            list(&["a", ""]),
            Value::from("ab"),
            Value::safe_string("ab"),
            Value::from(1u8),
            Value::from("1"),
            Value::from(true),
            Value::from(false),
            Value::none(),
        ];
        for (index, one) in values.iter().enumerate() {
            for (other_index, other) in values.iter().enumerate() {
                assert_eq!(of(one) == of(other), index == other_index, "{one:?} {other:?}");
            }
        }
    }
}
