//! Everything that has a date, year by year.

use rayon::prelude::*;
use serde::Serialize;

use crate::model::date::{Edtf, SortKey};
use crate::model::marking::Marking;
use crate::model::site::{ArticleId, EventId, Site, Target};

/// Something with a date: an event, or an article by its own date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Entry {
    Event(EventId),
    Article(ArticleId),
}

/// An entry and what decides its place: year, month, date, slug.
type Placed<'s> = (i32, Option<u8>, SortKey, &'s str, Entry);

/// A year and what happened in it, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct YearPage {
    pub year: i32,
    /// `timeline/2025/`
    pub url: String,
    pub entries: Vec<Entry>,
    /// The months in which entries stand, each with the place of its first one.
    pub months: Vec<(Option<u8>, usize)>,
    /// The highest of what is told of all entries: a filter shows any of them on every page of the year.
    pub marking: Marking,
}

impl YearPage {
    /// The script that holds what filters need to know of the year.
    pub fn data(&self) -> String {
        format!("{}entries.js", self.url)
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Timeline {
    /// In the order of time.
    pub years: Vec<YearPage>,
    /// The year and place of each event and article that has one.
    events: Vec<Option<(usize, usize)>>,
    articles: Vec<Option<(usize, usize)>>,
}

impl Timeline {
    pub fn new(site: &Site) -> Self {
        let events = (0..site.events.len()).into_par_iter().map(|index| Entry::Event(EventId::new(index)));
        let articles =
            (0..site.articles.len()).into_par_iter().map(|index| Entry::Article(ArticleId::new(index)));
        let placed = events.chain(articles).filter_map(|entry| placed(site, entry));
        let mut placed: Vec<Placed<'_>> = placed.collect();
        placed.par_sort_unstable();
        let mut timeline = Timeline {
            years: Vec::new(),
            events: vec![None; site.events.len()],
            articles: vec![None; site.articles.len()],
        };
        for year in placed.chunk_by(|left, right| left.0 == right.0) {
            timeline.add(site, year);
        }
        timeline
    }

    fn add(&mut self, site: &Site, placed: &[Placed<'_>]) {
        let index = self.years.len();
        let entries: Vec<Entry> = placed.iter().map(|placed| placed.4).collect();
        for (place, entry) in entries.iter().enumerate() {
            match entry {
                Entry::Event(id) => self.events[id.index()] = Some((index, place)),
                Entry::Article(id) => self.articles[id.index()] = Some((index, place)),
            }
        }
        let (year, months) = (placed[0].0, starts(placed.iter().map(|placed| placed.1)));
        let marking = entries.par_iter().map(|entry| marking(site, *entry)).max().unwrap_or_default();
        let url = format!("timeline/{}/", year_slug(year));
        self.years.push(YearPage { year, url, entries, months, marking });
    }

    /// The year, by its place in the list, and the place in it.
    pub fn place(&self, event: EventId) -> Option<(usize, usize)> {
        self.events[event.index()]
    }

    /// The URL of the page that shows an entry.
    pub fn page_of(&self, entry: Entry, page_size: usize) -> Option<String> {
        let (year, place) = match entry {
            Entry::Event(id) => self.events[id.index()],
            Entry::Article(id) => self.articles[id.index()],
        }?;
        Some(super::page_url(&self.years[year].url, place / page_size + 1))
    }

    pub fn len(&self) -> usize {
        self.years.iter().map(|year| year.entries.len()).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.years.is_empty()
    }
}

/// Each run of one value, with the place where it begins.
pub(super) fn starts<T: PartialEq>(values: impl Iterator<Item = T>) -> Vec<(T, usize)> {
    let mut starts: Vec<(T, usize)> = Vec::new();
    for (place, value) in values.enumerate() {
        if starts.last().is_none_or(|(last, _)| *last != value) {
            starts.push((value, place));
        }
    }
    starts
}

/// None for an entry without a year.
fn placed(site: &Site, entry: Entry) -> Option<Placed<'_>> {
    let (year, date, slug) = match entry {
        Entry::Event(id) => (site[id].date.year()?, site[id].date.sort_key(), &site[id].slug),
        Entry::Article(id) => {
            let day = site[id].date.as_ref()?.day();
            (day.year(), Edtf::from(day).sort_key(), &site[id].slug)
        }
    };
    Some((year, month(site, entry), date, slug, entry))
}

/// The month under which an entry stands in its year: that of its earliest day. None, which comes first, where the date
/// does not say a month.
pub fn month(site: &Site, entry: Entry) -> Option<u8> {
    match entry {
        Entry::Article(id) => site[id].date.as_ref().map(|date| date.day().month()),
        Entry::Event(id) => site[id].date.timeline_month(),
    }
}

/// Whom an entry names: actors, countries and topics.
pub fn named_in(site: &Site, entry: Entry) -> impl Iterator<Item = Target> {
    let (actors, countries, topics) = match entry {
        Entry::Event(id) => (&site[id].actors, &site[id].countries, &site[id].topics),
        Entry::Article(id) => (&site[id].actors, &site[id].countries, &site[id].topics),
    };
    let actors = actors.iter().map(|(id, _)| Target::Actor(*id));
    let countries = countries.iter().copied().map(Target::Country);
    actors.chain(countries).chain(topics.iter().copied().map(Target::Topic))
}

/// The highest of an entry and of all that it names.
pub fn marking(site: &Site, entry: Entry) -> Marking {
    let own = match entry {
        Entry::Event(id) => site[id].marking.max(place_marking(site, id)),
        Entry::Article(id) => site[id].marking,
    };
    named_in(site, entry).map(|target| site.marking(target)).fold(own, Marking::max)
}

/// Of the country that its place names.
fn place_marking(site: &Site, id: EventId) -> Marking {
    let country = site[id].place.as_ref().and_then(|place| place.country);
    country.map_or(Marking::Clear, |country| site[country].marking)
}

/// Four digits at least, as EDTF writes years.
pub(super) fn year_slug(year: i32) -> String {
    if year < 0 { format!("-{:04}", -i64::from(year)) } else { format!("{year:04}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_have_four_digits_at_least() {
        assert_eq!(year_slug(-44), "-0044");
        assert_eq!(year_slug(79), "0079");
    }
}
