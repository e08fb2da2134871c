//! Columns of seven days in a lane of a year, for entries that are too many for a mark each.
//!
//! In: a lane's entries. Out: one shape for all columns, and a link a month. What is not known to the day is in none of them.

use super::axis::Axis;
use super::marks::Item;
use super::svg::{Em, begin_link, counted, em, end_link, rect};
use super::year::{Lane, Year};
use crate::model::date::{Bound, Day};

/// The height of columns in a lane.
pub const COLUMNS: Em = 220;

impl Year<'_> {
    /// Columns of seven days, all of them one shape; each month of it is a link.
    pub fn push_sevens(&self, out: &mut String, lane: &Lane<'_>, axis: &Axis, (top, most): (Em, u32)) {
        let sevens = self.sevens(lane);
        let days = self.days();
        out.push_str("<svg class=\"k\"");
        em(out, "y", top);
        em(out, "height", COLUMNS);
        out.push_str(&format!(" viewBox=\"0 0 {days} 100\" preserveAspectRatio=\"none\"><path d=\""));
        for (index, count) in sevens.iter().enumerate().filter(|(_, count)| **count > 0) {
            let (from, to) = (index as i64 * 7, (index as i64 * 7 + 6).min(days));
            let height = (u64::from(*count) * 100 / u64::from(most.max(1))).max(4);
            out.push_str(&format!("M{from} 100v-{height}H{to}v{height}"));
        }
        out.push_str("\"/></svg>");
        for (index, month) in self.months.iter().enumerate() {
            let here = self.in_month(lane, index as u8 + 1);
            if here == 0 {
                continue;
            }
            let title = format!(
                "{}, {} {}: {}",
                lane.name,
                month.name,
                self.label,
                counted(here, "entry", "entries")
            );
            begin_link(out, &month.href, &title);
            rect(out, "t", axis.of_month(self.year, index as u8 + 1), top, COLUMNS);
            end_link(out, &month.href);
        }
    }

    fn days(&self) -> i64 {
        let (first, last) = (Day::new(self.year, 1, 1), Day::new(self.year, 12, 31));
        first.zip(last).map_or(365, |(first, last)| last.since_1970() - first.since_1970() + 1)
    }

    /// How many entries of a lane begin in each stretch of seven days, counted from the first of January.
    pub fn sevens(&self, lane: &Lane<'_>) -> [u32; 53] {
        let first = Day::new(self.year, 1, 1).expect("every year has a first day").since_1970();
        let mut sevens = [0; 53];
        for day in lane.entries.iter().filter_map(|entry| known_day(&self.entries[*entry])) {
            if let Ok(index) = usize::try_from((day.since_1970() - first) / 7) {
                sevens[index.min(52)] += 1;
            }
        }
        sevens
    }

    fn in_month(&self, lane: &Lane<'_>, month: u8) -> u32 {
        let days = lane.entries.iter().filter_map(|entry| known_day(&self.entries[*entry]));
        days.filter(|day| day.month() == month).count() as u32
    }
}

/// The day on which something happened or began, where it is known to the day.
pub fn known_day(item: &Item<'_>) -> Option<Day> {
    match item.date.ends().start {
        Bound::Known { first, last, .. } if first == last => Some(first),
        _ => None,
    }
}
