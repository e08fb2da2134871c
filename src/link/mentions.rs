//! Whom each text refers to: names in it, links, citations.
//!
//! In: a site whose references are resolved, and its names. Out: [`Mentions`] of each text, those of an earlier build where
//! they were made of the same. Names in links, code and portions of another marking are left alone; what authors
//! wrote about the text (summary, key points) is counted, and links nowhere.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_128;

use super::lexicon::{Lexicon, bearer};
use super::locked::Pair;
use super::observed::{Fate, Observer, Seen};
use crate::config::{Config, MentionScope};
use crate::mention::{Hit, Introduced, NameId, Scratch, Strength, Verdict, sentence};
use crate::model::body::{Part, ReferenceKind};
use crate::model::marking::Marking;
use crate::model::mentions::{Doubtful, LockedName, Mentions, NameLink, Quote, Who};
use crate::model::site::{Resolved, Site, Target, Text};
use crate::model::slug::name_key;
use crate::passages::{Passage, Quiet, Shown, What, visit};

/// What earlier builds found, by what it was made of.
pub type Known = FxHashMap<u128, Arc<Mentions>>;

/// How much of a sentence is shown before and after a mention, in characters.
const AROUND: usize = 160;

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

/// Where a mention stands. A quotation from the text itself is the best one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Prose,
    Heading,
    Beside,
}

/// Somebody that a text has been found to refer to.
struct Entry {
    who: Who,
    count: u32,
    rank: Rank,
    sentence: Sentence,
}

/// A sentence in which a text refers to somebody.
struct Sentence {
    paragraph: String,
    before: String,
    mention: String,
    after: String,
    /// The highest of the names that its links show.
    marking: Marking,
}

/// One text while it is read.
struct Reading<'a, 's> {
    reader: &'a Reader<'a>,
    owner: Target,
    own: Option<u32>,
    scratch: &'s mut Scratch,
    hits: Vec<Hit>,
    introduced: Introduced,
    /// Who is linked already, in this section or on this page.
    linked: FxHashSet<u32>,
    section: u32,
    links: Vec<NameLink>,
    entries: Vec<Entry>,
    places: FxHashMap<Target, usize>,
    doubtful: Vec<Doubtful>,
    /// All that was read of the body so far, while names are in doubt.
    read: String,
    /// What the lock says of this text.
    locked: Option<&'a [Pair]>,
    /// Names that would be links by themselves, where there is a lock.
    free: FxHashSet<(NameId, u32)>,
    unlocked: Vec<LockedName>,
    observer: Option<&'s mut dyn Observer>,
}

impl<'a, 's> Reading<'a, 's> {
    fn new(reader: &'a Reader<'a>, owner: Target, declared: &[u32], scratch: &'s mut Scratch) -> Self {
        Reading {
            reader,
            owner,
            own: is_bearer(owner).then(|| bearer(owner, reader.site)),
            scratch,
            hits: Vec::new(),
            introduced: Introduced::new(declared.iter().copied()),
            linked: FxHashSet::default(),
            section: 0,
            links: Vec::new(),
            entries: Vec::new(),
            places: FxHashMap::default(),
            doubtful: Vec::new(),
            read: String::new(),
            locked: reader.lexicon.locked(reader.site.file(owner)),
            free: FxHashSet::default(),
            unlocked: Vec::new(),
            observer: None,
        }
    }

    /// A text beside the body.
    fn plain(&mut self, text: &str) {
        let mut hits = std::mem::take(&mut self.hits);
        hits.clear();
        self.reader.lexicon.names.find(text, self.scratch, &mut hits);
        self.tell_shielded(text);
        for hit in &hits {
            let (fate, means) = match self.introduced.verdict(&self.reader.lexicon.names, hit.name) {
                Verdict::Means(bearer) if Some(bearer) == self.own => (Fate::Own, Some(bearer)),
                Verdict::Means(bearer) => {
                    let at = hit.start as usize..hit.end as usize;
                    self.count(Who::Bearer(bearer), Rank::Beside, || Sentence::new("", text, at).0);
                    (Fate::Beside, Some(bearer))
                }
                Verdict::Ambiguous(_) => (Fate::Ambiguous, None),
                Verdict::Shared(_) => (Fate::Shared, None),
                Verdict::Weak => (Fate::Weak, None),
            };
            self.tell(text, hit, fate, means);
        }
        self.hits = hits;
    }

