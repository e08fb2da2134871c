//! Capitalised phrases that recur and are nobody: candidates for new actors.
//!
//! In: texts, and what in them is a name already. Out: phrases of one to four capitalised words, small words such as `of`
//! between them. It knows English, and languages that write names with capitals and other words without: German it
//! leaves alone.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::model::site::Target;
use crate::model::slug::name_key;
use crate::pipeline::Edition;

/// A phrase that recurs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub text: String,
    /// The paths of the articles in which it stands.
    pub articles: Vec<String>,
    /// How often it stands in them.
    pub count: usize,
}

/// Phrases of a text: how often each stands there, and how often elsewhere than where a sentence begins.
pub type Phrases = BTreeMap<String, (usize, usize)>;

/// More words are a title rather than a name.
const MOST: usize = 4;

/// Small words within names.
const PARTICLES: &[&str] = &[
    "of", "de", "del", "della", "der", "den", "des", "di", "da", "do", "dos", "du", "la", "le", "van", "von",
    "bin", "ibn", "al", "el", "ul", "ad", "ash", "for",
];

/// What stands with a capital and names nobody: first words of sentences, months, days, titles, numerals.
const NOT: &[&str] = &[
    "a",
    "about",
    "after",
    "all",
    "also",
    "although",
    "among",
    "an",
    "and",
    "another",
    "any",
    "are",
    "as",
    "at",
    "because",
    "before",
    "both",
    "but",
    "by",
    "can",
    "could",
    "did",
    "do",
    "does",
    "during",
    "each",
    "even",
    "every",
    "few",
    "first",
    "for",
    "former",
    "four",
    "from",
    "had",
    "has",
    "have",
    "he",
    "her",
    "here",
    "his",
    "how",
    "however",
    "i",
    "if",
    "in",
    "is",
    "it",
    "its",
    "last",
    "like",
    "many",
    "may",
    "more",
    "most",
    "mr",
    "mrs",
    "ms",
    "dr",
    "much",
    "neither",
    "new",
    "next",
    "no",
    "none",
    "nor",
    "not",
    "nothing",
    "now",
    "of",
    "on",
    "once",
    "one",
    "only",
    "or",
    "other",
    "others",
    "our",
    "over",
    "perhaps",
    "second",
    "several",
    "she",
    "should",
    "since",
    "so",
    "some",
    "soon",
    "still",
    "such",
    "than",
    "that",
    "the",
    "their",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "though",
    "three",
    "through",
    "to",
    "two",
    "under",
    "until",
    "we",
    "were",
    "what",
    "when",
    "where",
    "whether",
    "which",
    "while",
    "who",
    "why",
    "will",
    "with",
    "without",
    "would",
    "yes",
    "yet",
    "you",
    "your",
    "was",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "spring",
    "summer",
    "autumn",
    "winter",
    "christmas",
    "easter",
    "president",
    "minister",
    "prime",
    "senator",
    "chairman",
    "general",
    "north",
    "south",
    "east",
    "west",
    "northern",
    "southern",
    "eastern",
    "western",
    "gmt",
    "utc",
    "est",
    "am",
    "pm",
    "tlp",
    "clear",
    "green",
    "amber",
    "red",
    "ii",
    "iii",
    "iv",
    "i'm",
    "it's",
    "today",
    "yesterday",
    "tomorrow",
    "note",
    "see",
];

/// A word of a text.
struct Word<'t> {
    text: &'t str,
    range: Range<usize>,
    is_capitalised: bool,
    /// Whether it begins a sentence, or stands where one may begin.
    is_first: bool,
    is_taken: bool,
}

/// Adds the phrases of a passage.
pub fn collect(text: &str, taken: &[Range<u32>], phrases: &mut Phrases) {
    let words = words(text, taken);
    let mut at = 0;
    while at < words.len() {
        let end = end_of_phrase(text, &words, at);
        if end > at {
            add(&words[at..end], phrases);
        }
        at = end.max(at + 1);
    }
}

