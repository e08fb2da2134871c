//! Rows of lists, each rendered once and shared by every page that shows it.
//!
//! A row is rendered with a character that no text holds in place of the way to the site's root, and that is put in when
//! rows are joined on a page.

use std::borrow::{Borrow, Cow};

use memchr::memmem::Finder;
use tera::{Context, Value};

use super::values::{edtf, list, object, text};
use super::{Renderer, in_parallel};
use crate::model::date::Edtf;
use crate::model::site::{
    Actor, ActorId, ArticleId, Author, AuthorId, CountryId, Event, EventId, PageId, Source, SourceId, Target,
    Topic, TopicId,
};
use crate::plan::{Entry, anchor, encode};

/// Stands for the way to the root. A noncharacter: Unicode keeps it out of texts, and `parse` out of ours.
const ROOT: &str = "\u{fdd0}";

/// All rows of a site, by the positions of what they show.
#[derive(Debug, Default)]
pub struct Rows {
    articles: Vec<String>,
    /// Articles as entries of the timeline.
    told: Vec<String>,
    events: Vec<String>,
    actors: Vec<String>,
    countries: Vec<String>,
    topics: Vec<String>,
    authors: Vec<String>,
    sources: Vec<String>,
    publishers: Vec<String>,
    /// Events and free pages as what links somewhere; an event's place on a timeline is another row.
    linking_events: Vec<String>,
    pages: Vec<String>,
}

pub fn render(renderer: &Renderer<'_>) -> Rows {
    let site = renderer.site;
    let listed = listed_sources(renderer);
    Rows {
        articles: in_parallel(&site.articles, |index, _| {
            row(renderer, "partials/article_row.html", renderer.shapes.card(ArticleId::new(index)))
        }),
        told: in_parallel(&site.articles, |index, _| told(renderer, ArticleId::new(index))),
        events: in_parallel(&site.events, |index, event| {
            self::event(renderer, EventId::new(index), event, None)
        }),
        actors: in_parallel(&site.actors, |index, item| actor(renderer, ActorId::new(index), item)),
        countries: in_parallel(&site.countries, |index, _| country(renderer, CountryId::new(index))),
        topics: in_parallel(&site.topics, |index, item| topic(renderer, TopicId::new(index), item)),
        authors: in_parallel(&site.authors, |index, item| author(renderer, AuthorId::new(index), item)),
        sources: in_parallel(&site.sources, |index, item| {
            if listed[index] { source(renderer, SourceId::new(index), item) } else { String::new() }
        }),
        publishers: in_parallel(&site.publishers, |index, item| {
            let url = renderer.plan.publisher_href(crate::model::site::PublisherId::new(index));
            let detail = plural(item.sources.len(), "source");
            entity(
                renderer,
                &Entity { name: &item.name, url, kind: "", detail: &detail, count: 0, summary: "" },
            )
        }),
        linking_events: in_parallel(&site.events, |index, item| {
            // Only a text of its own can link.
            if item.text.resolved.is_empty() {
                return String::new();
            }
            let url = renderer.plan.href(Target::Event(EventId::new(index)));
            let detail = crate::model::date::words_en(&item.date);
            let (name, summary) = (item.title.as_str(), item.summary.as_str());
            entity(renderer, &Entity { name, url, kind: "event", detail: &detail, count: 0, summary })
        }),
        pages: in_parallel(&site.pages, |index, item| {
            let url = renderer.plan.href(Target::Page(PageId::new(index)));
            let (name, summary) = (item.title.as_str(), item.summary.as_str());
            entity(renderer, &Entity { name, url, kind: "page", detail: "", count: 0, summary })
        }),
    }
}

/// Which sources some page shows as rows: those of an article alone stand in its own list.
fn listed_sources(renderer: &Renderer<'_>) -> Vec<bool> {
    let site = renderer.site;
    let mut listed = vec![false; site.sources.len()];
    let of_publishers = site.publishers.iter().flat_map(|publisher| &publisher.sources);
    for id in renderer.plan.listed_sources.iter().chain(of_publishers) {
        listed[id.index()] = true;
    }
    listed
}

fn row(renderer: &Renderer<'_>, template: &str, row: Value) -> String {
    let mut context = Context::new();
    context.insert_value("root", text(ROOT));
    context.insert_value("row", row);
    let mut out = Vec::with_capacity(512);
    renderer.render(template, &context, None, &mut out);
    let mut row = String::from_utf8(out).expect("templates write UTF-8");
    row.shrink_to_fit();
    row
}

