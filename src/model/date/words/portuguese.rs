//! Portuguese.

use super::table::{Case, Forms, Phrases, Table, unchanged};

const MONTHS: [&str; 12] = [
    "janeiro",
    "fevereiro",
    "março",
    "abril",
    "maio",
    "junho",
    "julho",
    "agosto",
    "setembro",
    "outubro",
    "novembro",
    "dezembro",
];

/// Days, months and years go without an article.
const BARE: Phrases =
    Phrases { about: "por volta de {}", since: "desde {}", until: "até {}", from: "de {}", to: "a {}" };

/// The forms of these bring article and preposition along.
const NOUNS: Phrases = Phrases { about: "por volta {}", from: "{}", to: "{}", ..BARE };

pub const TABLE: Table = Table {
    year_first: false,
    months: unchanged(MONTHS),
    months_of_days: MONTHS,
    seasons: [
        Forms::four("primavera", "a primavera", "da primavera", "à primavera"),
        Forms::four("verão", "o verão", "do verão", "ao verão"),
        Forms::four("outono", "o outono", "do outono", "ao outono"),
        Forms::four("inverno", "o inverno", "do inverno", "ao inverno"),
    ],
    quarters: [
        Forms::four(
            "primeiro trimestre",
            "o primeiro trimestre",
            "do primeiro trimestre",
            "ao primeiro trimestre",
        ),
        Forms::four(
            "segundo trimestre",
            "o segundo trimestre",
            "do segundo trimestre",
            "ao segundo trimestre",
        ),
        Forms::four(
            "terceiro trimestre",
            "o terceiro trimestre",
            "do terceiro trimestre",
            "ao terceiro trimestre",
        ),
        Forms::four("quarto trimestre", "o quarto trimestre", "do quarto trimestre", "ao quarto trimestre"),
    ],
    first_quarters: ["do primeiro", "do segundo", "do terceiro", "do quarto"],
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
    before_christ: "{} a.C.",
    anno_domini: "{} d.C.",
    decade: Forms::four("década de {}", "a década de {}", "da década de {}", "à década de {}"),
    century: None,
    dash: "–",
    days: BARE,
    month_names: BARE,
    season_names: NOUNS,
    quarter_names: NOUNS,
    year_numbers: BARE,
    decades: NOUNS,
    about: Case::From,
    until: Case::Governed,
    about_within: "{} (aproximadamente)",
    uncertain: " (incerto)",
    day_unknown: ", dia desconhecido",
    month_unknown: ", mês desconhecido",
    month_and_day_unknown: ", mês e dia desconhecidos",
    from_unknown: "de uma data desconhecida",
    to_unknown: "a uma data desconhecida",
    between: " ",
    comma: ",",
    contractions: &[],
    day_and_time: "{day}, {time}",
};
