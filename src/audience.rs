//! What this audience may know: the one filter, before anything is derived from the content.
//!
//! In: all documents, a profile, the day. Out: the documents that pass, and a [`Withheld`] list of what did not, by which
//! `link` tells a reference to something withheld from one to something that never was.

mod left;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::config::{Config, Profile};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::date::{Moment, Now};
use crate::model::document::{ArticleItem, Document, EventItem, Image, Item, Kind, SourceItem, Status};
use crate::model::marking::Marking;
use crate::model::slug::{name_key, slug};
use crate::source::{At, FileId};
pub use left::{Left, What, Why};

/// What was left out: its ids, names, aliases, slugs and files. No page and no word is ever made from it.
#[derive(Debug, Default)]
pub struct Withheld {
    names: BTreeSet<(Kind, String)>,
    /// Markings of withheld sources, by the keys of their ids.
    sources: BTreeMap<String, Marking>,
    files: BTreeSet<FileId>,
    /// Paths of redirects, without slashes at their ends.
    paths: BTreeSet<String>,
}

impl Withheld {
    /// Whether a name, in any spelling that a reference may have, is that of something withheld.
    pub fn knows(&self, kind: Option<Kind>, name: &str) -> bool {
        let key = name_key(name);
        let is_name_of = |kind: Kind| self.names.contains(&(kind, key.clone()));
        kind.map_or_else(|| Kind::ALL.into_iter().any(is_name_of), is_name_of)
    }

    /// Whether a path below the site's root led to something withheld.
    pub fn knows_path(&self, path: &str) -> bool {
        self.paths.contains(path) || self.knows(Some(Kind::Page), path)
    }

    /// The marking of a withheld source, for texts that may not cite it.
    pub fn source_marking(&self, id: &str) -> Option<Marking> {
        self.sources.get(&name_key(id)).copied()
    }

    pub fn knows_file(&self, file: FileId) -> bool {
        self.files.contains(&file)
    }

    fn add(&mut self, kind: Kind, name: &str) {
        self.names.insert((kind, name_key(name)));
    }
}

/// The documents that pass.
#[derive(Debug)]
pub struct Audience {
    pub documents: Vec<Document>,
    pub withheld: Withheld,
    pub diagnostics: Diagnostics,
    /// When an embargo ends or an article expires next, after now: then the output changes by itself.
    pub next_change: Option<Timestamp>,
    /// When one did so last.
    pub last_change: Option<Timestamp>,
    /// Files of which something is left out: what stands in them is not for this audience to know.
    pub cut: BTreeSet<FileId>,
    /// All that was left out, for whoever reviews it. No page is made from it.
    pub left: Vec<Left>,
}

/// Leaves out what is above the profile's marking, drafts, and what is under embargo or expired.
pub fn filter(documents: Vec<Document>, config: &Config, profile: &Profile, now: Now) -> Audience {
    let mut filter = Filter {
        limit: profile.marking,
        default: config.default_marking.unwrap_or_default(),
        drafts: profile.drafts,
        config,
        now,
        withheld: Withheld::default(),
        diagnostics: Vec::new(),
        next_change: None,
        last_change: None,
        cut: BTreeSet::new(),
        left: Vec::new(),
    };
    if config.default_marking.is_none() {
        filter.diagnostics.extend(no_default_marking(&documents));
    }
    let kept = documents.into_iter().filter_map(|document| filter.document(document)).collect();
    let Filter { withheld, diagnostics, next_change, last_change, cut, left, .. } = filter;
    Audience { documents: kept, withheld, diagnostics, next_change, last_change, cut, left }
}

struct Filter<'a> {
    limit: Marking,
    default: Marking,
    drafts: bool,
    config: &'a Config,
    now: Now,
    withheld: Withheld,
    diagnostics: Diagnostics,
    next_change: Option<Timestamp>,
    last_change: Option<Timestamp>,
    cut: BTreeSet<FileId>,
    left: Vec<Left>,
}