    /// Tells what becomes of a name, if somebody wants to know.
    fn tell(&mut self, text: &str, hit: &Hit, fate: Fate, means: Option<u32>) {
        let Some(observer) = &mut self.observer else { return };
        let names = &self.reader.lexicon.names;
        let all = names.bearers(hit.name);
        let is_strong = all.iter().any(|one| Some(one.bearer) == means && one.strength == Strength::Strong);
        let bearers = match (means, fate) {
            (Some(one), _) => vec![one],
            (None, Fate::Ambiguous | Fate::Shared) => match self.introduced.verdict(names, hit.name) {
                Verdict::Ambiguous(several) | Verdict::Shared(several) => several,
                Verdict::Means(_) | Verdict::Weak => Vec::new(),
            },
            (None, _) => all.iter().map(|one| one.bearer).collect(),
        };
        let text = &text[hit.start as usize..hit.end as usize];
        let name = Some(hit.name);
        observer.name(&Seen { text, name, bearers: &bearers, is_strong, fate, shield: None });
    }

    /// Tells of names that longer phrases keep from being found.
    fn tell_shielded(&mut self, text: &str) {
        let Some(observer) = &mut self.observer else { return };
        let names = &self.reader.lexicon.names;
        for examined in names.examine(text, self.scratch) {
            let Some(shield) = examined.shielded_by else { continue };
            let bearers: Vec<u32> = names.bearers(examined.hit.name).iter().map(|one| one.bearer).collect();
            let text = &text[examined.hit.start as usize..examined.hit.end as usize];
            let (name, fate, shield) = (Some(examined.hit.name), Fate::Shielded, Some(shield));
            observer.name(&Seen { text, name, bearers: &bearers, is_strong: false, fate, shield });
        }
    }

    /// Tells of names in a portion that counts for nothing.
    fn tell_portion(&mut self, passage: &Passage<'_>) {
        if self.observer.is_some() {
            let mut hits = Vec::new();
            self.reader.lexicon.names.find(passage.text, self.scratch, &mut hits);
            hits.iter().for_each(|hit| self.tell(passage.text, hit, Fate::Portion, None));
        }
    }

    fn body(&mut self) {
        let reader = self.reader;
        let text = reader.site.text(self.owner);
        let skip = text.skip_opening.then_some(text.body.opening.first_block);
        let body = Arc::clone(&text.body);
        body.html.read(|html| {
            let shown = |reference, part| reader.shown(text, reference, part);
            visit(html, &body.holes, skip, shown, |passage| self.passage(passage));
        });
    }

    fn passage(&mut self, passage: &Passage<'_>) {
        if passage.marking.is_some_and(|marking| marking > self.reader.site.marking(self.owner)) {
            return self.tell_portion(passage);
        }
        if let Some(observer) = &mut self.observer {
            observer.passage(passage);
        }
        self.tell_shielded(passage.text);
        if passage.section != self.section && self.reader.config.mentions == MentionScope::Section {
            self.linked.clear();
        }
        self.section = passage.section;
        let mut hits = std::mem::take(&mut self.hits);
        hits.clear();
        self.reader.lexicon.names.find(passage.text, self.scratch, &mut hits);
        let mut quiet = passage.quiet.iter().peekable();
        for hit in &hits {
            while let Some(before) = quiet.next_if(|quiet| quiet.range.start <= hit.start) {
                self.quiet(passage, before);
            }
            self.hit(passage, hit);
        }
        quiet.for_each(|rest| self.quiet(passage, rest));
        self.hits = hits;
        self.read.push_str(passage.text);
        self.read.push('\n');
    }

    /// A link into the site, or a citation.
    fn quiet(&mut self, passage: &Passage<'_>, quiet: &Quiet) {
        let What::Reference(reference) = quiet.what else { return };
        let text = self.reader.site.text(self.owner);
        match text.resolved.get(reference as usize) {
            Some(Resolved::Link { target, .. }) if *target != self.owner => {
                if is_bearer(*target) {
                    let bearer = bearer(*target, self.reader.site);
                    self.introduced.introduce(bearer);
                    self.linked.insert(bearer);
                    if let Some(observer) = &mut self.observer {
                        let text = &passage.text[quiet.range.start as usize..quiet.range.end as usize];
                        let (name, bearers, fate) = (None, &[bearer], Fate::Written);
                        observer.name(&Seen { text, name, bearers, is_strong: true, fate, shield: None });
                    }
                }
                self.count_in(Who::Reference(reference), passage, quiet.range.clone());
            }
            Some(Resolved::Citation(uses)) => {
                let end = passage.text[..quiet.range.start as usize].trim_end().len();
                let end = u32::try_from(end).unwrap_or(u32::MAX);
                for (number, _) in uses {
                    let number = u32::try_from(*number).unwrap_or(u32::MAX);
                    self.count_in(Who::Source(number), passage, end..end);
                }
            }
            _ => {}
        }
    }

