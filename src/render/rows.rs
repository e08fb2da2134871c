//! Rows of lists, each rendered once, when a page first shows it, and shared by all that do.
//!
//! A row is rendered with a character that no text holds in place of the way to the site's root, and that is put in when
//! rows are joined on a page.

use std::borrow::Borrow;

use memchr::memmem::Finder;
use tera::Context;
use xxhash_rust::xxh3::xxh3_64;

use super::Renderer;
use super::value::Value;
use super::values::{edtf, extend, object, text};
use crate::model::date::Edtf;
use crate::model::seen::Once;
use crate::model::site::{
    ActorId, ArticleId, AuthorId, CountryId, Event, EventId, PageId, PublisherId, Site, SourceId, Target,
    TopicId,
};
use crate::plan::{Entry, anchor, encode};

/// Stands for the way to the root. A noncharacter: Unicode keeps it out of texts, and `parse` out of ours.
const ROOT: &str = "\u{fdd0}";

/// A row, and the digest of its values. Where nothing is shown there is the digest alone.
#[derive(Debug, Default)]
struct Row {
    digest: u64,
    html: String,
}

/// All rows of a site, by the positions of what they show, each made when the first page shows it.
#[derive(Debug)]
pub struct Rows {
    /// Finds where the way to the root belongs.
    finder: Finder<'static>,
    articles: Made,
    /// Articles as entries of the timeline.
    told: Made,
    events: Made,
    actors: Made,
    countries: Made,
    topics: Made,
    authors: Made,
    sources: Made,
    publishers: Made,
    /// Events and free pages as what links somewhere; an event's place on a timeline is another row.
    linking_events: Made,
    pages: Made,
}

/// Rows of one kind. Pages are made on several threads, and whoever wants a row first makes it.
type Made = Vec<Once<Row>>;

impl Rows {
    pub fn new(site: &Site) -> Self {
        fn none<T>(items: &[T]) -> Made {
            items.iter().map(|_| Once::default()).collect()
        }
        Rows {
            finder: Finder::new(ROOT),
            articles: none(&site.articles),
            told: none(&site.articles),
            events: none(&site.events),
            actors: none(&site.actors),
            countries: none(&site.countries),
            topics: none(&site.topics),
            authors: none(&site.authors),
            sources: none(&site.sources),
            publishers: none(&site.publishers),
            linking_events: none(&site.events),
            pages: none(&site.pages),
        }
    }
}

fn row(renderer: &Renderer<'_>, template: &str, row: Value<'_>) -> Row {
    let digest = row.digest();
    if renderer.is_digest {
        return Row { digest, html: String::new() };
    }
    let mut context = Context::new();
    context.insert_value("root", text(ROOT).into_tera());
    context.insert_value("row", row.into_tera());
    let mut out = Vec::with_capacity(512);
    renderer.render(template, &context, None, &mut out);
    let mut html = String::from_utf8(out).expect("templates write UTF-8");
    html.shrink_to_fit();
    Row { digest, html }
}

/// A row of an event on the page of an article: made for it, or the same as elsewhere.
enum Told<'r> {
    Here(Row),
    Anywhere(&'r Row),
}

impl Borrow<Row> for Told<'_> {
    fn borrow(&self) -> &Row {
        match self {
            Told::Here(row) => row,
            Told::Anywhere(row) => row,
        }
    }
}

struct Entity<'a> {
    name: &'a str,
    url: &'a str,
    kind: &'a str,
    detail: &'a str,
    count: usize,
    summary: &'a str,
}

