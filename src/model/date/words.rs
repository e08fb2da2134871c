//! Dates in English words.
//!
//! An [`Edtf`] or a day comes in, a phrase that stands alone goes out: day before month, no day that the date does not
//! have, years before 1 as BC. Nothing here knows of HTML.

use super::Day;
use super::edtf::{Date, Edtf, End, Form, Shape};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const SEASONS: [&str; 4] = ["spring", "summer", "autumn", "winter"];
const QUARTERS: [&str; 4] = ["first", "second", "third", "fourth"];

/// A date in words: "3 September 2025", "about 1984", "3 to 5 September 2025", "since spring 2025".
///
/// `~` is "about", `?` is "(uncertain)", `%` is both; a time has its seconds where there are any.
pub fn words_en(date: &Edtf) -> String {
    match date.form() {
        Form::Date(date) => alone(date),
        Form::Time(moment) => moment.words_to_the_second(),
        Form::Interval(start, end) => interval(start, end),
    }
}

/// "3 September 2025".
pub(super) fn day(day: Day) -> String {
    format!("{} {} {}", day.day(), month(day.month()), year(day.year()))
}

/// The name of a month from 1 to 12.
pub fn month(month: u8) -> &'static str {
    MONTHS[usize::from(month) - 1]
}

/// A year as people count: "2025", "44 BC", and "AD 79" where two digits alone would not be seen to be a year.
pub(super) fn year(year: i32) -> String {
    match year {
        ..=0 => format!("{} BC", 1 - i64::from(year)),
        1..=99 => format!("AD {year}"),
        _ => year.to_string(),
    }
}

fn interval(start: &End, end: &End) -> String {
    match (start, end) {
        (End::Date(start), End::Date(end)) => between(start, end),
        (End::Date(start), End::Open) => format!("since {}", inside(start)),
        (End::Open, End::Date(end)) => format!("until {}", inside(end)),
        (start, end) => to(&bound(start), &bound(end)),
    }
}

/// An end of an interval whose other end is unknown.
fn bound(end: &End) -> String {
    match end {
        End::Date(date) => inside(date),
        End::Open | End::Unknown => "an unknown date".to_owned(),
    }
}

fn between(start: &Date, end: &Date) -> String {
    if start == end {
        return alone(start);
    }
    let plain = |date: &Date| !date.approximate && !date.uncertain;
    let shared = if plain(start) && plain(end) { shared(start.shape, end.shape) } else { None };
    shared.unwrap_or_else(|| to(&inside(start), &inside(end)))
}

/// The words for two dates of one kind that have their year, or their month and year, in common, which are then said
/// once.
fn shared(start: Shape, end: Shape) -> Option<String> {
    match (start, end) {
        (Shape::Day(from), Shape::Day(to)) if (from.year(), from.month()) == (to.year(), to.month()) => {
            Some(format!("{} to {}", from.day(), day(to)))
        }
        (Shape::Day(from), Shape::Day(to)) if from.year() == to.year() => {
            Some(format!("{} {} to {}", from.day(), month(from.month()), day(to)))
        }
        (Shape::Month(same, from), Shape::Month(other, to)) if same == other => {
            Some(format!("{} to {} {}", month(from), month(to), year(same)))
        }
        (Shape::Season(same, from), Shape::Season(other, to)) if same == other => {
            Some(format!("{} to {} {}", season(from), season(to), year(same)))
        }
        (Shape::Quarter(same, from), Shape::Quarter(other, to)) if same == other => {
            Some(format!("{} to {} quarter of {}", quarter(from), quarter(to), year(same)))
        }
        _ => None,
    }
}

fn to(start: &str, end: &str) -> String {
    let comma = if start.contains(',') { "," } else { "" };
    format!("{start}{comma} to {end}")
}

/// A date that stands alone.
fn alone(date: &Date) -> String {
    if date.approximate { inside(date) } else { qualified(date, shape(date.shape)) }
}

/// A date within a longer phrase, with the article that it needs there: "the 2020s".
fn inside(date: &Date) -> String {
    let words = shape(date.shape);
    let article = match date.shape {
        Shape::Quarter(..) => "the ",
        Shape::Decade(..) | Shape::Century(..) if words.ends_with('s') => "the ",
        _ => "",
    };
    qualified(date, format!("{article}{words}"))
}

fn qualified(date: &Date, words: String) -> String {
    let about = if date.approximate { "about " } else { "" };
    let doubt = if date.uncertain { " (uncertain)" } else { "" };
    format!("{about}{words}{doubt}")
}

fn shape(shape: Shape) -> String {
    match shape {
        Shape::Day(whole) => day(whole),
        Shape::Month(of, whole) => format!("{} {}", month(whole), year(of)),
        Shape::Season(of, whole) => format!("{} {}", season(whole), year(of)),
        Shape::Quarter(of, whole) => format!("{} quarter of {}", quarter(whole), year(of)),
        Shape::Year(whole) => year(whole),
        Shape::Decade(first, last) | Shape::Century(first, last) => years(first, last),
        Shape::SomeDayOfMonth(of, known) => format!("{} {}, day unknown", month(known), year(of)),
        Shape::SomeMonthOfYear(of) => format!("{}, month unknown", year(of)),
        Shape::SomeDayOfYear(of) => format!("{}, month and day unknown", year(of)),
    }
}

