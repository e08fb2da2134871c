//! All names and shields, ready to be found in texts. Built once, then asked from many threads.

use daachorse::CharwiseDoubleArrayAhoCorasick;

use super::boundary::{shield_stands_free, stands_free};
use super::choice::{Match, Target, keep_longest, shielded};
use super::draft::Draft;
use super::language::is_language;
use super::neighbour::is_beside_a_name;
use super::normal::{Normal, offset};
use super::{Bearer, Name, NameId, shields};

/// All names, immutable.
pub struct Lexicon {
    /// None where there is nothing to find.
    pub(super) automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    pub(super) patterns: Vec<Pattern>,
    pub(super) names: Vec<Known>,
    pub(super) shields: Vec<Box<str>>,
    pub(super) digest: u64,
}

/// What the automaton looks for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pattern {
    pub(super) target: Target,
    /// How many of its bytes, at the beginning, are not the name's.
    pub(super) lead: u32,
    /// Its outermost letters or digits.
    pub(super) first: char,
    pub(super) last: char,
    /// Whether it is in all capitals: then so is what stands around it.
    pub(super) is_loud: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) spelling: Box<str>,
    /// In the order of their numbers, each once.
    pub(super) bearers: Vec<Bearer>,
    pub(super) is_demonym: bool,
    /// Whether it is one word that means nobody by itself: then a capital beside it makes it another name.
    pub(super) is_weak_word: bool,
}

/// A mention: byte offsets in the text handed in. Possessives, Korean particles and the prefixes of Arabic and Hebrew are
/// outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    pub start: u32,
    pub end: u32,
    pub name: NameId,
}

/// A hit, or what would be one but for a shield.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Examined<'a> {
    pub hit: Hit,
    /// The shield, as it was written.
    pub shielded_by: Option<&'a str>,
}

/// Space for one text after the other, one for each thread.
#[derive(Debug, Default)]
pub struct Scratch {
    normal: Normal,
    matches: Vec<Match>,
}

impl Lexicon {
    /// Of all names, and of the site's shields beside the built-in ones.
    pub fn new<'a>(
        names: impl IntoIterator<Item = Name<'a>>,
        shields: impl IntoIterator<Item = &'a str>,
    ) -> Lexicon {
        let mut draft = Draft::default();
        names.into_iter().for_each(|name| draft.name(name));
        if !draft.names.is_empty() {
            shields.into_iter().for_each(|phrase| draft.shield(phrase));
            shields::built_in().for_each(|phrase| draft.shield(phrase));
        }
        draft.finish()
    }

    /// A hash of everything that decides what is found, the same in every run.
    pub fn digest(&self) -> u64 {
        self.digest
    }

    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Who bears a name, in the order of their numbers.
    pub fn bearers(&self, name: NameId) -> &[Bearer] {
        &self.names[name.0 as usize].bearers
    }

    /// A name as its first bearer wrote it.
    pub fn spelling(&self, name: NameId) -> &str {
        &self.names[name.0 as usize].spelling
    }

    /// Adds all hits of a text, the plain text of one block, in order; none overlaps another.
    pub fn find(&self, text: &str, scratch: &mut Scratch, hits: &mut Vec<Hit>) {
        self.collect(text, scratch);
        keep_longest(&mut scratch.matches);
        let Scratch { normal, matches } = scratch;
        hits.extend(matches.iter().filter_map(|found| hit(normal, found)));
    }

    /// The same, with what shields kept from being found.
    pub fn examine(&self, text: &str, scratch: &mut Scratch) -> Vec<Examined<'_>> {
        self.collect(text, scratch);
        let all = scratch.matches.clone();
        keep_longest(&mut scratch.matches);
        let hidden = shielded(&all, &scratch.matches);
        let free = scratch
            .matches
            .iter()
            .filter_map(|found| Some(Examined { hit: hit(&scratch.normal, found)?, shielded_by: None }));
        let hidden = hidden.iter().filter_map(|(found, shield)| {
            let phrase = &*self.shields[*shield as usize];
            Some(Examined { hit: hit(&scratch.normal, found)?, shielded_by: Some(phrase) })
        });
        let mut examined: Vec<_> = free.chain(hidden).collect();
        examined.sort_by_key(|examined| examined.hit.start);
        examined
    }

    /// All matches that stand where their script lets them, overlapping ones among them.
    fn collect(&self, text: &str, scratch: &mut Scratch) {
        scratch.matches.clear();
        let Some(automaton) = &self.automaton else { return };
        scratch.normal.read(text);
        for found in automaton.find_overlapping_iter(scratch.normal.text()) {
            let pattern = &self.patterns[found.value() as usize];
            let start = found.start() + pattern.lead as usize;
            let left = &text[..scratch.normal.place(start)];
            let right = &text[scratch.normal.place(found.end())..];
            if left.len() + right.len() < text.len() && self.holds(pattern, left, right) {
                let (start, end) = (offset(start), offset(found.end()));
                scratch.matches.push(Match { start, end, target: pattern.target });
            }
        }
    }

    fn holds(&self, pattern: &Pattern, left: &str, right: &str) -> bool {
        match pattern.target {
            Target::Shield(_) => shield_stands_free(left, right, pattern.first, pattern.last),
            Target::Name(name) => {
                let name = &self.names[name as usize];
                stands_free(left, right, pattern.first, pattern.last)
                    && !(name.is_demonym && is_language(left, right))
                    && !(name.is_weak_word && !pattern.is_loud && is_beside_a_name(left, right))
            }
        }
    }
}

fn hit(normal: &Normal, found: &Match) -> Option<Hit> {
    let Target::Name(name) = found.target else { return None };
    let [start, end] = [found.start, found.end].map(|place| offset(normal.place(place as usize)));
    Some(Hit { start, end, name: NameId(name) })
}
