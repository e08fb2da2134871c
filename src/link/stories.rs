//! Events and sources: those with files of their own, and those that articles tell inline.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::raw::Raw;
use super::skeleton::RawLists;
use super::slugs::unused;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::document::{Document, EventItem, SourceItem};
use crate::model::marking::Marking;
use crate::model::site::{ArticleId, Event, Origin, Publisher, PublisherId, Site, Source, SourceId};
use crate::model::slug::{name_key, slug};
use crate::source::Span;

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

pub fn build(site: &mut Site, raw: &RawLists, config: &Config, diagnostics: &mut Diagnostics) -> Stories {
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
    for account in nameless {
        let slug = slug_of_nameless(&account, raw, site, config, &taken);
        taken.insert(slug.clone());
        told.push(Told { id: None, slug, accounts: vec![account] });
    }
    told.sort_by_cached_key(|event| {
        let date = &event.accounts[0].item(raw).date.value;
        (date.sort_key(), event.slug.clone())
    });
    site.events = told.iter().map(|event| self::event(event, raw, site)).collect();
    told.into_iter().map(|event| event.accounts).collect()
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

/// Date and title together; with the article's slug before it where that is taken.
fn slug_of_nameless(
    account: &RawAccount,
    raw: &RawLists,
    site: &Site,
    config: &Config,
    taken: &FxHashSet<String>,
) -> String {
    let item = account.item(raw);
    let own = slug(&format!("{} {}", item.date.value.text(), item.title.value), config.slugs);
    let own = match account.article {
        Some(article) if taken.contains(&own) => format!("{}-{own}", site[article].slug),
        _ => own,
    };
    unused(&own, |slug| taken.contains(slug))
}

fn event(told: &Told, raw: &RawLists, site: &Site) -> Event {
    let speaker = told.accounts[0];
    let item = speaker.item(raw);
    let document = speaker.document(raw);
    let summary =
        told.accounts.iter().find_map(|account| account.item(raw).summary.clone()).unwrap_or_default();
    Event {
        file: document.map(|document| document.file),
        id: told.id.clone(),
        slug: told.slug.clone(),
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
    }
}

// ---- sources ----

/// A source before it has its place in the list.
struct Given<'a> {
    item: &'a SourceItem,
    /// Its own file, or the article that gives it and its place in that article's list.
    from: Result<&'a Raw, (ArticleId, usize)>,
    slug: String,
}

fn sources(
    site: &mut Site,
    raw: &RawLists,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Vec<Vec<Option<SourceId>>> {
    let mut given: Vec<Given<'_>> = raw
        .sources
        .iter()
        .map(|raw| Given { item: raw.source(), from: Ok(raw), slug: raw.slug.clone() })
        .collect();
    let global: FxHashMap<String, Span> = raw
        .sources
        .iter()
        .map(|raw| (raw.slug.clone(), raw.document.id.as_ref().map_or(raw.document.top, |id| id.span)))
        .collect();
    for (index, article) in raw.articles.iter().enumerate() {
        inline(ArticleId::new(index), article, &global, config, &mut given, diagnostics);
    }
    given.sort_by_cached_key(|source| {
        (name_key(&source.item.title.value), source.slug.clone(), source.from.err())
    });
    let mut placed: Vec<Vec<Option<SourceId>>> =
        raw.articles.iter().map(|raw| vec![None; raw.article().sources.len()]).collect();
    for (index, source) in given.iter().enumerate() {
        if let Err((article, position)) = source.from {
            placed[article.index()][position] = Some(SourceId::new(index));
        }
    }
    let (publishers, publisher_of) = publishers(&given, config);
    site.sources = given
        .iter()
        .zip(publisher_of)
        .map(|(source, publisher)| self::source(source, publisher, site, raw))
        .collect();
    site.publishers = publishers;
    placed
}

/// The sources that an article gives in its own metadata.
fn inline<'a>(
    id: ArticleId,
    raw: &'a Raw,
    global: &FxHashMap<String, Span>,
    config: &Config,
    given: &mut Vec<Given<'a>>,
    diagnostics: &mut Diagnostics,
) {
    let mut local: FxHashMap<String, Span> = FxHashMap::default();
    for (position, item) in raw.article().sources.iter().enumerate() {
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
                let message = format!("`{}` is the id of {whose}", id.value);
                diagnostics.push(
                    Diagnostic::new(Code::DuplicateId, id.span, message)
                        .label(span, "it is given here")
                        .help("give this source another `id`, or cite the other one"),
                );
            }
            local.insert(own.clone(), id.span);
            own = format!("{}-{own}", raw.slug);
        }
        given.push(Given { item, from: Err((id, position)), slug: own });
    }
}

