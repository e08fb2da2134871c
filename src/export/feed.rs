//! Feeds: the newest articles of the site, of an actor, a country or a topic; and all corrections.
//!
//! In: [`Site`], [`Plan`] and what the feed is to tell of. Out: the bytes of a feed; what it says is gathered here, how a
//! format says it stands in a file of its own. URLs are absolute, and nothing depends on when the feed was made.

use std::borrow::Cow;

use xxhash_rust::xxh3::xxh3_64;

use super::{atom, json_feed};
use crate::config::Config;
use crate::model::date::Moment;
use crate::model::document::{CorrectionKind, Status};
use crate::model::marking::Marking;
use crate::model::seen::Once;
use crate::model::site::{Article, ArticleId, AuthorId, Correction, Site, Target, TopicId};
use crate::plan::prose::{self, Stand};
use crate::plan::{FeedOf, Plan, encode};

/// The formats of feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedKind {
    /// RFC 4287.
    Atom,
    /// JSON Feed 1.1.
    Json,
}

impl FeedKind {
    pub const ALL: [FeedKind; 2] = [FeedKind::Atom, FeedKind::Json];

    /// The name of the file in the feed's folder.
    pub fn file_name(self) -> &'static str {
        match self {
            FeedKind::Atom => "feed.xml",
            FeedKind::Json => "feed.json",
        }
    }
}

/// How a feed holds the texts of its articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Texts {
    Html,
    /// As a hash of each, for whoever wants to know whether the feed has changed.
    Digests,
}

/// Writes one of the feeds that are planned. Articles without a date and drafts are in none.
pub fn feed(site: &Site, plan: &Plan, config: &Config, of: FeedOf, kind: FeedKind, out: &mut Vec<u8>) {
    let told = Told::new(site, plan, config, Texts::Html);
    let items = told.items(of);
    let head = told.head(of, kind, &items);
    let entries = items.iter().map(|&item| told.entry(item));
    match kind {
        FeedKind::Atom => atom::write(out, &head, entries),
        FeedKind::Json => json_feed::write(out, &head, entries),
    }
}

/// Hashes of what the feeds of a site are made of. An article stands in several, and what they say of it is hashed once.
pub struct FeedDigests<'a> {
    told: Told<'a>,
    articles: Vec<Once<u64>>,
}

impl<'a> FeedDigests<'a> {
    pub fn new(site: &'a Site, plan: &'a Plan, config: &'a Config) -> Self {
        let articles = site.articles.iter().map(|_| Once::default()).collect();
        FeedDigests { told: Told::new(site, plan, config, Texts::Digests), articles }
    }

    /// A hash of all that [`feed`] writes. Where it is that of an earlier build, so is the feed.
    pub fn of(&self, of: FeedOf, kind: FeedKind) -> u64 {
        let items = self.told.items(of);
        let mut bytes = vec![kind as u8];
        self.told.head(of, kind, &items).add_to(&mut bytes);
        for item in items {
            bytes.extend_from_slice(&self.item(item).to_le_bytes());
        }
        xxh3_64(&bytes)
    }

    fn item(&self, item: Item) -> u64 {
        let digest = || self.told.entry(item).digest();
        match item {
            Item::Article(id) => *self.articles[id.index()].get_or_init(digest),
            Item::Correction(..) => digest(),
        }
    }
}

/// What a feed says of itself.
pub(super) struct Head<'a> {
    pub(super) title: String,
    pub(super) description: &'a str,
    /// Stands for the feed, whatever it holds and however pages are linked.
    pub(super) id: String,
    /// The page that shows the same.
    pub(super) page: String,
    /// The feed's own address.
    pub(super) own: String,
    pub(super) language: &'a str,
    /// RFC 3339; of the newest change among its entries.
    pub(super) updated: String,
    /// Who speaks where no author is named.
    pub(super) publisher: &'a str,
}

impl Head<'_> {
    fn add_to(&self, bytes: &mut Vec<u8>) {
        let Head { title, description, id, page, own, language, updated, publisher } = self;
        for text in [title, *description, id, page, own, *language, updated, *publisher] {
            add(text, bytes);
        }
    }
}

/// Texts are led by their lengths, so that `a` and `bc` are not `ab` and `c`.
fn add(text: &str, bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(&(text.len() as u64).to_le_bytes());
    bytes.extend_from_slice(text.as_bytes());
}

/// One that is not there is not an empty one.
fn add_optional(text: Option<&str>, bytes: &mut Vec<u8>) {
    bytes.push(u8::from(text.is_some()));
    add(text.unwrap_or_default(), bytes);
}

/// What a feed says of an article or a correction.
pub(super) struct Entry<'a> {
    pub(super) id: Cow<'a, str>,
    pub(super) address: String,
    pub(super) title: String,
    pub(super) summary: &'a str,
    pub(super) content: Content<'a>,
    /// RFC 3339.
    pub(super) published: String,
    pub(super) updated: Option<String>,
    /// Names and addresses.
    pub(super) authors: Vec<(&'a str, String)>,
    pub(super) topics: Vec<Topic<'a>>,
    /// Where it is not the site's.
    pub(super) language: Option<&'a str>,
}

