//! Dates as historians and archivists write them: EDTF (ISO 8601-2:2019, the Library of Congress profile), levels 0
//! and 1, and the quarters of level 2.
//!
//! The text of one date comes in; an [`Edtf`] goes out that knows its earliest and latest possible day. The grammar is
//! in `parse`, words for dates are in `words`, guesses at what an author meant by something else in `suggest`.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::moment::Moment;
use super::parse::{Fault, parse_form};
use super::{DateError, Day, iso_year, month_length, quoted, suggest};

/// A date of EDTF level 0 or 1, or a quarter: exact, imprecise, or an interval.
///
/// Bounds say what is possible, not what is likely: `?`, `~` and `%` do not widen them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Edtf {
    text: String,
    form: Form,
}

/// How much of a date is known. Unknown months and days count as not given: `2025-XX` has the precision of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// A time of day in a zone.
    Time,
    /// A whole day.
    Day,
    /// A month.
    Month,
    /// Three months, from January, April, July or October.
    Quarter,
    /// A season, `-21` to `-24`.
    Season,
    /// A year.
    Year,
    /// Ten years: `202X`.
    Decade,
    /// A hundred years: `20XX`.
    Century,
    /// Anything with a `/`.
    Interval,
}

/// The place of a date on a timeline: by earliest possible day, then by latest possible day. What has no beginning
/// comes first, what has no end last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SortKey {
    // The derived order goes field by field, and `None` is the least.
    earliest: Option<Day>,
    endless: bool,
    latest: Option<Day>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) enum Form {
    Date(Date),
    Time(Moment),
    Interval(End, End),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) enum End {
    Date(Date),
    /// `..`: there is no bound.
    Open,
    /// Nothing: there is a bound that nobody knows.
    Unknown,
}

/// A date outside of an interval or at one end of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Date {
    pub(super) shape: Shape,
    pub(super) approximate: bool,
    pub(super) uncertain: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) enum Shape {
    Day(Day),
    Month(i32, u8),
    /// Season 1 (spring) to 4 (winter).
    Season(i32, u8),
    /// Quarter 1 to 4.
    Quarter(i32, u8),
    Year(i32),
    /// First and last year.
    Decade(i32, i32),
    /// First and last year.
    Century(i32, i32),
    /// `2025-09-XX`
    SomeDayOfMonth(i32, u8),
    /// `2025-XX`
    SomeMonthOfYear(i32),
    /// `2025-XX-XX`
    SomeDayOfYear(i32),
}

