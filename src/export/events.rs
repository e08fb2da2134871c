//! Events for other programs: calendars, the timeline as data for TimelineJS, and as a table.
//!
//! In: [`Site`], [`Plan`] and which file is wanted. Out: its bytes, or a hash of what they are made of. What is told of an
//! event is gathered here, once, as a [`Record`]; how a format says it stands in a file of its own and sees nothing else.

use postcard::to_allocvec;
use serde::Serialize;
use xxhash_rust::xxh3::xxh3_64;

use super::{calendar, table, timeline_js};
use crate::config::Config;
use crate::model::date::{Edtf, Language, Moment};
use crate::model::marking::Marking;
use crate::model::seen::Once;
use crate::model::site::{ActorId, CountryId, Event, EventId, Place, Site, SourceId, Target, TopicId};
use crate::model::slug::{SlugStyle, slug};
use crate::plan::{
    Entry, EventFile, EventFormat, Plan, encode, is_published, marking, named_by, stands_in_calendar,
};

/// All files of events of a site. An event stands in several, and what they say of it is gathered once.
pub struct EventFiles<'a> {
    told: Told<'a>,
    records: Vec<Once<Box<Record<'a>>>>,
    digests: Vec<Once<u64>>,
    /// As a calendar tells it: the calendars of all whom an event names have it alike.
    entries: Vec<Once<Box<[u8]>>>,
}

impl<'a> EventFiles<'a> {
    pub fn new(site: &'a Site, plan: &'a Plan, config: &'a Config) -> Self {
        EventFiles {
            told: Told { site, plan, config },
            records: site.events.iter().map(|_| Once::default()).collect(),
            digests: site.events.iter().map(|_| Once::default()).collect(),
            entries: site.events.iter().map(|_| Once::default()).collect(),
        }
    }

    /// Writes one of the files that are planned.
    pub fn write(&self, file: EventFile, out: &mut Vec<u8>) {
        let events = self.told.events(file);
        let records = || events.iter().map(|id| self.record(*id));
        let head = self.head(file, &events);
        match file.format {
            EventFormat::Calendar => {
                let entries = events.iter().map(|id| self.entry(*id, &head.realm));
                calendar::write(out, &head, entries);
            }
            EventFormat::TimelineJs => timeline_js::write(out, &head, records()),
            EventFormat::Csv => table::write(out, records()),
        }
    }

    /// A hash of all that [`EventFiles::write`] writes. Where it is that of an earlier build, so is the file.
    pub fn digest(&self, file: EventFile) -> u64 {
        let events = self.told.events(file);
        let digests: Vec<u64> = events.iter().map(|id| self.digest_of(*id)).collect();
        hash(&(file.format, self.head(file, &events), digests))
    }

    fn record(&self, id: EventId) -> &Record<'a> {
        self.records[id.index()].get_or_init(|| Box::new(self.told.record(id)))
    }

    fn entry(&self, id: EventId, realm: &str) -> &[u8] {
        self.entries[id.index()].get_or_init(|| calendar::event(realm, self.record(id)).into_boxed_slice())
    }

    fn digest_of(&self, id: EventId) -> u64 {
        *self.digests[id.index()].get_or_init(|| hash(self.record(id)))
    }

    fn head(&self, file: EventFile, events: &[EventId]) -> Head<'a> {
        let Told { site, plan, config } = self.told;
        let (name, description, own) = self.told.subject(file.of);
        let marking = events.iter().map(|id| self.record(*id).marking).fold(own, Marking::max);
        let title =
            if name.is_empty() { config.title.clone() } else { format!("{name} · {}", config.title) };
        let base = plan.settings.base_url.as_deref();
        let absolute = |path: &str| base.map(|base| format!("{base}{path}"));
        Head {
            title: marked(marking, title),
            description,
            page: absolute(&plan.page_href(&plan.events_page(site, file.of))),
            own: absolute(&encode(&file.path(site))),
            realm: realm(base, &config.title),
        }
    }
}

/// What a file says of itself.
#[derive(Serialize)]
pub(super) struct Head<'a> {
    pub(super) title: String,
    pub(super) description: &'a str,
    /// The address of the page that shows the same, where the site has an address.
    pub(super) page: Option<String>,
    /// The file's own address.
    pub(super) own: Option<String>,
    /// What makes an event's slug different from those of other sites.
    pub(super) realm: String,
}

