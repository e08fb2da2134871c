//! What was parsed before.
//!
//! In: the bytes that an earlier build kept of each unit, by a hash of everything that the unit was made of. Out: the unit
//! as if it had been parsed again. A body's HTML is not kept: it is made from its text when somebody asks for it.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize, Serializer};
use xxhash_rust::xxh3::Xxh3Default;

use super::body::{self, Options};
use super::claim::{DefaultsFile, Unit, folders_above};
use super::unit::{self, Defaults, UnitRead, body_options};
use crate::config::Config;
use crate::model::document::{Document, Item, Status};
use crate::model::html;
use crate::model::marking::Marking;
use crate::source::{At, FileId, Sources};

/// Units by a hash of what they were made of.
#[derive(Debug, Default, Serialize)]
pub struct Memory {
    units: FxHashMap<u128, Kept>,
    /// Whether what is parsed shall be kept.
    is_kept: bool,
    /// Whether HTML is given up as soon as it is made, to be made again for whoever asks.
    #[serde(skip)]
    is_lean: bool,
    /// What the units of the last parsing had around them.
    #[serde(skip)]
    around: Option<Arc<Around>>,
    /// Units that it did not know when it was loaded.
    #[serde(skip)]
    new: Vec<u128>,
    /// Whether it knew more then.
    #[serde(skip)]
    is_less: bool,
    /// Whether a text was another one when it was read once more.
    #[serde(skip)]
    moved: Arc<AtomicBool>,
}

/// All that a unit is parsed with, besides its own files.
#[derive(Debug)]
pub(super) struct Around {
    /// In the order of their paths.
    pub units: Vec<Unit>,
    pub defaults: Defaults,
    pub recall: Recall,
}

/// A unit, and the hashes of its files.
#[derive(Clone, Debug, Serialize)]
struct Kept {
    bytes: Piece,
    /// The highest marking of anything in it.
    marking: Marking,
    /// Whether the day decides who may know it, or whether drafts are built.
    is_fickle: bool,
}

/// Bytes that lie among others: what a build kept is read at once, and not cut into thousands of pieces.
#[derive(Clone, Debug)]
struct Piece {
    all: Arc<Vec<u8>>,
    range: Range<usize>,
}

impl Kept {
    /// Whether an audience up to this marking may know it on any day.
    fn is_for(&self, limit: Marking) -> bool {
        self.marking <= limit && !self.is_fickle
    }
}

/// What is kept of one unit.
pub(super) struct Known(Option<(u128, Kept)>);

/// What all units of a site have in common.
#[derive(Debug)]
pub(super) struct Recall {
    /// Of the settings.
    settings: u128,
    /// Of the defaults of each folder that has some.
    defaults: FxHashMap<String, (FileId, u128)>,
    options: Options,
    /// That of what says nothing.
    default: Marking,
}

impl Recall {
    pub(super) fn new(sources: &Sources, config: &Config, defaults: &[DefaultsFile]) -> Self {
        let settings = sources.find("site.toml").map_or(0, |file| sources.file(file).hash);
        let defaults = defaults
            .iter()
            .map(|defaults| (defaults.folder.clone(), (defaults.file, sources.file(defaults.file).hash)));
        Recall {
            settings,
            defaults: defaults.collect(),
            options: body_options(config),
            default: config.default_marking.unwrap_or_default(),
        }
    }

    /// A hash of everything that a unit is made of.
    fn key(&self, unit: &Unit, sources: &Sources) -> u128 {
        let mut hasher = Xxh3Default::new();
        hasher.update(&self.settings.to_le_bytes());
        hasher.update(unit.kind.word().as_bytes());
        hasher.update(&[u8::from(unit.collected)]);
        for file in [unit.text, unit.metadata] {
            let Some(file) = file.map(|file| sources.file(file)) else {
                hasher.update(b"-");
                continue;
            };
            hasher.update(file.path.as_bytes());
            hasher.update(&file.hash.to_le_bytes());
        }
        let path = unit.text.or(unit.metadata).map_or("", |file| sources.path(file));
        for defaults in folders_above(path).filter_map(|folder| self.defaults.get(folder)) {
            hasher.update(sources.path(defaults.0).as_bytes());
            hasher.update(&defaults.1.to_le_bytes());
        }
        hasher.digest128()
    }
}

impl Memory {
    /// One that keeps what is parsed, for a later build.
    pub fn kept() -> Self {
        Memory { is_kept: true, ..Memory::default() }
    }

