//! What must hold for the table, whoever changes it; `scripts/countries --check` compares it with others.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

/// The M49 subregions, each under its region.
const SUBREGIONS: [(&str, &str); 23] = [
    ("Africa", "Eastern Africa"),
    ("Africa", "Middle Africa"),
    ("Africa", "Northern Africa"),
    ("Africa", "Southern Africa"),
    ("Africa", "Western Africa"),
    ("Americas", "Caribbean"),
    ("Americas", "Central America"),
    ("Americas", "Northern America"),
    ("Americas", "South America"),
    ("Antarctica", "Antarctica"),
    ("Asia", "Central Asia"),
    ("Asia", "Eastern Asia"),
    ("Asia", "South-eastern Asia"),
    ("Asia", "Southern Asia"),
    ("Asia", "Western Asia"),
    ("Europe", "Eastern Europe"),
    ("Europe", "Northern Europe"),
    ("Europe", "Southern Europe"),
    ("Europe", "Western Europe"),
    ("Oceania", "Australia and New Zealand"),
    ("Oceania", "Melanesia"),
    ("Oceania", "Micronesia"),
    ("Oceania", "Polynesia"),
];

fn today() -> impl Iterator<Item = &'static CountryRow> {
    COUNTRIES.iter().filter(|row| row.former.is_none())
}

fn former() -> impl Iterator<Item = (&'static CountryRow, &'static Former)> {
    COUNTRIES.iter().filter_map(|row| Some((row, row.former.as_ref()?)))
}

