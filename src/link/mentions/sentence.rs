//! The sentence around a mention, as it is quoted elsewhere.
//!
//! In: a passage in plain text and a place in it. Out: the sentence in three pieces. It knows no site.

use std::borrow::Cow;
use std::ops::Range;

use crate::mention::sentence;
use crate::model::marking::Marking;

/// How much of a sentence is shown before and after a mention, in characters.
const AROUND: usize = 160;

/// A sentence in which a text refers to somebody.
pub struct Sentence {
    pub paragraph: String,
    pub before: String,
    pub mention: String,
    pub after: String,
    /// The highest of the names that its links show.
    pub marking: Marking,
}

impl Sentence {
    /// The sentence around a place, blanks as one, cut where it is long; and where it stands in the text.
    pub fn new(paragraph: &str, text: &str, at: Range<usize>) -> (Self, Range<u32>) {
        let around = sentence(text, at.clone());
        let (start, end) = (around.start.min(at.start), around.end.max(at.end));
        let sentence = Sentence {
            paragraph: paragraph.to_owned(),
            before: tail(plain(&text[start..at.start]).trim_start()),
            mention: plain(&text[at.clone()]).into_owned(),
            after: head(plain(&text[at.end..end]).trim_end()),
            marking: Marking::Clear,
        };
        let bound = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        (sentence, bound(start)..bound(end))
    }
}

/// A text with every stretch of blanks as one.
pub fn plain(text: &str) -> Cow<'_, str> {
    let is_plain = !text.contains("  ") && !text.contains(['\n', '\t', '\r']);
    if is_plain {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        let blank = matches!(character, ' ' | '\n' | '\t' | '\r');
        if !(blank && out.ends_with(' ')) {
            out.push(if blank { ' ' } else { character });
        }
    }
    Cow::Owned(out)
}

/// The beginning of a text, cut between words.
fn head(text: &str) -> String {
    let Some((cut, _)) = text.char_indices().nth(AROUND) else { return text.to_owned() };
    let end = text[..cut].rfind(char::is_whitespace).unwrap_or(cut);
    format!("{}…", text[..end].trim_end())
}

/// The end of a text, likewise.
fn tail(text: &str) -> String {
    let Some((cut, _)) = text.char_indices().rev().nth(AROUND) else { return text.to_owned() };
    let start = text[cut..].find(char::is_whitespace).map_or(cut, |blank| cut + blank);
    format!("…{}", text[start..].trim_start())
}