fn entity(renderer: &Renderer<'_>, entity: &Entity<'_>) -> Row {
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

fn actor(renderer: &Renderer<'_>, id: ActorId) -> Row {
    let actor = &renderer.site[id];
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

fn country(renderer: &Renderer<'_>, id: CountryId) -> Row {
    let country = &renderer.site[id];
    if !country.has_page {
        return Row::default();
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

fn topic(renderer: &Renderer<'_>, id: TopicId) -> Row {
    let topic = &renderer.site[id];
    let url = renderer.plan.href(Target::Topic(id));
    let count = topic.named_by.articles.len();
    entity(renderer, &Entity { name: &topic.name, url, kind: "", detail: "", count, summary: &topic.summary })
}

fn author(renderer: &Renderer<'_>, id: AuthorId) -> Row {
    let author = &renderer.site[id];
    let url = renderer.plan.href(Target::Author(id));
    let count = author.articles.len();
    entity(
        renderer,
        &Entity { name: &author.name, url, kind: "", detail: "", count, summary: &author.summary },
    )
}

/// A source without a page of its own leads to the list of the article that gives it.
fn source(renderer: &Renderer<'_>, id: SourceId) -> Row {
    let source = &renderer.site[id];
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
fn event(renderer: &Renderer<'_>, id: EventId, here: Option<ArticleId>) -> Row {
    let event = &renderer.site[id];
    let article = teller(event).filter(|article| Some(*article) != here);
    let url = match article {
        _ if event.id.is_some() => renderer.plan.href(Target::Event(id)),
        // An event without a page leads to the article that tells it.
        Some(article) => renderer.plan.href(Target::Article(article)),
        None => "",
    };
    let link = article.map_or_else(|| Value::None, |id| renderer.shapes.link(Target::Article(id)));
    let value = extend(renderer.shapes.event(id), [("url", text(url)), ("article", link)]);
    row(renderer, "partials/event_row.html", value)
}

/// The article that tells an event first.
fn teller(event: &Event) -> Option<ArticleId> {
    event.accounts.iter().find_map(|account| account.article)
}

/// An article's own date on the timeline.
fn told(renderer: &Renderer<'_>, id: ArticleId) -> Row {
    let article = &renderer.site[id];
    let Some(date) = &article.date else { return Row::default() };
    let day = Edtf::from(date.day());
    let value = object([
        ("title", text(&article.title)),
        ("url", text(renderer.plan.href(Target::Article(id)))),
        ("anchor", Value::from(format!("article-{}", article.slug))),
        ("date", edtf(&day)),
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

fn publisher(renderer: &Renderer<'_>, id: PublisherId) -> Row {
    let publisher = &renderer.site[id];
    let url = renderer.plan.publisher_href(id);
    let detail = plural(publisher.sources.len(), "source");
    entity(renderer, &Entity { name: &publisher.name, url, kind: "", detail: &detail, count: 0, summary: "" })
}

/// An event whose text links to what the page is about.
fn linking_event(renderer: &Renderer<'_>, id: EventId) -> Row {
    let event = &renderer.site[id];
    let url = renderer.plan.href(Target::Event(id));
    let detail = crate::model::date::words_en(&event.date);
    let (name, summary) = (event.title.as_str(), event.summary.as_str());
    entity(renderer, &Entity { name, url, kind: "event", detail: &detail, count: 0, summary })
}

fn page(renderer: &Renderer<'_>, id: PageId) -> Row {
    let page = &renderer.site[id];
    let url = renderer.plan.href(Target::Page(id));
    let (name, summary) = (page.title.as_str(), page.summary.as_str());
    entity(renderer, &Entity { name, url, kind: "page", detail: "", count: 0, summary })
}

impl<'a> Renderer<'a> {
    /// Joins rows for a page whose way to the root is `root`.
    fn join(&self, rows: impl Iterator<Item = impl Borrow<Row>>, root: &str) -> Value<'a> {
        let mut out = String::new();
        let mut digests = Vec::with_capacity(rows.size_hint().0 * size_of::<u64>());
        for row in rows {
            let Row { digest, html: row } = row.borrow();
            digests.extend_from_slice(&digest.to_le_bytes());
            let mut done = 0;
            for at in self.rows.finder.find_iter(row.as_bytes()) {
                out.push_str(&row[done..at]);
                out.push_str(root);
                done = at + ROOT.len();
            }
            out.push_str(&row[done..]);
            out.push('\n');
        }
        out.truncate(out.trim_end().len());
        Value::Made(out, xxh3_64(&digests))
    }

    fn article_row(&self, id: ArticleId) -> &Row {
        self.rows.articles[id.index()]
            .get_or_init(|| row(self, "partials/article_row.html", self.shapes.card(id)))
    }

    fn event_row(&self, id: EventId) -> &Row {
        self.rows.events[id.index()].get_or_init(|| event(self, id, None))
    }

    pub fn article_rows(
        &self,
        ids: impl IntoIterator<Item = impl Borrow<ArticleId>>,
        root: &str,
    ) -> Value<'a> {
        self.join(ids.into_iter().map(|id| self.article_row(*id.borrow())), root)
    }

    pub fn event_rows(&self, ids: &[EventId], root: &str) -> Value<'a> {
        self.join(ids.iter().map(|id| self.event_row(*id)), root)
    }

    /// Events for the page of an article. The rows of those that it tells itself are made for that page.
    pub fn event_rows_in(&self, here: ArticleId, ids: &[EventId], root: &str) -> Value<'a> {
        let own = |id: &EventId| teller(&self.site[*id]) == Some(here);
        let row = |id: &EventId| {
            if own(id) {
                Told::Here(event(self, *id, Some(here)))
            } else {
                Told::Anywhere(self.event_row(*id))
            }
        };
        self.join(ids.iter().map(row), root)
    }

    /// Entries of the timeline.
    pub fn entry_rows(&self, entries: &[Entry], root: &str) -> Value<'a> {
        let row = |entry: &Entry| match entry {
            Entry::Event(id) => self.event_row(*id),
            Entry::Article(id) => self.rows.told[id.index()].get_or_init(|| told(self, *id)),
        };
        self.join(entries.iter().map(row), root)
    }

    /// Items in a list of one kind, or of what links somewhere.
    pub fn target_rows(&self, targets: &[Target], root: &str) -> Value<'a> {
        self.join(targets.iter().map(|target| self.target_row(*target)), root)
    }

    fn target_row(&self, target: Target) -> &Row {
        let rows = &self.rows;
        match target {
            Target::Article(id) => self.article_row(id),
            Target::Actor(id) => rows.actors[id.index()].get_or_init(|| actor(self, id)),
            Target::Country(id) => rows.countries[id.index()].get_or_init(|| country(self, id)),
            Target::Topic(id) => rows.topics[id.index()].get_or_init(|| topic(self, id)),
            Target::Author(id) => rows.authors[id.index()].get_or_init(|| author(self, id)),
            Target::Event(id) => rows.linking_events[id.index()].get_or_init(|| linking_event(self, id)),
            Target::Source(id) => rows.sources[id.index()].get_or_init(|| source(self, id)),
            Target::Page(id) => rows.pages[id.index()].get_or_init(|| page(self, id)),
        }
    }

    pub fn publisher_rows(&self, range: std::ops::Range<usize>, root: &str) -> Value<'a> {
        let row = |index: usize| {
            self.rows.publishers[index].get_or_init(|| publisher(self, PublisherId::new(index)))
        };
        self.join(range.map(row), root)
    }
}

/// The timeline's address of an entry, from the site's root.
pub fn timeline_url(renderer: &Renderer<'_>, id: EventId) -> String {
    let size = renderer.plan.settings.page_size;
    let page =
        renderer.plan.timeline.page_of(Entry::Event(id), size).unwrap_or_else(|| "timeline/".to_owned());
    format!("{}#{}", renderer.plan.page_href(&page), encode(&anchor(&renderer.site[id].slug)))
}