    /// The same, for a site of which few pages are looked at.
    pub fn lean() -> Self {
        Memory { is_lean: true, ..Memory::kept() }
    }

    /// What lies in this range of these bytes; none if that is no memory.
    pub fn of(all: Vec<u8>, range: Range<usize>) -> Option<Self> {
        let Loaded { units, is_kept } = postcard::from_bytes(all.get(range)?).ok()?;
        let start = all.as_ptr().addr();
        let places: Vec<(u128, Range<usize>, Marking, bool)> = units
            .into_iter()
            .map(|(key, LoadedUnit { bytes, marking, is_fickle })| {
                let at = bytes.as_ptr().addr() - start;
                (key, at..at + bytes.len(), marking, is_fickle)
            })
            .collect();
        let all = Arc::new(all);
        let kept = |(key, range, marking, is_fickle)| {
            (key, Kept { bytes: Piece { all: Arc::clone(&all), range }, marking, is_fickle })
        };
        Some(Memory { units: places.into_iter().map(kept).collect(), is_kept, ..Memory::default() })
    }

    /// What an audience up to this marking may know on any day.
    pub fn up_to(&self, limit: Marking) -> Self {
        let units = self.units.iter().filter(|(_, kept)| kept.is_for(limit));
        let units = units.map(|(key, kept)| (*key, kept.clone())).collect();
        Memory { units, is_kept: self.is_kept, moved: Arc::clone(&self.moved), ..Memory::default() }
    }

    /// All that either knows.
    pub fn join(&mut self, other: Memory) {
        self.units.extend(other.units);
    }

    /// Whether what such an audience may know is another thing than when it was loaded.
    pub fn is_new_to(&self, limit: Marking) -> bool {
        self.is_less || self.new.iter().any(|key| self.units[key].is_for(limit))
    }

    /// Set when a text has changed between its first and a later reading, so that what was made of it fits nothing.
    pub fn moved(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.moved)
    }

    pub(super) fn read(
        &self,
        unit: &Unit,
        sources: &Sources,
        recall: &Recall,
        parse: impl FnOnce() -> UnitRead,
    ) -> (UnitRead, Known) {
        // A text that cannot be read once more has to be parsed at once.
        let file = unit.text.or(unit.metadata);
        if !self.is_kept || file.is_none_or(|file| sources.again(file).is_none()) {
            return (parse(), Known(None));
        }
        let key = recall.key(unit, sources);
        if let Some(kept) = self.units.get(&key)
            && let Ok(mut known) = postcard::from_bytes::<UnitRead>(kept.bytes.bytes())
        {
            for document in &mut known.documents {
                self.attach(document, sources, recall);
            }
            return (known, Known(Some((key, kept.clone()))));
        }
        let mut read = parse();
        let kept = postcard::to_allocvec(&read).ok().map(|bytes| Kept {
            bytes: bytes.into(),
            marking: read
                .documents
                .iter()
                .map(|document| highest(document, recall.default))
                .max()
                .unwrap_or_default(),
            is_fickle: read.documents.iter().any(is_fickle),
        });
        if self.is_lean {
            for document in &mut read.documents {
                self.attach(document, sources, recall);
            }
        }
        (read, Known(kept.map(|kept| (key, kept))))
    }

    /// Parses a text that was edited, its surroundings being what they were. Out: its item as it was and as it is now,
    /// but only if there is nothing to be said of either.
    pub fn edited(
        &mut self,
        file: FileId,
        before: &Sources,
        now: &Sources,
        config: &Config,
    ) -> Option<(Document, Document)> {
        let around = self.around.clone()?;
        let unit = around.units.iter().find(|unit| unit.text == Some(file))?;
        let key = around.recall.key(unit, before);
        let old: UnitRead = postcard::from_bytes(self.units.get(&key)?.bytes.bytes()).ok()?;
        let parse = || unit::read(unit, now, config, &around.defaults);
        let (new, known) = self.read(unit, now, &around.recall, parse);
        self.units.extend(known.0);
        let documents = old.only_document().zip(new.only_document());
        // Otherwise all is parsed anew, which forgets what is no longer there.
        documents.is_some().then(|| self.units.remove(&key));
        documents
    }

    /// Lets a body make its HTML.
    fn attach(&self, document: &mut Document, sources: &Sources, recall: &Recall) {
        let Some((at, again)) = document.body_at.and_then(|at| Some((at, sources.again(at.file)?))) else {
            return;
        };
        let Some(body) = Arc::get_mut(&mut document.body) else { return };
        let (hash, options, moved) = (body.html.hash(), recall.options, Arc::clone(&self.moved));
        let again: Arc<html::Again> = Arc::new(move || {
            let text = again().unwrap_or_default();
            let range = (at.start as usize).min(text.len())..(at.end as usize).min(text.len());
            let is_whole = text.is_char_boundary(range.start) && text.is_char_boundary(range.end);
            let body = is_whole.then(|| body::parse(at.file, &text, range, &options).body);
            let html = body.map(|body| body.html).unwrap_or_default();
            if html.hash() != hash {
                moved.store(true, Ordering::Relaxed);
            }
            html.to_string()
        });
        body.html.made_by(again);
    }

    /// Forgets everything but these.
    pub(super) fn keep(&mut self, known: Vec<Known>, around: Around) {
        self.around = Some(Arc::new(around));
        let units: FxHashMap<u128, Kept> = known.into_iter().filter_map(|known| known.0).collect();
        self.new = units.keys().filter(|key| !self.units.contains_key(key)).copied().collect();
        self.is_less = self.units.keys().any(|key| !units.contains_key(key));
        self.units = units;
    }
}

