//! French.

use super::table::{Case, Forms, Phrases, Table, unchanged};

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// Months and years go without an article.
const BARE: Phrases =
    Phrases { about: "vers {}", since: "depuis {}", until: "jusqu'en {}", from: "de {}", to: "à {}" };

/// The forms of these bring article and preposition along.
const NOUNS: Phrases =
    Phrases { about: "vers {}", since: "depuis {}", until: "jusqu'{}", from: "{}", to: "{}" };

pub const TABLE: Table = Table {
    year_first: false,
    months: unchanged(MONTHS),
    months_of_days: MONTHS,
    seasons: [
        Forms::four("printemps", "le printemps", "du printemps", "au printemps"),
        Forms::four("été", "l'été", "de l'été", "à l'été"),
        Forms::four("automne", "l'automne", "de l'automne", "à l'automne"),
        Forms::four("hiver", "l'hiver", "de l'hiver", "à l'hiver"),
    ],
    quarters: [
        Forms::four(
            "premier trimestre",
            "le premier trimestre",
            "du premier trimestre",
            "au premier trimestre",
        ),
        Forms::four(
            "deuxième trimestre",
            "le deuxième trimestre",
            "du deuxième trimestre",
            "au deuxième trimestre",
        ),
        Forms::four(
            "troisième trimestre",
            "le troisième trimestre",
            "du troisième trimestre",
            "au troisième trimestre",
        ),
        Forms::four(
            "quatrième trimestre",
            "le quatrième trimestre",
            "du quatrième trimestre",
            "au quatrième trimestre",
        ),
    ],
    first_quarters: ["du premier", "du deuxième", "du troisième", "du quatrième"],
    last_quarter: Case::To,
    day: "{day} {month} {year}",
    day_of_month: "{day} {month}",
    day_number: "{day}",
    first_day: "1er",
    month_of_year: "{} {year}",
    season_of_year: "{} {year}",
    quarter_of_year: "{} {year}",
    year: Forms::same("{}"),
    years: Forms::same("{}"),
    before_christ: "{} av. J.-C.",
    anno_domini: "{} ap. J.-C.",
    decade: Forms::four("années {}", "les années {}", "des années {}", "aux années {}"),
    century: None,
    dash: "–",
    days: Phrases {
        about: "vers le {}",
        since: "depuis le {}",
        until: "jusqu'au {}",
        from: "du {}",
        to: "au {}",
    },
    month_names: BARE,
    season_names: NOUNS,
    quarter_names: NOUNS,
    year_numbers: BARE,
    decades: NOUNS,
    about: Case::Governed,
    until: Case::To,
    about_within: "{} (environ)",
    uncertain: " (incertain)",
    day_unknown: ", jour inconnu",
    month_unknown: ", mois inconnu",
    month_and_day_unknown: ", mois et jour inconnus",
    from_unknown: "d'une date inconnue",
    to_unknown: "à une date inconnue",
    between: " ",
    comma: ",",
    contractions: &[("de a", "d'a"), ("de o", "d'o")],
    day_and_time: "{day}, {time}",
};
