//! What an audit searches for, and the search.
//!
//! In: names and sentences, each with its origin; then what may be said anyway, which is taken off again; then texts. Out:
//! where in a text which of them stand. All are rows of words, known by their hashes: however many there are, each word
//! of a text is looked up a few times and no more.

use rustc_hash::FxHashMap;

use super::view;
use super::words::{self, SENTENCE, Word, composed};
use crate::source::Span;

/// What sort of thing is searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// A title, an id, a name, a file's name: may stand in a text that is shown without being shown itself, as the target
    /// of a link.
    Name,
    /// What an author wrote for readers.
    Text,
    /// What site.toml says must never be seen.
    Canary,
}

/// Something searched for, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    pub sort: Sort,
    /// As its author wrote it, shortened.
    pub text: String,
    /// None for what site.toml names.
    pub place: Option<Span>,
}

/// Index of an [`Origin`].
pub type OriginId = u32;

/// A row of words that is searched for, by its hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// All of a name or of something else that is short.
    Whole(u64),
    /// A part of a longer text.
    Sentence(u64),
}

/// A row of words in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    pub key: Key,
    pub origin: OriginId,
    /// Bytes of the composed text.
    pub start: usize,
    pub end: usize,
}

/// Longer rows than this are known by their parts. A canary may be longer than a sentence.
const MAX_ROW: usize = 24;

/// How much of a text is looked at in one go, and how much of it again with what follows.
const PIECE: usize = 1 << 20;
const OVERLAP: usize = 1 << 12;

#[derive(Debug, Default)]
pub struct Needles {
    origins: Vec<Origin>,
    whole: FxHashMap<u64, OriginId>,
    sentences: FxHashMap<u64, OriginId>,
    /// Lengths of rows in `whole`, as bits, by the hash of their first word.
    firsts: FxHashMap<u64, u32>,
    /// Bits of hashes in `sentences`: most that is asked for is not there, and this is smaller.
    seen: Vec<u64>,
}

/// How much of a text is kept to show what was found.
const SHOWN: usize = 100;

impl Needles {
    /// Adds a text as its author wrote it: whole if it is short, else each sentence of it.
    pub fn add(&mut self, sort: Sort, text: &str, place: Option<Span>) {
        let plain = view::plain(text);
        let text = composed(&plain);
        let mut row = Vec::new();
        words::words(&text, &mut row);
        let weight: u32 = row.iter().map(|word| u32::from(word.weight)).sum();
        if row.is_empty() {
            return;
        }
        let origin = OriginId::try_from(self.origins.len()).unwrap_or(OriginId::MAX);
        self.origins.push(Origin { sort, text: shortened(&text), place });
        if sort == Sort::Canary && row.len() <= MAX_ROW || weight < SENTENCE {
            self.add_whole(&row, origin);
        } else {
            self.add_sentences(&row, origin);
        }
    }

    fn add_whole(&mut self, row: &[Word], origin: OriginId) {
        *self.firsts.entry(row[0].hash).or_default() |= 1 << (row.len().min(MAX_ROW) - 1);
        let known = self.whole.entry(words::row(row)).or_insert(origin);
        if self.origins[origin as usize].sort > self.origins[*known as usize].sort {
            *known = origin;
        }
    }

    fn add_sentences(&mut self, row: &[Word], origin: OriginId) {
        for at in 0..row.len() {
            if let Some((hash, _)) = words::sentence_at(row, at) {
                self.sentences.entry(hash).or_insert(origin);
            }
        }
    }

    /// Takes off what has been found in a text that may be shown. What site.toml names is always searched for.
    pub fn forget(&mut self, found: impl IntoIterator<Item = Key>) {
        for key in found {
            match key {
                Key::Whole(hash) => {
                    let origins = &self.origins;
                    let is_canary = |origin: &OriginId| origins[*origin as usize].sort == Sort::Canary;
                    if !self.whole.get(&hash).is_some_and(is_canary) {
                        self.whole.remove(&hash);
                    }
                }
                Key::Sentence(hash) => drop(self.sentences.remove(&hash)),
            }
        }
    }

    /// Makes ready for a search.
    pub fn settle(&mut self) {
        let bits = (self.sentences.len() * 16).next_power_of_two().max(64);
        self.seen = vec![0; bits / 64];
        for hash in self.sentences.keys() {
            let (place, bit) = bit_of(*hash, bits);
            self.seen[place] |= bit;
        }
    }

    pub fn origin(&self, id: OriginId) -> &Origin {
        &self.origins[id as usize]
    }

    /// What is still searched for whole, in the order in which it was added.
    pub fn names(&self) -> Vec<&Origin> {
        let mut ids: Vec<OriginId> = self.whole.values().copied().collect();
        ids.sort_unstable();
        ids.into_iter().map(|id| self.origin(id)).collect()
    }

    /// How many parts of longer texts are searched for.
    pub fn sentences(&self) -> usize {
        self.sentences.len()
    }

