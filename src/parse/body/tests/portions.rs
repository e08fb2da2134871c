//! Marked portions: whole lines, whatever Markdown stands around them.

use super::{at, html, read, said};
use crate::model::marking::Marking;

/// Portions with their markings and lines.
fn portions(text: &str) -> Vec<(Marking, &str)> {
    read(text).body.portions.iter().map(|portion| (portion.marking, at(text, portion.lines))).collect()
}

fn check(cases: &[(&str, &[(Marking, &str)])]) {
    for (text, expected) in cases {
        assert_eq!(portions(text), *expected, "\n{text}\n");
        assert_eq!(said(text, &read(text)), [], "\n{text}\n");
    }
}

use Marking::{Amber, AmberStrict, Green, Red};

#[test]
fn fences() {
    check(&[
        (
            "a\n\n::: {marking=TLP:AMBER}\nb\n\n- c\n:::\nd\n",
            &[(Amber, "::: {marking=TLP:AMBER}\nb\n\n- c\n:::\n")],
        ),
        (
            ":::: {marking=TLP:AMBER}\n::: {marking=TLP:RED}\na\n:::\n::::\n",
            &[
                (Amber, ":::: {marking=TLP:AMBER}\n::: {marking=TLP:RED}\na\n:::\n::::\n"),
                (Red, "::: {marking=TLP:RED}\na\n:::\n"),
            ],
        ),
        (
            ":::{ marking=TLP:AMBER+STRICT }  \na\n:::",
            &[(AmberStrict, ":::{ marking=TLP:AMBER+STRICT }  \na\n:::")],
        ),
        (
            "- a\n\n  ::: {marking=TLP:RED}\n  b\n  :::\n- c\n",
            &[(Red, "  ::: {marking=TLP:RED}\n  b\n  :::\n")],
        ),
        ("> ::: {marking=TLP:RED}\n> b\n> :::\n> c\n", &[(Red, "> ::: {marking=TLP:RED}\n> b\n> :::\n")]),
        ("- a\n::: {marking=TLP:RED}\n- b\n:::\n- c\n", &[(Red, "::: {marking=TLP:RED}\n- b\n:::\n")]),
        (
            "::: {marking=TLP:RED}\n[^1]: note\n:::\n\na[^1]\n",
            &[(Red, "::: {marking=TLP:RED}\n[^1]: note\n:::\n")],
        ),
        ("```\n::: {marking=TLP:RED}\n```\n\n    :::\n\n`:::`\n\n- a\n\n      :::\n", &[]),
    ]);
}

#[test]
fn a_fence_can_be_seen() {
    let expected = "<p>a</p>\n<div class=\"portion\" data-marking=\"TLP:RED\">\n<p class=\"portion-mark\">TLP:RED</p>\n\
        <p>b</p>\n<p class=\"portion-end\">end of TLP:RED</p>\n</div>\n<p>c</p>";
    assert_eq!(html("a\n::: {marking=TLP:RED}\nb\n:::\nc"), expected);
    assert_eq!(html("```\n::: x\n```"), "<pre tabindex=\"0\"><code>::: x\n</code></pre>");
}

#[test]
fn fences_that_do_not_fit_are_errors() {
    let cases: [(&str, &[(&str, &str)]); 12] = [
        ("::: {marking=TLP:RED}\na", &[("invalid-body", "::: {marking=TLP:RED}")]),
        ("a\n:::\nb", &[("invalid-body", ":::")]),
        ("::: warning\na\n", &[("invalid-body", "::: warning")]),
        ("::: {marking=TLP:RED} x\n", &[("invalid-body", "::: {marking=TLP:RED} x")]),
        ("::: {marking=TLP:RED}\n::::\n", &[("invalid-body", "::::")]),
        (
            "::: {marking=TLP:RED}\n::: {marking=TLP:RED}\n:::\n:::\n",
            &[("invalid-body", "::: {marking=TLP:RED}")],
        ),
        (
            "> ::: {marking=TLP:RED}\n> a\n\n:::",
            &[("invalid-body", "::: {marking=TLP:RED}"), ("invalid-body", ":::")],
        ),
        ("::: {marking=TLP:RED}\n\n> :::\n", &[("invalid-body", ":::")]),
        ("<div>\n:::\n</div>", &[("invalid-body", ":::")]),
        ("a\n    :::", &[("invalid-body", ":::")]),
        ("a[^1]\n\n[^1]: ::: {marking=TLP:RED}", &[("invalid-body", ":::")]),
        ("::: {marking=TLP:PURPLE}\n:::", &[("unknown-marking", "TLP:PURPLE")]),
    ];
    for (text, expected) in cases {
        let parsed = read(text);
        assert_eq!(said(text, &parsed), expected, "{text}");
        assert!(
            parsed.diagnostics.iter().all(|problem| problem.is_error() && problem.help.is_some()),
            "{text}"
        );
    }
}

