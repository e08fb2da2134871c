//! The sentence around a place in a block's plain text, in any script. In goes a text and a place, out comes a range of it.
//! Must not know why somebody asks.

use std::ops::Range;

mod words;

/// The sentence around a place, without blanks at its ends; more than one where the place goes over an end. Closing quotes
/// and brackets belong to it.
///
/// A place that is not in the text is taken for the nearest that is.
pub fn sentence(text: &str, at: Range<usize>) -> Range<usize> {
    let text = text.trim_end();
    let first = text.floor_char_boundary(at.start);
    let last = text.floor_char_boundary(at.end.max(at.start));
    let mut before = stops(&text[..first]).rev().filter_map(|(place, stop)| end_at(text, place, stop));
    let start = before.find(|end| *end <= first && *end < text.len()).unwrap_or(0);
    let mut behind = stops(&text[start..]).filter_map(|(place, stop)| end_at(text, start + place, stop));
    let end = behind.find(|end| *end > start && *end >= last).unwrap_or(text.len());
    trimmed(text, start..end)
}

/// What may end a sentence, and where.
fn stops(text: &str) -> impl DoubleEndedIterator<Item = (usize, char)> {
    text.char_indices().filter(|(_, character)| is_stop(*character))
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    start..start + part.trim().len()
}

fn is_stop(character: char) -> bool {
    is_wide_stop(character)
        || matches!(
            character,
            '.' | '!' | '?' | '…' | ';' | '\u{37e}' | '؟' | '۔' | '؞' | '׃' | '।' | '‼' | '⁇' | '⁉'
        )
}

/// Stops of scripts without blanks between sentences.
fn is_wide_stop(character: char) -> bool {
    matches!(character, '。' | '！' | '？' | '｡' | '．' | '︒')
}

/// The end of the sentence that a stop ends, if it does: behind all stops, quotes and brackets that follow at once.
fn end_at(text: &str, place: usize, stop: char) -> Option<usize> {
    let behind = &text[place + stop.len_utf8()..];
    // The last of several stops in a row decides for all of them.
    if behind.starts_with(is_stop) || (stop == ';' && !ends_in_greek(&text[..place])) {
        return None;
    }
    let rest = without_closing(behind);
    let is_quoted = rest.len() < behind.len();
    let goes_on = if is_wide_stop(stop) {
        is_quoted && rest.starts_with(['と', 'っ', '、', '，', ',', 'の', 'な'])
    } else {
        goes_on(&text[..place], stop, rest)
    };
    (!goes_on).then_some(text.len() - rest.len())
}

/// What follows the quotes and brackets that close; French has a blank before its own.
fn without_closing(behind: &str) -> &str {
    let rest = behind.trim_start_matches(is_closing);
    let inner = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    inner.strip_prefix(['»', '›']).unwrap_or(rest)
}

fn is_closing(character: char) -> bool {
    matches!(
        character,
        '"' | '\''
            | '“'
            | '”'
            | '’'
            | '»'
            | '›'
            | ')'
            | ']'
            | '」'
            | '』'
            | '》'
            | '〉'
            | '）'
            | '】'
            | '〕'
            | '｝'
    )
}

/// The question mark of Greek is a semicolon.
fn ends_in_greek(left: &str) -> bool {
    left.chars()
        .next_back()
        .is_some_and(|last| matches!(last, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}'))
}

/// Whether the text behind a stop belongs to the same sentence.
fn goes_on(left: &str, stop: char, rest: &str) -> bool {
    if rest.is_empty() {
        return false;
    }
    let next = rest.trim_start().trim_start_matches(is_opening);
    let Some(first) = next.chars().next() else { return false };
    if first.is_lowercase() || !rest.starts_with(char::is_whitespace) {
        return first.is_lowercase() || stop == '…' || !is_unspaced(first);
    }
    stop == '.' && is_abbreviated(left, next)
}

fn is_opening(character: char) -> bool {
    matches!(character, '"' | '\'' | '“' | '‘' | '„' | '«' | '‹' | '(' | '[' | '「' | '『' | '（' | '¿' | '¡')
}

/// Chinese and Japanese follow a stop without a blank.
fn is_unspaced(character: char) -> bool {
    matches!(character, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}

/// Whether a full stop after `left`, before `next`, belongs to its word and ends nothing.
fn is_abbreviated(left: &str, next: &str) -> bool {
    let word = last_word(left);
    let following = &next[..next.find(|character: char| !character.is_alphanumeric()).unwrap_or(next.len())];
    let is_number = following.starts_with(|first: char| first.is_numeric());
    if word.chars().all(|character| character.is_ascii_digit()) {
        return is_ordinal(word, following);
    }
    if words::TITLES.contains(&word) {
        return true;
    }
    if words::NUMBERED.contains(&word) {
        return is_number;
    }
    // Initials in a row, though one of them may be a word: `A. A. Milne`.
    if is_initials(word) && is_initials(following) && next[following.len()..].starts_with('.') {
        return true;
    }
    (is_initials(word) || words::SHORT.contains(&word)) && !words::BEGINNINGS.contains(&following)
}

/// The word before a full stop, with full stops in it: `U.S`, `z. B` is `B`.
fn last_word(left: &str) -> &str {
    let is_edge = |character: char| {
        character.is_whitespace() || is_opening(character) || matches!(character, '-' | '–' | '—' | '/' | '’')
    };
    &left
        [left.rfind(is_edge).map_or(0, |edge| edge + left[edge..].chars().next().map_or(0, char::len_utf8))..]
}

/// `J`, `U.S`, `т.е`: letters with full stops between.
fn is_initials(word: &str) -> bool {
    let is_letter = |part: &str| {
        let mut letters = part.chars();
        letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
    };
    word.split('.').all(is_letter)
        && !word.chars().all(is_unspaced)
        && !word.chars().any(|c| ('가'..='힣').contains(&c))
}

/// `am 3. September`.
fn is_ordinal(word: &str, following: &str) -> bool {
    word.len() <= 2 && !word.is_empty() && words::MONTHS.contains(&following)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each line is a text: `|` stands between its sentences, what follows ` # ` is the reason.
    const TABLE: &str = include_str!("tests/sentences.txt");

    fn split(text: &str) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        for (place, character) in text.char_indices().filter(|(_, character)| !character.is_whitespace()) {
            let range = sentence(text, place..place + character.len_utf8());
            if found.last().is_none_or(|last| {
                *last != &text[range.clone()] || last.as_ptr() != text[range.clone()].as_ptr()
            }) {
                found.push(&text[range]);
            }
        }
        found
    }

    #[test]
    fn sentences_end_where_readers_end_them() {
        let cases: Vec<_> = TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
        let mut wrong = Vec::new();
        for line in &cases {
            let (marked, reason) = line.split_once(" # ").unwrap_or_else(|| panic!("no reason: {line}"));
            let expected: Vec<_> = marked.split('|').map(str::trim).collect();
            let text = marked.replace('|', "");
            if split(&text) != expected {
                wrong.push(format!("{reason}: {:?}", split(&text)));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert!(cases.len() >= 50, "{}", cases.len());
    }

    #[test]
    fn a_place_over_an_end_gives_both_sentences() {
        assert_eq!(sentence("One here. Two there. Three.", 5..12), 0..20);
    }

    #[test]
    fn a_place_outside_the_text_gives_the_last_sentence() {
        assert_eq!(sentence("One. Two.", 50..60), 5..9);
        assert_eq!(sentence("", 3..4), 0..0);
    }
}
