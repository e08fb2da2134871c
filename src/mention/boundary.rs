//! Where a name may begin and end, by the script in which it is written. In goes a place in a text, out comes whether what
//! stands beside it leaves the name whole. Segmenters of words cannot tell: they fail on Korean particles, Arabic
//! prefixes and `Jong-un's`. Must not know which names there are.

use unicode_normalization::char::is_combining_mark;

use super::normal::{is_apostrophe, is_dropped, is_hyphen};

/// What a script's rule is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    /// Words stand apart: Latin, Cyrillic, Greek, and whatever has no rule of its own. Digits, too.
    Spaced,
    /// Nothing says where a word ends: Chinese characters, hiragana.
    Unspaced,
    /// Words of foreign origin, one after the other: a run of it is a word.
    Katakana,
    Hangul,
    Arabic,
    Hebrew,
}

impl Script {
    pub(super) fn of(character: char) -> Script {
        match character {
            '\u{30a1}'..='\u{30fa}'
            | '\u{30fc}'..='\u{30fe}'
            | '\u{31f0}'..='\u{31ff}'
            | '\u{ff66}'..='\u{ff9f}' => Script::Katakana,
            '\u{3005}'..='\u{3007}'
            | '\u{3041}'..='\u{309f}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{323af}' => Script::Unspaced,
            '\u{1100}'..='\u{11ff}' | '\u{3131}'..='\u{318e}' | '\u{ac00}'..='\u{d7a3}' => Script::Hangul,
            '\u{600}'..='\u{6ff}'
            | '\u{750}'..='\u{77f}'
            | '\u{8a0}'..='\u{8ff}'
            | '\u{fb50}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefe}' => Script::Arabic,
            '\u{590}'..='\u{5ff}' | '\u{fb1d}'..='\u{fb4f}' => Script::Hebrew,
            _ => Script::Spaced,
        }
    }
}

/// What comes before and after a place, without what nobody sees.
fn before(text: &str) -> impl Iterator<Item = char> {
    text.chars().rev().filter(|character| !is_dropped(*character))
}

fn after(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|character| !is_dropped(*character))
}

/// Whether this belongs to a word beside it.
fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || is_combining_mark(character)
}

/// Whether this goes on with a word of a spaced script; in other scripts a word of this one ends.
fn is_spaced_word(character: char) -> bool {
    Script::of(character) == Script::Spaced && is_word(character)
}

/// Whether a name may stand between these two parts of a text. `first` and `last` are its outermost letters or digits.
pub(super) fn stands_free(left: &str, right: &str, first: char, last: char) -> bool {
    let may_be_address = Script::of(first) == Script::Spaced;
    begins(left, first) && ends(right, last) && !(may_be_address && is_in_address(left, right))
}

/// The same for a phrase that keeps names from being found: nothing but a word that goes on breaks it, and it may be many.
pub(super) fn shield_stands_free(left: &str, right: &str, first: char, last: char) -> bool {
    let begins = match Script::of(first) {
        Script::Spaced => !before(left).next().is_some_and(is_spaced_word),
        Script::Arabic | Script::Hebrew => begins(left, first),
        _ => true,
    };
    let many = right.strip_prefix("es").or_else(|| right.strip_prefix('s')).unwrap_or(right);
    let goes_on = |rest: &str| after(rest).next().is_some_and(is_spaced_word);
    begins && (Script::of(last) != Script::Spaced || !goes_on(right) || !goes_on(many))
}

fn begins(left: &str, first: char) -> bool {
    let Some(beside) = before(left).next() else { return true };
    match Script::of(first) {
        Script::Unspaced => true,
        Script::Katakana => Script::of(beside) != Script::Katakana,
        Script::Hangul => !is_word(beside) && !is_closed_quotation(left) && !is_bound(left),
        Script::Arabic => begins_after_prefixes(left, &["وف", "بكل"]),
        Script::Hebrew => begins_after_prefixes(left, &["ו", "כש", "ש", "בכלמה"]),
        Script::Spaced => !is_spaced_word(beside) && !is_bound(left) && !matches!(beside, '@' | '_'),
    }
}

/// Whether a hyphen or apostrophe ties what follows to the word before it: `anti-China`, `O'Chad`. French and Italian
/// articles lose their vowel before a name: `l'Iran`.
fn is_bound(left: &str) -> bool {
    let mut characters = before(left);
    let Some(beside) = characters.next() else { return false };
    let Some(further) = characters.next() else { return false };
    if is_hyphen(beside) {
        return is_word(further) || matches!(further, '.' | ')' | '\u{201d}' | '\u{2019}' | '"');
    }
    is_apostrophe(beside) && is_word(further) && !is_elision(left)
}

const ELISIONS: [&str; 25] = [
    "l", "d", "qu", "n", "s", "j", "c", "m", "t", "lorsqu", "puisqu", "jusqu", "quoiqu", "presqu", "quelqu",
    "dell", "all", "nell", "sull", "dall", "un", "quest", "quell", "dov", "com",
];

fn is_elision(left: &str) -> bool {
    let word = before(left).skip(1).take_while(|character| is_word(*character)).collect::<Vec<_>>();
    let word: String = word.iter().rev().flat_map(|character| character.to_lowercase()).collect();
    ELISIONS.contains(&word.as_str())
}

