//! Events for other programs and from them: what calendars, TimelineJS and tables say comes back as it was; what other
//! programs write is read; and problems are told with their places, and nothing is written.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use chancery::diagnostic::any_error;
use chancery::import::{self, Format, Given, Ground};
use chancery::model::slug::SlugStyle;
use chancery::read;
use chancery::report;
use chancery::source::Sources;
use common::{Files, NOW, build, manifest, now};
use jiff::tz::TimeZone;
use tempfile::TempDir;

const FILES: [(&str, Format); 3] =
    [("timeline.ics", Format::Ics), ("timeline.json", Format::Json), ("timeline.csv", Format::Csv)];

fn fixture() -> Sources {
    read::read(&manifest("tests/sites/event-files/input")).expect("the site can be read").0
}

fn output(sources: &Sources, profile: usize) -> Files {
    let built = build(sources.clone(), Vec::new(), now(NOW));
    assert!(!built.has_errors(), "{}", built.told);
    built.outputs.into_iter().nth(profile).expect("the site has that profile").1
}

fn text(files: &Files, path: &str) -> String {
    String::from_utf8(files[path].clone()).expect("it is UTF-8")
}

/// Without files whose paths begin so.
fn without(sources: &Sources, beginning: &str) -> Sources {
    let gone: Vec<String> = sources
        .texts()
        .map(|(_, file)| file.path.to_string())
        .filter(|path| path.starts_with(beginning))
        .collect();
    let gone: Vec<&str> = gone.iter().map(String::as_str).collect();
    sources.changed(&gone, BTreeMap::new())
}

/// Events of a text, put into a site. What is said of it as a terminal shows it.
fn imported(sources: &Sources, path: &str, format: Format, text: &str) -> (Sources, String, bool) {
    let given = Given { path: path.to_owned(), text: Arc::from(text), format };
    let zone = TimeZone::get("Europe/Berlin").expect("it is bundled");
    let ground = Ground { sources, slugs: SlugStyle::Unicode, zone: &zone, now: now(NOW) };
    let mut imported = import::events(&given, &ground);
    report::sort(&mut imported.diagnostics, &imported.sources);
    let format = report::Format::Human { color: false, width: 120 };
    let told = report::render(&imported.diagnostics, &imported.sources, format);
    let files = imported.made.into_iter().map(|made| (made.file.path, Arc::from(made.file.text)));
    (sources.changed(&[], files.collect()), told, any_error(&imported.diagnostics))
}

fn files_of(sources: &Sources) -> BTreeMap<String, String> {
    let events = sources.texts().filter(|(_, file)| file.path.starts_with("content/events/"));
    events.map(|(id, file)| (file.path.to_string(), sources.text(id).to_owned())).collect()
}

// ---- out and back ----

/// The whole site once more from each of its own files, and these files from that: whatever a format has no place for
/// would be missing, and years that a calendar cannot write are the only ones that are.
#[test]
fn what_is_told_to_others_comes_back_as_it_was() {
    let whole = without(&fixture(), "content/articles/");
    let bare = without(&whole, "content/events/");
    for (path, format) in FILES {
        let first = output(&whole, 1);
        let (again, told, has_errors) = imported(&bare, path, format, &text(&first, path));
        assert!(!has_errors, "{path}:\n{told}");
        let second = output(&again, 1);
        assert_eq!(text(&second, path), text(&first, path), "{path}");
        assert!(!told.contains("warning"), "{path}:\n{told}");
    }
}

#[test]
fn importing_twice_makes_nothing_twice() {
    let whole = without(&fixture(), "content/articles/");
    let bare = without(&whole, "content/events/");
    for (path, format) in FILES {
        let text = text(&output(&whole, 0), path);
        let (once, ..) = imported(&bare, path, format, &text);
        let (twice, told, has_errors) = imported(&once, path, format, &text);
        assert!(!has_errors, "{told}");
        assert_eq!(files_of(&twice), files_of(&once), "{path}");
        assert_eq!(told.matches("this one is skipped").count(), files_of(&once).len(), "{told}");
    }
}