/// The highest marking of an item and all that is in it.
fn highest(document: &Document, default: Marking) -> Marking {
    let own = document.common.marking.as_ref().map_or(default, |own| own.value);
    let image = document.common.image.iter().filter_map(|image| image.marking.as_ref());
    let portions = document.body.portions.iter().map(|portion| portion.marking);
    let parts = image.chain(marked_parts(&document.item)).map(|part| part.value);
    portions.chain(parts).fold(own, Marking::max)
}

fn marked_parts(item: &Item) -> Vec<&At<Marking>> {
    fn of<T>(list: &[T], marking: impl Fn(&T) -> &Option<At<Marking>>) -> Vec<&At<Marking>> {
        list.iter().filter_map(|part| marking(part).as_ref()).collect()
    }
    match item {
        Item::Article(article) => [
            of(&article.key_points, |part| &part.marking),
            of(&article.figures, |part| &part.marking),
            of(&article.corrections, |part| &part.marking),
            of(&article.events, |part| &part.marking),
            of(&article.sources, |part| &part.marking),
        ]
        .concat(),
        Item::Actor(actor) => [
            of(&actor.aliases, |part| &part.marking),
            of(&actor.roles, |part| &part.marking),
            of(&actor.relations, |part| &part.marking),
        ]
        .concat(),
        Item::Country(country) => of(&country.aliases, |part| &part.marking),
        _ => Vec::new(),
    }
}

fn is_fickle(document: &Document) -> bool {
    let Item::Article(article) = &document.item else { return false };
    article.status == Status::Draft || article.publish_at.is_some() || article.expires.is_some()
}

/// Units as an earlier build kept them, before they have a place of their own.
#[derive(Deserialize)]
struct Loaded<'k> {
    #[serde(borrow)]
    units: FxHashMap<u128, LoadedUnit<'k>>,
    is_kept: bool,
}

/// The fields of [`Kept`].
#[derive(Deserialize)]
struct LoadedUnit<'k> {
    bytes: &'k [u8],
    marking: Marking,
    is_fickle: bool,
}

impl Piece {
    fn bytes(&self) -> &[u8] {
        &self.all[self.range.clone()]
    }
}

impl From<Vec<u8>> for Piece {
    fn from(mut bytes: Vec<u8>) -> Self {
        bytes.shrink_to_fit();
        Piece { range: 0..bytes.len(), all: Arc::new(bytes) }
    }
}

impl Serialize for Piece {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(units: &[(u128, &[u8])]) -> Memory {
        let kept =
            |bytes: &[u8]| Kept { bytes: bytes.to_vec().into(), marking: Marking::Clear, is_fickle: false };
        let units = units.iter().map(|(key, bytes)| (*key, kept(bytes))).collect();
        Memory { units, is_kept: true, ..Memory::default() }
    }

    #[test]
    fn what_was_kept_is_found_in_its_place_again() {
        let units: [(u128, &[u8]); 3] = [(1, b"one"), (2, b""), (u128::MAX, b"three")];
        let before = b"before".to_vec();
        let mut all = before.clone();
        all.extend(postcard::to_allocvec(&known(&units)).expect("bytes can be stored"));
        let range = before.len()..all.len();
        let memory = Memory::of(all, range).expect("it was stored above");
        assert!(memory.is_kept);
        for (key, bytes) in units {
            assert_eq!(memory.units[&key].bytes.bytes(), bytes, "{key}");
        }
        assert!(Memory::of(before, 0..6).is_none());
    }
}
