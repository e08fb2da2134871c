//! Every page of a site and its URL, before one is rendered.
//!
//! In: [`Site`] and the profile's settings. Out: [`Plan`], and a diagnostic with both places for every two things that
//! claim one path. Pages, exports and checks share this one list.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use rayon::prelude::*;
use serde::Serialize;

use crate::config::LinkStyle;
use crate::diagnostic::Diagnostics;
use crate::model::date::Day;
use crate::model::site::{
    ActorId, ArticleId, AuthorId, CountryId, EventId, PageId, PublisherId, Site, SourceId, Target, TopicId,
};

mod almanac;
mod clashes;
mod events;
mod previews;
mod redirects;
mod timeline;
mod timelines;

pub mod prose;
pub use almanac::Almanac;
pub use events::{EventFile, EventFormat, is_published, stands_in_calendar};
pub use previews::Shard;
pub use timeline::{Entry, Timeline, YearPage, marking, month, named_in};
pub use timelines::{ON_PROFILE, OwnTimeline, Timelines, named_by, slug_of, year_anchor};

/// What `plan` is told of a profile.
#[derive(Clone, Debug, Serialize)]
pub struct Settings {
    pub links: LinkStyle,
    pub page_size: usize,
    /// Without it there are no feeds and no sitemap.
    pub base_url: Option<String>,
    /// Whether there are cards of what links lead to.
    pub previews: bool,
    /// The day for which the site is made, in its time zone.
    pub today: Day,
}

/// A page of a list: which one, from 1, of how many, and which items it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Turn {
    pub number: usize,
    pub total: usize,
    pub start: usize,
    pub end: usize,
}

/// What a page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum View {
    Home,
    NotFound,
    Article(ArticleId),
    Articles(Turn),
    Actor(ActorId, Turn),
    Actors(Turn),
    Country(CountryId, Turn),
    Countries(Turn),
    Topic(TopicId, Turn),
    Topics(Turn),
    Author(AuthorId, Turn),
    Authors(Turn),
    Timeline,
    /// The year's place in [`Timeline::years`].
    Year(usize, Turn),
    /// The events of an actor, a country or a topic.
    TimelineOf(Target, Turn),
    Event(EventId),
    Source(SourceId, Turn),
    Sources(Turn),
    Publisher(PublisherId, Turn),
    Publishers(Turn),
    Corrections(Turn),
    Page(PageId),
    /// An old path that leads to a page: the page's href.
    Redirect(String),
}

impl View {
    /// The item that the page is about.
    pub fn target(&self) -> Option<Target> {
        Some(match self {
            View::Article(id) => Target::Article(*id),
            View::Actor(id, _) => Target::Actor(*id),
            View::Country(id, _) => Target::Country(*id),
            View::Topic(id, _) => Target::Topic(*id),
            View::Author(id, _) => Target::Author(*id),
            View::Event(id) => Target::Event(*id),
            View::TimelineOf(target, _) => *target,
            View::Source(id, _) => Target::Source(*id),
            View::Page(id) => Target::Page(*id),
            _ => return None,
        })
    }
}

/// A page and where it goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlannedPage {
    /// Below the site's root, with `/` at its end; empty for the front page. `404.html`, and some redirects, are files.
    pub url: String,
    pub view: View,
}

/// What a feed tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum FeedOf {
    Site,
    Actor(ActorId),
    Country(CountryId),
    Topic(TopicId),
    Corrections,
}

/// A file that is passed on, and where it goes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct PlannedFile {
    /// Below the output folder.
    pub path: String,
    /// In [`Sources`](crate::source::Sources).
    pub source: String,
}

/// Everything that is going to be written, but for machine formats at fixed paths.
#[derive(Debug, Serialize)]
pub struct Plan {
    pub settings: Settings,
    pub pages: Vec<PlannedPage>,
    pub files: Vec<PlannedFile>,
    /// In the order of their paths; empty without a base URL.
    pub feeds: Vec<FeedOf>,
    /// Events for other programs, in their own order.
    pub event_files: Vec<EventFile>,
    /// Cards of what links lead to, in the order of their files.
    pub previews: Vec<Shard>,
    pub timeline: Timeline,
    /// Timelines of actors, countries and topics that have more events than their profiles show.
    pub timelines: Timelines,
    /// What the day brings up.
    pub almanac: Almanac,
    /// Sources with a page, in the order of the site.
    pub listed_sources: Vec<SourceId>,
    /// Countries with a page, in the order of the site.
    pub listed_countries: Vec<CountryId>,
    /// Corrections of all articles, newest first: the article and the place in its list.
    pub corrections: Vec<(ArticleId, usize)>,
    hrefs: Hrefs,
}