fn uids(calendar: &str) -> Vec<String> {
    let unfolded = calendar.replace("\r\n ", "");
    let mut uids: Vec<String> = unfolded
        .lines()
        .filter(|line| line.starts_with("UID:"))
        .map(|line| line.trim_end().to_owned())
        .collect();
    uids.sort();
    uids
}

#[test]
fn uids_stay_when_another_event_is_added() {
    let sources = fixture();
    let before = uids(&text(&output(&sources, 0), "timeline.ics"));
    let mut other = BTreeMap::new();
    for (name, date) in [("a-first-one", "0002"), ("middle", "2025-09-06"), ("zz-last", "9998")] {
        let text = format!("title: Unrelated {name}\ndate: {date}\nactors: [ann]\n");
        other.insert(format!("content/events/{name}.yaml"), Arc::from(text.as_str()));
    }
    let article = "---\ntitle: Another\ndate: 2024-01-01\nevents: [{date: 2025-09-06, title: Also without an id}]\n---\n";
    other.insert("content/articles/0000-other.md".to_owned(), Arc::from(article));
    let after = output(&sources.changed(&[], other), 0);
    for path in ["timeline.ics", "actors/ann/events.ics"] {
        let (now, then) = (uids(&text(&after, path)), uids(&text(&output(&sources, 0), path)));
        assert!(then.iter().all(|uid| now.contains(uid)), "{path}: {then:?}\n{now:?}");
        assert!(now.len() > then.len(), "{path}");
    }
    let mut once = before.clone();
    once.dedup();
    assert_eq!(once, before, "each stands for one event");
    assert!(before.contains(&"UID:leap-day@example.org/desk".to_owned()), "{before:?}");
}

/// RFC 5545, section 3.1.
#[test]
fn calendars_have_lines_as_the_standard_has_them() {
    let files = output(&fixture(), 1);
    let calendars: Vec<&String> = files.keys().filter(|path| path.ends_with(".ics")).collect();
    assert!(calendars.len() > 5, "{calendars:?}");
    for path in calendars {
        let text = text(&files, path);
        assert!(text.ends_with("END:VCALENDAR\r\n"), "{path}");
        for line in text.split_terminator("\r\n") {
            assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{path}: {line}");
        }
    }
}

#[test]
fn a_site_without_events_has_a_calendar_that_holds_something() {
    let sources = Sources::new([("content/articles/a.md".to_owned(), Arc::from("# A\n"))], []);
    let files = output(&sources, 0);
    assert!(text(&files, "timeline.ics").contains("BEGIN:VTIMEZONE\r\n"));
    assert!(text(&files, "timeline.json").contains("\"events\":[]"));
    assert_eq!(text(&files, "timeline.csv").lines().count(), 1);
}

// ---- from other programs ----

fn site() -> Sources {
    let text = |path: &str, text: &str| (path.to_owned(), Arc::from(text));
    Sources::new(
        [
            text("site.toml", "title = \"Desk\"\nbase_url = \"https://desk.example/\"\n"),
            text("content/actors/kim-jong-un.md", "---\nname: Kim Jong Un\n---\n"),
            text("content/events/there.yaml", "title: There\ndate: 2025\n"),
        ],
        [],
    )
}

/// The new files, and what was said.
fn made(path: &str, text: &str) -> (BTreeMap<String, String>, String) {
    let format = Format::of_name(path).expect("the name says it");
    let (sources, told, has_errors) = imported(&site(), path, format, text);
    assert!(!has_errors, "{told}");
    let mut files = files_of(&sources);
    files.remove("content/events/there.yaml");
    let built = build(sources, Vec::new(), now(NOW));
    assert!(!built.has_errors(), "{}", built.told);
    (files, told)
}