/// English names that stand for a country in any text.
fn strong_names(row: &'static CountryRow) -> impl Iterator<Item = &'static str> {
    let is_strong = |name: &&str| !row.weak_names.contains(name);
    row.all_names().filter(is_strong)
}

fn is(text: &str, length: usize, allowed: fn(&u8) -> bool) -> bool {
    text.len() == length && text.as_bytes().iter().all(allowed)
}

/// Whom a name means, and whether it is weak, as one line.
fn told(name: &str) -> String {
    let shown = |meaning: Meaning| {
        format!("{}{}", COUNTRIES[meaning.row].code, if meaning.weak { " (weak)" } else { "" })
    };
    meanings(name).map(shown).collect::<Vec<_>>().join(" or ")
}

#[test]
fn rows_are_in_strict_order_of_their_codes() {
    for pair in COUNTRIES.windows(2) {
        assert!(pair[0].code < pair[1].code, "{} before {}", pair[0].code, pair[1].code);
    }
    assert_eq!((today().count(), former().count()), (250, 31));
}

#[test]
fn codes_are_well_formed_and_unique_among_the_living() {
    let mut alpha3 = BTreeSet::new();
    let mut numeric = BTreeSet::new();
    for row in today() {
        assert_eq!(row.code, row.alpha2);
        assert!(alpha3.insert(row.alpha3), "alpha-3 of {} twice", row.name);
        assert!(row.numeric.is_empty() || numeric.insert(row.numeric), "numeric of {} twice", row.name);
        assert_eq!(row.numeric.is_empty(), row.code == "XK");
    }
    for row in &COUNTRIES {
        assert!(is(row.alpha2, 2, u8::is_ascii_uppercase), "{row:?}");
        assert!(is(row.alpha3, 3, u8::is_ascii_uppercase), "{row:?}");
        assert!(row.numeric.is_empty() || is(row.numeric, 3, u8::is_ascii_digit), "{row:?}");
    }
}

#[test]
fn the_code_of_a_former_country_begins_with_the_one_it_had() {
    for (row, _) in former() {
        assert!(is(row.code, 4, u8::is_ascii_uppercase) && row.code.starts_with(row.alpha2), "{row:?}");
    }
}

#[test]
fn what_became_of_former_countries_is_told() {
    for (row, former) in former() {
        assert!(!former.successors.is_empty(), "{} has no successor", row.code);
        assert!(former.successors.is_sorted());
        for code in former.successors {
            assert!(by_code(code).is_some() && *code != row.code, "{}: {code}", row.code);
        }
        assert!(former.withdrawn.len() == 4 || former.withdrawn.len() == 10, "{row:?}");
        if let Some((from, until)) = former.existed {
            assert!(is(from, 4, u8::is_ascii_digit) && is(until, 4, u8::is_ascii_digit), "{row:?}");
            assert!(from < until, "{row:?}");
        }
        assert!(row.borders.is_empty());
    }
}

#[test]
fn successors_lead_to_countries_of_today() {
    for (row, _) in former() {
        let (mut open, mut steps) = (vec![row], 0);
        while let Some(next) = open.pop() {
            open.extend(
                next.former.iter().flat_map(|former| former.successors).filter_map(|code| by_code(code)),
            );
            steps += 1;
            assert!(steps < 40, "{} goes round in a circle", row.code);
        }
    }
}

#[test]
fn borders_have_two_sides() {
    for row in &COUNTRIES {
        assert!(row.borders.is_sorted_by(|left, right| left < right), "{row:?}");
        for code in row.borders {
            let other = by_code(code).unwrap_or_else(|| panic!("{}: there is no {code}", row.code));
            assert!(other.former.is_none() && other.borders.contains(&row.code), "{} and {code}", row.code);
        }
    }
    let lines: usize = COUNTRIES.iter().map(|row| row.borders.len()).sum::<usize>() / 2;
    assert!(lines > 300, "only {lines} borders");
}

#[test]
fn no_strong_name_means_two_countries() {
    let mut claims: BTreeMap<String, &str> = BTreeMap::new();
    for row in &COUNTRIES {
        for name in strong_names(row) {
            let earlier = claims.insert(name_key(name), row.code).unwrap_or(row.code);
            assert!(
                earlier == row.code || meanings(name).count() > 1,
                "`{name}` is claimed by {earlier} and {}",
                row.code
            );
        }
    }
}

#[test]
fn every_country_has_a_name_in_every_language() {
    let languages: Vec<&str> = LANGUAGES.iter().map(|(tag, _)| *tag).collect();
    assert_eq!(languages, ["fr", "es", "pt", "de", "ru", "ar", "zh", "ja", "ko"]);
    for row in today() {
        let told: Vec<&str> = row.names.iter().map(|(tag, _)| *tag).collect();
        assert_eq!(told, languages, "{}", row.code);
    }
    for (row, _) in former() {
        assert!(row.names.is_empty() || row.names.len() == languages.len(), "{}", row.code);
    }
}

#[test]
fn every_name_is_found_and_every_key_is_of_a_name() {
    let mut keys: BTreeSet<(String, usize)> = BTreeSet::new();
    for (place, row) in COUNTRIES.iter().enumerate() {
        for name in row.all_names().chain([row.code, row.alpha2, row.alpha3]) {
            keys.insert((name_key(name), place));
        }
        for name in row.all_names() {
            let meant: Vec<usize> = meanings(name).map(|meaning| meaning.row).collect();
            assert!(meant.contains(&place), "`{name}` does not lead to {}", row.code);
        }
    }
    for pair in NAMES.windows(2) {
        assert!((pair[0].0, pair[0].1) < (pair[1].0, pair[1].1), "{pair:?}");
    }
    for (key, place, ..) in &NAMES {
        let place = usize::from(*place);
        let is_shared = NAMES.iter().filter(|entry| entry.0 == *key).count() > 1;
        assert!(is_shared || keys.contains(&((*key).to_owned(), place)), "`{key}` is nobody's name");
    }
}

#[test]
fn names_mean_what_people_mean_by_them() {
    let cases = [
        ("Holland", "NL (weak)"),
        ("the Netherlands", "NL"),
        ("Burma", "MM"),
        ("Ivory Coast", "CI"),
        ("Cote d’Ivoire", "CI"),
        ("UK", "GB"),
        ("U.K.", "GB"),
        ("Great Britain", "GB"),
        ("US", "US"),
        ("usa", "US"),
        ("The United States", "US"),
        ("America", "US (weak)"),
        ("DPRK", "KP"),
        ("PRC", "CN"),
        ("ROK", "KR"),
        ("Czech Republic", "CZ"),
        ("Turkey", "TR (weak)"),
        ("St Kitts & Nevis", "KN"),
        ("Sao Tome and Principe", "ST"),
        ("Iran, Islamic Republic of", "IR"),
        ("Deutschland", "DE"),
        ("États-Unis", "US"),
        ("Россия", "RU"),
        ("中国", "CN"),
        ("中國", "CN"),
        ("북한", "KP"),
        ("北朝鮮", "KP"),
        ("مصر", "EG"),
        ("Polónia", "PL"),
        ("Island", "IS (weak)"),
        ("Maurice", "MU (weak)"),
        ("Guinea", "GN"),
        ("Soviet Union", "SUHH"),
        ("USSR", "SUHH"),
        ("SU", "SUHH"),
        ("suhh", "SUHH"),
        ("DDR", "DDDE"),
        ("YUG", "YUCS"),
        ("GE", "GE"),
        ("CS", "CSHH or CSXX"),
        ("Congo", "CD (weak) or CG (weak)"),
        ("the Congo", "CD (weak) or CG (weak)"),
        ("Korea", "KP (weak) or KR (weak)"),
        ("Thailand", "TH"),
        ("The", ""),
        ("", ""),
        ("Atlantis", ""),
        ("KPX", ""),
    ];
    for (name, expected) in cases {
        assert_eq!(told(name), expected, "{name}");
    }
}

#[test]
fn only_names_that_nobody_bears_make_a_country_of_a_name() {
    for name in ["Russia", "US", "USA", "Georgia", "Deutschland", "Soviet Union"] {
        assert!(is_plainly_country(name), "{name}");
    }
    for name in ["Maurice", "Ben", "BEN", "Al", "Congo", "Island", "Kim"] {
        assert!(!is_plainly_country(name), "{name}");
    }
}

#[test]
fn formal_name_is_the_name_or_among_the_others() {
    for row in &COUNTRIES {
        assert!(row.formal_name == row.name || row.other_names.contains(&row.formal_name), "{row:?}");
    }
}

#[test]
fn weak_english_names_are_not_among_the_strong_ones() {
    for row in &COUNTRIES {
        assert!(!row.other_names.iter().any(|name| row.weak_names.contains(name)), "{row:?}");
    }
    let own: Vec<&str> =
        today().filter(|row| row.weak_names.contains(&row.name)).map(|row| row.name).collect();
    assert_eq!(own, ["Georgia", "Guernsey", "Jersey", "Jordan", "Chad"]);
}

#[test]
fn demonyms_are_not_names_and_not_repeated() {
    let english = |row: &'static CountryRow| std::iter::once(&row.name).chain(row.other_names);
    let names: BTreeSet<String> =
        COUNTRIES.iter().flat_map(english).map(|name| name.to_lowercase()).collect();
    for row in &COUNTRIES {
        let own: BTreeSet<String> = row.demonyms.iter().map(|demonym| demonym.to_lowercase()).collect();
        assert_eq!(own.len(), row.demonyms.len(), "{row:?}");
        assert!(own.is_disjoint(&names), "{row:?}");
    }
}

#[test]
fn only_known_demonyms_are_shared() {
    let mut countries: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in &COUNTRIES {
        for demonym in row.demonyms {
            countries.entry(demonym).or_default().push(row.code);
        }
    }
    countries.retain(|_, codes| codes.len() > 1);
    let shared: Vec<_> = countries.into_iter().collect();
    assert_eq!(
        shared,
        [
            ("Burmese", vec!["BUMM", "MM"]),
            ("Congolese", vec!["CD", "CG"]),
            ("Dominican", vec!["DM", "DO"]),
            ("East Timorese", vec!["TL", "TPTL"]),
            ("Virgin Islander", vec!["VG", "VI"]),
        ]
    );
}

#[test]
fn texts_are_trimmed_and_english_ones_use_plain_apostrophes() {
    for row in &COUNTRIES {
        for text in row.all_names().chain([row.formal_name]).chain(row.capitals.iter().copied()) {
            assert!(!text.is_empty() && text == text.trim(), "{row:?}");
        }
        let english = row.other_names.iter().chain(row.demonyms).chain(row.capitals);
        for text in english.chain([&row.name, &row.formal_name]) {
            assert!(!text.contains(['\u{2018}', '\u{2019}', '\u{02BB}', '`']), "{row:?}");
        }
    }
}

#[test]
fn every_subregion_lies_in_its_region_and_is_used() {
    let used: BTreeSet<_> = today().map(|row| (row.region.name, row.subregion.name)).collect();
    assert_eq!(used, BTreeSet::from(SUBREGIONS));
    let mut codes: BTreeMap<&str, &str> = BTreeMap::new();
    for region in COUNTRIES.iter().flat_map(|row| [row.region, row.subregion]) {
        assert!(is(region.code, 3, u8::is_ascii_digit), "{region:?}");
        assert_eq!(*codes.entry(region.code).or_insert(region.name), region.name);
    }
}

#[test]
fn look_up_finds_every_row_in_any_case() {
    for row in &COUNTRIES {
        assert_eq!(by_code(row.code), Some(row));
        assert_eq!(by_code(&row.code.to_ascii_lowercase()), Some(row));
    }
    assert_eq!(by_code("kP").map(|row| row.name), Some("North Korea"));
    assert_eq!(
        by_code("ZA").map(CountryRow::capital).as_deref(),
        Some("Pretoria, Cape Town and Bloemfontein")
    );
    assert_eq!(by_code("gb").map(|row| row.numeric), Some("826"));
}

#[test]
fn look_up_knows_no_other_codes() {
    for code in ["", " ", "A", "UK", "EU", "SU", "YU", "ZZ", "GBR", "826", "KP ", "SUH", "ſK", "ÅX", "日本"]
    {
        assert_eq!(by_code(code), None, "{code}");
    }
}
