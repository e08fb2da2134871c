//! Calendar days, EDTF dates and the moments of articles.
//!
//! Text as an author wrote it comes in; values with bounds, an order and words in ten languages go out, or a `DateError` that
//! says what is wrong, where, and what to write instead. Nothing here knows of files, of YAML or of the clock: the
//! present is handed in as [`Now`].

use serde::{Deserialize, Serialize};

mod clock;
mod edtf;
mod ends;
mod moment;
mod parse;
mod pattern;
mod suggest;
mod words;

#[cfg(test)]
mod oracles;

use std::fmt;
use std::ops::Range;

use jiff::civil::Weekday;

pub use edtf::{Edtf, Precision, SortKey};
pub use ends::{Bound, Ends};
pub use moment::{Moment, Now};
pub use pattern::{DAY_OR_TIME, ForeignMoment};
pub use words::Language;

/// The days of four centuries, after which the Gregorian calendar repeats itself.
const DAYS_OF_400_YEARS: i64 = 146_097;

/// From 1 March of year 0, where the arithmetic counts from, to 1 January 1970.
const DAYS_TO_1970: i64 = 719_468;

/// A day of the proleptic Gregorian calendar. Years are astronomical: 0 is 1 BC, -43 is 44 BC.
///
/// A value always names a day that exists. The order is that of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day {
    year: i32,
    month: u8,
    day: u8,
}

impl Day {
    /// The day of this year, month (1 to 12) and day of the month (from 1); `None` where there is no such day.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let exists = (1..=12).contains(&month) && (1..=month_length(year, month)).contains(&day);
        exists.then_some(Self { year, month, day })
    }

    /// Reads `YYYY-MM-DD` (ISO 8601-1, extended format), with `-` before it for years before 0; nothing else.
    pub fn from_iso(text: &str) -> Option<Self> {
        let (negative, plain) = match text.strip_prefix('-') {
            Some(plain) => (true, plain),
            None => (false, text),
        };
        let (year, month, day) = iso_fields(plain)?;
        if negative && year == 0 {
            return None;
        }
        Self::new(if negative { -year } else { year }, month, day)
    }

    /// The astronomical year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u8 {
        self.day
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        const FROM_1_JANUARY_1970: [Weekday; 7] = [
            Weekday::Thursday,
            Weekday::Friday,
            Weekday::Saturday,
            Weekday::Sunday,
            Weekday::Monday,
            Weekday::Tuesday,
            Weekday::Wednesday,
        ];
        FROM_1_JANUARY_1970[self.since_1970().rem_euclid(7) as usize]
    }

    /// The day so many days later (earlier where negative); `None` past the years that an `i32` counts.
    pub fn add_days(self, days: i64) -> Option<Self> {
        Self::of_days_since_1970(self.since_1970().checked_add(days)?)
    }

    /// Days since 1 January 1970, negative before.
    pub fn since_1970(self) -> i64 {
        // The year is made to begin in March, so that the leap day is its last.
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let month = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        let of_cycle = year.rem_euclid(400);
        year.div_euclid(400) * DAYS_OF_400_YEARS + of_cycle * 365 + of_cycle / 4 - of_cycle / 100
            + day_of_year
            - DAYS_TO_1970
    }

    /// The inverse of [`Day::since_1970`]; `None` past the years that an `i32` counts.
    pub fn of_days_since_1970(days: i64) -> Option<Self> {
        let days = days.checked_add(DAYS_TO_1970)?;
        let of_cycle = days.rem_euclid(DAYS_OF_400_YEARS);
        let year_of_cycle = (of_cycle - of_cycle / 1_460 + of_cycle / 36_524 - of_cycle / 146_096) / 365;
        let day_of_year = of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
        let from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        let year = days.div_euclid(DAYS_OF_400_YEARS) * 400 + year_of_cycle + i64::from(month <= 2);
        Some(Self { year: i32::try_from(year).ok()?, month: month as u8, day: day as u8 })
    }

    /// The day in the words of messages: "3 September 2025".
    fn in_english(self) -> String {
        Language::English.day(self)
    }
}

/// ISO 8601, years before 0 or past 9999 with the sign or the `Y` that EDTF gives them.
impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{:02}-{:02}", iso_year(self.year), self.month, self.day)
    }
}

