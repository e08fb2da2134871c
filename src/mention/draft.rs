//! Putting a lexicon together: every spelling of every name and shield, once each. In go names and phrases, out comes a
//! `Lexicon`. Must not know how texts are read.

use daachorse::CharwiseDoubleArrayAhoCorasick;
use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::Xxh3;

use super::choice::Target;
use super::lexicon::{Known, Lexicon, Pattern};
use super::normal::offset;
use super::pattern::{Spelling, spellings};
use super::{Bearer, Name, Strength};

/// Raised whenever a rule of this module changes, so that whoever keeps what was found finds it again.
const RULES: u32 = 2;

/// A lexicon that is being put together.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) names: Vec<Known>,
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
    pub(super) fn name(&mut self, name: Name<'_>) {
        let bearer = Bearer { bearer: name.bearer, strength: name.strength };
        let mut spelled = spellings(name.text).into_iter();
        let Some(first) = spelled.next() else { return };
        if let Some(known) = self.by_text.get(&first.text) {
            return add(&mut self.names[*known as usize].bearers, bearer);
        }
        let number = offset(self.names.len());
        self.by_text.insert(first.text.clone(), number);
        let spelling = name.text.trim().into();
        self.names.push(Known { spelling, bearers: vec![bearer], is_demonym: false, is_weak_word: false });
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

    pub(super) fn shield(&mut self, phrase: &str) {
        let number = offset(self.shields.len());
        let spelled = spellings(phrase);
        if !spelled.is_empty() {
            self.shields.push(phrase.trim().into());
            self.shield_spellings
                .extend(spelled.into_iter().filter(|one| one.lead == 0).map(|one| (one.text, number)));
        }
    }

    pub(super) fn finish(mut self) -> Lexicon {
        let (mut texts, mut patterns) = (Vec::new(), Vec::new());
        self.name_patterns(&mut texts, &mut patterns);
        self.shield_patterns(&mut texts, &mut patterns);
        for name in &mut self.names {
            let all = |strength| name.bearers.iter().all(|bearer| bearer.strength == strength);
            (name.is_demonym, name.is_weak_word) =
                (all(Strength::Demonym), all(Strength::Weak) && is_word(&name.spelling));
        }
        let digest = digest(&texts, &patterns, &self.names);
        let automaton = automaton(&texts);
        Lexicon { automaton, patterns, names: self.names, shields: self.shields, digest }
    }

    fn name_patterns(&mut self, texts: &mut Vec<String>, patterns: &mut Vec<Pattern>) {
        for text in std::mem::take(&mut self.order) {
            let (lead, names) = self.spellings.remove(&text).expect("every spelling in order is known");
            let target = Target::Name(self.name_of(&names));
            patterns.push(Pattern::new(&text, target, lead));
            texts.push(text);
        }
    }

    /// A shield of the same text as a name would lose against it, and is left out: patterns are distinct.
    fn shield_patterns(&mut self, texts: &mut Vec<String>, patterns: &mut Vec<Pattern>) {
        let mut taken: FxHashSet<String> = texts.iter().cloned().collect();
        for (text, shield) in std::mem::take(&mut self.shield_spellings) {
            if taken.insert(text.clone()) {
                patterns.push(Pattern::new(&text, Target::Shield(shield), 0));
                texts.push(text);
            }
        }
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
        let is_loud = !text.contains(char::is_lowercase);
        Pattern { target, lead: offset(lead), first, last, is_loud }
    }
}

/// A word that begins with a capital and is no acronym.
fn is_word(name: &str) -> bool {
    let is_one = !name.contains([' ', '-']);
    is_one && name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase)
}

fn automaton(texts: &[String]) -> Option<CharwiseDoubleArrayAhoCorasick<u32>> {
    let patterns = texts.iter().zip(0..).map(|(text, number)| (text.as_str(), number));
    (!texts.is_empty()).then(|| {
        CharwiseDoubleArrayAhoCorasick::with_values(patterns)
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
