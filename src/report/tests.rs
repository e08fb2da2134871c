//! Small sites with one problem each, and the text that is made of it.

use std::sync::Arc;

use super::*;
use crate::diagnostic::Code;
use crate::source::FileId;

const PLAIN: Format = Format::Human { color: false, width: 80 };

fn sources(files: &[(&str, &str)]) -> Sources {
    Sources::new(files.iter().map(|&(path, text)| (path.to_owned(), Arc::from(text))), [])
}

/// The place of a word in a file.
fn span(sources: &Sources, path: &str, word: &str) -> Span {
    let file = sources.find(path).expect("the file is there");
    let start = sources.text(file).find(word).expect("the word is there");
    Span::new(file, start, start + word.len())
}

fn unknown_actor(place: impl Into<Place>) -> Diagnostic {
    Diagnostic::new(Code::UnknownActor, place, "no actor `kim`")
}

fn check(sources: &Sources, format: Format, diagnostic: Diagnostic, expected: &str) {
    assert_eq!(render(&[diagnostic], sources, format), expected.trim_start_matches('\n'));
}

#[test]
fn people_see_the_line_and_what_belongs_to_it() {
    let sources = sources(&[
        ("a.md", "---\ntitle: 김정은 x\nactors:\t[金正恩, kim]\n---\n"),
        ("b.yaml", "\u{feff}name: Kim\r\nid: 김 kim\r\n"),
    ]);
    let diagnostic = unknown_actor(span(&sources, "a.md", "kim"))
        .label(span(&sources, "a.md", "김정은"), "named here")
        .label(span(&sources, "b.yaml", "kim"), "near to this")
        .help("did you mean `kim-jong-un`?");
    check(
        &sources,
        PLAIN,
        diagnostic,
        "
error[unknown-actor]: no actor `kim`
 --> a.md:3:15
  |
2 | title: 김정은 x
  |        ------ named here
3 | actors:    [金正恩, kim]
  |                     ^^^
  |
 ::: b.yaml:2:7
  |
2 | id: 김 kim
  |        --- near to this
  |
  = help: did you mean `kim-jong-un`?
",
    );
}

#[test]
fn long_lines_are_cut_around_each_place() {
    let text = format!("a\n{}kim {}far {}\nb", "word ".repeat(400), "word ".repeat(400), "word ".repeat(400));
    let sources = sources(&[("a.md", &text)]);
    check(
        &sources,
        PLAIN,
        unknown_actor(span(&sources, "a.md", "kim")).label(span(&sources, "a.md", "far"), "far away"),
        "
error[unknown-actor]: no actor `kim`
 --> a.md:2:2001
  |
2 | ...rd word word word word word word kim word word word word word word wor...
  |                                     ^^^
  |
 ::: a.md:2:4005
  |
2 | ...ord word word word word word far word word word word word word word wo...
  |                                 --- far away
",
    );
    check(
        &sources,
        PLAIN,
        unknown_actor(Span::new(FileId::of("a.md"), 2, 3000)),
        "
error[unknown-actor]: no actor `kim`
 --> a.md:2:1
  |
2 | word word word word word word word word word word word word word word wor...
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
",
    );
}

#[test]
fn a_few_short_lines_are_marked_whole_and_many_by_the_first() {
    let text = format!("::: {{marking=TLP:RED}}\nfoo\n:::\n{}", "- item\n".repeat(9));
    let sources = sources(&[("a.md", &text)]);
    check(
        &sources,
        PLAIN,
        unknown_actor(span(&sources, "a.md", "::: {marking=TLP:RED}\nfoo\n:::\n")),
        "
error[unknown-actor]: no actor `kim`
 --> a.md:1:1
  |
1 | / ::: {marking=TLP:RED}
2 | | foo
3 | | :::
  | |___^
",
    );
    check(
        &sources,
        PLAIN,
        unknown_actor(span(&sources, "a.md", &"- item\n".repeat(9))),
        "
error[unknown-actor]: no actor `kim`
 --> a.md:4:1
  |
4 | - item
  | ^^^^^^
",
    );
}

