//! Documents by kind, each with its slug, in the order in which the site shows them.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::slugs;
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::model::document::{ActorItem, ArticleItem, Document, EventItem, Item, Kind, SourceItem};
use crate::model::marking::Marking;
use crate::model::site::{Origin, Text};
use crate::model::slug::name_key;

/// A document and its slug; empty for an event that has no id, and for the front page's text.
#[derive(Debug)]
pub struct Raw {
    pub document: Document,
    pub slug: String,
}

pub type ByKind = BTreeMap<Kind, Vec<Raw>>;

pub fn sort(documents: Vec<Document>, config: &Config, diagnostics: &mut Diagnostics) -> ByKind {
    let slugs = slugs::assign(&documents, config, diagnostics);
    let mut by_kind = ByKind::new();
    for (document, slug) in documents.into_iter().zip(slugs) {
        let nameless = document.kind == Kind::Event && document.id.is_none();
        let Some(slug) = slug.or_else(|| nameless.then(String::new)) else { continue };
        by_kind.entry(document.kind).or_default().push(Raw { document, slug });
    }
    for (kind, list) in &mut by_kind {
        match kind {
            Kind::Article => list.par_sort_by_cached_key(newest_first),
            _ => list.sort_by_cached_key(by_name),
        }
    }
    by_kind
}

fn newest_first(raw: &Raw) -> (bool, Reverse<Option<jiff::Timestamp>>, String) {
    let date = raw.article().date.as_ref().map(|date| date.value.instant_utc());
    (date.is_none(), Reverse(date), raw.slug.clone())
}

fn by_name(raw: &Raw) -> (String, String) {
    let name = match &raw.document.item {
        Item::Actor(actor) => actor.sort_name.as_ref().unwrap_or(&raw.document.title),
        _ => &raw.document.title,
    };
    (name_key(name), raw.slug.clone())
}

impl Raw {
    /// The article that this is; the list it came from holds nothing else.
    pub fn article(&self) -> &ArticleItem {
        match &self.document.item {
            Item::Article(article) => article,
            _ => unreachable!("a list of articles holds articles"),
        }
    }

    /// The same, for what is made of it to take what nobody else needs.
    pub fn article_mut(&mut self) -> &mut ArticleItem {
        match &mut self.document.item {
            Item::Article(article) => article,
            _ => unreachable!("a list of articles holds articles"),
        }
    }

    pub fn actor(&self) -> &ActorItem {
        match &self.document.item {
            Item::Actor(actor) => actor,
            _ => unreachable!("a list of actors holds actors"),
        }
    }

    pub fn event(&self) -> &EventItem {
        match &self.document.item {
            Item::Event(event) => event,
            _ => unreachable!("a list of events holds events"),
        }
    }

    pub fn source_mut(&mut self) -> &mut SourceItem {
        match &mut self.document.item {
            Item::Source(source) => source,
            _ => unreachable!("a list of sources holds sources"),
        }
    }
}

impl Document {
    pub fn origin(&self) -> Origin {
        Origin { file: self.file, top: self.top, collected: self.collected }
    }

    /// Its text, references not yet resolved.
    pub fn text(&self) -> Text {
        Text {
            body: Arc::clone(&self.body),
            resolved: Vec::new(),
            skip_opening: self.skip_opening,
            own_summary: self.common.summary.is_some(),
            sources: Vec::new(),
            uses: Vec::new(),
            mentions: Arc::default(),
        }
    }

    /// The filter has written the effective marking into every document.
    pub fn marking(&self) -> Marking {
        self.common.marking.as_ref().map_or(Marking::Clear, |marking| marking.value)
    }
}
