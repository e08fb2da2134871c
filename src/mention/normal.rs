//! Text as it is compared: NFC, one kind of hyphen, apostrophe and quotation mark, single blanks, nothing invisible, no
//! vowel marks of Hebrew and Arabic. In goes a text, out come a text and, for each place in it, the place in the first.
//! Must not know what is looked for.

use memchr::{memchr_iter, memchr3_iter, memmem};
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A text in the form in which names are compared. A hyphen or dash between two characters is a blank, since both stand
/// for each other in names; whoever needs to know which it was looks at the text.
#[derive(Debug, Default)]
pub(super) struct Normal {
    text: String,
    /// Where the distance between the two changes: a place in it, and its place in the text.
    breaks: Vec<(u32, u32)>,
}

impl Normal {
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The place in what was read of a place in [`Normal::text`]. What was left out stands before it.
    pub(super) fn place(&self, place: usize) -> usize {
        let place = offset(place);
        let known = self.breaks.partition_point(|&(here, _)| here <= place);
        let (here, there) = known.checked_sub(1).map_or((0, 0), |last| self.breaks[last]);
        (there + (place - here)) as usize
    }

    /// Takes the place of what was here before.
    pub(super) fn read(&mut self, text: &str) {
        self.text.clear();
        self.breaks.clear();
        if !text.is_ascii() || !self.read_ascii(text) {
            self.read_any(text);
        }
    }

    /// Nothing moves in a text of ASCII without runs of blanks: it is copied, and a few bytes are replaced.
    fn read_ascii(&mut self, text: &str) -> bool {
        let mut bytes = std::mem::take(&mut self.text).into_bytes();
        bytes.extend_from_slice(text.as_bytes());
        for place in memchr3_iter(b'\n', b'\t', b'\r', text.as_bytes()) {
            bytes[place] = b' ';
        }
        let is_single = memmem::find(&bytes, b"  ").is_none();
        for place in memchr_iter(b'-', text.as_bytes()).filter(|place| is_joint(text, *place, place + 1)) {
            bytes[place] = b' ';
        }
        for place in memchr_iter(b'`', text.as_bytes()) {
            bytes[place] = b'\'';
        }
        self.text = String::from_utf8(bytes).expect("ASCII was replaced by ASCII");
        if !is_single {
            self.text.clear();
        }
        is_single
    }

    fn read_any(&mut self, text: &str) {
        self.text.reserve(text.len());
        let is_composed = self.read_composed(text, is_surely_composed)
            || (is_nfc_quick(text.chars()) == IsNormalized::Yes && self.read_composed(text, |_| true));
        if !is_composed {
            self.read_clusters(text);
        }
    }

    /// Runs of what is compared as it stands are copied at once. Nothing is read if a character is not as it has to be.
    fn read_composed(&mut self, text: &str, is_sure: fn(char) -> bool) -> bool {
        let (mut start, mut place) = (0, 0);
        while place < text.len() {
            place += plain_length(&text[place..]);
            self.text.push_str(&text[start..place]);
            if !text[place..].chars().next().is_none_or(is_sure) {
                self.text.clear();
                self.breaks.clear();
                return false;
            }
            place = self.character(text, place);
            start = place;
        }
        true
    }

    fn read_clusters(&mut self, text: &str) {
        let mut place = 0;
        while place < text.len() {
            place = self.cluster(text, place);
        }
    }

    /// One character, of a text in NFC. Gives back the end of what was read.
    fn character(&mut self, text: &str, place: usize) -> usize {
        let Some(character) = text[place..].chars().next() else { return text.len() };
        let end = place + character.len_utf8();
        match class(character) {
            Class::Blank => {
                let rest = text[end..].trim_start_matches(|next| matches!(class(next), Class::Blank));
                self.replace(" ", place, text.len() - rest.len())
            }
            Class::Hyphen if is_joint(text, place, end) => self.replace(" ", place, end),
            Class::Hyphen => self.replace("-", place, end),
            Class::Dash if is_joint(text, place, end) => self.replace(" ", place, end),
            Class::Apostrophe => self.replace("'", place, end),
            Class::Quote => self.replace("\"", place, end),
            Class::Nothing => self.replace("", place, end),
            Class::Dash | Class::Other => {
                self.text.push_str(&text[place..end]);
                end
            }
        }
    }

