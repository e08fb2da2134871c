//! German.

use super::table::{Case, Forms, Phrases, Table, unchanged};

const MONTHS: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

/// Months and years go without an article.
const BARE: Phrases = Phrases { about: "um {}", since: "seit {}", until: "bis {}", from: "{}", to: "bis {}" };

const MASCULINE: Phrases =
    Phrases { about: "um den {}", since: "seit dem {}", until: "bis zum {}", from: "{}", to: "bis {}" };

/// Alone "erstes Quartal", after "seit dem" and "bis zum" "ersten Quartal".
const fn quarter(alone: &'static str, dative: &'static str) -> Forms {
    Forms::four(alone, dative, alone, alone)
}

pub const TABLE: Table = Table {
    year_first: false,
    months: unchanged(MONTHS),
    months_of_days: MONTHS,
    seasons: unchanged(["Frühling", "Sommer", "Herbst", "Winter"]),
    quarters: [
        quarter("erstes Quartal", "ersten Quartal"),
        quarter("zweites Quartal", "zweiten Quartal"),
        quarter("drittes Quartal", "dritten Quartal"),
        quarter("viertes Quartal", "vierten Quartal"),
    ],
    first_quarters: ["erstes", "zweites", "drittes", "viertes"],
    last_quarter: Case::To,
    day: "{day}. {month} {year}",
    day_of_month: "{day}. {month}",
    day_number: "{day}.",
    first_day: "1",
    month_of_year: "{} {year}",
    season_of_year: "{} {year}",
    quarter_of_year: "{} {year}",
    year: Forms::same("{}"),
    years: Forms::same("{}"),
    before_christ: "{} v. Chr.",
    anno_domini: "{} n. Chr.",
    decade: Forms::four("{}er-Jahre", "{}er-Jahren", "{}er-Jahre", "{}er-Jahre"),
    century: None,
    dash: "–",
    days: MASCULINE,
    month_names: BARE,
    season_names: MASCULINE,
    quarter_names: Phrases { about: "etwa {}", ..MASCULINE },
    year_numbers: BARE,
    decades: Phrases { about: "um die {}", since: "seit den {}", until: "bis zu den {}", ..BARE },
    about: Case::Alone,
    until: Case::Governed,
    about_within: "{} (etwa)",
    uncertain: " (unsicher)",
    day_unknown: ", Tag unbekannt",
    month_unknown: ", Monat unbekannt",
    month_and_day_unknown: ", Monat und Tag unbekannt",
    from_unknown: "von einem unbekannten Datum",
    to_unknown: "bis zu einem unbekannten Datum",
    between: " ",
    comma: ",",
    contractions: &[],
    day_and_time: "{day}, {time}",
};