    fn hit(&mut self, passage: &Passage<'_>, hit: &Hit) {
        let (fate, means) = self.decide(passage, hit);
        self.tell(passage.text, hit, fate, means);
    }

    fn decide(&mut self, passage: &Passage<'_>, hit: &Hit) -> (Fate, Option<u32>) {
        let place = hit.start..hit.end;
        let mut within = passage.quiet.iter().filter(|quiet| overlap(&quiet.range, &place));
        if let Some(quiet) = within.clone().find(|quiet| quiet.what != What::Link) {
            return (Fate::of(quiet.what), None);
        }
        let in_link = within.next().is_some();
        match self.introduced.verdict(&self.reader.lexicon.names, hit.name) {
            Verdict::Means(bearer) if Some(bearer) == self.own => (Fate::Own, Some(bearer)),
            Verdict::Means(bearer) => {
                self.count_in(Who::Bearer(bearer), passage, place);
                let fate = match (in_link, passage.is_heading) {
                    (true, _) => Fate::InLink,
                    (_, true) => Fate::Heading,
                    _ => self.free(passage, hit, bearer),
                };
                (fate, Some(bearer))
            }
            Verdict::Ambiguous(bearers) => {
                self.doubt(passage, hit, bearers);
                (Fate::Ambiguous, None)
            }
            Verdict::Shared(_) => (Fate::Shared, None),
            Verdict::Weak => (Fate::Weak, None),
        }
    }

    /// A name that means somebody, where links may stand.
    fn free(&mut self, passage: &Passage<'_>, hit: &Hit, bearer: u32) -> Fate {
        if !self.reader.lexicon.is_linked(hit.name, bearer) {
            return Fate::NoLink;
        }
        if let Some(locked) = self.locked {
            let is_new = self.free.insert((hit.name, bearer));
            if !locked.iter().any(|pair| pair.name == Some(hit.name) && pair.bearer == bearer) {
                let name = plain(&passage.text[hit.start as usize..hit.end as usize]).into_owned();
                self.unlocked.extend(is_new.then_some(LockedName { name, bearer }));
                return Fate::Unlocked;
            }
        }
        self.link(passage, hit, bearer)
    }

    fn link(&mut self, passage: &Passage<'_>, hit: &Hit, bearer: u32) -> Fate {
        let scope = self.reader.config.mentions;
        if scope == MentionScope::Off {
            return Fate::Off;
        }
        let Some(place) = passage.html(hit.start..hit.end) else { return Fate::Divided };
        if !is_balanced(passage.markup(&place)) {
            return Fate::Divided;
        }
        if self.linked.insert(bearer) || scope == MentionScope::All {
            self.links.push(NameLink { start: place.start, end: place.end, bearer });
            Fate::Linked
        } else {
            Fate::Again
        }
    }

    /// Which of the lock's pairs are here still.
    fn kept(&self) -> Vec<u32> {
        let is_here = |pair: &Pair| pair.name.is_some_and(|name| self.free.contains(&(name, pair.bearer)));
        let pairs = (0..).zip(self.locked.unwrap_or_default());
        pairs.filter(|(_, pair)| is_here(pair)).map(|(index, _)| index).collect()
    }

    fn doubt(&mut self, passage: &Passage<'_>, hit: &Hit, bearers: Vec<u32>) {
        let name = &passage.text[hit.start as usize..hit.end as usize];
        // That two countries share a name of theirs is no mistake of anybody.
        let is_common = |bearer: &u32| self.reader.is_common(name, *bearer);
        if self.doubtful.iter().any(|known| known.name == name) || bearers.iter().all(is_common) {
            return;
        }
        let before =
            self.read.matches(name).count() + passage.text[..hit.start as usize].matches(name).count();
        let nth = u32::try_from(before).unwrap_or(u32::MAX);
        self.doubtful.push(Doubtful { name: name.to_owned(), nth, bearers });
    }