/// What is wrong with a date, where in its text, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError {
    /// What is wrong: lower case, no full stop, the thing at fault in backticks.
    pub message: String,
    /// The first byte of the text at fault, counted from the start of the text that was read.
    pub start: usize,
    /// The byte after the last one at fault.
    pub end: usize,
    /// Something to do; never empty.
    pub help: String,
}

impl DateError {
    fn new(message: impl Into<String>, place: Range<usize>, help: impl Into<String>) -> Self {
        Self { message: message.into(), start: place.start, end: place.end, help: help.into() }
    }
}

impl fmt::Display for DateError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for DateError {}

/// The date that a file's name begins with, and the rest of the name without the separators between them.
///
/// The date is `YYYY-MM-DD` with a year from 1 on, and the end of the name, `-`, `_` or a blank comes after it. The
/// rest is empty where the name is a date and nothing else. `None` where no day that exists stands there.
pub fn day_prefix(file_stem: &str) -> Option<(Day, &str)> {
    let (date, rest) = file_stem.split_at_checked(10)?;
    let day = Day::from_iso(date).filter(|day| day.year > 0)?;
    let separator = |letter: char| letter == '-' || letter == '_' || letter.is_whitespace();
    (rest.is_empty() || rest.starts_with(separator)).then(|| (day, rest.trim_start_matches(separator)))
}

fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// The number of days of a month from 1 to 12.
fn month_length(year: i32, month: u8) -> u8 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A year as EDTF spells it: `2025`, `-0043`, `Y12025`, `Y-12025`.
fn iso_year(year: i32) -> String {
    match year {
        0..=9999 => format!("{year:04}"),
        -9999..=-1 => format!("{year:05}"),
        _ => format!("Y{year}"),
    }
}

/// The three numbers of a text that has the shape `YYYY-MM-DD`, whether or not there is such a day.
fn iso_fields(text: &str) -> Option<(i32, u8, u8)> {
    let mut pieces = text.split('-');
    let year = number(pieces.next()?, 4..=4)?;
    let month = number(pieces.next()?, 2..=2)?;
    let day = number(pieces.next()?, 2..=2)?;
    pieces.next().is_none().then_some((year as i32, month as u8, day as u8))
}

/// A run of ASCII digits and nothing else, of one of these lengths. No length above nine is ever asked for, so that
/// every such number fits.
fn number(text: &str, lengths: std::ops::RangeInclusive<usize>) -> Option<u32> {
    if !lengths.contains(&text.len()) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// The day of these numbers, or the error that says which of them cannot be. `place` is where `MM-DD` stands.
fn existing_day(year: i32, month: u8, day: u8, place: Range<usize>) -> Result<Day, DateError> {
    if !(1..=12).contains(&month) {
        let place = place.start..place.start + 2;
        return Err(DateError::new(
            format!("there is no month `{month:02}`"),
            place,
            "write a month from `01` to `12`",
        ));
    }
    Day::new(year, month, day).ok_or_else(|| {
        let length = month_length(year, month);
        let whole_month = format!("{}-{month:02}", iso_year(year));
        let english = Language::English;
        let message = format!("there is no {day} {} in {}", english.month(month), english.year(year));
        let help = match day {
            0 => format!("write a day from `01` to `{length}`, or `{whole_month}` for the whole month"),
            _ => format!(
                "the month has {length} days: write `{whole_month}-{length}`, \
                 or `{whole_month}` for the whole month"
            ),
        };
        DateError::new(message, place.start + 3..place.end, help)
    })
}

/// The author's text as a message may show it: in backticks, on one line, cut where it is long.
fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut shown: String =
        text.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if shown.len() < text.len() && text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    format!("`{shown}`")
}

#[cfg(test)]
mod tests {
    use super::{Day, Edtf, Language, Moment, Now, day_prefix};
    use jiff::civil::Weekday;

    fn day(text: &str) -> Day {
        Day::from_iso(text).unwrap_or_else(|| panic!("`{text}` is a day"))
    }

    fn all_words(date: &Edtf) -> Vec<String> {
        Language::ALL.map(|language| language.date(date)).to_vec()
    }

