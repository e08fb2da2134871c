//! What a site has already, to be offered by an editor: ids with the names they stand for.
//!
//! In: every document of a site, whoever may see it, since this is for its author alone. Out: for each sort of
//! reference the ids that it can have; anything else stays possible, as names and aliases are read as well.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::config::Config;
use crate::link;
use crate::model::country_table::COUNTRIES;
use crate::model::document::{Document, EventItem, Item, Kind};
use crate::model::slug::slug;
use crate::source::At;

/// Ids and what they mean, by kind, in order.
#[derive(Debug, Default)]
pub struct Ids(BTreeMap<&'static str, BTreeMap<String, String>>);

impl Ids {
    pub fn of(documents: &[Document], config: &Config) -> Self {
        let mut ids = Ids::default();
        for country in &COUNTRIES {
            ids.add(Kind::Country, country.code, country.name);
        }
        for (document, id) in documents.iter().zip(link::slugs(documents, config)) {
            if let Some(id) = id {
                ids.document(document, &id);
            }
        }
        for document in documents {
            ids.named_by(&document.item, config);
        }
        ids
    }

    fn add(&mut self, kind: Kind, id: &str, name: &str) {
        self.0.entry(kind.word()).or_default().insert(id.to_owned(), name.to_owned());
    }

    fn document(&mut self, document: &Document, id: &str) {
        match &document.item {
            // A country without a name of the site's own keeps the built-in one.
            Item::Country(country) => {
                if let Some(name) = &country.name {
                    self.add(Kind::Country, &id.to_uppercase(), &name.value);
                }
            }
            _ => self.add(document.kind, id, &document.title),
        }
    }

    /// What comes into being because an article or an event names it.
    fn named_by(&mut self, item: &Item, config: &Config) {
        match item {
            Item::Article(article) => {
                self.unwritten(Kind::Topic, &article.topics, config);
                self.unwritten(Kind::Author, &article.authors, config);
                article.events.iter().for_each(|event| self.event(event, config));
            }
            Item::Event(event) => self.event(event, config),
            _ => {}
        }
    }

    fn event(&mut self, event: &EventItem, config: &Config) {
        self.unwritten(Kind::Topic, &event.topics, config);
        if let Some(id) = &event.id {
            self.add(Kind::Event, &id.value, &event.title.value);
        }
    }

    fn unwritten(&mut self, kind: Kind, names: &[At<String>], config: &Config) {
        let known = self.0.entry(kind.word()).or_default();
        for name in names {
            known.entry(slug(&name.value, config.slugs)).or_insert_with(|| name.value.clone());
        }
    }

    fn pairs(&self, kind: Kind) -> impl Iterator<Item = (&String, &String)> {
        self.0.get(kind.word()).into_iter().flatten()
    }

    /// Puts them into the definitions of what can be one of them.
    pub(super) fn offer(&self, definitions: &mut Map<String, Value>) {
        let offers: [(&str, &[Kind]); 8] = [
            ("ActorName", &[Kind::Actor]),
            ("ArticleName", &[Kind::Article]),
            ("AuthorName", &[Kind::Author]),
            ("CountryName", &[Kind::Country]),
            ("EventName", &[Kind::Event]),
            ("Holder", &[Kind::Country, Kind::Actor]),
            ("SourceName", &[Kind::Source]),
            ("TopicName", &[Kind::Topic]),
        ];
        for (name, kinds) in offers {
            let (ids, names): (Vec<_>, Vec<_>) = kinds.iter().flat_map(|kind| self.pairs(*kind)).unzip();
            if let Some(definition) = definitions.get_mut(name).filter(|_| !ids.is_empty()) {
                offer(definition, &ids, &names);
            }
        }
    }
}

/// One of these ids, or whatever the definition takes already.
fn offer(definition: &mut Value, ids: &[&String], names: &[&String]) {
    let title = definition["title"].take();
    let types = definition["type"].take();
    let known = json!({"type": "string", "enum": ids, "enumDescriptions": names});
    *definition = json!({"title": title, "anyOf": [known, {"type": types}]});
}