impl Filter<'_> {
    fn document(&mut self, mut document: Document) -> Option<Document> {
        let marking = document.common.marking.as_ref().map_or(self.default, |marking| marking.value);
        let why = self.why(&document, marking);
        if !why.is_empty() {
            self.left.push(left::item(&document, why));
            self.withhold(&document);
            return None;
        }
        let parts = parts(&document);
        left::parts(&document, self.limit, &mut self.left);
        self.portions(&document);
        // From here on the marking is the item's effective one.
        let place = document.common.marking.as_ref().map_or(document.top, |marking| marking.span);
        document.common.marking = Some(At::new(marking, place));
        self.keep_image(&mut document.common.image);
        let kind = document.kind;
        match &mut document.item {
            Item::Article(article) => self.article(article),
            Item::Actor(actor) => {
                self.keep(&mut actor.roles, |role| role.marking.as_ref());
                self.keep(&mut actor.relations, |relation| relation.marking.as_ref());
                self.keep_aliases(kind, &mut actor.aliases);
            }
            Item::Country(country) => self.keep_aliases(kind, &mut country.aliases),
            _ => {}
        }
        if self::parts(&document) != parts {
            self.cut.insert(document.file);
        }
        Some(document)
    }

    /// Why an item does not pass; nothing where it does: it is above the limit, or an article that is a draft (but where
    /// those are asked for), under embargo or expired.
    fn why(&mut self, document: &Document, marking: Marking) -> Vec<Why> {
        let mut why = Vec::new();
        let passes = marking <= self.limit;
        if !passes {
            why.push(Why::Marking(marking, document.common.marking.as_ref().map(|marking| marking.span)));
        }
        let Item::Article(article) = &document.item else { return why };
        if passes {
            // The times of what nobody may know of change nothing.
            [&article.publish_at, &article.expires]
                .into_iter()
                .flatten()
                .for_each(|time| self.note_change(time));
        }
        if article.status == Status::Draft && !self.drafts {
            why.push(Why::Draft);
        }
        if let Some(time) = article.publish_at.as_ref().filter(|time| self.lies_ahead(time)) {
            why.push(Why::Embargo(time.value.text().to_owned()));
        }
        if let Some(time) = article.expires.as_ref().filter(|time| !self.lies_ahead(time)) {
            why.push(Why::Expired(time.value.text().to_owned()));
        }
        why
    }

    fn lies_ahead(&self, time: &At<Moment>) -> bool {
        time.value.instant_in(&self.config.timezone) > self.now.timestamp()
    }

    /// The output changes by itself at this time, or has done so.
    fn note_change(&mut self, time: &At<Moment>) {
        let instant = time.value.instant_in(&self.config.timezone);
        if self.lies_ahead(time) {
            self.next_change = Some(self.next_change.map_or(instant, |earlier| earlier.min(instant)));
        } else {
            self.last_change = self.last_change.max(Some(instant));
        }
    }

    /// An item's parts can only be higher than the item, which has passed.
    fn keep<T>(&self, list: &mut Vec<T>, marking: impl Fn(&T) -> Option<&At<Marking>>) {
        list.retain(|part| self.passes(marking(part)));
    }

    fn passes(&self, marking: Option<&At<Marking>>) -> bool {
        marking.is_none_or(|marking| marking.value <= self.limit)
    }

    fn keep_aliases(&mut self, kind: Kind, aliases: &mut Vec<crate::model::document::Alias>) {
        for alias in aliases
            .extract_if(.., |alias| alias.marking.as_ref().is_some_and(|marking| marking.value > self.limit))
        {
            self.withheld.add(kind, &alias.text.value);
        }
    }

    fn keep_image(&self, image: &mut Option<Image>) {
        *image = image.take().filter(|image| self.passes(image.marking.as_ref()));
    }

    fn article(&mut self, article: &mut ArticleItem) {
        self.keep(&mut article.key_points, |point| point.marking.as_ref());
        self.keep(&mut article.figures, |figure| figure.marking.as_ref());
        self.keep(&mut article.corrections, |correction| correction.marking.as_ref());
        let limit = self.limit;
        let above =
            |marking: &Option<At<Marking>>| marking.as_ref().is_some_and(|marking| marking.value > limit);
        for event in article.events.extract_if(.., |event| above(&event.marking)) {
            self.withhold_event(&event);
        }
        for source in article.sources.extract_if(.., |source| above(&source.marking)) {
            self.withhold_source(&source);
        }
    }

    fn portions(&mut self, document: &Document) {
        for portion in document.body.portions.iter().filter(|portion| portion.marking > self.limit) {
            let message =
                format!("this portion is marked {}, but this build is up to {}", portion.marking, self.limit);
            self.diagnostics.push(
                Diagnostic::new(Code::MarkingConflict, portion.mark, message)
                    .help("mark the whole article, or move the portion to an article of its own"),
            );
        }
    }

    fn withhold(&mut self, document: &Document) {
        self.withheld.files.insert(document.file);
        self.cut.insert(document.file);
        let kind = document.kind;
        let redirects =
            document.common.redirects.iter().map(|redirect| redirect.value.trim_matches('/').to_owned());
        self.withheld.paths.extend(redirects);
        self.withheld.add(kind, &document.title);
        self.withheld.add(kind, &document.stem);
        self.withheld.add(kind, &slug(&document.stem, self.config.slugs));
        if let Some(id) = &document.id {
            self.withheld.add(kind, &id.value);
            if kind == Kind::Source {
                let marking = document.common.marking.as_ref().map_or(self.default, |marking| marking.value);
                self.withheld.sources.insert(name_key(&id.value), marking);
            }
        }
        let aliases: &[_] = match &document.item {
            Item::Actor(actor) => &actor.aliases,
            Item::Country(country) => &country.aliases,
            _ => &[],
        };
        for alias in aliases {
            self.withheld.add(kind, &alias.text.value);
        }
        if let Item::Article(article) = &document.item {
            if let Some(slug) = &article.slug {
                self.withheld.add(kind, &slug.value);
            }
            article.events.iter().for_each(|event| self.withhold_event(event));
            article.sources.iter().for_each(|source| self.withhold_source(source));
        }
    }

    fn withhold_event(&mut self, event: &EventItem) {
        if let Some(id) = &event.id {
            self.withheld.add(Kind::Event, &id.value);
        }
        self.withheld.add(Kind::Event, &event.title.value);
    }

    fn withhold_source(&mut self, source: &SourceItem) {
        if let Some(id) = source.id.as_ref().filter(|_| !source.is_reference()) {
            self.withheld.add(Kind::Source, &id.value);
            let marking = source.marking.as_ref().map_or(self.default, |marking| marking.value);
            self.withheld.sources.insert(name_key(&id.value), marking);
        }
    }
}

/// How many parts an item has that may have a marking of their own.
fn parts(document: &Document) -> usize {
    let image = usize::from(document.common.image.is_some());
    image
        + match &document.item {
            Item::Article(article) => {
                article.key_points.len()
                    + article.figures.len()
                    + article.corrections.len()
                    + article.events.len()
                    + article.sources.len()
            }
            Item::Actor(actor) => actor.roles.len() + actor.relations.len() + actor.aliases.len(),
            Item::Country(country) => country.aliases.len(),
            _ => 0,
        }
}

/// One warning, at the first marking, for a site that marks things and does not say what the unmarked is.
fn no_default_marking(documents: &[Document]) -> Option<Diagnostic> {
    let marked = documents.iter().find_map(|document| {
        let own = document.common.marking.as_ref().map(|marking| marking.span);
        own.or_else(|| document.body.portions.first().map(|portion| portion.mark))
    })?;
    Some(
        Diagnostic::new(
            Code::NoDefaultMarking,
            marked,
            "this is marked, but the site does not say what unmarked content is",
        )
        .help("add `default_marking = \"TLP:CLEAR\"` to site.toml"),
    )
}
