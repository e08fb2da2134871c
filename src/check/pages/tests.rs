//! Tables: HTML and its facts, sites and their problems, problems and what is said of them.

use std::collections::{BTreeMap, BTreeSet};

use super::PageProblemKind::*;
use super::*;
use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::source::{FileId, Span};

/// A page that is as it should be, around some content.
fn page(content: &str) -> String {
    format!(
        "<!doctype html>\n<html><head><title>x</title></head><body><main>{content}</main></body></html>\n"
    )
}

fn facts(content: &str) -> PageFacts {
    scan(page(content).as_bytes())
}

fn list(texts: &Texts) -> Vec<String> {
    texts.iter().collect()
}

fn faults(facts: &PageFacts) -> Vec<(PageProblemKind, &str)> {
    facts.faults.iter().map(|fault| (fault.kind, &*fault.what)).collect()
}

#[test]
fn ids_are_those_of_elements_and_anchors() {
    for (html, expected) in [
        ("<p id=b><p ID='a'>", &["a", "b"][..]),
        ("<a name=x>", &["x"]),
        ("<a name=x id=x>", &["x"]),
        ("<form name=x><input name=y id=''>", &[]),
        ("<p id='a&amp;b'><p id='a&notit;'><p id='&eacute;'>", &["a&b", "a&notit;", "é"]),
        ("<!-- <p id=a> --><script src=x><p id=b></script><title><p id=c></title>", &[]),
        ("<noscript><p id=a></noscript><template><p id=b></template>", &["a", "b"]),
        ("<svg><g id=a /></svg>", &["a"]),
    ] {
        assert_eq!(list(&facts(html).ids), expected, "{html}");
    }
}

#[test]
fn references_are_links_or_files() {
    for (html, links, files) in [
        ("<a href=x/>", &["x/"][..], &[][..]),
        ("<a HREF=' x\n/y '><a href=x/y>", &["x/y"], &[]),
        ("<a href='?a=1&amp;b=2'><a href='?a=1&copy=2'>", &["?a=1&b=2", "?a=1&copy=2"], &[]),
        ("<area href=a><form action=b><button formaction=c>", &["a", "b", "c"], &[]),
        ("<a href=''><a href=#x>", &["", "#x"], &[]),
        ("<a href='..\\x?\\'>", &["../x?\\"], &[]),
        ("<a href=https://example.org><a href=//x><a href=mailto:x@y><a href='\\\\x'>", &[], &[]),
        ("<a href=2025:x><a href=a/b:c>", &["2025:x", "a/b:c"], &[]),
        (
            "<link rel=stylesheet href=a><link rel=icon href=b><link rel=alternate href=c>",
            &["c"],
            &["a", "b"],
        ),
        ("<img src=a srcset='b, c 2x,d 3x , e'>", &[], &["a", "b", "c", "d", "e"]),
        ("<source srcset='a 1x (,), b'><video src=c poster=d></video>", &[], &["a", "b", "c", "d"]),
        (
            "<script src=a></script><iframe src=b></iframe><object data=c></object><embed src=d>",
            &[],
            &["a", "b", "c", "d"],
        ),
        ("<svg><use href=a#b /><image xlink:href=c /><a xlink:href=d /></svg>", &["d"], &["a#b", "c"]),
        ("<meta http-equiv=Refresh content='0; URL=a'>", &["a"], &[]),
        (
            "<meta content='0;url=\"a b\"' http-equiv=refresh><meta http-equiv=refresh content=5>",
            &["a b"],
            &[],
        ),
        ("<meta name=description content='0; url=a'>", &[], &[]),
        ("<img src=data:image/png;base64,x><link rel=icon href=data:,>", &[], &[]),
        ("<noscript><img src=a></noscript><template><img src=b></template>", &[], &["a", "b"]),
        ("<textarea><a href=x></textarea><base href=y>", &[], &[]),
    ] {
        let facts = facts(html);
        assert_eq!(list(&facts.links), links, "{html}");
        assert_eq!(list(&facts.files), files, "{html}");
    }
}