struct Entity<'a> {
    name: &'a str,
    url: &'a str,
    kind: &'a str,
    detail: &'a str,
    count: usize,
    summary: &'a str,
}

fn entity(renderer: &Renderer<'_>, entity: &Entity<'_>) -> String {
    let value = object([
        ("name", text(entity.name)),
        ("url", text(entity.url)),
        ("kind", text(entity.kind)),
        ("detail", text(entity.detail)),
        ("count", Value::from(entity.count)),
        ("summary", text(entity.summary)),
    ]);
    row(renderer, "partials/entity_row.html", value)
}

fn actor(renderer: &Renderer<'_>, id: ActorId, actor: &Actor) -> String {
    let countries: Vec<&str> = actor.countries.iter().map(|id| renderer.site[*id].name.as_str()).collect();
    entity(
        renderer,
        &Entity {
            name: &actor.name,
            url: renderer.plan.href(Target::Actor(id)),
            kind: actor.item.kind.word(),
            detail: &countries.join(", "),
            count: actor.named_by.articles.len(),
            summary: &actor.summary,
        },
    )
}

fn country(renderer: &Renderer<'_>, id: CountryId) -> String {
    let country = &renderer.site[id];
    if !country.has_page {
        return String::new();
    }
    entity(
        renderer,
        &Entity {
            name: &country.name,
            url: renderer.plan.href(Target::Country(id)),
            kind: "",
            detail: &super::views::country_detail(country.row),
            count: country.named_by.articles.len(),
            summary: &country.summary,
        },
    )
}

fn topic(renderer: &Renderer<'_>, id: TopicId, topic: &Topic) -> String {
    let url = renderer.plan.href(Target::Topic(id));
    let count = topic.named_by.articles.len();
    entity(renderer, &Entity { name: &topic.name, url, kind: "", detail: "", count, summary: &topic.summary })
}

fn author(renderer: &Renderer<'_>, id: AuthorId, author: &Author) -> String {
    let url = renderer.plan.href(Target::Author(id));
    let count = author.articles.len();
    entity(
        renderer,
        &Entity { name: &author.name, url, kind: "", detail: "", count, summary: &author.summary },
    )
}

/// A source without a page of its own leads to the list of the article that gives it.
fn source(renderer: &Renderer<'_>, id: SourceId, source: &Source) -> String {
    let own = renderer.plan.href(Target::Source(id));
    let url = match source.articles.first() {
        Some(article) if own.is_empty() => {
            let number = renderer.site[*article]
                .text
                .sources
                .iter()
                .position(|known| *known == id)
                .map_or(1, |n| n + 1);
            format!(
                "{}#{}",
                renderer.plan.href(Target::Article(*article)),
                crate::plan::prose::source_anchor(number)
            )
        }
        _ => own.to_owned(),
    };
    let publisher = source.publisher.map(|id| renderer.site[id].name.clone());
    let date = source.date.as_ref().map(crate::model::date::words_en);
    let detail: Vec<String> = publisher.into_iter().chain(date).collect();
    let count = source.articles.len();
    let detail = detail.join(", ");
    entity(
        renderer,
        &Entity { name: &source.title, url: &url, kind: "", detail: &detail, count, summary: "" },
    )
}

/// `here` is the article whose page it is for: that page needs no link to itself.
fn event(renderer: &Renderer<'_>, id: EventId, event: &Event, here: Option<ArticleId>) -> String {
    let article = teller(event).filter(|article| Some(*article) != here);
    let place = event.place.as_ref();
    let names = [
        place.and_then(|place| place.geo.name.clone()),
        place.and_then(|place| place.country).map(|id| renderer.site[id].name.clone()),
    ];
    let value = object([
        ("title", text(&event.title)),
        (
            "url",
            text(if event.id.is_some() {
                renderer.plan.href(Target::Event(id))
            } else {
                article_url(renderer, article)
            }),
        ),
        ("anchor", Value::from(anchor(&event.slug))),
        ("date", edtf(&event.date)),
        ("summary", text(&event.summary)),
        ("place", Value::from(names.into_iter().flatten().collect::<Vec<_>>().join(", "))),
        ("importance", Value::from(event.importance)),
        ("actors", list(&event.actors, |(id, _)| renderer.shapes.actor(*id, None))),
        ("countries", renderer.shapes.countries(&event.countries)),
        (
            "article",
            article.map_or_else(|| renderer.shapes.none(), |id| renderer.shapes.link(Target::Article(id))),
        ),
        ("is_article", Value::from(false)),
        ("accounts", Value::from(event.accounts.len())),
    ]);
    row(renderer, "partials/event_row.html", value)
}

