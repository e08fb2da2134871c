//! One text while it is read: what becomes of each name in it.
//!
//! In: the passages of a text, and what its metadata names. Out: [`Mentions`], or a word to an observer about each name.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::sentence::{Sentence, plain};
use super::{Reader, is_bearer};
use crate::config::MentionScope;
use crate::link::lexicon::bearer;
use crate::link::locked::Pair;
use crate::link::observed::{Fate, Observer, Seen};
use crate::link::veiled::veiled;
use crate::mention::{Hit, Introduced, NameId, Scratch, Strength, Verdict};
use crate::model::marking::Marking;
use crate::model::mentions::{Doubtful, LockedName, Mentions, NameLink, Quote, Who};
use crate::model::site::{Resolved, Target};
use crate::passages::{Passage, Quiet, What, visit};

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

/// One text while it is read.
pub struct Reading<'a, 's> {
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
    /// Ids of paragraphs to which nothing may lead.
    veiled: FxHashSet<String>,
    pub observer: Option<&'s mut dyn Observer>,
}

impl<'a, 's> Reading<'a, 's> {
    pub fn new(reader: &'a Reader<'a>, owner: Target, declared: &[u32], scratch: &'s mut Scratch) -> Self {
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
            veiled: veiled(reader.site.text(owner)),
            observer: None,
        }
    }

    /// A text beside the body.
    pub fn plain(&mut self, text: &str) {
        let mut hits = std::mem::take(&mut self.hits);
        hits.clear();
        self.reader.lexicon.names.find(text, self.scratch, &mut hits);
        self.tell_shielded(text);
        for hit in &hits {
            let (fate, means) = match self.verdict(hit.name) {
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

    /// Whom a name means here. Of several the lock knows who was meant when somebody looked.
    fn verdict(&mut self, name: NameId) -> Verdict {
        let verdict = self.introduced.verdict(&self.reader.lexicon.names, name);
        let Verdict::Ambiguous(bearers) = &verdict else { return verdict };
        let locked = self.locked.unwrap_or_default().iter();
        let mut meant = locked.filter(|pair| pair.name == Some(name) && bearers.contains(&pair.bearer));
        match (meant.next(), meant.next()) {
            (Some(one), None) => {
                self.introduced.introduce(one.bearer);
                Verdict::Means(one.bearer)
            }
            _ => verdict,
        }
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

    pub fn body(&mut self) {
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
        match self.verdict(hit.name) {
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
        let own = passage.anchor.and_then(|anchor| anchor.id).filter(|id| !self.veiled.contains(*id));
        self.count(who, rank, || {
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

    pub fn done(self) -> Mentions {
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

fn overlap(left: &Range<u32>, right: &Range<u32>) -> bool {
    left.start < right.end && right.start < left.end
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
