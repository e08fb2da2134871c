//! All names and shields, ready to be found in texts. Built once, then asked from many threads.

use daachorse::DoubleArrayAhoCorasick;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::Xxh3;

use super::boundary::{shield_stands_free, stands_free};
use super::choice::{Match, Target, keep_longest, shielded};
use super::language::is_language;
use super::normal::{Normal, offset};
use super::pattern::{Spelling, spellings};
use super::{Bearer, Name, NameId, Strength, shields};

/// Raised whenever a rule of this module changes, so that whoever keeps what was found finds it again.
const RULES: u32 = 1;

/// All names, immutable.
pub struct Lexicon {
    /// None where there is nothing to find.
    automaton: Option<DoubleArrayAhoCorasick<u32>>,
    patterns: Vec<Pattern>,
    names: Vec<Known>,
    shields: Vec<Box<str>>,
    digest: u64,
}

/// What the automaton looks for.
#[derive(Clone, Copy, Debug)]
struct Pattern {
    target: Target,
    /// How many of its bytes, at the beginning, are not the name's.
    lead: u32,
    /// Its outermost letters or digits.
    first: char,
    last: char,
}

#[derive(Clone, Debug)]
struct Known {
    spelling: Box<str>,
    /// In the order of their numbers, each once.
    bearers: Vec<Bearer>,
    is_demonym: bool,
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
        for found in automaton.find_overlapping_iter(scratch.normal.bytes()) {
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
                stands_free(left, right, pattern.first, pattern.last)
                    && !(self.names[name as usize].is_demonym && is_language(left, right))
            }
        }
    }
}

fn hit(normal: &Normal, found: &Match) -> Option<Hit> {
    let Target::Name(name) = found.target else { return None };
    let [start, end] = [found.start, found.end].map(|place| offset(normal.place(place as usize)));
    Some(Hit { start, end, name: NameId(name) })
}

/// A lexicon that is being put together.
#[derive(Default)]
struct Draft {
    names: Vec<Known>,
    /// The first spelling of each name.
    by_text: FxHashMap<String, u32>,
    /// Every spelling, with the names that have it.
    spellings: FxHashMap<String, (usize, Vec<u32>)>,
    /// The same in the order in which they came.
    order: Vec<String>,
    shields: Vec<Box<str>>,
    shield_spellings: Vec<(String, u32)>,
}

impl Draft {
    fn name(&mut self, name: Name<'_>) {
        let bearer = Bearer { bearer: name.bearer, strength: name.strength };
        let mut spelled = spellings(name.text).into_iter();
        let Some(first) = spelled.next() else { return };
        if let Some(known) = self.by_text.get(&first.text) {
            return add(&mut self.names[*known as usize].bearers, bearer);
        }
        let number = offset(self.names.len());
        self.by_text.insert(first.text.clone(), number);
        let spelling = name.text.trim().into();
        self.names.push(Known { spelling, bearers: vec![bearer], is_demonym: false });
        for spelling in std::iter::once(first).chain(spelled) {
            self.spelling(spelling, number);
        }
    }

    fn spelling(&mut self, spelling: Spelling, name: u32) {
        let Spelling { text, lead } = spelling;
        let (_, names) = self.spellings.entry(text.clone()).or_insert_with(|| {
            self.order.push(text);
            (lead, Vec::new())
        });
        names.push(name);
    }

    fn shield(&mut self, phrase: &str) {
        let number = offset(self.shields.len());
        let spelled = spellings(phrase);
        if !spelled.is_empty() {
            self.shields.push(phrase.trim().into());
            self.shield_spellings
                .extend(spelled.into_iter().filter(|one| one.lead == 0).map(|one| (one.text, number)));
        }
    }

    fn finish(mut self) -> Lexicon {
        let mut texts = Vec::new();
        let mut patterns = Vec::new();
        for text in std::mem::take(&mut self.order) {
            let (lead, names) = self.spellings.remove(&text).expect("every spelling in order is known");
            let target = Target::Name(self.name_of(&names));
            patterns.push(Pattern::new(&text, target, lead));
            texts.push(text);
        }
        // A shield of the same text as a name would lose against it.
        let mut taken: FxHashMap<&str, ()> = texts.iter().map(|text| (text.as_str(), ())).collect();
        let mut shield_texts = Vec::new();
        for (text, shield) in &self.shield_spellings {
            if taken.insert(text, ()).is_none() {
                patterns.push(Pattern::new(text, Target::Shield(*shield), 0));
                shield_texts.push(text.clone());
            }
        }
        drop(taken);
        texts.append(&mut shield_texts);
        for name in &mut self.names {
            name.is_demonym = name.bearers.iter().all(|bearer| bearer.strength == Strength::Demonym);
        }
        let digest = digest(&texts, &patterns, &self.names);
        let automaton = automaton(&texts);
        Lexicon { automaton, patterns, names: self.names, shields: self.shields, digest }
    }

    /// The name that a spelling stands for: where several have it, one more that all their bearers bear.
    fn name_of(&mut self, names: &[u32]) -> u32 {
        let [first, others @ ..] = names else { unreachable!("a spelling is some name's") };
        if others.is_empty() {
            return *first;
        }
        let mut joint = self.names[*first as usize].clone();
        for other in others {
            for bearer in self.names[*other as usize].bearers.clone() {
                add(&mut joint.bearers, bearer);
            }
        }
        self.names.push(joint);
        offset(self.names.len() - 1)
    }
}

/// Who bears a name in two ways bears it in the surer one.
fn add(bearers: &mut Vec<Bearer>, bearer: Bearer) {
    match bearers.binary_search_by_key(&bearer.bearer, |known| known.bearer) {
        Ok(place) => bearers[place].strength = bearers[place].strength.min(bearer.strength),
        Err(place) => bearers.insert(place, bearer),
    }
}

impl Pattern {
    fn new(text: &str, target: Target, lead: usize) -> Pattern {
        let is_outer = |character: &char| character.is_alphanumeric();
        let first = text[lead..].chars().find(is_outer).expect("a name has a letter or digit");
        let last = text.chars().rev().find(is_outer).expect("a name has a letter or digit");
        Pattern { target, lead: offset(lead), first, last }
    }
}

fn automaton(texts: &[String]) -> Option<DoubleArrayAhoCorasick<u32>> {
    let patterns = texts.iter().zip(0..).map(|(text, number)| (text.as_bytes(), number));
    (!texts.is_empty()).then(|| {
        DoubleArrayAhoCorasick::with_values(patterns)
            .expect("patterns are distinct, not empty, and fewer than 2^24")
    })
}

fn digest(texts: &[String], patterns: &[Pattern], names: &[Known]) -> u64 {
    let mut hash = Xxh3::new();
    hash.update(&RULES.to_le_bytes());
    let mut part = |bytes: &[u8]| {
        hash.update(&(bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    };
    for (text, pattern) in texts.iter().zip(patterns) {
        let (kind, number) = match pattern.target {
            Target::Name(name) => (0, name),
            Target::Shield(_) => (1, 0),
        };
        part(text.as_bytes());
        part(&[kind]);
        part(&number.to_le_bytes());
    }
    for name in names {
        part(name.spelling.as_bytes());
        for bearer in &name.bearers {
            part(&bearer.bearer.to_le_bytes());
            part(&[bearer.strength as u8]);
        }
        part(&[]);
    }
    hash.digest()
}
