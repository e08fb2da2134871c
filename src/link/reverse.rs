//! The other way round: what refers to each item.

use std::cmp::Reverse;

use rayon::prelude::*;

use crate::model::site::{
    ActorId, ArticleId, CountryId, EventId, NamedBy, Publisher, Site, SourceId, Target,
};

/// `owners` are the items that may have a text.
pub fn fill(site: &mut Site, owners: &[Target]) {
    from_metadata(site);
    from_texts(site, owners);
    sources(site, owners);
    countries(site);
    offices(site);
    settle(site);
}

/// Articles and events by what their metadata names. Both are in the order of the site, so the lists are, too.
fn from_metadata(site: &mut Site) {
    for (index, article) in site.articles.iter().enumerate() {
        let id = ArticleId::new(index);
        for (actor, _) in &article.actors {
            site.actors[actor.index()].named_by.articles.push(id);
        }
        for country in &article.countries {
            site.countries[country.index()].named_by.articles.push(id);
        }
        for topic in &article.topics {
            site.topics[topic.index()].named_by.articles.push(id);
        }
        for author in &article.authors {
            site.authors[author.index()].articles.push(id);
        }
    }
    for (index, event) in site.events.iter().enumerate() {
        let id = EventId::new(index);
        for (actor, _) in &event.actors {
            site.actors[actor.index()].named_by.events.push(id);
        }
        for country in &event.countries {
            site.countries[country.index()].named_by.events.push(id);
        }
        for topic in &event.topics {
            site.topics[topic.index()].named_by.events.push(id);
        }
    }
}

/// Links and names in texts: an article that names an actor in its text does so as one whose metadata name it.
fn from_texts(site: &mut Site, owners: &[Target]) {
    let all: &Site = site;
    let named = |owner: &Target| {
        let cited = &all.text(*owner).sources;
        // Which sources a text cites is in a list of its own.
        let is_cited = |target: &Target| matches!(target, Target::Source(id) if cited.contains(id));
        let targets = all.named(*owner).filter(|target| !is_cited(target));
        targets.map(|target| (*owner, target)).collect::<Vec<_>>()
    };
    let links: Vec<(Target, Target)> = owners.par_iter().flat_map_iter(named).collect();
    for (owner, target) in links {
        link(site, owner, target);
    }
}

fn link(site: &mut Site, owner: Target, target: Target) {
    let named_by = match target {
        Target::Actor(id) => &mut site.actors[id.index()].named_by,
        Target::Country(id) => &mut site.countries[id.index()].named_by,
        Target::Topic(id) => &mut site.topics[id.index()].named_by,
        Target::Article(id) => return site.articles[id.index()].linked_from.push(owner),
        Target::Event(id) => return site.events[id.index()].linked_from.push(owner),
        Target::Source(id) => return site.sources[id.index()].linked_from.push(owner),
        Target::Author(_) | Target::Page(_) => return,
    };
    match owner {
        Target::Article(article) => named_by.articles.push(article),
        other => named_by.linked_from.push(other),
    }
}

/// Which texts, events and items rely on each source.
fn sources(site: &mut Site, owners: &[Target]) {
    let mut uses: Vec<(SourceId, Target)> = Vec::new();
    for owner in owners {
        uses.extend(site.text(*owner).sources.iter().map(|source| (*source, *owner)));
    }
    for (index, event) in site.events.iter().enumerate() {
        uses.extend(event.sources.iter().map(|source| (*source, Target::Event(EventId::new(index)))));
    }
    for (index, actor) in site.actors.iter().enumerate() {
        let owner = Target::Actor(ActorId::new(index));
        let roles = actor.roles.iter().filter_map(|role| role.source);
        let relations = actor
            .relations
            .iter()
            .filter(|relation| !relation.inverse)
            .filter_map(|relation| relation.source);
        uses.extend(roles.chain(relations).map(|source| (source, owner)));
    }
    // In the order of sources, which lie in memory as they do here.
    uses.par_sort_unstable();
    uses.dedup();
    for (source, owner) in uses {
        let source = &mut site.sources[source.index()];
        match owner {
            Target::Article(article) => source.articles.push(article),
            Target::Event(event) => source.events.push(event),
            other => source.linked_from.push(other),
        }
    }
    for index in 0..site.sources.len() {
        if let Some(publisher) = site.sources[index].publisher {
            let marking = site.sources[index].marking;
            let publisher = &mut site.publishers[publisher.index()];
            let is_first = publisher.sources.is_empty();
            publisher.marking = if is_first { marking } else { publisher.marking.min(marking) };
            publisher.sources.push(SourceId::new(index));
        }
    }
    let relying = |publisher: &Publisher| {
        let mut articles: Vec<ArticleId> = publisher
            .sources
            .iter()
            .flat_map(|source| site.sources[source.index()].articles.clone())
            .collect();
        sorted(&mut articles);
        articles.len()
    };
    let counts: Vec<usize> = site.publishers.par_iter().map(relying).collect();
    for (publisher, count) in site.publishers.iter_mut().zip(counts) {
        publisher.articles = count;
    }
}

