//! Which files tell other programs of events: the timeline as a calendar, as data and as a table, and a calendar beside
//! every actor, country and topic that has events.
//!
//! In: [`Site`]. Out: a list of files, each with what it tells of. It does not know how a format says it.

use serde::Serialize;

use super::timelines::folder;
use crate::model::date::Edtf;
use crate::model::site::{ActorId, CountryId, EventId, NamedBy, Site, Target, TopicId};

/// How a file tells them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum EventFormat {
    /// iCalendar, RFC 5545.
    Calendar,
    /// The JSON that TimelineJS 3 draws.
    TimelineJs,
    /// A table, RFC 4180.
    Csv,
}

/// A file of events, and whose they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct EventFile {
    /// Whose events these are: an actor's, a country's, a topic's; without one all of the site.
    pub of: Option<Target>,
    pub format: EventFormat,
}

impl EventFile {
    /// The file below the output folder.
    pub fn path(self, site: &Site) -> String {
        match self.format {
            EventFormat::TimelineJs => "timeline.json".to_owned(),
            EventFormat::Csv => "timeline.csv".to_owned(),
            EventFormat::Calendar => match self.of {
                None => "timeline.ics".to_owned(),
                Some(of) => folder(site, of) + "events.ics",
            },
        }
    }
}

impl super::Plan {
    /// The URL below the root of the page that shows the events of a file.
    pub fn events_page(&self, site: &Site, of: Option<Target>) -> String {
        of.map_or_else(|| "timeline/".to_owned(), |of| folder(site, of))
    }

    /// The files that tell the events of somebody.
    pub fn event_files_of(&self, of: Option<Target>) -> &[EventFile] {
        let start = self.event_files.partition_point(|file| file.of < of);
        let count = self.event_files[start..].partition_point(|file| file.of == of);
        &self.event_files[start..start + count]
    }
}

/// All files, in their order.
pub(super) fn files(site: &Site, countries: &[CountryId]) -> Vec<EventFile> {
    let formats = [EventFormat::Calendar, EventFormat::TimelineJs, EventFormat::Csv];
    let mut files: Vec<EventFile> =
        formats.into_iter().map(|format| EventFile { of: None, format }).collect();
    let stands: Vec<bool> = (0..site.events.len())
        .map(EventId::new)
        .map(|id| is_published(site, id) && stands_in_calendar(&site[id].date))
        .collect();
    let has_any = |named_by: &NamedBy| named_by.events.iter().any(|id| stands[id.index()]);
    let mut add = |of: Target, named_by: &NamedBy| {
        if has_any(named_by) {
            files.push(EventFile { of: Some(of), format: EventFormat::Calendar });
        }
    };
    for (index, actor) in site.actors.iter().enumerate() {
        add(Target::Actor(ActorId::new(index)), &actor.named_by);
    }
    for id in countries {
        add(Target::Country(*id), &site[*id].named_by);
    }
    for (index, topic) in site.topics.iter().enumerate() {
        add(Target::Topic(TopicId::new(index)), &topic.named_by);
    }
    files.sort_unstable();
    files
}

/// Whether anything but a draft tells of an event: what others subscribe to has no drafts, as feeds have none.
pub fn is_published(site: &Site, id: EventId) -> bool {
    site[id].accounts.iter().any(|account| account.article.is_none_or(|article| !site[article].draft))
}

/// Whether all days that are known of a date have a year that iCalendar can write, from 1 to 9999.
pub fn stands_in_calendar(date: &Edtf) -> bool {
    date.known_days().is_some_and(|(first, last)| first.year() >= 1 && last.year() <= 9999)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_of_four_digits_stand_in_calendars() {
        let cases = [
            ("2025", true),
            ("0001-01-01", true),
            ("9999", true),
            ("0000", false),
            ("00XX", false),
            ("-0043-03-15", false),
            ("-0043/0014", false),
            ("Y12025", false),
            ("2025/Y12025", false),
            ("2025/..", true),
            ("/2025-09", true),
            ("../-0043", false),
        ];
        for (text, stands) in cases {
            assert_eq!(stands_in_calendar(&Edtf::parse(text).expect("it is a date")), stands, "{text}");
        }
    }
}
