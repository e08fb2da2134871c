//! What dates read like, language by language.

use std::collections::BTreeSet;

use super::{Day, Edtf, Language};

/// Blocks of a date and what each language says of it.
const CASES: &str = include_str!("cases.txt");

fn read(text: &str) -> Edtf {
    Edtf::parse(text).unwrap_or_else(|error| panic!("`{text}`: {error}"))
}

#[test]
fn dates_read_as_people_say_them() {
    for (text, words) in [
        ("2025-09-03", "3 September 2025"),
        ("2025-09", "September 2025"),
        ("2025", "2025"),
        ("1984~", "about 1984"),
        ("1984?", "1984 (uncertain)"),
        ("1984%", "about 1984 (uncertain)"),
        ("2025-09-03~", "about 3 September 2025"),
        ("202X", "2020s"),
        ("202X~", "about the 2020s"),
        ("202X?", "2020s (uncertain)"),
        ("19XX", "1900s"),
        ("190X", "1900–1909"),
        ("191X", "1910s"),
        ("010X", "100–109"),
        ("01XX", "100s"),
        ("004X", "AD 40–49"),
        ("00XX", "1 BC–AD 99"),
        ("-004X", "50–41 BC"),
        ("-01XX", "200–101 BC"),
        ("2025-XX", "2025, month unknown"),
        ("2025-XX-XX", "2025, month and day unknown"),
        ("2025-09-XX", "September 2025, day unknown"),
        ("2025-09-XX?", "September 2025, day unknown (uncertain)"),
        ("2025-21", "spring 2025"),
        ("2025-22", "summer 2025"),
        ("2025-23", "autumn 2025"),
        ("2025-24~", "about winter 2025"),
        ("2025-33", "first quarter of 2025"),
        ("2025-36", "fourth quarter of 2025"),
        ("2025-34~", "about the second quarter of 2025"),
        ("-0043", "44 BC"),
        ("-0044", "45 BC"),
        ("0000", "1 BC"),
        ("-0043-03-15", "15 March 44 BC"),
        ("0079-10-24", "24 October AD 79"),
        ("0476", "476"),
        ("Y12025", "12025"),
        ("Y-17000", "17001 BC"),
        ("2025-09-03/2025-09-05", "3 to 5 September 2025"),
        ("2025-08-30/2025-09-02", "30 August to 2 September 2025"),
        ("2024-12-30/2025-01-02", "30 December 2024 to 2 January 2025"),
        ("2025-09-03/2025-09-03", "3 September 2025"),
        ("2025-09/2025-11", "September to November 2025"),
        ("2025-09/2026-03", "September 2025 to March 2026"),
        ("2025-09-03/2025-10", "3 September 2025 to October 2025"),
        ("2025-09-03~/2025-09-05", "about 3 September 2025 to 5 September 2025"),
        ("2020/2025", "2020 to 2025"),
        ("2020?/2025~", "2020 (uncertain) to about 2025"),
        ("198X/199X", "the 1980s to the 1990s"),
        ("2025-21/2025-23", "spring to autumn 2025"),
        ("2024-24/2025-21", "winter 2024 to spring 2025"),
        ("2025-33/2025-35", "first to third quarter of 2025"),
        ("2024-36/2025-33", "the fourth quarter of 2024 to the first quarter of 2025"),
        ("2025-XX/2026", "2025, month unknown, to 2026"),
        ("-0100/-0043", "101 BC to 44 BC"),
        ("2025-09/..", "since September 2025"),
        ("../2025-09", "until September 2025"),
        ("2025-33/..", "since the first quarter of 2025"),
        ("../199X~", "until about the 1990s"),
        ("2025-09/", "September 2025 to an unknown date"),
        ("/2025-09", "an unknown date to September 2025"),
        ("2025-09-03T14:00:00+02:00", "3 September 2025, 14:00 UTC+02:00"),
        ("2025-09-03T14:00:00-04", "3 September 2025, 14:00 UTC-04:00"),
        ("2025-09-03T14:00:00Z", "3 September 2025, 14:00 UTC"),
        ("2025-09-03T14:00:05Z", "3 September 2025, 14:00:05 UTC"),
    ] {
        assert_eq!(Language::English.date(&read(text)), words, "{text}");
    }
}

fn tag(language: Language) -> &'static str {
    match language {
        Language::English => "en",
        Language::German => "de",
        Language::French => "fr",
        Language::Spanish => "es",
        Language::Portuguese => "pt",
        Language::Russian => "ru",
        Language::Chinese => "zh",
        Language::TraditionalChinese => "zh-Hant",
        Language::Korean => "ko",
        Language::Japanese => "ja",
        Language::Arabic => "ar",
    }
}