    #[test]
    fn days_are_read_and_written_as_iso() {
        for text in [
            "2025-09-03",
            "2024-02-29",
            "2000-02-29",
            "0000-02-29",
            "-0043-03-15",
            "9999-12-31",
            "-9999-01-01",
        ] {
            assert_eq!(day(text).to_string(), text);
        }
        for text in [
            "2025-02-29",
            "1900-02-29",
            "2025-00-01",
            "2025-13-01",
            "2025-01-00",
            "2025-04-31",
            "2025-9-3",
            "25-09-03",
            "2025-09-03 ",
            "+2025-09-03",
            "-0000-01-01",
            "2025-09",
            "2025-09-03-01",
            "２０２５-09-03",
            "",
            "-",
            "--",
        ] {
            assert_eq!(Day::from_iso(text), None, "{text}");
        }
        assert_eq!(Day::new(12025, 9, 3).unwrap().to_string(), "Y12025-09-03");
        assert_eq!(Day::new(-12025, 9, 3).unwrap().to_string(), "Y-12025-09-03");
    }

    #[test]
    fn weekdays_hold_on_both_sides_of_1970() {
        for (text, weekday) in [
            ("1970-01-01", Weekday::Thursday),
            ("2025-09-03", Weekday::Wednesday),
            ("1969-12-31", Weekday::Wednesday),
            ("1582-10-15", Weekday::Friday),
            ("2000-02-29", Weekday::Tuesday),
            ("0000-01-01", Weekday::Saturday),
        ] {
            assert_eq!(day(text).weekday(), weekday, "{text}");
        }
    }

    #[test]
    fn days_are_counted_across_months_leap_years_and_year_zero() {
        for (from, days, to) in [
            ("2025-09-03", 0, "2025-09-03"),
            ("2025-12-31", 1, "2026-01-01"),
            ("2024-02-28", 1, "2024-02-29"),
            ("2025-02-28", 1, "2025-03-01"),
            ("2025-03-01", -1, "2025-02-28"),
            ("0000-01-01", -1, "-0001-12-31"),
            ("2000-01-01", 146_097, "2400-01-01"),
        ] {
            assert_eq!(day(from).add_days(days), Some(day(to)), "{from} {days}");
        }
        let last = Day::new(i32::MAX, 12, 31).unwrap();
        let first = Day::new(i32::MIN, 1, 1).unwrap();
        assert_eq!(last.add_days(1), None);
        assert_eq!(first.add_days(-1), None);
        assert_eq!(last.add_days(i64::MAX), None);
        assert_eq!(first.add_days(i64::MIN), None);
        assert_eq!(last.add_days(first.since_1970() - last.since_1970()), Some(first));
    }

    #[test]
    fn every_day_of_eight_centuries_is_its_successor_s_predecessor() {
        let mut today = day("-0200-01-01");
        while today.year() < 600 {
            let tomorrow = today.add_days(1).unwrap();
            assert!(
                today < tomorrow && Day::new(tomorrow.year, tomorrow.month, tomorrow.day).is_some(),
                "{today}"
            );
            assert_eq!(tomorrow.add_days(-1), Some(today));
            today = tomorrow;
        }
    }

    #[test]
    fn file_names_lose_their_date() {
        for (stem, date, rest) in [
            ("2015-03-17-title", "2015-03-17", "title"),
            ("1971-08-23--powell", "1971-08-23", "powell"),
            ("2015-03-17_a-title", "2015-03-17", "a-title"),
            ("2015-03-17 - a title", "2015-03-17", "a title"),
            ("2015-03-17", "2015-03-17", ""),
            ("2015-03-17-", "2015-03-17", ""),
            ("2015-03-17-三位领导人", "2015-03-17", "三位领导人"),
            ("2015-03-17-2016-01-01", "2015-03-17", "2016-01-01"),
            ("2015-03-17\u{3000}x", "2015-03-17", "x"),
        ] {
            assert_eq!(day_prefix(stem), Some((day(date), rest)), "{stem}");
        }
        for stem in [
            "title",
            "2015-02-30-title",
            "2015-03-171",
            "2015-03-17title",
            "2015-03-1三",
            "2015-3-17-title",
            "0000-01-01-x",
            "2015-03",
            "-2015-03-17",
            "20150317-title",
            "",
            "三位领导人三位领导人",
        ] {
            assert_eq!(day_prefix(stem), None, "{stem}");
        }
    }

