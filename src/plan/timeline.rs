//! Everything that has a date, year by year.

use std::collections::BTreeMap;

use crate::model::date::{Edtf, SortKey};
use crate::model::site::{ArticleId, EventId, Site};

/// Something with a date: an event, or an article by its own date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Entry {
    Event(EventId),
    Article(ArticleId),
}

/// An entry and what decides its place in its year: month, date, slug.
type Placed<'s> = (Option<u8>, SortKey, &'s str, Entry);

/// A year and what happened in it, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearPage {
    pub year: i32,
    /// `timeline/2025/`
    pub url: String,
    pub entries: Vec<Entry>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// In the order of time.
    pub years: Vec<YearPage>,
    /// The year and place of each event and article that has one.
    events: Vec<Option<(usize, usize)>>,
    articles: Vec<Option<(usize, usize)>>,
}

impl Timeline {
    pub fn new(site: &Site) -> Self {
        let mut years: BTreeMap<i32, Vec<Placed<'_>>> = BTreeMap::new();
        for (index, event) in site.events.iter().enumerate() {
            if let Some(year) = event.date.year() {
                let entry = Entry::Event(EventId::new(index));
                years.entry(year).or_default().push((
                    month(site, entry),
                    event.date.sort_key(),
                    &event.slug,
                    entry,
                ));
            }
        }
        for (index, article) in site.articles.iter().enumerate() {
            if let Some(date) = &article.date {
                let entry = Entry::Article(ArticleId::new(index));
                let key = Edtf::from(date.day()).sort_key();
                years.entry(date.day().year()).or_default().push((
                    month(site, entry),
                    key,
                    &article.slug,
                    entry,
                ));
            }
        }
        let mut timeline = Timeline {
            years: Vec::with_capacity(years.len()),
            events: vec![None; site.events.len()],
            articles: vec![None; site.articles.len()],
        };
        for (year, mut entries) in years {
            entries.sort_unstable();
            timeline.add(year, entries.into_iter().map(|(_, _, _, entry)| entry).collect());
        }
        timeline
    }

    fn add(&mut self, year: i32, entries: Vec<Entry>) {
        let index = self.years.len();
        for (place, entry) in entries.iter().enumerate() {
            match entry {
                Entry::Event(id) => self.events[id.index()] = Some((index, place)),
                Entry::Article(id) => self.articles[id.index()] = Some((index, place)),
            }
        }
        self.years.push(YearPage { year, url: format!("timeline/{}/", year_slug(year)), entries });
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

/// The month under which an entry stands in its year: that of its earliest day. None, which comes first, where the date
/// does not say a month.
pub fn month(site: &Site, entry: Entry) -> Option<u8> {
    match entry {
        Entry::Article(id) => site[id].date.as_ref().map(|date| date.day().month()),
        Entry::Event(id) => site[id].date.timeline_month(),
    }
}

/// Four digits at least, as EDTF writes years.
fn year_slug(year: i32) -> String {
    if year < 0 { format!("-{:04}", -i64::from(year)) } else { format!("{year:04}") }
}

/// A year in words: `2025`, `AD 79`, `45 BC` (there is no year 0: astronomical 0 is 1 BC).
pub fn year_label(year: i32) -> String {
    match year {
        ..=0 => format!("{} BC", 1 - i64::from(year)),
        1..=99 => format!("AD {year}"),
        _ => year.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_before_christ_have_no_zero() {
        assert_eq!(year_label(-44), "45 BC");
        assert_eq!(year_label(0), "1 BC");
        assert_eq!(year_slug(-44), "-0044");
        assert_eq!(year_slug(79), "0079");
    }
}
