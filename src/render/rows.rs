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
use super::values::{extend, object, text};
use crate::model::date::Edtf;
use crate::model::mentions::Quote;
use crate::model::seen::Once;
use crate::model::site::{
    ActorId, ArticleId, AuthorId, CountryId, Event, EventId, PageId, PublisherId, Site, SourceId, Target,
    TopicId,
};
use crate::plan::prose::escape;
use crate::plan::{Entry, anchor, encode};

/// Stands for the way to the root. A noncharacter: Unicode keeps it out of texts, and `parse` out of ours.
const ROOT: &str = "\u{fdd0}";

/// Stands for a sentence that refers to what the page is about, where a row's summary would be. Another noncharacter.
const QUOTE: &str = "\u{fdd1}";

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
    /// The same with a sentence instead of the summary.
    quoted: Made,
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
            quoted: none(&site.articles),
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

fn entity(renderer: &Renderer<'_>, entity: &Entity<'_>, instead: Option<&str>) -> Row {
    let value = object([
        ("name", text(entity.name)),
        ("url", text(entity.url)),
        ("kind", text(entity.kind)),
        ("detail", text(entity.detail)),
        ("count", Value::from(entity.count)),
        ("summary", text(instead.unwrap_or(entity.summary))),
    ]);
    row(renderer, "partials/entity_row.html", value)
}

fn actor(renderer: &Renderer<'_>, id: ActorId, instead: Option<&str>) -> Row {
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
        instead,
    )
}

fn country(renderer: &Renderer<'_>, id: CountryId, instead: Option<&str>) -> Row {
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
        instead,
    )
}

fn topic(renderer: &Renderer<'_>, id: TopicId, instead: Option<&str>) -> Row {
    let topic = &renderer.site[id];
    let url = renderer.plan.href(Target::Topic(id));
    let count = topic.named_by.articles.len();
    entity(
        renderer,
        &Entity { name: &topic.name, url, kind: "", detail: "", count, summary: &topic.summary },
        instead,
    )
}

fn author(renderer: &Renderer<'_>, id: AuthorId, instead: Option<&str>) -> Row {
    let author = &renderer.site[id];
    let url = renderer.plan.href(Target::Author(id));
    let count = author.articles.len();
    entity(
        renderer,
        &Entity { name: &author.name, url, kind: "", detail: "", count, summary: &author.summary },
        instead,
    )
}

fn source(renderer: &Renderer<'_>, id: SourceId, instead: Option<&str>) -> Row {
    let source = &renderer.site[id];
    let url = renderer.shapes.source_url(id);
    let publisher = source.publisher.map(|id| renderer.site[id].name.clone());
    let date = source.date.as_ref().map(|date| renderer.shapes.language.date(date));
    let detail: Vec<String> = publisher.into_iter().chain(date).collect();
    let count = source.articles.len();
    let detail = detail.join(", ");
    entity(
        renderer,
        &Entity { name: &source.title, url: &url, kind: "", detail: &detail, count, summary: "" },
        instead,
    )
}

/// `here` is the article whose page it is for: that page needs no link to itself.
fn event(renderer: &Renderer<'_>, id: EventId, here: Option<ArticleId>) -> Row {
    row(renderer, "partials/event_row.html", event_value(renderer, id, here))
}

fn event_value<'a>(renderer: &Renderer<'a>, id: EventId, here: Option<ArticleId>) -> Value<'a> {
    let event = &renderer.site[id];
    let article = teller(event).filter(|article| Some(*article) != here);
    let url = match article {
        _ if event.id.is_some() => renderer.plan.href(Target::Event(id)),
        // An event without a page leads to the article that tells it.
        Some(article) => renderer.plan.href(Target::Article(article)),
        None => "",
    };
    let link = article.map_or_else(|| Value::None, |id| renderer.shapes.link(Target::Article(id)));
    extend(renderer.shapes.event(id), [("url", text(url)), ("article", link)])
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
        ("date", renderer.shapes.edtf(&day)),
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
    let count = publisher.articles;
    entity(
        renderer,
        &Entity { name: &publisher.name, url, kind: "", detail: &detail, count, summary: "" },
        None,
    )
}

/// An event whose text links to what the page is about.
fn linking_event(renderer: &Renderer<'_>, id: EventId, instead: Option<&str>) -> Row {
    let event = &renderer.site[id];
    let url = renderer.plan.href(Target::Event(id));
    let detail = renderer.shapes.language.date(&event.date);
    let (name, summary) = (event.title.as_str(), event.summary.as_str());
    entity(renderer, &Entity { name, url, kind: "event", detail: &detail, count: 0, summary }, instead)
}

fn page(renderer: &Renderer<'_>, id: PageId, instead: Option<&str>) -> Row {
    let page = &renderer.site[id];
    let url = renderer.plan.href(Target::Page(id));
    let (name, summary) = (page.title.as_str(), page.summary.as_str());
    entity(renderer, &Entity { name, url, kind: "page", detail: "", count: 0, summary }, instead)
}

/// Something in a list, with something else instead of its summary if that is wanted.
fn item(renderer: &Renderer<'_>, target: Target, instead: Option<&str>) -> Row {
    match target {
        Target::Article(id) => article(renderer, id, instead),
        Target::Actor(id) => actor(renderer, id, instead),
        Target::Country(id) => country(renderer, id, instead),
        Target::Topic(id) => topic(renderer, id, instead),
        Target::Author(id) => author(renderer, id, instead),
        Target::Event(id) => linking_event(renderer, id, instead),
        Target::Source(id) => source(renderer, id, instead),
        Target::Page(id) => page(renderer, id, instead),
    }
}

