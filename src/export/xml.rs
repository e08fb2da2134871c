//! Text as XML 1.0 wants it.
//!
//! Characters that XML cannot hold at all (section 2.2: control characters, U+FFFE and U+FFFF) are left out.

/// Writes `<name>text</name>` on a line of its own.
pub(super) fn element(out: &mut Vec<u8>, name: &str, content: &str) {
    out.extend_from_slice(b"<");
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b">");
    text(out, content);
    out.extend_from_slice(b"</");
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b">\n");
}

/// Writes ` name="value"`.
pub(super) fn attribute(out: &mut Vec<u8>, name: &str, value: &str) {
    out.extend_from_slice(b" ");
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"=\"");
    text(out, value);
    out.extend_from_slice(b"\"");
}

/// Writes text so that it stays text, between tags and between double quotes.
pub(super) fn text(out: &mut Vec<u8>, text: &str) {
    let is_special = |byte| matches!(byte, b'<' | b'>' | b'&' | b'"') || may_be_forbidden(byte);
    copy(out, text, is_special, |out, rest| {
        let entity: &[u8] = match rest[0] {
            b'<' => b"&lt;",
            b'>' => b"&gt;",
            b'&' => b"&amp;",
            b'"' => b"&quot;",
            _ => return forbidden(rest),
        };
        out.extend_from_slice(entity);
        1
    });
}

/// Writes text as a CDATA section, where nothing is escaped, and as several where it holds what ends one.
pub(super) fn cdata(out: &mut Vec<u8>, text: &str) {
    const SPLIT: &[u8] = b"]]><![CDATA[";
    out.extend_from_slice(b"<![CDATA[");
    copy(
        out,
        text,
        |byte| byte == b']' || may_be_forbidden(byte),
        |out, rest| {
            if rest.starts_with(b"]]>") {
                out.extend_from_slice(b"]]");
                out.extend_from_slice(SPLIT);
                return 2;
            }
            let length = forbidden(rest);
            // What stood on both sides of a character that is left out must not become an end.
            if length > 0 && out.ends_with(b"]") {
                out.extend_from_slice(SPLIT);
            }
            length
        },
    );
    out.extend_from_slice(b"]]>");
}

/// Copies text. At a special byte `handle` is given the rest of the text and says how many bytes it has dealt with;
/// if none, they are copied like the others.
fn copy(
    out: &mut Vec<u8>,
    text: &str,
    is_special: impl Fn(u8) -> bool,
    handle: impl Fn(&mut Vec<u8>, &[u8]) -> usize,
) {
    let bytes = text.as_bytes();
    let (mut done, mut at) = (0, 0);
    while let Some(next) = bytes[at..].iter().position(|&byte| is_special(byte)) {
        at += next;
        out.extend_from_slice(&bytes[done..at]);
        let dealt_with = handle(out, &bytes[at..]);
        done = at + dealt_with;
        at += dealt_with.max(1);
    }
    out.extend_from_slice(&bytes[done..]);
}

/// Whether a character that XML cannot hold may begin with this byte of UTF-8.
fn may_be_forbidden(byte: u8) -> bool {
    byte == 0xef || (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r'))
}

/// The length in UTF-8 of the forbidden character that text begins with; 0 if it begins with none.
fn forbidden(text: &[u8]) -> usize {
    match text {
        [0xef, 0xbf, 0xbe | 0xbf, ..] => 3,
        [0xef, ..] => 0,
        [byte, ..] if may_be_forbidden(*byte) => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a reader finds in the text and in the CDATA that are written of a text.
    fn read(input: &str) -> [String; 2] {
        [text, cdata].map(|write| {
            let mut out = b"<a>".to_vec();
            write(&mut out, input);
            out.extend_from_slice(b"</a>");
            let xml = String::from_utf8(out).expect("UTF-8 stays UTF-8");
            let document =
                roxmltree::Document::parse(&xml).unwrap_or_else(|error| panic!("{xml:?}: {error}"));
            document
                .root_element()
                .descendants()
                .filter(|node| node.is_text())
                .filter_map(|node| node.text())
                .collect()
        })
    }

    #[test]
    fn text_stays_text() {
        for input in [
            "",
            "plain",
            "a < b && \"c\" > 'd'",
            "]]>",
            "]]]>]]>]]",
            "]",
            "<![CDATA[ ]]>",
            "&amp;",
            "，全角 🙂 \u{fffd}\u{fdd0}",
            "tab\tline\n",
        ] {
            assert_eq!(read(input), [input, input], "{input:?}");
        }
    }

    #[test]
    fn forbidden_characters_are_left_out() {
        for (input, expected) in [
            ("a\0b\u{1f}c\u{fffe}d\u{ffff}", "abcd"),
            ("]\u{0}]>", "]]>"),
            ("]]\u{b}\u{ffff}>", "]]>"),
            ("\u{8}", ""),
        ] {
            assert_eq!(read(input), [expected, expected], "{input:?}");
        }
    }

    #[test]
    fn attributes_cannot_be_left() {
        let mut out = b"<a".to_vec();
        attribute(&mut out, "b", "\"><c d=\"");
        out.extend_from_slice(b"/>");
        assert_eq!(out, b"<a b=\"&quot;&gt;&lt;c d=&quot;\"/>");
    }
}