#[test]
fn a_place_may_be_an_empty_file_a_path_or_nothing() {
    let sources = sources(&[("a.md", "")]);
    let empty = "error[unknown-actor]: no actor `kim`\n --> a.md:1:1\n  |\n1 |\n  | ^\n";
    check(&sources, PLAIN, unknown_actor(FileId::of("a.md")), empty);
    let file = Diagnostic::new(
        Code::CarriesMetadata,
        Place::File("static/a.pdf".into()),
        "`a.pdf` names its author",
    );
    let expected = "warning[carries-metadata]: `a.pdf` names its author\n--> static/a.pdf\n";
    check(&sources, PLAIN, file, expected);
    let nowhere = Diagnostic::new(Code::MissingBaseUrl, Place::Nowhere, "no `base_url`").help("set it");
    let expected = "note[missing-base-url]: no `base_url`\n  = help: set it\n";
    check(&sources, PLAIN, nowhere, expected);
}

#[test]
fn more_labels_than_anybody_reads_are_counted() {
    let sources = sources(&[("a.md", "kim")]);
    let place = span(&sources, "a.md", "kim");
    let diagnostic = (0..10).fold(unknown_actor(place), |diagnostic, _| diagnostic.label(place, "here"));
    let text = render(&[diagnostic], &sources, PLAIN);
    assert!(text.ends_with("= note: and 2 more places\n"), "{text}");
}

#[test]
fn many_alike_are_counted_but_for_errors() {
    let sources = sources(&[("a.md", "kim")]);
    let many = |code, count: usize| -> Diagnostics {
        (0..count)
            .map(|at| Diagnostic::new(code, Span::new(FileId::of("a.md"), at % 3, at % 3), "alike"))
            .collect()
    };
    let mut notes = many(Code::UnusedAllow, 1588);
    notes.insert(5, Diagnostic::new(Code::UnusedAllow, Place::Nowhere, "another"));
    let text = render(&notes, &sources, PLAIN);
    assert_eq!((text.matches("]: alike").count(), text.matches("]: another").count()), (3, 1));
    assert!(text.contains("^\n  ... and 1,585 more like this\n\nnote[unused-allow]: another\n"), "{text}");
    assert_eq!(render(&many(Code::UnusedAllow, 3), &sources, PLAIN).matches("more like this").count(), 0);
    assert_eq!(render(&many(Code::BrokenLink, 9), &sources, PLAIN).matches("]: alike").count(), 9);
    assert_eq!(render(&notes, &sources, Format::Json).lines().count(), 1589);
}

#[test]
fn reports_are_set_apart_and_coloured_where_asked() {
    let sources = sources(&[]);
    let two = [unknown_actor(Place::Nowhere), unknown_actor(Place::Nowhere)];
    let line = "error[unknown-actor]: no actor `kim`\n";
    assert_eq!(render(&two, &sources, PLAIN), format!("{line}\n{line}"));
    assert!(render(&two, &sources, Format::Human { color: true, width: 80 }).contains("\u{1b}["));
    assert_eq!(render(&[], &sources, PLAIN), "");
}

#[test]
fn no_content_steers_a_terminal() {
    let evil = "\u{1b}[2J\u{7}\u{9b}31m\u{202e}\u{7f}\r!";
    let sources = sources(&[(evil, &format!("{evil}\n"))]);
    let diagnostic = Diagnostic::new(Code::UnknownActor, Span::new(FileId::of(evil), 0, 3), evil)
        .label(Span::new(FileId::of(evil), 4, 5), evil)
        .help(evil);
    for format in [PLAIN, Format::Json, Format::Github] {
        let text = render(std::slice::from_ref(&diagnostic), &sources, format);
        let obeyed = |character: char| character != '\n' && visible(character) != character;
        assert!(!text.contains(obeyed), "{text:?}");
    }
}

#[test]
fn programs_get_one_object_a_line() {
    let sources = sources(&[("a.md", "id: 김\nkim\n")]);
    check(
        &sources,
        Format::Json,
        unknown_actor(span(&sources, "a.md", "김\nkim")).help("say \"Kim\""),
        r#"
{"severity":"error","code":"unknown-actor","message":"no actor `kim`","file":"a.md","line":1,"column":5,"end_line":2,"end_column":4,"help":"say \"Kim\""}
"#,
    );
    check(
        &sources,
        Format::Json,
        Diagnostic::new(Code::UnusedAllow, Place::Nowhere, "a\u{1b}\u{9b}"),
        r#"
{"severity":"note","code":"unused-allow","message":"a\u001b\u009b","file":null,"line":null,"column":null,"end_line":null,"end_column":null,"help":null}
"#,
    );
}