/// Whether a quotation or a bracket closes here. Korean particles follow it at once, and look like names: `"AI"이란`.
fn is_closed_quotation(left: &str) -> bool {
    let mut characters = before(left);
    match characters.next() {
        Some('\u{2019}' | '\u{201d}' | '」' | '』' | '》' | '〉' | ')' | '）' | ']' | '%') => true,
        // Written straight, or bent the wrong way since a letter follows.
        Some('"' | '\'' | '\u{2018}' | '\u{201c}') => {
            characters.next().is_some_and(|further| !further.is_whitespace() && further != '(')
        }
        _ => false,
    }
}

/// Whether nothing but prefixes stands between the name and the beginning of its word: at most one of each group, in this
/// order, perhaps with a hyphen after them.
fn begins_after_prefixes(left: &str, groups: &[&str]) -> bool {
    let mut characters = before(left).peekable();
    let hyphen = characters.next_if(|character| is_hyphen(*character)).is_some();
    let mut found = false;
    for group in groups.iter().rev() {
        found |= characters.next_if(|character| group.contains(*character)).is_some();
    }
    let is_free = characters.peek().is_none_or(|beside| !is_word(*beside));
    is_free && (found || !hyphen || characters.peek().is_none_or(|beside| beside.is_whitespace()))
}

fn ends(right: &str, last: char) -> bool {
    let Some(beside) = after(right).next() else { return true };
    match Script::of(last) {
        Script::Unspaced => !is_east_asian_language(right),
        Script::Katakana => Script::of(beside) != Script::Katakana && !is_east_asian_language(right),
        Script::Hangul => !is_word(beside) || ends_in_particle(right),
        Script::Arabic | Script::Hebrew => !is_word(beside),
        Script::Spaced => {
            !is_spaced_word(beside)
                && !matches!(beside, '@' | '_')
                && !goes_on_after_apostrophe(right)
                && !is_domain(right)
        }
    }
}

/// `日本語` is no country. Words that begin with the character for a language are another matter: `毛泽东语录`.
fn is_east_asian_language(right: &str) -> bool {
    let mut characters = after(right);
    matches!(characters.next(), Some('語' | '语'))
        && !matches!(characters.next(), Some('录' | '録' | '錄' | '境' | '气' | '氣'))
}

/// What may follow a Korean name at once.
const PARTICLES: [&str; 78] = [
    "이",
    "가",
    "은",
    "는",
    "을",
    "를",
    "의",
    "와",
    "과",
    "도",
    "에",
    "에서",
    "으로",
    "로",
    "만",
    "까지",
    "부터",
    // Two of them, and others of their kind.
    "에게",
    "에는",
    "에도",
    "에만",
    "에의",
    "에까지",
    "에서는",
    "에서도",
    "에서의",
    "에서만",
    "에서부터",
    "에게는",
    "에게도",
    "에게서",
    "으로는",
    "으로도",
    "으로의",
    "으로서",
    "으로써",
    "으로부터",
    "로는",
    "로도",
    "로의",
    "로서",
    "로써",
    "로부터",
    "와의",
    "와는",
    "와도",
    "과의",
    "과는",
    "과도",
    "만의",
    "만은",
    "만이",
    "만을",
    "까지는",
    "까지도",
    "까지의",
    "부터는",
    "부터의",
    "보다",
    "보다는",
    "처럼",
    "조차",
    "마저",
    "뿐",
    "께서",
    "이나",
    "이며",
    "이고",
    "이다",
    "이라고",
    "이라는",
    "라고",
    "라는",
    "이었다",
    "였다",
    "입니다",
    "한테",
    "대로",
];

fn ends_in_particle(right: &str) -> bool {
    let tail: String = after(right).take_while(|character| is_word(*character)).take(5).collect();
    PARTICLES.contains(&tail.as_str())
}

/// What may follow a name after an apostrophe: English, and the endings of Turkish, which has the apostrophe for names.
const ENDINGS: [&str; 64] = [
    "s", "re", "ll", "d", "ve", "m", "ın", "in", "un", "ün", "nın", "nin", "nun", "nün", "ı", "i", "u", "ü",
    "yı", "yi", "yu", "yü", "a", "e", "ya", "ye", "da", "de", "ta", "te", "dan", "den", "tan", "ten", "la",
    "le", "yla", "yle", "lı", "li", "lu", "lü", "nda", "nde", "ndan", "nden", "na", "ne", "daki", "deki",
    "taki", "teki", "ndaki", "ndeki", "dır", "dir", "dur", "dür", "ca", "ce", "dı", "di", "ydı", "ydi",
];

/// `Xi'an` is not Xi, but `Xi's` is.
fn goes_on_after_apostrophe(right: &str) -> bool {
    let mut characters = after(right);
    if !characters.next().is_some_and(is_apostrophe) {
        return false;
    }
    let ending: String =
        characters.take_while(|character| is_word(*character)).flat_map(char::to_lowercase).collect();
    !ending.is_empty() && !ENDINGS.contains(&ending.as_str())
}

/// `China.org`.
fn is_domain(right: &str) -> bool {
    let mut characters = after(right);
    characters.next() == Some('.') && characters.next().is_some_and(|next| next.is_ascii_lowercase())
}

/// No address that is written out is longer, before its name; texts of some scripts have no blanks at all.
const ADDRESS: usize = 200;

/// Whether the word around is an address of the web, written out.
fn is_in_address(left: &str, right: &str) -> bool {
    let near = &left[left.ceil_char_boundary(left.len().saturating_sub(ADDRESS))..];
    let start = near.rfind(char::is_whitespace).map_or(near, |blank| &near[blank..]);
    start.contains("://") || start.contains("www.") || right.starts_with("://")
}