/// All publishers by name, and each source's.
fn publishers(given: &[Given<'_>], config: &Config) -> (Vec<Publisher>, Vec<Option<PublisherId>>) {
    let mut found: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
    let slug_of = |source: &Given<'_>| source.item.publisher.as_ref().map(|name| slug(name, config.slugs));
    let slugs: Vec<Option<String>> =
        given.iter().map(|source| slug_of(source).filter(|slug| !slug.is_empty())).collect();
    for (source, slug) in given.iter().zip(&slugs) {
        if let (Some(name), Some(slug)) = (&source.item.publisher, slug) {
            *found.entry(slug.clone()).or_default().entry(name).or_default() += 1;
        }
    }
    let named = found.into_iter().map(|(slug, spellings)| {
        let best = spellings.iter().max_by(|left, right| left.1.cmp(right.1).then(right.0.cmp(left.0)));
        Publisher { slug, name: best.map_or("", |(name, _)| *name).to_owned(), sources: Vec::new() }
    });
    let mut publishers: Vec<Publisher> = named.collect();
    publishers.sort_by_cached_key(|publisher| (name_key(&publisher.name), publisher.slug.clone()));
    let ids: FxHashMap<String, PublisherId> = publishers
        .iter()
        .enumerate()
        .map(|(index, publisher)| (publisher.slug.clone(), PublisherId::new(index)))
        .collect();
    let publisher_of =
        slugs.iter().map(|slug| slug.as_ref().and_then(|slug| ids.get(slug).copied())).collect();
    (publishers, publisher_of)
}

fn source(given: &Given<'_>, publisher: Option<PublisherId>, site: &Site, raw: &RawLists) -> Source {
    let item = given.item;
    let document = given.from.ok().map(|raw| &raw.document);
    let container = match given.from {
        Ok(raw) => raw.document.marking(),
        Err((article, _)) => site[article].marking,
    };
    let origin = match given.from {
        Ok(raw) => raw.document.origin(),
        Err((article, _)) => Origin { top: item.top, ..raw.articles[article.index()].document.origin() },
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let address = |url: &Option<crate::source::At<String>>| {
        url.as_ref().map_or_else(String::new, |url| url.value.clone())
    };
    Source {
        origin,
        is_shared: document.is_some(),
        id: (!given.slug.is_empty()).then(|| {
            document
                .and_then(|document| document.id.as_ref())
                .or(item.id.as_ref())
                .map_or_else(|| given.slug.clone(), |id| id.value.clone())
        }),
        slug: given.slug.clone(),
        title: item.title.value.clone(),
        publisher,
        url: address(&item.url),
        archive_url: address(&item.archive_url),
        date: item.date.as_ref().map(|date| date.value.clone()),
        accessed: item.accessed.as_ref().map(|date| date.value.clone()),
        author: text(&item.author),
        lang: text(&item.lang),
        origin_account: text(&item.origin),
        reliability: item.reliability,
        credibility: item.credibility,
        text: document.map(Document::text).unwrap_or_default(),
        extra: document.map(|document| document.common.extra.clone()).unwrap_or_default(),
        articles: Vec::new(),
        events: Vec::new(),
        linked_from: Vec::new(),
        marking: item.marking.as_ref().map_or(container, |own| own.value.max(container)),
    }
}
