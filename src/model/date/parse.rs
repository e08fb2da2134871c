//! The grammar of EDTF.
//!
//! The text of a date comes in, its parts go out, or what keeps it from being one and where. What a date means, and
//! what an author may have meant instead, is not known here.

use std::ops::Range;

use super::clock::{Clock, Notation};
use super::edtf::{Date, End, Form, Shape};
use super::moment::Moment;
use super::{DateError, Day, existing_day, iso_year, number, quoted};

/// Why a text is not a date: either there is something definite to say, or it has no shape that we know.
pub(super) enum Fault {
    Known(DateError),
    NoShape(Range<usize>),
}

impl From<DateError> for Fault {
    fn from(error: DateError) -> Self {
        Self::Known(error)
    }
}

/// Reads a whole text.
pub(super) fn parse_form(text: &str) -> Result<Form, Fault> {
    let mut ends = text.split('/');
    match (ends.next(), ends.next(), ends.next()) {
        (Some(start), Some(end), None) => parse_interval(text, start, end),
        (Some(_), None, None) => match text.split_once('T') {
            Some((day, time)) => parse_time(text, day, time),
            None => Ok(Form::Date(parse_date(text, 0)?)),
        },
        _ => Err(Fault::NoShape(0..text.len())),
    }
}

fn parse_interval(text: &str, start: &str, end: &str) -> Result<Form, Fault> {
    if let Some(error) = time_in_interval(text, start, end) {
        return Err(error.into());
    }
    let (from, to) = (parse_end(start, 0)?, parse_end(end, start.len() + 1)?);
    match (&from, &to) {
        (End::Date(first), End::Date(last)) if last.shape.last_day() < first.shape.first_day() => {
            let message = format!("the interval {} ends before it begins", quoted(text));
            let help = format!("write the earlier date first: `{end}/{start}`");
            Err(DateError::new(message, 0..text.len(), help).into())
        }
        (End::Date(_), _) | (_, End::Date(_)) => Ok(Form::Interval(from, to)),
        _ => {
            let message = format!("the interval {} has no date in it", quoted(text));
            let help = "write a date on one side at least, such as `2025-09/..`";
            Err(DateError::new(message, 0..text.len(), help).into())
        }
    }
}

fn time_in_interval(text: &str, start: &str, end: &str) -> Option<DateError> {
    let without_time = |end: &str| match end.split_once('T') {
        Some((day, _)) if Day::from_iso(day).is_some() => day.len(),
        _ => end.len(),
    };
    let days = format!("{}/{}", &start[..without_time(start)], &end[..without_time(end)]);
    (days != text).then(|| {
        let message = format!("a time cannot stand in an interval: {}", quoted(text));
        DateError::new(message, 0..text.len(), format!("write the days alone: {}", quoted(&days)))
    })
}

fn parse_end(text: &str, at: usize) -> Result<End, Fault> {
    match text {
        "" => Ok(End::Unknown),
        ".." => Ok(End::Open),
        _ => Ok(End::Date(parse_date(text, at)?)),
    }
}

fn parse_time(text: &str, date: &str, time: &str) -> Result<Form, Fault> {
    let date = match parse_date(date, 0) {
        Ok(Date { shape: Shape::Day(day), approximate: false, uncertain: false }) => day,
        Err(Fault::Known(error)) => return Err(error.into()),
        _ => return Err(Fault::NoShape(0..text.len())),
    };
    let place = text.len() - time.len()..text.len();
    match Clock::parse(time, Notation::Edtf) {
        Some(clock) => Ok(Form::Time(Moment::at(text, date, Some(clock)))),
        None => Err(unreadable_time(text, date, time, place).into()),
    }
}