#[test]
fn github_gets_commands_that_nothing_breaks_out_of() {
    let sources = sources(&[("a,b: 5%.md", "x kim\n")]);
    check(
        &sources,
        Format::Github,
        unknown_actor(span(&sources, "a,b: 5%.md", "kim")).help("100%\r\n::set-env::"),
        "
::error file=a%2Cb%3A 5%25.md,line=1,endLine=1,col=3,endColumn=6,title=unknown-actor::no actor `kim`%0A100%25%0A::set-env::
",
    );
    let note = Diagnostic::new(Code::UnusedAllow, Place::File("a.pdf".into()), "a\rb");
    check(&sources, Format::Github, note, "::notice file=a.pdf,title=unused-allow::a%0Db\n");
    let nowhere = Diagnostic::new(Code::NoDefaultMarking, Place::Nowhere, "none");
    check(&sources, Format::Github, nowhere, "::warning title=no-default-marking::none\n");
}

#[test]
fn order_is_by_place_then_code_then_message() {
    let sources = sources(&[("a.md", "one two\nthree"), ("c.md", "four")]);
    let at =
        |path, word, message: &str| Diagnostic::new(Code::InvalidDate, span(&sources, path, word), message);
    let mut diagnostics = vec![
        Diagnostic::new(Code::BrokenLink, Place::Nowhere, "9"),
        at("c.md", "four", "8"),
        Diagnostic::new(Code::InvalidUtf8, Place::File("b.md".into()), "7"),
        at("a.md", "three", "6"),
        at("a.md", "two", "5").help("b"),
        at("a.md", "two", "5").help("a"),
        at("a.md", "two", "5").help("b"),
        at("a.md", "two", "4"),
        Diagnostic::new(Code::BrokenLink, span(&sources, "a.md", "two"), "3"),
        at("a.md", "one", "2"),
    ];
    sort(&mut diagnostics, &sources);
    let order: String = diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    assert_eq!(order, "234556789");
}

#[test]
fn sums_are_spoken() {
    let diagnostics = |codes: &[Code]| -> Diagnostics {
        codes.iter().map(|&code| Diagnostic::new(code, Place::Nowhere, "")).collect()
    };
    let [error, warning, note] = [Code::BrokenLink, Code::MissingAlt, Code::UnusedAllow];
    let said = |codes: &[Code]| summary(&diagnostics(codes));
    assert_eq!(said(&[]), None);
    assert_eq!(said(&[note]).as_deref(), Some("1 note"));
    assert_eq!(said(&[note, error, error]).as_deref(), Some("2 errors and 1 note"));
    let all = [error, warning, note, error, error, note];
    assert_eq!(said(&all).as_deref(), Some("3 errors, 1 warning and 2 notes"));
}

/// Texts put together from what is hard to count, by a generator with a fixed seed.
fn hard_texts() -> impl Iterator<Item = String> {
    const PIECES: [&str; 12] =
        ["a", "\n", "\r\n", "\r", "\u{feff}", "김", "\t", "👩‍👩‍👧", "e\u{301}", "\u{1b}", "  ", "ضمير\u{202e}"];
    let mut state = 1_u64;
    let mut next = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    (0..150).map(move |index| {
        let length = if index % 10 == 0 { 400 } else { 12 };
        (0..next() % length).map(|_| PIECES[next() % PIECES.len()]).collect()
    })
}

#[test]
fn columns_are_those_of_the_source_and_lines_are_bounded() {
    for (index, text) in hard_texts().enumerate() {
        let sources = sources(&[("a.md", &text)]);
        for start in (0..=text.len() + 1).step_by(1 + text.len() / 40) {
            let span = Span::new(FileId::of("a.md"), start, start + index % 7);
            let (begin, _) = sources.positions(span);
            let width = index * 2;
            let shown = render(&[unknown_actor(span)], &sources, Format::Human { color: false, width });
            let header = format!("--> a.md:{}:{}\n", begin.line, begin.column);
            assert!(shown.contains(&header), "{text:?} at {start}: no {header}{shown}");
            let longest = shown.lines().map(|line| line.chars().count()).max();
            assert!(longest <= Some(width.clamp(40, 200) + 40), "{text:?} at {start}: {shown}");
        }
    }
}
