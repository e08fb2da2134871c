//! Text to HTML: what of a text must be written differently so that it stays text.
//!
//! Control characters and noncharacters never reach the output: HTML forbids them, XML (feeds) cannot hold them, and
//! the sanitiser's guards begin with one.

use std::borrow::Cow;

/// What stands for a character that may not.
const REPLACEMENT: char = '\u{fffd}';

/// Appends text between tags.
pub(super) fn text(out: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let Some(mut at) = first_special(bytes) else {
        out.push_str(text);
        return;
    };
    let mut done = 0;
    loop {
        out.push_str(&text[done..at]);
        out.push_str(replacement(bytes[at]));
        done = at + 1;
        match first_special(&bytes[done..]) {
            Some(next) => at = done + next,
            None => break,
        }
    }
    out.push_str(&text[done..]);
}

/// The first byte that is not copied as it is. The loop over whole chunks has no branches, so that it becomes a few
/// vector instructions: most texts have nothing to escape.
fn first_special(bytes: &[u8]) -> Option<usize> {
    const CHUNK: usize = 16;
    let mut start = 0;
    for chunk in bytes.chunks_exact(CHUNK) {
        if chunk.iter().fold(false, |found, &byte| found | is_special(byte)) {
            break;
        }
        start += CHUNK;
    }
    bytes[start..].iter().position(|&byte| is_special(byte)).map(|index| start + index)
}

fn is_special(byte: u8) -> bool {
    (byte == b'<')
        | (byte == b'>')
        | (byte == b'&')
        | (byte == 0x7f)
        | ((byte < 0x20) & (byte != b'\n') & (byte != b'\t'))
}

fn replacement(byte: u8) -> &'static str {
    match byte {
        b'<' => "&lt;",
        b'>' => "&gt;",
        b'&' => "&amp;",
        b'\r' | 0x0c => " ",
        _ => "\u{fffd}",
    }
}

/// Appends an attribute's value, to stand between double quotes.
pub(super) fn attribute(out: &mut String, value: &str) {
    for character in value.chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\r' | '\u{c}' => out.push(' '),
            '\n' | '\t' => out.push(character),
            _ if character.is_ascii_control() || is_noncharacter(character) => out.push(REPLACEMENT),
            _ => out.push(character),
        }
    }
}

/// Appends a URL as an attribute's value: what a URL cannot hold is percent-encoded, what is encoded stays.
pub(super) fn url(out: &mut String, url: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for &byte in url.as_bytes() {
        match byte {
            b'&' => out.push_str("&amp;"),
            b'\'' => out.push_str("&#x27;"),
            _ if byte.is_ascii_alphanumeric() || b"-_.+!*(),%#@?=;:/$~".contains(&byte) => {
                out.push(byte as char)
            }
            _ => {
                out.push('%');
                out.push(HEX[usize::from(byte >> 4)] as char);
                out.push(HEX[usize::from(byte & 15)] as char);
            }
        }
    }
}

/// Whether Unicode keeps a character for internal use: U+FDD0 to U+FDEF, and the last two of each plane.
pub(super) fn is_noncharacter(character: char) -> bool {
    matches!(character, '\u{fdd0}'..='\u{fdef}') || u32::from(character) & 0xfffe == 0xfffe
}

/// A text without noncharacters, every one replaced by a character of the same length in UTF-8 where it has three
/// bytes, as those that the sanitiser uses have.
pub(super) fn without_noncharacters(text: &str) -> Cow<'_, str> {
    // In UTF-8 those of the first plane begin with EF; those of the others with F0 to F4.
    if !text.bytes().any(|byte| byte >= 0xef) || !text.chars().any(is_noncharacter) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            _ if !is_noncharacter(character) => out.push(character),
            _ if character.len_utf8() == 3 => out.push(REPLACEMENT),
            // Four bytes, so that offsets stay those of the source.
            _ => out.push_str("\u{fffd} "),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(input: &str, escape: fn(&mut String, &str)) -> String {
        let mut out = String::new();
        escape(&mut out, input);
        out
    }

    #[test]
    fn texts_keep_their_quotes_and_lose_their_controls() {
        let cases = [
            ("plain words, long enough for a chunk", "plain words, long enough for a chunk"),
            ("a < b && c > \"d\"", "a &lt; b &amp;&amp; c &gt; \"d\""),
            ("nul \0 bell \u{7} form\u{c}feed", "nul \u{fffd} bell \u{fffd} form feed"),
            ("tab\tline\n", "tab\tline\n"),
        ];
        for (input, expected) in cases {
            assert_eq!(escaped(input, text), expected);
        }
    }

    #[test]
    fn urls_are_encoded_once() {
        let cases = [
            ("https://a.example/ä b?x=1&y='2'", "https://a.example/%C3%A4%20b?x=1&amp;y=&#x27;2&#x27;"),
            ("already%20there", "already%20there"),
            ("a[b]\"c\"", "a%5Bb%5D%22c%22"),
        ];
        for (input, expected) in cases {
            assert_eq!(escaped(input, url), expected);
        }
    }

    #[test]
    fn attributes_cannot_be_left() {
        assert_eq!(escaped("\"><x> & \u{fdd1}\0", attribute), "&quot;&gt;&lt;x&gt; &amp; \u{fffd}\u{fffd}");
    }

    #[test]
    fn noncharacters_are_replaced_at_the_same_length() {
        for input in ["a\u{fdd0}b", "\u{fffe}", "\u{1fffe}x", "，全角", "🙂"] {
            let clean = without_noncharacters(input);
            assert_eq!(clean.len(), input.len());
            assert!(!clean.chars().any(is_noncharacter));
        }
    }
}