/// All that is told of an event. The formats know nothing else of it.
#[derive(Serialize)]
pub(super) struct Record<'a> {
    pub(super) slug: &'a str,
    /// Whether its author gave it a name of its own.
    pub(super) has_id: bool,
    pub(super) date: &'a Edtf,
    /// The date as a reader knows it.
    pub(super) words: String,
    pub(super) title: &'a str,
    pub(super) summary: &'a str,
    pub(super) place: Option<&'a Place>,
    /// Code and name.
    pub(super) place_country: Option<(&'a str, &'a str)>,
    pub(super) countries: Vec<(&'a str, &'a str)>,
    pub(super) actors: Vec<Actor<'a>>,
    pub(super) topics: Vec<Topic<'a>>,
    pub(super) sources: Vec<Source<'a>>,
    /// Titles and addresses of the articles that tell it.
    pub(super) articles: Vec<(&'a str, String)>,
    pub(super) importance: u8,
    /// The highest of all that is said here.
    pub(super) marking: Marking,
    /// Of its page or its place on the timeline: absolute, or from the site's root where the site has no address.
    pub(super) address: String,
    pub(super) is_absolute: bool,
    /// When what is said of it changed last, as far as the content tells.
    pub(super) stamp: String,
    pub(super) image: Option<Picture<'a>>,
}

#[derive(Serialize)]
pub(super) struct Actor<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    pub(super) role: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct Topic<'a> {
    pub(super) slug: &'a str,
    pub(super) name: &'a str,
    /// By which metadata name it without a change of how it is called: its name, where that is the topic's own.
    pub(super) named: &'a str,
}

#[derive(Serialize)]
pub(super) struct Source<'a> {
    /// By which any article could cite it.
    pub(super) id: Option<&'a str>,
    pub(super) title: &'a str,
    pub(super) publisher: &'a str,
    pub(super) url: &'a str,
}

#[derive(Serialize)]
pub(super) struct Picture<'a> {
    pub(super) address: String,
    pub(super) alt: &'a str,
    pub(super) caption: &'a str,
    pub(super) credit: &'a str,
}

fn hash<T: Serialize>(value: &T) -> u64 {
    xxh3_64(&to_allocvec(value).expect("what is in memory can be stored there"))
}

/// A title that says its marking, if it is not for everybody.
pub(super) fn marked(marking: Marking, title: String) -> String {
    if marking == Marking::Clear { title } else { format!("[{marking}] {title}") }
}

/// The host of a site, and the path below it, since several sites may share a host. A site without an address has only its
/// title; `.invalid` belongs to nobody (RFC 2606).
fn realm(base: Option<&str>, title: &str) -> String {
    let host = |base: &str| {
        let rest = base.split_once("://").map_or(base, |(_, rest)| rest);
        rest.trim_end_matches('/').to_owned()
    };
    base.map(host).unwrap_or_else(|| match slug(title, SlugStyle::Ascii).as_str() {
        "" => "chancery.invalid".to_owned(),
        title => format!("{title}.invalid"),
    })
}

#[derive(Clone, Copy)]
struct Told<'a> {
    site: &'a Site,
    plan: &'a Plan,
    config: &'a Config,
}

impl<'a> Told<'a> {
    /// In the order of time.
    fn events(self, file: EventFile) -> Vec<EventId> {
        let site = self.site;
        let is_told = |id: &EventId| is_published(site, *id) && has_place(&site[*id].date, file.format);
        let of = |ids: &[EventId]| ids.iter().copied().filter(is_told).collect();
        match file.of {
            None => (0..site.events.len()).map(EventId::new).filter(is_told).collect(),
            Some(target) => of(&named_by(site, target).events),
        }
    }

    /// Whose events they are: a name (none for the site), a sentence, a marking.
    fn subject(self, of: Option<Target>) -> (&'a str, &'a str, Marking) {
        let site = self.site;
        let Some(target) = of else { return ("", &self.config.description, Marking::Clear) };
        let summary = match target {
            Target::Actor(id) => site[id].summary.as_str(),
            Target::Country(id) => &site[id].summary,
            Target::Topic(id) => &site[id].summary,
            _ => "",
        };
        (site.name(target), summary, site.marking(target))
    }

