//! `chancery new` as a user runs it: arguments and answers in; files, words and exit status out.

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use chancery::config::{self, Config};
use chancery::model::date::Day;
use chancery::model::document::Document;
use chancery::model::slug::SlugStyle;
use chancery::new::{Ground, NewActor, NewArticle, NewEvent, SAMPLE_DAY};
use chancery::parse;
use chancery::source::{FileId, Sources};
use common::{Random, assert_none, files_below, manifest};
use tempfile::TempDir;

const DAY: &str = "2026-03-04";

struct Ran {
    status: i32,
    out: String,
    err: String,
}

fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_chancery"));
    program.current_dir(folder).args(arguments).stdin(Stdio::null());
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        program.env_remove(variable);
    }
    // Noon in UTC of the day that every new file is to bear.
    program.env("SOURCE_DATE_EPOCH", "1772625600");
    program
}

fn run(folder: &Path, arguments: &[&str]) -> Ran {
    let output = program(folder, arguments).output().expect("the program can be started");
    Ran {
        status: output.status.code().expect("the program ends by itself"),
        out: String::from_utf8(output.stdout).expect("the program writes UTF-8"),
        err: String::from_utf8(output.stderr).expect("the program writes UTF-8"),
    }
}

fn empty() -> TempDir {
    tempfile::tempdir().expect("a folder for the test")
}

