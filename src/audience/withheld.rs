//! What was left out: how others may still call it, and nothing else of it.
//!
//! In: what the filter takes out. Out: answers to `link`, which drops references to it. No page and no word is ever made
//! from this.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::body::Heading;
use crate::model::document::{Alias, Document, EventItem, Item, Kind, SourceItem};
use crate::model::marking::Marking;
use crate::model::slug::{SlugStyle, name_key, slug};
use crate::source::{At, FileId};

/// Ids, names, aliases, slugs and files of what was left out.
#[derive(Debug, Default)]
pub struct Withheld {
    names: BTreeSet<(Kind, String)>,
    /// Markings of withheld sources, by the keys of their ids.
    sources: BTreeMap<String, Marking>,
    files: BTreeSet<FileId>,
    /// Paths of redirects, without slashes at their ends.
    paths: BTreeSet<String>,
    /// Headings of withheld portions, by the file of their text.
    headings: BTreeMap<FileId, Vec<Heading>>,
    /// Pictures with a marking of their own, whether they pass or not: which file names which, and how it is marked.
    pictures: Vec<(FileId, String, Marking)>,
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

    /// The headings that a file's text has lost, and other ids in it.
    pub fn headings(&self, file: FileId) -> &[Heading] {
        self.headings.get(&file).map_or(&[], Vec::as_slice)
    }

    /// Pictures with a marking of their own: the file that names each, what it names, and the marking.
    pub fn pictures(&self) -> &[(FileId, String, Marking)] {
        &self.pictures
    }

    pub(super) fn add(&mut self, kind: Kind, name: &str) {
        self.names.insert((kind, name_key(name)));
    }

    pub(super) fn add_headings(&mut self, file: FileId, headings: Vec<Heading>) {
        if !headings.is_empty() {
            self.headings.insert(file, headings);
        }
    }

    /// Remembers how a picture is marked that an item of this marking has.
    pub(super) fn add_picture(&mut self, document: &Document, container: Marking) {
        let image = document.common.image.as_ref();
        if let Some((image, own)) = image.and_then(|image| Some((image, image.marking.as_ref()?))) {
            let marking = own.value.max(container);
            self.pictures.push((document.file, image.src.value.clone(), marking));
        }
    }

    /// Adds all names of an item and of what it contains.
    pub(super) fn add_document(&mut self, document: &Document, marking: Marking, style: SlugStyle) {
        let kind = document.kind;
        self.files.extend([Some(document.file), document.sidecar].into_iter().flatten());
        let redirects = document.common.redirects.iter();
        self.paths.extend(redirects.map(|redirect| redirect.value.trim_matches('/').to_owned()));
        self.add(kind, &document.title);
        self.add(kind, &document.stem);
        self.add(kind, &slug(&document.stem, style));
        if let Some(id) = &document.id {
            self.add(kind, &id.value);
            if kind == Kind::Source {
                self.sources.insert(name_key(&id.value), marking);
            }
        }
        match &document.item {
            Item::Actor(actor) => {
                self.add_aliases(kind, &actor.aliases);
                actor.native_name.iter().for_each(|native| self.add(kind, &native.text));
            }
            Item::Country(country) => self.add_aliases(kind, &country.aliases),
            Item::Article(article) => {
                article.slug.iter().for_each(|slug| self.add(kind, &slug.value));
                article.events.iter().for_each(|event| self.add_event(event));
                article.sources.iter().for_each(|source| self.add_source(source, marking));
            }
            _ => {}
        }
    }

    fn add_aliases(&mut self, kind: Kind, aliases: &[Alias]) {
        aliases.iter().for_each(|alias| self.add(kind, &alias.text.value));
    }

    pub(super) fn add_event(&mut self, event: &EventItem) {
        event.id.iter().for_each(|id| self.add(Kind::Event, &id.value));
        self.add(Kind::Event, &event.title.value);
    }

    /// Adds a source that an article of this marking gives.
    pub(super) fn add_source(&mut self, source: &SourceItem, container: Marking) {
        if let Some(id) = source.id.as_ref().filter(|_| !source.is_reference()) {
            self.add(Kind::Source, &id.value);
            let own = source.marking.as_ref().map_or(container, |own: &At<Marking>| own.value);
            self.sources.insert(name_key(&id.value), own.max(container));
        }
    }
}