#[test]
fn faults_of_one_page() {
    for (html, expected) in [
        (
            "<img src=https://x/a.png srcset='//y/b 2x'>",
            &[(RemoteImage, "//y/b"), (RemoteImage, "https://x/a.png")][..],
        ),
        ("<link rel='shortcut ICON' href=http://x>", &[(RemoteImage, "http://x")]),
        ("<noscript><img src=https://x></noscript>", &[(RemoteImage, "https://x")]),
        ("<script src=//x></script>", &[(RemoteResource, "//x")]),
        ("<link rel=stylesheet href=//x><link rel=canonical href=//y>", &[(RemoteResource, "//x")]),
        ("<iframe src=HTTPS://x></iframe>", &[(RemoteResource, "HTTPS://x")]),
        (
            "<p style='background: URL( \"//x?a&amp;b\" )'>",
            &[(RemoteResource, "//x?a&b"), (InlineStyle, "<p style>")],
        ),
        (
            "<style>@import '//x'; /* url(//y) */ a { b: url(//z\\)) }</style>",
            &[(RemoteResource, "//x"), (RemoteResource, "//z)"), (InlineStyle, "<style>")],
        ),
        (
            "<style>a { b: url(data:font/woff,x) }</STYLE ><p style>",
            &[(InlineStyle, "<p style>"), (InlineStyle, "<style>")],
        ),
        ("<script>a()</script><script type=module>b()</script>", &[(InlineScript, "<script>")]),
        ("<script type=Text/JavaScript>a()</script>", &[(InlineScript, "<script>")]),
        ("<script type=application/ld+json>{}</script><script src=a></script>", &[]),
        ("<a onClick=x() on=y>", &[(InlineScript, "<a onclick>")]),
        (
            "<a href=' java\nscript:x()'><a href=VBScript:x>",
            &[(UnsafeUrl, "VBScript:x"), (UnsafeUrl, "javascript:x()")],
        ),
        ("<a href='javascript&colon;x'>", &[(UnsafeUrl, "javascript:x")]),
        ("<a href=data:text/html,x><a href=data:image/gif,x>", &[(UnsafeUrl, "data:text/html,x")]),
        ("<p id=a><p id=a><p id=A><a name=A>", &[(DuplicateId, "a")]),
        ("<main></main>", &[(NotOneMain, "2")]),
        ("<main hidden></main>", &[]),
        ("<pre>&lt;main> &lt;/html> style= onclick=</pre>", &[]),
    ] {
        assert_eq!(faults(&facts(html)), expected, "{html}");
    }
}

#[test]
fn a_page_that_breaks_off_is_noticed() {
    for (html, expected) in [
        ("<main></main></html>", &[][..]),
        ("<main></main></HTML> \n", &[]),
        ("<main></main>", &[(Unfinished, "</html>")]),
        ("<main></main></html", &[(Unfinished, "</html>")]),
        ("", &[(NotOneMain, "0"), (Unfinished, "</html>")]),
        ("\u{fffd}html>", &[(NotOneMain, "0"), (Unfinished, "</html>")]),
    ] {
        assert_eq!(faults(&scan(html.as_bytes())), expected, "{html}");
    }
}

#[test]
fn texts_that_begin_alike_come_out_whole() {
    let long = "x".repeat(300);
    let texts = [
        String::new(),
        "../三".to_owned(),
        "../上".to_owned(),
        long.clone(),
        format!("{long}y"),
        "é".to_owned(),
    ];
    let shuffled = texts.iter().rev().chain(&texts).map(|text| text.as_str().into()).collect();
    assert_eq!(list(&Texts::new(shuffled)), texts);
}

/// Pages by path and content, beside two files, served below `/briefings/`.
fn problems(pages: &[(&str, &str)]) -> Vec<PageProblem> {
    let pages: BTreeMap<String, PageFacts> =
        pages.iter().map(|&(path, content)| (path.to_owned(), facts(content))).collect();
    let files = ["theme/style.css", "feed.xml", "articles/a/Übung 1.png"].map(str::to_owned);
    check(&pages, &BTreeSet::from(files), "/briefings/")
}