    /// Whatever is typed, reading it answers; spans are inside the text and on the borders of characters.
    #[test]
    fn odd_strings_are_answered_without_a_panic() {
        let mut texts: Vec<String> = [
            "",
            " ",
            "-",
            "--",
            "---",
            "/",
            "//",
            "..",
            "../..",
            "/..",
            "../",
            "T",
            "Z",
            "Y",
            "Y-",
            "Y0",
            "X",
            "XXXX",
            "?",
            "~",
            "%",
            "2025?~",
            "2025-",
            "2025--",
            "-2025-",
            "2025-XX-03",
            "２０２５",
            "二〇二五年",
            "2025年13月40日",
            "é/é",
            "\u{0}",
            "2025-09-03T",
            "2025-09-03TZ",
            "2025-09-03T99:99:99Z",
            "2025-09-03T14:00:00+99",
            "2025-09-03T14:00:00+é",
            "1/1/1/1",
            "\u{202e}2025",
            "2025\n2026",
            "``",
            "32 13 2025",
            "99999999999999999999",
            "0/0/0000",
            "2025-09-03/é",
            "-/-",
            "0th century",
            "9999th century",
            "st",
            "0s",
            "bc",
            "9999999 bc",
            "since",
            "since since",
            "to",
            " to ",
            "q0 2025",
            "q9 2025",
            "12:00",
            "::",
            "9999-12-31T23:59:59-23:59",
            "0001-01-01T00:00:00+23:59",
            "0000-01-01T00:00:00Z",
            "2025-09-03 1:2:3",
            "2025-09-03T14:00:00.Z",
            "😀😀😀😀",
            "2025-0é",
            "202é",
            "2025-09-0é",
            "0000-00-00",
            "9999/9999",
            "İ 2025",
            "ß",
            "Y2147483647/Y2147483647",
            "Y-2147483648",
        ]
        .map(str::to_owned)
        .to_vec();
        for piece in ["9", "-", "/", "X", "Y", "~", "é", "2025-", "1/", ":", ".", " ", "年", "0"] {
            texts.push(piece.repeat(5_000));
            texts.push(format!("2025-09-03{}", piece.repeat(300)));
            texts.push(format!("Y{}", piece.repeat(40)));
            texts.push(format!("2025-09-03T14:00:00.{}Z", piece.repeat(40)));
            texts.push(piece.repeat(30));
        }
        for whole in [
            "2025-09-03T14:00:00+02:00",
            "-0043-03-15/2025-XX",
            "3 September 2025",
            "2025年9月3日",
            "11/23/2020 10:00 -4",
        ] {
            for (at, _) in whole.char_indices() {
                for inserted in ["", "é", "0", "-", "/", " ", "X"] {
                    texts.push(format!("{}{inserted}", &whole[..at]));
                    texts.push(format!("{}{inserted}{}", &whole[..at], &whole[at..]));
                }
            }
        }
        for text in &texts {
            let zone = jiff::tz::TimeZone::UTC;
            let edtf = Edtf::parse(text)
                .map(|edtf| (all_words(&edtf), edtf.datetime_attribute(), edtf.sort_key(), edtf.months()));
            let strict = Moment::parse(text);
            let lenient = Moment::parse_lenient(text);
            let now = Now::parse(text, &zone);
            for moment in [&strict, &lenient].into_iter().flatten() {
                let _ = (
                    moment.rfc3339(),
                    moment.words(Language::German),
                    moment.iso(),
                    moment.instant_in(&zone),
                );
            }
            day_prefix(text);
            for error in [edtf.err(), strict.err(), lenient.err(), now.err()].into_iter().flatten() {
                assert!(text.get(error.start..error.end).is_some(), "{text:?}: {error:?}");
                assert!(!error.help.is_empty() && !error.message.ends_with('.'), "{text:?}: {error:?}");
                assert!(error.message.starts_with(|c: char| c.is_lowercase() || c == '`'), "{error:?}");
            }
        }
    }
}
