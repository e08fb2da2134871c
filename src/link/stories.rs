//! Events and sources: those with files of their own, and those that articles tell inline.

use std::collections::BTreeMap;
use std::mem::take;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::raw::Raw;
use super::skeleton::RawLists;
use super::slugs::unused;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::document::{Document, EventItem, SourceItem};
use crate::model::marking::Marking;
use crate::model::site::{ArticleId, Event, Origin, Publisher, PublisherId, Site, Source, SourceId, Text};
use crate::model::slug::{OrderKey, name_key, slug};
use crate::source::{At, Span};

/// Which event and source came of what an author wrote.
#[derive(Debug, Default)]
pub struct Stories {
    /// The accounts of each event: its own file first, then articles from the earliest to the latest.
    pub accounts: Vec<Vec<RawAccount>>,
    /// For each article the source made of each item of its list; none where the item only names a source.
    pub inline_sources: Vec<Vec<Option<SourceId>>>,
}

/// Where an account stands: in the list of event documents, or in an article's list of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawAccount {
    pub article: Option<ArticleId>,
    pub index: usize,
}

impl RawAccount {
    pub fn item<'a>(&self, raw: &'a RawLists) -> &'a EventItem {
        match self.article {
            Some(article) => &raw.articles[article.index()].article().events[self.index],
            None => raw.events[self.index].event(),
        }
    }

    /// The document of an event's own file.
    pub fn document<'a>(&self, raw: &'a RawLists) -> Option<&'a Document> {
        self.article.is_none().then(|| &raw.events[self.index].document)
    }

    fn marking(&self, raw: &RawLists, site: &Site) -> Marking {
        let container = match self.article {
            Some(article) => site[article].marking,
            None => self.document(raw).map_or(Marking::Clear, Document::marking),
        };
        self.item(raw).marking.as_ref().map_or(container, |own| own.value.max(container))
    }
}

pub fn build(site: &mut Site, raw: &mut RawLists, config: &Config, diagnostics: &mut Diagnostics) -> Stories {
    let inline_sources = sources(site, raw, config, diagnostics);
    let accounts = events(site, raw, config, diagnostics);
    Stories { accounts, inline_sources }
}

// ---- events ----

/// An event before it has its place in the list.
struct Told {
    id: Option<String>,
    slug: String,
    accounts: Vec<RawAccount>,
}

