//! The program as a user runs it: arguments, folder and environment in; exit status, words and files out.
//!
//! What is to be shown for `--help` stands in tests/snapshots; `CHANCERY_BLESS=1` rewrites it.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::SystemTime;

use chancery::diagnostic::Code;
use common::{assert_none, differs, files_below, manifest};
use serde_json::Value;
use tempfile::TempDir;

const CONFIG: &str =
    "title = \"Desk\"\nbase_url = \"https://desk.example/\"\ndefault_marking = \"TLP:CLEAR\"\n";
const PROFILES: &str = "[profiles.public]\nmarking = \"TLP:CLEAR\"\n[profiles.internal]\nmarking = \"TLP:AMBER\"\nbase_url = \"https://internal.example/\"\n";
const ARTICLE: &str = "content/articles/2025-09-03-parade.md";
const SOUND: &str = "---\ntitle: Parade\n---\nThey stood side by side.\n";
const WARNED: &str = "---\ntitle: Parade\ncolour: red\n---\nThey stood side by side.\n";
const BROKEN: &str = "---\ntitle: Parade\n---\nSee [[nobody]].\n";

/// A folder for one test, with files in it.
fn site(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    for (path, text) in files {
        put(folder.path(), path, text);
    }
    folder
}

fn sound_site() -> TempDir {
    site(&[("site.toml", CONFIG), (ARTICLE, SOUND)])
}

fn put(root: &Path, path: &str, text: impl AsRef<[u8]>) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
    fs::write(path, text).expect("a file can be written");
}

struct Ran {
    status: i32,
    out: String,
    err: String,
}

fn program(folder: &Path) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_chancery"));
    program.current_dir(folder);
    for variable in ["SOURCE_DATE_EPOCH", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        program.env_remove(variable);
    }
    program
}

fn run(folder: &Path, arguments: &[&str]) -> Ran {
    run_with(folder, arguments, &[])
}

fn run_with(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Ran {
    let output = program(folder)
        .args(arguments)
        .envs(environment.iter().copied())
        .output()
        .expect("the program can be started");
    Ran {
        status: output.status.code().expect("the program ends by itself"),
        out: String::from_utf8(output.stdout).expect("the program writes UTF-8"),
        err: String::from_utf8(output.stderr).expect("the program writes UTF-8"),
    }
}

/// Every file below a folder with its bytes and the time of its last change.
fn snapshot(folder: &Path) -> Vec<(String, Vec<u8>, SystemTime)> {
    let files = files_below(folder).into_iter();
    files
        .map(|path| {
            let file = folder.join(&path);
            let changed = fs::metadata(&file).and_then(|about| about.modified()).expect("the file is there");
            let bytes = fs::read(&file).expect("the file can be read");
            (path, bytes, changed)
        })
        .collect()
}

fn objects(ran: &Ran) -> Vec<Value> {
    ran.err.lines().map(|line| serde_json::from_str(line).expect("each line is an object")).collect()
}

fn page(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join("public").join(path)).unwrap_or_default()
}

// ---- schemas ----

fn schema_of(folder: &Path, arguments: &[&str]) -> Value {
    let ran = run(folder, &[&["schema"], arguments].concat());
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{arguments:?}");
    serde_json::from_str(&ran.out).expect("a schema is JSON")
}

#[test]
fn schemas_need_no_site_and_are_the_same_each_time() {
    let nowhere = site(&[]);
    for kind in ["article", "actor", "country", "topic", "event", "source", "author", "page", "site"] {
        let schema = schema_of(nowhere.path(), &[kind]);
        assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
        let title = if kind == "site" { "site.toml" } else { kind };
        assert_eq!(schema["title"], format!("Chancery: {title}"));
        assert!(schema.get("$id").is_none());
        assert_eq!(run(nowhere.path(), &["schema", kind]).out, run(nowhere.path(), &["schema", kind]).out);
    }
}

