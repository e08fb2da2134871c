//! Cards, read back as a browser would: the call taken off, and the rest parsed as JSON.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::*;
use crate::export::fixture::{Built, build};

const SETTINGS: &str = "base_url = \"https://example.org/desk/\"\ndefault_marking = \"TLP:CLEAR\"\n[profiles.internal]\nmarking = \"TLP:AMBER\"\n";

fn text(built: &Built, shard: &Shard) -> String {
    let mut out = Vec::new();
    previews(&built.site, &built.plan, &built.config, shard, &mut out);
    String::from_utf8(out).expect("a script is UTF-8")
}

/// All cards of a site.
fn cards(files: &[(&str, &str)]) -> BTreeMap<String, Value> {
    let built = build(SETTINGS, files);
    let mut cards = BTreeMap::new();
    for shard in &built.plan.previews {
        let text = text(&built, shard);
        let json = text.strip_prefix("chanceryPreviews(").and_then(|rest| rest.strip_suffix(");\n"));
        let held: BTreeMap<String, Value> =
            serde_json::from_str(json.expect("it is a call")).expect("it is JSON");
        assert_eq!(held.len(), shard.pages.len());
        cards.extend(held);
    }
    cards
}

fn card_of(path: &str, text: &str, url: &str) -> Value {
    cards(&[(path, text)]).remove(url).unwrap_or_else(|| panic!("{url} has a card"))
}

#[test]
fn a_card_says_what_its_item_says() {
    let cards = cards(&[
        (
            "articles/one.md",
            "---\ntitle: One & two\ndate: 2025-09-03T14:05:00Z\nsummary: A \"first\".\nlang: de\nactors: [kim]\ncountries: [KP]\ntopics: [Arms]\nsources: [wire]\nevents: [{id: parade, date: 2025-09~, title: Parade, summary: Troops passed., actors: [kim]}]\n---\nText.\n",
        ),
        ("actors/kim.md", "---\nname: Kim Jong Un\nkind: person\nsummary: Leads.\nmarking: TLP:GREEN\n---\n"),
        (
            "sources/wire.md",
            "---\ntitle: A wire\nauthor: Ann Other\npublisher: Agency\norigin: KCNA\ndate: 2025-09\nlang: ko\nreliability: B\ncredibility: 2\n---\nWhat it is.\n",
        ),
    ]);
    let expected = json!({
        "actors/kim/": {"kind": "person", "name": "Kim Jong Un", "summary": "Leads.", "latest": "3 September 2025", "datetime": "2025-09-03", "marking": "TLP:GREEN"},
        "articles/one/": {"kind": "article", "name": "One & two", "lang": "de", "summary": "A \"first\".", "summary_lang": "de", "date": "3 September 2025, 14:05 UTC", "datetime": "2025-09-03T14:05:00Z"},
        "countries/kp/": {"kind": "country", "name": "North Korea", "latest": "3 September 2025", "datetime": "2025-09-03"},
        "events/parade/": {"kind": "event", "name": "Parade", "summary": "Troops passed.", "date": "about September 2025", "datetime": "2025-09"},
        "sources/wire/": {"kind": "source", "name": "A wire", "lang": "ko", "summary": "What it is.", "details": ["Ann Other", "Agency", "repeats KCNA", "B2"], "date": "September 2025", "datetime": "2025-09"},
        "topics/arms/": {"kind": "topic", "name": "Arms", "latest": "3 September 2025", "datetime": "2025-09-03"},
    });
    assert_eq!(json!(cards), expected);
}