fn unreadable_time(text: &str, date: Day, time: &str, place: Range<usize>) -> DateError {
    match Clock::parse(time, Notation::Lenient) {
        Some(clock) if clock.has_offset() => {
            let meant = Moment::at(text, date, Some(clock)).iso();
            DateError::new(
                format!("{} is not how EDTF writes a time", quoted(time)),
                place,
                format!("write `{meant}`"),
            )
        }
        Some(clock) => {
            let meant = Moment::at(text, date, Some(clock)).iso();
            let help = format!("write `{meant}Z` for UTC, or the offset: `{meant}+02:00`");
            DateError::new(format!("the time {} has no zone", quoted(time)), place, help)
        }
        None => {
            let help = format!("write `{date}T14:00:00Z`, or with an offset `{date}T14:00:00+02:00`");
            DateError::new(format!("{} is not a time of day", quoted(time)), place, help)
        }
    }
}

/// Reads one date, which stands at byte `at` of the whole text.
fn parse_date(text: &str, at: usize) -> Result<Date, Fault> {
    let (plain, approximate, uncertain) = match text.as_bytes().last() {
        Some(b'~') => (&text[..text.len() - 1], true, false),
        Some(b'?') => (&text[..text.len() - 1], false, true),
        Some(b'%') => (&text[..text.len() - 1], true, true),
        _ => (text, false, false),
    };
    let shape = match plain.strip_prefix('Y') {
        Some(year) => long_year(year, at..at + plain.len()),
        None => parse_shape(plain, at),
    };
    let shape = shape.map_err(|fault| match fault {
        // `2025?~` is at fault as a whole, not the `2025?` that is left when the last mark is taken off.
        Fault::NoShape(_) => Fault::NoShape(at..at + text.len()),
        Fault::Known(error) => Fault::Known(error),
    })?;
    Ok(Date { shape, approximate, uncertain })
}

/// `year` is what stands after the `Y`.
fn long_year(year: &str, place: Range<usize>) -> Result<Shape, Fault> {
    let digits = year.strip_prefix('-').unwrap_or(year);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Fault::NoShape(place));
    }
    match year.parse::<i32>() {
        Ok(number) if !(-9999..=9999).contains(&number) && !digits.starts_with('0') => {
            Ok(Shape::Year(number))
        }
        Ok(number) => {
            let message = format!("`Y` is for years of more than four digits, not for {}", quoted(year));
            Err(DateError::new(message, place, format!("write `{}`", iso_year(number))).into())
        }
        Err(_) => {
            let message = format!("the year {} is too far away", quoted(year));
            Err(DateError::new(
                message,
                place,
                format!("write a year from `Y{}` to `Y{}`", i32::MIN, i32::MAX),
            )
            .into())
        }
    }
}

fn parse_shape(text: &str, at: usize) -> Result<Shape, Fault> {
    let no_shape = || Fault::NoShape(at..at + text.len());
    let (negative, plain) = match text.strip_prefix('-') {
        Some(plain) => (true, plain),
        None => (false, text),
    };
    let mut pieces = plain.split('-');
    let (year, month, day) = (pieces.next().unwrap_or_default(), pieces.next(), pieces.next());
    let wide =
        |piece: Option<&str>| piece.is_none_or(|piece| piece == "XX" || number(piece, 2..=2).is_some());
    if pieces.next().is_some() || !wide(month) || !wide(day) {
        return Err(no_shape());
    }
    if negative && year == "0000" {
        let help = "write `0000` for 1 BC, `-0001` for 2 BC";
        return Err(DateError::new("there is no year `-0000`", at..at + 5, help).into());
    }
    match (masked_years(year, negative).ok_or_else(no_shape)?, month) {
        ((first, last), None) => Ok(shape_of_years(first, last)),
        ((year, last), Some(month)) if year == last => {
            let place = at + text.len() - (plain.len() - 5)..at + text.len();
            shape_in_year(year, month, day, place).map_err(Fault::from)
        }
        _ => Err(misplaced_x(text, at..at + text.len(), text.get(..text.len() - plain.len() + 4)).into()),
    }
}

/// The first and last year that four digits, the last one or two of them perhaps `X`, can stand for.
fn masked_years(text: &str, negative: bool) -> Option<(i32, i32)> {
    let digits = text.trim_end_matches('X');
    let unknown = text.len().checked_sub(digits.len()).filter(|unknown| *unknown <= 2)?;
    let known = number(digits, 4 - unknown..=4 - unknown)? as i32;
    let span = 10_i32.pow(unknown as u32);
    let (near, far) = (known * span, known * span + span - 1);
    match negative {
        false => Some((near, far)),
        // Year 0 has no minus, so that `-000X` ends with year -1.
        true => Some((-far, -near.max(1))),
    }
}

