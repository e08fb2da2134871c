//! Actors, topics and authors that no file declares: they come into being because articles name them.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::slugs::unused;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::slug::{SlugStyle, name_key, slug};
use crate::source::At;

/// Something that is known by its name alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Created {
    pub name: String,
    pub slug: String,
}

/// Counts spellings; the most frequent one becomes the name, of equal ones the first in the alphabet.
#[derive(Default)]
struct Spellings<'a>(BTreeMap<&'a str, usize>);

impl Spellings<'_> {
    fn most_frequent(&self) -> &str {
        let best = self.0.iter().max_by(|left, right| left.1.cmp(right.1).then(right.0.cmp(left.0)));
        best.map_or("", |(name, _)| *name)
    }
}

/// Topics or authors: names that come to one slug are one.
pub fn by_slug<'a>(
    names: impl Iterator<Item = &'a At<String>>,
    declared: impl Fn(&str) -> bool,
    style: SlugStyle,
    diagnostics: &mut Diagnostics,
) -> Vec<Created> {
    let found = grouped(
        names,
        |name| slug(name, style),
        declared,
        |name| {
            diagnostics.push(nothing_to_make_a_url_from(name).help("give it a name with letters or digits"));
        },
    );
    found
        .into_iter()
        .map(|(slug, spellings)| Created { name: spellings.most_frequent().to_owned(), slug })
        .collect()
}

/// Actors: names that differ only in case, punctuation or blanks are one.
pub fn actors<'a>(
    names: impl Iterator<Item = &'a At<String>>,
    known: impl Fn(&str) -> bool,
    taken: &FxHashSet<String>,
    style: SlugStyle,
    diagnostics: &mut Diagnostics,
) -> Vec<Created> {
    let found = grouped(names, name_key, known, |name| {
        diagnostics
            .push(nothing_to_make_a_url_from(name).help("give the actor a name with letters or digits"));
    });
    let mut taken = taken.clone();
    let mut created = Vec::with_capacity(found.len());
    for spellings in found.values() {
        let name = spellings.most_frequent();
        let slug = unused(&slug(name, style), |slug| taken.contains(slug));
        taken.insert(slug.clone());
        created.push(Created { name: name.to_owned(), slug });
    }
    created
}

/// Names by what makes them one, without those that are known; `empty` hears of those of which nothing is left. Each
/// spelling is looked at once, however often it is used.
fn grouped<'a>(
    names: impl Iterator<Item = &'a At<String>>,
    group: impl Fn(&str) -> String,
    is_known: impl Fn(&str) -> bool,
    mut empty: impl FnMut(&At<String>),
) -> BTreeMap<String, Spellings<'a>> {
    let mut seen: FxHashMap<&str, (String, usize)> = FxHashMap::default();
    for name in names {
        let (group, uses) = seen.entry(&name.value).or_insert_with(|| (group(&name.value), 0));
        *uses += 1;
        if group.is_empty() {
            empty(name);
        }
    }
    let mut groups: BTreeMap<String, Spellings<'_>> = BTreeMap::new();
    for (name, (group, uses)) in seen {
        if !group.is_empty() && !is_known(name) {
            groups.entry(group).or_default().0.insert(name, uses);
        }
    }
    groups
}

fn nothing_to_make_a_url_from(name: &At<String>) -> Diagnostic {
    let message = format!("`{}` has no letter or digit to make a URL from", name.value);
    Diagnostic::new(Code::EmptySlug, name.span, message)
}

/// The words of a name that say who is meant, each with its skeleton before it, in the order of skeletons.
type Words = Vec<(String, String)>;

/// Names that are probably one, for a person to look at; nothing is ever merged by guess. Likely doubles are names with
/// the same words in another order, or the same but for initials, titles and hyphens, or but for one letter. Only names
/// of one skeleton are compared with each other, so that an archive of many names takes little longer than one of few.
pub fn likely_doubles(names: &[String]) -> Vec<Vec<&str>> {
    let mut by_skeleton: BTreeMap<Vec<String>, BTreeMap<Words, Vec<&str>>> = BTreeMap::new();
    for name in names {
        let words = words(name);
        if words.len() > 1 {
            let skeletons = words.iter().map(|(skeleton, _)| skeleton.clone()).collect();
            by_skeleton.entry(skeletons).or_default().entry(words).or_default().push(name);
        }
    }
    let alike = by_skeleton.into_values().flat_map(near_groups);
    let mut doubles: Vec<Vec<&str>> = alike.filter(|names| names.len() > 1).collect();
    doubles.sort_unstable();
    doubles
}

/// More spellings of one skeleton than this are no slips of the pen.
const MAX_SPELLINGS: usize = 32;