#[test]
fn marks_cover_what_they_open() {
    check(&[
        ("# (TLP:RED) a\nb\n\n## c\nd\n\n# e\nf\n", &[(Red, "# (TLP:RED) a\nb\n\n## c\nd\n")]),
        ("## (TLP:RED) a\n\n# b\n", &[(Red, "## (TLP:RED) a\n")]),
        ("(TLP:RED) a\n===\nb\n", &[(Red, "(TLP:RED) a\n===\nb\n")]),
        ("- (TLP:RED) a\n  b\n\n  - c\n- d\n", &[(Red, "- (TLP:RED) a\n  b\n\n  - c\n")]),
        ("- a\n  - (TLP:RED) b\n  - c\n", &[(Red, "  - (TLP:RED) b\n")]),
        ("- [x] (TLP:RED) a\n- b\n", &[(Red, "- [x] (TLP:RED) a\n")]),
        ("(TLP:GREEN) a\nb\n\nc\n", &[(Green, "(TLP:GREEN) a\nb\n")]),
        ("a\n\n(TLP:AMBER+STRICT)\nb\n", &[(AmberStrict, "(TLP:AMBER+STRICT)\nb\n")]),
        ("**(TLP:RED)** a\n\nb\n", &[(Red, "**(TLP:RED)** a\n")]),
        ("> (TLP:RED) a\n> b\n>\n> c\n", &[(Red, "> (TLP:RED) a\n> b\n")]),
        ("| a |\n|---|\n| (TLP:RED) b |\n| c |\n", &[(Red, "| (TLP:RED) b |\n")]),
        ("a[^1]\n\n[^1]: (TLP:RED) b\n\n    c\n\nd\n", &[(Red, "[^1]: (TLP:RED) b\n\n    c\n")]),
        ("[^1]: (TLP:RED) nothing refers to it\n", &[(Red, "[^1]: (TLP:RED) nothing refers to it\n")]),
        ("a\n: (TLP:RED) b\n: c\n", &[(Red, ": (TLP:RED) b\n")]),
        ("(TLP:RED) a\n: b\n: c\n", &[(Red, "(TLP:RED) a\n: b\n: c\n")]),
        ("<p>(TLP:RED) a</p>\n\nb\n", &[(Red, "<p>(TLP:RED) a</p>\n")]),
    ]);
}

#[test]
fn sections_and_fences_keep_each_other_whole() {
    check(&[
        (
            "::: {marking=TLP:GREEN}\n# (TLP:RED) a\nb\n:::\nc\n",
            &[(Green, "::: {marking=TLP:GREEN}\n# (TLP:RED) a\nb\n:::\n"), (Red, "# (TLP:RED) a\nb\n")],
        ),
        (
            "# (TLP:RED) a\n::: {marking=TLP:GREEN}\n# b\n:::\nc\n\n# d\n",
            &[
                (Red, "# (TLP:RED) a\n::: {marking=TLP:GREEN}\n# b\n:::\nc\n"),
                (Green, "::: {marking=TLP:GREEN}\n# b\n:::\n"),
            ],
        ),
    ]);
}

#[test]
fn what_is_no_mark_stays_text() {
    let texts = [
        "a (TLP:RED) b",
        "\\(TLP:RED) a",
        "`(TLP:RED)` a",
        "(TLP) a",
        "(see TLP:RED)",
        "[TLP:RED] a",
        "TLP:RED a",
    ];
    for text in texts {
        assert_eq!(portions(text), [], "{text}");
        assert_eq!(said(text, &read(text)), [], "{text}");
    }
}