/// The article that tells an event first.
fn teller(event: &Event) -> Option<ArticleId> {
    event.accounts.iter().find_map(|account| account.article)
}

/// Rows of events for the page of an article. Those that it tells itself are made for that page.
pub fn events_told_in(renderer: &Renderer<'_>, here: ArticleId, events: &[EventId], root: &str) -> Value {
    let rows: Vec<Cow<'_, String>> = events
        .iter()
        .map(|id| {
            let item = &renderer.site[*id];
            if teller(item) == Some(here) {
                Cow::Owned(event(renderer, *id, item, Some(here)))
            } else {
                Cow::Borrowed(&renderer.rows.events[id.index()])
            }
        })
        .collect();
    join(rows.iter().map(AsRef::as_ref), root)
}

/// An event without a page leads to the article that tells it.
fn article_url<'a>(renderer: &'a Renderer<'_>, article: Option<ArticleId>) -> &'a str {
    article.map_or("", |id| renderer.plan.href(Target::Article(id)))
}

/// An article's own date on the timeline.
fn told(renderer: &Renderer<'_>, id: ArticleId) -> String {
    let article = &renderer.site[id];
    let Some(date) = &article.date else { return String::new() };
    let value = object([
        ("title", text(&article.title)),
        ("url", text(renderer.plan.href(Target::Article(id)))),
        ("anchor", Value::from(format!("article-{}", article.slug))),
        ("date", edtf(&Edtf::from(date.day()))),
        ("summary", text(&article.summary)),
        ("place", text("")),
        ("importance", Value::from(2u8)),
        ("actors", Value::from(Vec::<Value>::new())),
        ("countries", Value::from(Vec::<Value>::new())),
        ("article", renderer.shapes.link(Target::Article(id))),
        ("is_article", Value::from(true)),
        ("accounts", Value::from(1u8)),
    ]);
    row(renderer, "partials/event_row.html", value)
}

fn plural(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

/// Joins rows for a page whose way to the root is `root`.
fn join<'r>(rows: impl Iterator<Item = &'r String>, root: &str) -> Value {
    let finder = Finder::new(ROOT);
    let mut out = String::new();
    for row in rows {
        let mut done = 0;
        for at in finder.find_iter(row.as_bytes()) {
            out.push_str(&row[done..at]);
            out.push_str(root);
            done = at + ROOT.len();
        }
        out.push_str(&row[done..]);
        out.push('\n');
    }
    Value::safe_string(out.trim_end())
}

impl Rows {
    pub fn articles(&self, ids: impl IntoIterator<Item = impl Borrow<ArticleId>>, root: &str) -> Value {
        join(ids.into_iter().map(|id| &self.articles[id.borrow().index()]), root)
    }

    pub fn events(&self, ids: &[EventId], root: &str) -> Value {
        join(ids.iter().map(|id| &self.events[id.index()]), root)
    }

    /// Entries of the timeline.
    pub fn entries(&self, entries: &[Entry], root: &str) -> Value {
        let row = |entry: &Entry| match entry {
            Entry::Event(id) => &self.events[id.index()],
            Entry::Article(id) => &self.told[id.index()],
        };
        join(entries.iter().map(row), root)
    }

    /// Items in a list of one kind, or of what links somewhere.
    pub fn targets(&self, targets: &[Target], root: &str) -> Value {
        join(targets.iter().filter_map(|target| self.target(*target)), root)
    }

    fn target(&self, target: Target) -> Option<&String> {
        match target {
            Target::Article(id) => self.articles.get(id.index()),
            Target::Actor(id) => self.actors.get(id.index()),
            Target::Country(id) => self.countries.get(id.index()),
            Target::Topic(id) => self.topics.get(id.index()),
            Target::Author(id) => self.authors.get(id.index()),
            Target::Event(id) => self.linking_events.get(id.index()),
            Target::Source(id) => self.sources.get(id.index()),
            Target::Page(id) => self.pages.get(id.index()),
        }
    }

    pub fn publishers(&self, range: std::ops::Range<usize>, root: &str) -> Value {
        join(self.publishers[range].iter(), root)
    }
}

/// The timeline's address of an entry, from the site's root.
pub fn timeline_url(renderer: &Renderer<'_>, id: EventId) -> String {
    let size = renderer.plan.settings.page_size;
    let page =
        renderer.plan.timeline.page_of(Entry::Event(id), size).unwrap_or_else(|| "timeline/".to_owned());
    format!("{}#{}", renderer.plan.page_href(&page), encode(&anchor(&renderer.site[id].slug)))
}
