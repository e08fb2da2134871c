//! What an author means by an origin: another source, a publisher, or an account that is none of this site's sources.
//!
//! In: the words under `origin`, and all sources. Out: what they mean, part by part. Which sources come to the same account
//! is not known here.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::link::stories::Stories;
use crate::model::site::{PublisherId, Site, SourceId};
use crate::model::slug::name_key;

/// One of the accounts that a source repeats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub words: String,
    pub key: String,
    pub meaning: Meaning,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The source that has this id.
    Source(SourceId),
    /// All sources of this title; this is the first.
    Title(SourceId),
    Publisher(PublisherId),
    /// The source's own id, title or publisher: it repeats nobody.
    Itself,
    Words,
}

/// What there is to be named, by its key, of that what any origin may mean.
pub struct Names {
    ids: FxHashMap<String, SourceId>,
    /// Ids that an article gives, by the place of the article.
    local: FxHashMap<(usize, String), SourceId>,
    /// The article that gives a source whose origin is to be read.
    given_by: FxHashMap<SourceId, usize>,
    titles: FxHashMap<String, SourceId>,
    publishers: FxHashMap<String, PublisherId>,
}

impl Names {
    pub fn new(site: &Site, stories: &Stories, repeating: &[SourceId]) -> Self {
        let wanted: FxHashSet<String> = repeating
            .iter()
            .flat_map(|id| std::iter::once(whole(site, *id)).chain(parts(site, *id)))
            .map(name_key)
            .collect();
        let mut names = Names {
            ids: FxHashMap::default(),
            local: FxHashMap::default(),
            given_by: FxHashMap::default(),
            titles: FxHashMap::default(),
            publishers: FxHashMap::default(),
        };
        names.add_sources(site, &wanted);
        names.add_local(site, stories, &wanted);
        for (index, publisher) in site.publishers.iter().enumerate() {
            keep(&mut names.publishers, &wanted, name_key(&publisher.name), PublisherId::new(index));
        }
        names
    }

    fn add_sources(&mut self, site: &Site, wanted: &FxHashSet<String>) {
        for (index, source) in site.sources.iter().enumerate() {
            let id = SourceId::new(index);
            let own = if source.is_shared { source.id.as_ref() } else { Some(&source.slug) };
            if let Some(own) = own {
                keep(&mut self.ids, wanted, name_key(own), id);
            }
            keep(&mut self.titles, wanted, name_key(&source.title), id);
        }
    }

    /// Ids that are known in one article alone.
    fn add_local(&mut self, site: &Site, stories: &Stories, wanted: &FxHashSet<String>) {
        for (article, sources) in stories.inline_sources.iter().enumerate() {
            for id in sources.iter().flatten() {
                if !site[*id].origin_account.is_empty() {
                    self.given_by.insert(*id, article);
                }
                let key = site[*id].id.as_deref().map(name_key).filter(|key| wanted.contains(key));
                if let Some(key) = key {
                    self.local.entry((article, key)).or_insert(*id);
                }
            }
        }
    }

    /// What a source repeats. Its words are taken as one name where that names something, else as several.
    pub fn read(&self, id: SourceId, site: &Site) -> Vec<Part> {
        let part = |words: &str| self.part(id, words, site);
        let one = part(whole(site, id));
        if one.meaning != Meaning::Words {
            return vec![one];
        }
        parts(site, id).map(part).filter(|part| !part.key.is_empty()).collect()
    }

    fn part(&self, id: SourceId, words: &str, site: &Site) -> Part {
        let key = name_key(words);
        let meaning = self.meaning(id, &key, site);
        Part { words: words.to_owned(), key, meaning }
    }

    /// An id of the same article comes first, then any other id, then a title, then a publisher.
    fn meaning(&self, id: SourceId, key: &str, site: &Site) -> Meaning {
        let near = self.given_by.get(&id).and_then(|article| self.local.get(&(*article, key.to_owned())));
        if let Some(found) = near.or_else(|| self.ids.get(key)) {
            return if *found == id { Meaning::Itself } else { Meaning::Source(*found) };
        }
        if let Some(first) = self.titles.get(key) {
            return if name_key(&site[id].title) == key { Meaning::Itself } else { Meaning::Title(*first) };
        }
        let Some(publisher) = self.publishers.get(key) else { return Meaning::Words };
        let own = site[id].publisher;
        let is_own = own.is_some_and(|own| name_key(&site[own].name) == key);
        if is_own { Meaning::Itself } else { Meaning::Publisher(*publisher) }
    }
}

/// Keeps the first of each name, if anybody asks for it.
fn keep<T>(names: &mut FxHashMap<String, T>, wanted: &FxHashSet<String>, key: String, named: T) {
    if !key.is_empty() && wanted.contains(&key) {
        names.entry(key).or_insert(named);
    }
}

fn whole(site: &Site, id: SourceId) -> &str {
    &site[id].origin_account
}

/// Several accounts stand with semicolons between.
fn parts(site: &Site, id: SourceId) -> impl Iterator<Item = &str> {
    whole(site, id).split(';').map(str::trim)
}
