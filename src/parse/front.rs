//! Where a text's metadata ends and its body begins.

use std::ops::Range;

/// The parts of a text, as ranges of bytes.
#[derive(Debug, PartialEq, Eq)]
pub struct Parts {
    /// Between the `---` lines; none where there are none.
    pub metadata: Option<Range<usize>>,
    pub body: Range<usize>,
    /// An opening `---` line with metadata behind it that no line closes.
    pub unclosed: bool,
}

pub fn split(text: &str) -> Parts {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let whole = |unclosed| Parts { metadata: None, body: start..text.len(), unclosed };
    let mut lines = text[start..].split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else { return whole(false) };
    let metadata = start + first.len();
    let mut at = metadata;
    for line in lines {
        if matches!(line.trim_end(), "---" | "...") {
            return Parts {
                metadata: Some(metadata..at),
                body: at + line.len()..text.len(),
                unclosed: false,
            };
        }
        at += line.len();
    }
    // A thematic break may open a text as well: then no key follows.
    let second = text[metadata..].lines().next().unwrap_or_default();
    let is_key = second.split_once(':').is_some_and(|(key, _)| {
        !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
    });
    whole(is_key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_split() {
        let parts = |text: &str| {
            let parts = split(text);
            (parts.metadata.map(|range| text[range].to_owned()), text[parts.body].to_owned(), parts.unclosed)
        };
        let own = |metadata: Option<&str>, body: &str, unclosed| {
            (metadata.map(str::to_owned), body.to_owned(), unclosed)
        };
        assert_eq!(parts("---\na: 1\n---\nText"), own(Some("a: 1\n"), "Text", false));
        assert_eq!(parts("\u{feff}---\r\na: 1\r\n---\r\nText"), own(Some("a: 1\r\n"), "Text", false));
        assert_eq!(parts("---\n---\n"), own(Some(""), "", false));
        assert_eq!(parts("Text\n---\n"), own(None, "Text\n---\n", false));
        assert_eq!(parts("---\n\nText"), own(None, "---\n\nText", false));
        assert_eq!(parts("---\ntitle: x\n\nText"), own(None, "---\ntitle: x\n\nText", true));
        assert_eq!(parts(""), own(None, "", false));
    }
}