fn only(path: &str, text: &str) -> (String, String) {
    let (files, told) = made(path, text);
    assert_eq!(files.len(), 1, "{files:?}");
    (files.into_values().next().unwrap_or_default(), told)
}

fn calendar(event: &str) -> String {
    let lines = format!(
        "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:x\nSUMMARY:One\n{event}\nEND:VEVENT\nEND:VCALENDAR\n"
    );
    lines.replace('\n', "\r\n")
}

#[test]
fn times_of_calendars_are_kept_as_exactly_as_they_are_known() {
    for (event, date) in [
        ("DTSTART;VALUE=DATE:20250903", "2025-09-03"),
        ("DTSTART:20250903\nDTEND:20250904", "2025-09-03"),
        ("DTSTART;VALUE=DATE:20250903\nDTEND;VALUE=DATE:20250906", "2025-09-03/2025-09-05"),
        ("DTSTART;VALUE=DATE:20240228\nDURATION:P2D", "2024-02-28/2024-02-29"),
        ("DTSTART:20250903T010000Z", "2025-09-03T01:00:00Z"),
        ("DTSTART;TZID=Asia/Shanghai:20250903T090000", "2025-09-03T09:00:00+08:00"),
        (
            "DTSTART;TZID=\"Asia/Shanghai\":20250903T090000\nDTEND;TZID=Asia/Shanghai:20250903T103000",
            "2025-09-03T09:00:00+08:00",
        ),
        // Without a zone, in that of the site.
        ("DTSTART:20250330T013000", "2025-03-30T01:30:00+01:00"),
        ("DTSTART:20250330T033000", "2025-03-30T03:30:00+02:00"),
        ("DTSTART:20250903T220000Z\nDURATION:PT4H", "2025-09-03/2025-09-04"),
        (
            "DTSTART;TZID=Europe/Berlin:20250903T200000\nDTEND;TZID=Europe/Berlin:20250904T000000",
            "2025-09-03T20:00:00+02:00",
        ),
        ("DTSTART;TZID=Nowhere Standard Time:20250903T200000", "2025-09-03"),
    ] {
        let (file, _) = only("a.ics", &calendar(event));
        assert!(file.contains(&format!("\ndate: {date}\n")), "{event}: {file}");
    }
}

#[test]
fn calendars_of_other_programs_are_read() {
    let event = "DTSTART;VALUE=DATE:20250903\nDESCRIPTION:<p>Said &amp; <b>done</b></p>\\n\\nand\n  more\\, too\n\
        LOCATION:Hall 1\\, Berlin\nGEO:52.5;13.4\nCATEGORIES:Talks,A\\,b\nURL:https://example.org/x\nPRIORITY:1\n\
        RRULE:FREQ=WEEKLY\nBEGIN:VALARM\nTRIGGER:-PT10M\nSUMMARY:no\nEND:VALARM";
    let (file, told) = only("a.ics", &calendar(event));
    assert_eq!(
        file,
        "title: One\ndate: 2025-09-03\nsummary: \"Said & done\\n\\nand more, too\"\ntopics: [Talks, \"A,b\"]\n\
         place: {name: \"Hall 1, Berlin\", lat: 52.5, lon: 13.4}\nimportance: 5\nextra: {url: \"https://example.org/x\"}\n"
    );
    assert!(told.contains("this event repeats (`RRULE`)"), "{told}");
    assert!(told.contains("a.ics:14"), "{told}");
}