/// The href of every item from the site's root: percent-encoded, with `index.html` where links name files.
#[derive(Debug, Default, Serialize)]
struct Hrefs {
    articles: Vec<String>,
    actors: Vec<String>,
    countries: Vec<String>,
    topics: Vec<String>,
    authors: Vec<String>,
    events: Vec<String>,
    sources: Vec<String>,
    publishers: Vec<String>,
    pages: Vec<String>,
}

/// Plans a site. `statics` are paths in `static/` (the theme's among them) without that folder's name.
pub fn plan(site: &Site, settings: Settings, statics: &[PlannedFile]) -> (Plan, Diagnostics) {
    let timeline = Timeline::new(site);
    let listed_countries = listed_countries(site);
    let mut plan = Plan {
        pages: Vec::new(),
        files: files(site, statics),
        feeds: Vec::new(),
        event_files: Vec::new(),
        previews: Vec::new(),
        timelines: timelines::timelines(site, &listed_countries, &timeline),
        almanac: Almanac::new(site, settings.today),
        listed_sources: listed_sources(site),
        listed_countries,
        corrections: corrections(site),
        hrefs: Hrefs::default(),
        timeline,
        settings,
    };
    plan.hrefs = plan.hrefs(site);
    plan.feeds = plan.feeds(site);
    plan.event_files = events::files(site, &plan.listed_countries);
    plan.pages = plan.pages(site);
    plan.previews = if plan.settings.previews { previews::shards(&plan.pages) } else { Vec::new() };
    let mut diagnostics = Diagnostics::new();
    let redirects = redirects::plan(site, &plan, &mut diagnostics);
    clashes::report(site, &plan, &redirects, &mut diagnostics);
    plan.pages.extend(redirects.into_iter().map(|redirect| redirect.page));
    (plan, diagnostics)
}

fn listed_sources(site: &Site) -> Vec<SourceId> {
    (0..site.sources.len()).filter(|&index| site.sources[index].id.is_some()).map(SourceId::new).collect()
}

fn listed_countries(site: &Site) -> Vec<CountryId> {
    (0..site.countries.len()).filter(|&index| site.countries[index].has_page).map(CountryId::new).collect()
}

fn corrections(site: &Site) -> Vec<(ArticleId, usize)> {
    let all = site.articles.iter().enumerate().flat_map(|(index, article)| {
        (0..article.corrections.len()).map(move |place| (ArticleId::new(index), place))
    });
    let mut all: Vec<(ArticleId, usize)> = all.collect();
    all.sort_by(|left, right| {
        let date = |(article, place): &(ArticleId, usize)| &site[*article].corrections[*place].date;
        date(right).cmp(date(left)).then(left.cmp(right))
    });
    all
}

/// Files of `static/`, then those of the content folder that something refers to.
fn files(site: &Site, statics: &[PlannedFile]) -> Vec<PlannedFile> {
    let from_content = site.files.iter().filter_map(|source| {
        let path = source.strip_prefix("content/")?;
        Some(PlannedFile { path: path.to_owned(), source: source.clone() })
    });
    let mut files: Vec<PlannedFile> = statics.iter().cloned().chain(from_content).collect();
    files.sort_unstable();
    files.dedup();
    files
}

/// The pages of a list of so many items; an empty list has one.
pub fn turns(items: usize, page_size: usize) -> impl Iterator<Item = Turn> {
    let total = items.div_ceil(page_size).max(1);
    (1..=total).map(move |number| Turn {
        number,
        total,
        start: (number - 1) * page_size,
        end: (number * page_size).min(items),
    })
}

impl Turn {
    /// The URL of a page of the list that begins at `base`.
    pub fn url(self, base: &str) -> String {
        page_url(base, self.number)
    }
}

/// The URL of an item's page.
fn folder_of(kind: &str, slug: &str) -> String {
    [kind, "/", slug, "/"].concat()
}

/// The URL of a list's page of that number.
pub fn page_url(base: &str, number: usize) -> String {
    if number == 1 { base.to_owned() } else { format!("{base}page/{number}/") }
}