    fn replace(&mut self, by: &str, place: usize, end: usize) -> usize {
        self.text.push_str(by);
        if by.len() != end - place {
            self.resume(end);
        }
        end
    }

    /// From here on the text goes on with what stands at this place of what is read.
    fn resume(&mut self, place: usize) {
        let here = offset(self.text.len());
        if self.breaks.last().is_some_and(|last| last.0 == here) {
            self.breaks.pop();
        }
        self.breaks.push((here, offset(place)));
    }

    /// A character and the marks on it, of a text that is not in NFC. Whatever comes of it stands for the whole.
    fn cluster(&mut self, text: &str, place: usize) -> usize {
        let end = place + cluster_length(&text[place..]);
        if let Some(first) = text[place..].chars().next()
            && place + first.len_utf8() == end
            && is_nfc_quick([first].into_iter()) == IsNormalized::Yes
        {
            return self.character(text, place);
        }
        for character in text[place..end].nfc().filter(|character| !is_dropped(*character)) {
            self.text.push(character);
            self.resume(end);
        }
        self.resume(end);
        end
    }
}

/// Block texts are far smaller than 4 GiB; a place beyond that would be a wrong one.
pub(super) fn offset(place: usize) -> u32 {
    u32::try_from(place).expect("a text has fewer than 2^32 bytes")
}

/// A text in the form in which names are compared, with blanks at neither end.
pub fn normalized(text: &str) -> String {
    let mut normal = Normal::default();
    normal.read(text.trim());
    normal.text
}

enum Class {
    Blank,
    Hyphen,
    /// A dash is none between blanks, and never a hyphen before a name.
    Dash,
    Apostrophe,
    Quote,
    Nothing,
    Other,
}

fn class(character: char) -> Class {
    match character {
        '\t'
        | '\n'
        | '\r'
        | ' '
        | '\u{a0}'
        | '\u{2000}'..='\u{200a}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}' => Class::Blank,
        _ if is_hyphen(character) => Class::Hyphen,
        '\u{2012}' | '\u{2013}' => Class::Dash,
        '\'' | '`' | '\u{b4}' | '\u{2bb}' | '\u{2bc}' | '\u{2018}' | '\u{2019}' | '\u{5f3}' | '\u{ff07}' => {
            Class::Apostrophe
        }
        '\u{201c}'..='\u{201e}' | '\u{5f4}' | '\u{ff02}' => Class::Quote,
        _ if is_dropped(character) => Class::Nothing,
        _ => Class::Other,
    }
}

pub(super) fn is_hyphen(character: char) -> bool {
    matches!(character, '-' | '\u{5be}' | '\u{2010}' | '\u{2011}' | '\u{fe63}' | '\u{ff0d}')
}

pub(super) fn is_apostrophe(character: char) -> bool {
    matches!(class(character), Class::Apostrophe)
}

/// What nobody sees, and marks that texts leave out at will: soft hyphens, joiners, directions, variation selectors, the
/// vowel marks of Hebrew and Arabic, the Arabic stretcher.
pub(super) fn is_dropped(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{640}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}'
            | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}'
            | '\u{6e7}' | '\u{6e8}' | '\u{6ea}'..='\u{6ed}'
    )
}

/// Whether a hyphen or dash joins two words: neither blank nor another hyphen beside it.
fn is_joint(text: &str, place: usize, end: usize) -> bool {
    let joins = |beside: Option<char>| {
        beside.is_some_and(|beside| !matches!(class(beside), Class::Blank | Class::Hyphen | Class::Dash))
    };
    joins(text[..place].chars().next_back()) && joins(text[end..].chars().next())
}