fn shape_of_years(first: i32, last: i32) -> Shape {
    match last - first {
        0 => Shape::Year(first),
        1..=9 => Shape::Decade(first, last),
        _ => Shape::Century(first, last),
    }
}

/// `month` and `day` are two digits or `XX`; `place` is where they stand.
fn shape_in_year(year: i32, month: &str, day: Option<&str>, place: Range<usize>) -> Result<Shape, DateError> {
    let Some(month) = number(month, 2..=2).map(|month| month as u8) else {
        return match day {
            None => Ok(Shape::SomeMonthOfYear(year)),
            Some("XX") => Ok(Shape::SomeDayOfYear(year)),
            Some(_) => Err(misplaced_x(&format!("XX-{}", day.unwrap_or_default()), place, None)),
        };
    };
    match (month, day) {
        (1..=12, None) => Ok(Shape::Month(year, month)),
        (1..=12, Some("XX")) => Ok(Shape::SomeDayOfMonth(year, month)),
        (21..=24, None) => Ok(Shape::Season(year, month - 20)),
        (33..=36, None) => Ok(Shape::Quarter(year, month - 32)),
        (_, None) => Err(DateError::new(
            format!("there is no month `{month:02}`"),
            place,
            "write a month from `01` to `12`, a season from `21` (spring) to `24`, or a quarter from `33` to `36`",
        )),
        (21..=24 | 33..=36, Some(_)) => {
            let help = format!("write `{}-{month}`, or a month and its day", iso_year(year));
            Err(DateError::new(format!("`{month}` is a season or a quarter, which has no day"), place, help))
        }
        (_, Some(day)) => {
            let day = number(day, 2..=2).map_or(1, |day| day as u8);
            existing_day(year, month, day, place).map(Shape::Day)
        }
    }
}

/// `kept` is the part that could stand on its own.
fn misplaced_x(text: &str, place: Range<usize>, kept: Option<&str>) -> DateError {
    let help = match kept {
        Some(kept) => format!("leave out what comes after it: `{kept}`"),
        None => "put `XX` for the day too, or name the month".to_owned(),
    };
    DateError::new(format!("nothing known can come after an `X`: {}", quoted(text)), place, help)
}

#[cfg(test)]
mod tests {
    use super::super::Edtf;

