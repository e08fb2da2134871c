//! Feeds and fixed files, read back by readers that others wrote.

use roxmltree::{Document, Node};
use serde_json::Value;

use super::fixture::{Built, build};
use super::*;
use crate::plan::{FeedOf, PlannedFile};

const BASE: &str = "https://example.org/desk/";
const SETTINGS: &str =
    "title = \"Desk & Co\"\nbase_url = \"https://example.org/desk/\"\nlanguage = \"en-GB\"\n";

const ATOM: &str = "http://www.w3.org/2005/Atom";

fn bytes(built: &Built, of: FeedOf, kind: FeedKind) -> String {
    let mut out = Vec::new();
    feed(&built.site, &built.plan, &built.config, of, kind, &mut out);
    String::from_utf8(out).expect("a feed is UTF-8")
}

fn json(built: &Built, of: FeedOf) -> Value {
    serde_json::from_str(&bytes(built, of, FeedKind::Json)).expect("it is JSON")
}

/// One field of each item.
fn items(feed: &Value, field: &str) -> Vec<String> {
    let items = feed["items"].as_array().expect("a feed has items");
    items.iter().map(|item| item[field].as_str().unwrap_or_default().to_owned()).collect()
}

/// The texts of the children of that name of each element of another.
fn texts(xml: &str, parent: &str, name: &str) -> Vec<String> {
    let document = Document::parse(xml).expect("it is XML");
    let of = |node: Node| -> String {
        node.descendants().filter_map(|node| if node.is_text() { node.text() } else { None }).collect()
    };
    let parents = document.descendants().filter(|node| node.has_tag_name((ATOM, parent)));
    parents.flat_map(|node| node.children()).filter(|node| node.has_tag_name((ATOM, name))).map(of).collect()
}

fn titles(built: &Built, of: FeedOf) -> Vec<String> {
    let titles = texts(&bytes(built, of, FeedKind::Atom), "entry", "title");
    assert_eq!(titles, items(&json(built, of), "title"), "both formats tell the same");
    titles
}

