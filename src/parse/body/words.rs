//! How many words a text has, for its reading time.
//!
//! A word is a run of letters and digits, with single joiners between (`don't`, `well-known`, `3.5`); each character
//! of a script that is written without blanks counts as one.

/// Counts over pieces of text that may break inside a word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Words {
    pub(super) count: u32,
    /// The classes of the last two characters.
    last: [Class; 2],
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Class {
    #[default]
    Other,
    Letter,
    Joiner,
    /// A character that is a word.
    Word,
}

impl Words {
    pub(super) fn add(&mut self, text: &str) {
        if text.is_ascii() {
            self.add_ascii(text.as_bytes());
        } else {
            text.chars().for_each(|character| self.step(class(character)));
        }
    }

    /// A line or block ends, and with it a word.
    pub(super) fn end(&mut self) {
        self.last = [Class::Other; 2];
    }

    /// Two loops without branches over bytes, so that the compiler can vectorise them.
    fn add_ascii(&mut self, bytes: &[u8]) {
        const CHUNK: usize = 128;
        let [before, last] = self.last.map(Class::bits);
        // The classes of a chunk, those of the two characters before it in front.
        let mut classes = [0; CHUNK + 2];
        classes[..2].copy_from_slice(&[before, last]);
        let mut length = 0;
        for chunk in bytes.chunks(CHUNK) {
            classes.copy_within(length..length + 2, 0);
            length = chunk.len();
            classes[2..].iter_mut().zip(chunk).for_each(|(class, &byte)| *class = ascii_class(byte));
            let triples = classes.iter().zip(&classes[1..]).zip(&classes[2..length + 2]);
            let starts =
                triples.fold(0, |sum, ((&before, &last), &this)| sum + starts_word(before, last, this));
            self.count += u32::from(starts);
        }
        self.last = [classes[length], classes[length + 1]].map(Class::from_bits);
    }

    fn step(&mut self, class: Class) {
        let [before, last] = self.last;
        let joined = last == Class::Letter || (last == Class::Joiner && before == Class::Letter);
        if class == Class::Word || (class == Class::Letter && !joined) {
            self.count += 1;
        }
        self.last = [last, class];
    }
}

const LETTER: u8 = 1;
const JOINER: u8 = 2;

fn ascii_class(byte: u8) -> u8 {
    let letter = ((byte | 0x20).wrapping_sub(b'a') < 26) | (byte.wrapping_sub(b'0') < 10);
    let joiner = (byte == b'\'') | (byte == b'-') | (byte == b'.') | (byte == b',') | (byte == b'_');
    u8::from(letter) | (u8::from(joiner) << 1)
}

/// 1 where a letter follows neither a letter nor a letter and a joiner.
fn starts_word(before: u8, last: u8, this: u8) -> u8 {
    this & !(last | ((last >> 1) & before)) & LETTER
}

impl Class {
    fn bits(self) -> u8 {
        match self {
            Class::Letter => LETTER,
            Class::Joiner => JOINER,
            Class::Other | Class::Word => 0,
        }
    }

    fn from_bits(bits: u8) -> Self {
        match bits {
            LETTER => Class::Letter,
            JOINER => Class::Joiner,
            _ => Class::Other,
        }
    }
}

fn class(character: char) -> Class {
    match character {
        // Han, Kana and their extensions.
        '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' => Class::Word,
        '\'' | '\u{2019}' | '-' | '.' | ',' | '_' => Class::Joiner,
        _ if character.is_alphanumeric() => Class::Letter,
        // Accents and vowel signs belong to the letter before them.
        _ if unicode_normalization::char::is_combining_mark(character) => Class::Letter,
        _ => Class::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_counted_in_chunks() {
        let text = "it's a well-known 3.5 - fact, isn't it? ".repeat(40);
        let mut words = Words::default();
        words.add(&text);
        assert_eq!(words.count, 7 * 40);
        let mut by_character = Words::default();
        text.chars().for_each(|character| by_character.step(class(character)));
        assert_eq!(words.count, by_character.count);
    }

    #[test]
    fn words() {
        let cases: [(&[&str], u32); 9] = [
            (&["one two three"], 3),
            (&["don", "'", "t"], 1),
            (&["don", "\u{2019}", "t stop"], 2),
            (&["well-known 3.5 -- - ok"], 3),
            (&["split wor", "d"], 2),
            (&["三位领导人"], 5),
            (&["김정은 위원장"], 2),
            (&["(a) \u{201c}b\u{201d} — c"], 3),
            (&[""], 0),
        ];
        for (pieces, expected) in cases {
            let mut words = Words::default();
            pieces.iter().for_each(|piece| words.add(piece));
            assert_eq!(words.count, expected, "{pieces:?}");
        }
    }
}