impl Entry<'_> {
    fn digest(&self) -> u64 {
        let Entry { id, address, title, summary, content, published, updated, authors, topics, language } =
            self;
        let mut bytes = Vec::with_capacity(1 << 10);
        for text in [id.as_ref(), address, title, summary, published] {
            add(text, &mut bytes);
        }
        let (sort, text) = match content {
            Content::Html(html) => (0, html.as_str()),
            Content::Text(text) => (1, *text),
        };
        bytes.push(sort);
        add(text, &mut bytes);
        add_optional(updated.as_deref(), &mut bytes);
        add_optional(*language, &mut bytes);
        bytes.extend_from_slice(
            &[authors.len(), topics.len()].map(|count| count as u64).map(u64::to_le_bytes).concat(),
        );
        for (name, address) in authors {
            add(name, &mut bytes);
            add(address, &mut bytes);
        }
        for Topic { slug, name } in topics {
            add(slug, &mut bytes);
            add(name, &mut bytes);
        }
        xxh3_64(&bytes)
    }
}

pub(super) enum Content<'a> {
    Html(String),
    Text(&'a str),
}

pub(super) struct Topic<'a> {
    pub(super) slug: &'a str,
    pub(super) name: &'a str,
}

/// What a feed without entries says of its last change: it has to say something, and the clock is none of its business.
const NEVER: &str = "1970-01-01T00:00:00Z";

#[derive(Clone, Copy)]
enum Item {
    Article(ArticleId),
    /// The article and the place in its list.
    Correction(ArticleId, usize),
}

/// All that is needed to tell of something.
#[derive(Clone, Copy)]
struct Told<'a> {
    site: &'a Site,
    plan: &'a Plan,
    config: &'a Config,
    base: &'a str,
    texts: Texts,
}

impl<'a> Told<'a> {
    fn new(site: &'a Site, plan: &'a Plan, config: &'a Config, texts: Texts) -> Self {
        let base = plan.settings.base_url.as_deref().unwrap_or_default();
        Told { site, plan, config, base, texts }
    }

    /// The newest first, and not more of them than the site wants.
    fn items(self, of: FeedOf) -> Vec<Item> {
        let site = self.site;
        match of {
            FeedOf::Site => self.articles((0..site.articles.len()).map(ArticleId::new)),
            FeedOf::Actor(id) => self.articles(site[id].named_by.articles.iter().copied()),
            FeedOf::Country(id) => self.articles(site[id].named_by.articles.iter().copied()),
            FeedOf::Topic(id) => self.articles(site[id].named_by.articles.iter().copied()),
            FeedOf::Corrections => self.corrections(),
        }
    }

    fn articles(self, ids: impl Iterator<Item = ArticleId>) -> Vec<Item> {
        let is_news = |id: &ArticleId| self.site[*id].date.is_some() && !self.site[*id].draft;
        ids.filter(is_news).take(self.config.feed_limit).map(Item::Article).collect()
    }

    fn corrections(self) -> Vec<Item> {
        let published = self.plan.corrections.iter().filter(|(id, _)| !self.site[*id].draft);
        published.take(self.config.feed_limit).map(|&(id, place)| Item::Correction(id, place)).collect()
    }