impl Plan {
    fn pages(&self, site: &Site) -> Vec<PlannedPage> {
        let mut pages = Vec::new();
        let size = self.settings.page_size;
        let mut add = |url: String, view: View| pages.push(PlannedPage { url, view });
        let list = |base: &str, items: usize, view: fn(Turn) -> View, add: &mut dyn FnMut(String, View)| {
            for turn in turns(items, size) {
                add(turn.url(base), view(turn));
            }
        };
        add(String::new(), View::Home);
        add("404.html".to_owned(), View::NotFound);
        list("articles/", site.articles.len(), View::Articles, &mut add);
        list("actors/", site.actors.len(), View::Actors, &mut add);
        list("countries/", self.listed_countries.len(), View::Countries, &mut add);
        list("topics/", site.topics.len(), View::Topics, &mut add);
        list("authors/", site.authors.len(), View::Authors, &mut add);
        list("sources/", self.listed_sources.len(), View::Sources, &mut add);
        list("publishers/", site.publishers.len(), View::Publishers, &mut add);
        list("corrections/", self.corrections.len(), View::Corrections, &mut add);
        for (index, article) in site.articles.iter().enumerate() {
            add(folder_of("articles", &article.slug), View::Article(ArticleId::new(index)));
        }
        for (index, actor) in site.actors.iter().enumerate() {
            let base = folder_of("actors", &actor.slug);
            for turn in turns(actor.named_by.articles.len(), size) {
                add(turn.url(&base), View::Actor(ActorId::new(index), turn));
            }
        }
        for id in &self.listed_countries {
            let base = folder_of("countries", &site[*id].slug);
            for turn in turns(site[*id].named_by.articles.len(), size) {
                add(turn.url(&base), View::Country(*id, turn));
            }
        }
        for (index, topic) in site.topics.iter().enumerate() {
            let base = folder_of("topics", &topic.slug);
            for turn in turns(topic.named_by.articles.len(), size) {
                add(turn.url(&base), View::Topic(TopicId::new(index), turn));
            }
        }
        for (index, author) in site.authors.iter().enumerate() {
            let base = folder_of("authors", &author.slug);
            for turn in turns(author.articles.len(), size) {
                add(turn.url(&base), View::Author(AuthorId::new(index), turn));
            }
        }
        for (index, publisher) in site.publishers.iter().enumerate() {
            let base = folder_of("publishers", &publisher.slug);
            for turn in turns(publisher.sources.len(), size) {
                add(turn.url(&base), View::Publisher(PublisherId::new(index), turn));
            }
        }
        for id in &self.listed_sources {
            let base = folder_of("sources", &site[*id].slug);
            for turn in turns(site[*id].articles.len(), size) {
                add(turn.url(&base), View::Source(*id, turn));
            }
        }
        for (index, event) in site.events.iter().enumerate().filter(|(_, event)| event.id.is_some()) {
            add(folder_of("events", &event.slug), View::Event(EventId::new(index)));
        }
        add("timeline/".to_owned(), View::Timeline);
        for (index, year) in self.timeline.years.iter().enumerate() {
            for turn in turns(year.entries.len(), size) {
                add(turn.url(&year.url), View::Year(index, turn));
            }
        }
        self.timeline_pages().into_iter().for_each(|(url, view)| add(url, view));
        for (index, page) in site.pages.iter().enumerate().filter(|(_, page)| !page.path.is_empty()) {
            add(format!("{}/", page.path), View::Page(PageId::new(index)));
        }
        pages
    }

    fn feeds(&self, site: &Site) -> Vec<FeedOf> {
        if self.settings.base_url.is_none() {
            return Vec::new();
        }
        let mut feeds = vec![FeedOf::Site, FeedOf::Corrections];
        feeds.extend((0..site.actors.len()).map(|index| FeedOf::Actor(ActorId::new(index))));
        feeds.extend(self.listed_countries.iter().copied().map(FeedOf::Country));
        feeds.extend((0..site.topics.len()).map(|index| FeedOf::Topic(TopicId::new(index))));
        feeds
    }

    fn hrefs(&self, site: &Site) -> Hrefs {
        let page = |folder: &str, slug: &str| self.page_href(&folder_of(folder, slug));
        Hrefs {
            articles: site.articles.par_iter().map(|item| page("articles", &item.slug)).collect(),
            actors: site.actors.iter().map(|item| page("actors", &item.slug)).collect(),
            countries: site
                .countries
                .iter()
                .map(|item| if item.has_page { page("countries", &item.slug) } else { String::new() })
                .collect(),
            topics: site.topics.iter().map(|item| page("topics", &item.slug)).collect(),
            authors: site.authors.iter().map(|item| page("authors", &item.slug)).collect(),
            events: (0..site.events.len())
                .into_par_iter()
                .map(|index| self.event_href(site, EventId::new(index)))
                .collect(),
            sources: site
                .sources
                .par_iter()
                .map(|item| if item.id.is_some() { page("sources", &item.slug) } else { String::new() })
                .collect(),
            publishers: site.publishers.iter().map(|item| page("publishers", &item.slug)).collect(),
            pages: site
                .pages
                .iter()
                .map(|item| {
                    self.page_href(&if item.path.is_empty() {
                        String::new()
                    } else {
                        format!("{}/", item.path)
                    })
                })
                .collect(),
        }
    }

