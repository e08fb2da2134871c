//! The moment an article was published, changed or let go, and the moment of a build.
//!
//! A day or an RFC 3339 time comes in, in archives also what Jekyll and Hugo write; a [`Moment`] goes out that keeps
//! the day as it was written. A time zone, where one is needed, is handed in; the clock is never read.

use std::cmp::Ordering;

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::TimeZone;

use serde::{Deserialize, Serialize};

use super::clock::{Clock, Notation};
use super::{DateError, Day, Language, existing_day, iso_fields, number, quoted, suggest};

/// A whole day, or a time of day with its offset from UTC (RFC 3339).
///
/// The order is that of [`Moment::instant_utc`], then of the text. In an archive a time may have no offset: it is then
/// local to whatever zone the reader of this value names, and else UTC.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Moment {
    text: String,
    day: Day,
    clock: Option<Clock>,
}

impl Moment {
    /// Reads `YYYY-MM-DD` or an RFC 3339 time (section 5.6), in years 1 to 9999.
    ///
    /// # Errors
    ///
    /// Says what is wrong and, where it can be told, how the same moment is written.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let Some((year, month, day)) = text.get(..10).and_then(iso_fields) else {
            return Err(unreadable(text));
        };
        let day = existing_day(year, month, day, 5..10)?;
        let rest = &text[10..];
        let clock = match rest.strip_prefix(['T', 't']) {
            _ if year == 0 => return Err(unreadable(text)),
            Some(time) => Some(Clock::parse(time, Notation::Rfc3339).ok_or_else(|| unreadable(text))?),
            None if rest.is_empty() => None,
            None => return Err(unreadable(text)),
        };
        Ok(Self::at(text, day, clock))
    }

    /// Reads what [`Moment::parse`] reads, and what other site generators write: `2015-03-17 14:00:00 -4`,
    /// `2018-01-15 18:49 +0800`, `2014-03-12 10:11`, `2015/3/7`, and `11/23/2020` where one of its two readings alone
    /// is a day that exists.
    ///
    /// # Errors
    ///
    /// Names both readings where there are two.
    pub fn parse_lenient(text: &str) -> Result<Self, DateError> {
        match lenient(text) {
            Lenient::One(moment) => Ok(moment),
            Lenient::Two(error) => Err(error),
            Lenient::None => Self::parse(text),
        }
    }

    /// What the text of a moment can mean and [`Moment::parse_lenient`] would read, without a word on why it cannot.
    pub(super) fn meant_by(text: &str) -> Option<Self> {
        match lenient(text) {
            Lenient::One(moment) => Some(moment),
            Lenient::Two(_) | Lenient::None => None,
        }
    }

    pub(super) fn at(text: &str, day: Day, clock: Option<Clock>) -> Self {
        Self { text: text.to_owned(), day, clock }
    }

    /// The moment as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The civil day as it was written, in the moment's own offset.
    pub fn day(&self) -> Day {
        self.day
    }

    /// Whether it is a time of day rather than a whole day.
    pub fn has_time(&self) -> bool {
        self.clock.is_some()
    }

    /// The instant; of a whole day its midnight in UTC. What lies past the instants that jiff counts (to the end of
    /// 9999, less a day) is the last of them.
    pub fn instant_utc(&self) -> Timestamp {
        let midnight = self.day.since_1970() * 86_400;
        let (second, nanosecond) = match self.clock {
            None => (midnight, 0),
            Some(clock) => (midnight + clock.second_of_utc_day(), clock.nanosecond),
        };
        let nearest = if second < 0 { Timestamp::MIN } else { Timestamp::MAX };
        Timestamp::new(second, nanosecond as i32).unwrap_or(nearest)
    }

    /// The instant; of a whole day its beginning in this zone, and of a time without offset that time in this zone.
    pub fn instant_in(&self, zone: &TimeZone) -> Timestamp {
        if self.clock.is_some_and(Clock::has_offset) {
            return self.instant_utc();
        }
        self.local_instant(zone).unwrap_or_else(|| self.instant_utc())
    }

    fn local_instant(&self, zone: &TimeZone) -> Option<Timestamp> {
        let year = i16::try_from(self.day.year()).ok()?;
        let date = civil::Date::new(year, self.day.month() as i8, self.day.day() as i8).ok()?;
        let Some(clock) = self.clock else {
            let midnight = date.to_zoned(zone.clone()).ok()?;
            return midnight.start_of_day().ok().map(|start| start.timestamp());
        };
        let time = date.at(clock.hour as i8, clock.minute as i8, clock.second as i8, clock.nanosecond as i32);
        zone.to_timestamp(time).ok()
    }

    /// RFC 3339, to the second, as Atom and JSON Feed want it: in the moment's own offset, a whole day as midnight UTC.
    pub fn rfc3339(&self) -> String {
        match self.clock {
            Some(clock) if !clock.has_offset() => format!("{}Z", self.iso()),
            Some(_) => self.iso(),
            None => format!("{}T00:00:00Z", self.day),
        }
    }

    /// ISO 8601, to the second, as `<time datetime>` takes it: a whole day as `YYYY-MM-DD`.
    pub fn iso(&self) -> String {
        match self.clock {
            Some(clock) => format!("{}T{}", self.day, clock.iso()),
            None => self.day.to_string(),
        }
    }

    /// Words, to the minute: "3 September 2025", "3 September 2025, 14:05 UTC".
    pub fn words(&self, language: Language) -> String {
        match self.clock {
            Some(clock) => {
                let Clock { hour, minute, .. } = clock;
                language.time(self.day, &format!("{hour:02}:{minute:02}{}", clock.zone_words()))
            }
            None => language.day(self.day),
        }
    }

    /// As [`Moment::words`], with the seconds where there are any.
    pub(super) fn words_to_the_second(&self, language: Language) -> String {
        match self.clock {
            Some(clock) if clock.second > 0 => {
                let Clock { hour, minute, second, .. } = clock;
                let time = format!("{hour:02}:{minute:02}:{second:02}{}", clock.zone_words());
                language.time(self.day, &time)
            }
            _ => self.words(language),
        }
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Self) -> Ordering {
        self.instant_utc().cmp(&other.instant_utc()).then_with(|| self.text.cmp(&other.text))
    }
}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<Day> for Moment {
    fn from(day: Day) -> Self {
        Self { text: day.to_string(), day, clock: None }
    }
}