fn events(
    site: &mut Site,
    raw: &RawLists,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Vec<Vec<RawAccount>> {
    let (mut told, nameless) = with_ids(raw, config, diagnostics);
    let mut taken: FxHashSet<String> = told.iter().map(|event| event.slug.clone()).collect();
    let own: Vec<String> =
        nameless.par_iter().map(|account| slug_of_item(account.item(raw), config)).collect();
    for (account, own) in nameless.into_iter().zip(own) {
        let slug = slug_of_nameless(&account, own, site, &taken);
        taken.insert(slug.clone());
        told.push(Told { id: None, slug, accounts: vec![account] });
    }
    told.par_sort_by_cached_key(|event| {
        let date = &event.accounts[0].item(raw).date.value;
        (date.sort_key(), event.slug.clone())
    });
    let (events, accounts): (Vec<Event>, _) = told.into_par_iter().map(|told| event(told, raw, site)).unzip();
    site.events = events.into();
    accounts
}

/// Accounts in the order in which one of them speaks for the event: its own file, then articles from the earliest.
fn all_accounts(raw: &RawLists) -> Vec<RawAccount> {
    let files = (0..raw.events.len()).map(|index| RawAccount { article: None, index });
    // Articles are sorted from the newest to the oldest.
    let inline = raw.articles.iter().enumerate().rev().flat_map(|(article, raw)| {
        (0..raw.article().events.len())
            .map(move |index| RawAccount { article: Some(ArticleId::new(article)), index })
    });
    files.chain(inline).collect()
}

fn with_ids(raw: &RawLists, config: &Config, diagnostics: &mut Diagnostics) -> (Vec<Told>, Vec<RawAccount>) {
    let mut by_slug: BTreeMap<String, Told> = BTreeMap::new();
    let mut nameless = Vec::new();
    for account in all_accounts(raw) {
        let document = account.document(raw);
        let id = document.map_or_else(|| account.item(raw).id.as_ref(), |document| document.id.as_ref());
        let Some(id) = id else {
            nameless.push(account);
            continue;
        };
        let slug = slug(&id.value, config.slugs);
        if slug.is_empty() {
            let message = format!("`{}` has no letter or digit to make a URL from", id.value);
            diagnostics
                .push(Diagnostic::new(Code::EmptySlug, id.span, message).help("give the event another `id`"));
            nameless.push(account);
            continue;
        }
        let told = Told { id: Some(id.value.clone()), slug: slug.clone(), accounts: Vec::new() };
        by_slug.entry(slug).or_insert(told).accounts.push(account);
    }
    (by_slug.into_values().collect(), nameless)
}

/// Date and title together.
fn slug_of_item(item: &EventItem, config: &Config) -> String {
    slug(&[item.date.value.text(), " ", &item.title.value].concat(), config.slugs)
}

/// What date and title make; with the article's slug before it where that is taken.
fn slug_of_nameless(account: &RawAccount, own: String, site: &Site, taken: &FxHashSet<String>) -> String {
    let own = match account.article {
        Some(article) if taken.contains(&own) => format!("{}-{own}", site[article].slug),
        _ => own,
    };
    unused(&own, |slug| taken.contains(slug))
}

fn event(told: Told, raw: &RawLists, site: &Site) -> (Event, Vec<RawAccount>) {
    let speaker = told.accounts[0];
    let item = speaker.item(raw);
    let document = speaker.document(raw);
    let summary =
        told.accounts.iter().find_map(|account| account.item(raw).summary.clone()).unwrap_or_default();
    let event = Event {
        file: document.map(|document| document.file),
        id: told.id,
        slug: told.slug,
        date: item.date.value.clone(),
        title: item.title.value.clone(),
        summary,
        actors: Vec::new(),
        countries: Vec::new(),
        topics: Vec::new(),
        place: None,
        sources: Vec::new(),
        importance: told.accounts.iter().map(|account| account.item(raw).importance).max().unwrap_or(3),
        image: None,
        redirects: document.map(|document| document.common.redirects.clone()).unwrap_or_default(),
        text: document.map(Document::text).unwrap_or_default(),
        extra: document.map(|document| document.common.extra.clone()).unwrap_or_default(),
        accounts: Vec::new(),
        linked_from: Vec::new(),
        marking: told.accounts.iter().map(|account| account.marking(raw, site)).max().unwrap_or_default(),
    };
    (event, told.accounts)
}

// ---- sources ----

/// Sources as they are found: shared ones first, then article by article. Most of a large site's items are sources; they
/// are made in the order in which their parts lie in memory, and only then brought into that of the site.
#[derive(Default)]
struct Given {
    sources: Vec<Source>,
    /// The article that gives each, and its place in that article's list; none for a file of its own.
    from: Vec<Option<(ArticleId, usize)>>,
    /// How often each spelling of a publisher's name is used. Until all are known, a publisher's id is a place in here.
    publishers: Vec<(String, usize)>,
    by_name: FxHashMap<String, PublisherId>,
}

impl Given {
    fn add(&mut self, mut source: Source, publisher: Option<String>, from: Option<(ArticleId, usize)>) {
        source.publisher = publisher.map(|name| self.publisher(name));
        self.sources.push(source);
        self.from.push(from);
    }

    fn publisher(&mut self, name: String) -> PublisherId {
        let id = self.by_name.get(&name).copied().unwrap_or_else(|| {
            let id = PublisherId::new(self.publishers.len());
            self.publishers.push((name.clone(), 0));
            self.by_name.insert(name, id);
            id
        });
        self.publishers[id.index()].1 += 1;
        id
    }
}

fn sources(
    site: &mut Site,
    raw: &mut RawLists,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Vec<Vec<Option<SourceId>>> {
    let mut given = Given::default();
    let inline_count: usize = raw.articles.iter().map(|raw| raw.article().sources.len()).sum();
    given.sources.reserve_exact(raw.sources.len() + inline_count);
    for raw in &mut raw.sources {
        let (source, publisher) = shared(raw);
        given.add(source, publisher, None);
    }
    let global: FxHashMap<String, Span> = raw
        .sources
        .iter()
        .map(|raw| (raw.slug.clone(), raw.document.id.as_ref().map_or(raw.document.top, |id| id.span)))
        .collect();
    for (index, raw) in raw.articles.iter_mut().enumerate() {
        inline(ArticleId::new(index), raw, site, &global, config, &mut given, diagnostics);
    }
    let Given { mut sources, from, publishers: names, .. } = given;
    let mut order: Vec<usize> = (0..sources.len()).collect();
    order.par_sort_by_cached_key(|&index| {
        let source = &sources[index];
        (OrderKey::of(&source.title), source.slug.clone())
    });
    let mut placed: Vec<Vec<Option<SourceId>>> =
        raw.articles.iter().map(|raw| vec![None; raw.article().sources.len()]).collect();
    for (place, index) in order.iter().enumerate() {
        if let Some((article, position)) = from[*index] {
            placed[article.index()][position] = Some(SourceId::new(place));
        }
    }
    arrange(&mut sources, order);
    let (publishers, by_spelling) = publishers(&names, config);
    sources.par_iter_mut().for_each(|source| {
        source.publisher = source.publisher.and_then(|spelling| by_spelling[spelling.index()]);
    });
    site.sources = sources.into();
    site.publishers = publishers.into();
    placed
}

/// Brings a list into an order, given as the present place of each item, without a second list beside it.
fn arrange<T>(list: &mut [T], mut order: Vec<usize>) {
    for place in 0..list.len() {
        // What stood at an earlier place was swapped away, perhaps more than once.
        let mut from = order[place];
        while from < place {
            from = order[from];
        }
        order[place] = from;
        list.swap(place, from);
    }
}

/// The sources that an article gives in its own metadata.
fn inline(
    id: ArticleId,
    raw: &mut Raw,
    site: &Site,
    global: &FxHashMap<String, Span>,
    config: &Config,
    given: &mut Given,
    diagnostics: &mut Diagnostics,
) {
    let mut local: FxHashMap<String, Span> = FxHashMap::default();
    let (article_slug, origin) = (raw.slug.clone(), raw.document.origin());
    for (position, item) in raw.article_mut().sources.iter_mut().enumerate() {
        if item.is_reference() {
            continue;
        }
        let mut own = item.id.as_ref().map(|id| slug(&id.value, config.slugs)).unwrap_or_default();
        if let Some(id) = item.id.as_ref().filter(|_| !own.is_empty()) {
            let earlier = global
                .get(&own)
                .map(|span| (*span, "a source that all articles share"))
                .or_else(|| local.get(&own).map(|span| (*span, "another source of this article")));
            if let Some((span, whose)) = earlier {
                diagnostics.push(second_of_one_id(id, span, whose));
            }
            local.insert(own.clone(), id.span);
            own = format!("{article_slug}-{own}");
        }
        let origin = Origin { top: item.top, ..origin.clone() };
        let publisher = item.publisher.take();
        let source = source(item, own, origin, site[id].marking);
        given.add(source, publisher, Some((id, position)));
    }
}

fn second_of_one_id(id: &At<String>, earlier: Span, whose: &str) -> Diagnostic {
    Diagnostic::new(Code::DuplicateId, id.span, format!("`{}` is the id of {whose}", id.value))
        .label(earlier, "it is given here")
        .help("give this source another `id`, or cite the other one")
}

/// All publishers by name, and whom each spelling means.
fn publishers(names: &[(String, usize)], config: &Config) -> (Vec<Publisher>, Vec<Option<PublisherId>>) {
    let mut by_slug: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, (name, _)) in names.iter().enumerate() {
        by_slug.entry(slug(name, config.slugs)).or_default().push(index);
    }
    by_slug.remove("");
    let mut found: Vec<(Publisher, Vec<usize>)> = by_slug
        .into_iter()
        .map(|(slug, spellings)| {
            let name = most_frequent(spellings.iter().map(|index| &names[*index])).to_owned();
            (Publisher { slug, name, sources: Vec::new(), articles: 0, marking: Marking::Clear }, spellings)
        })
        .collect();
    found.sort_by_cached_key(|(publisher, _)| (name_key(&publisher.name), publisher.slug.clone()));
    let mut by_spelling = vec![None; names.len()];
    for (index, (_, spellings)) in found.iter().enumerate() {
        for spelling in spellings {
            by_spelling[*spelling] = Some(PublisherId::new(index));
        }
    }
    (found.into_iter().map(|(publisher, _)| publisher).collect(), by_spelling)
}

/// Of equally frequent ones the first in the alphabet.
fn most_frequent<'a>(spellings: impl Iterator<Item = &'a (String, usize)>) -> &'a str {
    let best = spellings.max_by(|left, right| left.1.cmp(&right.1).then(right.0.cmp(&left.0)));
    best.map_or("", |(name, _)| name)
}

