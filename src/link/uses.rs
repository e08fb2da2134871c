//! Every place where an author wrote which item is meant, and the item that was found there.
//!
//! In: the documents and the site that was made of them. Out: [`Use`]s, file by file in the order of reading. It looks names
//! up as the linking did, and reports nothing: that has been done.

use rustc_hash::FxHashMap;

use super::Context;
use super::resolver::Resolver;
use crate::diagnostic::Diagnostics;
use crate::model::body::{Reference, ReferenceKind};
use crate::model::document::{ActorItem, ActorMention, ArticleItem, Document, EventItem, Item};
use crate::model::site::{Resolved, Site, SourceId, Target};
use crate::source::{At, Span};

/// A place and what it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// As it was read; its span is where it stands.
    pub at: At<String>,
    pub way: Way,
    /// None: nothing that the site has.
    pub target: Option<Target>,
}

/// How an item is referred to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// A value of metadata.
    Metadata,
    /// `[[target]]`, or `![[target]]`.
    Wiki,
    /// An id of `[@a; @b]`.
    Citation,
    /// The destination of a link or an image: a path.
    Path,
    /// The picture of an item, by its path.
    Picture,
}

/// All of them, of everything that was linked.
pub fn uses(documents: &[Document], site: &Site, context: &Context<'_>) -> Vec<Use> {
    let resolver = Resolver::new(site, context);
    let inline = site.sources.iter().enumerate().filter(|(_, source)| !source.is_shared);
    let inline = inline.map(|(index, source)| (source.origin.top, SourceId::new(index))).collect();
    let mut gathered =
        Gathered { site, resolver: &resolver, inline: &inline, local: Vec::new(), uses: Vec::new() };
    documents.iter().for_each(|document| gathered.document(document));
    gathered.uses
}

struct Gathered<'a> {
    site: &'a Site,
    resolver: &'a Resolver<'a>,
    /// The sources that articles give themselves, by their places.
    inline: &'a FxHashMap<Span, SourceId>,
    /// Those of the article that is being read, by their ids.
    local: Vec<(&'a str, SourceId)>,
    uses: Vec<Use>,
}

impl<'a> Gathered<'a> {
    fn add(&mut self, at: &At<String>, way: Way, target: Option<Target>) {
        self.uses.push(Use { at: at.clone(), way, target });
    }

    fn document(&mut self, document: &'a Document) {
        self.local = match &document.item {
            Item::Article(article) => self.local_sources(article),
            _ => Vec::new(),
        };
        match &document.item {
            Item::Article(article) => self.article(article),
            Item::Actor(actor) => self.actor(actor),
            Item::Event(event) => self.event(event),
            _ => {}
        }
        if let Some(image) = &document.common.image {
            self.add(&image.src, Way::Picture, None);
        }
        self.body(document);
    }

    fn local_sources(&self, article: &'a ArticleItem) -> Vec<(&'a str, SourceId)> {
        let given = article.sources.iter().filter(|item| !item.is_reference());
        given
            .filter_map(|item| Some((item.id.as_ref()?.value.as_str(), *self.inline.get(&item.top)?)))
            .collect()
    }

    // ---- metadata ----

    fn article(&mut self, article: &ArticleItem) {
        for name in &article.authors {
            self.add(name, Way::Metadata, self.resolver.author(name).map(Target::Author));
        }
        self.actors_and_countries(&article.actors, &article.countries);
        self.topics(&article.topics);
        article.events.iter().for_each(|event| self.event(event));
        for id in
            article.sources.iter().filter(|item| item.is_reference()).filter_map(|item| item.id.as_ref())
        {
            self.source(id, Way::Metadata);
        }
        for id in article.figures.iter().filter_map(|figure| figure.source.as_ref()) {
            self.source(id, Way::Metadata);
        }
        if let Some(name) = &article.translation_of {
            let found = self.resolver.article(name, &mut Diagnostics::new());
            self.add(name, Way::Metadata, found.map(Target::Article));
        }
    }

    fn event(&mut self, event: &EventItem) {
        self.actors_and_countries(&event.actors, &event.countries);
        self.topics(&event.topics);
        event.sources.iter().for_each(|id| self.source(id, Way::Metadata));
        if let Some(country) = event.place.as_ref().and_then(|place| place.country.as_ref()) {
            self.country(country);
        }
    }

    fn actor(&mut self, actor: &ActorItem) {
        actor.countries.iter().for_each(|name| self.country(name));
        for role in &actor.roles {
            if let Some(of) = &role.of {
                self.add(of, Way::Metadata, self.resolver.holder(of, &mut Diagnostics::new()));
            }
            role.source.iter().for_each(|id| self.source(id, Way::Metadata));
        }
        for relation in &actor.relations {
            self.add(&relation.to, Way::Metadata, self.resolver.actor(&relation.to, &mut Diagnostics::new()));
            relation.source.iter().for_each(|id| self.source(id, Way::Metadata));
        }
    }

    fn actors_and_countries(&mut self, actors: &[ActorMention], countries: &[At<String>]) {
        for actor in actors {
            self.add(&actor.name, Way::Metadata, self.resolver.actor(&actor.name, &mut Diagnostics::new()));
        }
        countries.iter().for_each(|name| self.country(name));
    }

    fn country(&mut self, name: &At<String>) {
        let found = self.resolver.country(name, &mut Diagnostics::new());
        self.add(name, Way::Metadata, found.map(Target::Country));
    }

    fn topics(&mut self, topics: &[At<String>]) {
        for name in topics {
            self.add(name, Way::Metadata, self.resolver.topic(name).map(Target::Topic));
        }
    }

    fn source(&mut self, id: &At<String>, way: Way) {
        let found = self.resolver.source(&self.local, id, &mut Diagnostics::new());
        self.add(id, way, found.map(Target::Source));
    }

    // ---- texts ----

    fn body(&mut self, document: &Document) {
        let Some(owner) = document.body_at.and_then(|_| self.resolver.item_of(document.file)) else { return };
        let text = self.site.text(owner);
        for (reference, resolved) in text.body.references.iter().zip(&text.resolved) {
            self.reference(reference, resolved);
        }
    }

    fn reference(&mut self, reference: &Reference, resolved: &Resolved) {
        let target = match resolved {
            Resolved::Link { target, .. } => Some(*target),
            _ => None,
        };
        let at = |text: &str| At::new(text.to_owned(), reference.span);
        match &reference.kind {
            ReferenceKind::Wiki { target: name, .. } | ReferenceKind::Embed { target: name, .. } => {
                self.add(&at(name), Way::Wiki, target);
            }
            ReferenceKind::Link { dest } | ReferenceKind::Image { dest, .. } => {
                self.add(&at(dest), Way::Path, target);
            }
            ReferenceKind::Citation { ids } => ids.iter().for_each(|id| self.source(id, Way::Citation)),
        }
    }
}