enum Lenient {
    One(Moment),
    Two(DateError),
    None,
}

fn lenient(text: &str) -> Lenient {
    let whole = text.trim();
    let (date, time) = match whole.split_once(|c: char| c.is_whitespace() || c == 'T' || c == 't') {
        Some((date, time)) => (date, Some(time.trim_start())),
        None => (whole, None),
    };
    let clock = match time.map(|time| Clock::parse(time, Notation::Lenient)) {
        Some(None) => return Lenient::None,
        Some(clock) => clock,
        None => None,
    };
    match numeric_days(date)[..] {
        [day] => Lenient::One(Moment::at(text, day, clock)),
        [first, second] => {
            let message =
                format!("{} can be {} or {}", quoted(date), first.in_english(), second.in_english());
            let start = text.len() - text.trim_start().len();
            let help = format!("write `{first}` or `{second}`");
            Lenient::Two(DateError::new(message, start..start + date.len(), help))
        }
        _ => Lenient::None,
    }
}

/// The days of years 1 to 9999 that three numbers with `-`, `/` or `.` between them can mean: a year of four digits,
/// month and day, or month and day in either order and such a year; there the day comes first in the first reading.
pub(super) fn numeric_days(text: &str) -> Vec<Day> {
    let Some(separator) = text.chars().find(|c| ['-', '/', '.'].contains(c)) else {
        return Vec::new();
    };
    let pieces: Vec<&str> = text.split(separator).collect();
    let short = |piece| number(piece, 1..=2).map(|number| number as u8);
    let long = |piece| number(piece, 4..=4).filter(|year| *year > 0).map(|year| year as i32);
    let &[first, middle, last] = pieces.as_slice() else {
        return Vec::new();
    };
    let mut days = Vec::new();
    if let (Some(year), Some(month), Some(day)) = (long(first), short(middle), short(last)) {
        days.extend(Day::new(year, month, day));
    }
    if let (Some(one), Some(other), Some(year)) = (short(first), short(middle), long(last)) {
        days.extend(Day::new(year, other, one));
        days.extend(Day::new(year, one, other));
        days.dedup();
    }
    days
}

