//! A site as somebody sees it who may see everything: its items, and all that refers to them.
//!
//! In: sources. Out: [`Survey`]. Items of two surveys are compared by what they are told apart by wherever they lie.

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::Diagnostics;
use crate::link::Use;
use crate::model::document::{Document, Item, Kind};
use crate::model::site::{Origin, Site, Target};
use crate::parse::Memory;
use crate::pipeline::{self, Project, Timings};
use crate::source::{At, Sources, Span};

pub struct Survey {
    pub project: Project,
    pub documents: Vec<Document>,
    pub uses: Vec<Use>,
    pub items: Vec<Known>,
    index: HashMap<Target, usize>,
}

/// An item by which others may call it.
#[derive(Clone, Debug)]
pub struct Known {
    pub target: Target,
    pub kind: Kind,
    /// By which metadata, wikilinks and citations name it.
    pub id: String,
    pub slug: String,
    /// The id that counts in its article alone: of a source that an article gives.
    pub local: Option<String>,
    /// What it is called besides.
    pub names: Vec<String>,
    /// Where it is declared, if anywhere.
    pub place: Option<Span>,
    /// Of its page below the site's root, with slashes around it; none without a page of its own.
    pub url: Option<String>,
}

/// What an item stays, whatever its id: where it stands among those of its kind in its file; or, of what no file declares
/// or several places tell, its slug.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
    Declared(Kind, String, usize),
    Called(Kind, String),
}

/// What is known by other paths and slugs in another survey.
#[derive(Clone, Debug, Default)]
pub struct Renamed {
    pub paths: BTreeMap<String, String>,
    /// The kind, the slug before and after.
    pub slug: Option<(Kind, String, String)>,
}

impl Renamed {
    pub fn path<'p>(&'p self, path: &'p str) -> &'p str {
        self.paths.get(path).map_or(path, String::as_str)
    }

    fn slug<'s>(&'s self, kind: Kind, slug: &'s str) -> &'s str {
        match &self.slug {
            Some((known, before, after)) if *known == kind && before == slug => after,
            _ => slug,
        }
    }
}

impl Survey {
    pub fn new(sources: Sources, memory: &mut Memory) -> Self {
        let mut project = Project::remembered(sources, Diagnostics::new(), memory, &mut Timings::default());
        let (site, uses) = pipeline::linked(&project);
        let documents = project.take_documents();
        let items: Vec<Known> = site.targets().map(|target| known(target, &site)).collect();
        let index = items.iter().enumerate().map(|(index, item)| (item.target, index)).collect();
        Survey { project, documents, uses, items, index }
    }

    pub fn sources(&self) -> &Sources {
        &self.project.sources
    }

    pub fn item(&self, target: Target) -> &Known {
        &self.items[self.index[&target]]
    }

    /// The document by which a file declares an item.
    pub fn document(&self, item: &Known) -> Option<&Document> {
        let place = item.place?;
        let is_it = |document: &&Document| document.top == place && document.kind == item.kind;
        self.documents.iter().find(is_it)
    }

    /// What each item stays, when other paths and slugs are taken for these.
    pub fn identities(&self, renamed: &Renamed) -> HashMap<Target, Identity> {
        let mut declared: Vec<(&str, Kind, u32, Target)> = Vec::new();
        let mut all = HashMap::with_capacity(self.items.len());
        for item in &self.items {
            let is_told = item.kind == Kind::Event && item.url.is_some();
            match item.place.filter(|_| !is_told) {
                Some(place) => {
                    let path = renamed.path(self.sources().path(place.file));
                    declared.push((path, item.kind, place.start, item.target));
                }
                None => {
                    let slug = renamed.slug(item.kind, &item.slug).to_owned();
                    all.insert(item.target, Identity::Called(item.kind, slug));
                }
            }
        }
        declared.sort_unstable();
        let mut rank = 0;
        for (index, (path, kind, _, target)) in declared.iter().enumerate() {
            let earlier = index.checked_sub(1).map(|before| &declared[before]);
            rank =
                if earlier.is_some_and(|(of, same, ..)| of == path && same == kind) { rank + 1 } else { 0 };
            all.insert(*target, Identity::Declared(*kind, (*path).to_owned(), rank));
        }
        all
    }
}

fn known(target: Target, site: &Site) -> Known {
    let kind = target.kind();
    let (id, slug, place) = match target {
        Target::Article(id) => (&site[id].slug, &site[id].slug, Some(site[id].origin.top)),
        Target::Actor(id) => (&site[id].id, &site[id].slug, top(&site[id].origin)),
        Target::Country(id) => (&site[id].slug, &site[id].slug, top(&site[id].origin)),
        Target::Topic(id) => (&site[id].slug, &site[id].slug, top(&site[id].origin)),
        Target::Author(id) => (&site[id].slug, &site[id].slug, top(&site[id].origin)),
        Target::Event(id) => {
            let event = &site[id];
            let place = event.accounts.first().map(|account| account.span);
            (event.id.as_ref().unwrap_or(&event.slug), &event.slug, place)
        }
        Target::Source(id) => {
            let source = &site[id];
            let shared = source.id.as_ref().filter(|_| source.is_shared);
            (shared.unwrap_or(&source.slug), &source.slug, Some(source.origin.top))
        }
        Target::Page(id) => (&site[id].path, &site[id].path, Some(site[id].origin.top)),
    };
    let local = match target {
        Target::Source(id) if !site[id].is_shared => site[id].id.clone(),
        _ => None,
    };
    let mut names = vec![site.name(target).to_owned()];
    if let Target::Actor(id) = target {
        let item = &site[id].item;
        names.extend(item.aliases.iter().map(|alias| alias.text.value.clone()));
        names.extend(item.native_name.iter().map(|native| native.text.clone()));
    }
    let id = if kind == Kind::Page && id.is_empty() { "index".to_owned() } else { id.clone() };
    let url = url(target, slug, site);
    Known { target, kind, id, slug: slug.clone(), local, names, place, url }
}

fn top(origin: &Option<Origin>) -> Option<Span> {
    origin.as_ref().map(|origin| origin.top)
}

fn url(target: Target, slug: &str, site: &Site) -> Option<String> {
    let has_page = match target {
        Target::Event(id) => site[id].id.is_some(),
        Target::Source(id) => site[id].id.is_some(),
        _ => true,
    };
    let kind = target.kind();
    match kind {
        _ if !has_page => None,
        Kind::Page if slug.is_empty() => Some("/".to_owned()),
        Kind::Page => Some(format!("/{slug}/")),
        kind => Some(format!("/{}/{slug}/", kind.folder())),
    }
}

/// Where the ids of an event stand in articles that tell it, and its own file's first.
pub fn event_ids(documents: &[Document]) -> Vec<At<String>> {
    let mut ids = Vec::new();
    for document in documents {
        match &document.item {
            Item::Event(event) => ids.extend(event.id.clone()),
            Item::Article(article) => ids.extend(article.events.iter().filter_map(|event| event.id.clone())),
            _ => {}
        }
    }
    ids
}
