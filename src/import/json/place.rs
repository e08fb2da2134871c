//! Where in a JSON text a value stands. The text is known to be JSON, so that nothing is checked: in, a text and a way to a
//! value; out, the bytes of it.

use std::ops::Range;

/// A step from a value into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'k> {
    Key(&'k str),
    Item(usize),
}

/// None where there is no such value.
pub fn find(text: &str, way: &[Step<'_>]) -> Option<Range<usize>> {
    let mut at = blanks(text, 0);
    for step in way {
        at = match step {
            Step::Key(key) => field(text, at, key)?,
            Step::Item(index) => item(text, at, *index)?,
        };
    }
    Some(at..after(text, at)?)
}

fn field(text: &str, object: usize, wanted: &str) -> Option<usize> {
    let mut at = opened(text, object, '{')?;
    let mut found = None;
    while text[at..].starts_with('"') {
        let key_end = after(text, at)?;
        let key: String = serde_json::from_str(&text[at..key_end]).ok()?;
        let value = blanks(text, blanks(text, key_end) + 1);
        // Of two fields of one name a reader keeps the last.
        if key == wanted {
            found = Some(value);
        }
        at = next(text, value)?;
    }
    found
}

fn item(text: &str, list: usize, index: usize) -> Option<usize> {
    let mut at = opened(text, list, '[')?;
    for _ in 0..index {
        at = next(text, at)?;
    }
    (!text[at..].starts_with(']')).then_some(at)
}

fn opened(text: &str, at: usize, bracket: char) -> Option<usize> {
    text[at..].starts_with(bracket).then(|| blanks(text, at + 1))
}

/// The beginning of what comes after a value and its comma.
fn next(text: &str, value: usize) -> Option<usize> {
    let end = blanks(text, after(text, value)?);
    Some(if text[end..].starts_with(',') { blanks(text, end + 1) } else { end })
}

fn blanks(text: &str, at: usize) -> usize {
    text.len() - text.get(at..).unwrap_or_default().trim_start_matches([' ', '\t', '\n', '\r']).len()
}

/// The end of the value that begins there.
fn after(text: &str, start: usize) -> Option<usize> {
    let (mut depth, mut is_quoted, mut is_escaped) = (0usize, false, false);
    for (offset, byte) in text.as_bytes().get(start..)?.iter().enumerate() {
        if is_quoted {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = true,
                b'"' => is_quoted = false,
                _ => continue,
            }
            if is_quoted || depth > 0 {
                continue;
            }
            return Some(start + offset + 1);
        }
        match byte {
            b'"' => is_quoted = true,
            b'[' | b'{' => depth += 1,
            b']' | b'}' if depth > 1 => depth -= 1,
            b']' | b'}' if depth == 1 => return Some(start + offset + 1),
            b',' | b']' | b'}' | b' ' | b'\t' | b'\n' | b'\r' if depth == 0 => return Some(start + offset),
            _ => {}
        }
    }
    Some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_where_they_stand() {
        let text = " {\"a\\u0062\" : [1, {\"x\": \"]}\\\"\", \"y\":[]}, -2.5e3 ] ,\n\"z\":true}";
        let cases: [(&[Step<'_>], Option<&str>); 8] = [
            (&[], Some(text.trim())),
            (&[Step::Key("ab"), Step::Item(0)], Some("1")),
            (&[Step::Key("ab"), Step::Item(1), Step::Key("x")], Some("\"]}\\\"\"")),
            (&[Step::Key("ab"), Step::Item(1), Step::Key("y")], Some("[]")),
            (&[Step::Key("ab"), Step::Item(2)], Some("-2.5e3")),
            (&[Step::Key("z")], Some("true")),
            (&[Step::Key("ab"), Step::Item(3)], None),
            (&[Step::Key("w")], None),
        ];
        for (way, expected) in cases {
            assert_eq!(find(text, way).map(|range| &text[range]), expected, "{way:?}");
        }
    }
}