fn unreadable(text: &str) -> DateError {
    let all = 0..text.len();
    if text.is_empty() {
        let help = "write a day such as `2025-09-03`";
        return DateError::new("a date is missing", all, help);
    }
    match lenient(text) {
        Lenient::One(moment) if moment.clock.is_some_and(|clock| !clock.has_offset()) => {
            let help = format!("write `{}Z` for UTC, or the offset: `{}+02:00`", moment.iso(), moment.iso());
            return DateError::new(format!("the time {} has no offset", quoted(text)), all, help);
        }
        Lenient::One(moment) => {
            let message = format!("{} is not a day or an RFC 3339 time", quoted(text));
            return DateError::new(message, all, format!("write `{}`", moment.iso()));
        }
        Lenient::Two(error) => return error,
        Lenient::None => {}
    }
    if suggest::is_date(text) {
        let message = format!("{} is not one whole day", quoted(text));
        return DateError::new(message, all, "write year, month and day, such as `2025-09-03`");
    }
    let days: Vec<String> =
        suggest::readings(text).into_iter().filter(|day| Day::from_iso(day).is_some()).collect();
    let help = match days.first() {
        Some(day) => format!("write `{day}`"),
        None => "write a day such as `2025-09-03`, or a time such as `2025-09-03T14:00:00Z`".to_owned(),
    };
    DateError::new(format!("{} is not a day or an RFC 3339 time", quoted(text)), all, help)
}

/// The present, as a build is told it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Now(Timestamp);

impl Now {
    /// Reads a day, which stands for its beginning in this zone, or an RFC 3339 time.
    ///
    /// # Errors
    ///
    /// Those of [`Moment::parse`].
    pub fn parse(text: &str, zone: &TimeZone) -> Result<Self, DateError> {
        Moment::parse(text).map(|moment| Self(moment.instant_in(zone)))
    }

    /// Seconds since 1970 began in UTC, as SOURCE_DATE_EPOCH counts them; `None` outside of years -9999 to 9999.
    pub fn from_epoch_seconds(seconds: i64) -> Option<Self> {
        Timestamp::from_second(seconds).ok().map(Self)
    }

    /// This instant.
    pub fn at(instant: Timestamp) -> Self {
        Self(instant)
    }

    /// The instant.
    pub fn timestamp(self) -> Timestamp {
        self.0
    }

    /// The civil day that it is in this zone.
    pub fn day_in(self, zone: &TimeZone) -> Day {
        let date = zone.to_datetime(self.0).date();
        Day { year: i32::from(date.year()), month: date.month() as u8, day: date.day() as u8 }
    }
}

#[cfg(test)]
mod tests {
    use super::{Day, Language, Moment, Now, TimeZone};

    fn zone(posix: &str) -> TimeZone {
        TimeZone::posix(posix).unwrap_or_else(|error| panic!("`{posix}`: {error}"))
    }

