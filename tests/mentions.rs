//! `chancery mentions` as a user runs it: the report, what `--apply` adds, and what `links.lock` holds still.

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use common::{files_below, manifest};
use serde_json::Value;
use tempfile::TempDir;

struct Ran {
    status: i32,
    out: String,
    err: String,
}

fn run(folder: &TempDir, arguments: &[&str]) -> Ran {
    let mut program = Command::new(env!("CARGO_BIN_EXE_chancery"));
    program
        .current_dir(folder.path())
        .args(arguments)
        .stdin(Stdio::null())
        .env("SOURCE_DATE_EPOCH", "1767225600");
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        program.env_remove(variable);
    }
    let output = program.output().expect("the program can be started");
    Ran {
        status: output.status.code().expect("the program ends by itself"),
        out: String::from_utf8(output.stdout).expect("the program writes UTF-8"),
        err: String::from_utf8(output.stderr).expect("the program writes UTF-8"),
    }
}

fn done(folder: &TempDir, arguments: &[&str]) -> String {
    let ran = run(folder, arguments);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{arguments:?}");
    ran.out
}

const SETTINGS: &str = "title = \"Desk\"\ndescription = \"What we watch.\"\nbase_url = \"https://desk.example/\"\n\
    default_marking = \"TLP:CLEAR\"\n[profiles.public]\n[profiles.internal]\nmarking = \"TLP:RED\"\noutput = \"internal\"\n\
    base_url = \"https://inside.example/\"\n";

const ACTORS: &str = "- {id: kim, name: Kim Jong Un, aliases: [{text: Kim, weak: true}, {text: Dear Leader, link: false}]}\n\
    - {id: xi, name: Xi Jinping}\n- {id: smith-uk, name: John Smith}\n- {id: smith-us, name: John Smith}\n\
    - {id: ghost, name: Grey Ghost, marking: TLP:AMBER}\n";

fn site(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    put(&folder, "site.toml", SETTINGS);
    put(&folder, "content/actors/people.yaml", ACTORS);
    files.iter().for_each(|(path, text)| put(&folder, path, text));
    folder
}

fn put(root: &TempDir, path: &str, text: &str) {
    let path = root.path().join(path);
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
    fs::write(path, text).expect("a file can be written");
}