/// How many bytes at its beginning are compared as they stand: single blanks, and whatever [`class`] does not know.
fn plain_length(text: &str) -> usize {
    let is_single = |place: usize| text.as_bytes().get(place + 1).is_some_and(u8::is_ascii_graphic);
    let is_plain_here = |place: usize, character: char| match u8::try_from(character) {
        Ok(b' ') => is_single(place),
        Ok(byte) if byte.is_ascii() => PLAIN[usize::from(byte)],
        _ => is_plain(character),
    };
    let mut characters = text.char_indices();
    characters
        .find(|(place, character)| !is_plain_here(*place, *character))
        .map_or(text.len(), |(place, _)| place)
}

/// ASCII that is compared as it stands.
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = b'!';
    while byte <= b'~' {
        plain[byte as usize] = byte != b'-' && byte != b'`';
        byte += 1;
    }
    plain
};

/// Most letters, told by a glance: those of Latin, Greek, Cyrillic, Hebrew, Arabic, kana, Chinese, Hangul.
fn is_plain(character: char) -> bool {
    matches!(
        character,
        '\u{c0}'..='\u{2ba}' | '\u{388}'..='\u{481}' | '\u{5d0}'..='\u{5ea}' | '\u{620}'..='\u{63f}'
            | '\u{641}'..='\u{64a}' | '\u{3001}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{309b}'..='\u{30ff}'
            | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{ff01}' | '\u{ff08}'..='\u{ff0c}' | '\u{ff0e}'..='\u{ff5e}'
    )
}

/// Whether a character is composed and does not combine, told by a glance: asking the tables for every character costs
/// more than finding the names.
fn is_surely_composed(character: char) -> bool {
    character < '\u{300}' || is_plain(character) || ('\u{2010}'..='\u{2027}').contains(&character)
}

/// The first character and all that may become one with it.
fn cluster_length(text: &str) -> usize {
    let joins = |character: char| {
        canonical_combining_class(character) != 0
            || is_nfc_quick([character].into_iter()) != IsNormalized::Yes
    };
    let mut places = text.char_indices().skip(1);
    places.find(|(_, character)| !joins(*character)).map_or(text.len(), |(place, _)| place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_letters_are_composed_and_nothing_else_is_known_of_them() {
        for character in ('\0'..=char::MAX).filter(|character| is_plain(*character)) {
            assert!(matches!(class(character), Class::Other), "{character:?}");
            assert_eq!(is_nfc_quick([character].into_iter()), IsNormalized::Yes, "{character:?}");
            assert_eq!(canonical_combining_class(character), 0, "{character:?}");
        }
    }

    #[test]
    fn a_text_is_read_alike_by_the_fast_way_and_the_slow_ones() {
        let mut fast = Normal::default();
        for text in ["", "a-b - c--d", " -a- `b`", "a\tb\nc\r d", "it's U.S.-led", "x-", "-", "a ", " a"] {
            fast.read(text);
            let (mut any, mut clusters) = (Normal::default(), Normal::default());
            assert!(any.read_composed(text, is_surely_composed));
            clusters.read_clusters(text);
            assert_eq!(fast.text(), any.text(), "{text:?}");
            assert_eq!(fast.text(), clusters.text(), "{text:?}");
            for place in 0..=fast.text.len() {
                assert_eq!(any.place(place), clusters.place(place), "{text:?}");
            }
        }
    }

    #[test]
    fn places_lead_back_to_the_text() {
        let mut normal = Normal::default();
        normal.read("a\u{ad}b  c’d e\u{301}f");
        assert_eq!(normal.text(), "ab c'd éf");
        let places: Vec<_> = [0, 1, 2, 3, 4, 5, 6, 7, 9, 10].map(|place| normal.place(place)).to_vec();
        assert_eq!(places, [0, 3, 4, 6, 7, 10, 11, 12, 15, 16]);
    }
}
