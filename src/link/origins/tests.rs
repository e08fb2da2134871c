//! Origins as authors write them, and what comes of them: which account stands behind which sources.

use std::sync::Arc;

use crate::audience;
use crate::config;
use crate::link::{Context, Known, link};
use crate::lock::Lock;
use crate::model::date::Now;
use crate::model::origins::{OriginName, Origins};
use crate::model::site::Site;
use crate::parse;
use crate::source::{FileId, Sources};

/// A public site of `content/sources/all.yaml` and other files.
fn site(sources: &str, others: &[(&str, &str)]) -> Site {
    let settings = "default_marking = \"TLP:CLEAR\"\n[profiles.public]\nmarking = \"TLP:CLEAR\"\n";
    let (config, _) = config::parse(FileId::of("site.toml"), settings);
    let files = [("sources/all.yaml", sources)].into_iter().chain(others.iter().copied());
    let texts = files.map(|(path, text)| (format!("content/{path}"), Arc::from(text)));
    let mut sources = Sources::new(texts, []);
    let (documents, remarks, _) = parse::parse(&mut sources, &config, &mut parse::Memory::default());
    let now = Now::parse("2030-01-01", &config.timezone).expect("it is a day");
    let audience = audience::filter(documents, &sources, &config, &config.profiles[0], now);
    let (broken, withheld) = (&remarks.broken, &audience.withheld);
    let context = Context {
        sources: &sources,
        config: &config,
        broken,
        withheld,
        public: true,
        known: &Known::default(),
        lock: &Lock::default(),
    };
    link(audience.documents, &context).site
}

/// Every account that at least two sources share: its name, and the slugs of its sources.
fn accounts(site: &Site) -> Vec<String> {
    let all: Vec<_> = (0..site.sources.len()).map(crate::model::site::SourceId::new).collect();
    let shared = site.origins.shared(&all);
    let shown = |(id, places): &(_, Vec<usize>)| {
        let name = match &site.origins[*id].name {
            OriginName::Source(source) => format!("<{}>", site[*source].slug),
            OriginName::Publisher(publisher) => format!("({})", site[*publisher].name),
            OriginName::Words(words) => words.clone(),
        };
        let mut slugs: Vec<&str> = places.iter().map(|place| site.sources[*place].slug.as_str()).collect();
        slugs.sort_unstable();
        format!("{name}: {}", slugs.join(" "))
    };
    let mut shown: Vec<String> = shared.iter().map(shown).collect();
    shown.sort_unstable();
    shown
}

/// Sources `a`, `b` and so on, each with a publisher and an origin; either may be empty.
fn list(sources: &[(&str, &str)]) -> String {
    let key = |key: &str, value: &str| {
        if value.is_empty() { String::new() } else { format!("  {key}: \"{value}\"\n") }
    };
    let source = |(letter, (publisher, origin)): (char, &(&str, &str))| {
        let title = format!("- id: {letter}\n  title: Report {letter}\n");
        [title, key("publisher", publisher), key("origin", origin)].concat()
    };
    ('a'..='z').zip(sources).map(source).collect()
}

#[test]
fn sources_of_one_account_are_found() {
    type Case<'a> = (&'a [(&'a str, &'a str)], &'a [&'a str]);
    let cases: [Case<'_>; 15] = [
        // Words are compared as names are.
        (
            &[("", "KCNA, report of 5 May"), ("", "kcna report of 5 May."), ("", "KCNA")],
            &["KCNA, report of 5 May: a b"],
        ),
        // The id and the title of a source are that source; a source that nobody names is on its own.
        (&[("", ""), ("", "a"), ("", "Report A"), ("", "")], &["<a>: a b c"]),
        // An id comes before a title, a title before a publisher.
        (&[("Report b", ""), ("", ""), ("", "Report b")], &["<b>: b c"]),
        // A publisher is all that it reports at first hand, and nothing of what it repeats.
        (&[("KCNA", ""), ("KCNA", ""), ("", "kcna"), ("KCNA", "A ministry")], &["(KCNA): a b c"]),
        // Nobody has named the publisher: its reports are on their own.
        (&[("KCNA", ""), ("KCNA", ""), ("", "a")], &["<a>: a c"]),
        // Who names both one report and its publisher makes them one.
        (&[("KCNA", ""), ("KCNA", ""), ("", "a"), ("", "KCNA")], &["(KCNA): a b c d"]),
        // A source that names itself, by whatever name, repeats nobody.
        (&[("", "a"), ("", "Report b"), ("KCNA", "KCNA"), ("", "c")], &["<c>: c d"]),
        // Chains end at their first account.
        (&[("", ""), ("", "a"), ("", "b"), ("", "c")], &["<a>: a b c d"]),
        (&[("", "A ministry"), ("", "a"), ("", "b")], &["A ministry: a b c"]),
        // A publisher that repeats somebody is no end of a chain that names one of its reports.
        (&[("KCNA", "A ministry"), ("", "a"), ("", "KCNA")], &["A ministry: a b"]),
        // Circles have no first account: they are one.
        (&[("", "b"), ("", "a"), ("", "b")], &["<a>: a b c"]),
        (&[("", "b"), ("", "c"), ("", "a"), ("", "")], &["<a>: a b c"]),
        // Several accounts.
        (
            &[("", "KCNA; TASS"), ("", "TASS"), ("", "KCNA"), ("", "KCNA; KCNA")],
            &["KCNA: a c d", "TASS: a b"],
        ),
        (&[("", ""), ("", "a; "), ("", ";"), ("", "...")], &["<a>: a b"]),
        (&[], &[]),
    ];
    for (sources, expected) in cases {
        assert_eq!(accounts(&site(&list(sources), &[])), expected, "{sources:?}");
    }
}

#[test]
fn a_title_stands_for_all_that_have_it() {
    let sources = "- {id: a, title: Bulletin}\n- {id: b, title: Bulletin}\n- {id: c, title: X, origin: bulletin}\n\
                   - {id: d, title: Bulletin, origin: Y}\n- {id: e, title: Z, origin: Y}\n";
    assert_eq!(accounts(&site(sources, &[])), ["<a>: a b c", "Y: c d e"]);
}

#[test]
fn an_article_means_its_own_sources_first() {
    let article = |origin: &str| {
        format!(
            "---\ntitle: News\ndate: 2025-01-01\nsources:\n- {{id: wire, title: W}}\n- {{id: x, title: X, origin: {origin}}}\n\
             - {{title: Y, origin: {origin}}}\n---\nText.\n"
        )
    };
    let (one, other) = (article("wire"), article("one-wire"));
    let files = [("articles/one.md", one.as_str()), ("articles/other.md", other.as_str())];
    let expected = ["<one-wire>:   one-wire one-x other-x"];
    assert_eq!(accounts(&site("[]", &files)), expected);
}

#[test]
fn an_origin_that_is_withheld_is_none() {
    let sources = "- {id: secret, title: Cable, marking: TLP:RED}\n- {id: a, title: A, origin: secret}\n\
                   - {id: b, title: B, origin: Wire; cable}\n- {id: c, title: C, origin: Cable of Monday}\n";
    let site = site(sources, &[]);
    let origins: Vec<&str> = site.sources.iter().map(|source| source.origin_account.as_str()).collect();
    assert_eq!(origins, ["", "Wire", "Cable of Monday"]);
    assert_eq!(accounts(&site), [""; 0]);
}

#[test]
fn nothing_is_made_where_no_source_has_an_origin() {
    let site = site(&list(&[("KCNA", ""), ("KCNA", "")]), &[]);
    assert_eq!(*site.origins, Origins::default());
}