    /// What is refused, what is said to it, the place that is marked, and the help.
    #[test]
    fn what_is_not_a_date_is_told_why() {
        let known =
            "write a date such as `2025`, `2025-09`, `2025-09-03`, `2025-09~` (about) or `2025-09/2025-11`";
        for (text, message, marked, help) in [
            (
                "2025-02-30",
                "there is no 30 February in 2025",
                "30",
                "the month has 28 days: write `2025-02-28`, or `2025-02` for the whole month",
            ),
            (
                "2025-04-00",
                "there is no 0 April in 2025",
                "00",
                "write a day from `01` to `30`, or `2025-04` for the whole month",
            ),
            ("-0043-02-29", "there is no 29 February in 44 BC", "29", ""),
            (
                "2025-09-01/2025-09-31",
                "there is no 31 September in 2025",
                "31",
                "the month has 30 days: write `2025-09-30`, or `2025-09` for the whole month",
            ),
            ("2025-13-01", "there is no month `13`", "13", "write a month from `01` to `12`"),
            ("2025-00-XX", "there is no month `00`", "00", "write a month from `01` to `12`"),
            (
                "2025-13",
                "there is no month `13`",
                "13",
                "write a month from `01` to `12`, a season from `21` (spring) to `24`, or a quarter from `33` to `36`",
            ),
            ("2025-09/2025-25", "there is no month `25`", "25", ""),
            (
                "2025-21-03",
                "`21` is a season or a quarter, which has no day",
                "21-03",
                "write `2025-21`, or a month and its day",
            ),
            (
                "2025-09/2025-08",
                "the interval `2025-09/2025-08` ends before it begins",
                "2025-09/2025-08",
                "write the earlier date first: `2025-08/2025-09`",
            ),
            (
                "2025-09-03/2025-08",
                "the interval `2025-09-03/2025-08` ends before it begins",
                "2025-09-03/2025-08",
                "",
            ),
            ("1984~/198X?", "", "", ""),
            ("2000/199X", "the interval `2000/199X` ends before it begins", "2000/199X", ""),
            ("-0043/-0044", "the interval `-0043/-0044` ends before it begins", "-0043/-0044", ""),
            ("../..", "the interval `../..` has no date in it", "../..", ""),
            (
                "/",
                "the interval `/` has no date in it",
                "/",
                "write a date on one side at least, such as `2025-09/..`",
            ),
            ("-0000", "there is no year `-0000`", "-0000", "write `0000` for 1 BC, `-0001` for 2 BC"),
            ("2025/-0000-01", "there is no year `-0000`", "-0000", ""),
            ("Y2025", "`Y` is for years of more than four digits, not for `2025`", "Y2025", "write `2025`"),
            (
                "Y-0044",
                "`Y` is for years of more than four digits, not for `-0044`",
                "Y-0044",
                "write `-0044`",
            ),
            (
                "Y99999999999",
                "the year `99999999999` is too far away",
                "Y99999999999",
                "write a year from `Y-2147483648` to `Y2147483647`",
            ),
            (
                "202X-09",
                "nothing known can come after an `X`: `202X-09`",
                "202X-09",
                "leave out what comes after it: `202X`",
            ),
            (
                "2025-XX-03",
                "nothing known can come after an `X`: `XX-03`",
                "XX-03",
                "put `XX` for the day too, or name the month",
            ),
            (
                "2025-09-03T14:00:00",
                "the time `14:00:00` has no zone",
                "14:00:00",
                "write `2025-09-03T14:00:00Z` for UTC, or the offset: `2025-09-03T14:00:00+02:00`",
            ),
            (
                "2025-09-03T14:00Z",
                "`14:00Z` is not how EDTF writes a time",
                "14:00Z",
                "write `2025-09-03T14:00:00Z`",
            ),
            (
                "2025-09-03T25:00:00Z",
                "`25:00:00Z` is not a time of day",
                "25:00:00Z",
                "write `2025-09-03T14:00:00Z`, or with an offset `2025-09-03T14:00:00+02:00`",
            ),
            ("2025-02-30T14:00:00Z", "there is no 30 February in 2025", "30", ""),
            (
                "2025-09-03T14:00:00Z/2025-09-05",
                "a time cannot stand in an interval: `2025-09-03T14:00:00Z/2025-09-05`",
                "2025-09-03T14:00:00Z/2025-09-05",
                "write the days alone: `2025-09-03/2025-09-05`",
            ),
            ("", "a date is missing", "", known),
            ("soon", "`soon` is not a date that EDTF knows", "soon", known),
            ("XXXX", "`XXXX` is not a date that EDTF knows", "XXXX", known),
            ("2025/soon", "`soon` is not a date that EDTF knows", "soon", known),
            ("2025-2-30", "`2025-2-30` is not a date that EDTF knows", "2025-2-30", known),
            ("[1667,1668]", "`[1667,1668]` is not a date that EDTF knows", "[1667,1668]", known),
            ("Y-17E7", "`Y-17E7` is not a date that EDTF knows", "Y-17E7", known),
            ("2025\n", "`2025 ` is not a date that EDTF knows", "2025\n", "write `2025`"),
        ] {
            if message.is_empty() {
                assert!(Edtf::parse(text).is_ok(), "{text}");
                continue;
            }
            let error = Edtf::parse(text).expect_err(text);
            assert_eq!((&*error.message, &text[error.start..error.end]), (message, marked), "{text}");
            assert!(help.is_empty() || error.help == help, "{text}: {}", error.help);
        }
    }
}