    /// Finds all in a text that is plain already, `buffer` being room to work in.
    pub fn search(&self, plain: &str, buffer: &mut Vec<Word>, hit: &mut impl FnMut(&str, Hit)) {
        let mut from = 0;
        while from < plain.len() {
            let to = plain.floor_char_boundary(from + PIECE);
            let text = composed(&plain[from..to]);
            words::words(&text, buffer);
            for at in 0..buffer.len() {
                self.at(buffer, at, &mut |found| hit(&text, found));
            }
            from = if to == plain.len() { to } else { plain.floor_char_boundary(to - OVERLAP) };
        }
    }

    fn at(&self, words: &[Word], at: usize, hit: &mut impl FnMut(Hit)) {
        let place = |key: Key, origin: OriginId, count: usize| Hit {
            key,
            origin,
            start: words[at].start as usize,
            end: words[at + count - 1].end as usize,
        };
        if let Some(lengths) = self.firsts.get(&words[at].hash) {
            let mut hash = 0;
            for (index, word) in words[at..].iter().take(MAX_ROW).enumerate() {
                let none_is_as_long = lengths >> index == 0;
                if none_is_as_long || (index > 0 && word.after_break) {
                    break;
                }
                hash = words::joined(hash, word.hash);
                let found = self.whole.get(&hash).filter(|_| lengths & (1 << index) != 0);
                if let Some(origin) = found {
                    hit(place(Key::Whole(hash), *origin, index + 1));
                }
            }
        }
        if self.sentences.is_empty() {
            return;
        }
        if let Some((hash, count)) = words::sentence_at(words, at).filter(|(hash, _)| self.may_hold(*hash))
            && let Some(origin) = self.sentences.get(&hash)
        {
            hit(place(Key::Sentence(hash), *origin, count));
        }
    }

    fn may_hold(&self, hash: u64) -> bool {
        if self.seen.is_empty() {
            return true;
        }
        let (place, bit) = bit_of(hash, self.seen.len() * 64);
        self.seen[place] & bit != 0
    }

    /// Whether something stands in a text.
    pub fn holds(&self, plain: &str, wanted: Key, buffer: &mut Vec<Word>) -> bool {
        let mut holds = false;
        self.search(plain, buffer, &mut |_, hit| holds |= hit.key == wanted);
        holds
    }
}

/// The bit of a hash among a number of bits that is a power of two.
fn bit_of(hash: u64, bits: usize) -> (usize, u64) {
    let place = usize::try_from(hash >> 32).unwrap_or_default() & (bits - 1);
    (place / 64, 1 << (place % 64))
}

fn shortened(text: &str) -> String {
    let whole = text.split_whitespace().collect::<Vec<&str>>().join(" ");
    match whole.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}...", &whole[..end]),
        None => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(needles: &Needles, text: &str) -> Vec<String> {
        let mut found = Vec::new();
        needles.search(&view::plain(text), &mut Vec::new(), &mut |text, hit| {
            found.push(text[hit.start..hit.end].to_owned());
        });
        found
    }

    fn needles(texts: &[&str]) -> Needles {
        let mut needles = Needles::default();
        texts.iter().for_each(|text| needles.add(Sort::Text, text, None));
        needles.settle();
        needles
    }

    #[test]
    fn names_are_found_in_any_dress() {
        let needles = needles(&["Agent Zéro", "金正恩"]);
        for text in ["see AGENT-ZÉRO.", "agent_z%C3%A9ro.html", "Agent&nbsp;Z&eacute;ro", "agent ze\u{301}ro"]
        {
            assert_eq!(found(&needles, text).len(), 1, "{text}");
        }
        assert_eq!(found(&needles, "他见了金正恩。"), ["金正恩"]);
        assert_eq!(found(&needles, "agent zéros, Agent of Zéro"), [""; 0]);
    }

    #[test]
    fn a_part_of_a_sentence_is_found() {
        let needles = needles(&["The convoy will leave the northern depot at dawn on Monday."]);
        assert_eq!(
            found(&needles, "... leave the *northern* depot at Noon"),
            ["leave the *northern* depot at"]
        );
        assert_eq!(found(&needles, "leave the southern depot at dawn"), [""; 0]);
    }

    #[test]
    fn what_may_be_said_is_not_searched_for() {
        let mut needles = needles(&["Open Name", "Closed Name"]);
        needles.add(Sort::Canary, "Open Canary", None);
        let mut known = Vec::new();
        needles.search("open name, open canary", &mut Vec::new(), &mut |_, hit| known.push(hit.key));
        needles.forget(known);
        assert_eq!(found(&needles, "Open name. Closed name. Open canary."), ["Closed name", "Open canary"]);
    }

    #[test]
    fn long_texts_are_searched_across_the_seams() {
        let needles = needles(&["Closed Name"]);
        for shift in 0..12 {
            let text = format!("{}closed name{}", "x ".repeat(PIECE / 2 - shift), " y".repeat(9));
            assert!(!found(&needles, &text).is_empty(), "{shift}");
        }
    }
}
