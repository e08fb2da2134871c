//! Russian. Of "с ... по ..." the last stands in the accusative, which for months and years is the nominative.

use super::table::{Case, Forms, Phrases, Table};

const fn month(nominative: &'static str, genitive: &'static str) -> Forms {
    Forms::four(nominative, genitive, genitive, nominative)
}

const fn season(nominative: &'static str, genitive: &'static str, accusative: &'static str) -> Forms {
    Forms::four(nominative, genitive, genitive, accusative)
}

const PHRASES: Phrases =
    Phrases { about: "около {}", since: "с {}", until: "до {}", from: "с {}", to: "по {}" };

pub const TABLE: Table = Table {
    year_first: false,
    months: [
        month("январь", "января"),
        month("февраль", "февраля"),
        month("март", "марта"),
        month("апрель", "апреля"),
        month("май", "мая"),
        month("июнь", "июня"),
        month("июль", "июля"),
        month("август", "августа"),
        month("сентябрь", "сентября"),
        month("октябрь", "октября"),
        month("ноябрь", "ноября"),
        month("декабрь", "декабря"),
    ],
    months_of_days: [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
    seasons: [
        season("весна", "весны", "весну"),
        season("лето", "лета", "лето"),
        season("осень", "осени", "осень"),
        season("зима", "зимы", "зиму"),
    ],
    quarters: [
        month("первый квартал", "первого квартала"),
        month("второй квартал", "второго квартала"),
        month("третий квартал", "третьего квартала"),
        month("четвёртый квартал", "четвёртого квартала"),
    ],
    first_quarters: ["с первого", "со второго", "с третьего", "с четвёртого"],
    last_quarter: Case::To,
    day: "{day} {month} {year}",
    day_of_month: "{day} {month}",
    day_number: "{day}",
    first_day: "1",
    month_of_year: "{} {year}",
    season_of_year: "{} {year}",
    quarter_of_year: "{} {year}",
    year: month("{} год", "{} года"),
    years: month("{} годы", "{} годов"),
    before_christ: "{} до н. э.",
    anno_domini: "{} н. э.",
    decade: month("{}-е годы", "{}-х годов"),
    century: None,
    dash: "–",
    days: PHRASES,
    month_names: PHRASES,
    season_names: PHRASES,
    quarter_names: PHRASES,
    year_numbers: PHRASES,
    decades: PHRASES,
    about: Case::Governed,
    until: Case::Governed,
    about_within: "{} (приблизительно)",
    uncertain: " (предположительно)",
    day_unknown: ", день неизвестен",
    month_unknown: ", месяц неизвестен",
    month_and_day_unknown: ", месяц и день неизвестны",
    from_unknown: "с неизвестной даты",
    to_unknown: "по неизвестную дату",
    between: " ",
    comma: ",",
    // Before "вт" the preposition has a vowel, also where the word is written as a number.
    contractions: &[("с 2 ", "со 2 "), ("с второго", "со второго")],
    day_and_time: "{day}, {time}",
};
