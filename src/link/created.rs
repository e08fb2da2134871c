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
    let mut slugs: FxHashMap<&str, String> = FxHashMap::default();
    let mut found: BTreeMap<String, Spellings<'_>> = BTreeMap::new();
    for name in names {
        let slug = slugs.entry(&name.value).or_insert_with(|| slug(&name.value, style));
        if slug.is_empty() {
            diagnostics.push(
                Diagnostic::new(
                    Code::EmptySlug,
                    name.span,
                    format!("`{}` has no letter or digit to make a URL from", name.value),
                )
                .help("give it a name with letters or digits"),
            );
        } else if !declared(&name.value) {
            *found.entry(slug.clone()).or_default().0.entry(&name.value).or_default() += 1;
        }
    }
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
    let mut found: BTreeMap<String, Spellings<'_>> = BTreeMap::new();
    for name in names {
        let key = name_key(&name.value);
        if key.is_empty() {
            diagnostics.push(
                Diagnostic::new(
                    Code::EmptySlug,
                    name.span,
                    format!("`{}` has no letter or digit to make a URL from", name.value),
                )
                .help("give the actor a name with letters or digits"),
            );
        } else if !known(&name.value) {
            *found.entry(key).or_default().0.entry(&name.value).or_default() += 1;
        }
    }
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

/// Names that are probably one, for a person to look at; nothing is ever merged by guess. Likely doubles are names with
/// the same words in another order, or the same but for initials and titles.
pub fn likely_doubles(names: &[String]) -> Vec<Vec<&str>> {
    let mut by_words: BTreeMap<Vec<String>, Vec<&str>> = BTreeMap::new();
    for name in names {
        let mut words: Vec<String> =
            name.split_whitespace().map(name_key).filter(|word| tells_apart(word)).collect();
        words.sort_unstable();
        if words.len() > 1 {
            by_words.entry(words).or_default().push(name);
        }
    }
    by_words.into_values().filter(|names| names.len() > 1).collect()
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
        At::new(name.to_owned(), Span::top(FileId(0)))
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
}
