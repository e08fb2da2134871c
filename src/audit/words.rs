//! A text as a row of words: the form in which an audit compares everything.
//!
//! In: any text. Out: a hash of each word in small letters and NFKC, so that marks of Markdown, quotation marks, hyphens,
//! blanks and line breaks make no difference. In scripts that put no blanks between words every character is one.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfkc_quick};

/// Stands between texts that are not read in one go.
pub const BREAK: char = '\0';

/// How much a row of words weighs that is told from chance: five words, or ten characters of a script without blanks.
pub const SENTENCE: u32 = 10;

/// A word of a text.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    pub hash: u64,
    /// Bytes in the text.
    pub start: u32,
    pub end: u32,
    pub weight: u8,
    /// Whether something else than this text's words comes before it.
    pub after_break: bool,
}

/// The form in which words are compared: what they are made of comes before this. Most of most texts is ASCII, which is
/// what it is: only what may join with other characters is looked at.
pub fn composed(text: &str) -> Cow<'_, str> {
    let rare = text.chars().filter(|character| !character.is_ascii());
    if text.is_ascii() || is_nfkc_quick(rare) == IsNormalized::Yes {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !byte.is_ascii()) {
        // A mark may join with the letter before it, and nothing joins with an ASCII character after it.
        let from = at.saturating_sub(1);
        let length = rest[at..].bytes().position(|byte| byte.is_ascii());
        let to = length.map_or(rest.len(), |length| at + length);
        out.push_str(&rest[..from]);
        out.extend(rest[from..to].nfkc());
        rest = &rest[to..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The words of a composed text of less than 4 GiB.
pub fn words(text: &str, out: &mut Vec<Word>) {
    out.clear();
    let mut reader = Reader { out, word: None, after_break: true };
    for (at, character) in text.char_indices() {
        reader.read(at, character);
    }
    reader.end_word();
}

struct Reader<'o> {
    out: &'o mut Vec<Word>,
    word: Option<Word>,
    after_break: bool,
}

impl Reader<'_> {
    fn read(&mut self, at: usize, character: char) {
        if character.is_ascii() {
            return match character {
                'a'..='z' | '0'..='9' => self.letter(at, character, 2),
                'A'..='Z' => self.letter(at, character.to_ascii_lowercase(), 2),
                BREAK => {
                    self.end_word();
                    self.after_break = true;
                }
                _ => self.end_word(),
            };
        }
        if is_ignored(character) {
            return;
        }
        let stands_alone = stands_alone(character);
        let goes_on = is_combining_mark(character) && self.word.is_some();
        if !goes_on && !character.is_alphanumeric() {
            return self.end_word();
        }
        // A vowel sign belongs to the letter before it.
        if stands_alone && !is_combining_mark(character) {
            self.end_word();
        }
        for small in character.to_lowercase() {
            self.letter(at, small, if stands_alone { 1 } else { 2 });
        }
        if let Some(word) = &mut self.word {
            word.end = bound(at + character.len_utf8());
        }
    }

    fn letter(&mut self, at: usize, small: char, weight: u8) {
        // After a character that is a word of its own a word begins.
        if self.word.is_some_and(|word| word.weight != weight) {
            self.end_word();
        }
        let after_break = self.after_break;
        let new = Word { hash: 0, start: bound(at), end: 0, weight, after_break };
        let word = self.word.get_or_insert(new);
        word.hash = joined(word.hash, u64::from(small) + 1);
        word.end = bound(at + 1);
        self.after_break = false;
    }

    fn end_word(&mut self) {
        self.out.extend(self.word.take());
    }
}

fn bound(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// A hash of what came before and of what comes now.
pub fn joined(hash: u64, next: u64) -> u64 {
    let mixed = (hash.rotate_left(23) ^ next).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ (mixed >> 32)
}

/// Soft hyphens, joiners and the like, which nobody sees.
fn is_ignored(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
        || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}')
}

/// Whether it is of a script that is written without blanks between words, or, as Hangul, with particles at their ends.
pub fn stands_alone(character: char) -> bool {
    matches!(character,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1100}'..='\u{11ff}' | '\u{1780}'..='\u{17ff}'
        | '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// The shortest row of words from `at` on that is told from chance: its hash, and how many words it has.
pub fn sentence_at(words: &[Word], at: usize) -> Option<(u64, usize)> {
    let (mut hash, mut weight) = (0, 0);
    for (count, word) in words[at..].iter().enumerate() {
        if count > 0 && word.after_break {
            return None;
        }
        hash = joined(hash, word.hash);
        weight += u32::from(word.weight);
        if weight >= SENTENCE {
            return Some((hash, count + 1));
        }
    }
    None
}

/// A hash of all these words, in which nothing may break.
pub fn row(words: &[Word]) -> u64 {
    words.iter().fold(0, |hash, word| joined(hash, word.hash))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let text = composed(text);
        let mut found = Vec::new();
        words(&text, &mut found);
        let shown = |word: &Word| {
            let gap = if word.after_break { "|" } else { "" };
            format!("{gap}{}", &text[word.start as usize..word.end as usize])
        };
        found.iter().map(shown).collect()
    }

    fn hashes(text: &str) -> Vec<u64> {
        let text = composed(text);
        let mut found = Vec::new();
        words(&text, &mut found);
        found.iter().map(|word| word.hash).collect()
    }

    #[test]
    fn words_are_found_in_every_script() {
        assert_eq!(shown("The *Old* man’s co-op"), ["|The", "Old", "man", "s", "co", "op"]);
        assert_eq!(shown("金正恩 and x金y"), ["|金", "正", "恩", "and", "x", "金", "y"]);
        assert_eq!(shown("a\0b c"), ["|a", "|b", "c"]);
        assert_eq!(shown("김정은이"), ["|김", "정", "은", "이"]);
        assert_eq!(shown(""), [""; 0]);
    }

    #[test]
    fn what_looks_alike_is_alike() {
        assert_eq!(hashes("\u{201c}It’s a co\u{ad}op\u{201d}"), hashes("IT'S **a** coop"));
        assert_eq!(hashes("e\u{301}tat"), hashes("\u{c9}TAT"));
        assert_eq!(hashes("ﬁne"), hashes("fine"));
        assert_ne!(hashes("ab c"), hashes("a bc"));
    }

    #[test]
    fn parts_are_composed_as_the_whole_is() {
        for text in [
            "e\u{301}a\u{327}\u{301}",
            "\u{301}x…½ ａｂ\u{a0}c",
            "a가나\u{1161}b",
            "ﬁ\u{301}\u{323}x\u{323}\u{301}",
        ] {
            assert_eq!(composed(text), text.nfkc().collect::<String>(), "{text:?}");
        }
    }

    #[test]
    fn five_words_or_ten_characters_are_a_sentence() {
        let length = |text: &str| {
            let mut found = Vec::new();
            words(text, &mut found);
            sentence_at(&found, 0).map(|(_, count)| count)
        };
        assert_eq!(length("one two three four five six"), Some(5));
        assert_eq!(length("one two three four"), None);
        assert_eq!(length("one two\0three four five"), None);
        assert_eq!(length("三位领导人同登天安门城楼"), Some(10));
    }
}