/// The dates of [`CASES`], each with what all languages say.
fn cases() -> Vec<&'static str> {
    CASES.lines().filter(|line| !line.is_empty() && !line.starts_with([' ', '#'])).collect()
}

/// Every line of the table is what its language says, and no language is left out of any block.
#[test]
fn every_language_has_its_grammar() {
    let mut said = String::new();
    for text in cases() {
        said.push_str(&format!("\n{text}\n"));
        for language in Language::ALL {
            said.push_str(&format!("  {:8}{}\n", tag(language), language.date(&read(text))));
        }
    }
    let comment: String =
        CASES.lines().filter(|line| line.starts_with('#')).map(|line| format!("{line}\n")).collect();
    let said = comment + &said;
    if std::env::var_os("CHANCERY_BLESS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/model/date/words/cases.txt");
        std::fs::write(path, said).expect("the table can be written");
    } else {
        assert_eq!(said, CASES);
    }
    assert!(cases().len() >= 25, "{}", cases().len());
}

#[test]
fn languages_are_known_by_their_tags() {
    for language in Language::ALL {
        assert_eq!(Language::of(tag(language)), language);
        assert_eq!(Language::of(&tag(language).to_uppercase()), language);
    }
    for (tag, language) in [
        ("de-CH", Language::German),
        ("pt-BR", Language::Portuguese),
        ("zh-CN", Language::Chinese),
        ("zh-TW", Language::TraditionalChinese),
        ("zh-Hans-TW", Language::Chinese),
        ("zh-Hant-HK", Language::TraditionalChinese),
        ("en-GB", Language::English),
        ("nl", Language::English),
        ("der", Language::English),
        ("", Language::English),
    ] {
        assert_eq!(Language::of(tag), language, "{tag}");
    }
}

/// The numbers that words may have: those of the date itself, as it is written or as people count.
fn numbers_of(date: &Edtf) -> BTreeSet<i64> {
    let mut numbers = digits(date.text());
    // A quarter has a number in some languages; `2025-33` is the first.
    let quarters: Vec<i64> =
        numbers.iter().filter(|number| (33..=36).contains(*number)).map(|number| number - 32).collect();
    numbers.extend(quarters);
    // Of `2025-09/2025-11`, each end by itself; a date's own ends are years alone.
    for end in date.text().split('/').filter_map(|end| Edtf::parse(end).ok()) {
        for year in [end.earliest(), end.latest()].into_iter().flatten().map(Day::year).map(i64::from) {
            numbers.extend([year, 1 - year]);
        }
    }
    numbers
}

fn digits(text: &str) -> BTreeSet<i64> {
    text.split(|c: char| !c.is_ascii_digit()).filter_map(|group| group.parse().ok()).collect()
}

/// No language names a day, a month or a year that the date does not have.
#[test]
fn no_language_makes_up_a_number() {
    let parts = [
        "2025",
        "2025-09",
        "2025-09-03",
        "2025-02-28",
        "0099-11-30",
        "-0043-03-15",
        "-0043",
        "Y12025",
        "Y-17000",
        "202X",
        "20XX",
        "190X",
        "004X",
        "00XX",
        "-004X",
        "-01XX",
        "2025-XX",
        "2025-XX-XX",
        "2025-09-XX",
        "2025-21",
        "2025-24",
        "2025-33",
        "2025-36",
        "0000",
        "9999-12-31",
    ];
    let mut texts: Vec<String> = Vec::new();
    for part in parts {
        for mark in ["", "~", "?", "%"] {
            texts.extend(
                [
                    part,
                    &format!("{part}/.."),
                    &format!("../{part}"),
                    &format!("{part}/"),
                    &format!("/{part}"),
                ]
                .map(|text| {
                    if text.starts_with("../") || text.starts_with('/') {
                        format!("{text}{mark}")
                    } else {
                        text.replacen(part, &format!("{part}{mark}"), 1)
                    }
                }),
            );
            texts.extend(parts.map(|other| format!("{part}{mark}/{other}")));
        }
    }
    texts.extend(["2025-09-03T14:00:00+02:00", "2025-09-03T00:00:05Z"].map(str::to_owned));
    let dates: Vec<Edtf> = texts.iter().filter_map(|text| Edtf::parse(text).ok()).collect();
    assert!(dates.len() > 1_000, "{}", dates.len());
    for date in &dates {
        let known = numbers_of(date);
        for language in Language::ALL {
            let words = language.date(date);
            let said = digits(&words);
            assert!(said.is_subset(&known), "{language:?}: `{}` is `{words}`", date.text());
            assert!(!words.contains(['{', '}']) && words == words.trim(), "{language:?}: `{words}`");
        }
    }
}
