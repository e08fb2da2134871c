//! What this audience may know: the one filter, before anything is derived from the content.
//!
//! In: all documents and their texts, a profile, the day. Out: the documents that pass, without the parts and portions
//! that do not, and a [`Withheld`] list of what did not, by which `link` tells a reference to something withheld from one
//! to something that never was.

mod left;
mod withheld;

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use rayon::prelude::*;

use crate::config::{Config, Profile};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::body::Heading;
use crate::model::date::{Moment, Now};
use crate::model::document::{Alias, ArticleItem, Document, Image, Item, Kind, Status};
use crate::model::marking::Marking;
use crate::parse;
use crate::source::{At, FileId, Sources};
pub use left::{Left, What, Why};
pub use withheld::Withheld;

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
pub fn filter(
    documents: Vec<Document>,
    sources: &Sources,
    config: &Config,
    profile: &Profile,
    now: Now,
) -> Audience {
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
    let mut kept: Vec<Document> =
        documents.into_iter().filter_map(|document| filter.document(document)).collect();
    filter.portions(&mut kept, sources);
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
        self.withheld.add_picture(&document, marking);
        let why = self.why(&document, marking);
        if !why.is_empty() {
            self.left.push(left::item(&document, why));
            self.withheld.add_document(&document, marking, self.config.slugs);
            self.cut_file(&document);
            return None;
        }
        let parts = parts(&document);
        left::parts(&document, self.limit, &mut self.left);
        // From here on the marking is the item's effective one.
        let place = document.common.marking.as_ref().map_or(document.top, |marking| marking.span);
        document.common.marking = Some(At::new(marking, place));
        self.keep_image(&mut document.common.image);
        let kind = document.kind;
        match &mut document.item {
            Item::Article(article) => self.article(article, marking),
            Item::Actor(actor) => {
                self.keep(&mut actor.roles, |role| role.marking.as_ref());
                self.keep(&mut actor.relations, |relation| relation.marking.as_ref());
                self.keep_aliases(kind, &mut actor.aliases);
            }
            Item::Country(country) => self.keep_aliases(kind, &mut country.aliases),
            _ => {}
        }
        if self::parts(&document) != parts || has_portions(&document, self.limit) {
            self.cut_file(&document);
        }
        Some(document)
    }

    fn cut_file(&mut self, document: &Document) {
        self.cut.extend([Some(document.file), document.sidecar].into_iter().flatten());
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
        list.retain(|part| !is_above(self.limit, marking(part)));
    }

    fn keep_aliases(&mut self, kind: Kind, aliases: &mut Vec<Alias>) {
        for alias in aliases.extract_if(.., |alias| is_above(self.limit, alias.marking.as_ref())) {
            self.withheld.add(kind, &alias.text.value);
        }
    }

    fn keep_image(&self, image: &mut Option<Image>) {
        *image = image.take().filter(|image| !is_above(self.limit, image.marking.as_ref()));
    }

    fn article(&mut self, article: &mut ArticleItem, marking: Marking) {
        self.keep(&mut article.key_points, |point| point.marking.as_ref());
        self.keep(&mut article.figures, |figure| figure.marking.as_ref());
        self.keep(&mut article.corrections, |correction| correction.marking.as_ref());
        for event in article.events.extract_if(.., |event| is_above(self.limit, event.marking.as_ref())) {
            self.withheld.add_event(&event);
        }
        for source in article.sources.extract_if(.., |source| is_above(self.limit, source.marking.as_ref())) {
            self.withheld.add_source(&source, marking);
        }
    }

    /// Takes the portions that do not pass out of the texts of what does.
    fn portions(&mut self, documents: &mut [Document], sources: &Sources) {
        let (config, limit) = (self.config, self.limit);
        let marked = documents.par_iter_mut().filter(|document| has_portions(document, limit));
        let without = |document: &mut Document| (document.file, cut(document, sources, config, limit));
        let done: Vec<(FileId, Taken)> = marked.map(without).collect();
        for (file, taken) in done {
            self.diagnostics.extend(taken.diagnostics);
            self.withheld.add_headings(file, taken.lost);
        }
    }
}

/// What is to be said and to be known of a text that lost portions.
struct Taken {
    diagnostics: Diagnostics,
    lost: Vec<Heading>,
}

fn has_portions(document: &Document, limit: Marking) -> bool {
    document.body.portions.iter().any(|portion| portion.marking > limit)
}

/// Takes the portions out of a document's text. Their places are those of the text that was parsed: of any other one,
/// nothing is left.
fn cut(document: &mut Document, sources: &Sources, config: &Config, limit: Marking) -> Taken {
    match text_as_parsed(sources, document.file) {
        Some(text) => {
            let cut = parse::cut(document, &text, config, limit);
            Taken { diagnostics: cut.diagnostics, lost: cut.lost }
        }
        None => {
            document.body = Arc::default();
            let message = "this text was changed while the site was being built from it";
            let found = Diagnostic::new(Code::UnreadableFile, document.file, message).help("build again");
            Taken { diagnostics: vec![found], lost: Vec::new() }
        }
    }
}

/// The text of a file as it was when it was parsed. It is not kept after that: few have portions.
fn text_as_parsed(sources: &Sources, file: FileId) -> Option<Arc<str>> {
    let text = match sources.again(file) {
        Some(again) => again()?,
        None => sources.text(file).into(),
    };
    sources.file(file).says(&text).then_some(text)
}

fn is_above(limit: Marking, marking: Option<&At<Marking>>) -> bool {
    marking.is_some_and(|marking| marking.value > limit)
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