fn get(root: &TempDir, path: &str) -> String {
    fs::read_to_string(root.path().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn report(folder: &TempDir, more: &[&str]) -> Value {
    let arguments = [&["mentions", "--format", "json"], more].concat();
    serde_json::from_str(&run(folder, &arguments).out).expect("the report is JSON")
}

// ---- the report ----

const FATES: &str = "---\ntitle: Fates\ndate: 2025-09-03\nsummary: Kim Jong Un again.\ncountries: [CN]\n---\n\
    Kim waved. Kim Jong Un met Xi Jinping, and Kim left `Kim Jong Un` with **Xi** Jinping.\n\n\
    ## On Kim Jong Un\n\n\
    [[!Kim]] and [Xi Jinping](https://example.org/) sailed the South China Sea. John Smith and the Dear Leader did not. \
    [[kim|The leader]] came with [[xi]].\n";

fn fates(report: &Value) -> Vec<String> {
    let names = report["texts"][0]["names"].as_array().expect("a text has names");
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let one = |name: &Value| {
        let bearers: Vec<String> = name["bearers"].as_array().expect("a list").iter().map(word).collect();
        let shield = name["shield"].as_str().map(|shield| format!(" <{shield}>")).unwrap_or_default();
        let (text, fate) = (word(&name["text"]), word(&name["fate"]));
        format!("{text}: {fate} {} {}{shield}", name["count"], bearers.join(" "))
    };
    names.iter().map(one).collect()
}

#[test]
fn what_becomes_of_each_name_is_told() {
    let site = site(&[("content/articles/fates.md", FATES)]);
    let report = report(&site, &[]);
    assert_eq!(
        fates(&report),
        [
            "Kim Jong Un: beside 1 actor:kim",
            "Kim: linked 1 actor:kim",
            "Kim Jong Un: again 1 actor:kim",
            "Xi Jinping: linked 1 actor:xi",
            "Kim: again 1 actor:kim",
            "Kim Jong Un: code 1 actor:kim",
            "Xi Jinping: divided 1 actor:xi",
            "Kim Jong Un: heading 1 actor:kim",
            "China: shielded 1 country:CN <South China Sea>",
            "Kim: refused 1 actor:kim",
            "Xi Jinping: in-link 1 actor:xi",
            "John Smith: ambiguous 1 actor:smith-uk actor:smith-us",
            "Dear Leader: no-link 1 actor:kim",
            "The leader: written 1 actor:kim",
            "Xi Jinping: written 1 actor:xi",
            "Xi Jinping: in-reference 1 actor:xi",
        ]
    );
    let text = &report["texts"][0];
    assert_eq!(text["never_mentioned"], serde_json::json!(["country:CN"]));
    assert_eq!(text["undeclared"][0], serde_json::json!({"bearer": "actor:kim", "count": 7, "certain": 5}));
}

#[test]
fn the_report_says_what_the_build_does() {
    for name in ["every-key", "names-and-scripts", "code-unlocked-mention", "markings", "portions"] {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let input = manifest("tests/sites").join(name).join("input");
        for path in files_below(&input) {
            let to = folder.path().join(&path);
            fs::create_dir_all(to.parent().expect("a file has a folder")).expect("a folder can be made");
            fs::copy(input.join(&path), to).expect("a file can be copied");
        }
        run(&folder, &["build", "--now", "2025-10-01", "--no-cache"]);
        let report = report(&folder, &["--now", "2025-10-01"]);
        let articles = report["texts"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|text| text["item"].as_str().is_some_and(|item| item.starts_with("article:")));
        for text in articles {
            let slug =
                text["item"].as_str().and_then(|item| item.split_once(':')).expect("a kind and a slug").1;
            let page = get(&folder, &format!("public/articles/{slug}/index.html"));
            let names = text["names"].as_array().expect("a list").iter();
            let linked: u64 =
                names.filter(|name| name["fate"] == "linked").filter_map(|name| name["count"].as_u64()).sum();
            assert_eq!(page.matches("class=\"mention\"").count() as u64, linked, "{name} {slug}");
        }
    }
}

#[test]
fn a_table_is_for_reading() {
    let site = site(&[("content/articles/fates.md", FATES)]);
    let table = done_or_warned(&site, &["mentions", "--article", "fates"]);
    for line in [
        "content/articles/fates.md  Fates\n",
        "  linked           Kim Jong Un (1 of 3), Xi Jinping\n",
        "  left alone       in a longer phrase: China (South China Sea)\n",
        "  left alone       ambiguous: John Smith (actor:smith-uk or actor:smith-us)\n",
        "  never mentioned  China\n",
        "  not declared     Kim Jong Un x7",
    ] {
        assert!(table.contains(line), "{line}\n{table}");
    }
    let unknown = run(&site, &["mentions", "--article", "fate"]);
    assert_eq!(unknown.status, 2);
    assert!(unknown.err.contains("did you mean `fates`?"), "{}", unknown.err);
}

fn done_or_warned(folder: &TempDir, arguments: &[&str]) -> String {
    let ran = run(folder, arguments);
    assert_eq!(ran.status, 0, "{}", ran.err);
    ran.out
}

#[test]
fn phrases_that_recur_and_are_nobody_are_candidates() {
    let article =
        |text: &str| format!("---\ntitle: Title\ndate: 2025-09-03\ntopics: [Grain Deal]\n---\n{text}\n");
    let site = site(&[
        (
            "content/articles/a.md",
            &article("He met Angela Merkel on Monday. Grain Deal or not, the Grain Deal holds."),
        ),
        ("content/articles/b.md", &article("Angela Merkel spoke of the Grain Deal. Trains ran.")),
        (
            "content/articles/c.md",
            &article("That was Angela Merkel's view of a Grain Deal. Trains ran with Xi Jinping."),
        ),
        ("content/articles/d.md", &article("Trains ran in the Council of Europe. Xi Jinping, Xi Jinping.")),
    ]);
    let all = report(&site, &[]);
    let files: Vec<String> = ["a", "b", "c"].map(|name| format!("content/articles/{name}.md")).to_vec();
    assert_eq!(all["candidates"], serde_json::json!([{"text": "Angela Merkel", "count": 3, "files": files}]));
    let rare = report(&site, &["--recurring", "1"]);
    let texts: Vec<&str> = rare["candidates"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["text"].as_str())
        .collect();
    assert_eq!(texts, ["Angela Merkel", "Council of Europe"]);
}

#[test]
fn names_that_are_nearly_alike_are_listed() {
    let site = site(&[(
        "content/articles/a.md",
        "---\ntitle: Title\ndate: 2025-09-03\nactors: [Brett Kavanaugh, President Brett Kavanaugh]\n---\nNobody.\n",
    )]);
    put(&site, "site.toml", &format!("{SETTINGS}[actors]\nundeclared = \"create\"\n"));
    let alike = &report(&site, &[])["look_alikes"];
    assert_eq!(*alike, serde_json::json!([["Brett Kavanaugh", "President Brett Kavanaugh"]]));
}

// ---- --apply ----

const OFTEN: &str =
    "Xi Jinping spoke. Xi Jinping left. Xi Jinping came back to Norway, left Norway and liked Norway.\n";

#[test]
fn what_is_certain_is_added_and_nothing_else_touched() {
    let site = site(&[
        (
            "content/articles/block.md",
            &format!(
                "---\r\n# why\r\ntitle: 'Block'  # quoted\r\ndate: 2025-09-03\r\nactors:\r\n  - kim # him\r\n---\r\nKim. {OFTEN}"
            ),
        ),
        (
            "content/articles/flow.md",
            &format!("---\ntitle: Title\ndate: 2025-09-03\ncountries: [CN]\nactors: [\"kim\"]\n---\n{OFTEN}"),
        ),
        ("content/articles/side.txt", OFTEN),
        ("content/articles/side.yaml", "title: Side\ndate: 2025-09-03\n# the end\n"),
        ("content/articles/defaults/_defaults.yaml", "actors: [kim]\ndate: 2025-09-03\n"),
        ("content/articles/defaults/d.md", &format!("---\ntitle: D\n---\n{OFTEN}")),
    ]);
    let dry = done(&site, &["mentions", "--apply", "--dry-run"]);
    assert!(dry.contains("would add 6 names to the metadata of 3 files"), "{dry}");
    assert!(get(&site, "content/articles/flow.md").contains("actors: [\"kim\"]\n"));
    let out = done(&site, &["mentions", "--apply"]);
    assert!(out.contains("content/articles/flow.md: actors + xi\n"), "{out}");
    assert!(out.contains("note: content/articles/defaults/d.md: its metadata comes from `content/articles/defaults/_defaults.yaml`"), "{out}");
    assert_eq!(
        get(&site, "content/articles/block.md"),
        format!("---\r\n# why\r\ntitle: 'Block'  # quoted\r\ndate: 2025-09-03\r\nactors:\r\n  - kim # him\r\n  - xi\r\ncountries: [\"NO\"]\r\n---\r\nKim. {OFTEN}").replace("[\"NO\"]", &no(&site))
    );
    assert!(get(&site, "content/articles/flow.md").contains("actors: [\"kim\", xi]\n"));
    assert_eq!(get(&site, "content/articles/side.txt"), OFTEN);
    let side = get(&site, "content/articles/side.yaml");
    assert!(side.contains("# the end") && side.contains("actors: [xi]"), "{side}");
    let before = get(&site, "content/articles/block.md");
    let again = done(&site, &["mentions", "--apply"]);
    assert!(again.contains("added 0 names to the metadata of 0 files"), "{again}");
    assert_eq!(get(&site, "content/articles/block.md"), before);
    let check = run(&site, &["check"]);
    assert_eq!(check.status, 0, "{}", check.err);
}

/// The code of Norway as a list is written here: in quotes, where YAML's readers might see a no.
fn no(site: &TempDir) -> String {
    let side = get(site, "content/articles/side.yaml");
    let line = side.lines().find_map(|line| line.strip_prefix("countries: ")).expect("Norway was added");
    line.to_owned()
}

#[test]
fn nobody_above_the_articles_marking_is_added_and_nobody_in_doubt() {
    let text = "Grey Ghost, Grey Ghost and Grey Ghost. John Smith, John Smith and John Smith.\n";
    let open = format!("---\ntitle: Title\ndate: 2025-09-03\n---\n{text}");
    let closed = format!("---\ntitle: Title\ndate: 2025-09-03\nmarking: TLP:AMBER\n---\n{text}");
    let portion = "---\ntitle: Title\ndate: 2025-09-03\n---\nOpen.\n\n::: {marking=TLP:AMBER}\nXi Jinping, Xi Jinping, Xi Jinping.\n:::\n";
    let site = site(&[
        ("content/articles/open.md", open.as_str()),
        ("content/articles/closed.md", closed.as_str()),
        ("content/articles/portion.md", portion),
    ]);
    let out = done(&site, &["mentions", "--apply"]);
    assert_eq!(
        out,
        "content/articles/closed.md: actors + ghost\n\
         note: content/articles/open.md: `Grey Ghost` is TLP:AMBER, and the article TLP:CLEAR\n\
         added 1 name to the metadata of 1 file\n"
    );
    assert_eq!(get(&site, "content/articles/open.md"), open);
    assert_eq!(get(&site, "content/articles/portion.md"), portion);
}

#[test]
fn one_article_alone_can_be_named() {
    let text = format!("---\ntitle: Title\ndate: 2025-09-03\n---\n{OFTEN}");
    let site = site(&[("content/articles/a.md", text.as_str()), ("content/articles/b.md", text.as_str())]);
    done(&site, &["mentions", "--apply", "--article", "content/articles/a.md"]);
    assert!(get(&site, "content/articles/a.md").contains("actors: [xi]"));
    assert_eq!(get(&site, "content/articles/b.md"), text);
    let ran = run(&site, &["mentions", "--apply", "--often", "4"]);
    assert!(ran.out.contains("added 0 names"), "{}", ran.out);
}

#[test]
fn what_would_bring_new_problems_is_left_and_the_rest_is_done() {
    // With both declared, the weak name of both is in doubt.
    let twins = "- {id: anna, name: Anna Berg, aliases: [{text: Berg, weak: true}]}\n\
                 - {id: otto, name: Otto Berg, aliases: [{text: Berg, weak: true}]}\n";
    let doubtful = "---\ntitle: Title\ndate: 2025-09-03\nactors: [otto]\n---\nBerg began. Anna Berg, Anna Berg, Anna Berg.\n";
    let site = site(&[
        ("content/actors/twins.yaml", twins),
        ("content/articles/a.md", doubtful),
        ("content/articles/b.md", &format!("---\ntitle: Title\ndate: 2025-09-03\n---\n{OFTEN}")),
    ]);
    let out = done(&site, &["mentions", "--apply"]);
    assert!(out.contains("note: content/articles/a.md: ") && out.contains("`Berg` can mean"), "{out}");
    assert_eq!(get(&site, "content/articles/a.md"), doubtful);
    assert!(get(&site, "content/articles/b.md").contains("actors: [xi]"));
}

#[test]
fn nothing_is_added_where_the_content_has_errors() {
    let text = format!("---\ntitle: Title\ndate: 2025-09-03\nactors: [nobody]\n---\n{OFTEN}");
    let site = site(&[("content/articles/a.md", text.as_str())]);
    let ran = run(&site, &["mentions", "--apply"]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("unknown-actor") && ran.err.contains("nothing was added"), "{}", ran.err);
    assert_eq!(get(&site, "content/articles/a.md"), text);
}

// ---- links.lock ----

const PARADE: &str =
    "---\ntitle: Parade\ndate: 2025-09-03\n---\nThe Marshal met Kim Jong Un. KIM JONG UN met Norway.\n";

fn page(site: &TempDir, slug: &str) -> String {
    run(site, &["build"]);
    let page = get(site, &format!("public/articles/{slug}/index.html"));
    let (_, body) = page.split_once("<div class=\"body\">").expect("a page has a body");
    body.split("</div>").next().unwrap_or_default().to_owned()
}

#[test]
fn a_new_alias_relinks_no_locked_article_until_it_is_taken_over() {
    let site = site(&[("content/articles/parade.md", PARADE)]);
    let out = done(&site, &["mentions", "--lock"]);
    assert_eq!(out, "links.lock written: 3 lines more, 0 fewer\n");
    let lock = get(&site, "links.lock");
    assert!(
        lock.ends_with("\ncontent/articles/parade.md\n  Kim Jong Un = actor:kim\n  Norway = country:NO\n"),
        "{lock}"
    );
    let before = page(&site, "parade");
    put(&site, "content/actors/marshal.yaml", "name: Marshal Wong\naliases: [The Marshal]\n");
    put(&site, "content/articles/new.md", "---\ntitle: Title\ndate: 2025-09-04\n---\nThe Marshal came.\n");
    assert_eq!(page(&site, "parade"), before);
    assert!(page(&site, "new").contains(">The Marshal</a>"), "what is not in the lock is linked freely");
    let backlinks = get(&site, "public/actors/marshal/index.html");
    assert!(backlinks.contains("articles/parade/"), "it is counted, whether linked or not");
    let check = run(&site, &["check"]);
    assert_eq!(check.status, 0);
    assert!(check.err.contains("note[unlocked-mention]: `content/articles/parade.md`"), "{}", check.err);
    assert!(check.err.contains("not in the lock: `The Marshal` (Marshal Wong)"), "{}", check.err);
    assert!(check.err.contains("links.lock:4:1"), "{}", check.err);
    let again = done(&site, &["mentions", "--lock"]);
    assert_eq!(again, "links.lock written: 3 lines more, 0 fewer\n");
    assert!(page(&site, "parade").contains(">The Marshal</a>"));
    assert_eq!(run(&site, &["check"]).err, "");
    assert_eq!(done(&site, &["mentions", "--lock"]), "links.lock is as it was: 0 lines more, 0 fewer\n");
}

#[test]
fn a_name_that_is_gone_is_told() {
    let site = site(&[("content/articles/parade.md", PARADE)]);
    done(&site, &["mentions", "--lock"]);
    put(&site, "content/articles/parade.md", &PARADE.replace("Norway", "him"));
    let check = run(&site, &["check"]);
    assert!(check.err.contains("no links any more: `Norway`"), "{}", check.err);
}

#[test]
fn the_lock_serves_all_audiences() {
    let site = site(&[(
        "content/articles/parade.md",
        "---\ntitle: Title\ndate: 2025-09-03\n---\nThe Grey Ghost met Xi Jinping.\n",
    )]);
    done(&site, &["mentions", "--lock"]);
    assert!(get(&site, "links.lock").contains("  Grey Ghost = actor:ghost\n"));
    assert_eq!(run(&site, &["check"]).err, "");
    run(&site, &["build", "--all-profiles"]);
    assert!(get(&site, "internal/articles/parade/index.html").contains(">Grey Ghost</a>"));
    let public = site.path().join("public");
    for path in files_below(&public) {
        let bytes = fs::read(public.join(&path)).expect("a file can be read");
        assert!(!String::from_utf8_lossy(&bytes).contains("ghost"), "{path}");
    }
}

#[test]
fn a_lock_that_cannot_be_read_keeps_the_site_from_being_built() {
    let site = site(&[("content/articles/parade.md", PARADE)]);
    put(&site, "links.lock", "<<<<<<< HEAD\ncontent/articles/parade.md\n");
    let ran = run(&site, &["build"]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("links.lock:1:1"), "{}", ran.err);
    let mended = run(&site, &["mentions", "--lock"]);
    assert_eq!(mended.status, 0, "{}", mended.err);
    assert_eq!(run(&site, &["build"]).status, 0);
}

#[test]
fn a_move_takes_the_lock_along() {
    let site = site(&[("content/articles/parade.md", PARADE)]);
    done(&site, &["mentions", "--lock"]);
    let before = page(&site, "parade").replace("actors/kim/", "actors/kim-jong-un/");
    done(&site, &["mv", "actor:kim", "kim-jong-un"]);
    done(&site, &["mv", "content/articles/parade.md", "content/articles/2025/march.md"]);
    let lock = get(&site, "links.lock");
    assert!(
        lock.contains("content/articles/2025/march.md\n") && lock.contains(" = actor:kim-jong-un\n"),
        "{lock}"
    );
    assert!(!lock.contains("parade") && !lock.contains("actor:kim\n"), "{lock}");
    assert_eq!(run(&site, &["check"]).err, "");
    assert_eq!(page(&site, "march"), before);
}

#[test]
fn a_warm_build_follows_the_lock() {
    let site = site(&[("content/articles/parade.md", PARADE)]);
    let free = page(&site, "parade");
    put(&site, "links.lock", "content/articles/parade.md\n");
    let locked = page(&site, "parade");
    assert!(free.contains("class=\"mention\"") && !locked.contains("class=\"mention\""), "{locked}");
    fs::remove_file(site.path().join("links.lock")).expect("the lock can be removed");
    assert_eq!(page(&site, "parade"), free);
}

#[test]
fn options_that_make_no_sense_together_are_refused() {
    let site = site(&[("content/articles/parade.md", PARADE)]);
    for arguments in [
        &["mentions", "--apply", "--lock"][..],
        &["mentions", "--apply", "--profile", "public"],
        &["mentions", "--lock", "--article", "parade"],
        &["mentions", "--dry-run"],
        &["mentions", "--often", "0"],
    ] {
        assert_eq!(run(&site, arguments).status, 2, "{arguments:?}");
    }
    let root: &Path = site.path();
    assert!(!root.join("links.lock").exists());
}
