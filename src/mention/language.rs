//! Whether a demonym means a language: `in Russian`, `Russian-language`, `speaks Korean`. In goes a place in a text, out
//! comes yes or no. The words are English, as the demonyms are. Must not know which names there are.

/// What follows a language.
const AFTER: [&str; 26] = [
    "language",
    "languages",
    "speaking",
    "speaker",
    "speakers",
    "translation",
    "translations",
    "translator",
    "translators",
    "subtitle",
    "subtitles",
    "subtitled",
    "dubbed",
    "dialect",
    "dialects",
    "grammar",
    "vocabulary",
    "alphabet",
    "lessons",
    "spelling",
    "transliteration",
    "idiom",
    "idioms",
    "medium",
    "script",
    "proficiency",
];

/// After these it is nothing else.
const VERBS: [&str; 16] = [
    "speak", "speaks", "spoke", "spoken", "speaking", "learn", "learns", "learned", "learnt", "learning",
    "teach", "teaches", "taught", "teaching", "fluent", "broken",
];

/// After these it is one unless a noun follows: `in Russian`, but `in Russian hands`.
const BEFORE: [&str; 14] = [
    "in",
    "into",
    "from",
    "to",
    "of",
    "study",
    "studies",
    "studied",
    "studying",
    "knows",
    "understands",
    "reads",
    "writes",
    "using",
];

/// After `of` and `to` a people stands more often than a language.
const AFTER_TRANSLATION: [&str; 8] = [
    "translated",
    "translation",
    "translations",
    "translate",
    "translates",
    "translating",
    "knowledge",
    "command",
];

/// Words that do not begin a noun.
const NO_NOUN: [&str; 45] = [
    "and", "or", "but", "nor", "to", "in", "into", "on", "at", "by", "for", "with", "from", "of", "as",
    "that", "which", "who", "when", "where", "while", "before", "after", "because", "so", "than", "then",
    "is", "was", "were", "are", "has", "had", "rather", "since", "until", "if", "only", "too", "well",
    "fluently", "instead", "via", "through", "without",
];

/// How many words of a list are looked through: `in English, French and Russian`.
const LIST: usize = 8;

/// How many bytes before a place are looked at.
const NEAR: usize = 240;

pub(super) fn is_language(left: &str, right: &str) -> bool {
    let next = next_word(right);
    if AFTER.contains(&next.to_ascii_lowercase().as_str()) {
        return true;
    }
    let words = words_before(left);
    let Some(place) = words.iter().position(|word| !is_listed(word)) else { return false };
    let word = words[place].to_ascii_lowercase();
    let further = words.get(place + 1).map_or(String::new(), |word| word.to_ascii_lowercase());
    let no_noun = !begins_noun(right, next);
    match word.as_str() {
        "of" | "to" => no_noun && (place == 0 || word == "to") && translates(&words[place..]),
        "in" if further == "fluent" => true,
        word if VERBS.contains(&word) => true,
        word => BEFORE.contains(&word) && no_noun,
    }
}

/// Whether something is said to be translated, before `to` or `of`: `translated from Russian to Korean`.
fn translates(words: &[&str]) -> bool {
    words.iter().take(LIST).any(|word| AFTER_TRANSLATION.contains(&word.to_ascii_lowercase().as_str()))
}

/// Whether a list of languages may go on over this word.
fn is_listed(word: &str) -> bool {
    matches!(word, "and" | "or") || (word.starts_with(char::is_uppercase) && word.len() > 3)
}

/// The word that comes next, on the other side of a blank or a hyphen.
fn next_word(right: &str) -> &str {
    let rest = right
        .trim_start_matches(|beside: char| beside == '-' || beside == '\u{2011}' || beside.is_whitespace());
    &rest[..rest.find(|character: char| !character.is_alphabetic()).unwrap_or(rest.len())]
}

fn begins_noun(right: &str, next: &str) -> bool {
    let is_beside = right.starts_with(|beside: char| beside.is_whitespace() || beside == '-');
    is_beside && !next.is_empty() && !NO_NOUN.contains(&next)
}

/// The words before a place in its sentence, the nearest first.
fn words_before(left: &str) -> Vec<&str> {
    let near = &left[left.ceil_char_boundary(left.len().saturating_sub(NEAR))..];
    let start = near.rfind(['.', '!', '?', ';', ':', '(']).map_or(0, |stop| stop + 1);
    let words = near[start..].rsplit(|character: char| !character.is_alphabetic());
    words.filter(|word| !word.is_empty()).take(LIST * 2).collect()
}
