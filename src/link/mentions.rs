//! Whom each text refers to: names in it, links, citations.
//!
//! In: a site whose references are resolved, and its names. Out: [`Mentions`] of each text, those of an earlier build where
//! they were made of the same. Names in links, code and portions of another marking are left alone; what authors
//! wrote about the text (summary, key points) is counted, and links nowhere.

use std::borrow::Cow;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_128;

use super::lexicon::{Lexicon, bearer};
use super::observed::Observer;
use crate::config::Config;
use crate::mention::Scratch;
use crate::model::body::{Part, ReferenceKind};
use crate::model::marking::Marking;
use crate::model::mentions::Mentions;
use crate::model::site::{Resolved, Site, Target, Text};
use crate::model::slug::name_key;
use crate::passages::{Shown, What};

mod reading;
mod sentence;

use reading::Reading;

/// What earlier builds found, by what it was made of.
pub type Known = FxHashMap<u128, Arc<Mentions>>;

/// What is known of a site's texts, for the next time.
pub fn known(site: &Site) -> Known {
    let all = site.targets().map(|target| &site.text(target).mentions).filter(|mentions| mentions.key != 0);
    all.map(|mentions| (mentions.key, Arc::clone(mentions))).collect()
}

pub fn read_all(site: &mut Site, owners: &[Target], lexicon: &Lexicon, config: &Config, known: &Known) {
    let reader = Reader { site, lexicon, config, known };
    let found: Vec<(Target, Arc<Mentions>)> = owners
        .par_iter()
        .map_init(Scratch::default, |scratch, owner| (*owner, reader.read(*owner, scratch)))
        .filter(|(_, mentions)| mentions.key != 0)
        .collect();
    for (owner, mentions) in found {
        site.text_mut(owner).mentions = mentions;
    }
}

/// Reads one text once more, and tells what becomes of each name in it.
pub fn observe(
    site: &Site,
    owner: Target,
    lexicon: &Lexicon,
    config: &Config,
    scratch: &mut Scratch,
    observer: &mut dyn Observer,
) {
    let reader = Reader { site, lexicon, config, known: &Known::default() };
    let mut reading = Reading::new(&reader, owner, &declared(site, owner), scratch);
    reading.observer = Some(observer);
    reader.plain_texts(owner).iter().for_each(|text| reading.plain(text));
    reading.body();
}

pub struct Reader<'a> {
    pub site: &'a Site,
    pub lexicon: &'a Lexicon,
    pub config: &'a Config,
    pub known: &'a Known,
}

impl Reader<'_> {
    /// The mentions of one item's text.
    pub fn read(&self, owner: Target, scratch: &mut Scratch) -> Arc<Mentions> {
        let plain = self.plain_texts(owner);
        if self.site.text(owner).body.html.is_empty() && plain.is_empty() {
            return Arc::default();
        }
        let declared = declared(self.site, owner);
        let key = self.key(owner, &plain, &declared);
        self.known.get(&key).cloned().unwrap_or_else(|| {
            let mut reading = Reading::new(self, owner, &declared, scratch);
            plain.iter().for_each(|text| reading.plain(text));
            reading.body();
            Arc::new(Mentions { key, ..reading.done() })
        })
    }

    /// What was written about an item besides its text.
    fn plain_texts(&self, owner: Target) -> Vec<&str> {
        let site = self.site;
        let own_summary = |summary| site.text(owner).own_summary.then_some(summary);
        let summary = match owner {
            Target::Article(id) => own_summary(site[id].summary.as_str()),
            Target::Actor(id) => own_summary(&site[id].summary),
            Target::Country(id) => own_summary(&site[id].summary),
            Target::Topic(id) => own_summary(&site[id].summary),
            Target::Author(id) => own_summary(&site[id].summary),
            Target::Page(id) => own_summary(&site[id].summary),
            Target::Event(id) => Some(site[id].summary.as_str()),
            Target::Source(_) => None,
        };
        let mut texts = Vec::new();
        if let Target::Event(id) = owner {
            texts.push(site[id].title.as_str());
        }
        texts.extend(summary);
        if let Target::Article(id) = owner {
            let article = &site[id];
            let points = article.key_points.iter();
            let is_open = |marking: Marking| marking <= article.marking;
            let open = points.filter(|point| is_open(Marking::of_part(point.marking.as_ref())));
            texts.extend(open.map(|point| point.text.as_str()));
            let told = article.events.iter().map(|id| &site[*id]);
            let own = told.filter(|event| {
                event.file.is_none() && event.accounts.first().is_some_and(|first| first.article == Some(id))
            });
            let open = own.filter(|event| is_open(event.marking));
            texts.extend(open.flat_map(|event| [event.title.as_str(), &event.summary]));
        }
        texts.retain(|text| !text.is_empty());
        texts
    }

    /// Whether a country has a name from the table alone.
    fn is_common(&self, name: &str, bearer: u32) -> bool {
        let Target::Country(id) = self.site.bearer(bearer) else { return false };
        let country = &self.site[id];
        let is_it = |own: &str| name_key(own) == name_key(name);
        !country.aliases.iter().any(|alias| is_it(&alias.text.value))
            && (country.name == country.row.name || !is_it(&country.name))
    }

    /// A hash of all that the mentions of a text are made of.
    fn key(&self, owner: Target, plain: &[&str], declared: &[u32]) -> u128 {
        let text = self.site.text(owner);
        let mut all = Vec::with_capacity(1024);
        let mut add = |bytes: &[u8]| {
            all.extend_from_slice(&bytes.len().to_le_bytes());
            all.extend_from_slice(bytes);
        };
        add(&self.lexicon.names.digest().to_le_bytes());
        add(&[self.config.mentions as u8, u8::from(text.skip_opening), self.site.marking(owner) as u8]);
        add(&text.body.html.hash().to_le_bytes());
        let own = is_bearer(owner).then(|| bearer(owner, self.site));
        add(&own.unwrap_or(u32::MAX).to_le_bytes());
        declared.iter().for_each(|bearer| add(&bearer.to_le_bytes()));
        plain.iter().for_each(|text| add(text.as_bytes()));
        let locked = self.lexicon.locked(self.site.file(owner));
        add(&[u8::from(locked.is_some())]);
        for pair in locked.unwrap_or_default() {
            add(pair.text.as_bytes());
            add(&pair.bearer.to_le_bytes());
        }
        for (index, found) in text.resolved.iter().enumerate() {
            match found {
                Resolved::Link { target, .. } => {
                    add(self.site.name(*target).as_bytes());
                    add(&[self.site.marking(*target) as u8]);
                    let number = if is_bearer(*target) { bearer(*target, self.site) } else { u32::MAX };
                    add(&number.to_le_bytes());
                }
                Resolved::Citation(uses) => uses.iter().for_each(|(number, _)| add(&number.to_le_bytes())),
                Resolved::Withheld => add(self.config.withheld_word.as_bytes()),
                _ => add(&index.to_le_bytes()),
            }
        }
        xxh3_128(&all).max(1)
    }
}