    fn head(self, of: FeedOf, kind: FeedKind, items: &[Item]) -> Head<'a> {
        let (name, description, marking) = self.subject(of);
        let site_title = &self.config.title;
        let title = if name.is_empty() { site_title.clone() } else { format!("{name} · {site_title}") };
        let shown = items.iter().map(|item| shown_marking(self.article(*item))).fold(marking, Marking::max);
        let folder = self.plan.feed_folder(self.site, of);
        let id = format!("{}{}", self.base, encode(&folder));
        let updated = items.iter().filter_map(|item| self.changed(*item)).max();
        Head {
            title: marked(shown, title),
            description,
            page: format!("{}{}", self.base, self.plan.page_href(&folder)),
            own: format!("{id}{}", kind.file_name()),
            id,
            language: &self.config.language,
            updated: updated.map_or_else(|| NEVER.to_owned(), Moment::rfc3339),
            publisher: site_title,
        }
    }

    /// What a feed is about: a name (none for the site), a sentence, a marking.
    fn subject(self, of: FeedOf) -> (&'a str, &'a str, Marking) {
        let site = self.site;
        match of {
            FeedOf::Site => ("", &self.config.description, Marking::Clear),
            FeedOf::Corrections => ("Corrections", "", Marking::Clear),
            FeedOf::Actor(id) => (&site[id].name, &site[id].summary, site[id].marking),
            FeedOf::Country(id) => (&site[id].name, &site[id].summary, site[id].marking),
            FeedOf::Topic(id) => (&site[id].name, &site[id].summary, site[id].marking),
        }
    }

    fn article(self, item: Item) -> &'a Article {
        match item {
            Item::Article(id) | Item::Correction(id, _) => &self.site[id],
        }
    }

    fn changed(self, item: Item) -> Option<&'a Moment> {
        let article = self.article(item);
        match item {
            Item::Article(_) => article.updated.as_ref().or(article.date.as_ref()),
            Item::Correction(_, place) => Some(&article.corrections[place].date),
        }
    }

    fn address(self, target: Target) -> String {
        format!("{}{}", self.base, self.plan.href(target))
    }

    fn entry(self, item: Item) -> Entry<'a> {
        match item {
            Item::Article(id) => self.article_entry(id),
            Item::Correction(id, place) => self.correction_entry(id, place),
        }
    }

    fn article_entry(self, id: ArticleId) -> Entry<'a> {
        let article = &self.site[id];
        let address = self.address(Target::Article(id));
        let withdrawn = if article.status == Status::Withdrawn { "Withdrawn: " } else { "" };
        Entry {
            id: Cow::Owned(address.clone()),
            title: marked(shown_marking(article), format!("{withdrawn}{}", article.title)),
            summary: &article.summary,
            content: Content::Html(self.html(article, &address)),
            published: article.date.as_ref().map_or_else(|| NEVER.to_owned(), Moment::rfc3339),
            updated: article.updated.as_ref().map(Moment::rfc3339),
            authors: article.authors.iter().map(|&author| self.author(author)).collect(),
            topics: article.topics.iter().map(|&topic| self.topic(topic)).collect(),
            language: self.language(article),
            address,
        }
    }

    fn correction_entry(self, id: ArticleId, place: usize) -> Entry<'a> {
        let article = &self.site[id];
        let correction = &article.corrections[place];
        let address = self.address(Target::Article(id));
        let title = format!("{}: {}", heading(correction.kind), article.title);
        Entry {
            id: Cow::Owned(correction_id(&address, &article.corrections, place)),
            title: marked(shown_marking(article), title),
            summary: "",
            content: Content::Text(&correction.text),
            published: correction.date.rfc3339(),
            updated: None,
            authors: Vec::new(),
            topics: Vec::new(),
            language: self.language(article),
            address,
        }
    }

    fn html(self, article: &Article, address: &str) -> String {
        let stand = Stand { root: self.base, here: address, anchors: false };
        let withheld_word = &self.config.withheld_word;
        if self.texts == Texts::Digests {
            return prose::digest(self.site, self.plan, &article.text, stand, withheld_word).to_string();
        }
        let html = prose::html(self.site, self.plan, &article.text, stand, withheld_word);
        with_absolute_fragments(html, address)
    }

    fn author(self, id: AuthorId) -> (&'a str, String) {
        (&self.site[id].name, self.address(Target::Author(id)))
    }

    fn topic(self, id: TopicId) -> Topic<'a> {
        Topic { slug: &self.site[id].slug, name: &self.site[id].name }
    }

    fn language(self, article: &'a Article) -> Option<&'a str> {
        article.lang.as_deref().filter(|lang| *lang != self.config.language)
    }
}

/// The highest marking of what a feed shows of an article: portions of its text may be higher than the article.
fn shown_marking(article: &Article) -> Marking {
    article.text.body.portions.iter().map(|portion| portion.marking).fold(article.marking, Marking::max)
}

/// A title that says its marking, if it is not for everybody.
fn marked(marking: Marking, title: String) -> String {
    if marking == Marking::Clear { title } else { format!("[{marking}] {title}") }
}

fn heading(kind: CorrectionKind) -> &'static str {
    match kind {
        CorrectionKind::Correction => "Correction",
        CorrectionKind::Clarification => "Clarification",
        CorrectionKind::Update => "Update",
        CorrectionKind::Retraction => "Retraction",
    }
}

/// The article's address and the correction's day, so that it stays the same when others are added; with a number from
/// the second of a day on.
fn correction_id(address: &str, corrections: &[Correction], place: usize) -> String {
    let day = corrections[place].date.day();
    let earlier = corrections[..place].iter().filter(|other| other.date.day() == day).count();
    match earlier {
        0 => format!("{address}#correction-{day}"),
        _ => format!("{address}#correction-{day}-{}", earlier + 1),
    }
}

/// Links within a text, such as those to its footnotes, lead to the article's page: a reader shows many texts as one.
fn with_absolute_fragments(html: String, address: &str) -> String {
    const LINK: &str = " href=\"#";
    let in_tag =
        |at: usize| html[..at].rfind(['<', '>']).is_some_and(|bracket| html.as_bytes()[bracket] == b'<');
    let mut links = html.match_indices(LINK).map(|(at, _)| at).filter(|&at| in_tag(at)).peekable();
    if links.peek().is_none() {
        drop(links);
        return html;
    }
    let mut out = String::with_capacity(html.len() * 5 / 4);
    let mut done = 0;
    for at in links {
        let fragment = at + LINK.len() - 1;
        out.push_str(&html[done..fragment]);
        out.push_str(address);
        done = fragment;
    }
    out.push_str(&html[done..]);
    out
}