/// Actors of each country, and which countries are named at all.
fn countries(site: &mut Site) {
    let mut named: Vec<CountryId> = Vec::new();
    for (index, actor) in site.actors.iter().enumerate() {
        for country in &actor.countries {
            site.countries[country.index()].actors.push(ActorId::new(index));
        }
        named.extend(&actor.countries);
        named.extend(actor.roles.iter().filter_map(|role| match role.of {
            Some(Target::Country(id)) => Some(id),
            _ => None,
        }));
    }
    for id in named {
        site.countries[id.index()].has_page = true;
    }
    for country in site.countries.iter_mut() {
        let named_by = &country.named_by;
        country.has_page |=
            !named_by.articles.is_empty() || !named_by.events.is_empty() || !named_by.linked_from.is_empty();
    }
}

/// Roles by where they are held.
fn offices(site: &mut Site) {
    for (index, actor) in site.actors.iter().enumerate() {
        for (place, role) in actor.roles.iter().enumerate() {
            if let Some(of) = role.of {
                site.offices.entry(of).or_default().push((ActorId::new(index), place));
            }
        }
    }
}

/// Every list once and in the order of the site; then who is named together with whom.
fn settle(site: &mut Site) {
    for list in site.actors.iter_mut().map(|actor| &mut actor.named_by) {
        once(list);
    }
    for list in site.countries.iter_mut().map(|country| &mut country.named_by) {
        once(list);
    }
    for list in site.topics.iter_mut().map(|topic| &mut topic.named_by) {
        once(list);
    }
    for article in site.articles.iter_mut() {
        sorted(&mut article.linked_from);
    }
    for event in site.events.iter_mut() {
        sorted(&mut event.linked_from);
    }
    for source in site.sources.iter_mut() {
        sorted(&mut source.linked_from);
    }
    let together = Together::new(site);
    site.actors.par_iter_mut().enumerate().for_each_init(Vec::new, |counts, (index, actor)| {
        together.count(&mut actor.named_by, Some(ActorId::new(index)), None, counts);
    });
    site.countries.par_iter_mut().enumerate().for_each_init(Vec::new, |counts, (index, country)| {
        together.count(&mut country.named_by, None, Some(CountryId::new(index)), counts);
    });
    let topics = site.topics.par_iter_mut();
    topics.for_each_init(Vec::new, |counts, topic| together.count(&mut topic.named_by, None, None, counts));
}

fn once(named_by: &mut NamedBy) {
    sorted(&mut named_by.articles);
    sorted(&mut named_by.events);
    sorted(&mut named_by.linked_from);
}

fn sorted<T: Ord>(list: &mut Vec<T>) {
    list.sort_unstable();
    list.dedup();
}

/// Whom each article names, in its metadata or its text, close together in memory: this is walked for every actor,
/// country and topic.
struct Together {
    actors: Lists<ActorId>,
    countries: Lists<CountryId>,
}

impl Together {
    fn new(site: &Site) -> Self {
        let articles = site.articles.len();
        let actors = site.actors.iter().map(|actor| &actor.named_by.articles);
        let countries = site.countries.iter().map(|country| &country.named_by.articles);
        Together {
            actors: Lists::new(articles, actors, ActorId::new),
            countries: Lists::new(articles, countries, CountryId::new),
        }
    }

    /// Counts whom the same articles name. `counts` are zeros, before and after.
    fn count(
        &self,
        named_by: &mut NamedBy,
        actor: Option<ActorId>,
        country: Option<CountryId>,
        counts: &mut Vec<usize>,
    ) {
        named_by.co_actors = self.actors.count(&named_by.articles, actor, ActorId::index, counts);
        named_by.co_countries = self.countries.count(&named_by.articles, country, CountryId::index, counts);
    }
}

/// A list for each article, all in one.
struct Lists<T> {
    ids: Vec<T>,
    /// Where each article's list ends.
    ends: Vec<usize>,
    /// How many there are to be named.
    known: usize,
}

impl<T: Copy + Ord> Lists<T> {
    /// From the lists of articles that name each.
    fn new<'s>(
        articles: usize,
        naming: impl Iterator<Item = &'s Vec<ArticleId>> + Clone,
        id: impl Fn(usize) -> T,
    ) -> Self {
        let mut ends = vec![0; articles];
        naming.clone().flatten().for_each(|article| ends[article.index()] += 1);
        let mut total = 0;
        for end in &mut ends {
            total += std::mem::replace(end, total);
        }
        // From the beginning of each list to its end, as the list is filled.
        let mut ids = vec![id(0); total];
        let mut known = 0;
        for (index, articles) in naming.enumerate() {
            for article in articles {
                let end = &mut ends[article.index()];
                ids[*end] = id(index);
                *end += 1;
            }
            known = index + 1;
        }
        Lists { ids, ends, known }
    }

    fn of(&self, article: ArticleId) -> &[T] {
        let start = article.index().checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.ids[start..self.ends[article.index()]]
    }

    /// Who is named by these articles, and how often: most frequent first, then in the order of the site.
    fn count(
        &self,
        articles: &[ArticleId],
        but: Option<T>,
        index: impl Fn(T) -> usize,
        counts: &mut Vec<usize>,
    ) -> Vec<(T, usize)> {
        counts.resize(counts.len().max(self.known), 0);
        let mut found = Vec::new();
        let named = articles.iter().flat_map(|article| self.of(*article));
        for id in named.copied().filter(|id| Some(*id) != but) {
            let count = &mut counts[index(id)];
            if *count == 0 {
                found.push(id);
            }
            *count += 1;
        }
        let taken = found.into_iter().map(|id| (id, std::mem::take(&mut counts[index(id)])));
        let mut counted: Vec<(T, usize)> = taken.collect();
        counted.sort_unstable_by_key(|(item, count)| (Reverse(*count), *item));
        counted
    }
}
