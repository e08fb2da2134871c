//! Events that are probably one, told without a common id.
//!
//! In: all events of a site. Out: notes, each with both places; nothing is merged. Two events are alike if they are on the
//! same exact day, name the same actor, and their titles are: at least half of all their words are in both (the Jaccard
//! index), two at the least, and the same numbers. Small words do not count; where a script has no blanks, each pair of
//! neighbouring characters is a word.

use std::collections::BTreeSet;

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;
use xxhash_rust::xxh3::xxh3_64;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::site::{ActorId, Event, Site};

/// What titles have in common whatever they are about.
const SMALL: &[&str] = &[
    "a", "al", "an", "and", "as", "at", "au", "aux", "by", "con", "da", "das", "de", "del", "dem", "den",
    "der", "des", "die", "do", "du", "e", "ein", "eine", "el", "em", "en", "et", "for", "from", "für", "im",
    "in", "into", "is", "its", "la", "las", "le", "les", "los", "mit", "na", "no", "o", "of", "off", "on",
    "or", "os", "over", "par", "para", "por", "pour", "s", "sur", "the", "to", "um", "un", "una", "und",
    "une", "von", "with", "y", "à", "в", "и", "на", "о", "по", "с", "من", "في", "على",
];

/// Words that two titles need in common.
const FEWEST: usize = 2;

pub fn doubles(site: &Site) -> Diagnostics {
    // Events are in the order of time, so those of a day stand together.
    let days: Vec<&[Event]> =
        site.events.chunk_by(|left, right| left.date.earliest() == right.date.earliest()).collect();
    days.into_par_iter().filter(|day| day.len() > 1).flat_map_iter(of_a_day).collect()
}

/// Each event with the first before it that it is like, so that many of a kind are told once each.
fn of_a_day(day: &[Event]) -> Diagnostics {
    let told = |event: &&Event| event.date.is_exact_day() && !event.actors.is_empty();
    let events: Vec<Told<'_>> = day.iter().filter(told).map(Told::new).collect();
    let doubles = events.iter().enumerate().filter_map(|(place, later)| {
        let earlier = events[..place].iter().find(|earlier| earlier.is_like(later))?;
        Some(note(earlier.event, later.event))
    });
    doubles.collect()
}

/// An event as it is compared.
struct Told<'e> {
    event: &'e Event,
    actors: BTreeSet<ActorId>,
    words: BTreeSet<String>,
    numbers: BTreeSet<String>,
    /// A bit or less for each word: where many of these differ, so do many words.
    print: u64,
}

impl<'e> Told<'e> {
    fn new(event: &'e Event) -> Self {
        let all = words(&event.title);
        let numbers = all.iter().filter(|word| word.chars().any(char::is_numeric)).cloned().collect();
        let print = all.iter().fold(0, |print, word| print | 1 << (xxh3_64(word.as_bytes()) % 64));
        Told { event, actors: event.actors.iter().map(|(id, _)| *id).collect(), words: all, numbers, print }
    }

    fn is_like(&self, other: &Told<'_>) -> bool {
        self.may_be_like(other)
            && self.numbers == other.numbers
            && !self.actors.is_disjoint(&other.actors)
            && self.has_the_words_of(other)
    }

    /// Each bit that one print alone has comes of a word that one title alone has, and these may be half of all words: a
    /// third of the words of both titles, counted twice where they have them in common.
    fn may_be_like(&self, other: &Told<'_>) -> bool {
        3 * (self.print ^ other.print).count_ones() as usize <= self.words.len() + other.words.len()
    }

    fn has_the_words_of(&self, other: &Told<'_>) -> bool {
        let common = self.words.intersection(&other.words).count();
        let all = self.words.len() + other.words.len() - common;
        common >= FEWEST && 2 * common >= all
    }
}

/// The words of a title in small letters, without small ones.
fn words(title: &str) -> BTreeSet<String> {
    let title: String = title.nfkc().flat_map(char::to_lowercase).collect();
    let mut words = BTreeSet::new();
    for word in title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if word.chars().any(is_unspaced) {
            let letters: Vec<char> = word.chars().collect();
            words.extend(letters.windows(2).map(|pair| pair.iter().collect::<String>()));
        } else if !SMALL.contains(&word) {
            words.insert(word.to_owned());
        }
    }
    words
}

/// Han, Hiragana and Katakana.
fn is_unspaced(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn note(earlier: &Event, later: &Event) -> Diagnostic {
    let at = |event: &Event| event.accounts.first().map(|account| account.span);
    let message = format!("`{}` may be the same event as `{}`", later.title, earlier.title);
    let id = earlier.id.as_ref().or(later.id.as_ref());
    let give = id.map_or_else(|| "give both the same `id`".to_owned(), |id| format!("give both `id: {id}`"));
    let note = Diagnostic::new(Code::SimilarEvents, at(later), message)
        .help(format!("{give}, or, if these are two events, add `similar-events` to `allow`"));
    match at(earlier) {
        Some(span) => note.label(span, "the other one, on the same day and with the same actor"),
        None => note,
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    fn are_alike(left: &str, right: &str) -> bool {
        let (left, right) = (words(left), words(right));
        let common = left.intersection(&right).count();
        common >= super::FEWEST && 2 * common >= left.len() + right.len() - common
    }

    #[test]
    fn titles_are_alike_by_their_words() {
        for (left, right, alike) in [
            ("Military parade in Beijing", "Beijing military parade", true),
            ("The parade in Beijing", "Parade at Beijing", true),
            ("Military parade in Beijing", "Talks in Beijing", false),
            ("Parade", "Parade", false),
            ("Kim arrives in Beijing", "Kim leaves for Vladivostok", false),
            ("Russia and China sign gas agreement", "China, Russia sign an agreement on gas", true),
            ("北京举行阅兵式", "北京举行盛大阅兵式", true),
            ("北京举行阅兵式", "普京访问平壤", false),
            ("Парад в Пекине", "Военный парад в Пекине", true),
        ] {
            assert_eq!(are_alike(left, right), alike, "{left} / {right}");
            assert_eq!(are_alike(right, left), alike, "{right} / {left}");
        }
    }
}