#[test]
fn timelinejs_is_read_with_its_html_and_partial_dates() {
    let json = r#"{"title": {"text": {"headline": "T"}}, "events": [
      {"start_date": {"year": "-44", "month": 3, "day": "15"}, "text": {"headline": "Caesar &amp; <i>others</i>", "text": "<p>Killed.</p>"}},
      {"start_date": {"year": 2025, "month": 9}, "end_date": {"year": 2026}, "text": {"headline": "\ud83d\ude00 Both"}, "group": "Rome",
       "media": {"url": "https://example.org/a.jpg", "credit": "<a href='#'>Ann</a>"}},
      {"start_date": {"year": 2025, "month": 9, "day": 3, "hour": 9, "minute": 5}, "text": {"headline": "At nine"}}]}"#;
    let (files, told) = made("a.json", json);
    assert_eq!(told, "");
    let texts: Vec<&str> = files.values().map(String::as_str).collect();
    assert_eq!(
        texts,
        [
            "title: \"Caesar & others\"\ndate: -0043-03-15\nsummary: Killed.\n",
            "title: At nine\ndate: 2025-09-03T09:05:00+02:00\n",
            "title: \"😀 Both\"\ndate: 2025-09/2026\ntopics: [Rome]\nextra: {media: \"https://example.org/a.jpg\", media_credit: Ann}\n",
        ]
    );
}

#[test]
fn tables_are_read_by_their_headers() {
    for table in [
        "Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Media,Type,Group\n\
         2025,9,3,,2025,9,5,,,A <b>parade</b>,<p>Passed.</p>,,,Arms\n,,,,,,,,,Title,,,title,\n",
        "\u{feff}When;Name;Description;Tags\r\n2025-09-03/2025-09-05;A parade;Passed.;Arms\r\n",
        "start date\tend date\ttitle\tsummary\ttopics\n2025-09-03\t2025-09-05\tA parade\tPassed.\tArms\n",
    ] {
        let (file, _) = only("a.csv", table);
        assert_eq!(
            file, "title: A parade\ndate: 2025-09-03/2025-09-05\nsummary: Passed.\ntopics: [Arms]\n",
            "{table}"
        );
    }
}

#[test]
fn names_that_the_site_does_not_know_are_told_and_kept_as_comments() {
    let table = "date,title,actors,countries,mood,id\n2025,One,Kim Jong Um; Kim Jong Un (host),Narnia; FR,grim,\n2025,There,,,,there\n";
    let (files, told) = made("a.csv", table);
    assert_eq!(
        files["content/events/2025-one.yaml"],
        "title: One\ndate: 2025\nactors: [{id: Kim Jong Un, role: host}]\n# not known here: actor Kim Jong Um\ncountries: [FR]\n\
         # not known here: country Narnia\nextra: {mood: grim}\n"
    );
    assert_eq!(files.len(), 1);
    for part in [
        "a.csv:2:10",
        "did you mean `Kim Jong Un`?",
        "`Narnia`",
        "`content/events/there.yaml` tells an event `there` already",
    ] {
        assert!(told.contains(part), "{part}:\n{told}");
    }
}

#[test]
fn every_problem_is_told_at_its_place() {
    let table = "date,title,lat,marking,importance\n2025-02-30,One,91,TLP:PINK,9\n,Two,,,\n03/09/2025,Three,,,,more\n2025,,,,\n";
    let (_, told, has_errors) = imported(&site(), "a.csv", Format::Csv, table);
    assert!(has_errors);
    for part in [
        "a.csv:2:9",
        "a.csv:2:16",
        "a.csv:2:19",
        "a.csv:2:28",
        "a.csv:3:1",
        "a.csv:4:1",
        "a.csv:4:21",
        "a.csv:5:1",
        "there is no 30 February in 2025",
        "`TLP:PINK` is no marking",
        "this event has no date",
        "this event has no title",
    ] {
        assert!(told.contains(part), "{part}:\n{told}");
    }
    for (path, text, part) in [
        ("a.json", "{\"events\": [\n  {\"start_date\": }]}", "a.json:2:18"),
        (
            "a.json",
            "{\"events\": [{\"start_date\": {\"year\": 0}, \"text\": {\"headline\": \"x\"}}]}",
            "a.json:1:28",
        ),
        ("a.json", "[7]", "a.json:1:2"),
        ("a.json", "{}", "there is no list `events`"),
        ("a.ics", "nonsense\n", "this is no calendar"),
        ("a.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "is never ended"),
        (
            "a.ics",
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nDTSTART:20250230\nEND:VEVENT\nEND:VCALENDAR\n",
            "a.ics:4:1",
        ),
        ("a.csv", "when it was,title\n2025,x\n", "no column of this table is the date"),
        ("a.csv", "", "there is no event"),
    ] {
        let format = Format::of_name(path).expect("the name says it");
        let (_, told, has_errors) = imported(&site(), path, format, text);
        assert!(has_errors && told.contains(part), "{part}:\n{told}");
    }
}

// ---- the command ----

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_chancery"));
    program.current_dir(folder).args(arguments).stdin(Stdio::null()).env("NO_COLOR", "1");
    let output = program.output().expect("the program can be started");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program writes UTF-8");
    (output.status.code().expect("the program ends by itself"), text(output.stdout), text(output.stderr))
}

fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let site = site();
    for (id, file) in site.texts() {
        let path = folder.path().join(&*file.path);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
        fs::write(path, site.text(id)).expect("a file can be written");
    }
    folder
}

#[test]
fn the_command_writes_all_or_nothing() {
    let root = folder();
    let put = |text: &str| fs::write(root.path().join("events.csv"), text).expect("a file can be written");
    let events = || common::files_below(&root.path().join("content/events"));
    put("date,title\n2025-09-03,One\n2025-02-30,Two\n");
    let (status, out, err) = run(root.path(), &["import", "events", "events.csv"]);
    assert_eq!((status, out.as_str()), (1, ""), "{err}");
    assert!(err.contains("events.csv:3:9") && err.contains("nothing was written"), "{err}");
    assert_eq!(events(), ["there.yaml"]);

    put("date,title\n2025-09-03,One\n2025-09-04,Two\n");
    let (status, out, err) = run(root.path(), &["import", "events", "events.csv", "--dry-run"]);
    assert_eq!((status, err.as_str()), (0, ""), "{out}");
    assert!(out.contains("content/events/2025-09-03-one.yaml  2025-09-03  One\n"), "{out}");
    assert!(out.ends_with("2 files would be made\n"), "{out}");
    assert_eq!(events(), ["there.yaml"]);

    let (status, out, _) = run(root.path(), &["import", "events", "events.csv"]);
    assert!(status == 0 && out.ends_with("2 files made\n"), "{out}");
    assert_eq!(events(), ["2025-09-03-one.yaml", "2025-09-04-two.yaml", "there.yaml"]);
    let (status, out, err) = run(root.path(), &["import", "events", "events.csv"]);
    assert!(status == 0 && out == "0 files made, 2 skipped\n", "{out}{err}");
    let (status, _, err) = run(root.path(), &["check", "--strict"]);
    assert_eq!(status, 0, "{err}");
}

#[test]
fn what_cannot_be_read_is_told() {
    let root = folder();
    fs::write(root.path().join("latin.csv"), b"date,title\n2025,\xe9t\xe9\n").expect("a file can be written");
    fs::write(root.path().join("events.txt"), "date,title\n2025,One\n").expect("a file can be written");
    for (arguments, part) in [
        (&["missing.csv"][..], "cannot read `missing.csv`"),
        (&["latin.csv"], "line 2 holds other bytes"),
        (&["events.txt"], "say `--format csv`, `ics` or `json`"),
    ] {
        let (status, _, err) = run(root.path(), &[&["import", "events"], arguments].concat());
        assert!(status == 2 && err.contains(part), "{arguments:?}: {err}");
    }
    let (status, out, _) = run(root.path(), &["import", "events", "events.txt", "--format", "csv"]);
    assert!(status == 0 && out.ends_with("1 file made\n"), "{out}");
}
