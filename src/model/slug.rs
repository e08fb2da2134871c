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
        SlugStyle::Unicode if text.is_ascii() => join_words(text.chars()),
        SlugStyle::Unicode => join_words(text.to_lowercase().nfc()),
        SlugStyle::Ascii => join_words(deunicode(text).chars()),
    }
}

fn join_words(characters: impl Iterator<Item = char>) -> String {
    let mut out = String::new();
    let mut gap = false;
    for character in characters {
        if is_apostrophe(character) {
            continue;
        }
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

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '\u{2019}' | '\u{02bc}')
}

/// The form under which names are compared: letters and digits only, in small letters, compatibility forms unified.
/// Names that differ only in case, punctuation or blanks have one key.
pub fn name_key(name: &str) -> String {
    if name.is_ascii() {
        return name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    }
    name.nfkc()
        .filter(|character| character.is_alphanumeric() || is_combining_mark(*character))
        .flat_map(char::to_lowercase)
        .collect()
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
    fn names_differing_in_case_punctuation_or_blanks_share_a_key() {
        assert_eq!(name_key("U.S. Senate"), name_key("us senate"));
        assert_eq!(name_key("Lewis F. Powell, Jr."), name_key("Lewis F Powell Jr"));
        assert_ne!(name_key("Lewis Powell"), name_key("Lewis F. Powell"));
    }
}