    /// What the strict reading takes: RFC 3339, instant, `<time datetime>` and words.
    #[test]
    fn days_and_rfc_3339_times_are_moments() {
        for (text, rfc3339, instant, iso, words) in [
            ("2025-09-03", "2025-09-03T00:00:00Z", "2025-09-03T00:00:00Z", "2025-09-03", "3 September 2025"),
            (
                "2025-09-03T14:05:00Z",
                "2025-09-03T14:05:00Z",
                "2025-09-03T14:05:00Z",
                "2025-09-03T14:05:00Z",
                "3 September 2025, 14:05 UTC",
            ),
            (
                "2014-03-12T22:11:09-04:00",
                "2014-03-12T22:11:09-04:00",
                "2014-03-13T02:11:09Z",
                "2014-03-12T22:11:09-04:00",
                "12 March 2014, 22:11 UTC-04:00",
            ),
            (
                "2014-03-12T01:11:00+05:45",
                "2014-03-12T01:11:00+05:45",
                "2014-03-11T19:26:00Z",
                "2014-03-12T01:11:00+05:45",
                "12 March 2014, 01:11 UTC+05:45",
            ),
            (
                "2025-09-03t14:05:00.250z",
                "2025-09-03T14:05:00Z",
                "2025-09-03T14:05:00.25Z",
                "2025-09-03T14:05:00Z",
                "3 September 2025, 14:05 UTC",
            ),
            (
                "1969-12-31T23:59:58.5Z",
                "1969-12-31T23:59:58Z",
                "1969-12-31T23:59:58.5Z",
                "1969-12-31T23:59:58Z",
                "31 December 1969, 23:59 UTC",
            ),
            (
                "2016-12-31T23:59:60Z",
                "2016-12-31T23:59:59Z",
                "2016-12-31T23:59:59Z",
                "2016-12-31T23:59:59Z",
                "31 December 2016, 23:59 UTC",
            ),
            (
                "1990-12-31T15:59:60-08:00",
                "1990-12-31T15:59:59-08:00",
                "1990-12-31T23:59:59Z",
                "1990-12-31T15:59:59-08:00",
                "31 December 1990, 15:59 UTC-08:00",
            ),
            ("0001-01-01", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "0001-01-01", "1 January AD 1"),
            (
                "9999-12-31",
                "9999-12-31T00:00:00Z",
                "9999-12-30T22:00:00.999999999Z",
                "9999-12-31",
                "31 December 9999",
            ),
        ] {
            let moment = Moment::parse(text).unwrap_or_else(|error| panic!("`{text}`: {error}"));
            assert_eq!(moment.text(), text);
            assert_eq!(moment.rfc3339(), rfc3339, "{text}");
            assert_eq!(moment.instant_utc().to_string(), instant, "{text}");
            assert_eq!(moment.iso(), iso, "{text}");
            assert_eq!(moment.words(Language::English), words, "{text}");
            assert_eq!(moment.has_time(), text.len() > 10, "{text}");
            assert_eq!(Some(moment.day()), Day::from_iso(&text[..10]), "{text}");
            assert_eq!(Moment::parse_lenient(text), Ok(moment), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_moment_is_told_why() {
        let known = "write a day such as `2025-09-03`, or a time such as `2025-09-03T14:00:00Z`";
        for (text, message, marked, help) in [
            (
                "2025-02-30",
                "there is no 30 February in 2025",
                "30",
                "the month has 28 days: write `2025-02-28`, or `2025-02` for the whole month",
            ),
            ("2025-13-01T14:00:00Z", "there is no month `13`", "13", "write a month from `01` to `12`"),
            (
                "2025-09",
                "`2025-09` is not one whole day",
                "2025-09",
                "write year, month and day, such as `2025-09-03`",
            ),
            ("2025-09-03~", "`2025-09-03~` is not one whole day", "2025-09-03~", ""),
            (
                "2025-09-03/2025-09-05",
                "`2025-09-03/2025-09-05` is not one whole day",
                "2025-09-03/2025-09-05",
                "",
            ),
            ("2025-9-3", "`2025-9-3` is not a day or an RFC 3339 time", "2025-9-3", "write `2025-09-03`"),
            (
                "2015-03-17 14:00:00 -4",
                "`2015-03-17 14:00:00 -4` is not a day or an RFC 3339 time",
                "2015-03-17 14:00:00 -4",
                "write `2015-03-17T14:00:00-04:00`",
            ),
            (
                "2015-03-17T14:00:00",
                "the time `2015-03-17T14:00:00` has no offset",
                "2015-03-17T14:00:00",
                "write `2015-03-17T14:00:00Z` for UTC, or the offset: `2015-03-17T14:00:00+02:00`",
            ),
            (
                "3 September 2025",
                "`3 September 2025` is not a day or an RFC 3339 time",
                "3 September 2025",
                "write `2025-09-03`",
            ),
            (
                "03/09/2025",
                "`03/09/2025` can be 3 September 2025 or 9 March 2025",
                "03/09/2025",
                "write `2025-09-03` or `2025-03-09`",
            ),
            (
                "2025-09-03T24:00:00Z",
                "`2025-09-03T24:00:00Z` is not a day or an RFC 3339 time",
                "2025-09-03T24:00:00Z",
                known,
            ),
            (
                "2025-09-03T12:00:60Z",
                "`2025-09-03T12:00:60Z` is not a day or an RFC 3339 time",
                "2025-09-03T12:00:60Z",
                known,
            ),
            ("0000-01-01", "`0000-01-01` is not one whole day", "0000-01-01", ""),
            ("yesterday", "`yesterday` is not a day or an RFC 3339 time", "yesterday", known),
            ("", "a date is missing", "", "write a day such as `2025-09-03`"),
        ] {
            let error = Moment::parse(text).expect_err(text);
            assert_eq!((&*error.message, &text[error.start..error.end]), (message, marked), "{text}");
            assert!(help.is_empty() || error.help == help, "{text}: {}", error.help);
        }
    }

    /// What other site generators write, as RFC 3339 makes of it; `-` where it is refused.
    #[test]
    fn archives_are_read_as_their_tools_wrote_them() {
        for (text, rfc3339) in [
            ("2015-03-17 14:00:00 -4", "2015-03-17T14:00:00-04:00"),
            ("2018-01-15 18:49 +0800", "2018-01-15T18:49:00+08:00"),
            ("2014-03-12T10:11:00-04:00", "2014-03-12T10:11:00-04:00"),
            ("2014-03-12 10:11:00", "2014-03-12T10:11:00Z"),
            ("2014-03-12 10:11", "2014-03-12T10:11:00Z"),
            ("2014-03-12T10:11:00", "2014-03-12T10:11:00Z"),
            ("2014-03-12 9:05:00 UTC", "2014-03-12T09:05:00Z"),
            ("2014-03-12 10:11:00.123456789012 Z", "2014-03-12T10:11:00Z"),
            ("2014-03-12 10:11:00+05:30", "2014-03-12T10:11:00+05:30"),
            ("  2014-03-12   10:11:00   +0530 ", "2014-03-12T10:11:00+05:30"),
            ("2014-3-2", "2014-03-02T00:00:00Z"),
            ("2014/03/12", "2014-03-12T00:00:00Z"),
            ("2014/03/12 10:11", "2014-03-12T10:11:00Z"),
            ("11/23/2020", "2020-11-23T00:00:00Z"),
            ("23/11/2020", "2020-11-23T00:00:00Z"),
            ("11/11/2020", "2020-11-11T00:00:00Z"),
            ("29/2/2020", "2020-02-29T00:00:00Z"),
            ("11/23/2020 08:00", "2020-11-23T08:00:00Z"),
            ("11/12/2020", "-"),
            ("11/12/2020 08:00", "-"),
            ("13/13/2020", "-"),
            ("2/30/2020", "-"),
            ("11/23/20", "-"),
            ("2014-03-12 25:00:00", "-"),
            ("2014-03-12 10:11:00 +2400", "-"),
            ("2014-03-12 10:11:00 EST", "-"),
            ("2014-03-12 10:11:00 PM", "-"),
            ("2014-03-12 morning", "-"),
            ("2014-02-30 10:11:00", "-"),
            ("2014-03", "-"),
            ("2014-03/12", "-"),
            ("March 2014", "-"),
        ] {
            let read = Moment::parse_lenient(text).map(|moment| moment.rfc3339());
            assert_eq!(read.as_deref().unwrap_or("-"), rfc3339, "{text}");
        }
        let error = Moment::parse_lenient(" 11/12/2020 08:00").unwrap_err();
        assert_eq!(error.message, "`11/12/2020` can be 11 December 2020 or 12 November 2020");
        assert_eq!((error.start, error.end, &*error.help), (1, 11, "write `2020-12-11` or `2020-11-12`"));
    }

    #[test]
    fn whole_days_and_times_without_offset_are_local() {
        let tokyo = zone("JST-9");
        // Clocks go from 24:00 to 01:00 on the third Sunday of October, so that day begins at 01:00.
        let no_midnight = zone("<-03>3<-02>,M10.3.0/0,M2.3.0/0");
        for (text, zone, instant) in [
            ("2025-09-03", &tokyo, "2025-09-02T15:00:00Z"),
            ("2025-09-03 10:00", &tokyo, "2025-09-03T01:00:00Z"),
            ("2025-09-03T10:00:00Z", &tokyo, "2025-09-03T10:00:00Z"),
            ("2025-10-19", &no_midnight, "2025-10-19T03:00:00Z"),
            ("2025-10-20", &no_midnight, "2025-10-20T02:00:00Z"),
            ("9999-12-31", &TimeZone::UTC, "9999-12-30T22:00:00.999999999Z"),
        ] {
            let moment = Moment::parse_lenient(text).unwrap_or_else(|error| panic!("`{text}`: {error}"));
            assert_eq!(moment.instant_in(zone).to_string(), instant, "{text}");
        }
    }

    #[test]
    fn moments_are_in_order_of_time_then_text() {
        let in_order = [
            "2025-09-02T23:00:00-00:30",
            "2025-09-03",
            "2025-09-03T00:00:00Z",
            "2025-09-03T02:00:00+02:00",
            "2025-09-02T22:00:00-04:00",
            "2025-09-04",
        ];
        let mut sorted = in_order.map(|text| Moment::parse(text).unwrap());
        sorted.reverse();
        sorted.sort();
        assert_eq!(sorted.each_ref().map(Moment::text), in_order);
        assert_eq!(Moment::from(Day::new(2025, 9, 3).unwrap()), Moment::parse("2025-09-03").unwrap());
    }

    #[test]
    fn now_has_the_day_of_the_zone() {
        let tokyo = zone("JST-9");
        for (text, instant, day_in_tokyo) in [
            ("2025-09-03", "2025-09-02T15:00:00Z", "2025-09-03"),
            ("2025-09-03T14:59:59Z", "2025-09-03T14:59:59Z", "2025-09-03"),
            ("2025-09-03T15:00:00Z", "2025-09-03T15:00:00Z", "2025-09-04"),
        ] {
            let now = Now::parse(text, &tokyo).unwrap();
            assert_eq!(now.timestamp().to_string(), instant);
            assert_eq!(now.day_in(&tokyo).to_string(), day_in_tokyo);
        }
        assert!(Now::parse("now", &tokyo).is_err());
        assert_eq!(Now::from_epoch_seconds(0).unwrap().day_in(&TimeZone::UTC).to_string(), "1970-01-01");
        assert_eq!(Now::from_epoch_seconds(i64::MAX), None);
        let last = Now::at(jiff::Timestamp::MAX);
        assert!(last.day_in(&tokyo) > last.day_in(&TimeZone::UTC));
    }
}
