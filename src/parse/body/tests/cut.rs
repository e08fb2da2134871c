//! Bodies without what is above a marking: what is left is the text with lines deleted by hand.

use super::{OPTIONS, at, read, said, shown};
use crate::diagnostic::Code;
use crate::model::body::{Body, ReferenceKind};
use crate::model::marking::Marking;
use crate::parse::body::{Cut, without};
use crate::source::FileId;

fn cut(text: &str, limit: Marking) -> Cut {
    without(FileId::of("a.md"), text, 0..text.len(), &OPTIONS, &read(text).body, limit)
}

/// All that a page is made of, without places in the file.
fn made(body: &Body) -> String {
    let headings: Vec<_> =
        body.headings.iter().map(|heading| (heading.level, &heading.id, &heading.text)).collect();
    let portions: Vec<_> = body.portions.iter().map(|portion| portion.marking).collect();
    let Body { anchors, first_paragraph, opening, words, .. } = body;
    let shown = shown(body);
    format!("{shown}\n{headings:?} {portions:?} {anchors:?} {first_paragraph:?} {opening:?} {words}")
}

/// What is left of each text for those who may see up to GREEN, as text.
fn check(cases: &[(&str, &str)]) {
    for (text, left) in cases {
        let found = cut(text, Marking::Green);
        assert_eq!(made(&found.body), made(&read(left).body), "\n{text}\n");
        assert_eq!(found.diagnostics, [], "\n{text}\n");
    }
}

#[test]
fn a_mark_that_would_be_lost_is_told() {
    let lost = cut("- a\n- (TLP:RED) b\n\n(TLP:GREEN) c\n", Marking::Green).diagnostics;
    let told: Vec<_> = lost.iter().map(|found| (found.code, found.file())).collect();
    assert_eq!(told, [(Code::MarkingConflict, Some(FileId::of("a.md")))]);
    let kept = cut("- a\n\n- (TLP:RED) b\n\n(TLP:GREEN) c\n", Marking::Green);
    assert_eq!((kept.diagnostics.len(), kept.body.portions.len()), (0, 1));
}

#[test]
fn fences_go_with_all_between_them() {
    check(&[
        ("a\n\n::: {marking=TLP:RED}\nb\n\n# c\n:::\n\nd\n", "a\n\nd\n"),
        ("a\n::: {marking=TLP:RED}\nb\n:::\nc\n", "a\nc\n"),
        ("::: {marking=TLP:RED}\nb\n:::", ""),
        (
            ":::: {marking=TLP:GREEN}\na\n\n::: {marking=TLP:RED}\nb\n:::\n\nc\n::::\nd\n",
            ":::: {marking=TLP:GREEN}\na\n\nc\n::::\nd\n",
        ),
        (":::: {marking=TLP:RED}\na\n::: {marking=TLP:GREEN}\nb\n:::\n::::\nc\n", "c\n"),
        ("- a\n\n  ::: {marking=TLP:RED}\n  b\n  :::\n\n- c\n", "- a\n\n- c\n"),
        ("> a\n>\n> ::: {marking=TLP:RED}\n> b\n> :::\n> c\n", "> a\n>\n> c\n"),
        ("```\n::: {marking=TLP:RED}\n```\n", "```\n::: {marking=TLP:RED}\n```\n"),
        ("a\r\n\r\n::: {marking=TLP:RED}\r\nb\r\n:::\r\n \t\r\nc\r\n", "a\r\n\r\nc\r\n"),
    ]);
}

#[test]
fn marks_take_what_they_open() {
    check(&[
        ("# a\n\n## (TLP:RED) b\n\nc\n\n### d\n\ne\n\n## f\n", "# a\n\n## f\n"),
        ("# (TLP:RED) a\n\nb\n\n# c\n\nd\n", "# c\n\nd\n"),
        ("a\n\n(TLP:RED) b\nc\n\nd\n", "a\n\nd\n"),
        ("- a\n- (TLP:RED) b\n\n  - c\n\n- d\n", "- a\n- d\n"),
        ("- a\n  - (TLP:RED) b\n  - c\n", "- a\n  - c\n"),
        ("1. a\n2. (TLP:RED) b\n3. c\n", "1. a\n3. c\n"),
        ("- [ ] (TLP:RED) a\n- [x] b\n", "- [x] b\n"),
        (
            "| a | b |\n|---|---|\n| c | d |\n| (TLP:RED) e | f |\n\ng\n",
            "| a | b |\n|---|---|\n| c | d |\ng\n",
        ),
        ("| a |\n|---|\n| (TLP:RED) b |\n| c |\n", "| a |\n|---|\n| c |\n"),
        ("> a\n>\n> (TLP:RED) b\n> c\n>\n> d\n", "> a\n>\n> d\n"),
        ("> - a\n> - (TLP:RED) b\n>\n> - c\n", "> - a\n> - c\n"),
        ("(TLP:RED) a\n\n> b\n", "> b\n"),
        ("## (TLP:RED) a\n\n> b\n>\n\n## c\n", "## c\n"),
        ("> (TLP:RED) a\n>\n\nb\n", "b\n"),
        ("> - a\n> - (TLP:RED) b\n> - c\n", "> - a\n> - c\n"),
        ("a\n: (TLP:RED) b\n: c\n", "a\n: c\n"),
        ("<p>(TLP:RED) a</p>\n\nb\n", "b\n"),
        ("(TLP:GREEN) a\n\n(TLP:AMBER) b\n", "(TLP:GREEN) a\n\n"),
    ]);
}

