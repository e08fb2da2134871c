//! States of small sites on the disk.

use std::fs;

use super::*;
use crate::diagnostic::Severity;
use crate::report::Format;
use crate::source::Position;

const ARTICLE: &str = "content/articles/2025-09-03-parade.md";
const SOUND: &str = "---\ntitle: Parade\n---\nThey stood side by side.\n";
const BROKEN: &str = "---\ntitle: Parade\n---\nSee [[no<body>]].\n";

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
    fs::write(path, text).expect("a file can be written");
}

fn options(profile: Option<&str>) -> Options {
    Options {
        profile: profile.map(str::to_owned),
        now: Box::new(|config| {
            Now::parse("2020-01-01", &config.timezone).map_err(|error| error.message.clone())
        }),
        follows_clock: false,
        drafts: true,
    }
}

fn opened(root: &Path) -> Live {
    match Live::open(root, options(None)) {
        Ok(live) => live,
        Err(Refusal::Failure(why)) => panic!("{why}"),
        Err(Refusal::Settings(problems)) => {
            panic!("{}", problems.report(Format::Human { color: false, width: 120 }))
        }
    }
}

fn saved(path: &str) -> Changed {
    Changed::Paths([PathBuf::from(path)].into())
}

fn page(revision: &Revision) -> String {
    let bytes = revision.file("articles/parade/index.html").expect("the article has a page");
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn a_state_with_errors_shows_the_last_good_one() {
    let root = tempfile::tempdir().expect("a folder for the test");
    put(root.path(), ARTICLE, SOUND);
    let mut live = opened(root.path());
    let first = live.current();
    assert!(first.is_good() && !first.is_empty() && page(&first).contains("side by side"));
    assert!(live.refresh(&saved(ARTICLE)).is_none());

    put(root.path(), ARTICLE, BROKEN);
    let broken = live.refresh(&saved(ARTICLE)).expect("the text has changed");
    assert_eq!((broken.number(), broken.is_good(), page(&broken)), (2, false, page(&first)));
    let problem = broken.problems().each().next().expect("there is an error");
    assert_eq!((problem.code, problem.file.as_deref()), (Code::BrokenLink, Some(ARTICLE)));
    assert_eq!(problem.position, Some(Position { line: 4, column: 7 }));
    let excerpt = problem.excerpt.expect("the line can be shown");
    assert_eq!([excerpt.before, excerpt.marked, excerpt.after], ["See [[", "no<body>", "]]."]);

    put(root.path(), ARTICLE, SOUND);
    let mended = live.refresh(&saved(ARTICLE)).expect("the text has changed");
    assert!(mended.is_good() && mended.problems().each().all(|found| found.severity == Severity::Note));
}

#[test]
fn settings_are_looked_at_anew_for_each_state() {
    let root = tempfile::tempdir().expect("a folder for the test");
    put(root.path(), ARTICLE, SOUND);
    let mut live = opened(root.path());
    assert_eq!(live.current().base_path(), "/");
    put(root.path(), "site.toml", "base_url = \"https://example.org/desk/\"\n");
    let moved = live.refresh(&saved("site.toml")).expect("the settings have changed");
    assert_eq!(moved.base_path(), "/desk/");
    put(root.path(), "site.toml", "base_url = \n");
    let broken = live.refresh(&saved("site.toml")).expect("the settings have changed");
    assert_eq!((broken.is_good(), broken.base_path()), (false, "/desk/"));
    assert!(!page(&broken).is_empty());
}

#[test]
fn what_cannot_be_shown_at_all_is_refused() {
    let root = tempfile::tempdir().expect("a folder for the test");
    put(root.path(), ARTICLE, SOUND);
    let refused = |profile, path: &Path| match Live::open(path, options(profile)) {
        Ok(_) => panic!("there is nothing to show"),
        Err(Refusal::Failure(why)) => why,
        Err(Refusal::Settings(problems)) => problems.summary().expect("there is an error"),
    };
    assert!(refused(Some("internal"), root.path()).contains("no profile `internal`"));
    assert!(refused(None, &root.path().join("nowhere")).contains("cannot read"));
    put(root.path(), "site.toml", "base_url = \n");
    assert_eq!(refused(None, root.path()), "1 error");
}

#[test]
fn only_a_clock_that_goes_makes_a_state_out_of_date() {
    let root = tempfile::tempdir().expect("a folder for the test");
    put(root.path(), ARTICLE, &SOUND.replace("title:", "publish_at: 2020-03-01T00:00:00Z\ntitle:"));
    let next = |follows_clock| {
        let live = Live::open(root.path(), Options { follows_clock, ..options(None) });
        live.ok().expect("it can be shown").current().next_change().map(|next| next.to_string())
    };
    assert_eq!(next(false), None);
    assert_eq!(next(true).as_deref(), Some("2020-03-01T00:00:00Z"));
    // That moment has long come, by the clock of any machine that runs this: it is due, though nothing was saved.
    let mut live =
        Live::open(root.path(), Options { follows_clock: true, ..options(None) }).ok().expect("it can");
    assert!(live.refresh(&Changed::Paths(BTreeSet::new())).is_some());
}

#[test]
fn what_the_day_brings_up_lasts_until_midnight_in_the_site_s_time_zone() {
    let root = tempfile::tempdir().expect("a folder for the test");
    put(root.path(), "site.toml", "timezone = \"Asia/Seoul\"\n");
    let event =
        |date: &str| put(root.path(), "content/events/one.yaml", &format!("date: {date}\ntitle: One\n"));
    let next = || {
        let live = Live::open(root.path(), Options { follows_clock: true, ..options(None) });
        live.ok().expect("it can be shown").current().next_change().map(|next| next.to_string())
    };
    event("2000-01-01");
    assert_eq!(next().as_deref(), Some("2020-01-01T15:00:00Z"), "it is an anniversary today");
    event("2000-01-03");
    assert_eq!(next().as_deref(), Some("2020-01-02T15:00:00Z"), "it will be one in two days");
    event("2020-02-01");
    assert_eq!(next().as_deref(), Some("2020-01-04T15:00:00Z"), "it is 27 days ahead then");
    event("2019-12");
    assert_eq!(next(), None, "nothing will be told of it");
}

/// A site in which items refer to each other in every way.
const LINKED: &[(&str, &str)] = &[
    (
        "content/articles/2025-01-01-first.md",
        "---\ntitle: First\ndate: 2025-01-01\nactors: [kim]\nsources: [{id: s, title: A report}]\n---\nOn [[kim]] and [[Second]], see [@s].\n\n## Part\n\nMore, as [above](#part) said.\n",
    ),
    (
        "content/articles/2025-01-02-second.md",
        "---\ntitle: Second\ndate: 2025-01-02\nkey_points: [One, two]\n---\nNobody but [[first#part]] matters.\n\n## End\n\nThe end.\n",
    ),
    (
        "content/articles/2025-01-03-third.md",
        "---\ntitle: Third\ndate: 2025-01-03\nsummary: Three.\nextra: {desk: a}\n---\nWords about [[KP]] alone.\n\n## Here\n\nThe rest.\n",
    ),
    (
        "content/actors/kim.md",
        "---\nname: Kim\ncountries: [KP]\n---\nA man. He knows [[Third country|them]].\n",
    ),
    ("content/pages/about.md", "---\ntitle: About\n---\nAbout us.\n"),
    ("content/topics/third-country.md", "---\nname: Third country\n---\nSome.\n"),
];

/// An edit: the file, what is replaced by what, and whether it can be told by that item's own words alone.
const EDITS: &[(&str, &str, &str, bool)] = &[
    ("articles/2025-01-01-first.md", "More,", "Much more,", true),
    ("articles/2025-01-01-first.md", "## Part", "## Parts", false),
    ("articles/2025-01-01-first.md", "title: First", "title: At first", false),
    ("articles/2025-01-02-second.md", "[One, two]", "[One, {text: three, likelihood: likely}]", true),
    ("articles/2025-01-02-second.md", "title: Second", "title: Another", false),
    ("articles/2025-01-02-second.md", "date: 2025-01-02", "date: 2025-02-02", false),
    ("articles/2025-01-02-second.md", "Nobody", "No one in the world", true),
    ("articles/2025-01-02-second.md", "[[first#part]]", "[[first]]", false),
    ("articles/2025-01-03-third.md", "## Here", "## There {#new}", true),
    ("articles/2025-01-03-third.md", "title: Third", "title: The third one", true),
    ("articles/2025-01-03-third.md", "title: Third", "title: Kim", false),
    ("articles/2025-01-03-third.md", "title: Third", "title: third", true),
    ("articles/2025-01-03-third.md", "title: Third", "title: Chad", false),
    ("articles/2025-01-03-third.md", "summary: Three.\n", "", true),
    ("articles/2025-01-03-third.md", "{desk: a}", "{desk: b, list: [c]}", true),
    ("articles/2025-01-03-third.md", "summary: Three.", "summary: Three.\nmarking: TLP:GREEN", false),
    ("articles/2025-01-03-third.md", "summary: Three.", "topics: [x]", false),
    (
        "articles/2025-01-03-third.md",
        "The rest.",
        "The rest, after a\n\n::: {marking=TLP:CLEAR}\nportion\n:::\n",
        false,
    ),
    ("articles/2025-01-03-third.md", "---\nWords", "status: draft\n---\nWords", false),
    ("actors/kim.md", "A man.", "A leader.", true),
    ("actors/kim.md", "name: Kim", "name: Kim Il", false),
    ("pages/about.md", "About us.", "About all of us.", true),
    ("topics/third-country.md", "Some.", "Some more.", true),
];

#[test]
fn an_edit_of_words_makes_the_state_that_a_fresh_start_makes() {
    edits_make_what_a_fresh_start_makes(&[]);
}

#[test]
fn so_it_does_where_the_site_has_templates_of_its_own() {
    edits_make_what_a_fresh_start_makes(&[(
        "templates/partials/head.html",
        "<meta name=\"own\" content=\"{{ page.title }}\">\n",
    )]);
}

#[test]
fn a_template_that_an_edit_makes_fail_is_told() {
    let root = tempfile::tempdir().expect("a folder for the test");
    put(root.path(), ARTICLE, SOUND);
    let template = "{% if article and article.extra.word == 'stop' %}{{ article.none.such }}{% endif %}";
    put(root.path(), "templates/partials/head.html", template);
    let mut live = opened(root.path());
    let first = live.current();
    assert!(first.is_good(), "{}", first.problems().report(Format::Human { color: false, width: 120 }));
    for (word, is_good) in [("go", true), ("stop", false), ("on", true), ("stop", false)] {
        put(
            root.path(),
            ARTICLE,
            &SOUND.replace("Parade\n", &format!("Parade\nextra: {{word: \"{word}\"}}\n")),
        );
        let next = live.refresh(&saved(ARTICLE)).expect("the text has changed");
        assert_eq!(next.is_good(), is_good, "{word}");
    }
}

fn edits_make_what_a_fresh_start_makes(more: &[(&str, &str)]) {
    for (path, from, to, is_inward) in EDITS {
        let root = tempfile::tempdir().expect("a folder for the test");
        put(root.path(), "site.toml", "base_url = \"https://e.example/\"\ndefault_marking = \"TLP:CLEAR\"\n");
        LINKED.iter().chain(more).for_each(|(path, text)| put(root.path(), path, text));
        let mut live = opened(root.path());
        let first = live.current();
        assert!(first.is_good(), "{}", first.problems().report(Format::Human { color: false, width: 120 }));
        let path = format!("content/{path}");
        let text = fs::read_to_string(root.path().join(&path)).expect("it was put there");
        assert!(text.contains(from), "{path} has `{from}`");
        put(root.path(), &path, &text.replacen(from, to, 1));
        let second = live.refresh(&saved(&path)).expect("the text has changed");
        let after = format!("{path}: `{from}` to `{to}`");
        assert_eq!(second.is_good() && is_same_plan(&first, &second), *is_inward, "{after}");
        let fresh = opened(root.path()).current();
        assert!(second.problems().each().eq(fresh.problems().each()), "{after}");
        assert_same(&second, if second.is_good() { &fresh } else { &first }, &after);

        put(root.path(), &path, &text);
        let third = live.refresh(&saved(&path)).expect("the text has changed back");
        assert_same(&third, &first, &format!("{after} and back"));
    }
}

fn is_same_plan(left: &Revision, right: &Revision) -> bool {
    let plan = |revision: &Revision| {
        let (edition, _) = revision.content.edition.as_ref().expect("the state is good");
        Arc::as_ptr(&edition.plan)
    };
    plan(left) == plan(right)
}

fn assert_same(left: &Revision, right: &Revision, after: &str) {
    let files = |revision: &Revision| {
        let (edition, entries) = revision.content.edition.clone().expect("the state is good");
        Output::of(&edition, entries, false).all()
    };
    let (left, right) = (files(left), files(right));
    assert!(left.keys().eq(right.keys()), "{after}");
    for (path, bytes) in left {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert_eq!(text(&bytes), text(&right[&path]), "{path} after {after}");
    }
}

#[test]
fn pictures_are_shown_as_they_are_published() {
    let root = tempfile::tempdir().expect("a folder for the test");
    put(root.path(), ARTICLE, "---\ntitle: Parade\n---\n![A drawing](a.svg)\n");
    put(
        root.path(),
        "content/articles/a.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><!-- who made it --></svg>",
    );
    let mut live = opened(root.path());
    let shown = live.current().file("articles/a.svg").expect("the drawing is published");
    assert_eq!(&shown[..], b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n");

    put(root.path(), "content/articles/a.svg", "<svg>");
    let unread = live.refresh(&saved("content/articles/a.svg")).expect("the drawing has changed");
    assert!(unread.is_good() && !unread.has_file("articles/a.svg") && !page(&unread).contains("a.svg"));
    // Other words in the text do not bring it back.
    put(root.path(), ARTICLE, "---\ntitle: Parade\n---\nNew words. ![A drawing](a.svg)\n");
    let edited = live.refresh(&saved(ARTICLE)).expect("the text has changed");
    assert!(page(&edited).contains("New words") && !page(&edited).contains("a.svg"));
}
