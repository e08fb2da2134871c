//! Which links are looked at, and what is said of them.

use std::sync::Arc;

use super::*;
use crate::audience;
use crate::config;
use crate::link::{self, Context, Known};
use crate::lock::Lock;
use crate::model::date::Now;
use crate::parse;
use crate::source::Sources;

const SETTINGS: &str =
    "title = \"Desk\"\ndefault_marking = \"TLP:CLEAR\"\nbase_url = \"https://desk.example/\"\n";

/// The first profile's links, each as `LINE:COLUMN ADDRESS` in its file.
fn links(settings: &str, files: &[(&str, &str)]) -> (Sources, BTreeSet<Outward>) {
    let (config, _) = config::parse(FileId::of("site.toml"), settings);
    let texts = files.iter().map(|(path, text)| (format!("content/{path}"), Arc::from(*text)));
    let mut sources = Sources::new(texts.collect::<Vec<_>>(), []);
    let (documents, remarks, _) = parse::parse(&mut sources, &config, &mut parse::Memory::default());
    let profile = &config.profiles[0];
    let now = Now::parse("2030-01-01", &config.timezone).expect("it is a day");
    let audience = audience::filter(documents, &sources, &config, profile, now);
    let context = Context {
        sources: &sources,
        config: &config,
        broken: &remarks.broken,
        withheld: &audience.withheld,
        public: true,
        known: &Known::default(),
        lock: &Lock::default(),
    };
    let site = link::link(audience.documents, &context).site;
    let found = gather(&site, profile.base_url.as_deref());
    (sources, found)
}

fn shown(sources: &Sources, links: &BTreeSet<Outward>) -> Vec<String> {
    let one = |link: &Outward| {
        let start = sources.positions(link.at).0;
        format!("{}:{}:{} {}", sources.path(link.at.file), start.line, start.column, link.url)
    };
    let mut all: Vec<String> = links.iter().map(one).collect();
    all.sort();
    all
}

