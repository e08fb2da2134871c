//! The names that texts use for a country. In goes a row of the table, out come its names and how strong each is. Must not
//! know what a site has made of it in a file of its own.

use super::Strength;
use crate::model::country_table::{CountryRow, meanings};

/// Names that two countries share. Each has it weakly: it means the one that a text is about, and none where it is about
/// both.
const SHARED: [(&str, &[&str]); 18] = [
    ("Congo", &["CD", "CG"]),
    ("Kongo", &["CD", "CG"]),
    ("The Congo", &["CD", "CG"]),
    ("Конго", &["CD", "CG"]),
    ("刚果", &["CD", "CG"]),
    ("剛果", &["CD", "CG"]),
    ("コンゴ", &["CD", "CG"]),
    ("콩고", &["CD", "CG"]),
    ("الكونغو", &["CD", "CG"]),
    ("Korea", &["KP", "KR"]),
    ("Corée", &["KP", "KR"]),
    ("Corea", &["KP", "KR"]),
    ("Coreia", &["KP", "KR"]),
    ("Корея", &["KP", "KR"]),
    ("كوريا", &["KP", "KR"]),
    ("Channel Islands", &["GG", "JE"]),
    ("Guiana", &["GF", "GY"]),
    ("Virgin Islands", &["VG", "VI"]),
];

/// The demonym that two share and neither has alone.
const KOREAN: (&str, [&str; 2]) = ("Korean", ["KP", "KR"]);

/// All names by which a text may mention a country: short, formal and other names, those in ten languages, demonyms. An
/// acronym is a name where the table lists it as one (`DPRK`); codes are none. A name may come twice.
pub fn of_country(row: &CountryRow) -> impl Iterator<Item = (&'static str, Strength)> {
    let (code, weak, demonyms) = (row.code, row.weak_names, row.demonyms);
    let named = row.all_names().map(move |name| (name, strength(name, weak, demonyms)));
    let shared = SHARED.iter().filter(move |(_, codes)| codes.contains(&code));
    let korean = KOREAN.1.contains(&code).then_some(KOREAN.0);
    let demonyms = demonyms.iter().copied().chain(korean).map(|name| (name, Strength::Demonym));
    named.chain(shared.map(|(name, _)| (*name, Strength::Weak))).chain(demonyms)
}

/// An adjective is not strong for being a name elsewhere (`Argentine`, French for Argentina); nor is a name that two share.
fn strength(name: &str, weak: &[&str], demonyms: &[&str]) -> Strength {
    if demonyms.contains(&name) {
        Strength::Demonym
    } else if weak.contains(&name) || meanings(name).count() > 1 {
        Strength::Weak
    } else {
        Strength::Strong
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::country_table::{COUNTRIES, by_code};

    fn of(code: &str) -> Vec<(&'static str, Strength)> {
        of_country(by_code(code).expect("a country has this code")).collect()
    }

    #[test]
    fn shared_names_are_those_of_the_table() {
        for (name, codes) in SHARED {
            let found: Vec<_> = meanings(name).map(|meaning| COUNTRIES[meaning.row].code).collect();
            assert_eq!(found, codes, "{name}");
        }
    }

    #[test]
    fn names_acronyms_and_demonyms_are_names_and_codes_are_not() {
        let names = of("KP");
        for name in ["North Korea", "DPRK", "Nordkorea", "북한", "КНДР", "朝鲜"] {
            assert!(names.contains(&(name, Strength::Strong)), "{name}");
        }
        assert!(names.contains(&("Korea", Strength::Weak)));
        assert!(names.contains(&("North Korean", Strength::Demonym)));
        assert!(names.iter().all(|(name, _)| !matches!(*name, "KP" | "PRK")));
    }

    #[test]
    fn names_that_are_also_something_else_are_weak() {
        let weak = [
            ("TD", "Chad"),
            ("GE", "Georgia"),
            ("US", "US"),
            ("MU", "Maurice"),
            ("DM", "Dominique"),
            ("GD", "Granada"),
            ("JO", "Jordan"),
            ("GB", "GB"),
            ("TG", "Того"),
            ("HT", "海地"),
            ("CU", "Kuba"),
        ];
        for (code, name) in weak {
            assert!(of(code).contains(&(name, Strength::Weak)), "{name}");
            assert!(!of(code).contains(&(name, Strength::Strong)), "{name}");
        }
        for (code, name) in [("NE", "Niger"), ("ML", "Mali"), ("CU", "Cuba"), ("US", "USA"), ("GB", "UK")] {
            assert!(of(code).contains(&(name, Strength::Strong)), "{name}");
        }
        assert!(of("AR").iter().all(|name| *name != ("Argentine", Strength::Strong)));
    }
}
