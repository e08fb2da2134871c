//! What stands in a file, however it is written down: as UTF-8 or UTF-16, with entities, percent signs or backslashes.
//!
//! In: bytes. Out: texts with all of that undone, and once more without tags. The same is done to what is searched for,
//! so that both come out alike.

use std::borrow::Cow;

use memchr::{memchr, memchr3};
use percent_encoding::percent_decode_str;

use super::words::BREAK;

/// Text within a text within a text: an entity in HTML in a JSON string. More than this nobody writes by accident.
const LAYERS: usize = 4;

/// A text with character references, percent signs and backslashes undone, as often as there are any.
pub fn plain(text: &str) -> Cow<'_, str> {
    let mut plain = Cow::Borrowed(text);
    for _ in 0..LAYERS {
        if memchr3(b'&', b'%', b'\\', plain.as_bytes()).is_none() {
            break;
        }
        let next = unescaped(&plain).into_owned();
        if next == *plain {
            break;
        }
        plain = Cow::Owned(next);
    }
    plain
}

fn unescaped(text: &str) -> Cow<'_, str> {
    let text = htmlize::unescape(text);
    let text = match memchr(b'%', text.as_bytes()) {
        Some(_) => Cow::Owned(percent_decode_str(&text).decode_utf8_lossy().into_owned()),
        None => text,
    };
    match memchr(b'\\', text.as_bytes()) {
        Some(_) => Cow::Owned(without_backslashes(&text)),
        None => text,
    }
}

/// Undoes the escapes of JSON and JavaScript. Other backslashes stay.
fn without_backslashes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr(b'\\', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let (character, length) = escape(&rest[at..]);
        out.push(character);
        rest = &rest[at + length..];
    }
    out.push_str(rest);
    out
}

/// What the escape at the beginning of a text means, and how long it is.
fn escape(text: &str) -> (char, usize) {
    let bytes = text.as_bytes();
    match bytes.get(1) {
        Some(b'n' | b'r' | b't' | b'f' | b'b') => (' ', 2),
        Some(character @ (b'"' | b'\'' | b'/' | b'\\')) => (char::from(*character), 2),
        Some(b'u') => unicode_escape(text).unwrap_or(('\\', 1)),
        Some(b'x') => {
            let code = text.get(2..4).and_then(hexadecimal);
            code.and_then(char::from_u32).map_or(('\\', 1), |character| (character, 4))
        }
        _ => ('\\', 1),
    }
}

fn unicode_escape(text: &str) -> Option<(char, usize)> {
    let high = text.get(2..6).and_then(hexadecimal)?;
    if let Some(character) = char::from_u32(high) {
        return Some((character, 6));
    }
    let low = text.get(6..12)?.strip_prefix("\\u").and_then(hexadecimal)?;
    let both = [u16::try_from(high).ok()?, u16::try_from(low).ok()?];
    let character = char::decode_utf16(both).next()?.ok()?;
    Some((character, 12))
}

fn hexadecimal(digits: &str) -> Option<u32> {
    let is_number = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    u32::from_str_radix(digits, 16).ok().filter(|_| is_number)
}

/// Elements within a sentence.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "mark", "q", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "tt", "u", "var", "wbr",
];

/// A text without tags; where a block begins or ends, and around comments, stands a [`BREAK`].
pub fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr(b'<', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match tag(rest) {
            Some((length, gap)) => {
                out.push(gap);
                rest = &rest[length..];
            }
            None => {
                out.push('<');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The length of the tag or comment that begins here, and what it leaves.
fn tag(text: &str) -> Option<(usize, char)> {
    if text.starts_with("<!--") {
        return text.find("-->").map(|end| (end + 3, BREAK));
    }
    let name_at = if text.starts_with("</") { 2 } else { 1 };
    let name = &text[name_at..];
    let is_tag = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '!' || first == '?');
    if !is_tag {
        return None;
    }
    let length = tag_end(text)?;
    let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let inline = INLINE.iter().any(|known| known.eq_ignore_ascii_case(name));
    Some((length, if inline { ' ' } else { BREAK }))
}

/// Past the `>` that stands in no quotation marks.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            // An apostrophe in a text that is no tag after all is not looked through to the end of the file.
            (None, b'<') if at > 0 => return None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// The texts that bytes hold, and whether they are a text as a whole.
pub fn texts(bytes: &[u8]) -> (Vec<Cow<'_, str>>, bool) {
    match bytes {
        [0xff, 0xfe, rest @ ..] => return (vec![utf16(rest, u16::from_le_bytes).into()], true),
        [0xfe, 0xff, rest @ ..] => return (vec![utf16(rest, u16::from_be_bytes).into()], true),
        _ => {}
    }
    match str::from_utf8(bytes) {
        Ok(text) if memchr(0, bytes).is_none() => (vec![Cow::Borrowed(text)], true),
        _ => {
            let mut texts = vec![lossy(bytes).into(), latin(bytes).into()];
            for shifted in [bytes, bytes.get(1..).unwrap_or_default()] {
                texts.push(utf16(shifted, u16::from_le_bytes).into());
                texts.push(utf16(shifted, u16::from_be_bytes).into());
            }
            (texts, false)
        }
    }
}

fn lossy(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            out.push(BREAK);
        }
    }
    out
}

/// As ISO 8859-1, which old metadata of pictures is in.
fn latin(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

/// As UTF-16, with a break where that makes no sense.
fn utf16(bytes: &[u8], read: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
    char::decode_utf16(units).map(|character| character.unwrap_or(BREAK)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_escaped_is_read() {
        for written in [
            "Söhne & \"Co\"",
            "S&ouml;hne &amp; &quot;Co&quot;",
            "S%C3%B6hne%20&%20%22Co%22",
            "S\\u00f6hne & \\\"Co\\\"",
            "S&amp;ouml;hne &amp;amp; \\u0026quot;Co&#34;",
        ] {
            assert_eq!(plain(written), "Söhne & \"Co\"", "{written}");
        }
        assert_eq!(plain("\\ud83d\\ude00 100% C:\\x \\"), "😀 100% C:\\x \\");
        assert_eq!(plain("\\u12 \\ud83d %zz &xyz;"), "\\u12 \\ud83d %zz &xyz;");
    }

    #[test]
    fn tags_are_taken_out() {
        assert_eq!(
            without_tags("<p>a <em class=\"x>y\">b</em></p><!-- c --><p>1 < 2"),
            "\0a  b \0\0\u{0}1 < 2"
        );
        assert_eq!(without_tags("a <b unclosed"), "a <b unclosed");
    }

    #[test]
    fn bytes_are_read_in_every_way_that_they_may_be_meant() {
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let marked = [vec![0xff, 0xfe], wide("Größe")].concat();
        assert_eq!(texts(&marked).0, ["Größe"]);
        let inside = [vec![0x80, 0x01, 0x00], wide("Größe")].concat();
        let (found, is_text) = texts(&inside);
        assert!(!is_text);
        assert!(found.iter().any(|text| text.contains("Größe")), "{found:?}");
        assert_eq!(texts("ä".as_bytes()), (vec!["ä".into()], true));
    }
}
