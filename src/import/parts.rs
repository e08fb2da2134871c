//! Years, months and days in fields of their own, as TimelineJS has them, to EDTF. Years before Christ are negative there,
//! and there is no year 0.

use jiff::civil;
use jiff::tz::TimeZone;

/// A date in parts; each as it was written, and empty where it is not known.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    pub year: String,
    pub month: String,
    pub day: String,
    /// `14:05` or `14:05:09`.
    pub time: String,
}

impl Parts {
    pub fn is_empty(&self) -> bool {
        [&self.year, &self.month, &self.day, &self.time].into_iter().all(String::is_empty)
    }

    /// Why it is no date, if it is none. A time is meant in `zone`.
    pub fn edtf(&self, zone: &TimeZone) -> Result<String, String> {
        let day = self.whole_days()?;
        if self.time.is_empty() {
            return Ok(day);
        }
        let wrong = || format!("`{}` is no time of day", self.time);
        let day: civil::Date = day.parse().map_err(|_| format!("a time needs a whole day, not `{day}`"))?;
        let time: civil::Time = padded(&self.time).parse().map_err(|_| wrong())?;
        zoned(day.to_datetime(time), zone).ok_or_else(wrong)
    }

    fn whole_days(&self) -> Result<String, String> {
        let year: i32 = self.year.parse().map_err(|_| format!("`{}` is no year", self.year))?;
        let year = match year {
            0 => return Err("there is no year 0 between 1 BC and AD 1".to_owned()),
            ..0 => year + 1,
            _ => year,
        };
        let mut text = match year {
            0..=9999 => format!("{year:04}"),
            -9999..0 => format!("{year:05}"),
            _ => format!("Y{year}"),
        };
        for (part, what) in [(&self.month, "month"), (&self.day, "day")] {
            if part.is_empty() {
                break;
            }
            let number: u8 = part.parse().map_err(|_| format!("`{part}` is no {what}"))?;
            text.push_str(&format!("-{number:02}"));
        }
        if self.month.is_empty() && !self.day.is_empty() {
            return Err(format!("there is a day `{}`, and no month", self.day));
        }
        Ok(text)
    }
}

/// `9:05` with two digits for the hour.
fn padded(time: &str) -> String {
    if time.find(':') == Some(1) { format!("0{time}") } else { time.to_owned() }
}

/// A time on the clocks of a zone with its distance from UTC, as EDTF has it; as UTC where that is no whole minute.
pub fn zoned(time: civil::DateTime, zone: &TimeZone) -> Option<String> {
    let zoned = zone.to_ambiguous_zoned(time).compatible().ok()?;
    let seconds = zoned.offset().seconds();
    if seconds % 60 != 0 {
        return Some(utc(zoned.timestamp()));
    }
    if seconds == 0 {
        return Some(format!("{}Z", clock(zoned.datetime())));
    }
    let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
    Some(format!("{}{sign}{:02}:{:02}", clock(zoned.datetime()), minutes / 60, minutes % 60))
}

pub fn utc(instant: jiff::Timestamp) -> String {
    format!("{}Z", clock(instant.to_zoned(TimeZone::UTC).datetime()))
}

fn clock(time: civil::DateTime) -> String {
    let (date, time) = (time.date(), time.time());
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    format!("{:04}-{:02}-{:02}T{hour:02}:{minute:02}:{second:02}", date.year(), date.month(), date.day())
}

/// Two dates as one; the end only where it says more. Why that cannot be, if it cannot.
pub fn interval(start: Parts, end: Parts, zone: &TimeZone) -> Result<(String, bool), String> {
    if end.is_empty() {
        return Ok((start.edtf(zone)?, false));
    }
    let days = |parts: &Parts| Parts { time: String::new(), ..parts.clone() }.edtf(zone);
    let (first, last) = (days(&start)?, days(&end)?);
    if first == last {
        return Ok((start.edtf(zone)?, !end.time.is_empty() && end.time != start.time));
    }
    Ok((format!("{first}/{last}"), !start.time.is_empty() || !end.time.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Parts {
        let mut parts = text.split(' ').map(|part| part.replace('_', ""));
        let mut next = || parts.next().unwrap_or_default();
        Parts { year: next(), month: next(), day: next(), time: next() }
    }

    #[test]
    fn parts_come_to_edtf() {
        let zone = TimeZone::get("Europe/Berlin").expect("it is bundled");
        for (start, end, expected) in [
            ("2025", "", "2025"),
            ("2025 9", "", "2025-09"),
            ("2025 9 3", "", "2025-09-03"),
            ("79", "", "0079"),
            ("-44 3 15", "", "-0043-03-15"),
            ("-1", "", "0000"),
            ("12025", "", "Y12025"),
            ("2025 9", "2026", "2025-09/2026"),
            ("2025 9 3", "2025 9 3", "2025-09-03"),
            ("2025 9 3 9:05", "", "2025-09-03T09:05:00+02:00"),
            ("2025 1 3 09:05:07", "", "2025-01-03T09:05:07+01:00"),
            ("2025 9 3 9:05", "2025 9 4 10:00", "2025-09-03/2025-09-04"),
        ] {
            let found = interval(parts(start), parts(end), &zone).map(|(text, _)| text);
            assert_eq!(found.as_deref(), Ok(expected), "{start} {end}");
        }
        for wrong in ["0", "x", "2025 x", "2025 _ 3", "2025 9 3 25:00", "2025 _ _ 10:00"] {
            assert!(parts(wrong).edtf(&zone).is_err(), "{wrong}");
        }
    }

    #[test]
    fn clocks_that_are_turned_have_the_distance_of_the_moment() {
        let zone = TimeZone::get("Europe/Berlin").expect("it is bundled");
        for (day, hour, expected) in [
            (29, 1, "2025-03-29T01:30:00+01:00"),
            (30, 3, "2025-03-30T03:30:00+02:00"),
            // 02:30 does not exist on that day.
            (30, 2, "2025-03-30T03:30:00+02:00"),
        ] {
            let time = civil::date(2025, 3, day).at(hour, 30, 0, 0);
            assert_eq!(zoned(time, &zone).as_deref(), Some(expected));
        }
    }
}
