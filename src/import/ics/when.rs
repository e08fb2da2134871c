//! When an event of a calendar is: days, or a time in its zone, as EDTF.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span as Length, Timestamp};

use super::Component;
use super::lines::Line;
use crate::import::Reading;
use crate::import::parts::{utc, zoned};
use crate::model::date::{Day, Edtf};
use crate::source::Span;

/// A DTSTART or DTEND.
#[derive(Clone, Debug, PartialEq)]
enum Point {
    Day(Date),
    /// With the zone that its time is told in.
    Time(DateTime, TimeZone),
    /// In a zone that nobody knows.
    Nowhere(DateTime),
}

impl Point {
    fn day(&self) -> Date {
        match self {
            Point::Day(day) => *day,
            Point::Time(time, _) | Point::Nowhere(time) => time.date(),
        }
    }

    fn instant(&self) -> Option<Timestamp> {
        match self {
            Point::Time(time, zone) => Some(zone.to_ambiguous_zoned(*time).compatible().ok()?.timestamp()),
            _ => None,
        }
    }
}

/// The date of an event, and where it stands. None where there is none that can be read, which has been told then unless
/// there is none at all.
pub fn date(component: &Component, zone: Option<&str>, reading: &mut Reading<'_>) -> Option<(String, Span)> {
    let line = component.get("DTSTART")?;
    let start = point(line, zone, reading)?;
    let end = end(component, &start, zone, reading);
    if let Some(own) =
        component.get("X-CHANCERY-DATE").map(Line::text).filter(|own| is_same(own, &start, end.as_ref()))
    {
        return Some((own, line.span));
    }
    if let Point::Nowhere(_) = start {
        let message = format!(
            "there is no time zone `{}`: the day alone is kept",
            line.parameter("TZID").unwrap_or_default()
        );
        reading.warn(line.span, message, "name one of the IANA database, such as `Europe/Berlin`");
    }
    let last = last_day(&start, end.as_ref());
    let first = start.day();
    if last < first {
        reading.error(line.span, "this event ends before it begins", "mend `DTSTART` or `DTEND`");
        return None;
    }
    let text = match &start {
        _ if last > first => {
            if !matches!(start, Point::Day(_)) {
                let message = format!("an interval has no times of day: `{first}/{last}` is what is kept");
                reading.warn(line.span, message, "say them in the summary, if they matter");
            }
            format!("{}/{}", iso(first), iso(last))
        }
        Point::Time(time, zone) => zoned(*time, zone)?,
        Point::Day(_) | Point::Nowhere(_) => iso(first),
    };
    Some((text, line.span))
}