    fn count_in(&mut self, who: Who, passage: &Passage<'_>, at: Range<u32>) {
        let rank = if passage.is_heading { Rank::Heading } else { Rank::Prose };
        let reader = self.reader;
        let text = reader.site.text(self.owner);
        self.count(who, rank, || {
            let own = passage.anchor.and_then(|anchor| anchor.id).filter(|_| !text.withholds());
            let id = own.or(passage.above).unwrap_or_default();
            let (sentence, around) = Sentence::new(id, passage.text, at.start as usize..at.end as usize);
            let shown = passage.quiet.iter().filter(|quiet| overlap(&quiet.range, &around));
            let marking = shown.filter_map(|quiet| reader.marking_of(text, quiet.what)).max();
            Sentence { marking: marking.unwrap_or(Marking::Clear), ..sentence }
        });
    }

    fn count(&mut self, who: Who, rank: Rank, sentence: impl FnOnce() -> Sentence) {
        let Some(target) = self.reader.site.target_of(who, self.owner) else { return };
        let next = self.entries.len();
        let index = *self.places.entry(target).or_insert(next);
        if index == next {
            self.entries.push(Entry { who, count: 1, rank, sentence: sentence() });
            return;
        }
        let entry = &mut self.entries[index];
        entry.count += 1;
        if rank < entry.rank {
            (entry.who, entry.rank, entry.sentence) = (who, rank, sentence());
        }
    }

    fn done(self) -> Mentions {
        let kept = self.kept();
        let Reading { links, doubtful, unlocked, .. } = self;
        let mut mentions = Mentions { links, doubtful, unlocked, kept, ..Mentions::default() };
        for Entry { who, count, sentence, .. } in &self.entries {
            let Sentence { paragraph, before, mention, after, marking } = sentence;
            mentions.add(*who, *count, *marking, Quote { paragraph, before, mention, after });
        }
        mentions.words.shrink_to_fit();
        mentions
    }
}

impl Sentence {
    /// The sentence around a place, blanks as one, cut where it is long; and where it stands in the text.
    fn new(paragraph: &str, text: &str, at: Range<usize>) -> (Self, Range<u32>) {
        let around = sentence(text, at.clone());
        let (start, end) = (around.start.min(at.start), around.end.max(at.end));
        let sentence = Sentence {
            paragraph: paragraph.to_owned(),
            before: tail(plain(&text[start..at.start]).trim_start()),
            mention: plain(&text[at.clone()]).into_owned(),
            after: head(plain(&text[at.end..end]).trim_end()),
            marking: Marking::Clear,
        };
        let bound = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        (sentence, bound(start)..bound(end))
    }
}

fn overlap(left: &Range<u32>, right: &Range<u32>) -> bool {
    left.start < right.end && right.start < left.end
}

/// A text with every stretch of blanks as one.
fn plain(text: &str) -> Cow<'_, str> {
    let is_plain = !text.contains("  ") && !text.contains(['\n', '\t', '\r']);
    if is_plain {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        let blank = matches!(character, ' ' | '\n' | '\t' | '\r');
        if !(blank && out.ends_with(' ')) {
            out.push(if blank { ' ' } else { character });
        }
    }
    Cow::Owned(out)
}

/// The beginning of a text, cut between words.
fn head(text: &str) -> String {
    let Some((cut, _)) = text.char_indices().nth(AROUND) else { return text.to_owned() };
    let end = text[..cut].rfind(char::is_whitespace).unwrap_or(cut);
    format!("{}…", text[..end].trim_end())
}

/// The end of a text, likewise.
fn tail(text: &str) -> String {
    let Some((cut, _)) = text.char_indices().rev().nth(AROUND) else { return text.to_owned() };
    let start = text[cut..].find(char::is_whitespace).map_or(cut, |blank| cut + blank);
    format!("…{}", text[start..].trim_start())
}

/// Whether every element that begins in a piece of HTML ends there.
fn is_balanced(html: &str) -> bool {
    let mut depth = 0_i32;
    for tag in html.split('<').skip(1) {
        match tag.strip_prefix('/') {
            Some(_) => depth -= 1,
            None if tag.starts_with("br") || tag.starts_with("wbr") => {}
            None => depth += 1,
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0
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