impl Edtf {
    /// Reads a date. Nothing may stand around it, blanks neither.
    ///
    /// # Errors
    ///
    /// Says what keeps the text from being a date (an impossible day, an interval that ends before it begins, another
    /// notation) and, where it can be told, how the same date is written in EDTF.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        match parse_form(text) {
            Ok(form) => Ok(Self { text: text.to_owned(), form }),
            Err(Fault::Known(error)) => Err(error),
            Err(Fault::NoShape(place)) => {
                let message = match &text[place.clone()] {
                    "" => "a date is missing".to_owned(),
                    part => format!("{} is not a date that EDTF knows", quoted(part)),
                };
                Err(DateError::new(message, place, suggest::help_for(text)))
            }
        }
    }

    /// The date as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The first day that it can be or begin on; `None` where an interval's start is open or unknown.
    ///
    /// A time counts for the day that is written in it. Seasons are those that begin in March, June, September and
    /// December; winter ends with February of the next year.
    pub fn earliest(&self) -> Option<Day> {
        match &self.form {
            Form::Date(date) | Form::Interval(End::Date(date), _) => Some(date.shape.first_day()),
            Form::Time(moment) => Some(moment.day()),
            Form::Interval(..) => None,
        }
    }

    /// The last day that it can be or end on; `None` where an interval's end is open or unknown.
    pub fn latest(&self) -> Option<Day> {
        match &self.form {
            Form::Date(date) | Form::Interval(_, End::Date(date)) => Some(date.shape.last_day()),
            Form::Time(moment) => Some(moment.day()),
            Form::Interval(..) => None,
        }
    }

    /// The first and the last day of what is known of it: of an interval with an open or unknown end, those of the other
    /// end; `None` where both are.
    pub fn known_days(&self) -> Option<(Day, Day)> {
        let of = |date: &Date| (date.shape.first_day(), date.shape.last_day());
        match &self.form {
            Form::Interval(End::Date(start), End::Date(end)) => Some((of(start).0, of(end).1)),
            Form::Date(date) | Form::Interval(End::Date(date), _) | Form::Interval(_, End::Date(date)) => {
                Some(of(date))
            }
            Form::Time(moment) => Some((moment.day(), moment.day())),
            Form::Interval(..) => None,
        }
    }

    /// Whether it is one known day, or a time on it, with no `?`, `~` or `%`. An interval never is.
    pub fn is_exact_day(&self) -> bool {
        matches!(self.precision(), Precision::Day | Precision::Time)
            && !self.approximate()
            && !self.uncertain()
    }

    /// How much of the date is known.
    pub fn precision(&self) -> Precision {
        match &self.form {
            Form::Date(date) => date.shape.precision(),
            Form::Time(_) => Precision::Time,
            Form::Interval(..) => Precision::Interval,
        }
    }

    /// Whether it, or an end of it, is only about right (`~` or `%`).
    pub fn approximate(&self) -> bool {
        self.dates().any(|date| date.approximate)
    }

    /// Whether its source, or that of an end of it, is in doubt (`?` or `%`).
    pub fn uncertain(&self) -> bool {
        self.dates().any(|date| date.uncertain)
    }

    /// The astronomical year under which a timeline lists it: that of the earliest day, else that of the latest.
    pub fn year(&self) -> Option<i32> {
        self.earliest().or_else(|| self.latest()).map(Day::year)
    }

    /// The month under which a timeline lists it: that of its first day, where this is known to the month.
    pub fn timeline_month(&self) -> Option<u8> {
        let begins = match &self.form {
            Form::Date(date) | Form::Interval(End::Date(date), _) => date.shape.precision(),
            Form::Time(_) => Precision::Time,
            Form::Interval(..) => return None,
        };
        if begins <= Precision::Month { self.earliest().map(Day::month) } else { None }
    }

    /// The one month, as year and month (1 to 12), that it lies in as a whole; `None` where it may lie in several.
    pub fn month(&self) -> Option<(i32, u8)> {
        self.months().filter(|(first, last)| first == last).map(|(first, _)| first)
    }

    /// The first and the last month, each as year and month (1 to 12), that it can lie in; `None` where it has no
    /// known beginning or end.
    pub fn months(&self) -> Option<((i32, u8), (i32, u8))> {
        let month = |day: Day| (day.year(), day.month());
        Some((month(self.earliest()?), month(self.latest()?)))
    }

    /// The time of day, where the date has one.
    pub fn time(&self) -> Option<&Moment> {
        match &self.form {
            Form::Time(moment) => Some(moment),
            _ => None,
        }
    }

    /// Where it stands among others on a timeline.
    pub fn sort_key(&self) -> SortKey {
        let latest = self.latest();
        SortKey { earliest: self.earliest(), endless: latest.is_none(), latest }
    }

    /// What `<time datetime>` may say of it (HTML, section 4.5.14): the known year, month, day or time of the date, of
    /// an interval's start, or, without a start, of its end. `None` where nothing whole is known (`202X`) and for
    /// years that HTML cannot write, before 1 and past 9999.
    pub fn datetime_attribute(&self) -> Option<String> {
        match &self.form {
            Form::Date(date) | Form::Interval(End::Date(date), _) | Form::Interval(_, End::Date(date)) => {
                date.shape.plain().filter(|_| (1..=9999).contains(&date.shape.first_day().year()))
            }
            Form::Time(moment) => (1..=9999).contains(&moment.day().year()).then(|| moment.iso()),
            Form::Interval(..) => None,
        }
    }

    pub(super) fn form(&self) -> &Form {
        &self.form
    }

    fn dates(&self) -> impl Iterator<Item = &Date> {
        let (start, end) = match &self.form {
            Form::Date(date) => (Some(date), None),
            Form::Time(_) => (None, None),
            Form::Interval(start, end) => (start.date(), end.date()),
        };
        start.into_iter().chain(end)
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

impl From<Day> for Edtf {
    fn from(day: Day) -> Self {
        let date = Date { shape: Shape::Day(day), approximate: false, uncertain: false };
        Self { text: day.to_string(), form: Form::Date(date) }
    }
}

impl End {
    pub(super) fn date(&self) -> Option<&Date> {
        match self {
            Self::Date(date) => Some(date),
            Self::Open | Self::Unknown => None,
        }
    }
}

impl Shape {
    pub(super) fn first_day(self) -> Day {
        let (year, month, day) = match self {
            Self::Day(day) => return day,
            Self::Month(year, month) | Self::SomeDayOfMonth(year, month) => (year, month, 1),
            Self::Season(year, season) => (year, season * 3, 1),
            Self::Quarter(year, quarter) => (year, quarter * 3 - 2, 1),
            Self::Year(year)
            | Self::SomeMonthOfYear(year)
            | Self::SomeDayOfYear(year)
            | Self::Decade(year, _)
            | Self::Century(year, _) => (year, 1, 1),
        };
        Day { year, month, day }
    }

    pub(super) fn last_day(self) -> Day {
        let (year, month) = match self {
            Self::Day(day) => return day,
            Self::Month(year, month) | Self::SomeDayOfMonth(year, month) => (year, month),
            Self::Season(year, 4) => (year + 1, 2),
            Self::Season(year, season) => (year, season * 3 + 2),
            Self::Quarter(year, quarter) => (year, quarter * 3),
            Self::Year(year)
            | Self::SomeMonthOfYear(year)
            | Self::SomeDayOfYear(year)
            | Self::Decade(_, year)
            | Self::Century(_, year) => (year, 12),
        };
        Day { year, month, day: month_length(year, month) }
    }

    fn precision(self) -> Precision {
        match self {
            Self::Day(_) => Precision::Day,
            Self::Month(..) | Self::SomeDayOfMonth(..) => Precision::Month,
            Self::Season(..) => Precision::Season,
            Self::Quarter(..) => Precision::Quarter,
            Self::Year(_) | Self::SomeMonthOfYear(_) | Self::SomeDayOfYear(_) => Precision::Year,
            Self::Decade(..) => Precision::Decade,
            Self::Century(..) => Precision::Century,
        }
    }

    /// The part that is known in whole numbers, in ISO 8601.
    fn plain(self) -> Option<String> {
        match self {
            Self::Day(day) => Some(day.to_string()),
            Self::Month(year, month) | Self::SomeDayOfMonth(year, month) => {
                Some(format!("{}-{month:02}", iso_year(year)))
            }
            Self::Season(year, _)
            | Self::Quarter(year, _)
            | Self::Year(year)
            | Self::SomeMonthOfYear(year)
            | Self::SomeDayOfYear(year) => Some(iso_year(year)),
            Self::Decade(..) | Self::Century(..) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Edtf;

    fn read(text: &str) -> Edtf {
        Edtf::parse(text).unwrap_or_else(|error| panic!("`{text}`: {error}"))
    }

    /// What is read, with its precision, its bounds (`-` for none) and what `<time datetime>` gets.
    #[test]
    fn every_form_has_its_bounds() {
        let table = "
            2025                       Year      2025-01-01          2025-12-31          2025
            2025-09                    Month     2025-09-01          2025-09-30          2025-09
            2025-09-03                 Day       2025-09-03          2025-09-03          2025-09-03
            2024-02                    Month     2024-02-01          2024-02-29          2024-02
            0000                       Year      0000-01-01          0000-12-31          -
            0001                       Year      0001-01-01          0001-12-31          0001
            0476-09-04                 Day       0476-09-04          0476-09-04          0476-09-04
            -0044                      Year      -0044-01-01         -0044-12-31         -
            -0043-03-15                Day       -0043-03-15         -0043-03-15         -
            -0004-02                   Month     -0004-02-01         -0004-02-29         -
            Y12025                     Year      Y12025-01-01        Y12025-12-31        -
            Y-17000                    Year      Y-17000-01-01       Y-17000-12-31       -
            Y170000002                 Year      Y170000002-01-01    Y170000002-12-31    -
            Y-2147483648               Year      Y-2147483648-01-01  Y-2147483648-12-31  -
            2025~                      Year      2025-01-01          2025-12-31          2025
            2025?                      Year      2025-01-01          2025-12-31          2025
            2025-09%                   Month     2025-09-01          2025-09-30          2025-09
            2025-09-03%                Day       2025-09-03          2025-09-03          2025-09-03
            202X                       Decade    2020-01-01          2029-12-31          -
            200X                       Decade    2000-01-01          2009-12-31          -
            20XX                       Century   2000-01-01          2099-12-31          -
            00XX                       Century   0000-01-01          0099-12-31          -
            19XX?                      Century   1900-01-01          1999-12-31          -
            -004X                      Decade    -0049-01-01         -0040-12-31         -
            -01XX                      Century   -0199-01-01         -0100-12-31         -
            -000X                      Decade    -0009-01-01         -0001-12-31         -
            -00XX                      Century   -0099-01-01         -0001-12-31         -
            2025-XX                    Year      2025-01-01          2025-12-31          2025
            2025-XX-XX                 Year      2025-01-01          2025-12-31          2025
            2025-09-XX                 Month     2025-09-01          2025-09-30          2025-09
            2025-02-XX~                Month     2025-02-01          2025-02-28          2025-02
            2025-21                    Season    2025-03-01          2025-05-31          2025
            2025-22                    Season    2025-06-01          2025-08-31          2025
            2025-23                    Season    2025-09-01          2025-11-30          2025
            2023-24                    Season    2023-12-01          2024-02-29          2023
            9999-24                    Season    9999-12-01          Y10000-02-29        9999
            2025-33                    Quarter   2025-01-01          2025-03-31          2025
            2025-34                    Quarter   2025-04-01          2025-06-30          2025
            2025-35                    Quarter   2025-07-01          2025-09-30          2025
            2025-36~                   Quarter   2025-10-01          2025-12-31          2025
            2025-09-01/2025-09-03      Interval  2025-09-01          2025-09-03          2025-09-01
            2025/2025-03               Interval  2025-01-01          2025-03-31          2025
            2025-09-15/2025-09         Interval  2025-09-15          2025-09-30          2025-09-15
            2025-09-03/2025-09-03      Interval  2025-09-03          2025-09-03          2025-09-03
            1984~/2004-06              Interval  1984-01-01          2004-06-30          1984
            1984?/2004%                Interval  1984-01-01          2004-12-31          1984
            2025-21/2025-36            Interval  2025-03-01          2025-12-31          2025
            202X/2031                  Interval  2020-01-01          2031-12-31          -
            -0100/-0043                Interval  -0100-01-01         -0043-12-31         -
            -0043/2025                 Interval  -0043-01-01         2025-12-31          -
            Y-17000/Y12025             Interval  Y-17000-01-01       Y12025-12-31        -
            2025-09/..                 Interval  2025-09-01          -                   2025-09
            ../2025-09                 Interval  -                   2025-09-30          2025-09
            2025-09/                   Interval  2025-09-01          -                   2025-09
            /2025-09                   Interval  -                   2025-09-30          2025-09
            2025-09-03T14:00:00Z       Time      2025-09-03          2025-09-03          2025-09-03T14:00:00Z
            2025-09-03T14:00:00+02     Time      2025-09-03          2025-09-03          2025-09-03T14:00:00+02:00
            2025-09-03T23:30:00-04:30  Time      2025-09-03          2025-09-03          2025-09-03T23:30:00-04:30
            2016-12-31T23:59:60Z       Time      2016-12-31          2016-12-31          2016-12-31T23:59:59Z
        ";
        for row in table.lines().filter(|row| !row.trim().is_empty()) {
            let columns: Vec<&str> = row.split_whitespace().collect();
            let &[text, precision, earliest, latest, attribute] = columns.as_slice() else {
                panic!("five columns: {row}");
            };
            let date = read(text);
            let shown = |day: Option<super::Day>| day.map_or("-".to_owned(), |day| day.to_string());
            assert_eq!(date.text(), text);
            assert_eq!(format!("{:?}", date.precision()), precision, "{text}");
            assert_eq!(
                (shown(date.earliest()), shown(date.latest())),
                (earliest.into(), latest.into()),
                "{text}"
            );
            assert_eq!(date.datetime_attribute().as_deref().unwrap_or("-"), attribute, "{text}");
        }
    }

    #[test]
    fn order_is_by_earliest_then_latest_possible_day() {
        let in_order = [
            "/1900",
            "../1900",
            "../2025",
            "Y-17000",
            "-0044",
            "-0043",
            "19XX",
            "1999-12-31",
            "20XX/2000",
            "2000",
            "20XX",
            "2000-02",
            "2000-02/..",
            "2000-02-02",
            "2000-02-02/2000-02-03",
            "2000-02-02/",
            "2000-02-03T00:00:00Z",
            "2025",
            "Y12025",
        ];
        let mut sorted = in_order.map(read);
        sorted.sort_by_key(Edtf::sort_key);
        assert_eq!(sorted.each_ref().map(Edtf::text), in_order);
    }

    #[test]
    fn exactness_doubt_and_the_year_of_the_timeline() {
        for (text, exact, approximate, uncertain, year, month) in [
            ("2025-09-03", true, false, false, Some(2025), Some((2025, 9))),
            ("2025-09-03T14:00:00Z", true, false, false, Some(2025), Some((2025, 9))),
            ("2025-09-03~", false, true, false, Some(2025), Some((2025, 9))),
            ("2025-09-03?", false, false, true, Some(2025), Some((2025, 9))),
            ("2025-09%", false, true, true, Some(2025), Some((2025, 9))),
            ("2025-09-XX", false, false, false, Some(2025), Some((2025, 9))),
            ("2025-09-03/2025-09-03", false, false, false, Some(2025), Some((2025, 9))),
            ("2024-12-30/2025-01-02?", false, false, true, Some(2024), None),
            ("2024~/2025", false, true, false, Some(2024), None),
            ("../2025-09", false, false, false, Some(2025), None),
            ("2025-09/", false, false, false, Some(2025), None),
            ("202X", false, false, false, Some(2020), None),
            ("-0043", false, false, false, Some(-43), None),
            ("2025-24", false, false, false, Some(2025), None),
        ] {
            let date = read(text);
            assert_eq!(
                (date.is_exact_day(), date.approximate(), date.uncertain(), date.year(), date.month()),
                (exact, approximate, uncertain, year, month),
                "{text}"
            );
        }
        assert_eq!(read("2024-12/2025-02-03").months(), Some(((2024, 12), (2025, 2))));
        assert_eq!(read("2024-12/..").months(), None);
        assert!(read("2025-09-03T14:00:00Z").time().is_some() && read("2025-09-03").time().is_none());
    }

    /// A time counts for the day that is written in it, and days are whole days everywhere: an interval over the night in
    /// which clocks change is as long as any other.
    #[test]
    fn no_zone_moves_a_day() {
        let bounds = |text: &str| {
            let date = read(text);
            [date.earliest(), date.latest()].map(|day| day.map(|day| day.to_string()).unwrap_or_default())
        };
        for (text, first, last) in [
            ("2025-09-03T23:30:00-12:00", "2025-09-03", "2025-09-03"),
            ("2025-09-04T01:30:00+14:00", "2025-09-04", "2025-09-04"),
            ("2025-10-26T02:30:00+02:00", "2025-10-26", "2025-10-26"),
            ("2025-10-26T02:30:00+01:00", "2025-10-26", "2025-10-26"),
            ("2025-03-29/2025-03-31", "2025-03-29", "2025-03-31"),
            ("2025-10-25/2025-10-27", "2025-10-25", "2025-10-27"),
            ("9999-12-31T23:59:59-12:00", "9999-12-31", "9999-12-31"),
            ("-0001-12-31/0001-01-01", "-0001-12-31", "0001-01-01"),
        ] {
            assert_eq!(bounds(text), [first, last], "{text}");
        }
        assert!(read("2025-09-03T23:30:00-12:00").sort_key() < read("2025-09-04T01:30:00+14:00").sort_key());
        let interval = read("2025-03-29/2025-03-31");
        let days = interval.latest().unwrap().since_1970() - interval.earliest().unwrap().since_1970();
        assert_eq!(days, 2);
    }

    #[test]
    fn a_day_is_the_date_that_it_spells() {
        let day = super::Day::new(2025, 9, 3).unwrap();
        assert_eq!(Edtf::from(day), read("2025-09-03"));
    }
}