    /// An event's page, else its place on the timeline.
    fn event_href(&self, site: &Site, id: EventId) -> String {
        let event = &site[id];
        if event.id.is_some() {
            return self.page_href(&folder_of("events", &event.slug));
        }
        let page = self.timeline.page_of(Entry::Event(id), self.settings.page_size);
        page.map_or_else(String::new, |url| {
            [&self.page_href(&url), "#", &encode(&anchor(&event.slug))].concat()
        })
    }

    /// The way from the site's root to an item; empty if it has no page.
    pub fn href(&self, target: Target) -> &str {
        match target {
            Target::Article(id) => &self.hrefs.articles[id.index()],
            Target::Actor(id) => &self.hrefs.actors[id.index()],
            Target::Country(id) => &self.hrefs.countries[id.index()],
            Target::Topic(id) => &self.hrefs.topics[id.index()],
            Target::Author(id) => &self.hrefs.authors[id.index()],
            Target::Event(id) => &self.hrefs.events[id.index()],
            Target::Source(id) => &self.hrefs.sources[id.index()],
            Target::Page(id) => &self.hrefs.pages[id.index()],
        }
    }

    pub fn publisher_href(&self, id: PublisherId) -> &str {
        &self.hrefs.publishers[id.index()]
    }

    /// The href of a page below the root.
    pub fn page_href(&self, url: &str) -> String {
        let mut href = encode(url);
        if self.settings.links == LinkStyle::File && (href.is_empty() || href.ends_with('/')) {
            href.push_str("index.html");
        }
        href
    }

    /// The href of a file that is passed on, by its path in `Sources`.
    pub fn file_href(&self, source: &str) -> String {
        let path = source.strip_prefix("content/").or_else(|| source.strip_prefix("static/"));
        encode(path.unwrap_or(source))
    }

    /// The folder of a feed, with `/` at its end.
    pub fn feed_folder(&self, site: &Site, feed: FeedOf) -> String {
        match feed {
            FeedOf::Site => String::new(),
            FeedOf::Corrections => "corrections/".to_owned(),
            FeedOf::Actor(id) => folder_of("actors", &site[id].slug),
            FeedOf::Country(id) => folder_of("countries", &site[id].slug),
            FeedOf::Topic(id) => folder_of("topics", &site[id].slug),
        }
    }
}

impl PlannedPage {
    /// The file below the output folder.
    pub fn path(&self) -> String {
        if self.url.is_empty() || self.url.ends_with('/') {
            [&self.url, "index.html"].concat()
        } else {
            self.url.clone()
        }
    }

    /// The way from this page to the site's root: `./` or a number of `../`.
    pub fn root(&self) -> String {
        match self.url.matches('/').count() {
            0 => "./".to_owned(),
            depth => "../".repeat(depth),
        }
    }
}

/// An event's HTML id on the timeline.
pub fn anchor(slug: &str) -> String {
    ["event-", slug].concat()
}

/// What may not stand in a path of a URL (RFC 3986, section 3.3), and what HTML would have to escape.
const NOT_IN_PATHS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'%')
    .add(b'\\')
    .add(b'^')
    .add(b'[')
    .add(b']')
    .add(b'|')
    .add(b'&')
    .add(b'\'');

/// Percent-encodes a path.
pub fn encode(path: &str) -> String {
    Cow::from(utf8_percent_encode(path, NOT_IN_PATHS)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_have_at_least_one_page() {
        let numbers =
            |items| turns(items, 50).map(|turn| (turn.number, turn.start, turn.end)).collect::<Vec<_>>();
        assert_eq!(numbers(0), [(1, 0, 0)]);
        assert_eq!(numbers(50), [(1, 0, 50)]);
        assert_eq!(numbers(51), [(1, 0, 50), (2, 50, 51)]);
        assert_eq!(page_url("actors/", 3), "actors/page/3/");
    }

    #[test]
    fn pages_know_the_way_to_the_root() {
        let page = |url: &str| PlannedPage { url: url.to_owned(), view: View::Home };
        assert_eq!(page("").root(), "./");
        assert_eq!(page("articles/x/").root(), "../../");
        assert_eq!(page("articles/x/").path(), "articles/x/index.html");
        assert_eq!(page("404.html").path(), "404.html");
    }

    #[test]
    fn paths_are_percent_encoded() {
        assert_eq!(encode("articles/三 x/"), "articles/%E4%B8%89%20x/");
    }
}