fn article(renderer: &Renderer<'_>, id: ArticleId, instead: Option<&str>) -> Row {
    let card = renderer.shapes.card(id);
    let card = match instead {
        Some(instead) => extend(card, [("summary", Value::from(instead.to_owned()))]),
        None => card,
    };
    row(renderer, "partials/article_row.html", card)
}

impl<'a> Renderer<'a> {
    /// Joins rows for a page whose way to the root is `root`.
    fn join(&self, rows: impl Iterator<Item = impl Borrow<Row>>, root: &str) -> Value<'a> {
        let mut out = String::new();
        let mut digests = Vec::with_capacity(rows.size_hint().0 * size_of::<u64>());
        for row in rows {
            let Row { digest, html: row } = row.borrow();
            digests.extend_from_slice(&digest.to_le_bytes());
            self.push_row(row, root, &mut out);
            out.push('\n');
        }
        out.truncate(out.trim_end().len());
        Value::Made(out, xxh3_64(&digests))
    }

    fn push_row(&self, row: &str, root: &str, out: &mut String) {
        let mut done = 0;
        for at in self.rows.finder.find_iter(row.as_bytes()) {
            out.push_str(&row[done..at]);
            out.push_str(root);
            done = at + ROOT.len();
        }
        out.push_str(&row[done..]);
    }

    /// What refers to an item: a row for each, with the sentence that does, if there is one.
    pub fn backlink_rows(&self, of: Target, from: &[Target], root: &str) -> Value<'a> {
        let mut out = String::new();
        let mut digests = Vec::with_capacity(from.len() * 2 * size_of::<u64>());
        for owner in from {
            let Some((quote, named)) = self.site.quote(*owner, of) else {
                let row = self.target_row(*owner);
                digests.extend_from_slice(&row.digest.to_le_bytes());
                self.push_row(&row.html, root, &mut out);
                out.push('\n');
                continue;
            };
            let row = self.quoted_row(*owner);
            let quote = self.quote(*owner, quote, named.count);
            let Row { digest, html: row } = row.borrow();
            digests.extend_from_slice(&digest.to_le_bytes());
            digests.extend_from_slice(&xxh3_64(quote.as_bytes()).to_le_bytes());
            let (before, after) = row.split_once(QUOTE).unwrap_or((row, ""));
            self.push_row(before, root, &mut out);
            self.push_row(&quote, root, &mut out);
            self.push_row(after, root, &mut out);
            out.push('\n');
        }
        out.truncate(out.trim_end().len());
        Value::Made(out, xxh3_64(&digests))
    }

    /// A row with a place for a sentence.
    fn quoted_row(&self, owner: Target) -> Told<'_> {
        match owner {
            Target::Article(id) => {
                let made = &self.rows.quoted[id.index()];
                Told::Anywhere(made.get_or_init(|| item(self, owner, Some(QUOTE))))
            }
            _ => Told::Here(item(self, owner, Some(QUOTE))),
        }
    }

    /// A sentence as HTML. The mention is a link to the paragraph; where there is none, a link stands after the sentence.
    fn quote(&self, owner: Target, quote: Quote<'_>, count: u32) -> String {
        let fragment =
            if quote.paragraph.is_empty() { String::new() } else { format!("#{}", encode(quote.paragraph)) };
        let link = format!("<a href=\"{ROOT}{}{fragment}\">", self.plan.href(owner));
        let mut out = String::from("<q class=\"quote\">");
        out.push_str(&escape(quote.before));
        if !quote.mention.is_empty() {
            out.push_str(&link);
            out.push_str("<mark>");
            out.push_str(&escape(quote.mention));
            out.push_str("</mark></a>");
        }
        out.push_str(&escape(quote.after));
        out.push_str("</q>");
        if quote.mention.is_empty() {
            out.push_str(&format!(" {link}In the text</a>"));
        }
        if count > 1 {
            out.push_str(&format!(" <span class=\"times\">{count} times</span>"));
        }
        out
    }

    fn article_row(&self, id: ArticleId) -> &Row {
        self.rows.articles[id.index()].get_or_init(|| article(self, id, None))
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

    /// Rows without an id, made for the page that shows them.
    pub fn bare_event_rows(&self, ids: &[EventId], root: &str) -> Value<'a> {
        let row = |id: &EventId| {
            let value = extend(event_value(self, *id, None), [("anchor", text(""))]);
            Told::Here(row(self, "partials/event_row.html", value))
        };
        self.join(ids.iter().map(row), root)
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
        let made = match target {
            Target::Article(id) => return self.article_row(id),
            Target::Actor(id) => &rows.actors[id.index()],
            Target::Country(id) => &rows.countries[id.index()],
            Target::Topic(id) => &rows.topics[id.index()],
            Target::Author(id) => &rows.authors[id.index()],
            Target::Event(id) => &rows.linking_events[id.index()],
            Target::Source(id) => &rows.sources[id.index()],
            Target::Page(id) => &rows.pages[id.index()],
        };
        made.get_or_init(|| item(self, target, None))
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
