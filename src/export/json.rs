//! JSON (RFC 8259), piece by piece: no tree is built of what is only written.

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

fn key(out: &mut Vec<u8>, name: &str) {
    if out.last() != Some(&b'{') {
        out.push(b',');
    }
    string(out, name);
    out.push(b':');
}

pub(super) fn string(out: &mut Vec<u8>, text: &str) {
    serde_json::to_writer(out, text).expect("every text is a JSON string, and memory takes all bytes");
}
