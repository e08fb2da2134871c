//! Ids of paragraphs.

use super::{read, shown};

fn ids(text: &str) -> Vec<String> {
    let html = read(text).body.html.to_string();
    html.split(" id=\"p-").skip(1).map(|part| part.split('"').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn an_edit_elsewhere_moves_no_id() {
    let before = ids("# One\n\nFirst.\n\nSecond *one*.\n\n# Two\n\nFirst.\n");
    assert_eq!(before.len(), 3);
    assert_ne!(before[0], before[2], "the heading above counts");
    let after = ids("New.\n\n# One\n\nFirst.\n\nAnother.\n\nSecond\none.\n\n# Two\n\nFirst.\n");
    assert_eq!(after[1], before[0]);
    assert_eq!((&after[3], &after[4]), (&before[1], &before[2]), "emphasis and breaks do not count");
}

#[test]
fn twins_are_told_apart() {
    let ids = ids("Same.\n\nSame.\n\n- Same.\n");
    assert_eq!(ids[1..], [format!("{}-2", ids[0]), format!("{}-3", ids[0])]);
}

/// Citations are numbered by the page; another one before it must not move the id.
#[test]
fn what_stands_in_holes_does_not_count() {
    assert_eq!(ids("A fact.[@a]"), ids("A fact.[@b; @c]"));
    assert_eq!(ids("A fact.[@a]"), ids("A fact."));
}

#[test]
fn items_rows_terms_and_definitions_have_ids() {
    assert_eq!(ids("- a\n- b\n\n  c\n").len(), 3);
    assert_eq!(ids("| a | b |\n|---|---|\n| 1 | 2 |\n").len(), 2);
    assert_eq!(ids("term\n: definition\n").len(), 2);
    assert_eq!(ids("> quoted\n\n```\ncode\n```\n\n# Head\n").len(), 1);
    assert_eq!(ids("Note[^1].\n\n[^1]: A note.\n").len(), 2);
}

/// Ids go into the opening tags, also where others have put attributes or where raw HTML was cleaned.
#[test]
fn places_move_with_the_ids() {
    let body = read("<b>A</b> [[x]] b.\n\n[c](d.md) <p class=\"k\">e</p>\n").body;
    assert!(shown(&body).contains("<b>A</b> ⟨wiki x⟩ b."), "{}", shown(&body));
    assert!(shown(&body).contains("⟨d.md⟩c⟨/⟩"), "{}", shown(&body));
}
