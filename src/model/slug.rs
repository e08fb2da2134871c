//! Slugs: the part of a URL that names a thing.

use deunicode::deunicode;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Which letters a site's URLs may have (`[urls] slugs`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SlugStyle {
    #[default]
    Unicode,
    Ascii,
}

/// NFC, small letters and digits of any script, with single hyphens between; empty if the text has neither.
pub fn slug(text: &str, style: SlugStyle) -> String {
    match style {
        SlugStyle::Unicode if !text.is_ascii() => join_words(text),
        SlugStyle::Ascii if !text.is_ascii() => join_ascii_words(&deunicode(text)),
        _ => join_ascii_words(text),
    }
}

fn join_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for character in text.to_lowercase().nfc().filter(|character| !is_apostrophe(*character)) {
        // A combining mark without a composed form (most Indic vowels) belongs to its letter.
        if character.is_alphanumeric() || (is_combining_mark(character) && !gap && !out.is_empty()) {
            if gap && !out.is_empty() {
                out.push('-');
            }
            gap = false;
            out.extend(character.to_lowercase());
        } else {
            gap = true;
        }
    }
    out
}

/// The same for a text of nothing but ASCII, byte by byte: there is one for every item of a site.
fn join_ascii_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            if gap && !out.is_empty() {
                out.push('-');
            }
            gap = false;
            out.push(char::from(byte.to_ascii_lowercase()));
        } else {
            gap |= byte != b'\'';
        }
    }
    out
}

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '\u{2019}' | '\u{02bc}')
}

/// The form under which names are compared: letters and digits only, in small letters, compatibility forms unified.
/// Names that differ only in case, punctuation or blanks have one key.
pub fn name_key(name: &str) -> String {
    if name.is_ascii() {
        return ascii_key(name);
    }
    name.nfkc()
        .filter(|character| character.is_alphanumeric() || is_combining_mark(*character))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether this is the key of a name, found out without making that.
pub fn is_key_of(key: &str, name: &str) -> bool {
    if !name.is_ascii() {
        return name_key(name) == key;
    }
    name.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase()).eq(key.bytes())
}

/// Every byte is written, and the next one over it if it does not count: where words end cannot be foretold, and a
/// large site asks for hundreds of thousands of keys.
fn ascii_key(name: &str) -> String {
    let mut key = vec![0; name.len()];
    let mut length = 0;
    for byte in name.bytes() {
        key[length] = byte.to_ascii_lowercase();
        length += usize::from(byte.is_ascii_alphanumeric());
    }
    key.truncate(length);
    String::from_utf8(key).expect("ASCII is UTF-8")
}

/// A name's key for sorting many of them: its first bytes are compared as two numbers, and hardly any name has more.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OrderKey {
    // The derived order goes field by field. No key has a NUL, which stands here for what a short key lacks.
    head: [u128; 2],
    tail: Box<[u8]>,
}

impl OrderKey {
    pub fn of(name: &str) -> Self {
        const WIDTH: usize = size_of::<u128>();
        let key = name_key(name).into_bytes();
        let number = |from: usize| {
            let part = key.get(from..).unwrap_or_default();
            let mut bytes = [0; WIDTH];
            let length = part.len().min(WIDTH);
            bytes[..length].copy_from_slice(&part[..length]);
            u128::from_be_bytes(bytes)
        };
        OrderKey { head: [number(0), number(WIDTH)], tail: key.get(2 * WIDTH..).unwrap_or_default().into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs() {
        let cases = [
            ("Three leaders", "three-leaders"),
            ("  --A  b__c!  ", "a-b-c"),
            ("三位领导人", "三位领导人"),
            ("Kim's Train", "kims-train"),
            ("Ünïcode Ö", "ünïcode-ö"),
            ("हिन्दी भाषा", "हिन्दी-भाषा"),
            ("!!!", ""),
            ("U.S. Senate", "u-s-senate"),
        ];
        for (text, expected) in cases {
            assert_eq!(slug(text, SlugStyle::Unicode), expected);
        }
        assert_eq!(slug("Ünïcode Ö", SlugStyle::Ascii), "unicode-o");
        assert_eq!(slug("北京", SlugStyle::Ascii), "bei-jing");
    }

    #[test]
    fn decomposed_and_composed_are_one() {
        assert_eq!(slug("e\u{301}te\u{301}", SlugStyle::Unicode), slug("été", SlugStyle::Unicode));
    }

    #[test]
    fn names_sort_by_their_keys() {
        let names = [
            "",
            "a",
            "A b",
            "ab",
            "Federal settlements",
            "Federal settlement",
            "Federal settling",
            "The settlement of the federal province",
            "The settlement of the federal provinces",
            "é",
            "三",
        ];
        for left in names {
            for right in names {
                let expected = name_key(left).cmp(&name_key(right));
                assert_eq!(OrderKey::of(left).cmp(&OrderKey::of(right)), expected, "{left} {right}");
            }
        }
    }

    #[test]
    fn names_differing_in_case_punctuation_or_blanks_share_a_key() {
        assert_eq!(name_key("U.S. Senate"), name_key("us senate"));
        assert_eq!(name_key("Lewis F. Powell, Jr."), name_key("Lewis F Powell Jr"));
        assert_ne!(name_key("Lewis Powell"), name_key("Lewis F. Powell"));
    }
}