/// The problems of the page `articles/a/` with that content, in a site of a few pages.
fn of_article(content: &str) -> Vec<PageProblem> {
    problems(&[
        ("index.html", "<p id=home>"),
        ("404.html", ""),
        ("articles/index.html", ""),
        ("articles/a/index.html", content),
        ("articles/three-leaders/index.html", "<h2 id=part-2><h2 id=三><h2 id='a%20b'>"),
        ("actors/kim-jong-un/index.html", ""),
        ("countries/三/index.html", ""),
    ])
}

#[test]
fn references_that_resolve() {
    for href in [
        "",
        "#",
        "#top",
        "#TOP",
        "#own",
        "?q=1",
        "?q=1#own",
        ".",
        "./",
        "..",
        "../",
        "../..",
        "../../",
        "index.html",
        "../a/",
        "%2e%2E/a/",
        "../three-leaders/",
        "../three-leaders/?x=../y#part-2",
        "../three-leaders/index.html#part-2",
        "../three-leaders/#%70art-2",
        "../three-leaders/#:~:text=anything",
        "../three-leaders/#part-2:~:text=x",
        "../three-leaders/#三",
        "../three-leaders/#%E4%B8%89",
        "../three-leaders/#a%20b",
        "../../actors/kim-jong-un/",
        "../../countries/三/",
        "../../countries/%e4%b8%89/",
        "../../feed.xml",
        "../../theme/style.css#anything",
        "%C3%9Cbung%201.png",
        "Übung 1.png",
        "../../404.html",
        "/briefings/",
        "/briefings/articles/a/#own",
        "/briefings/articles/../feed.xml",
        "/another-site/",
        "https://example.org/nothing",
    ] {
        let content = format!("<a id=own href='{href}'>");
        assert_eq!(of_article(&content), [], "{href}");
    }
}

#[test]
fn references_that_lead_nowhere() {
    for (content, kind, target, suggestion) in [
        ("<a href=../nowhere/>", BrokenLink, "articles/nowhere/index.html", None),
        ("<a href=../three-leaders>", BrokenLink, "articles/three-leaders", Some("../three-leaders/")),
        (
            "<a href='../three-leaders?x#part-2'>",
            BrokenLink,
            "articles/three-leaders",
            Some("../three-leaders/?x#part-2"),
        ),
        (
            "<a href=../Three-Leaders/>",
            BrokenLink,
            "articles/Three-Leaders/index.html",
            Some("../three-leaders/"),
        ),
        ("<a href=../Three-Leaders>", BrokenLink, "articles/Three-Leaders", Some("../three-leaders/")),
        (
            "<a href=../three-leadres/>",
            BrokenLink,
            "articles/three-leadres/index.html",
            Some("../three-leaders/"),
        ),
        (
            "<a href=../three-leadres/index.html>",
            BrokenLink,
            "articles/three-leadres/index.html",
            Some("../three-leaders/index.html"),
        ),
        (
            "<a href=../actors/kim-jong-un/>",
            BrokenLink,
            "articles/actors/kim-jong-un/index.html",
            Some("../../actors/kim-jong-un/"),
        ),
        (
            "<a href=..//three-leaders/>",
            BrokenLink,
            "articles//three-leaders/index.html",
            Some("../three-leaders/"),
        ),
        ("<a href=../a%2F>", BrokenLink, "articles/a%2F", None),
        ("<a href=../../../articles/>", BrokenLink, "articles/index.html", Some("../")),
        (
            "<a href=/articles/three-leaders/>",
            BrokenLink,
            "articles/three-leaders/index.html",
            Some("/briefings/articles/three-leaders/"),
        ),
        ("<a href=/briefings>", BrokenLink, "briefings", Some("/briefings/")),
        ("<a href=/briefings/none/>", BrokenLink, "none/index.html", None),
        ("<a href=../../countries/%ff/>", BrokenLink, "countries/%ff/index.html", None),
        ("<a href=#none>", BrokenAnchor, "articles/a/index.html#none", None),
        (
            "<a href=../three-leaders/#Part-2>",
            BrokenAnchor,
            "articles/three-leaders/index.html#Part-2",
            Some("../three-leaders/#part-2"),
        ),
        (
            "<a href=../three-leaders/#part-3>",
            BrokenAnchor,
            "articles/three-leaders/index.html#part-3",
            Some("../three-leaders/#part-2"),
        ),
        ("<a href=../#home>", BrokenAnchor, "articles/index.html#home", None),
        ("<img src=Übung%202.png>", MissingFile, "articles/a/Übung 2.png", Some("Übung%201.png")),
        ("<img src=''>", MissingFile, "articles/a/index.html", None),
        (
            "<link rel=stylesheet href=/theme/style.css>",
            MissingFile,
            "theme/style.css",
            Some("/briefings/theme/style.css"),
        ),
        (
            "<link rel=stylesheet href=../theme/style.css>",
            MissingFile,
            "articles/theme/style.css",
            Some("../../theme/style.css"),
        ),
        ("<script src=../../theme/none.js></script>", MissingFile, "theme/none.js", None),
        ("<svg><use href=#none /></svg>", BrokenAnchor, "articles/a/index.html#none", None),
    ] {
        let found = of_article(content);
        let found: Vec<_> =
            found.iter().map(|it| (it.kind, it.target.as_str(), it.suggestion.as_deref())).collect();
        assert_eq!(found, [(kind, target, suggestion)], "{content}");
    }
}