/// A new site, in the folder `x` of the one returned.
fn new_site() -> TempDir {
    let folder = empty();
    let ran = run(folder.path(), &["new", "site", "x"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    folder
}

fn put(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
    fs::write(path, text).expect("a file can be written");
}

fn texts(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let read = |path: String| (path.clone(), fs::read(folder.join(&path)).unwrap_or_default());
    files_below(folder).into_iter().map(read).collect()
}

fn assert_clean(site: &Path) {
    for arguments in [&["check", "--strict"][..], &["build"][..]] {
        let ran = run(site, arguments);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{arguments:?}");
    }
}

// ---- a site ----

#[test]
fn a_new_site_builds_without_a_word() {
    let given: [&[&str]; 3] = [
        &[],
        &["--github"],
        &[
            "--title",
            "Büro: \"Ost\"",
            "--base-url",
            "https://desk.example/x",
            "--description",
            "Nachrichten",
            "--language",
            "de",
        ],
    ];
    for options in given {
        let folder = empty();
        let ran = run(folder.path(), &[&["new", "site", "x"], options].concat());
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{options:?}");
        let site = folder.path().join("x");
        assert_clean(&site);
        assert!(
            site.join("public/index.html").exists()
                && site.join("public/articles/the-metre-convention").exists()
        );
        assert_eq!(site.join(".github/workflows/publish.yml").exists(), options == ["--github"]);
        assert!(files_below(&site).iter().all(|path| !path.contains(SAMPLE_DAY)));
        let article = fs::read_to_string(site.join(format!("content/articles/{DAY}-a-tour-of-this-site.md")));
        assert!(article.is_ok_and(|text| text.contains(&format!("\ndate: {DAY}\n"))));
    }
}

#[test]
fn what_is_given_stands_in_the_settings() {
    let folder = empty();
    let options = ["--title", "Ost", "--base-url", "https://desk.example/x", "--language", "de", "--yes"];
    assert_eq!(run(folder.path(), &[&["new", "site", "my-desk"], &options[..]].concat()).status, 0);
    let text = fs::read_to_string(folder.path().join("my-desk/site.toml")).expect("it has settings");
    for line in ["title = \"Ost\"\n", "base_url = \"https://desk.example/x/\"\n", "language = \"de\"\n"] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    assert_eq!(run(folder.path(), &["new", "site", "asia_desk"]).status, 0);
    let text = fs::read_to_string(folder.path().join("asia_desk/site.toml")).expect("it has settings");
    assert!(text.contains("title = \"Asia desk\"\n") && text.contains("\nbase_url = \"\"\n"), "{text}");
}

#[test]
fn a_folder_with_other_files_becomes_a_site_and_keeps_them() {
    let folder = empty();
    put(&folder.path().join(".git/HEAD"), "ref: refs/heads/main\n");
    put(&folder.path().join("LICENSE"), "All rights\n");
    put(&folder.path().join("README.md"), "# Mine\n");
    put(&folder.path().join(".gitignore"), "*.bak\n");
    put(&folder.path().join("content/articles/2020-01-01-old.md"), "# Old\n\nA text.\n");
    let ran = run(folder.path(), &["new", "site", ".", "--github"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert_clean(folder.path());
    assert!(folder.path().join("public/articles/old/index.html").exists());
    for (path, text) in [("LICENSE", "All rights\n"), ("README.md", "# Mine\n"), (".gitignore", "*.bak\n")] {
        assert_eq!(fs::read_to_string(folder.path().join(path)).expect("it stays"), text);
    }
    assert!(
        ran.out.contains("README.md was there already") && ran.out.contains("add to it `/public/`"),
        "{}",
        ran.out
    );
}

#[test]
fn what_is_there_is_named_and_nothing_is_written() {
    let folder = empty();
    put(&folder.path().join("content/actors/bipm.md"), "Mine\n");
    put(&folder.path().join("content/pages"), "a file where a folder must be\n");
    let before = texts(folder.path());
    let ran = run(folder.path(), &["new", "site", "."]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("content/actors/bipm.md`") && ran.err.contains("content/pages`"), "{}", ran.err);
    assert!(!ran.err.contains("site.toml`") && ran.err.contains("nothing was written"), "{}", ran.err);
    assert_eq!(texts(folder.path()), before);
    assert!(!folder.path().join("content/articles").exists());
}

#[test]
fn a_site_is_not_made_where_one_is() {
    let folder = new_site();
    let before = texts(folder.path());
    let ran = run(folder.path(), &["new", "site", "x"]);
    assert!(ran.status == 2 && ran.err.contains("a site is there"), "{}", ran.err);
    assert_eq!(texts(folder.path()), before);
}

#[cfg(unix)]
#[test]
fn a_place_where_nothing_can_be_written_is_told() {
    let folder = empty();
    put(&folder.path().join("file"), "");
    std::os::unix::fs::symlink("nowhere", folder.path().join("dangling")).expect("a link can be made");
    let cases = [
        ("file", "file` is there already"),
        ("dangling", "dangling` is there already"),
        ("file/x", "file` is there already"),
        ("/dev/null/x", "/dev/null"),
        ("", "a value is required"),
    ];
    for (dir, says) in cases {
        let ran = run(folder.path(), &["new", "site", dir]);
        assert!(ran.status == 2 && ran.err.contains(says), "{dir}: {} {}", ran.status, ran.err);
    }
    assert_eq!(files_below(folder.path()), ["dangling", "file"]);
}

/// What was made before the failure is taken back.
#[cfg(target_os = "linux")]
#[test]
fn a_failure_on_the_way_leaves_nothing() {
    let ran = run(Path::new("/"), &["new", "site", "/proc/chancery-test"]);
    assert!(
        ran.status == 2 && ran.err.contains("cannot create the folder `/proc/chancery-test`"),
        "{}",
        ran.err
    );
    let (folder, elsewhere) = (empty(), empty());
    fs::create_dir(folder.path().join("content")).expect("a folder can be made");
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("content/events"))
        .expect("a link can be made");
    let ran = run(folder.path(), &["new", "site", "."]);
    assert!(ran.status == 2 && ran.err.contains("leads out of the site's folder"), "{}", ran.err);
    assert_eq!((files_below(folder.path()), files_below(elsewhere.path())), (Vec::new(), Vec::new()));
    assert!(!folder.path().join("content/articles").exists());
}

// ---- items ----

/// Arguments, and the file that comes of them with a part of its text.
type MadeCase<'a> = (&'a [&'a str], &'a str, &'a str);

#[test]
fn files_are_named_and_filled_by_what_is_given() {
    let folder = new_site();
    let site = folder.path().join("x");
    let cases: &[MadeCase<'_>] = &[
        (
            &["article", "What happened: \"all\""],
            "content/articles/2026-03-04-what-happened-all.md",
            "title: \"What happened: \\\"all\\\"\"\ndate: 2026-03-04\n",
        ),
        (
            &["article", "Later", "--date", "2026-04-01T06:00:00+02:00", "--draft"],
            "content/articles/2026-04-01-later.md",
            "date: 2026-04-01T06:00:00+02:00\nstatus: draft\n",
        ),
        (
            &["article", "Later", "--slug", "later-2", "--now", "2027-01-01"],
            "content/articles/2027-01-01-later-2.md",
            "date: 2027-01-01\n",
        ),
        (
            &[
                "article",
                "Full",
                "--author",
                "Desk A",
                "--author",
                "Desk, B",
                "--actor",
                "BIPM",
                "--country",
                "France",
                "--topic",
                "One",
                "--marking",
                "TLP:CLEAR",
                "--lang",
                "fr",
                "--summary",
                "It's: so.",
            ],
            "content/articles/2026-03-04-full.md",
            "summary: \"It's: so.\"\nauthors: [Desk A, \"Desk, B\"]\nactors: [BIPM]\ncountries: [France]\ntopics: [One]\nmarking: TLP:CLEAR\nlang: fr\n# key_points",
        ),
        (&["article", "三位领导人"], "content/articles/2026-03-04-三位领导人.md", "title: 三位领导人\n"),
        (
            &["actor", "Jane Doe", "--kind", "person", "--alias", "J. Doe", "--country", "NO"],
            "content/actors/jane-doe.md",
            "name: Jane Doe\nkind: person\naliases: [J. Doe]\ncountries: [\"NO\"]\n",
        ),
        (&["actor", "!!!", "--id", "three-marks"], "content/actors/three-marks.md", "name: \"!!!\"\n"),
        (
            &[
                "event",
                "A meeting",
                "--date",
                "2025-09~",
                "--actor",
                "Jane Doe",
                "--place",
                "Oslo",
                "--country",
                "NO",
            ],
            "content/events/a-meeting.yaml",
            "title: A meeting\ndate: 2025-09~\nactors: [Jane Doe]\ncountries: [\"NO\"]\nplace: Oslo\n",
        ),
        (
            &["event", "A meeting", "--date", "2026-01/2026-02"],
            "content/events/a-meeting-2026.yaml",
            "date: 2026-01/2026-02\n",
        ),
        (
            &["event", "Before our time", "--date", "-0044"],
            "content/events/before-our-time.yaml",
            "date: -0044\n",
        ),
    ];
    for (arguments, path, part) in cases {
        let ran = run(&site, &[&["new"], *arguments].concat());
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{arguments:?}");
        assert!(ran.out.starts_with(&format!("{path}\nnext: ")), "{}", ran.out);
        let text = fs::read_to_string(site.join(path)).unwrap_or_else(|_| panic!("{path} is not there"));
        assert!(text.contains(part), "{part}\n is not in\n{text}");
    }
    assert_clean(&site);
    assert!(!site.join("public/articles/later").exists() && site.join("public/articles/later-2").exists());
}

#[test]
fn articles_go_where_articles_are() {
    let folder = empty();
    put(&folder.path().join("content/articles/2024/2024-01-01-old.md"), "# Old\n\nText.\n");
    put(&folder.path().join("site.toml"), "timezone = \"Pacific/Auckland\"\n[urls]\nslugs = \"ascii\"\n");
    let inside = folder.path().join("content/articles");
    let ran = run(&inside, &["new", "article", "Index", "--now", "2025-12-31T20:00:00Z"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.out.starts_with("2026/2026-01-01-index.md\n"), "{}", ran.out);
    let ran = run(&inside, &["new", "article", "Été"]);
    assert!(ran.out.starts_with("2026/2026-03-05-ete.md\n"), "{}", ran.out);
    assert_eq!(run(folder.path(), &["build"]).status, 0);
    assert!(folder.path().join("public/articles/index/index.html").exists());
}

/// Arguments, and what standard error says; nothing is written then.
type RefusedCase<'a> = (&'a [&'a str], &'a [&'a str]);

#[test]
fn what_a_site_would_not_take_is_refused_before_it_is_written() {
    let folder = new_site();
    let site = folder.path().join("x");
    for arguments in [&["new", "actor", "Jane Doe"][..], &["new", "event", "A meeting", "--date", "2025"][..]]
    {
        assert_eq!(run(&site, arguments).status, 0);
    }
    put(
        &site.join("content/articles/2020-01-01-told.md"),
        "---\ntitle: Told\nevents: [{id: told-here, date: 2020, title: Told here}]\n---\nSee [[Georgia]].\n",
    );
    let before = texts(&site);
    let cases: &[RefusedCase<'_>] = &[
        (
            &["article", "A", "--actor", "Jane Do"],
            &["`--actor`: there is no actor `Jane Do`; did you mean `Jane Doe`?"],
        ),
        (
            &["article", "A", "--country", "Frnce", "--marking", "TLP:BLUE", "--lang", "en_US"],
            &[
                "error: `--country`: there is no country `Frnce`; did you mean `France`?",
                "error: `--marking`: `TLP:BLUE` is not a marking",
                "error: `--lang`: `en_US`",
            ],
        ),
        (&["article", "A", "--marking", "TLP:WHITE"], &["`--marking`:", "write `TLP:CLEAR`"]),
        (&["article", "A", "--date", "2025-02-30"], &["`--date`: there is no 30 February in 2025"]),
        (&["article", "A", "--date", "2025"], &["`--date`: `2025` is not one whole day"]),
        (
            &["article", "A", "--slug", "No Blanks"],
            &["`--slug`: `No Blanks` cannot be part of an address as it is; write `no-blanks`"],
        ),
        (&["article", "A", "--slug", "../../x"], &["`--slug`: `../../x`", "write `x`"]),
        (&["article", "!!!"], &["`!!!` has no letter or digit", "`--slug`"]),
        (&["article", " "], &["the title is empty"]),
        (&["actor", "", "--id", "x"], &["the name is empty"]),
        (&["article", "a\nb"], &["the title holds the character U+000A"]),
        (
            &["article", "The Metre Convention", "--now", "2026-05-05"],
            &[
                "two articles claim the URL `/articles/the-metre-convention/`: this one and `content/articles/2026-03-04-the-metre-convention.md`",
            ],
        ),
        (
            &["article", "A tour of this site"],
            &[
                "`content/articles/2026-03-04-a-tour-of-this-site.md` is there already",
                "`--slug a-tour-of-this-site-2`",
            ],
        ),
        (&["actor", "Jane Doe"], &["`content/actors/jane-doe.md` is there already", "`--id jane-doe-2`"]),
        (&["actor", "A", "--kind", "persn"], &["`--kind`: `persn` is not a kind; did you mean `person`?"]),
        (
            &["actor", "Georgia", "--id", "georgia-jones"],
            &[
                "content/articles/2020-01-01-told.md:5: with this, `Georgia` can mean",
                "`actor:georgia-jones` or `country:GE`",
            ],
        ),
        (&["event", "A", "--date", "-"], &["`--date`: "]),
        (&["event", "A", "--date", "a: b"], &["`--date`: "]),
        (&["actor", "A", "--kind", "null"], &["`--kind`: `null` is not a kind"]),
        (&["article", "A", "--marking", "TLP:"], &["`--marking`: `TLP:` is not a marking"]),
        (&["event", "Told here", "--date", "soon"], &["`--date`: "]),
        (
            &["event", "Told", "--date", "2020", "--id", "told-here"],
            &["`content/articles/2020-01-01-told.md` tells an event `told-here` already", "`--id`"],
        ),
        (
            &["event", "A meeting", "--date", "2025", "--id", "a-meeting"],
            &["`content/events/a-meeting.yaml` is there already"],
        ),
        (&["event", "A", "--date", "2025-13"], &["`--date`: there is no month `13`"]),
        (&["article", "A", "--now", "soon"], &["--now"]),
    ];
    let wrong = cases.iter().filter_map(|(arguments, says)| {
        let ran = run(&site, &[&["new"], *arguments].concat());
        let as_said = ran.status == 2 && ran.out.is_empty() && says.iter().all(|part| ran.err.contains(part));
        (!as_said).then(|| {
            format!("{arguments:?}: status {}, {says:?} is not in\n{}{}", ran.status, ran.out, ran.err)
        })
    });
    assert_none(wrong.collect());
    assert_eq!(texts(&site), before);
}

#[test]
fn an_event_makes_way_for_one_that_an_article_tells() {
    let folder = new_site();
    let site = folder.path().join("x");
    put(
        &site.join("content/articles/2020-01-01-told.md"),
        "---\ntitle: Told\nevents: [{id: told-here, date: 2020, title: Told here}]\n---\nText.\n",
    );
    let ran = run(&site, &["new", "event", "Told here", "--date", "2020"]);
    assert!(
        ran.status == 0 && ran.out.starts_with("content/events/told-here-2020.yaml\n"),
        "{}{}",
        ran.out,
        ran.err
    );
    assert_clean(&site);
}

/// What was wrong before is not laid at the door of the new file.
#[test]
fn a_site_with_mistakes_still_takes_new_files() {
    let folder = new_site();
    let site = folder.path().join("x");
    put(
        &site.join("content/articles/2020-01-01-broken.md"),
        "---\ntitle: Broken\ncolour: red\n---\nSee [[nobody]].\n",
    );
    let ran = run(&site, &["new", "article", "Sound", "--draft"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
}

#[test]
fn outside_of_a_site_there_is_nothing_to_add_to() {
    let folder = empty();
    for arguments in
        [&["article", "A"][..], &["actor", "A"], &["event", "A", "--date", "2025"], &["workflow"]]
    {
        let ran = run(folder.path(), &[&["new"], arguments].concat());
        assert!(ran.status == 2 && ran.err.contains("no site.toml and no folder content/"), "{}", ran.err);
        assert!(ran.err.contains("`chancery new site`"), "{}", ran.err);
    }
    assert_eq!(files_below(folder.path()), [""; 0]);
}

#[test]
fn settings_that_cannot_be_read_stop_all() {
    let folder = empty();
    put(&folder.path().join("site.toml"), "title = Desk\n");
    let ran = run(folder.path(), &["new", "article", "A"]);
    assert!(ran.status == 2 && ran.err.contains("error[invalid-toml]"), "{}", ran.err);
    assert_eq!(files_below(folder.path()), ["site.toml"]);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_out_of_the_site_or_over_a_link() {
    let (folder, elsewhere) = (new_site(), empty());
    let site = folder.path().join("x");
    fs::remove_file(site.join("content/actors/bipm.md")).expect("it is there");
    fs::remove_dir(site.join("content/actors")).expect("it is empty");
    std::os::unix::fs::symlink(elsewhere.path(), site.join("content/actors")).expect("a link can be made");
    std::os::unix::fs::symlink("nowhere", site.join("content/events/x.yaml")).expect("a link can be made");
    let ran = run(&site, &["new", "actor", "A"]);
    assert!(ran.status == 2 && ran.err.contains("leads out of the site's folder"), "{}", ran.err);
    assert_eq!(files_below(elsewhere.path()), [""; 0]);
    let ran = run(&site, &["new", "event", "x", "--date", "2025", "--id", "x"]);
    assert!(ran.status == 2 && ran.err.contains("content/events/x.yaml` is there already"), "{}", ran.err);
}

/// The demo, as `check --strict` sees it, before and after.
#[test]
fn the_demo_stays_clean_with_a_new_article_actor_and_event() {
    let folder = empty();
    let source = manifest("");
    for path in files_below(&source.join("content")) {
        let text = fs::read(source.join("content").join(&path)).expect("a file of the demo");
        let to = folder.path().join("content").join(&path);
        fs::create_dir_all(to.parent().expect("it has a folder")).expect("a folder can be made");
        fs::write(to, text).expect("a file can be written");
    }
    fs::copy(source.join("site.toml"), folder.path().join("site.toml")).expect("the demo has settings");
    let before = run(folder.path(), &["check", "--strict"]);
    assert_eq!((before.status, before.err.as_str()), (0, ""));
    for arguments in [
        &[
            "actor",
            "The Observatory",
            "--kind",
            "organization",
            "--country",
            "CH",
            "--summary",
            "It watches.",
        ][..],
        &[
            "article",
            "A week without parades",
            "--actor",
            "The Observatory",
            "--actor",
            "kim-jong-un",
            "--country",
            "North Korea",
            "--topic",
            "sanctions",
        ],
        &["event", "A quiet day", "--date", "2025-09-20", "--actor", "The Observatory", "--place", "Bern"],
    ] {
        let ran = run(folder.path(), &[&["new"], arguments].concat());
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{arguments:?}");
    }
    let ran = run(folder.path(), &["check", "--strict"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
}

// ---- whatever the text ----

const FRAGMENTS: &[&str] = &[
    "a",
    "Title",
    ": ",
    " #",
    "'",
    "\"",
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
    "&a",
    "*a",
    "!!",
    "|",
    ">",
    "%",
    "@",
    "`",
    "---",
    "- ",
    "? ",
    "~",
    "null",
    "true",
    "2025-09-03",
    "0x1",
    "1e3",
    "é",
    "e\u{301}",
    "三",
    "ع",
    "\u{202e}",
    "\u{200d}",
    "\u{feff}",
    "\u{2028}",
    "\u{a0}",
    "\u{10ffff}",
    "\u{1f600}",
    "...",
    "<b>",
    "  ",
    "$",
    "\u{fffd}",
    "\u{fdd1}",
];

fn random_text(random: &mut Random) -> String {
    (0..1 + random.below(7)).map(|_| random.pick(FRAGMENTS)).collect::<String>()
}

fn only_document(path: &str, text: &str) -> (Document, usize) {
    let mut sources = Sources::new([(path.to_owned(), Arc::from(text))], []);
    let (documents, _, found) = parse::parse(&mut sources, &Config::default(), &mut parse::Memory::default());
    let document = documents.into_iter().next().unwrap_or_else(|| panic!("nothing was read of\n{text}"));
    (document, found.len())
}

/// Any title, name or summary that is taken is read back as it was, and nothing is said of it.
#[test]
fn texts_come_back_as_they_were() {
    let day = Day::new(2026, 3, 4).expect("it is a day");
    let ground = Ground { slugs: SlugStyle::Unicode, today: day, years: false };
    let mut random = Random(5);
    let mut taken = 0;
    for _ in 0..600 {
        let (title, summary) = (random_text(&mut random), random_text(&mut random));
        let article = NewArticle {
            title: title.clone(),
            summary: Some(summary.clone()),
            slug: Some("s".to_owned()),
            topics: vec![title.clone(), summary.clone()],
            ..NewArticle::default()
        };
        let actor = NewActor { name: title.clone(), id: Some("s".to_owned()), ..NewActor::default() };
        let event = NewEvent {
            title: title.clone(),
            date: "2025".to_owned(),
            id: Some("s".to_owned()),
            place: Some(summary.clone()),
            ..NewEvent::default()
        };
        if title.trim().is_empty() {
            assert!(article.draft(&ground).is_err());
            continue;
        }
        for draft in [article.draft(&ground), actor.draft(&ground), event.draft(&ground)] {
            let file = draft.expect("no fragment is refused").file;
            let (document, found) = only_document(&file.path, &file.text);
            assert_eq!((document.title.as_str(), found), (title.trim(), 0), "{}", file.text);
            let summary_read = document.common.summary.map(|text| text.value).unwrap_or_default();
            assert!(!file.path.contains("/articles/") || summary_read == summary.trim(), "{}", file.text);
            taken += 1;
        }
    }
    assert!(taken > 1500, "only {taken} were tried");
}

#[test]
fn every_hint_is_right_when_it_is_used() {
    let day = Day::new(2026, 3, 4).expect("it is a day");
    let ground = Ground { slugs: SlugStyle::Unicode, today: day, years: false };
    let event = NewEvent { title: "T".to_owned(), date: "2025".to_owned(), ..NewEvent::default() };
    let drafts = [
        NewArticle { title: "T".to_owned(), ..NewArticle::default() }.draft(&ground),
        NewActor { name: "T".to_owned(), ..NewActor::default() }.draft(&ground),
        event.draft(&ground),
    ];
    for draft in drafts {
        let file = draft.expect("it can be drafted").file;
        let used = file.text.replace("\n# ", "\n");
        assert!(used != file.text);
        let (_, found) = only_document(&file.path, &used);
        assert_eq!(found, 0, "{used}");
    }
    let (_, found) = config::parse(FileId::of("a.md"), &commented_settings());
    assert_eq!(found, []);
}

/// The settings of a new site with every commented key in use.
fn commented_settings() -> String {
    let text = fs::read_to_string(manifest("skeleton/site.toml")).expect("the skeleton has settings");
    let used = |line: &str| {
        line.strip_prefix("# ")
            .filter(|rest| rest.starts_with('[') || rest.contains(" = "))
            .unwrap_or(line)
            .to_owned()
    };
    text.lines().map(|line| used(line) + "\n").collect()
}

// ---- questions ----

#[test]
fn nobody_is_asked_where_there_is_no_terminal() {
    let folder = new_site();
    let site = folder.path().join("x");
    for (arguments, lacks) in [
        (&["site"][..], "<DIR>"),
        (&["article"], "<TITLE>"),
        (&["actor"], "<NAME>"),
        (&["event"], "<TITLE>"),
        (&["event", "A"], "--date <DATE>"),
    ] {
        let ran = run(&site, &[&["new"], arguments].concat());
        assert_eq!(ran.status, 2);
        let says = format!("required arguments were not provided:\n  {lacks}\n");
        assert!(ran.err.contains(&says) && ran.err.contains("Usage: chancery new "), "{}", ran.err);
    }
}

/// The program at a terminal of its own, with these lines typed; all that was shown.
#[cfg(target_os = "linux")]
fn at_a_terminal(folder: &Path, arguments: &[&str], typed: &str) -> (i32, String) {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    use std::io::{Read as _, Write as _};
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal can be had");
    grantpt(&master).and_then(|()| unlockpt(&master)).expect("it is ours");
    let name = ptsname(&master, Vec::new()).expect("it has a name").into_string().expect("in UTF-8");
    let end = || fs::OpenOptions::new().read(true).write(true).open(&name).expect("it can be opened");
    let mut child = program(folder, arguments);
    child.stdin(end()).stdout(end()).stderr(end()).env("TERM", "dumb");
    let mut running = child.spawn().expect("the program can be started");
    drop(child);
    let mut screen = fs::File::from(master);
    screen.write_all(typed.as_bytes()).expect("a line can be typed");
    let mut shown = Vec::new();
    // Linux says at the end that the terminal is gone, which is no failure.
    let _ = screen.read_to_end(&mut shown);
    let status = running.wait().expect("the program ends");
    (status.code().expect("by itself"), String::from_utf8_lossy(&shown).replace("\r\n", "\n"))
}

#[cfg(target_os = "linux")]
#[test]
fn at_a_terminal_what_is_not_given_is_asked_for() {
    let folder = empty();
    let (status, shown) = at_a_terminal(
        folder.path(),
        &["new", "site"],
        "my-desk\n\nWhat we see\ndesk.example\nhttps://desk.example\n",
    );
    assert_eq!(status, 0, "{shown}");
    for part in [
        "Folder of the new site: ",
        "Title [My desk]: ",
        "One sentence about it [What we watch, and why.]: ",
        "this does not begin with `https://`",
    ] {
        assert!(shown.contains(part), "{part} is not in\n{shown}");
    }
    let site = folder.path().join("my-desk");
    let text = fs::read_to_string(site.join("site.toml")).expect("it has settings");
    for line in
        ["title = \"My desk\"\n", "description = \"What we see\"\n", "base_url = \"https://desk.example/\"\n"]
    {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    let (status, shown) = at_a_terminal(&site, &["new", "actor"], "\nJane Doe\nperso\nperson\n\n");
    assert!(
        status == 0 && shown.contains("did you mean `person`?") && shown.contains("Kind [person]: "),
        "{shown}"
    );
    let (status, shown) =
        at_a_terminal(&site, &["new", "event", "A meeting", "--place", "Oslo"], "soon\n2025-09\nThey met.\n");
    assert!(status == 0 && !shown.contains("Where"), "{shown}");
    let (status, shown) = at_a_terminal(&site, &["new", "article", "Quiet", "--yes"], "");
    assert!(status == 0 && !shown.contains("Summary"), "{shown}");
    assert_clean(&site);
    let text = fs::read_to_string(site.join("content/events/a-meeting.yaml")).expect("it was written");
    assert!(text.starts_with("title: A meeting\ndate: 2025-09\nsummary: They met.\nplace: Oslo\n"), "{text}");
}

/// The end of the input at a question: nothing is written.
#[cfg(target_os = "linux")]
#[test]
fn a_question_without_an_answer_ends_it() {
    let folder = new_site();
    let site = folder.path().join("x");
    let before = texts(&site);
    let (status, shown) = at_a_terminal(&site, &["new", "article"], "A title\n\u{4}");
    assert!(
        status == 2 && shown.contains("the question was not answered, and nothing was written"),
        "{shown}"
    );
    assert_eq!(texts(&site), before);
}

// ---- the workflow ----

const PROFILES: &str = "[profiles.internal]\nmarking = \"TLP:AMBER\"\n[profiles.open]\nmarking = \"TLP:CLEAR\"\nbase_url = \"https://open.example/\"\noutput = \"dist\"\n";

#[test]
fn the_workflow_publishes_what_is_for_everyone_alone() {
    let folder = empty();
    put(&folder.path().join("site.toml"), PROFILES);
    for arguments in [&["new", "workflow"][..], &["new", "workflow", "--profile", "internal"]] {
        let ran = run(folder.path(), arguments);
        assert!(
            ran.status == 2 && ran.err.contains("the profile `internal` shows up to TLP:AMBER"),
            "{}",
            ran.err
        );
        assert!(ran.err.contains("--profile"), "{}", ran.err);
    }
    let ran = run(folder.path(), &["new", "workflow", "--profile", "opne"]);
    assert!(ran.status == 2 && ran.err.contains("there is no profile `opne`"), "{}", ran.err);
    assert_eq!(files_below(folder.path()), ["site.toml"]);
    let ran = run(folder.path(), &["new", "workflow", "--profile", "open"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let text = fs::read_to_string(folder.path().join(".github/workflows/publish.yml")).expect("it is there");
    for part in ["--profile open ", ".cache/open-*\n", "path: dist\n"] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    let ran = run(folder.path(), &["new", "workflow", "--profile", "open"]);
    assert!(ran.status == 2 && ran.err.contains("publish.yml` is there already"), "{}", ran.err);
}

/// GitHub does not look for workflows in the folders of a repository.
#[test]
fn a_site_inside_of_a_repository_is_told_where_the_workflow_must_lie() {
    let folder = empty();
    put(&folder.path().join(".git/HEAD"), "ref: refs/heads/main\n");
    let ran = run(folder.path(), &["new", "site", "docs", "--github"]);
    assert!(ran.status == 0 && ran.out.contains("must lie at the top of its repository"), "{}", ran.out);
    let ran = run(folder.path(), &["new", "site", ".", "--github"]);
    assert!(ran.status == 0 && !ran.out.contains("must lie"), "{}", ran.out);
}
