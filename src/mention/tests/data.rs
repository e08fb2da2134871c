//! The built-in phrases and a lexicon's own promises.

use std::collections::HashSet;

use super::super::{Hit, Scratch, shields};
use super::*;

/// Here words meet so that a person's name comes of it, and no country's.
const OF_PEOPLE: [&str; 1] = ["南京市长江大桥"];

#[test]
fn every_shield_keeps_a_name_from_being_found() {
    // A site may say that a weak name is a strong one: beside another capital that alone keeps a weak one from being found.
    let strong = |name: Name<'static>| match name.strength {
        Strength::Weak => Name { strength: Strength::Strong, ..name },
        _ => name,
    };
    let lexicon = lexicon(country_names().map(strong));
    let mut scratch = Scratch::default();
    let mut idle = Vec::new();
    for phrase in shields::built_in().filter(|phrase| !OF_PEOPLE.contains(phrase)) {
        let examined = lexicon.examine(phrase, &mut scratch);
        let works = examined.iter().any(|examined| examined.shielded_by.is_some());
        if !works || examined.iter().any(|examined| examined.shielded_by.is_none()) {
            idle.push(phrase);
        }
    }
    assert!(idle.is_empty(), "{} of these do nothing: {idle:#?}", idle.len());
}

#[test]
fn shields_are_many_and_none_comes_twice() {
    let mut seen = HashSet::new();
    for phrase in shields::built_in() {
        assert!(seen.insert(phrase), "`{phrase}` twice");
    }
    assert!(seen.len() >= 400, "{}", seen.len());
}

#[test]
fn every_name_of_the_table_is_found_where_it_stands_alone() {
    let lexicon = lexicon(country_names());
    let (mut scratch, mut hits) = (Scratch::default(), Vec::new());
    for name in country_names() {
        hits.clear();
        lexicon.find(name.text, &mut scratch, &mut hits);
        let whole = |hit: &Hit| hit.start == 0 && hit.end as usize == name.text.len();
        let is_found = hits
            .iter()
            .any(|hit| whole(hit) && lexicon.bearers(hit.name).iter().any(|one| one.bearer == name.bearer));
        assert!(is_found, "{name:?}: {hits:?}");
    }
}

#[test]
fn a_name_of_the_site_wins_over_a_shield_of_the_same_text() {
    let lexicon = lexicon([strong("China", 0), strong("Bank of China", 1)]);
    let (mut scratch, mut hits) = (Scratch::default(), Vec::new());
    lexicon.find(
        "The Bank of China, the BANK OF CHINA and the People's Bank of China.",
        &mut scratch,
        &mut hits,
    );
    let found: Vec<_> = hits.iter().map(|hit| lexicon.bearers(hit.name)[0].bearer).collect();
    assert_eq!(found, [1, 1]);
}

#[test]
fn a_site_adds_shields() {
    let lexicon = Lexicon::new([strong("China", 0)], ["China Club"]);
    let examined = lexicon.examine("The China Club", &mut Scratch::default());
    assert_eq!(examined.len(), 1);
    assert_eq!(examined[0].shielded_by, Some("China Club"));
}

#[test]
fn the_digest_tells_of_names_bearers_strengths_and_shields() {
    let weak = Name { strength: Strength::Weak, ..strong("Kim", 0) };
    let digests = [
        lexicon([strong("Kim", 0)]).digest(),
        lexicon([strong("Lee", 0)]).digest(),
        lexicon([strong("Kim", 1)]).digest(),
        lexicon([weak]).digest(),
        lexicon([strong("Kim", 0), strong("Kim", 1)]).digest(),
        Lexicon::new([strong("Kim", 0)], ["Kim chi"]).digest(),
    ];
    assert_eq!(digests.iter().collect::<HashSet<_>>().len(), digests.len());
    assert_eq!(digests[0], lexicon([strong("Kim", 0)]).digest());
}

#[test]
fn a_lexicon_without_names_finds_nothing() {
    let lexicon = Lexicon::new([strong("", 0), strong("…", 1), strong("金", 2)], ["China Club"]);
    assert!(lexicon.is_empty());
    assert!(lexicon.examine("金 … China Club", &mut Scratch::default()).is_empty());
}

#[test]
fn who_bears_a_name_twice_bears_it_in_the_surer_way() {
    let weak = Name { strength: Strength::Weak, ..strong("Kim", 7) };
    let lexicon = lexicon([weak, strong("Kim", 7), strong("KIM", 3)]);
    let mut hits = Vec::new();
    lexicon.find("Kim, KIM", &mut Scratch::default(), &mut hits);
    assert_eq!(lexicon.spelling(hits[0].name), "Kim");
    assert_eq!(lexicon.bearers(hits[0].name).len(), 1);
    assert_eq!(lexicon.bearers(hits[0].name)[0].strength, Strength::Strong);
    let both: Vec<_> = lexicon.bearers(hits[1].name).iter().map(|bearer| bearer.bearer).collect();
    assert_eq!(both, [3, 7], "capitals may be either's");
}
