//! Times of day with their offset from UTC.
//!
//! The text after a date comes in, in one of three notations; a [`Clock`] goes out. It knows no day.

use serde::{Deserialize, Serialize};

use super::number;

/// A time of day. Second 60 is kept as 59: no clock of ours counts leap seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Clock {
    pub(super) hour: u8,
    pub(super) minute: u8,
    pub(super) second: u8,
    pub(super) nanosecond: u32,
    offset_minutes: Option<i16>,
}

/// How a time of day may be written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Notation {
    /// `14:00:00` and `Z`, `+02` or `+02:00`.
    Edtf,
    /// `14:00:00`, `14:00:00.25` and `Z` or `+02:00`.
    Rfc3339,
    /// Either, also without seconds or offset, and with `UTC`, `+2` or `+0200`, blanks before it.
    Lenient,
}

impl Clock {
    pub(super) fn parse(text: &str, notation: Notation) -> Option<Self> {
        let lenient = notation == Notation::Lenient;
        let zone = text.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.').unwrap_or(text.len());
        let (time, zone) = text.split_at(zone);
        let mut pieces = time.split(':');
        let hour = number(pieces.next()?, if lenient { 1..=2 } else { 2..=2 })?;
        let minute = number(pieces.next()?, 2..=2)?;
        let (second, nanosecond) = match pieces.next() {
            Some(second) => parse_second(second, notation)?,
            None if lenient => (0, 0),
            None => return None,
        };
        let offset_minutes = parse_offset(zone, notation)?;
        let clock = Self {
            hour: hour as u8,
            minute: minute as u8,
            second: second.min(59) as u8,
            nanosecond,
            offset_minutes,
        };
        let exists =
            hour < 24 && minute < 60 && (second < 60 || second == 60 && clock.may_be_a_leap_second());
        (exists && pieces.next().is_none()).then_some(clock)
    }

    pub(super) fn has_offset(self) -> bool {
        self.offset_minutes.is_some()
    }

    /// Leap seconds end a day of UTC (RFC 3339, section 5.7).
    fn may_be_a_leap_second(self) -> bool {
        self.second_of_utc_day().rem_euclid(86_400) == 86_399
    }

    /// Seconds from midnight UTC of the day as written: negative, or more than a day's, where UTC has another day.
    pub(super) fn second_of_utc_day(self) -> i64 {
        let minutes =
            i64::from(self.hour) * 60 + i64::from(self.minute) - i64::from(self.offset_minutes.unwrap_or(0));
        minutes * 60 + i64::from(self.second)
    }

    pub(super) fn iso(self) -> String {
        let Self { hour, minute, second, offset_minutes, .. } = self;
        let zone = match offset_minutes {
            None => String::new(),
            Some(0) => "Z".to_owned(),
            Some(minutes) => signed(minutes),
        };
        format!("{hour:02}:{minute:02}:{second:02}{zone}")
    }

    pub(super) fn zone_words(self) -> String {
        match self.offset_minutes {
            None => String::new(),
            Some(0) => " UTC".to_owned(),
            Some(minutes) => format!(" UTC{}", signed(minutes)),
        }
    }
}

/// `+02:00` for 120 minutes.
fn signed(minutes: i16) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.unsigned_abs() / 60, minutes.unsigned_abs() % 60)
}

/// Whole seconds and nanoseconds; digits after the ninth are let go.
fn parse_second(text: &str, notation: Notation) -> Option<(u32, u32)> {
    let Some((second, fraction)) = text.split_once('.') else {
        return Some((number(text, 2..=2)?, 0));
    };
    if notation == Notation::Edtf
        || fraction.is_empty()
        || !fraction.bytes().all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let nine_digits: String = fraction.chars().chain("000000000".chars()).take(9).collect();
    Some((number(second, 2..=2)?, number(&nine_digits, 9..=9)?))
}

/// The offset in minutes; the inner `None` where there is none, which the lenient notation alone allows.
#[expect(clippy::option_option, reason = "an offset that is not there differs from one that cannot be read")]
fn parse_offset(text: &str, notation: Notation) -> Option<Option<i16>> {
    let lenient = notation == Notation::Lenient;
    let text = if lenient { text.trim() } else { text };
    match text {
        "" if lenient => return Some(None),
        "Z" => return Some(Some(0)),
        "z" if notation != Notation::Edtf => return Some(Some(0)),
        "UTC" | "GMT" if lenient => return Some(Some(0)),
        _ => {}
    }
    let digits = text.strip_prefix(['+', '-'])?;
    let (hours, minutes) = match digits.split_once(':') {
        Some((hours, minutes)) => (hours, minutes),
        None if lenient && digits.len() == 4 => digits.split_at_checked(2)?,
        None if notation != Notation::Rfc3339 => (digits, "00"),
        None => return None,
    };
    let hours = number(hours, if lenient { 1..=2 } else { 2..=2 }).filter(|hours| *hours < 24)?;
    let minutes = number(minutes, 2..=2).filter(|minutes| *minutes < 60)?;
    let offset = (hours * 60 + minutes) as i16;
    Some(Some(if text.starts_with('-') { -offset } else { offset }))
}
