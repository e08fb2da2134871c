//! How well the beginning and the end of a date are known, each by itself.
//!
//! A date comes in; two ends go out, each with the first and the last day that it can be. Whoever draws a date needs them
//! apart: of `1984~/2004-06` only the beginning is in doubt.

use super::Day;
use super::edtf::{Date, Edtf, End, Form};

/// A date's beginning and end. Both are the same where it is one day, month or other period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ends {
    pub start: Bound,
    pub end: Bound,
    /// Whether it goes from one to the other (an interval), and is not merely known to lie between them.
    pub lasts: bool,
}

/// What is known of one end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    Known {
        first: Day,
        last: Day,
        /// `~`, `?` or `%`
        doubtful: bool,
    },
    /// `..`: there is none.
    Open,
    /// There is one that nobody knows.
    Unknown,
}

impl Edtf {
    pub fn ends(&self) -> Ends {
        match self.form() {
            Form::Date(date) => Ends { start: known(date), end: known(date), lasts: false },
            Form::Time(moment) => {
                let (day, doubtful) = (moment.day(), false);
                let bound = Bound::Known { first: day, last: day, doubtful };
                Ends { start: bound, end: bound, lasts: false }
            }
            Form::Interval(start, end) => Ends { start: bound(start), end: bound(end), lasts: true },
        }
    }
}

fn bound(end: &End) -> Bound {
    match end {
        End::Date(date) => known(date),
        End::Open => Bound::Open,
        End::Unknown => Bound::Unknown,
    }
}

fn known(date: &Date) -> Bound {
    let (first, last) = (date.shape.first_day(), date.shape.last_day());
    Bound::Known { first, last, doubtful: date.approximate || date.uncertain }
}

#[cfg(test)]
mod tests {
    use super::{Bound, Edtf, Ends};

    fn shown(bound: Bound) -> String {
        match bound {
            Bound::Known { first, last, doubtful } if first == last => {
                format!("{first}{}", if doubtful { "~" } else { "" })
            }
            Bound::Known { first, last, doubtful } => {
                format!("{first}..{last}{}", if doubtful { "~" } else { "" })
            }
            Bound::Open => "open".to_owned(),
            Bound::Unknown => "unknown".to_owned(),
        }
    }

    #[test]
    fn each_end_is_known_by_itself() {
        for (text, start, end, lasts) in [
            ("2025-09-03", "2025-09-03", "2025-09-03", false),
            ("2025-09-03?", "2025-09-03~", "2025-09-03~", false),
            ("2025-09", "2025-09-01..2025-09-30", "2025-09-01..2025-09-30", false),
            ("1984~/2004-06", "1984-01-01..1984-12-31~", "2004-06-01..2004-06-30", true),
            ("2025-09/..", "2025-09-01..2025-09-30", "open", true),
            ("/2025-09-03%", "unknown", "2025-09-03~", true),
            ("2025-09-03T14:00:00Z", "2025-09-03", "2025-09-03", false),
        ] {
            let Ends { start: from, end: to, lasts: does_last } = Edtf::parse(text).unwrap().ends();
            assert_eq!((shown(from), shown(to), does_last), (start.into(), end.into(), lasts), "{text}");
        }
    }
}