#[test]
fn a_kind_that_has_no_schema_is_told_with_the_nearest_that_has() {
    let ran = run(site(&[]).path(), &["schema", "articel"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("'articel'") && ran.err.contains("'article'"), "{}", ran.err);
}

#[test]
fn ids_of_a_site_are_offered_with_their_names() {
    let folder = site(&[
        ("site.toml", &(CONFIG.to_owned() + PROFILES)),
        (
            ARTICLE,
            "---\ntitle: Parade\ntopics: [Military parade]\nauthors: desk\nmarking: TLP:AMBER\n---\nText.\n",
        ),
        ("content/articles/broken.md", BROKEN),
        ("content/actors/kim.yaml", "name: Kim Jong Un\nmarking: TLP:AMBER\n"),
        ("content/actors/xi.yaml", "name: Xi Jinping\n"),
        ("content/countries/KP.yaml", "name: The North\n"),
        ("content/sources/all.yaml", "- {id: news, title: Leaders meet}\n"),
        ("content/events/parade.yaml", "date: 2025\ntitle: The parade\n"),
    ]);
    let offered = |schema: &Value, name: &str| {
        let known = &schema["definitions"][name]["anyOf"][0];
        let texts = |key: &str| known[key].as_array().cloned().unwrap_or_default();
        let pairs = texts("enum").into_iter().zip(texts("enumDescriptions"));
        pairs
            .map(|(id, name)| format!("{}={}", id.as_str().unwrap_or("?"), name.as_str().unwrap_or("?")))
            .collect::<Vec<_>>()
    };
    let article = schema_of(folder.path(), &["article", "--ids"]);
    assert_eq!(offered(&article, "ActorName"), ["kim=Kim Jong Un", "xi=Xi Jinping"]);
    assert_eq!(offered(&article, "TopicName"), ["military-parade=Military parade"]);
    assert_eq!(offered(&article, "AuthorName"), ["desk=desk"]);
    assert_eq!(offered(&article, "SourceName"), ["news=Leaders meet"]);
    assert_eq!(offered(&article, "EventName"), ["parade=The parade"]);
    assert_eq!(offered(&article, "ArticleName"), ["broken=Parade", "parade=Parade"]);
    let countries = offered(&article, "CountryName");
    // The French Afars and Issas, whose letters Anguilla has now, are there by a code of their own.
    for country in ["KP=The North", "NO=Norway", "SUHH=Soviet Union", "AI=Anguilla"] {
        assert!(countries.contains(&country.to_owned()), "{country}");
    }
    assert_eq!(article["definitions"]["ActorName"]["anyOf"][1]["type"][0], "string");
    let actor = schema_of(folder.path(), &["actor", "--ids"]);
    let holders = offered(&actor, "Holder");
    assert!(holders.contains(&"xi=Xi Jinping".to_owned()) && holders.contains(&"NO=Norway".to_owned()));
    let elsewhere = site(&[]);
    let root = folder.path().to_str().expect("a path of letters");
    assert_eq!(schema_of(elsewhere.path(), &["article", "--ids", "--root", root]), article);
    let ran = run(elsewhere.path(), &["schema", "article", "--ids"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("no site.toml"), "{}", ran.err);
}

// ---- help and exit status ----

#[test]
fn help_is_as_it_was() {
    let folder = site(&[]);
    let commands: [&[&str]; 15] = [
        &[],
        &["build"],
        &["check"],
        &["serve"],
        &["explain"],
        &["schema"],
        &["completions"],
        &["mv"],
        &["mentions"],
        &["new"],
        &["new", "site"],
        &["new", "article"],
        &["new", "actor"],
        &["new", "event"],
        &["new", "workflow"],
    ];
    let differences = commands.into_iter().filter_map(|command| {
        let ran = run(folder.path(), &[command, &["--help"]].concat());
        assert_eq!((ran.status, ran.err.as_str()), (0, ""));
        let name = format!("{}.txt", [&["help"], command].concat().join("-"));
        differs(&manifest("tests/snapshots").join(name), ran.out.as_bytes())
    });
    assert_none(differences.collect());
}

/// Files, arguments, status, and a part of what standard error says.
type StatusCase<'a> = (&'a [(&'a str, &'a str)], &'a [&'a str], i32, &'a str);

#[test]
fn the_exit_status_tells_what_became_of_it() {
    let cases: &[StatusCase<'_>] = &[
        (&[("site.toml", CONFIG), (ARTICLE, SOUND)], &["build"], 0, ""),
        (&[("site.toml", CONFIG), (ARTICLE, SOUND)], &["check"], 0, ""),
        (&[("site.toml", CONFIG), (ARTICLE, WARNED)], &["build"], 0, "warning[unknown-key]"),
        (&[("site.toml", CONFIG), (ARTICLE, WARNED)], &["build", "--strict"], 1, "warning[unknown-key]"),
        (&[("site.toml", CONFIG), (ARTICLE, WARNED)], &["check", "--strict"], 1, "warning[unknown-key]"),
        (
            &[("site.toml", "title = \"Desk\"\n"), (ARTICLE, SOUND)],
            &["build", "--strict"],
            0,
            "note[missing-base-url]",
        ),
        (&[("site.toml", CONFIG), (ARTICLE, BROKEN)], &["build"], 1, "error[broken-link]"),
        (&[("site.toml", CONFIG), (ARTICLE, BROKEN)], &["check"], 1, "error[broken-link]"),
        (&[("site.toml", "title = Desk\n"), (ARTICLE, SOUND)], &["build"], 2, "error[invalid-toml]"),
        (&[("site.toml", "title = Desk\n"), (ARTICLE, SOUND)], &["check"], 2, "error[invalid-toml]"),
        (&[(ARTICLE, SOUND)], &["build", "--root", "nowhere"], 2, "there is no folder `nowhere`"),
        (&[("notes.md", SOUND)], &["build"], 2, "no site.toml"),
        (&[(ARTICLE, SOUND)], &["build", "--profile", "internal"], 2, "there is no profile `internal`"),
        (&[(ARTICLE, SOUND)], &["check", "--profile", "internal"], 2, "there is no profile `internal`"),
        (&[(ARTICLE, SOUND)], &["build", "--now", "soon"], 2, "--now"),
        (&[(ARTICLE, SOUND)], &["build", "--now", "2025-02-30"], 2, "--now"),
        (&[(ARTICLE, SOUND)], &["build", "--base-url", "desk.example"], 2, "--base-url"),
        (&[(ARTICLE, SOUND)], &["build", "--all-profiles", "--profile", "public"], 2, "cannot be used with"),
        (&[(ARTICLE, SOUND)], &["build", "--message-format", "xml"], 2, "invalid value 'xml'"),
        (&[(ARTICLE, SOUND)], &["biuld"], 2, "unrecognized subcommand 'biuld'"),
        (&[(ARTICLE, SOUND)], &[], 2, "Usage: chancery"),
        (&[(ARTICLE, SOUND)], &["explain", "unknown-acter"], 2, "did you mean `unknown-actor`?"),
        (&[(ARTICLE, SOUND)], &["build", "--output", "content/articles"], 2, "`content` is not for output"),
    ];
    let wrong = cases.iter().filter_map(|(files, arguments, status, says)| {
        let folder = site(files);
        let ran = run(folder.path(), arguments);
        let as_said = ran.status == *status && ran.err.contains(says);
        (!as_said).then(|| {
            format!("{arguments:?}: status {}, not {status} with `{says}`:\n{}", ran.status, ran.err)
        })
    });
    assert_none(wrong.collect());
}

#[test]
fn a_check_writes_nothing() {
    let folder = sound_site();
    assert_eq!(run(folder.path(), &["check"]).status, 0);
    assert_eq!(files_below(folder.path()), [ARTICLE, "site.toml"]);
}

#[test]
fn every_code_is_explained_also_as_it_stands_in_a_message() {
    let folder = site(&[]);
    let unexplained = Code::ALL.iter().filter_map(|code| {
        let bare = run(folder.path(), &["explain", code.name()]);
        let quoted =
            run(folder.path(), &["explain", &format!("{}[{}]", code.severity().word(), code.name())]);
        let is_told = bare.status == 0 && bare.out.starts_with(code.name()) && bare.out == quoted.out;
        (!is_told).then(|| code.name().to_owned())
    });
    assert_none(unexplained.collect());
}

// ---- formats ----

/// The members of a diagnostic as JSON, in order of their names (content contract, section 9).
const KEYS: [&str; 9] =
    ["code", "column", "end_column", "end_line", "file", "help", "line", "message", "severity"];

#[test]
fn json_is_one_object_a_line_with_exactly_the_keys() {
    let folder = site(&[("site.toml", "title = \"Desk\"\n"), (ARTICLE, BROKEN)]);
    let ran = run(folder.path(), &["build", "--message-format", "json"]);
    assert_eq!((ran.status, ran.out.as_str()), (1, ""));
    let objects = objects(&ran);
    for object in &objects {
        let keys: BTreeSet<&str> =
            object.as_object().expect("an object").keys().map(String::as_str).collect();
        assert_eq!(keys, KEYS.into_iter().collect());
    }
    let first = &objects[0];
    let place = ["line", "column", "end_line", "end_column"].map(|key| first[key].as_u64());
    assert_eq!(place, [Some(4), Some(7), Some(4), Some(13)]);
    assert_eq!((first["file"].as_str(), first["code"].as_str()), (Some(ARTICLE), Some("broken-link")));
}

#[test]
fn what_has_no_place_has_null_in_json() {
    let folder = site(&[(ARTICLE, SOUND)]);
    let ran = run(folder.path(), &["check", "--message-format", "json"]);
    let objects = objects(&ran);
    assert_eq!((ran.status, objects.len()), (0, 1), "{}", ran.err);
    assert!(["file", "line", "column"].iter().all(|key| objects[0][key].is_null()));
}

#[test]
fn github_gets_commands_that_show_beside_the_line() {
    let folder = site(&[("site.toml", CONFIG), (ARTICLE, BROKEN)]);
    let ran = run(folder.path(), &["build", "--message-format", "github"]);
    assert_eq!(ran.status, 1);
    let start = format!("::error file={ARTICLE},line=4,");
    assert!(ran.err.lines().count() == 1 && ran.err.starts_with(&start), "{}", ran.err);
}

#[test]
fn what_is_not_a_terminal_gets_no_colours() {
    let folder = site(&[("site.toml", CONFIG), (ARTICLE, BROKEN)]);
    for environment in [&[][..], &[("NO_COLOR", "1")][..]] {
        let ran = run_with(folder.path(), &["build"], environment);
        assert!(!ran.err.contains('\u{1b}') && !ran.out.contains('\u{1b}'), "{}", ran.err);
    }
}

// ---- content ----

#[test]
fn a_folder_with_one_text_without_metadata_is_a_site() {
    let folder = site(&[("content/articles/notes.md", "Only a line of text.\n")]);
    let ran = run(folder.path(), &["build"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let page = page(folder.path(), "articles/notes/index.html");
    assert!(page.contains("Only a line of text.") && page.trim_end().ends_with("</html>"));
}

/// Ten mistakes: code, file, line and column.
const MISTAKES: [(&str, &str, u64, u64); 10] = [
    ("invalid-yaml", "content/articles/2025-09-01-a.md", 2, 8),
    ("invalid-date", "content/articles/2025-09-02-b.md", 3, 15),
    ("unknown-actor", "content/articles/2025-09-02-b.md", 4, 10),
    ("unknown-country", "content/articles/2025-09-02-b.md", 5, 13),
    ("unknown-key", "content/articles/2025-09-02-b.md", 6, 1),
    ("unknown-marking", "content/articles/2025-09-02-b.md", 7, 10),
    ("broken-link", "content/articles/2025-09-02-b.md", 9, 7),
    ("unknown-source", "content/articles/2025-09-02-b.md", 9, 32),
    ("missing-field", "content/actors/kim.yaml", 1, 1),
    ("template-error", "templates/topic.html", 1, 7),
];

fn put_mistakes(root: &Path) {
    put(root, "content/articles/2025-09-01-a.md", "---\ntitle: One: two\n---\nText.\n");
    let meta = "---\ntitle: B\ndate: 2025-02-30\nactors: [kim-jong-um]\ncountries: [Norht Korea]\nsumary: x\nmarking: TLP:BLUE\n---\n";
    put(
        root,
        "content/articles/2025-09-02-b.md",
        format!("{meta}See [[nobody-here]]. A claim [@no-such-source].\n"),
    );
    put(root, "content/actors/kim.yaml", "kind: person\n");
    put(root, "templates/topic.html", "{% if %}\n");
}

#[test]
fn one_run_tells_all_mistakes_with_place_and_help_and_leaves_the_earlier_output_alone() {
    let folder = sound_site();
    assert_eq!(run(folder.path(), &["build"]).status, 0);
    let before = snapshot(&folder.path().join("public"));
    put_mistakes(folder.path());
    let ran = run(folder.path(), &["build", "--message-format", "json"]);
    assert_eq!(ran.status, 1);
    let objects = objects(&ran);
    let missing = MISTAKES.into_iter().filter(|(code, file, line, column)| {
        !objects.iter().any(|object| {
            object["code"] == *code
                && object["file"] == *file
                && object["line"] == *line
                && object["column"] == *column
                && object["help"].is_string()
        })
    });
    assert_none(missing.map(|mistake| format!("{mistake:?} is not told in\n{}", ran.err)).collect());
    assert_eq!(snapshot(&folder.path().join("public")), before);
}

#[test]
fn a_second_build_rewrites_nothing() {
    let folder = sound_site();
    assert_eq!(run(folder.path(), &["build"]).status, 0);
    let before = snapshot(&folder.path().join("public"));
    let ran = run(folder.path(), &["build"]);
    assert!(ran.out.contains("0 files written, 0 removed"), "{}", ran.out);
    assert_eq!(snapshot(&folder.path().join("public")), before);
}

#[test]
fn what_is_no_longer_made_is_removed_but_for_git_and_the_marker() {
    let folder = sound_site();
    put(folder.path(), "content/articles/2025-09-04-echo.md", SOUND);
    assert_eq!(run(folder.path(), &["build"]).status, 0);
    put(folder.path(), "public/.git/HEAD", "ref: refs/heads/main\n");
    fs::remove_file(folder.path().join("content/articles/2025-09-04-echo.md")).expect("the file is there");
    assert_eq!(run(folder.path(), &["build"]).status, 0);
    let public = folder.path().join("public");
    assert!(!public.join("articles/echo").exists());
    assert!(public.join(".git/HEAD").exists() && public.join(".chancery").exists());
}

#[test]
fn a_text_of_more_than_eight_mebibytes_is_refused() {
    let folder = sound_site();
    put(folder.path(), "content/articles/2025-09-04-long.md", "word ".repeat((8 << 20) / 5 + 1));
    let ran = run(folder.path(), &["build", "--message-format", "json"]);
    assert_eq!(ran.status, 1);
    let objects = objects(&ran);
    let of_file = objects.iter().find(|object| object["file"] == "content/articles/2025-09-04-long.md");
    assert_eq!(of_file.map(|object| &object["code"]), Some(&Value::from("invalid-body")), "{}", ran.err);
}

// ---- folders ----

#[test]
fn a_folder_that_is_not_ours_is_left_alone() {
    let folder = sound_site();
    put(folder.path(), "public/letter.txt", "Dear all\n");
    let before = snapshot(folder.path());
    let ran = run(folder.path(), &["build"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("error[output-not-ours]") && ran.err.contains("`public`"), "{}", ran.err);
    assert_eq!(snapshot(folder.path()), before);
    fs::remove_file(folder.path().join("public/letter.txt")).expect("the file is there");
    let ran = run(folder.path(), &["build"]);
    assert!(ran.status == 0 && !ran.err.contains("output-not-ours"), "{}", ran.err);
}

/// A link that leads back to its own folder cannot be read, whatever the rights of who runs the test.
#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_told_with_its_path() {
    let folder = sound_site();
    let looping = folder.path().join("content/articles/loop");
    std::os::unix::fs::symlink(".", &looping).expect("a link can be made");
    let ran = run(folder.path(), &["build"]);
    assert_eq!(ran.status, 1);
    assert!(
        ran.err.contains("error[unreadable-file]") && ran.err.contains("content/articles/loop"),
        "{}",
        ran.err
    );
    assert!(!folder.path().join("public").exists());
    fs::remove_file(looping).expect("the link is there");
    let ran = run(folder.path(), &["build"]);
    assert!(ran.status == 0 && !ran.err.contains("unreadable-file"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn links_out_of_the_root_are_skipped() {
    let (folder, elsewhere) =
        (sound_site(), site(&[("secret.md", "# Secret\n"), ("data/secret.txt", "secret\n")]));
    let link = |to: PathBuf, path: &str| {
        fs::create_dir_all(folder.path().join(path).parent().expect("it has a folder"))
            .expect("a folder can be made");
        std::os::unix::fs::symlink(to, folder.path().join(path)).expect("a link can be made");
    };
    link(elsewhere.path().join("secret.md"), "content/articles/secret.md");
    link(elsewhere.path().join("data"), "static/data");
    link(folder.path().join(ARTICLE), "content/pages/inside.md");
    let ran = run(folder.path(), &["build"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert_eq!(ran.err.matches("warning[outside-root]").count(), 2, "{}", ran.err);
    let public = files_below(&folder.path().join("public"));
    assert!(!public.iter().any(|path| path.contains("secret")), "{public:?}");
    assert!(public.iter().any(|path| path == "inside/index.html"), "{public:?}");
}

/// A folder for output inside what the site is made of was filled and then read as content, or replaced it.
#[test]
fn output_stays_apart_from_what_the_site_is_made_of() {
    let folder = sound_site();
    let root = folder.path().join("root");
    put(&root, "site.toml", CONFIG);
    put(&root, ARTICLE, SOUND);
    fs::create_dir(root.join("static")).expect("a folder can be made");
    let before = snapshot(folder.path());
    let refused = [
        ("content/new", "`content` is not for output"),
        ("Static", "`static` is not for output"),
        ("new/../templates", "`templates` is not for output"),
        ("../root/src/a", "`src` is not for output"),
        (".", "that is the site's own folder"),
        ("..", "the site's own folder is in it"),
    ];
    let wrong = refused.into_iter().filter_map(|(output, why)| {
        let ran = run(&root, &["build", "--output", output]);
        (ran.status != 2 || !ran.err.contains(why)).then(|| format!("{output}: {} {}", ran.status, ran.err))
    });
    assert_none(wrong.collect());
    assert_eq!(snapshot(folder.path()), before);
    for output in ["built/static", "../built"] {
        let ran = run(&root, &["build", "--output", output]);
        assert_eq!(ran.status, 0, "{output}: {}", ran.err);
    }
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_output_into_what_the_site_is_made_of() {
    let folder = sound_site();
    fs::create_dir(folder.path().join("static")).expect("a folder can be made");
    std::os::unix::fs::symlink("static", folder.path().join("public")).expect("a link can be made");
    let ran = run(folder.path(), &["build"]);
    assert!(ran.status == 2 && ran.err.contains("`static` is not for output"), "{}", ran.err);
    assert_eq!(files_below(&folder.path().join("static")), [""; 0]);
}

// ---- settings that cannot be read ----

/// Status 2, the code, and nothing written; `check` says the same.
fn assert_settings_stop_all(folder: &Path, says: &str) {
    for command in ["build", "check"] {
        let ran = run(folder, &[command]);
        assert!(ran.status == 2 && ran.err.contains(says), "{command}: {} {}", ran.status, ran.err);
        assert!(!ran.err.contains("missing-base-url"), "{}", ran.err);
    }
    assert!(!folder.join("public").exists());
}

#[test]
fn settings_that_cannot_be_read_stop_all() {
    let folder = site(&[(ARTICLE, SOUND)]);
    put(folder.path(), "site.toml", b"title = \"B\xfcro\"\n");
    assert_settings_stop_all(folder.path(), "error[invalid-utf8]");
    let folder = site(&[(ARTICLE, SOUND)]);
    fs::create_dir(folder.path().join("site.toml")).expect("a folder can be made");
    assert_settings_stop_all(folder.path(), "error[unreadable-file]");
}

#[test]
fn an_address_that_cannot_be_taken_is_not_told_as_missing() {
    for config in ["base_url = \"desk.example\"\n", "[profiles.public]\nbase_url = 3\n"] {
        let ran = run(site(&[("site.toml", config), (ARTICLE, SOUND)]).path(), &["check"]);
        assert!(ran.status == 1 && ran.err.contains("error[invalid-value]"), "{}", ran.err);
        assert!(!ran.err.contains("missing-base-url"), "{}", ran.err);
    }
}

#[cfg(unix)]
#[test]
fn settings_are_not_read_from_outside_the_root() {
    let elsewhere = site(&[("site.toml", "title = \"Secret\"\n"), ("real.toml", CONFIG)]);
    let link = |to: &Path, folder: &TempDir| {
        std::os::unix::fs::symlink(to, folder.path().join("site.toml")).expect("a link can be made");
    };
    let folder = site(&[(ARTICLE, SOUND)]);
    link(&elsewhere.path().join("site.toml"), &folder);
    assert_settings_stop_all(folder.path(), "error[outside-root]");
    let folder = site(&[(ARTICLE, SOUND)]);
    link(Path::new("nowhere.toml"), &folder);
    assert_settings_stop_all(folder.path(), "error[unreadable-file]");
    let folder = site(&[(ARTICLE, SOUND), ("content/real.toml", CONFIG)]);
    link(Path::new("content/real.toml"), &folder);
    assert_eq!(run(folder.path(), &["build"]).status, 0);
}

#[test]
fn the_site_is_found_upward_and_output_goes_where_it_is_wanted() {
    let folder = sound_site();
    let inside = folder.path().join("content/articles");
    assert_eq!(run(&inside, &["check"]).status, 0);
    let other = site(&[]);
    let root = folder.path().to_str().expect("the path is UTF-8");
    assert_eq!(run(other.path(), &["build", "--root", root, "--output", "built"]).status, 0);
    assert!(other.path().join("built/index.html").exists() && !folder.path().join("public").exists());
}

// ---- profiles, addresses, time ----

#[test]
fn all_profiles_are_built_each_into_its_folder() {
    let text = "---\ntitle: Inside\nmarking: TLP:AMBER\n---\nFor few.\n";
    let config = format!("{CONFIG}{PROFILES}");
    let folder =
        site(&[("site.toml", &config), (ARTICLE, SOUND), ("content/articles/2025-09-04-inside.md", text)]);
    let ran = run(folder.path(), &["build", "--all-profiles"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(!folder.path().join("public/articles/inside").exists());
    assert!(folder.path().join("public-internal/articles/inside/index.html").exists());
    assert_eq!(run(folder.path(), &["build", "--profile", "internal", "--output", "one"]).status, 0);
    assert_eq!(files_below(&folder.path().join("one")), files_below(&folder.path().join("public-internal")));
}

#[test]
fn a_base_url_given_goes_before_that_of_the_site() {
    let folder = sound_site();
    assert_eq!(run(folder.path(), &["build", "--base-url", "https://other.example/sub/"]).status, 0);
    let feed = page(folder.path(), "feed.xml");
    assert!(
        feed.contains("https://other.example/sub/articles/parade/") && !feed.contains("desk.example"),
        "{feed}"
    );
    assert!(page(folder.path(), "404.html").contains("\"/sub/"));
}

#[test]
fn no_option_sends_a_site_where_another_audience_reads() {
    let config = format!(
        "{CONFIG}[profiles.public]\n[profiles.inside]\nmarking = \"TLP:AMBER\"\nbase_url = \"https://in.example/\"\n"
    );
    let folder = site(&[("site.toml", &config), (ARTICLE, SOUND)]);
    let public = folder.path().join("public");
    let build =
        |options: &[&str]| run(folder.path(), &[&["build", "--profile", "inside"], options].concat()).status;
    assert_eq!(build(&["--output", &public.to_string_lossy()]), 2);
    assert_eq!(build(&["--base-url", "https://desk.example/"]), 2);
    assert!(!public.exists());
    assert_eq!(build(&["--output", &folder.path().join("other").to_string_lossy()]), 0);
}

#[test]
fn links_name_files_where_the_site_is_opened_from_the_disk() {
    let config = format!("{CONFIG}[output]\nlinks = \"file\"\n");
    let folder = site(&[("site.toml", &config), (ARTICLE, SOUND)]);
    assert_eq!(run(folder.path(), &["build"]).status, 0);
    let home = page(folder.path(), "index.html");
    assert!(home.contains("articles/parade/index.html\"") && !home.contains("articles/parade/\""), "{home}");
}

#[test]
fn drafts_are_built_where_they_are_wanted() {
    let folder = site(&[("site.toml", CONFIG), (ARTICLE, "---\ntitle: Parade\nstatus: draft\n---\nText.\n")]);
    assert_eq!(run(folder.path(), &["build"]).status, 0);
    assert_eq!(page(folder.path(), "articles/parade/index.html"), "");
    assert_eq!(run(folder.path(), &["build", "--drafts"]).status, 0);
    assert!(page(folder.path(), "articles/parade/index.html").contains("noindex"));
}

#[test]
fn now_decides_on_embargo_and_expiry_and_the_summary_tells_what_comes_next() {
    let text = "---\ntitle: Parade\npublish_at: 2025-09-04T06:00:00Z\nexpires: 2026-09-04\n---\nText.\n";
    let folder = site(&[("site.toml", CONFIG), (ARTICLE, text)]);
    let cases = [
        ("2025-09-04T05:59:59Z", false, Some("2025-09-04T06:00:00Z")),
        ("2025-09-04T06:00:00Z", true, Some("2026-09-04T00:00:00Z")),
        ("2026-09-03", true, Some("2026-09-04T00:00:00Z")),
        ("2026-09-04", false, None),
    ];
    for (now, is_there, next) in cases {
        let ran = run(folder.path(), &["build", "--now", now]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        assert_eq!(folder.path().join("public/articles/parade/index.html").exists(), is_there, "{now}");
        let told = ran.out.split("next changes by itself at ").nth(1).map(str::trim);
        assert_eq!(told, next, "{now}: {}", ran.out);
    }
}

#[test]
fn source_date_epoch_stands_for_the_clock() {
    let text = "---\ntitle: Parade\npublish_at: 2025-09-04T06:00:00Z\n---\nText.\n";
    let folder = site(&[("site.toml", CONFIG), (ARTICLE, text)]);
    let built = |seconds: &str, arguments: &[&str]| {
        let ran =
            run_with(folder.path(), &[&["build"], arguments].concat(), &[("SOURCE_DATE_EPOCH", seconds)]);
        (ran.status, folder.path().join("public/articles/parade").exists())
    };
    assert_eq!(built("1756965599", &[]), (0, false));
    assert_eq!(built("1756965600", &[]), (0, true));
    assert_eq!(built("1756965600", &["--now", "2025-09-01"]), (0, false));
    assert_eq!(built("yesterday", &[]).0, 2);
}

#[test]
fn timings_and_more_words_are_told_where_they_are_wanted() {
    let folder = sound_site();
    let ran = run(folder.path(), &["build", "--verbose", "--timings"]);
    assert!(ran.out.contains("1 article, 0 actors"), "{}", ran.out);
    assert!(["read", "parse", "link", "plan"].iter().all(|stage| ran.err.contains(stage)), "{}", ran.err);
}

// ---- links to other sites ----

/// A server that answers with the status that a path begins with, and notes the paths it was asked for.
fn web() -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = format!("http://{}", listener.local_addr().expect("it is bound"));
    let heard = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&heard);
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
            let first = lines.next().unwrap_or_default();
            lines.take_while(|line| !line.is_empty()).for_each(drop);
            let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
            let status = path.get(1..4).unwrap_or("200").to_owned();
            noted.lock().expect("no thread panics with it").push(path);
            // Whoever hangs up early has heard enough.
            let answer = format!("HTTP/1.1 {status} x\r\nLocation: /200/new\r\nContent-Length: 0\r\n\r\n");
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    (address, heard)
}

fn asked(heard: &Mutex<Vec<String>>) -> Vec<String> {
    let mut asked = std::mem::take(&mut *heard.lock().expect("no thread panics with it"));
    asked.sort();
    asked.dedup();
    asked
}

const EXTERNAL: [&str; 4] = ["check", "--external", "--external-allow", "127.0.0.1"];

#[test]
fn links_to_other_sites_are_asked_for_once_and_told() {
    let (web, heard) = web();
    let text = format!(
        "---\ntitle: Parade\n---\n[a]({web}/200#x), [b]({web}/200#y),\n[c]({web}/404), [d]({web}/404),\n[e]({web}/301).\n"
    );
    let folder = site(&[("site.toml", CONFIG), (ARTICLE, &text)]);
    assert_eq!(run(folder.path(), &["check", "--strict"]).err, "");
    assert_eq!(asked(&heard), [""; 0]);
    let first = run(folder.path(), &EXTERNAL);
    assert_eq!(first.status, 0, "{}", first.err);
    assert!(
        first.err.contains("warning[dead-link]") && first.err.contains("note[moved-link]"),
        "{}",
        first.err
    );
    assert!(first.err.contains(&format!("{ARTICLE}:5:5")) && first.err.contains(&format!("{web}/200/new")));
    let counts = "looked at 3 links to other sites: 2 answered (1 moved), 1 dead, 0 unknown, 0 not asked; 0 from the cache\n";
    assert_eq!(first.out, counts);
    assert_eq!(asked(&heard), ["/200", "/200/new", "/301", "/404"]);
    let second = run(folder.path(), &[EXTERNAL.as_slice(), &["--strict"]].concat());
    assert_eq!((second.status, &second.err), (1, &first.err));
    assert_eq!(second.out, counts.replace("0 from", "3 from"));
    assert_eq!(asked(&heard), [""; 0]);
    let told = objects(&run(folder.path(), &[EXTERNAL.as_slice(), &["--message-format", "json"]].concat()));
    let codes: Vec<_> =
        told.iter().map(|object| (object["code"].as_str(), object["line"].as_u64())).collect();
    assert_eq!(codes, [(Some("dead-link"), Some(5)), (Some("moved-link"), Some(6))]);
    put(
        folder.path(),
        ARTICLE,
        text.replace("title: Parade", "title: Parade\nallow: [dead-link, moved-link]"),
    );
    for arguments in [EXTERNAL.as_slice(), &["check"]] {
        assert_eq!(run(folder.path(), arguments).err, "", "{arguments:?}");
    }
}

#[test]
fn what_is_kept_of_links_may_be_damaged_and_deleted() {
    let (web, heard) = web();
    let folder = site(&[("site.toml", CONFIG), (ARTICLE, &format!("{SOUND}<{web}/200>\n"))]);
    let kept = folder.path().join(".cache/external-links.json");
    run(folder.path(), &EXTERNAL);
    assert_eq!(asked(&heard), ["/200"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(&kept).expect("it is kept").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    for damaged in [&b"{"[..], b"\xff\0", b"{\"version\":9,\"links\":{}}", b""] {
        fs::write(&kept, damaged).expect("it can be written");
        let ran = run(folder.path(), &EXTERNAL);
        assert!(ran.status == 0 && ran.err.contains("is not used: it is damaged"), "{}", ran.err);
        assert_eq!(asked(&heard), ["/200"]);
        assert_eq!(run(folder.path(), &EXTERNAL).err, "");
        assert_eq!(asked(&heard), [""; 0]);
    }
    assert_eq!(run(folder.path(), &[EXTERNAL.as_slice(), &["--external-age", "0"]].concat()).status, 0);
    assert_eq!(asked(&heard), ["/200"]);
    fs::remove_dir_all(folder.path().join(".cache")).expect("it can be deleted");
    assert_eq!(run(folder.path(), &EXTERNAL).err, "");
    assert_eq!(asked(&heard), ["/200"]);
}

#[test]
fn no_server_learns_what_a_restricted_site_links() {
    let (web, heard) = web();
    let text = format!(
        "---\ntitle: Parade\n---\n<{web}/200/open>\n\n::: {{marking=TLP:AMBER}}\n<{web}/200/portion>\n:::\n"
    );
    let secret = format!("---\ntitle: Secret\nmarking: TLP:AMBER\n---\n<{web}/200/item>\n");
    let files = [
        ("site.toml", &*(CONFIG.to_owned() + PROFILES)),
        (ARTICLE, &*text),
        ("content/articles/s.md", &*secret),
    ];
    let folder = site(&files);
    let refused = run(folder.path(), &[EXTERNAL.as_slice(), &["--profile", "internal"]].concat());
    assert_eq!((refused.status, refused.out.as_str()), (2, ""));
    assert!(
        refused.err.contains("not for profile `internal`, which goes up to TLP:AMBER"),
        "{}",
        refused.err
    );
    // An embargo may have ended at the time that somebody names.
    let early = run(folder.path(), &[EXTERNAL.as_slice(), &["--now", "2031-01-01"]].concat());
    assert_eq!(early.status, 2, "{}", early.err);
    assert_eq!(asked(&heard), [""; 0]);
    let ran = run(folder.path(), &EXTERNAL);
    assert!(
        ran.status == 0 && ran.out.contains("links of profile internal were not looked at"),
        "{}",
        ran.out
    );
    assert_eq!(asked(&heard), ["/200/open"]);
    let kept = fs::read_to_string(folder.path().join(".cache/external-links.json")).expect("it is kept");
    assert!(kept.contains("/200/open") && !kept.contains("/200/portion") && !kept.contains("/200/item"));
    put(folder.path(), "content/articles/s.md", secret.replace("TLP:AMBER", "TLP:AMBRE"));
    let ran = run(folder.path(), &[EXTERNAL.as_slice(), &["--external-age", "0"]].concat());
    assert_eq!((ran.status, ran.out.as_str()), (1, "no other server was asked: the content has errors\n"));
    assert_eq!(asked(&heard), [""; 0]);
}

#[test]
fn addresses_of_this_machine_are_not_asked_unless_they_are_allowed() {
    let (web, heard) = web();
    let folder = site(&[("site.toml", CONFIG), (ARTICLE, &format!("{SOUND}<{web}/404>\n"))]);
    let ran = run(folder.path(), &["check", "--external"]);
    assert!(ran.status == 0 && ran.out.contains("not asked, in a private network"), "{}{}", ran.out, ran.err);
    assert_eq!((ran.err.as_str(), asked(&heard)), ("", Vec::new()));
}