#[test]
fn without_a_base_path_the_site_is_the_whole_host() {
    let pages =
        |href: &str| BTreeMap::from([("a/index.html".to_owned(), facts(&format!("<a href={href}>")))]);
    for (href, expected) in [("/a/", None), ("/b/", Some("b/index.html")), ("../../a/", Some("a/index.html"))]
    {
        let found = check(&pages(href), &BTreeSet::new(), "");
        assert_eq!(found.first().map(|problem| problem.target.as_str()), expected, "{href}");
    }
}

#[test]
fn problems_come_in_the_order_of_pages() {
    let found =
        problems(&[("b/index.html", "<a href=x><p style=x>"), ("a/index.html", "<a href=z><a href=y>")]);
    let found: Vec<_> = found.iter().map(|problem| (problem.page.as_str(), problem.what.as_str())).collect();
    assert_eq!(
        found,
        [("a/index.html", "y"), ("a/index.html", "z"), ("b/index.html", "x"), ("b/index.html", "<p style>")]
    );
}

fn said(diagnostics: &[Diagnostic]) -> Vec<(Code, &str, &str)> {
    diagnostics
        .iter()
        .map(|it| (it.code, it.message.as_str(), it.help.as_deref().unwrap_or_default()))
        .collect()
}

#[test]
fn one_mistake_on_many_pages_is_said_once() {
    let found = problems(&[
        ("a/b/index.html", "<a href=../../none/>"),
        ("a/index.html", "<a href=../none/><a href=../none/index.html>"),
        ("index.html", "<a href=none/><a href=a>"),
    ]);
    let correct = "correct it in the text, or in the template in templates/, that wrote it";
    assert_eq!(
        said(&diagnostics(found, |_| None)),
        [
            (
                Code::BrokenLink,
                "the link `a` leads nowhere, on the page `index.html`",
                "write `a/`: the URL of a folder ends in `/`"
            ),
            (
                Code::BrokenLink,
                "the link `../../none/` leads nowhere, on the page `a/b/index.html` and 2 more pages",
                correct
            ),
        ]
    );
}

