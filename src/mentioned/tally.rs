//! What is seen of one text while its names are decided.
//!
//! In: what `link` tells an observer. Out: names counted by what became of them, bearers by how often they are meant, and
//! capitalised phrases that are nobody's.

use std::collections::BTreeMap;

use super::NameReport;
use super::phrases::{self, Phrases};
use crate::link::{Fate, Lexicon, Observer, Seen};
use crate::mention::{NameId, Scratch};
use crate::model::site::Site;
use crate::passages::Passage;

pub struct Tally<'l> {
    lexicon: &'l Lexicon,
    scratch: Scratch,
    pub names: Vec<Counted>,
    pub counts: BTreeMap<u32, Count>,
    pub phrases: Phrases,
}

/// A name, and what became of it.
pub struct Counted {
    pub text: String,
    /// Which name it is a spelling of; none for a link.
    pub id: Option<NameId>,
    pub fate: Fate,
    shield: Option<String>,
    pub bearers: Vec<u32>,
    count: usize,
}

/// How often somebody is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub all: usize,
    /// By strong names and links.
    pub certain: usize,
}

impl<'l> Tally<'l> {
    pub fn new(lexicon: &'l Lexicon) -> Self {
        let (names, counts, phrases) = Default::default();
        Tally { lexicon, scratch: Scratch::default(), names, counts, phrases }
    }

    pub fn count(&self, bearer: u32) -> Count {
        self.counts.get(&bearer).copied().unwrap_or_default()
    }
}

impl Observer for Tally<'_> {
    fn passage(&mut self, passage: &Passage<'_>) {
        // Titles are written in capitals in many houses.
        if passage.is_heading {
            return;
        }
        let examined = self.lexicon.names.examine(passage.text, &mut self.scratch);
        let known = examined.iter().map(|one| one.hit.start..one.hit.end);
        let quiet = passage.quiet.iter().map(|quiet| quiet.range.clone());
        let taken: Vec<_> = known.chain(quiet).collect();
        phrases::collect(passage.text, &taken, &mut self.phrases);
    }

    fn name(&mut self, seen: &Seen<'_>) {
        if let ([one], true) = (seen.bearers, seen.fate.counts()) {
            let count = self.counts.entry(*one).or_default();
            count.all += 1;
            count.certain += usize::from(seen.is_strong);
        }
        let text = seen.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_it = |known: &&mut Counted| {
            known.text == text
                && known.fate == seen.fate
                && known.bearers == seen.bearers
                && known.shield.as_deref() == seen.shield
        };
        match self.names.iter_mut().find(is_it) {
            Some(known) => known.count += 1,
            None => self.names.push(Counted {
                text,
                id: seen.name,
                fate: seen.fate,
                shield: seen.shield.map(str::to_owned),
                bearers: seen.bearers.to_vec(),
                count: 1,
            }),
        }
    }
}

impl Counted {
    pub fn report(&self, site: &Site) -> NameReport {
        NameReport {
            text: self.text.clone(),
            fate: self.fate,
            shield: self.shield.clone(),
            bearers: self.bearers.iter().map(|bearer| site.bearer(*bearer)).collect(),
            count: self.count,
        }
    }
}
