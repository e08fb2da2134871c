//! The other way round: what refers to each item.

use std::cmp::Reverse;
use std::hash::Hash;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::model::site::{
    ActorId, Article, ArticleId, CountryId, EventId, NamedBy, Resolved, Site, SourceId, Target,
};

pub fn fill(site: &mut Site) {
    from_metadata(site);
    from_texts(site);
    sources(site);
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

/// Links in texts. An article that links to an actor names it.
fn from_texts(site: &mut Site) {
    let links: Vec<(Target, Target)> = site
        .targets()
        .flat_map(|owner| {
            let resolved = site.text(owner).resolved.iter();
            resolved.filter_map(move |resolved| match resolved {
                Resolved::Link { target, .. } if *target != owner => Some((owner, *target)),
                _ => None,
            })
        })
        .collect();
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
fn sources(site: &mut Site) {
    let mut uses: Vec<(SourceId, Target)> = Vec::new();
    for owner in site.targets() {
        uses.extend(site.text(owner).sources.iter().map(|source| (*source, owner)));
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
            site.publishers[publisher.index()].sources.push(SourceId::new(index));
        }
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
    for country in &mut site.countries {
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
    for article in &mut site.articles {
        sorted(&mut article.linked_from);
    }
    for event in &mut site.events {
        sorted(&mut event.linked_from);
    }
    for source in &mut site.sources {
        sorted(&mut source.articles);
        sorted(&mut source.events);
        sorted(&mut source.linked_from);
    }
    let articles = &site.articles;
    site.actors.par_iter_mut().enumerate().for_each(|(index, actor)| {
        co_named(&mut actor.named_by, articles, Some(ActorId::new(index)), None);
    });
    site.countries.par_iter_mut().enumerate().for_each(|(index, country)| {
        co_named(&mut country.named_by, articles, None, Some(CountryId::new(index)));
    });
    site.topics.par_iter_mut().for_each(|topic| co_named(&mut topic.named_by, articles, None, None));
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

/// Counts whom the same articles name.
fn co_named(
    named_by: &mut NamedBy,
    articles: &[Article],
    actor: Option<ActorId>,
    country: Option<CountryId>,
) {
    let together = || named_by.articles.iter().map(|article| &articles[article.index()]);
    let actors = together().flat_map(|article| article.actors.iter().map(|(id, _)| *id));
    let co_actors = counted(actors.filter(|id| Some(*id) != actor));
    let countries = together().flat_map(|article| article.countries.iter().copied());
    let co_countries = counted(countries.filter(|id| Some(*id) != country));
    named_by.co_actors = co_actors;
    named_by.co_countries = co_countries;
}

/// Most frequent first, then in the order of the site.
fn counted<T: Copy + Ord + Hash>(items: impl Iterator<Item = T>) -> Vec<(T, usize)> {
    let mut counts: FxHashMap<T, usize> = FxHashMap::default();
    for item in items {
        *counts.entry(item).or_default() += 1;
    }
    let mut counts: Vec<(T, usize)> = counts.into_iter().collect();
    counts.sort_unstable_by_key(|(item, count)| (Reverse(*count), *item));
    counts
}
