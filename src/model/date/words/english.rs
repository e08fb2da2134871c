//! English.

use super::table::{Case, Forms, Phrases, Table, unchanged};

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

const PHRASES: Phrases =
    Phrases { about: "about {}", since: "since {}", until: "until {}", from: "{}", to: "to {}" };

pub const TABLE: Table = Table {
    year_first: false,
    months: unchanged(MONTHS),
    months_of_days: MONTHS,
    seasons: unchanged(["spring", "summer", "autumn", "winter"]),
    quarters: [
        Forms::two("first quarter", "the first quarter"),
        Forms::two("second quarter", "the second quarter"),
        Forms::two("third quarter", "the third quarter"),
        Forms::two("fourth quarter", "the fourth quarter"),
    ],
    first_quarters: ["first", "second", "third", "fourth"],
    last_quarter: Case::Alone,
    day: "{day} {month} {year}",
    day_of_month: "{day} {month}",
    day_number: "{day}",
    first_day: "1",
    month_of_year: "{} {year}",
    season_of_year: "{} {year}",
    quarter_of_year: "{} of {year}",
    year: Forms::same("{}"),
    years: Forms::same("{}"),
    before_christ: "{} BC",
    anno_domini: "AD {}",
    decade: Forms::two("{}s", "the {}s"),
    century: Some(Forms::two("{}s", "the {}s")),
    dash: "–",
    days: PHRASES,
    month_names: PHRASES,
    season_names: PHRASES,
    quarter_names: PHRASES,
    year_numbers: PHRASES,
    decades: PHRASES,
    about: Case::Governed,
    until: Case::Governed,
    about_within: "about {}",
    uncertain: " (uncertain)",
    day_unknown: ", day unknown",
    month_unknown: ", month unknown",
    month_and_day_unknown: ", month and day unknown",
    from_unknown: "an unknown date",
    to_unknown: "to an unknown date",
    between: " ",
    comma: ",",
    contractions: &[],
    day_and_time: "{day}, {time}",
};
