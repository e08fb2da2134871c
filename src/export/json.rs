//! JSON (RFC 8259), piece by piece: no tree is built of what is only written.

use serde::Serialize;

/// A field of an object; the object's first one has no comma before it.
pub(super) fn field(out: &mut Vec<u8>, name: &str, value: &str) {
    key(out, name);
    string(out, value);
}

pub(super) fn optional_field(out: &mut Vec<u8>, name: &str, value: &str) {
    if !value.is_empty() {
        field(out, name, value);
    }
}

/// A field that holds an object; `write` adds its fields.
pub(super) fn object(out: &mut Vec<u8>, name: &str, write: impl FnOnce(&mut Vec<u8>)) {
    key(out, name);
    out.push(b'{');
    write(out);
    out.push(b'}');
}

pub(super) fn number(out: &mut Vec<u8>, name: &str, number: i64) {
    key(out, name);
    value(out, &number);
}

pub(super) fn list<T>(
    out: &mut Vec<u8>,
    name: &str,
    items: impl IntoIterator<Item = T>,
    write_one: impl Fn(&mut Vec<u8>, T),
) {
    key(out, name);
    out.push(b'[');
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write_one(out, item);
    }
    out.push(b']');
}

/// The name of a field, for whoever writes its value.
pub(super) fn key(out: &mut Vec<u8>, name: &str) {
    if out.last() != Some(&b'{') {
        out.push(b',');
    }
    string(out, name);
    out.push(b':');
}

pub(super) fn string(out: &mut Vec<u8>, text: &str) {
    value(out, text);
}

/// A text or a number.
pub(super) fn value<T: Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) {
    serde_json::to_writer(out, value).expect("every text and number is JSON, and memory takes all bytes");
}