/// Whom an item's metadata names, itself included: weak names may mean them.
pub fn declared(site: &Site, owner: Target) -> Vec<u32> {
    let mut declared: Vec<Target> = Vec::new();
    let named = |actors: &[_], countries: &[_], declared: &mut Vec<Target>| {
        declared.extend(actors.iter().map(|(id, _): &(_, Option<String>)| Target::Actor(*id)));
        declared.extend(countries.iter().copied().map(Target::Country));
    };
    match owner {
        Target::Article(id) => {
            let article = &site[id];
            named(&article.actors, &article.countries, &mut declared);
            article.events.iter().for_each(|id| {
                named(&site[*id].actors, &site[*id].countries, &mut declared);
            });
        }
        Target::Event(id) => {
            named(&site[id].actors, &site[id].countries, &mut declared);
            let place = site[id].place.as_ref().and_then(|place| place.country);
            declared.extend(place.map(Target::Country));
        }
        Target::Actor(id) => {
            let actor = &site[id];
            declared.push(owner);
            declared.extend(actor.countries.iter().copied().map(Target::Country));
            declared.extend(actor.roles.iter().filter_map(|role| role.of));
            declared.extend(actor.relations.iter().map(|relation| Target::Actor(relation.to)));
        }
        Target::Country(_) => declared.push(owner),
        _ => {}
    }
    let mut declared: Vec<u32> = declared.into_iter().map(|target| bearer(target, site)).collect();
    declared.sort_unstable();
    declared.dedup();
    declared
}

pub fn is_bearer(target: Target) -> bool {
    matches!(target, Target::Actor(_) | Target::Country(_))
}

impl Reader<'_> {
    /// The marking of what a link leads to, if it shows its name.
    fn marking_of(&self, text: &Text, what: What) -> Option<Marking> {
        let What::Reference(reference) = what else { return None };
        let shows_name = |kind: &ReferenceKind| {
            matches!(kind, ReferenceKind::Wiki { label: None, .. } | ReferenceKind::Embed { .. })
        };
        let kind = &text.body.references.get(reference as usize)?.kind;
        match text.resolved.get(reference as usize)? {
            Resolved::Link { target, .. } if shows_name(kind) => Some(self.site.marking(*target)),
            _ => None,
        }
    }

    /// What a reader of a text sees in one of its holes.
    fn shown<'s>(&'s self, text: &'s Text, reference: u32, part: Part) -> Shown<'s> {
        let index = reference as usize;
        match (text.resolved.get(index), part) {
            (Some(Resolved::Withheld), _) => Shown::Text(Cow::Borrowed(&self.config.withheld_word)),
            (_, Part::Open | Part::Close) => Shown::Label,
            (Some(Resolved::Link { target, .. }), Part::Whole) => {
                Shown::Text(Cow::Borrowed(self.site.name(*target)))
            }
            (_, Part::Whole) => match text.body.references.get(index).map(|reference| &reference.kind) {
                Some(kind @ (ReferenceKind::Wiki { .. } | ReferenceKind::Embed { .. })) => {
                    Shown::Text(Cow::Borrowed(kind.label()))
                }
                _ => Shown::Label,
            },
        }
    }
}