fn iso(day: Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

/// What ends at midnight, or before a day, ends the day before.
fn last_day(start: &Point, end: Option<&Point>) -> Date {
    let Some(end) = end else { return start.day() };
    let is_exclusive = match end {
        Point::Day(_) => true,
        Point::Time(time, _) | Point::Nowhere(time) => time.time() == jiff::civil::Time::midnight(),
    };
    let last = end.day();
    if is_exclusive && last > start.day() { last.yesterday().unwrap_or(last) } else { last }
}

fn end(component: &Component, start: &Point, zone: Option<&str>, reading: &mut Reading<'_>) -> Option<Point> {
    if let Some(line) = component.get("DTEND") {
        return point(line, zone, reading);
    }
    let line = component.get("DURATION")?;
    let Some((days, seconds)) = duration(line.value.trim()) else {
        let message = format!("`{}` is no duration", line.value);
        reading.error(line.span, message, "write one such as `P1D`, `PT2H30M` or `P2W`");
        return None;
    };
    let later = |time: DateTime| {
        let time = time.checked_add(Length::new().try_days(days).ok()?).ok()?;
        time.checked_add(SignedDuration::from_secs(seconds)).ok()
    };
    match start {
        Point::Day(day) => Some(Point::Day(later(day.to_datetime(jiff::civil::Time::midnight()))?.date())),
        Point::Time(time, zone) => Some(Point::Time(later(*time)?, zone.clone())),
        Point::Nowhere(time) => Some(Point::Nowhere(later(*time)?)),
    }
}

/// Days and seconds of `P1DT2H` (section 3.3.6).
fn duration(text: &str) -> Option<(i64, i64)> {
    let text = text.strip_prefix('+').unwrap_or(text).strip_prefix('P')?;
    let (mut days, mut seconds, mut number, mut is_time) = (0i64, 0i64, String::new(), false);
    for letter in text.chars() {
        if letter == 'T' {
            is_time = true;
            continue;
        }
        if letter.is_ascii_digit() {
            number.push(letter);
            continue;
        }
        let count: i64 = number.parse().ok().filter(|count| *count < 10_000_000)?;
        number.clear();
        match (letter, is_time) {
            ('W', false) => days += count * 7,
            ('D', false) => days += count,
            ('H', true) => seconds += count * 3600,
            ('M', true) => seconds += count * 60,
            ('S', true) => seconds += count,
            _ => return None,
        }
    }
    (number.is_empty() && !text.is_empty()).then_some((days, seconds))
}

fn point(line: &Line, default: Option<&str>, reading: &mut Reading<'_>) -> Option<Point> {
    let text = line.value.trim();
    let found = match text.split_once('T') {
        None => day(text).map(Point::Day),
        Some((date, clock)) => {
            let (clock, is_utc) = clock.strip_suffix('Z').map_or((clock, false), |clock| (clock, true));
            let time = day(date).zip(time(clock)).map(|(date, time)| date.to_datetime(time));
            time.map(|time| match (is_utc, line.parameter("TZID").or(default)) {
                (true, _) => Point::Time(time, TimeZone::UTC),
                (false, Some(name)) => {
                    zone(name).map_or(Point::Nowhere(time), |zone| Point::Time(time, zone))
                }
                (false, None) => Point::Time(time, reading.zone.clone()),
            })
        }
    };
    if found.is_none() {
        let message = format!("`{text}` is no day or time that exists");
        reading.error(line.span, message, "write a day as `20250903`, a time as `20250903T140000Z`");
    }
    found
}

fn digits(text: &str, count: usize) -> Option<i16> {
    (text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

fn day(text: &str) -> Option<Date> {
    let (year, rest) = text.split_at_checked(4)?;
    let (month, day) = rest.split_at_checked(2)?;
    let small = |text: &str| i8::try_from(digits(text, 2)?).ok();
    Date::new(digits(year, 4)?, small(month)?, small(day)?).ok()
}

fn time(text: &str) -> Option<jiff::civil::Time> {
    let (hour, rest) = text.split_at_checked(2)?;
    let (minute, second) = rest.split_at_checked(2)?;
    let small = |text: &str| i8::try_from(digits(text, 2)?).ok();
    // Seconds may be left out by some, and a leap second is 60.
    let second = if second.is_empty() { 0 } else { small(second)?.min(59) };
    jiff::civil::Time::new(small(hour)?, small(minute)?, second, 0).ok()
}

/// Some programs write the path of a database before the name.
fn zone(name: &str) -> Option<TimeZone> {
    let starts = std::iter::once(0).chain(name.match_indices('/').map(|(at, _)| at + 1));
    starts.into_iter().find_map(|start| TimeZone::get(&name[start..]).ok())
}

/// Whether an EDTF date that a calendar of ours says besides is still that of the event.
fn is_same(own: &str, start: &Point, end: Option<&Point>) -> bool {
    let Ok(date) = Edtf::parse(own) else { return false };
    if let (Some(moment), Some(instant)) = (date.time(), start.instant()) {
        return utc(moment.instant_utc()) == utc(instant);
    }
    let Some((first, last)) = date.known_days() else { return false };
    let same = |day: Day, date: Date| day.to_string() == iso(date);
    let told = last_day(start, end);
    same(first, start.day()) && (same(last, told) || (last.year() == 9999 && told.year() == 9999))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        for (text, expected) in [
            ("P1D", Some((1, 0))),
            ("P2W", Some((14, 0))),
            ("PT2H30M", Some((0, 9000))),
            ("P1DT1S", Some((1, 1))),
            ("P", None),
            ("1D", None),
            ("P1", None),
            ("PT1D", None),
            ("P99999999999999999999D", None),
            ("-P1D", None),
        ] {
            assert_eq!(duration(text), expected, "{text}");
        }
    }

    #[test]
    fn zones_are_known_by_the_ends_of_their_names() {
        for name in [
            "Europe/Berlin",
            "/freeassociation.sourceforge.net/Europe/Berlin",
            "UTC",
            "America/Argentina/Salta",
        ] {
            assert!(zone(name).is_some(), "{name}");
        }
        assert!(zone("Somewhere/Else").is_none());
    }

    #[test]
    fn days_that_do_not_exist_are_none() {
        assert!(day("20240229").is_some() && day("00010101").is_some());
        for text in ["20250229", "2025-09-03", "20251301", "", "２０２５0101"] {
            assert!(day(text).is_none(), "{text}");
        }
    }
}
