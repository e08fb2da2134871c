//! The spellings in which a name is looked for. In goes a name, out come normalised texts. Must not know whom it means.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::boundary::Script;
use super::normal::normalized;

/// One spelling of a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spelling {
    pub(super) text: String,
    /// How many bytes at its beginning are not the name's.
    pub(super) lead: usize,
}

/// All spellings, the one that its author chose first; none of what nobody could recognise as a name: without letters
/// and digits, or of a single Chinese character or kana.
pub(super) fn spellings(name: &str) -> Vec<Spelling> {
    let text = normalized(name);
    if !is_name(&text) {
        return Vec::new();
    }
    let first = Spelling { text: text.clone(), lead: 0 };
    let mut others = BTreeSet::new();
    for spelled in initials(&text).into_iter().chain(unspaced_dash(&text)) {
        others.extend(cases(&spelled));
        others.insert(spelled);
    }
    others.extend(cases(&text));
    others.remove(&text);
    let others = others.into_iter().map(|text| Spelling { text, lead: 0 });
    std::iter::once(first).chain(others).chain(elided(&text)).collect()
}

fn is_name(text: &str) -> bool {
    let mut letters = text.chars().filter(|character| character.is_alphanumeric());
    let Some(first) = letters.next() else { return false };
    !matches!(Script::of(first), Script::Unspaced | Script::Katakana) || letters.next().is_some()
}

/// In all capitals, unless it is an acronym; with a capital at the beginning of a sentence (`Al-Shabaab`). Greek capitals
/// have no accents, and a Turkish i keeps its dot.
fn cases(text: &str) -> Vec<String> {
    if is_acronym(text) {
        return Vec::new();
    }
    let capitals = text.to_uppercase();
    let mut out = vec![without_greek_accents(&capitals), turkish_capitals(text), capitals];
    let mut characters = text.chars();
    if let Some(first) = characters.next()
        && first.is_lowercase()
        && text.contains(char::is_uppercase)
    {
        out.push(first.to_uppercase().chain(characters).collect());
    }
    out
}

/// A word of few letters, most of them capitals: `BiH`, `NATO`, `U.S.`.
fn is_acronym(text: &str) -> bool {
    let capitals = text.chars().filter(|character| character.is_uppercase()).count();
    let small = text.chars().filter(|character| character.is_lowercase()).count();
    !text.contains(' ') && capitals >= 2 && small < capitals
}

fn without_greek_accents(text: &str) -> String {
    if !text.chars().any(|character| matches!(character, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}')) {
        return text.to_owned();
    }
    text.nfd().filter(|character| !is_combining_mark(*character)).nfc().collect()
}

fn turkish_capitals(text: &str) -> String {
    if text.contains(['ı', 'ğ', 'ş', 'ü', 'ö', 'ç', 'ə', 'Ə', 'İ']) {
        text.replace('i', "İ").to_uppercase()
    } else {
        text.to_uppercase()
    }
}

/// With blanks between initials and without: `J.D. Vance`, `J. D. Vance`.
fn initials(text: &str) -> Vec<String> {
    let (mut tight, mut wide) = (String::new(), String::new());
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let after_initial = ends_in_initial(&tight) && initial_length(rest.trim_start_matches(' ')).is_some();
        if after_initial && !wide.ends_with(' ') {
            wide.push(' ');
        }
        if !(after_initial && character == ' ') {
            tight.push(character);
            wide.push(character);
        }
        rest = &rest[character.len_utf8()..];
    }
    [tight, wide].into_iter().filter(|spelled| spelled != text).collect()
}

/// Whether a text ends in one capital with a full stop.
fn ends_in_initial(text: &str) -> bool {
    let mut characters = text.chars().rev();
    characters.next() == Some('.')
        && characters.next().is_some_and(char::is_uppercase)
        && characters.next().is_none_or(|before| !before.is_alphanumeric())
}

fn initial_length(text: &str) -> Option<usize> {
    let first = text.chars().next().filter(|first| first.is_uppercase())?;
    text[first.len_utf8()..].starts_with('.').then_some(first.len_utf8() + 1)
}

/// `Congo-Kinshasa` for `Congo - Kinshasa`.
fn unspaced_dash(text: &str) -> Option<String> {
    let dashes = [" - ", " \u{2013} ", " \u{2014} "];
    let dash = dashes.iter().find(|dash| text.contains(**dash))?;
    Some(text.replace(dash, " "))
}

/// The Arabic article loses its first letter after the prefix `ل`: `للصين` is to China.
fn elided(text: &str) -> Option<Spelling> {
    let rest = text.strip_prefix("ال")?;
    Some(Spelling { text: format!("لل{rest}"), lead: "ل".len() })
}