#[test]
fn a_mark_can_be_seen_and_is_no_part_of_the_text() {
    const MARK: &str = "<span class=\"mark\" data-marking=\"TLP:RED\">TLP:RED</span>";
    const END: &str = "<p class=\"portion-end\">end of TLP:RED</p>";
    assert_eq!(html("(TLP:RED) a"), format!("<p>{MARK} a</p>"));
    assert_eq!(html("(TLP:RED) **a**"), format!("<p>{MARK} <strong>a</strong></p>"));
    assert_eq!(html("# (TLP:RED) A b"), format!("<h2 id=\"a-b\">{MARK} A b</h2>\n{END}"));
    assert_eq!(read("# (TLP:RED) A b").body.headings[0].text, "A b");
    let sections = format!(
        "<h2 id=\"a\">{MARK} A</h2>\n<p>b</p>\n<h3 id=\"c\">{MARK} C</h3>\n{END}\n{END}\n<h2 id=\"d\">D</h2>"
    );
    assert_eq!(html("## (TLP:RED) A\n\nb\n\n### (TLP:RED) C\n\n## D"), sections);
}

#[test]
fn a_mark_that_covers_nothing_is_an_error() {
    let cases = [
        ("(TLP:RED)\n\nSecret.", "(TLP:RED)"),
        ("(TLP:RED)\n- a\n- b", "(TLP:RED)"),
        ("> [!NOTE] (TLP:RED) Title\n> Text.", "(TLP:RED)"),
        ("> [!tip]- (TLP:RED) Title\n> Text.", "(TLP:RED)"),
        (":: {marking=TLP:RED}\nSecret.\n::", ":: {marking=TLP:RED}"),
    ];
    for (text, place) in cases {
        assert_eq!(said(text, &read(text)), [("invalid-body", place)], "{text}");
    }
    for text in ["- (TLP:RED)\n\n  a", "| (TLP:RED) | a |\n|-|-|\n", "a :: b {marking=x}"] {
        assert_eq!(said(text, &read(text)), [], "{text}");
    }
}

#[test]
fn markings_are_never_guessed() {
    let cases = [
        ("(tlp:red) a", "unknown-marking", "(tlp:red)", "write `TLP:RED`"),
        ("(TLP: RED) a", "unknown-marking", "(TLP: RED)", "write `TLP:RED`"),
        ("# (TLP:Amber-Strict) a", "unknown-marking", "(TLP:Amber-Strict)", "write `TLP:AMBER+STRICT`"),
        ("- (TLP:ORANGE) a", "unknown-marking", "(TLP:ORANGE)", "markings are `TLP:CLEAR`"),
        ("(TLP:RED a", "unknown-marking", "(TLP:RED a", "markings are"),
        ("（TLP：RED） a", "unknown-marking", "（TLP：RED）", "write `TLP:RED`"),
        ("::: {marking=tlp:red}\n:::", "unknown-marking", "tlp:red", "write `TLP:RED`"),
        ("::: {marking=\"TLP:RED\"}\n:::", "unknown-marking", "\"TLP:RED\"", "write `TLP:RED`"),
        ("[^1]: (TLP:x) unused", "unknown-marking", "(TLP:x)", "markings are"),
        ("(TLP:WHITE) a", "old-marking", "(TLP:WHITE)", "write `TLP:CLEAR`"),
        ("::: {marking=TLP:WHITE}\n:::", "old-marking", "TLP:WHITE", "write `TLP:CLEAR`"),
    ];
    for (text, code, place, help) in cases {
        let parsed = read(text);
        assert_eq!(said(text, &parsed), [(code, place)], "{text}");
        let given = parsed.diagnostics[0].help.clone().unwrap_or_default();
        assert!(given.starts_with(help), "{text}: {given}");
        let marking = if code == "old-marking" { Marking::Clear } else { Marking::Red };
        assert_eq!(parsed.body.portions[0].marking, marking, "{text}");
    }
}