fn season(season: u8) -> &'static str {
    SEASONS[usize::from(season) - 1]
}

fn quarter(quarter: u8) -> &'static str {
    QUARTERS[usize::from(quarter) - 1]
}

/// "2020s", "1900s" for `19XX`. The years themselves where a plural would say something else (`190X` is not all of the
/// 1900s) or is not in use, before year 100.
fn years(first: i32, last: i32) -> String {
    let is_first_decade = last - first < 10 && first % 100 == 0;
    match (first, last) {
        (..=0, 1..) => format!("{}–{}", year(first), year(last)),
        (..=0, _) => format!("{}–{}", 1 - i64::from(first), year(last)),
        (1..=99, _) => format!("AD {first}–{last}"),
        _ if is_first_decade => format!("{first}–{last}"),
        _ => format!("{first}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Edtf, words_en};

    #[test]
    fn dates_read_as_people_say_them() {
        for (text, words) in [
            ("2025-09-03", "3 September 2025"),
            ("2025-09", "September 2025"),
            ("2025", "2025"),
            ("1984~", "about 1984"),
            ("1984?", "1984 (uncertain)"),
            ("1984%", "about 1984 (uncertain)"),
            ("2025-09-03~", "about 3 September 2025"),
            ("202X", "2020s"),
            ("202X~", "about the 2020s"),
            ("202X?", "2020s (uncertain)"),
            ("19XX", "1900s"),
            ("190X", "1900–1909"),
            ("191X", "1910s"),
            ("010X", "100–109"),
            ("01XX", "100s"),
            ("004X", "AD 40–49"),
            ("00XX", "1 BC–AD 99"),
            ("-004X", "50–41 BC"),
            ("-01XX", "200–101 BC"),
            ("2025-XX", "2025, month unknown"),
            ("2025-XX-XX", "2025, month and day unknown"),
            ("2025-09-XX", "September 2025, day unknown"),
            ("2025-09-XX?", "September 2025, day unknown (uncertain)"),
            ("2025-21", "spring 2025"),
            ("2025-22", "summer 2025"),
            ("2025-23", "autumn 2025"),
            ("2025-24~", "about winter 2025"),
            ("2025-33", "first quarter of 2025"),
            ("2025-36", "fourth quarter of 2025"),
            ("2025-34~", "about the second quarter of 2025"),
            ("-0043", "44 BC"),
            ("-0044", "45 BC"),
            ("0000", "1 BC"),
            ("-0043-03-15", "15 March 44 BC"),
            ("0079-10-24", "24 October AD 79"),
            ("0476", "476"),
            ("Y12025", "12025"),
            ("Y-17000", "17001 BC"),
            ("2025-09-03/2025-09-05", "3 to 5 September 2025"),
            ("2025-08-30/2025-09-02", "30 August to 2 September 2025"),
            ("2024-12-30/2025-01-02", "30 December 2024 to 2 January 2025"),
            ("2025-09-03/2025-09-03", "3 September 2025"),
            ("2025-09/2025-11", "September to November 2025"),
            ("2025-09/2026-03", "September 2025 to March 2026"),
            ("2025-09-03/2025-10", "3 September 2025 to October 2025"),
            ("2025-09-03~/2025-09-05", "about 3 September 2025 to 5 September 2025"),
            ("2020/2025", "2020 to 2025"),
            ("2020?/2025~", "2020 (uncertain) to about 2025"),
            ("198X/199X", "the 1980s to the 1990s"),
            ("2025-21/2025-23", "spring to autumn 2025"),
            ("2024-24/2025-21", "winter 2024 to spring 2025"),
            ("2025-33/2025-35", "first to third quarter of 2025"),
            ("2024-36/2025-33", "the fourth quarter of 2024 to the first quarter of 2025"),
            ("2025-XX/2026", "2025, month unknown, to 2026"),
            ("-0100/-0043", "101 BC to 44 BC"),
            ("2025-09/..", "since September 2025"),
            ("../2025-09", "until September 2025"),
            ("2025-33/..", "since the first quarter of 2025"),
            ("../199X~", "until about the 1990s"),
            ("2025-09/", "September 2025 to an unknown date"),
            ("/2025-09", "an unknown date to September 2025"),
            ("2025-09-03T14:00:00+02:00", "3 September 2025, 14:00 UTC+02:00"),
            ("2025-09-03T14:00:00-04", "3 September 2025, 14:00 UTC-04:00"),
            ("2025-09-03T14:00:00Z", "3 September 2025, 14:00 UTC"),
            ("2025-09-03T14:00:05Z", "3 September 2025, 14:00:05 UTC"),
        ] {
            let date = Edtf::parse(text).unwrap_or_else(|error| panic!("`{text}`: {error}"));
            assert_eq!(words_en(&date), words, "{text}");
        }
    }
}