/// A source with a file of its own, and its publisher.
fn shared(raw: &mut Raw) -> (Source, Option<String>) {
    let (origin, text, marking) = (raw.document.origin(), raw.document.text(), raw.document.marking());
    let extra = take(&mut raw.document.common.extra);
    let slug = raw.slug.clone();
    let declared = raw.document.id.as_ref().map(|id| id.value.clone());
    let item = raw.source_mut();
    let publisher = item.publisher.take();
    let source = source(item, slug, origin, marking);
    let id = source.id.map(|own| declared.unwrap_or(own));
    (Source { is_shared: true, id, text, extra, ..source }, publisher)
}

/// A source of an author's item. What nobody looks up later moves there.
fn source(item: &mut SourceItem, slug: String, origin: Origin, container: Marking) -> Source {
    let text = |text: &mut Option<String>| text.take().unwrap_or_default();
    let address = |url: &mut Option<At<String>>| url.take().map_or_else(String::new, |url| url.value);
    let id = item.id.as_ref().map_or(&slug, |id| &id.value);
    Source {
        origin,
        is_shared: false,
        id: (!slug.is_empty()).then(|| id.clone()),
        title: take(&mut item.title.value),
        publisher: None,
        url_at: item.url.as_ref().map(|url| url.span),
        archive_url_at: item.archive_url.as_ref().map(|url| url.span),
        url: address(&mut item.url),
        archive_url: address(&mut item.archive_url),
        date: item.date.take().map(|date| date.value),
        accessed: item.accessed.take().map(|date| date.value),
        author: text(&mut item.author),
        lang: text(&mut item.lang),
        origin_account: text(&mut item.origin),
        reliability: item.reliability,
        credibility: item.credibility,
        text: Text::default(),
        extra: Vec::new(),
        articles: Vec::new(),
        events: Vec::new(),
        linked_from: Vec::new(),
        marking: item.marking.as_ref().map_or(container, |own| own.value.max(container)),
        slug,
    }
}

#[cfg(test)]
mod tests {
    use super::arrange;

    #[test]
    fn a_list_is_arranged_in_its_place() {
        for order in [vec![], vec![0], vec![1, 2, 0], vec![2, 0, 1], vec![3, 1, 0, 2], vec![4, 3, 2, 1, 0]] {
            let mut list: Vec<usize> = (0..order.len()).collect();
            arrange(&mut list, order.clone());
            assert_eq!(list, order);
        }
    }
}
