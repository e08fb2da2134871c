//! The timelines of actors, countries and topics.
//!
//! In: the site's timeline and the lists of who names what. Out: for everybody with more events than a profile shows, all of
//! them in the order of the timeline, and addresses on it. It knows no page's words.

use std::collections::BTreeMap;

use serde::Serialize;

use super::timeline::{Entry, Timeline, marking, starts, year_slug};
use super::{Plan, View, folder_of, page_url, turns};
use crate::model::marking::Marking;
use crate::model::site::{ActorId, CountryId, EventId, NamedBy, Site, Target, TopicId};

/// How many events a profile shows. Whoever has more has a timeline of its own, and the profile the last so many: what
/// has just happened and what is announced. A dozen is what one looks through without headings.
pub const ON_PROFILE: usize = 12;

/// From how many entries on a year is told month by month.
const LONG_YEAR: usize = 12;

/// Of those that have a timeline of their own.
pub type Timelines = BTreeMap<Target, OwnTimeline>;

/// A year and a month of it, where a date says these.
pub type MonthOfYear = (Option<i32>, Option<u8>);

/// All events of an actor, a country or a topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OwnTimeline {
    /// `actors/kim-jong-un/timeline/`
    pub url: String,
    /// In the order of the site's timeline; first those without a year.
    pub events: Vec<EventId>,
    /// The years in which they stand, each with the place of its first one.
    pub years: Vec<(Option<i32>, usize)>,
    /// The same of the months in each year.
    pub months: Vec<(MonthOfYear, usize)>,
    /// The highest of what is told of all of them: a filter shows any of them on every page.
    pub marking: Marking,
}

impl OwnTimeline {
    fn new(site: &Site, of: Target, named_by: &NamedBy, timeline: &Timeline) -> Self {
        let mut events = named_by.events.clone();
        events.sort_by_key(|id| (timeline.place(*id), *id));
        let date = |id: &EventId| &site[*id].date;
        let years = starts(events.iter().map(|id| date(id).year()));
        let months = starts(events.iter().map(|id| (date(id).year(), date(id).timeline_month())));
        let highest = events.iter().map(|id| marking(site, Entry::Event(*id))).max();
        let (url, marking) = (folder(site, of) + "timeline/", highest.unwrap_or_default());
        OwnTimeline { url, events, years, months, marking }
    }

    /// Whether the year is told month by month.
    pub fn is_long(&self, year: Option<i32>) -> bool {
        let Some(at) = self.years.iter().position(|(known, _)| *known == year) else { return false };
        let end = self.years.get(at + 1).map_or(self.events.len(), |(_, start)| *start);
        end - self.years[at].1 > LONG_YEAR
    }
}

pub(super) fn timelines(site: &Site, countries: &[CountryId], timeline: &Timeline) -> Timelines {
    let actors = (0..site.actors.len()).map(|index| Target::Actor(ActorId::new(index)));
    let countries = countries.iter().copied().map(Target::Country);
    let topics = (0..site.topics.len()).map(|index| Target::Topic(TopicId::new(index)));
    let named = actors.chain(countries).chain(topics).map(|of| (of, named_by(site, of)));
    let long = named.filter(|(_, named_by)| named_by.events.len() > ON_PROFILE);
    long.map(|(of, named_by)| (of, OwnTimeline::new(site, of, named_by, timeline))).collect()
}

impl Plan {
    pub(super) fn timeline_pages(&self) -> Vec<(String, View)> {
        let mut pages = Vec::new();
        for (of, timeline) in &self.timelines {
            for turn in turns(timeline.events.len(), self.settings.page_size) {
                pages.push((turn.url(&timeline.url), View::TimelineOf(*of, turn)));
            }
        }
        pages
    }

    /// Where the events of a year stand that name an actor, a country or a topic: on its timeline, else on its profile.
    pub fn year_of(&self, site: &Site, of: Target, year: i32) -> String {
        if let Some(timeline) = self.timelines.get(&of) {
            let start = timeline.years.iter().find(|(known, _)| *known == Some(year));
            let Some((_, start)) = start else { return self.href(of).to_owned() };
            let page = page_url(&timeline.url, start / self.settings.page_size + 1);
            return format!("{}#{}", self.page_href(&page), year_anchor(year));
        }
        let has_any = named_by(site, of).events.iter().any(|id| site[*id].date.year() == Some(year));
        [self.href(of), if has_any { "#_events" } else { "" }].concat()
    }

    /// Where the events stand that name an actor, a country or a topic.
    pub fn events_of(&self, of: Target) -> String {
        let own = self.timelines.get(&of).map(|timeline| self.page_href(&timeline.url));
        own.unwrap_or_else(|| [self.href(of), "#_events"].concat())
    }
}

/// What refers to an actor, a country or a topic.
pub fn named_by(site: &Site, of: Target) -> &NamedBy {
    match of {
        Target::Actor(id) => &site[id].named_by,
        Target::Country(id) => &site[id].named_by,
        Target::Topic(id) => &site[id].named_by,
        _ => unreachable!("only actors, countries and topics have timelines"),
    }
}

/// The part of its URL of an actor, a country or a topic.
pub fn slug_of(site: &Site, of: Target) -> &str {
    match of {
        Target::Actor(id) => &site[id].slug,
        Target::Country(id) => &site[id].slug,
        Target::Topic(id) => &site[id].slug,
        _ => unreachable!("only actors, countries and topics have timelines"),
    }
}

/// The HTML id of a year on a timeline.
pub fn year_anchor(year: i32) -> String {
    format!("year-{}", year_slug(year))
}

/// The folder of its page, with `/` at its end.
pub(super) fn folder(site: &Site, of: Target) -> String {
    let list = match of {
        Target::Actor(_) => "actors",
        Target::Country(_) => "countries",
        _ => "topics",
    };
    folder_of(list, slug_of(site, of))
}