/// Where the phrase that begins with a word ends; the word itself if it begins none.
fn end_of_phrase(text: &str, words: &[Word<'_>], start: usize) -> usize {
    let may_stand = |word: &Word<'_>| word.is_capitalised && !word.is_taken;
    if !may_stand(&words[start]) {
        return start;
    }
    let mut end = start + 1;
    loop {
        let particles = words[end..]
            .iter()
            .take_while(|word| PARTICLES.contains(&word.text) && !word.is_taken)
            .take(2)
            .count();
        let next = end + particles;
        let is_joined = (end..=next).all(|index| index < words.len() && joined(text, words, index));
        if !is_joined || !may_stand(&words[next]) {
            return end;
        }
        end = next + 1;
    }
}

/// Whether nothing but a blank stands between a word and the one before it.
fn joined(text: &str, words: &[Word<'_>], index: usize) -> bool {
    let between = &text[words[index - 1].range.end..words[index].range.start];
    !between.is_empty() && between.chars().all(char::is_whitespace)
}

fn add(words: &[Word<'_>], phrases: &mut Phrases) {
    let says_nothing = |word: &Word<'_>| NOT.contains(&word.text.to_lowercase().as_str());
    let from =
        words.iter().position(|word| !says_nothing(word) && word.is_capitalised).unwrap_or(words.len());
    let to =
        words.iter().rposition(|word| !says_nothing(word) && word.is_capitalised).map_or(0, |last| last + 1);
    let Some(phrase) = words.get(from..to).filter(|words| !words.is_empty()) else { return };
    let capitalised = phrase.iter().filter(|word| word.is_capitalised).count();
    let text: Vec<&str> = phrase.iter().map(|word| word.text).collect();
    let text = text.join(" ");
    if capitalised > MOST || text.chars().count() < 3 {
        return;
    }
    let counts = phrases.entry(text).or_default();
    counts.0 += 1;
    counts.1 += usize::from(!phrase[0].is_first);
}

fn words<'t>(text: &'t str, taken: &[Range<u32>]) -> Vec<Word<'t>> {
    let mut words: Vec<Word<'t>> = Vec::new();
    let mut rest = 0;
    while let Some(found) = text[rest..].find(char::is_alphanumeric) {
        let start = rest + found;
        let range = start..start + length(&text[start..]);
        rest = range.end;
        let is_taken =
            taken.iter().any(|taken| (taken.start as usize) < range.end && range.start < taken.end as usize);
        let before = words.last().map_or(0, |word: &Word<'_>| word.range.end);
        let is_first = words.is_empty() || begins_sentence(&text[before..start]);
        let word = &text[range.clone()];
        words.push(Word { text: word, is_capitalised: is_capitalised(word), is_first, is_taken, range });
    }
    words
}

/// The length of the word at a text's beginning: with hyphens and apostrophes in it, without a possessive.
fn length(text: &str) -> usize {
    let is_inner = |character: char| matches!(character, '-' | '\'' | '’' | '‑');
    let end = text.find(|character: char| !(character.is_alphanumeric() || is_inner(character)));
    let word = text[..end.unwrap_or(text.len())].trim_end_matches(is_inner);
    let possessive = ["'s", "’s"].iter().find_map(|ending| word.strip_suffix(ending));
    possessive.unwrap_or(word).len()
}

/// `Hezbollah`, `al-Shabaab`, `NATO`, and nothing with a digit.
fn is_capitalised(word: &str) -> bool {
    let own =
        word.split_once('-').filter(|(first, _)| PARTICLES.contains(first)).map_or(word, |(_, rest)| rest);
    own.starts_with(char::is_uppercase) && !word.contains(|character: char| character.is_numeric())
}

/// Whether what stands between two words ends a sentence, or opens a quotation.
fn begins_sentence(between: &str) -> bool {
    between.contains(['.', '!', '?', ':', ';', '…', '"', '“', '”', '«', '»', '„', '•'])
}

/// Phrases that stand in enough articles and are nobody's.
pub fn candidates<'p>(
    edition: &Edition,
    texts: impl Iterator<Item = (Target, &'p Phrases)>,
    least: usize,
) -> Vec<Candidate> {
    let site = &edition.site;
    let mut all: BTreeMap<&str, (Vec<String>, usize, usize)> = BTreeMap::new();
    for (owner, phrases) in texts.filter(|(owner, _)| !is_german(edition, *owner)) {
        let Some(file) = site.file(owner) else { continue };
        for (phrase, (count, inside)) in phrases {
            let known = all.entry(phrase).or_default();
            known.0.push(edition.project.sources.path(file).to_owned());
            known.1 += count;
            known.2 += inside;
        }
    }
    let others = others(edition);
    let recurs = |(phrase, (articles, _, inside)): &(&str, (Vec<String>, usize, usize))| {
        articles.len() >= least && *inside > 0 && !others.contains(&name_key(phrase))
    };
    let mut found: Vec<Candidate> = all
        .into_iter()
        .filter(recurs)
        .map(|(phrase, (mut articles, count, _))| {
            articles.sort();
            Candidate { text: phrase.to_owned(), articles, count }
        })
        .collect();
    found.sort_by(|left, right| {
        right.articles.len().cmp(&left.articles.len()).then(left.text.cmp(&right.text))
    });
    found
}

/// German writes every noun with a capital.
fn is_german(edition: &Edition, owner: Target) -> bool {
    let own = match owner {
        Target::Article(id) => edition.site[id].lang.as_deref(),
        _ => None,
    };
    let language = own.unwrap_or(&edition.project.config.language);
    language == "de" || language.starts_with("de-") || language == "lb"
}

/// What other items are called.
fn others(edition: &Edition) -> BTreeSet<String> {
    let site = &edition.site;
    let is_other = |target: &Target| {
        matches!(target, Target::Topic(_) | Target::Event(_) | Target::Source(_) | Target::Author(_))
    };
    let items = site.targets().filter(is_other).map(|target| site.name(target));
    let publishers = site.publishers.iter().map(|publisher| publisher.name.as_str());
    let own = std::iter::once(edition.project.config.title.as_str());
    items.chain(publishers).chain(own).map(name_key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, taken: &[&str]) -> String {
        let mut phrases = Phrases::new();
        let ranges = taken.iter().map(|name| {
            let start = text.find(name).expect("it stands there");
            u32::try_from(start).expect("short")..u32::try_from(start + name.len()).expect("short")
        });
        collect(text, &ranges.collect::<Vec<_>>(), &mut phrases);
        let shown = phrases.iter().map(|(phrase, (all, inside))| format!("{phrase} {inside}/{all}"));
        shown.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn phrases_are_of_capitalised_words_and_particles() {
        let text = "They met the Council of Europe, al-Shabaab and Ursula von der Leyen’s staff in NATO.";
        assert_eq!(
            found(text, &[]),
            "Council of Europe 1/1, NATO 1/1, Ursula von der Leyen 1/1, al-Shabaab 1/1"
        );
    }

    #[test]
    fn the_beginning_of_a_sentence_proves_nothing() {
        assert_eq!(
            found("Trains ran. Trains stood. “Merkel went,” he said of Merkel.", &[]),
            "Merkel 1/2, Trains 0/2"
        );
        assert_eq!(
            found("The European Union waits. In Brussels nobody does.", &[]),
            "Brussels 1/1, European Union 1/1"
        );
    }

    #[test]
    fn days_months_names_and_titles_are_no_candidates() {
        assert_eq!(found("It was on Monday, 3 September, that Kim Jong Un spoke.", &["Kim Jong Un"]), "");
        assert_eq!(found("He saw One Two Alpha Beta Gamma Delta Epsilon there.", &[]), "");
        assert_eq!(found("Then Xi Jinping Thought was read.", &["Xi Jinping"]), "Thought 1/1");
    }

    #[test]
    fn commas_part_phrases() {
        assert_eq!(
            found("He knows Anna, Berta and Clara Zetkin.", &[]),
            "Anna 1/1, Berta 1/1, Clara Zetkin 1/1"
        );
    }
}