/// Puts each spelling to the first group that has one near to it.
fn near_groups(spellings: BTreeMap<Words, Vec<&str>>) -> Vec<Vec<&str>> {
    let compared = spellings.len() <= MAX_SPELLINGS;
    let mut groups: Vec<(Vec<Words>, Vec<&str>)> = Vec::new();
    for (words, names) in spellings {
        let near = |group: &&mut (Vec<Words>, Vec<&str>)| group.0.iter().any(|known| is_near(known, &words));
        match groups.iter_mut().find(near).filter(|_| compared) {
            Some((known, group)) => {
                group.extend(names);
                known.push(words);
            }
            None => groups.push((vec![words], names)),
        }
    }
    groups.into_iter().map(|(_, names)| names).collect()
}

fn words(name: &str) -> Words {
    let parts =
        name.split(|c: char| c.is_whitespace() || matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{2013}'));
    let mut words: Words =
        parts.map(name_key).filter(|word| tells_apart(word)).map(|word| (skeleton(&word), word)).collect();
    words.sort_unstable();
    words
}

/// What is left of a word without its vowels, doubled letters once: spellings of one name mostly share it.
fn skeleton(word: &str) -> String {
    let mut out = String::new();
    for letter in word.chars().filter(|letter| !"aeiouy".contains(*letter)) {
        if !out.ends_with(letter) {
            out.push(letter);
        }
    }
    out
}

/// Whether two names differ in one letter of one word. In a short word that is another word, unless the name has at
/// least two more that tell whose it is.
fn is_near(left: &Words, right: &Words) -> bool {
    let mut differing = left.iter().zip(right).filter(|(left, right)| left.1 != right.1);
    let (Some((left_word, right_word)), None) = (differing.next(), differing.next()) else { return false };
    let (one, other) = (&left_word.1, &right_word.1);
    let long = one.chars().count().min(other.chars().count()) >= 5;
    let lettered = one.chars().chain(other.chars()).all(char::is_alphabetic);
    lettered && (long || left.len() > 2) && strsim::osa_distance(one, other) == 1
}

/// Whether a word says who is meant: initials, titles and articles do not.
fn tells_apart(word: &str) -> bool {
    const NOT: &[&str] = &[
        "the",
        "of",
        "and",
        "jr",
        "sr",
        "ii",
        "iii",
        "mr",
        "mrs",
        "ms",
        "dr",
        "president",
        "senator",
        "sen",
        "rep",
    ];
    word.chars().count() > 1 && !NOT.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Span};

    fn at(name: &str) -> At<String> {
        At::new(name.to_owned(), Span::top(FileId::of("a.md")))
    }

    #[test]
    fn spellings_of_one_actor_are_one() {
        let names = [at("U.S. Senate"), at("US Senate"), at("U.S. Senate"), at("Kim"), at("China")];
        let known = |name: &str| name == "China";
        let created = actors(names.iter(), known, &FxHashSet::default(), SlugStyle::Unicode, &mut Vec::new());
        let shown: Vec<String> =
            created.iter().map(|actor| format!("{} {}", actor.slug, actor.name)).collect();
        assert_eq!(shown, ["kim Kim", "u-s-senate U.S. Senate"]);
    }

    #[test]
    fn a_slug_that_is_taken_gets_a_number() {
        let names = [at("Kim")];
        let taken = FxHashSet::from_iter(["kim".to_owned()]);
        let created = actors(names.iter(), |_| false, &taken, SlugStyle::Unicode, &mut Vec::new());
        assert_eq!(created[0].slug, "kim-2");
    }

    #[test]
    fn doubles_are_listed() {
        let names = ["Lewis Powell", "Lewis F. Powell Jr.", "Richard Nixon"].map(str::to_owned);
        assert_eq!(likely_doubles(&names), [vec!["Lewis Powell", "Lewis F. Powell Jr."]]);
    }

    #[test]
    fn one_letter_or_a_hyphen_makes_a_double_and_a_short_word_none() {
        let names = [
            "Kim Jong Un",
            "Kim Jong Eun",
            "Brett Kavanaugh",
            "Bret Kavanaugh",
            "Merrick Garland",
            "Merick Garland",
            "Mary-Kate Olsen",
            "Mary Kate Q. Olsen",
            "Dan Smith",
            "Don Smith",
            "District 12 Court",
            "District 13 Court",
        ]
        .map(str::to_owned);
        let found: Vec<String> = likely_doubles(&names).iter().map(|group| group.join(" = ")).collect();
        assert_eq!(
            found,
            [
                "Kim Jong Eun = Kim Jong Un",
                "Mary-Kate Olsen = Mary Kate Q. Olsen",
                "Merick Garland = Merrick Garland",
            ]
        );
    }
}
