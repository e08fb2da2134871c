//! Whether a weak name of one word is a part of somebody else's name: `Kim Dae-jung`, `Lynn Kim`, `Jordan B. Peterson`. In
//! goes a place in a text, out comes yes or no. Must not know which names there are.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

type Words = FxHashSet<&'static str>;

fn words(list: &'static str) -> Words {
    list.split_whitespace().collect()
}

/// Words that begin with a capital before a name and are no part of it: titles, and what a sentence begins with.
static FREE_BEFORE: LazyLock<Words> = LazyLock::new(|| {
    words(
        "Mr Mrs Ms Miss Sir Lord Lady Dame Dr Prof Professor President Chairman Chairwoman Chair \
         Premier Minister Secretary General Gen Colonel Col Captain Capt Admiral Marshal Commander \
         Leader Comrade King Queen Prince Princess Emperor Emir Sultan Sheikh Pope Cardinal \
         Archbishop Bishop Rabbi Imam Ayatollah Senator Sen Governor Gov Representative Rep \
         Congressman Congresswoman Chancellor Ambassador Envoy Judge Justice Mayor Director Speaker \
         Sergeant Lieutenant Major In On At By To For From With Without Within Of As And But Or Nor \
         Yet So If When While Where Whether Because Since After Before Until Once Although Though \
         That Then There Here Now Today Yesterday Tomorrow Later Earlier Meanwhile However Instead \
         Perhaps Only Even Both Neither Either Like Unlike Under Over Against Between Beside Besides \
         About Did Does Has Had Will The A An This These Those His Her Their Our My Your Its Every \
         Each No Der Die Das Den Dem Des Ein Eine Mit Von Für Auf Nach Bei Und Aber Als Wenn Seit Le \
         La Les Un Une Et Mais Avec Pour Dans Chez El Los Las Il Lo Con Por Para Pero De Du En Da Do \
         Com Sobre Depois",
    )
});

/// Words that begin with a capital after a name and are no part of it.
static FREE_AFTER: LazyLock<Words> = LazyLock::new(|| {
    words(
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May \
         June July August September October November December",
    )
});

pub(super) fn is_beside_a_name(left: &str, right: &str) -> bool {
    goes_before(left) || comes_after(right)
}

/// A word before the name, with nothing but a blank between them.
fn goes_before(left: &str) -> bool {
    let trimmed = left.trim_end();
    if trimmed.len() == left.len() {
        return false;
    }
    let word = trimmed
        .rsplit(|character: char| character.is_whitespace() || "([\"“‘«-–—/".contains(character))
        .next();
    let word = word.unwrap_or_default();
    match word.strip_suffix('.') {
        Some(initial) => is_initial(initial),
        None => is_capitalised(word) && !FREE_BEFORE.contains(word),
    }
}

fn comes_after(right: &str) -> bool {
    let trimmed = right.trim_start();
    if trimmed.len() == right.len() {
        return false;
    }
    let end = trimmed.find(|character: char| !character.is_alphanumeric()).unwrap_or(trimmed.len());
    let (word, rest) = trimmed.split_at(end);
    (is_initial(word) && rest.starts_with('.')) || (is_capitalised(word) && !FREE_AFTER.contains(word))
}

fn is_initial(word: &str) -> bool {
    let mut characters = word.chars();
    characters.next().is_some_and(char::is_uppercase) && characters.next().is_none()
}

/// A capital and a small letter, and nothing but letters: acronyms are no part of a person's name.
fn is_capitalised(word: &str) -> bool {
    let mut characters = word.chars();
    characters.next().is_some_and(char::is_uppercase)
        && characters.next().is_some_and(char::is_lowercase)
        && characters.all(char::is_alphabetic)
}