const ARTICLE: &str = "---
title: Parade
date: 2021-05-06
sources: [{title: T, url: 'https://inline.example/', archive_url: 'https://copy.example/'}]
---
An [inline](https://a.example/x#part) link, a [reference][r], <https://c.example/>, <a href=\"https://d.example/?a&amp;b\">raw</a>,
a [mail](mailto:a@b.example), [our own](https://desk.example/about/), `https://code.example/`, ![remote](https://e.example/i.png),
and //nothing. [Twice](https://a.example/x#other).

[r]: https://b.example/

[^1]: <https://unused.example/>
";

#[test]
fn links_are_found_wherever_they_stand_with_their_places() {
    let files = [
        ("articles/a.md", ARTICLE),
        ("actors/kim.yaml", "name: Kim\nwebsite: https://actor.example/\n"),
        ("authors/desk.yaml", "name: Desk\nwebsite: https://author.example/\n"),
        ("sources/s.yaml", "- title: One\n  url: https://shared.example/\n"),
    ];
    let (sources, found) = links(SETTINGS, &files);
    assert_eq!(
        shown(&sources, &found),
        [
            "content/actors/kim.yaml:2:10 https://actor.example/",
            "content/articles/a.md:10:6 https://b.example/",
            "content/articles/a.md:4:27 https://inline.example/",
            "content/articles/a.md:4:67 https://copy.example/",
            "content/articles/a.md:6:13 https://a.example/x",
            "content/articles/a.md:6:64 https://c.example/",
            "content/articles/a.md:6:94 https://d.example/?a&b",
            "content/articles/a.md:7:106 https://e.example/i.png",
            "content/articles/a.md:8:24 https://a.example/x",
            "content/authors/desk.yaml:2:10 https://author.example/",
            "content/sources/s.yaml:2:8 https://shared.example/",
        ]
    );
}

#[test]
fn nothing_withheld_is_looked_at() {
    let text = "---\ntitle: Parade\nsources:\n- {title: A, url: 'https://open.example/'}\n- {title: B, url: 'https://secret1.example/', marking: TLP:AMBER}\n---\n\
        [a](https://a.example/)\n\n::: {marking=TLP:GREEN}\n[b](https://secret2.example/)\n:::\n\n- (TLP:RED) <https://secret3.example/>\n- <https://b.example/>\n\n\
        Text.[^1]\n\n[^1]: (TLP:AMBER) <https://secret4.example/>\n";
    let files = [
        ("articles/a.md", text),
        ("articles/b.md", "---\ntitle: B\nmarking: TLP:GREEN\n---\n<https://secret5.example/>\n"),
        ("articles/c.md", "---\ntitle: C\nstatus: draft\n---\n<https://secret6.example/>\n"),
        ("articles/d.md", "---\ntitle: D\npublish_at: 2031-01-01\n---\n<https://secret7.example/>\n"),
        ("actors/kim.yaml", "name: Kim\nmarking: TLP:AMBER\nwebsite: https://secret8.example/\n"),
        ("sources/s.yaml", "- {title: One, url: 'https://secret9.example/', marking: TLP:RED}\n"),
    ];
    let (sources, found) = links(SETTINGS, &files);
    assert_eq!(
        shown(&sources, &found),
        [
            "content/articles/a.md:14:4 https://b.example/",
            "content/articles/a.md:4:19 https://open.example/",
            "content/articles/a.md:7:5 https://a.example/",
        ]
    );
}

/// What is said when all links to a host have a verdict.
fn told(files: &[(&str, &str)], verdicts: &[(&str, Verdict)]) -> Vec<String> {
    let (sources, found) = links(SETTINGS, files);
    let verdict = |url: &Url| {
        verdicts.iter().find(|(host, _)| url.host_str() == Some(host)).map(|(_, verdict)| verdict)
    };
    let one = |found: &Diagnostic| {
        let other = found.labels.first().map(|label| sources.positions(label.span).0.line);
        let other = other.map_or_else(String::new, |line| format!(" (and line {line})"));
        format!("{}: {}{other}; {}", found.code.name(), found.message, found.help.as_deref().unwrap_or("-"))
    };
    let mut all: Vec<String> = judge(&found, verdict).iter().map(one).collect();
    all.sort();
    all
}

#[test]
fn dead_links_are_told_once_in_a_file_with_a_copy_where_one_is_known() {
    let dead = || Verdict::Dead(Dead::Status(404));
    let sourced = "---\ntitle: P\nsources: [{title: T, url: 'https://a.example/', archive_url: 'https://copy.example/', accessed: 2020-01-02}]\n---\n<https://a.example/>\n";
    let files = [
        ("articles/a.md", sourced),
        ("articles/b.md", "---\ntitle: Q\ndate: 2021-05-06\n---\n<https://a.example/>\n"),
    ];
    let gone = "dead-link: `https://a.example/` is gone: its server answers 404";
    let known = "its source names a copy, link that where readers should see it: https://copy.example/";
    let expected = [format!("{gone} (and line 5); {known}"), format!("{gone}; {known}")];
    assert_eq!(told(&files, &[("a.example", dead())]), expected);
    let look = "look for a copy to link instead, or to name as a source's `archive_url`: https://web.archive.org/web/";
    let expected = [
        format!("{gone} (and line 5); {look}2020*/https://a.example/"),
        format!("{gone}; {look}2021*/https://a.example/"),
        format!(
            "dead-link: `https://copy.example/` is gone: there is no server `copy.example`; {look}2020*/https://copy.example/"
        ),
    ];
    let lost = ("copy.example", Verdict::Dead(Dead::NoSuchHost));
    assert_eq!(told(&files, &[("a.example", dead()), lost]), expected);
}

#[test]
fn moved_links_are_told_with_their_new_address() {
    let files = [(
        "articles/a.md",
        "<https://a.example/x> and <https://web.archive.org/web/2019/https://b.example/y>\n",
    )];
    let moved = |to: &str| Verdict::Answers { moved: Some(to.to_owned()) };
    assert_eq!(
        told(&files, &[("a.example", moved("https://a.example/y"))]),
        [
            "moved-link: `https://a.example/x` has moved to `https://a.example/y`; see whether it is the same page, then write `https://a.example/y`"
        ]
    );
    assert_eq!(
        told(&files, &[("a.example", moved("https://a.example/"))]),
        [
            "moved-link: `https://a.example/x` has moved to `https://a.example/`; that is a front page: the page itself may be gone; copies of it: https://web.archive.org/web/*/https://a.example/x"
        ]
    );
    assert_eq!(
        told(&files, &[("web.archive.org", Verdict::Dead(Dead::Status(404)))]),
        [
            "dead-link: `https://web.archive.org/web/2019/https://b.example/y` is gone: its server answers 404; look for a copy to link instead, or to name as a source's `archive_url`: https://web.archive.org/web/*/https://b.example/y"
        ]
    );
    let quiet = [Verdict::Answers { moved: None }, Verdict::Unknown(crate::external::Doubt::NoTime)];
    for verdict in quiet {
        assert_eq!(told(&files, &[("a.example", verdict)]), [""; 0]);
    }
}