#[test]
fn mistakes_in_texts_are_said_at_their_places() {
    let found = problems(&[
        ("a/index.html", "<a href=../none/>"),
        ("b/index.html", "<a href=../none/>"),
        ("c/index.html", "<a href=../none/>"),
    ]);
    let span = |start| Some(Span::new(FileId::of("a.md"), start, start + 1));
    let place = |problem: &PageProblem| if problem.page == "c/index.html" { span(9) } else { span(1) };
    let places: Vec<Place> = diagnostics(found, place).into_iter().map(|it| it.place).collect();
    assert_eq!(places, [Place::from(span(1)), Place::from(span(9))]);
}

#[test]
fn every_kind_has_its_words() {
    let found = problems(&[(
        "index.html",
        "<a href=Feed.xml><a href=#x><img src=y><img src=//z><script src=//z></script><script></script>
         <p style=x><a href=javascript:x><p id=d><p id=d><main>",
    )]);
    let all = diagnostics(found, |_| None);
    let told: Vec<_> = all.iter().map(|it| (it.code.name(), it.severity, it.message.as_str())).collect();
    let (error, warning) = (Severity::Error, Severity::Warning);
    assert_eq!(
        told,
        [
            ("broken-link", error, "the link `Feed.xml` leads nowhere, on the page `index.html`"),
            ("broken-anchor", error, "the link `#x` names an id that is not there, on the page `index.html`"),
            ("missing-file", error, "there is no file `y`, on the page `index.html`"),
            (
                "remote-image",
                warning,
                "the picture `//z` would be fetched from elsewhere, on the page `index.html`"
            ),
            ("template-error", error, "`//z` would be fetched from elsewhere, on the page `index.html`"),
            (
                "template-error",
                error,
                "`<script>` holds a script, which the policy of the pages blocks, on the page `index.html`"
            ),
            (
                "template-error",
                error,
                "`<p style>` holds a style, which the policy of the pages blocks, on the page `index.html`"
            ),
            ("unsafe-url", warning, "`javascript:x` is not a safe URL, on the page `index.html`"),
            ("template-error", error, "the id `d` stands more than once, on the page `index.html`"),
            ("template-error", error, "there are 2 `<main>` elements, on the page `index.html`"),
        ]
    );
    assert!(all.iter().all(|it| it.help.is_some()));
    assert_eq!(all[0].help.as_deref(), Some("write `feed.xml`: most hosts tell capitals from small letters"));
}

/// A plain generator of numbers, the same at every run (Marsaglia's xorshift).
fn numbers(mut state: u64) -> impl FnMut(usize) -> usize {
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).expect("smaller than the limit")
    }
}

#[test]
fn any_bytes_can_be_read() {
    const PARTS: &[&[u8]] = &[
        b"<a href=",
        b"<img srcset='",
        b"<p style=\"",
        b"<style>",
        b"</style",
        b"<noscript>",
        b"</noscript>",
        b"<svg>",
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b"<script>",
        b"</",
        b">",
        b"'",
        b"\"",
        b"&amp",
        b"&#x1F600;",
        b"&",
        b"url(",
        b"@import",
        b"/*",
        b"\\",
        b"%2e",
        b"%ff",
        b"../",
        b"/",
        b"//",
        b"#",
        b"?",
        b":~:",
        b"javascript:",
        b" ",
        b"\n",
        b"\0",
        b"\xff",
        b"\xc3",
        "三".as_bytes(),
        b"<meta http-equiv=refresh content=",
        b"0;url=",
        b"<main",
        b" id=",
        b" on",
        b"=",
        b"<",
        b"<table><select><template>",
        b"x",
    ];
    let mut number = numbers(42);
    for _ in 0..4_000 {
        let length = number(40);
        let html: Vec<u8> = (0..length).flat_map(|_| PARTS[number(PARTS.len())].to_vec()).collect();
        let noise: Vec<u8> = (0..length).map(|_| u8::try_from(number(256)).expect("a byte")).collect();
        let pages =
            BTreeMap::from([("a/b/index.html".to_owned(), scan(&html)), ("c.html".to_owned(), scan(&noise))]);
        let found = check(&pages, &BTreeSet::from(["a/x".to_owned()]), "/x%2/");
        diagnostics(found, |_| None);
    }
}