const EVERYTHING: &str = "---
title: One
date: 2025-09-03
updated: 2025-09-05T10:00:00+02:00
summary: A & B.
authors: [Ann Other]
topics: [Arms & men]
lang: de
slug: eins
---
A [way](two.md#part), a [file](/x.pdf), a [place](#end) and a note.[^1]

Said `<a href=\"#no\">` and \"a href=\"#no\"\".

## End

[^1]: The note.
";

#[test]
fn an_entry_says_everything_in_both_formats() {
    let two = "---\ntitle: Two\ndate: 2025-09-01\n---\n## Part\n";
    let built = build(SETTINGS, &[("articles/one.md", EVERYTHING), ("articles/two.md", two)]);
    let feed = json(&built, FeedOf::Site);
    let item = &feed["items"][0];
    let expected = [
        ("id", "https://example.org/desk/articles/eins/"),
        ("url", "https://example.org/desk/articles/eins/"),
        ("title", "One"),
        ("summary", "A & B."),
        ("date_published", "2025-09-03T00:00:00Z"),
        ("date_modified", "2025-09-05T10:00:00+02:00"),
        ("language", "de"),
    ];
    for (field, value) in expected {
        assert_eq!(item[field], value, "{field}");
    }
    assert_eq!(item["authors"][0]["name"], "Ann Other");
    assert_eq!(item["authors"][0]["url"], format!("{BASE}authors/ann-other/"));
    assert_eq!(item["tags"], serde_json::json!(["Arms & men"]));
    assert_eq!(feed["items"][1]["language"], Value::Null);

    let xml = bytes(&built, FeedOf::Site, FeedKind::Atom);
    let of = |name| texts(&xml, "entry", name).remove(0);
    assert_eq!(
        [of("id"), of("title"), of("summary")],
        [format!("{BASE}articles/eins/"), "One".into(), "A & B.".into()]
    );
    assert_eq!([of("published"), of("updated")], ["2025-09-03T00:00:00Z", "2025-09-05T10:00:00+02:00"]);
    assert_eq!(texts(&xml, "author", "name"), ["Desk & Co", "Ann Other"]);
    assert_eq!(item["content_html"], of("content"));
    assert!(xml.contains("<category term=\"arms-men\" label=\"Arms &amp; men\"/>"), "{xml}");
    assert!(xml.contains("<entry xml:lang=\"de\">"), "{xml}");
}

#[test]
fn links_in_texts_are_absolute() {
    let two = "---\ntitle: Two\ndate: 2025-09-01\n---\n## Part\n";
    let built = build(SETTINGS, &[("articles/one.md", EVERYTHING), ("articles/two.md", two)]);
    let html = items(&json(&built, FeedOf::Site), "content_html").remove(0);
    for link in
        ["articles/two/#part", "x.pdf", "articles/eins/#end", "articles/eins/#fn-1", "articles/eins/#fnref-1"]
    {
        assert!(html.contains(&format!("href=\"{BASE}{link}\"")), "{link}: {html}");
    }
    // Two places of the text itself only look like links.
    let relative: Vec<&str> =
        html.split("href=\"").skip(1).filter(|rest| !rest.starts_with("https:")).collect();
    assert!(relative.iter().all(|rest| rest.starts_with("#no")), "{relative:?}");
}

#[test]
fn a_feed_says_what_it_is() {
    let actor = "---\nname: Ann\nsummary: Who she is.\n---\n";
    let built = build(
        SETTINGS,
        &[("actors/ann.md", actor), ("articles/一.md", "---\ndate: 2025-09-03\nactors: [ann]\n---\nText.")],
    );
    let ann = FeedOf::Actor(crate::model::site::ActorId(0));
    let feed = json(&built, ann);
    let expected = [
        ("version", "https://jsonfeed.org/version/1.1"),
        ("title", "Ann · Desk & Co"),
        ("home_page_url", "https://example.org/desk/actors/ann/"),
        ("feed_url", "https://example.org/desk/actors/ann/feed.json"),
        ("description", "Who she is."),
        ("language", "en-GB"),
    ];
    for (field, value) in expected {
        assert_eq!(feed[field], value, "{field}");
    }
    let xml = bytes(&built, ann, FeedKind::Atom);
    assert!(xml.contains("xml:lang=\"en-GB\""));
    assert!(xml.contains("<link rel=\"self\" type=\"application/atom+xml\" href=\"https://example.org/desk/actors/ann/feed.xml\"/>"));
    assert!(xml.contains(
        "<link rel=\"alternate\" type=\"text/html\" href=\"https://example.org/desk/actors/ann/\"/>"
    ));
    assert_eq!(items(&feed, "id"), [format!("{BASE}articles/%E4%B8%80/")]);
}

#[test]
fn the_time_of_a_feed_is_that_of_its_newest_change() {
    let updated = |files: &[(&str, &str)]| {
        texts(&bytes(&build(SETTINGS, files), FeedOf::Site, FeedKind::Atom), "feed", "updated").remove(0)
    };
    assert_eq!(updated(&[]), "1970-01-01T00:00:00Z");
    let old = ("articles/a.md", "---\ntitle: A\ndate: 2025-01-01\nupdated: 2025-09-02T04:00:00+05:00\n---\n");
    let new = ("articles/b.md", "---\ntitle: B\ndate: 2025-09-02\n---\n");
    assert_eq!(updated(&[old, new]), "2025-09-02T00:00:00Z");
}

#[test]
fn feeds_tell_of_the_newest_articles_with_a_date() {
    let settings = format!("{SETTINGS}[feeds]\nlimit = 2\n[profiles.all]\ndrafts = true\n");
    let files = [
        ("articles/a.md", "---\ntitle: A\ndate: 2025-01-01\n---\n"),
        ("articles/b.md", "---\ntitle: B\ndate: 2025-01-02\ntopics: [x]\n---\n"),
        ("articles/c.md", "---\ntitle: C\ndate: 2025-01-03\nstatus: withdrawn\n---\n"),
        ("articles/d.md", "---\ntitle: D\ndate: 2025-01-04\nstatus: draft\ntopics: [x]\n---\n"),
        ("articles/e.md", "---\ntitle: E\n---\n"),
    ];
    let built = build(&settings, &files);
    assert_eq!(built.site.articles.len(), 5);
    assert_eq!(titles(&built, FeedOf::Site), ["Withdrawn: C", "B"]);
    assert_eq!(titles(&built, FeedOf::Topic(crate::model::site::TopicId(0))), ["B"]);
}

#[test]
fn corrections_have_an_entry_each() {
    let file = "---\ntitle: A\ndate: 2025-01-01\ncorrections:\n\
        - {date: 2025-01-02, text: 1 < 2}\n- {date: 2025-01-02, text: Two}\n\
        - {date: 2025-01-03, kind: retraction, text: Three}\n---\n";
    let draft = "---\ntitle: D\nstatus: draft\ncorrections: [{date: 2025-01-02, text: None}]\n---\n";
    let settings = format!("{SETTINGS}[profiles.all]\ndrafts = true\n");
    let built = build(&settings, &[("articles/a.md", file), ("articles/d.md", draft)]);
    assert_eq!(titles(&built, FeedOf::Corrections), ["Retraction: A", "Correction: A", "Correction: A"]);
    let feed = json(&built, FeedOf::Corrections);
    let ids =
        ["2025-01-03", "2025-01-02", "2025-01-02-2"].map(|end| format!("{BASE}articles/a/#correction-{end}"));
    assert_eq!(items(&feed, "id"), ids);
    assert_eq!(items(&feed, "content_text"), ["Three", "1 < 2", "Two"]);
    assert_eq!(feed["items"][0]["url"], format!("{BASE}articles/a/"));
    assert_eq!(feed["title"], "Corrections · Desk & Co");
    let xml = bytes(&built, FeedOf::Corrections, FeedKind::Atom);
    assert_eq!(texts(&xml, "entry", "content"), ["Three", "1 < 2", "Two"]);
    assert_eq!(texts(&xml, "feed", "updated"), ["2025-01-03T00:00:00Z"]);
}

#[test]
fn what_is_not_for_everybody_says_so() {
    let settings =
        format!("{SETTINGS}default_marking = \"TLP:CLEAR\"\n[profiles.internal]\nmarking = \"TLP:RED\"\n");
    let files = [
        ("articles/a.md", "---\ntitle: A\ndate: 2025-01-03\nmarking: TLP:AMBER\nstatus: withdrawn\n---\n"),
        ("articles/b.md", "---\ntitle: B\ndate: 2025-01-02\n---\nText.\n\n(TLP:AMBER+STRICT) Portion.\n"),
        ("articles/c.md", "---\ntitle: C\ndate: 2025-01-01\ntopics: [x]\n---\n"),
        ("topics/y.yaml", "name: Y\nmarking: TLP:GREEN\n"),
    ];
    let built = build(&settings, &files);
    assert_eq!(titles(&built, FeedOf::Site), ["[TLP:AMBER] Withdrawn: A", "[TLP:AMBER+STRICT] B", "C"]);
    let titles: Vec<Value> = built.plan.feeds.iter().map(|of| json(&built, *of)["title"].clone()).collect();
    let expected = [
        "[TLP:AMBER+STRICT] Desk & Co",
        "Corrections · Desk & Co",
        "x · Desk & Co",
        "[TLP:GREEN] Y · Desk & Co",
    ];
    assert_eq!(titles, expected);
}

#[test]
fn nasty_texts_come_back_as_they_were() {
    let nasty = "]]> & <b>\"q\"</b> 'x' \\ 🙂 &amp; ， </title>";
    let mut built = build(
        SETTINGS,
        &[("articles/a.md", "---\ntitle: A\ndate: 2025-01-03\nauthors: [x]\ntopics: [y]\n---\n")],
    );
    let article = &mut built.site.articles[0];
    article.title = format!("{nasty}\u{1}");
    article.summary = nasty.to_owned();
    article.lang = Some("\"><x>".to_owned());
    let html = format!("<p>{nasty}]]\u{2}></p>");
    article.text.body =
        std::sync::Arc::new(crate::model::body::Body { html: html.into(), ..Default::default() });
    built.site.authors[0].name = nasty.to_owned();
    built.site.topics[0].name = nasty.to_owned();
    let xml = bytes(&built, FeedOf::Site, FeedKind::Atom);
    assert_eq!(texts(&xml, "entry", "title"), [nasty]);
    assert_eq!(texts(&xml, "entry", "summary"), [nasty]);
    assert_eq!(texts(&xml, "entry", "content"), [format!("<p>{nasty}]]></p>")]);
    assert_eq!(texts(&xml, "author", "name")[1], nasty);
    let feed = json(&built, FeedOf::Site);
    assert_eq!(items(&feed, "title"), [format!("{nasty}\u{1}")]);
    assert_eq!(items(&feed, "content_html"), [format!("<p>{nasty}]]\u{2}></p>")]);
    assert_eq!(feed["items"][0]["tags"][0], nasty);
}

fn paths(built: &Built, marking: Marking) -> Vec<String> {
    let profile = Profile { marking, ..built.config.profiles[0].clone() };
    fixed(&built.site, &built.plan, &profile).into_iter().map(|(path, _)| path).collect()
}

#[test]
fn only_what_everybody_may_read_has_a_sitemap() {
    let built = build(SETTINGS, &[]);
    assert_eq!(paths(&built, Marking::Clear), ["sitemap.xml", "robots.txt", ".nojekyll"]);
    assert_eq!(paths(&built, Marking::Green), ["robots.txt", ".nojekyll"]);
    assert_eq!(paths(&build("", &[]), Marking::Clear), ["robots.txt", ".nojekyll"]);
}

#[test]
fn files_of_the_site_come_first() {
    let mut built = build("", &[]);
    let own = |path: &str| PlannedFile { path: path.to_owned(), source: format!("static/{path}") };
    built.plan.files = vec![own(".nojekyll"), own("robots.txt")];
    assert_eq!(paths(&built, Marking::Clear), <[&str; 0]>::default());
}
