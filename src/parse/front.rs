//! Where a text's metadata ends and its body begins.

use std::ops::Range;

/// What metadata at the top of a text is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Between `---` lines.
    Yaml,
    /// Between `+++` lines.
    Toml,
}

/// The parts of a text, as ranges of bytes.
#[derive(Debug, PartialEq, Eq)]
pub struct Parts {
    pub language: Language,
    /// Between the `---` or `+++` lines; none where there are none.
    pub metadata: Option<Range<usize>>,
    pub body: Range<usize>,
    /// An opening line with metadata behind it that no line closes.
    pub unclosed: bool,
}

pub fn split(text: &str) -> Parts {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut lines = text[start..].split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    let (language, closing): (_, &[&str]) = match first.trim_end() {
        "---" => (Language::Yaml, &["---", "..."]),
        "+++" => (Language::Toml, &["+++"]),
        _ => {
            let body = start..text.len();
            return Parts { language: Language::Yaml, metadata: None, body, unclosed: false };
        }
    };
    let metadata = start + first.len();
    let mut at = metadata;
    for line in lines {
        if closing.contains(&line.trim_end()) {
            let body = at + line.len()..text.len();
            return Parts { language, metadata: Some(metadata..at), body, unclosed: false };
        }
        at += line.len();
    }
    let unclosed = match language {
        Language::Yaml => begins_as_yaml(&text[metadata..]),
        Language::Toml => begins_as_toml(&text[metadata..]),
    };
    Parts { language, metadata: None, body: start..text.len(), unclosed }
}

/// A thematic break may open a text as well as metadata: then no key follows.
fn begins_as_yaml(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    line.split_once(':').is_some_and(|(key, _)| is_key(key))
}

/// No Markdown begins with a `+++` line; still, what has no key behind it is shown as text.
fn begins_as_toml(text: &str) -> bool {
    let said = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let line = text.lines().find(said).unwrap_or_default().trim();
    let named = |(key, _): (&str, &str)| {
        is_key(key.trim().trim_matches(['"', '\'']).split('.').next().unwrap_or(key))
    };
    line.split_once('=').is_some_and(named) || (line.starts_with('[') && line.ends_with(']'))
}

fn is_key(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
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
        assert_eq!(parts("+++\r\na = 1\r\n+++\r\nText"), own(Some("a = 1\r\n"), "Text", false));
        assert_eq!(parts("+++\n---\n+++"), own(Some("---\n"), "", false));
        assert_eq!(parts("+++\n# x\n\na.b = 1\nText"), own(None, "+++\n# x\n\na.b = 1\nText", true));
        assert_eq!(parts("+++\nText\n---\n"), own(None, "+++\nText\n---\n", false));
    }
}
