//! What of a site's events the present day calls to mind: on this day in earlier years, and in the coming weeks.
//!
//! In: [`Site`] and a day. Out: [`Almanac`], and the day on which it will say something else. It knows no clock: the day is
//! handed in, and only the day.

use serde::Serialize;

use crate::model::date::{Day, Edtf};
use crate::model::site::{Event, EventId, Site};

/// How many days ahead are the coming weeks, today among them.
const AHEAD: i64 = 28;

/// A date that says less than this many days says nothing of the coming weeks before it begins: a month may.
const VAGUE: i64 = 31;

/// Events that the day brings up; both lists in the order of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Almanac {
    pub day: Day,
    /// Of exact days with this month and day, in earlier years.
    pub on_this_day: Vec<EventId>,
    /// That may happen, or begin, in the coming weeks.
    pub coming: Vec<EventId>,
}

impl Almanac {
    pub fn new(site: &Site, day: Day) -> Self {
        let which = |keep: &dyn Fn(&Edtf) -> bool| {
            let kept = site.events.iter().enumerate().filter(|(_, event)| keep(&event.date));
            kept.map(|(index, _)| EventId::new(index)).collect()
        };
        let on_this_day = which(&|date| is_anniversary(date, day));
        let coming = which(&|date| is_coming(date, day));
        Almanac { day, on_this_day, coming }
    }

    pub fn is_empty(&self) -> bool {
        self.on_this_day.is_empty() && self.coming.is_empty()
    }

    /// The next day on which pages say something else by themselves. Where anything is said, the day is said with it.
    pub fn next_change(&self, site: &Site) -> Option<Day> {
        let tomorrow = self.day.add_days(1)?;
        if !self.is_empty() {
            return Some(tomorrow);
        }
        site.events.iter().filter_map(|event| next_mention(event, tomorrow)).min()
    }
}

/// An event of 29 February is called to mind on the 28th where the year has no such day.
fn is_anniversary(date: &Edtf, today: Day) -> bool {
    let Some(then) = date.earliest().filter(|then| date.is_exact_day() && then.year() < today.year()) else {
        return false;
    };
    in_year(then, today.year()) == Some(today)
}

/// The same day of another year.
fn in_year(day: Day, year: i32) -> Option<Day> {
    let same = Day::new(year, day.month(), day.day());
    same.or_else(|| Day::new(year, day.month(), day.day() - 1))
}

fn is_coming(date: &Edtf, today: Day) -> bool {
    let Some(first) = date.earliest() else { return false };
    let until_first = first.since_1970() - today.since_1970();
    if is_vague(date) {
        return false;
    }
    // What has begun may still be to come while it is not known whether it has: "September 2025" until the month is over.
    let is_over = date.latest().is_some_and(|last| last < today) || is_under_way(date, first, today);
    until_first < AHEAD && !is_over
}

/// An interval that began on a known day is not to come any more.
fn is_under_way(date: &Edtf, first: Day, today: Day) -> bool {
    use crate::model::date::Precision;
    first < today && date.precision() == Precision::Interval
}

/// Whether it is a season, a year or longer that no day begins.
fn is_vague(date: &Edtf) -> bool {
    use crate::model::date::Precision;
    let length = |(first, last): (Day, Day)| last.since_1970() - first.since_1970();
    let is_long = date.earliest().zip(date.latest()).map(length).is_none_or(|days| days >= VAGUE);
    is_long && !(date.precision() == Precision::Interval && date.timeline_month().is_some())
}

/// The first day, from this one on, on which an event is told of.
fn next_mention(event: &Event, from: Day) -> Option<Day> {
    let date = &event.date;
    let first = date.earliest()?;
    let anniversary = date.is_exact_day().then(|| {
        let years = [from.year().max(first.year() + 1), from.year().max(first.year()) + 1];
        years.into_iter().filter_map(|year| in_year(first, year)).find(|day| *day >= from)
    });
    let begins = first.add_days(1 - AHEAD).map(|day| day.max(from)).filter(|day| is_coming(date, *day));
    anniversary.flatten().into_iter().chain(begins).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::from_iso(text).expect("it is a day")
    }

    fn date(text: &str) -> Edtf {
        Edtf::parse(text).expect("it is a date")
    }

    #[test]
    fn days_come_round() {
        for (then, today, is_one) in [
            ("2015-09-03", "2025-09-03", true),
            ("2025-09-03", "2025-09-03", false),
            ("2026-09-03", "2025-09-03", false),
            ("2015-09-03T23:00:00Z", "2025-09-03", true),
            ("-0043-03-15", "2025-03-15", true),
            ("2015-09", "2025-09-01", false),
            ("2015-09-03~", "2025-09-03", false),
            ("2015-09-03?", "2025-09-03", false),
            ("2015-09-03/2015-09-05", "2025-09-03", false),
            ("2020-02-29", "2024-02-29", true),
            ("2020-02-29", "2025-02-28", true),
            ("2020-02-29", "2025-03-01", false),
            ("2020-02-29", "2024-02-28", false),
            ("2023-02-28", "2024-02-29", false),
            ("2023-12-31", "2024-12-31", true),
        ] {
            assert_eq!(is_anniversary(&date(then), day(today)), is_one, "{then} on {today}");
        }
    }

    #[test]
    fn what_is_to_come_is_told_as_precisely_as_it_is_known() {
        for (then, today, is_one) in [
            ("2025-09-03", "2025-09-03", true),
            ("2025-09-30", "2025-09-03", true),
            ("2025-10-01", "2025-09-03", false),
            ("2025-09-02", "2025-09-03", false),
            ("2026-01-04", "2025-12-31", true),
            // A month, until it is over.
            ("2025-10", "2025-09-03", false),
            ("2025-10", "2025-09-05", true),
            ("2025-09", "2025-09-30", true),
            ("2025-09", "2025-10-01", false),
            ("2025-10-10~", "2025-10-01", true),
            ("2025-10-10?", "2025-10-01", true),
            // Nobody says that it will be in these weeks.
            ("2026", "2025-12-31", false),
            ("2025-24", "2025-11-20", false),
            ("2025-34", "2025-03-20", false),
            ("202X", "2019-12-31", false),
            ("../2025-10", "2025-10-01", false),
            // An interval counts by its beginning.
            ("2025-09-10/2026", "2025-09-03", true),
            ("2025-09-10/..", "2025-09-03", true),
            ("2025-09-01/2025-09-05", "2025-09-03", false),
            ("2025-09-03/2025-09-05", "2025-09-03", true),
        ] {
            assert_eq!(is_coming(&date(then), day(today)), is_one, "{then} on {today}");
        }
    }
}