#[test]
fn what_is_left_is_numbered_and_named_anew() {
    check(&[
        ("# (TLP:RED) Same\n\na\n\n# Same\n", "# Same\n"),
        (
            "(TLP:RED) [@a]\n\nb [@b] [x][y]\n\n[y]: https://y.example\n",
            "b [@b] [x][y]\n\n[y]: https://y.example\n",
        ),
        ("(TLP:RED) a\n[y]: https://y.example\n\nb [y]\n", "b [y]\n"),
        ("::: {marking=TLP:RED}\n[y]: https://y.example\n:::\n\nb [y]\n", "b [y]\n"),
    ]);
}

#[test]
fn footnotes_go_with_what_refers_to_them() {
    check(&[
        ("(TLP:RED) a[^1]\n\nb[^2]\n\n[^1]: c\n\n[^2]: d\n", "b[^2]\n\n[^2]: d\n"),
        ("(TLP:RED) a[^1]\n\nb[^1]\n\n[^1]: c\n", "b[^1]\n\n[^1]: c\n"),
        // Also those that only such a note refers to, and what they define.
        (
            "(TLP:RED) a[^x]\n\n## d\n\n[^x]: b[^y]\n\n[^y]: c\n\n    ## d {#d}\n\n    [z]: https://z.example\n\n[z]\n",
            "## d\n\n[z]\n",
        ),
        // One that nobody ever referred to is no part of any portion.
        ("(TLP:RED) a\n\nb\n\n[^1]: c\n", "b\n\n[^1]: c\n"),
    ]);
}

#[test]
fn a_withheld_footnote_leaves_no_reference() {
    check(&[
        ("a[^1] b[^2]\n\n[^1]: (TLP:RED) c\n\n[^2]: d\n", "a b[^2]\n\n[^2]: d\n"),
        ("a[^1]\n\n::: {marking=TLP:RED}\n[^1]: c\n:::\n", "a\n"),
        ("a[^1] b[^2]\n\n[^1]: (TLP:RED) c[^2]\n\n[^2]: d\n", "a b[^2]\n\n[^2]: d\n"),
        // The second definition of a key counts where the first is gone.
        ("a[^1]\n\n[^1]: (TLP:RED) c\n\n[^1]: d\n", "a[^1]\n\n[^1]: d\n"),
    ]);
}

#[test]
fn marks_that_come_to_open_something_count() {
    check(&[("a\n===\n::: {marking=TLP:RED}\nb\n:::\n", "a\n===\n")]);
    // Without the heading's line what stood under it is a paragraph's beginning.
    check(&[("| (TLP:RED) a |\n|---|\n| (TLP:AMBER) b |\n\nc\n", "|---|\nc\n")]);
}

#[test]
fn lower_profiles_lose_more() {
    let text = "a\n\n(TLP:GREEN) b\n\n(TLP:AMBER) c\n\n(TLP:RED) d\n";
    for (limit, left) in [
        (Marking::Clear, "a\n\n"),
        (Marking::Green, "a\n\n(TLP:GREEN) b\n\n"),
        (Marking::Amber, "a\n\n(TLP:GREEN) b\n\n(TLP:AMBER) c\n\n"),
        (Marking::Red, text),
    ] {
        assert_eq!(made(&cut(text, limit).body), made(&read(left).body), "{limit}");
    }
}

#[test]
fn places_are_those_of_the_whole_text() {
    let text = "(TLP:RED) é\n\n[[x]] [@y]\n\n::: {marking=TLP:RED}\nz\n:::\n\n(TLP:GREEN) [v](v.md)\n\n<b>(javascript)</b> [w](javascript:w)\n";
    let found = cut(text, Marking::Green);
    let references: Vec<&str> =
        found.body.references.iter().map(|reference| at(text, reference.span)).collect();
    assert_eq!(references, ["x", "[@y]", "v.md"]);
    let ReferenceKind::Citation { ids } = &found.body.references[1].kind else { panic!("{references:?}") };
    assert_eq!(at(text, ids[0].span), "y");
    assert_eq!(at(text, found.body.portions[0].lines), "(TLP:GREEN) [v](v.md)\n");
    assert_eq!(at(text, found.body.portions[0].mark), "(TLP:GREEN)");
    let parsed = super::Parsed { diagnostics: found.diagnostics, ..super::Parsed::default() };
    assert_eq!(said(text, &parsed), [("unsafe-url", "javascript:w")]);
}

#[test]
fn no_place_spans_what_was_taken_out() {
    let text = "::: {marking=TLP:GREEN}\na\n\n(TLP:RED) b\n\nc\n:::\n";
    let found = cut(text, Marking::Green);
    assert_eq!(at(text, found.body.portions[0].lines), text);
    let text = "a [b\n::: {marking=TLP:RED}\nc\n:::\nd](javascript:e\n::: {marking=TLP:RED}\nc\n:::\n)\n";
    for problem in cut(text, Marking::Green).diagnostics {
        let crate::diagnostic::Place::Span(span) = problem.place else { panic!("{problem:?}") };
        assert!(!at(text, span).contains(":::"), "{problem:?}");
    }
}

#[test]
fn lost_headings_are_known_by_id_and_text() {
    let found = cut("# a\n\n## (TLP:RED) Same\n\n<i id=\"k\">x</i>\n\n## Same\n\n## b\n", Marking::Green);
    let lost = found.lost.iter().map(|heading| (heading.id.as_str(), heading.text.as_str()));
    let (paragraphs, lost): (Vec<_>, Vec<_>) = lost.partition(|(id, _)| id.starts_with("p-"));
    assert_eq!(lost, [("same", "Same"), ("k", "")]);
    assert_eq!(paragraphs.len(), 1);
    assert_eq!(found.body.headings[1].id, "same");
}
