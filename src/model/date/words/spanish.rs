//! Spanish.

use super::table::{Case, Forms, Phrases, Table, unchanged};

const MONTHS: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

/// Months and years go without an article.
const BARE: Phrases =
    Phrases { about: "hacia {}", since: "desde {}", until: "hasta {}", from: "de {}", to: "a {}" };

/// The forms of these bring article and preposition along.
const NOUNS: Phrases = Phrases { from: "{}", to: "{}", ..BARE };

pub const TABLE: Table = Table {
    year_first: false,
    months: unchanged(MONTHS),
    months_of_days: MONTHS,
    seasons: [
        Forms::four("primavera", "la primavera", "de la primavera", "a la primavera"),
        Forms::four("verano", "el verano", "del verano", "al verano"),
        Forms::four("otoño", "el otoño", "del otoño", "al otoño"),
        Forms::four("invierno", "el invierno", "del invierno", "al invierno"),
    ],
    quarters: [
        Forms::four("primer trimestre", "el primer trimestre", "del primer trimestre", "al primer trimestre"),
        Forms::four(
            "segundo trimestre",
            "el segundo trimestre",
            "del segundo trimestre",
            "al segundo trimestre",
        ),
        Forms::four("tercer trimestre", "el tercer trimestre", "del tercer trimestre", "al tercer trimestre"),
        Forms::four("cuarto trimestre", "el cuarto trimestre", "del cuarto trimestre", "al cuarto trimestre"),
    ],
    first_quarters: ["del primer", "del segundo", "del tercer", "del cuarto"],
    last_quarter: Case::To,
    day: "{day} de {month} de {year}",
    day_of_month: "{day} de {month}",
    day_number: "{day}",
    first_day: "1",
    month_of_year: "{} de {year}",
    season_of_year: "{} de {year}",
    quarter_of_year: "{} de {year}",
    year: Forms::same("{}"),
    years: Forms::same("{}"),
    before_christ: "{} a. C.",
    anno_domini: "{} d. C.",
    decade: Forms::four("década de {}", "la década de {}", "de la década de {}", "a la década de {}"),
    century: None,
    dash: "–",
    days: Phrases {
        about: "hacia el {}",
        since: "desde el {}",
        until: "hasta el {}",
        from: "del {}",
        to: "al {}",
    },
    month_names: BARE,
    season_names: NOUNS,
    quarter_names: NOUNS,
    year_numbers: BARE,
    decades: NOUNS,
    about: Case::Governed,
    until: Case::Governed,
    about_within: "{} (aproximadamente)",
    uncertain: " (incierto)",
    day_unknown: ", día desconocido",
    month_unknown: ", mes desconocido",
    month_and_day_unknown: ", mes y día desconocidos",
    from_unknown: "de una fecha desconocida",
    to_unknown: "a una fecha desconocida",
    between: " ",
    comma: ",",
    contractions: &[],
    day_and_time: "{day}, {time}",
};