#[test]
fn the_latest_date_is_that_of_the_newest_article_or_event() {
    let actor = ("actors/kim.md", "---\nname: Kim Jong Un\n---\n");
    let old = ("articles/old.md", "---\ntitle: Old\ndate: 2024-01-02\nactors: [kim]\n---\n");
    let undated = ("articles/undated.md", "---\ntitle: Undated\nactors: [kim]\n---\n");
    let event = ("events/visit.md", "---\ntitle: Visit\ndate: 2025-03\nactors: [kim]\n---\n");
    let early = ("events/early.md", "---\ntitle: Early\ndate: 2023\nactors: [kim]\n---\n");
    for (files, expected) in [
        (vec![actor], Value::Null),
        (vec![actor, undated], Value::Null),
        (vec![actor, undated, old], json!("2 January 2024")),
        (vec![actor, old, early], json!("2 January 2024")),
        (vec![actor, old, early, event], json!("March 2025")),
        (vec![actor, early], json!("2023")),
    ] {
        assert_eq!(cards(&files)["actors/kim/"]["latest"], expected, "{files:?}");
    }
}

#[test]
fn the_kind_says_what_became_of_an_article() {
    let article = |more: &str| {
        let text = format!("---\ntitle: One\n{more}\n---\n");
        card_of("articles/one.md", &text, "articles/one/")["kind"].clone()
    };
    assert_eq!(article("date: 2025-01-01"), "article");
    assert_eq!(article("status: withdrawn"), "withdrawn article");
    assert_eq!(card_of("actors/x.md", "---\nname: Some One\n---\n", "actors/x/")["kind"], "actor");
}

#[test]
fn a_sentence_from_a_portion_has_its_marking() {
    let marking = |head: &str| {
        let text = format!("---\ntitle: One\n{head}---\n::: {{marking=TLP:AMBER}}\nClosed.\n:::\n\nOpen.\n");
        card_of("articles/one.md", &text, "articles/one/")["marking"].clone()
    };
    assert_eq!(marking(""), "TLP:AMBER");
    assert_eq!(marking("summary: Open.\n"), Value::Null);
}

#[test]
fn nothing_in_a_card_ends_the_script_or_a_line_of_it() {
    let title = "</script><!-- \u{2028}\u{2029} \\ € “x” -->";
    let file = format!("---\ntitle: '{title}'\n---\n");
    let built = build(SETTINGS, &[("articles/one.md", &file)]);
    let text = text(&built, &built.plan.previews[0]);
    assert!(!text.contains(['<', '\u{2028}', '\u{2029}']), "{text}");
    assert!(text.contains("\\u003c/script>\\u003c!-- \\u2028\\u2029 \\\\ € “x” -->"), "{text}");
    assert_eq!(text.lines().count(), 3, "a card a line: {text}");
    assert_eq!(card_of("articles/one.md", &file, "articles/one/")["name"], title);
}

#[test]
fn pages_that_are_not_about_one_thing_have_no_card() {
    let files = [("pages/about.md", "# About\n"), ("authors/ann.md", "---\nname: Ann Other\n---\n")];
    assert_eq!(cards(&files), BTreeMap::new());
    let files = [("events/visit.md", "---\ntitle: Visit\ndate: 2025\n---\n")];
    let off = build(&format!("{SETTINGS}[links]\npreviews = false\n"), &files);
    assert_eq!(off.plan.previews, []);
}

#[test]
fn long_texts_are_cut_at_a_sentence_or_a_word() {
    let count = |text: &str| text.chars().count();
    let word = "Beispiel ";
    let whole = format!("{}end.", word.repeat(57));
    assert_eq!((count(&whole), cut(&whole).as_ref()), (517, whole.as_str()), "what fits is left alone");

    let sentence = format!("{}end.", word.repeat(40));
    assert_eq!(cut(&format!("{sentence} {whole}")), sentence);
    let general = format!("{}met Gen. Li of the U.S. forces", word.repeat(40));
    let shown = cut(&format!("{general} {whole}")).into_owned();
    assert!(shown.starts_with(&general) && shown.ends_with(" Beispiel…"), "{shown}");
    assert!(count(&shown) <= LONGEST, "{}", count(&shown));

    let early = format!("It is.  {}", word.repeat(70));
    assert!(cut(&early).ends_with("Beispiel…"), "a sentence that leaves little is not all");
    let han = "三位领导人".repeat(120);
    assert_eq!(count(&cut(&han)), LONGEST);
    let han = format!("{}。{}", "三位领导人".repeat(80), "三位领导人".repeat(80));
    assert_eq!(count(&cut(&han)), 401);
}