    fn record(self, id: EventId) -> Record<'a> {
        let (site, event) = (self.site, &self.site[id]);
        let place_country = event.place.as_ref().and_then(|place| place.country);
        let country = |id: CountryId| (site[id].row.code, site[id].name.as_str());
        Record {
            slug: &event.slug,
            has_id: event.id.is_some(),
            date: &event.date,
            words: Language::of(&self.config.language).date(&event.date),
            title: &event.title,
            summary: &event.summary,
            place: event.place.as_ref(),
            place_country: place_country.map(country),
            countries: event.countries.iter().copied().map(country).collect(),
            actors: event.actors.iter().map(|(id, role)| self.actor(*id, role.as_deref())).collect(),
            topics: event.topics.iter().map(|id| self.topic(*id)).collect(),
            sources: event.sources.iter().map(|id| self.source(*id)).collect(),
            articles: self.articles(event),
            importance: event.importance,
            marking: self.marking(id),
            address: self.address(self.plan.href(Target::Event(id))),
            is_absolute: self.plan.settings.base_url.is_some(),
            stamp: calendar::stamp(self.newest(event), &event.date),
            image: self.picture(event),
        }
    }

    fn actor(self, id: ActorId, role: Option<&'a str>) -> Actor<'a> {
        let actor = &self.site[id];
        Actor { id: &actor.slug, name: &actor.name, role }
    }

    fn topic(self, id: TopicId) -> Topic<'a> {
        let topic = &self.site[id];
        let is_named = slug(&topic.name, self.config.slugs) == topic.slug && !topic.name.contains(';');
        let named = if is_named && topic.origin.is_none() { &topic.name } else { &topic.slug };
        Topic { slug: &topic.slug, name: &topic.name, named }
    }

    fn source(self, id: SourceId) -> Source<'a> {
        let source = &self.site[id];
        let publisher = source.publisher.map_or("", |id| self.site[id].name.as_str());
        let id = if source.is_shared { source.id.as_deref() } else { None };
        Source { id, title: &source.title, publisher, url: &source.url }
    }

    fn articles(self, event: &'a Event) -> Vec<(&'a str, String)> {
        let ids = event.accounts.iter().filter_map(|account| account.article);
        let told = ids.filter(|id| !self.site[*id].draft);
        told.map(|id| (self.site[id].title.as_str(), self.address(self.plan.href(Target::Article(id)))))
            .collect()
    }

    /// The newest change of an article that tells it.
    fn newest(self, event: &Event) -> Option<&'a Moment> {
        let ids = event.accounts.iter().filter_map(|account| account.article);
        let articles = ids.map(|id| &self.site[id]).filter(|article| !article.draft);
        articles.filter_map(|article| article.updated.as_ref().max(article.date.as_ref())).max()
    }

    /// As the banner of a page that shows the same.
    fn marking(self, id: EventId) -> Marking {
        let event = &self.site[id];
        let sources = event.sources.iter().copied().map(Target::Source);
        let articles = event.accounts.iter().filter_map(|account| account.article).map(Target::Article);
        let shown = sources.chain(articles).map(|target| self.site.marking(target));
        shown.fold(marking(self.site, Entry::Event(id)), Marking::max)
    }

    fn address(self, href: &str) -> String {
        [self.plan.settings.base_url.as_deref().unwrap_or_default(), href].concat()
    }

    fn picture(self, event: &'a Event) -> Option<Picture<'a>> {
        let (image, path) = event.image.as_ref()?;
        Some(Picture {
            address: self.address(&self.plan.file_href(path)),
            alt: image.alt.as_deref().unwrap_or_default(),
            caption: image.caption.as_deref().unwrap_or_default(),
            credit: image.credit.as_deref().unwrap_or_default(),
        })
    }
}

fn has_place(date: &Edtf, format: EventFormat) -> bool {
    match format {
        EventFormat::Calendar => stands_in_calendar(date),
        EventFormat::TimelineJs => timeline_js::has_place(date),
        EventFormat::Csv => true,
    }
}

#[cfg(test)]
mod tests {
    use super::realm;

    #[test]
    fn sites_are_told_apart() {
        assert_eq!(realm(Some("https://example.org/"), "Desk"), "example.org");
        assert_eq!(
            realm(Some("https://example.github.io/briefings/"), "Desk"),
            "example.github.io/briefings"
        );
        assert_eq!(realm(None, "Example Desk"), "example-desk.invalid");
        assert_eq!(realm(None, "!"), "chancery.invalid");
    }
}
