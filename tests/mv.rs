//! `chancery mv` as a user runs it, and what holds of every move: all that referred to a thing refers to it still, and
//! nothing else has changed. `CHANCERY_MOVES=all` moves every item of every site.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use chancery::edit::{self, Format};
use chancery::model::date::Now;
use chancery::model::document::{CommonKey, Kind};
use chancery::model::site::Target;
use chancery::mv::{self, Changed, Move, Trouble};
use chancery::pipeline::{self, Project, Timings};
use chancery::source::{Blob, Sources};
use common::linked_site::linked_files;
use common::{Files, NOW, Random, assert_none, build, files_below, manifest, now, now_of, sites};
use tempfile::TempDir;

struct Ran {
    status: i32,
    out: String,
    err: String,
}

fn run(folder: &Path, arguments: &[&str]) -> Ran {
    let mut program = Command::new(env!("CARGO_BIN_EXE_chancery"));
    program.current_dir(folder).args(arguments).stdin(Stdio::null()).env("SOURCE_DATE_EPOCH", "1767225600");
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

const SETTINGS: &str = "title = \"Desk\"\ndescription = \"What we watch.\"\nbase_url = \"https://desk.example/\"\n\
    default_marking = \"TLP:CLEAR\"\n[profiles.public]\n[profiles.internal]\nmarking = \"TLP:RED\"\noutput = \"internal\"\n\
    base_url = \"https://inside.example/\"\n";

fn site(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    put(folder.path(), "site.toml", SETTINGS);
    files.iter().for_each(|(path, text)| put(folder.path(), path, text));
    folder
}

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
    fs::write(path, text).expect("a file can be written");
}

fn get(root: &TempDir, path: &str) -> String {
    fs::read_to_string(root.path().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every file below a folder, for a comparison.
fn all(root: &Path) -> BTreeMap<String, Vec<u8>> {
    files_below(root)
        .into_iter()
        .map(|path| (path.clone(), fs::read(root.join(&path)).unwrap_or_default()))
        .collect()
}

fn moved(root: &TempDir, old: &str, new: &str) -> String {
    let ran = run(root.path(), &["mv", old, new]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{old} {new}");
    let check = run(root.path(), &["check"]);
    assert_eq!(check.status, 0, "{}", check.err);
    ran.out
}

/// A refused move writes nothing and says why.
fn refused(root: &TempDir, old: &str, new: &str, words: &[&str]) {
    let before = all(root.path());
    let ran = run(root.path(), &["mv", old, new]);
    assert_eq!(ran.status, 2, "{old} {new}\n{}{}", ran.out, ran.err);
    for word in words {
        assert!(ran.err.contains(word), "`{word}` is not in\n{}", ran.err);
    }
    assert_eq!(before, all(root.path()), "{old} {new}");
}

const KIM: (&str, &str) = (
    "content/actors/kim-jong-un.md",
    "---\nname: Kim Jong Un # who\naliases: [The Marshal]\n---\nSee [[Kim Jong Un]] and [[xi]].\n",
);
const XI: (&str, &str) = (
    "content/actors/xi.yaml",
    "name: Xi Jinping\nrelations:\n  - {type: ally, to: 'kim-jong-un'}\nroles: [{title: Guest, of: \"kim-jong-un\"}]\n",
);

// ---- references ----

#[test]
fn every_form_of_a_reference_to_an_actor() {
    let before = "---\r\ntitle: One # a comment\r\ndate: 2025-09-03\r\nactors: [ 'kim-jong-un',Kim Jong Un , {id: kim-jong-un, role: host} ]\r\n\
        events:\r\n  - date: 2025-09-03\r\n    title: A\r\n    actors:\r\n    -   kim-jong-un  # him\r\n---\r\n\
        kim-jong-un [[kim-jong-un]] [[actor:kim-jong-un|Kim]] [[ACTOR: Kim-Jong-Un#part]] [[Kim Jong Un]] [[The Marshal]]\r\n\r\n\
        `[[kim-jong-un]]` [[!kim-jong-un]] [a](../actors/kim-jong-un.md) [b](</actors/kim-jong-un/>) [c][k] ![[kim-jong-un]]\r\n\r\n\
        | a |\r\n|---|\r\n| [[kim-jong-un\\|him]] |\r\n\r\n```\r\n[[kim-jong-un]] [k]: ../actors/kim-jong-un.md\r\n```\r\n\r\n\
        <a href=\"/actors/kim-jong-un/\">raw</a> [e](%2e./actors/kim%2Djong-un.md#part)\r\n\r\n\
        [k]: ../actors/kim-jong-un.md 'a title'\r\n";
    let kim = (
        "content/actors/kim-jong-un.md",
        "---\nname: Kim Jong Un # who\naliases: [The Marshal]\n---\n## Part\n\nSee [[Kim Jong Un]].\n",
    );
    let root = site(&[kim, XI, ("content/articles/one.md", before)]);
    let out = moved(&root, "actor:kim-jong-un", "kim");
    let after = before
        .replace("'kim-jong-un',", "'kim',")
        .replace("{id: kim-jong-un,", "{id: kim,")
        .replace("-   kim-jong-un  #", "-   kim  #")
        .replace(
            "\nkim-jong-un [[kim-jong-un]] [[actor:kim-jong-un|Kim]] [[ACTOR: Kim-Jong-Un#part]]",
            "\nkim-jong-un [[kim]] [[actor:kim|Kim]] [[ACTOR: Kim-Jong-Un#part]]",
        )
        .replace("(../actors/kim-jong-un.md)", "(../actors/kim.md)")
        .replace("(</actors/kim-jong-un/>)", "(</actors/kim/>)")
        .replace("![[kim-jong-un]]", "![[kim]]")
        .replace("| [[kim-jong-un\\|him]]", "| [[kim\\|him]]")
        .replace("\"/actors/kim-jong-un/\"", "\"/actors/kim/\"")
        .replace("(%2e./actors/kim%2Djong-un.md#part)", "(../actors/kim.md#part)")
        .replace("\r\n[k]: ../actors/kim-jong-un.md 'a", "\r\n[k]: ../actors/kim.md 'a");
    assert_eq!(get(&root, "content/articles/one.md"), after);
    assert_eq!(
        get(&root, "content/actors/kim.md"),
        "---\nname: Kim Jong Un # who\naliases: [The Marshal]\nredirects: [/actors/kim-jong-un/]\n---\n## Part\n\nSee [[Kim Jong Un]].\n"
    );
    assert_eq!(get(&root, "content/actors/xi.yaml"), XI.1.replace("kim-jong-un", "kim"));
    assert!(!root.path().join(kim.0).exists());
    assert!(
        out.contains(
            "content/actors/kim-jong-un.md -> content/actors/kim.md\n/actors/kim-jong-un/ -> /actors/kim/\n"
        ),
        "{out}"
    );
}

#[test]
fn drafts_embargoes_portions_and_marked_items_are_no_exception() {
    let article =
        |metadata: &str| format!("---\ntitle: T\ndate: 2025-01-01\n{metadata}---\nSee [[kim-jong-un]].\n");
    let files = [
        ("content/articles/draft.md", article("status: draft\nactors: [kim-jong-un]\n")),
        ("content/articles/later.md", article("publish_at: 2100-01-01\nactors: [kim-jong-un]\n")),
        ("content/articles/gone.md", article("expires: 2020-01-01\nactors: [kim-jong-un]\n")),
        ("content/articles/red.md", article("marking: TLP:RED\nactors: [kim-jong-un]\n")),
        (
            "content/articles/part.md",
            article("").replace("See", "::: {marking=TLP:RED}\n[[kim-jong-un]]\n:::\n\nSee"),
        ),
        ("content/articles/_defaults.yaml", "actors: [kim-jong-un] # all\n".to_owned()),
    ];
    let root = site(&[KIM, XI]);
    files.iter().for_each(|(path, text)| put(root.path(), path, text));
    moved(&root, "kim-jong-un", "kim");
    for (path, text) in files {
        assert_eq!(get(&root, path), text.replace("kim-jong-un", "kim"), "{path}");
    }
}

#[test]
fn sources_are_cited_figured_and_repeated() {
    let article = "---\ntitle: T\ndate: 2025-01-01\nsources:\n  - wire\n  - {id: own, title: Own, origin: wire}\nfigures:\n  - {label: L, value: 1, source: wire}\n\
        events:\n  - {date: 2025, title: E, sources: [own, wire]}\n---\nA.[@wire] B.[@own; @wire]\n\n> C.[@own;\n> @wire]\n";
    let root = site(&[
        ("content/articles/t.md", article),
        ("content/sources/wire.yaml", "title: Wire\n"),
        ("content/sources/echo.yaml", "title: Echo\norigin: wire\n"),
        ("content/sources/told.yaml", "title: Told\norigin: the wire\n"),
        (
            "content/articles/u.md",
            "---\ntitle: U\ndate: 2025-01-02\n---\n[[source:t-own]] [x](/sources/t-own/) [[source:wire]] [@echo; @told]\n",
        ),
    ]);
    let out = moved(&root, "source:wire", "agency");
    assert_eq!(get(&root, "content/articles/t.md"), article.replace("wire", "agency"));
    assert_eq!(get(&root, "content/sources/echo.yaml"), "title: Echo\norigin: agency\n");
    assert_eq!(get(&root, "content/sources/told.yaml"), "title: Told\norigin: the wire\n");
    assert_eq!(get(&root, "content/sources/agency.yaml"), "title: Wire\n");
    assert!(out.contains("`/sources/wire/` will be gone"), "{out}");
    let before = get(&root, "content/articles/t.md");
    moved(&root, "source:t-own", "notes");
    assert_eq!(
        get(&root, "content/articles/t.md"),
        before.replace("id: own", "id: notes").replace("[own,", "[notes,").replace("@own", "@notes")
    );
    assert!(get(&root, "content/articles/u.md").contains("[[source:t-notes]] [x](/sources/t-notes/)"));
    let out = moved(&root, "article:t", "story");
    assert!(
        get(&root, "content/articles/u.md").contains("[[source:story-notes]] [x](/sources/story-notes/)")
    );
    assert!(out.contains("`/sources/t-notes/` becomes `/sources/story-notes/`"), "{out}");
}

#[test]
fn events_change_wherever_they_are_told() {
    let article = "---\ntitle: T\ndate: 2025-01-01\nevents:\n  - id: 'parade'\n    date: 2025-09-03\n    title: Parade\n---\n[[event:parade]] [x](/timeline/2025/#event-parade)\n";
    let list = "# events\n- id: parade # the\n  date: 2025-09-03\n  title: Parade\n- {id: other, date: 2025, title: O}\n";
    let root = site(&[("content/articles/t.md", article), ("content/events/all.yaml", list)]);
    moved(&root, "event:parade", "review");
    assert_eq!(
        get(&root, "content/articles/t.md"),
        article
            .replace("'parade'", "'review'")
            .replace("event:parade", "event:review")
            .replace("event-parade", "event-review")
    );
    assert_eq!(
        get(&root, "content/events/all.yaml"),
        list.replace("id: parade", "id: review")
            .replace("title: Parade\n", "title: Parade\n  redirects: [/events/parade/]\n")
    );
    moved(&root, "event:other", "another");
    assert!(
        get(&root, "content/events/all.yaml")
            .contains("- {id: another, date: 2025, title: O, redirects: [/events/other/]}\n")
    );
    let alone = site(&[("content/articles/t.md", article)]);
    let out = moved(&alone, "parade", "review");
    assert!(out.contains("`/events/parade/` will be gone"), "{out}");
}

#[test]
fn items_of_a_list_get_an_id_where_they_have_none() {
    let list = "- name: Bank of Fog\n  kind: company\n- name: Ghost\n";
    let article =
        "---\ntitle: T\ndate: 2025-01-01\nactors: [bank-of-fog, Bank of Fog]\n---\n[[bank-of-fog]]\n";
    let root = site(&[("content/actors/all.yaml", list), ("content/articles/t.md", article)]);
    moved(&root, "bank-of-fog", "bof");
    assert_eq!(
        get(&root, "content/actors/all.yaml"),
        "- name: Bank of Fog\n  id: bof\n  kind: company\n  redirects: [/actors/bank-of-fog/]\n- name: Ghost\n"
    );
    assert_eq!(get(&root, "content/articles/t.md"), article.replace("bank-of-fog", "bof"));
    moved(&root, "content/actors/all.yaml", "content/actors/some.yaml");
    refused(&root, "content/actors/some.yaml", "x", &["holds several items", "by its id"]);
}

#[test]
fn topics_authors_and_names_that_come_from_the_id() {
    let article = "---\ntitle: T\ndate: 2025-01-01\ntopics: [sanctions, Sanctions, new]\nauthors: [desk-asia, anna]\n---\n[[Sanctions]] [[topic:sanctions]]\n";
    let root = site(&[
        ("content/articles/t.md", article),
        ("content/topics/sanctions.yaml", "summary: S\n"),
        ("content/authors/anna.yaml", "name: Anna Berg\n"),
    ]);
    moved(&root, "topic:sanctions", "embargoes");
    // The name was made of the id: it is another one now, and whoever used it would make a topic of it.
    assert_eq!(
        get(&root, "content/articles/t.md"),
        article
            .replace("[sanctions, Sanctions,", "[embargoes, embargoes,")
            .replace("[[Sanctions]] [[topic:sanctions]]", "[[embargoes]] [[topic:embargoes]]")
    );
    assert_eq!(get(&root, "content/topics/embargoes.yaml"), "summary: S\nredirects: [/topics/sanctions/]\n");
    let out = moved(&root, "author:anna", "anna-berg");
    assert!(out.contains("authors have no redirects"), "{out}");
    refused(&root, "topic:new", "newer", &["no file declares the topic `new`", "content/topics/new.yaml"]);
    refused(&root, "topic:embargoes", "new", &["another topic has the id `new`", "others name it"]);
}

// ---- files ----

#[test]
fn an_article_moves_with_its_sidecar_and_its_links() {
    let text = "# T\n\n![dot](dot.png) ![dot][d] ![[dot.png]] [other](o.md#x) [self](2025-01-01-t.md) [[o]] [p](../pages/p.md) [#](#part)\n\n## Part\n\n[d]: <dot.png>\n";
    let sidecar = "date: 2025-01-01\nimage: {src: dot.png, alt: Dot} # i\n";
    let other = "---\ntitle: O\ndate: 2025-01-02\ntranslation_of: t\n---\n## X\n\n[t](2025-01-01-t.md) [t](./2025-01-01-t.md#part) [t][r] [t](/articles/t/) [[t]] [[T]]\n\n[r]: 2025-01-01-t.md\n";
    let root = site(&[
        ("content/articles/2025-01-01-t.md", text),
        ("content/articles/2025-01-01-t.yaml", sidecar),
        ("content/articles/o.md", other),
        ("content/pages/p.md", "# P\n\n[t](../articles/2025-01-01-t.md)\n"),
    ]);
    fs::copy(
        manifest("tests/sites/every-key/input/content/articles/dot.png"),
        root.path().join("content/articles/dot.png"),
    )
    .expect("a picture");
    moved(&root, "content/articles/2025-01-01-t.md", "content/articles/2025/2025-01-01-my story.md");
    assert_eq!(
        get(&root, "content/articles/2025/2025-01-01-my story.md"),
        "# T\n\n![dot](../dot.png) ![dot][d] ![[../dot.png]] [other](../o.md#x) [self](2025-01-01-my%20story.md) [[o]] [p](../../pages/p.md) [#](#part)\n\n## Part\n\n[d]: <../dot.png>\n"
    );
    assert_eq!(
        get(&root, "content/articles/2025/2025-01-01-my story.yaml"),
        "date: 2025-01-01\nimage: {src: ../dot.png, alt: Dot} # i\nredirects: [/articles/t/]\n"
    );
    assert_eq!(
        get(&root, "content/articles/o.md"),
        "---\ntitle: O\ndate: 2025-01-02\ntranslation_of: my-story\n---\n## X\n\n[t](2025/2025-01-01-my%20story.md) [t](./2025/2025-01-01-my%20story.md#part) [t][r] [t](/articles/my-story/) [[my-story]] [[T]]\n\n[r]: 2025/2025-01-01-my%20story.md\n"
    );
    assert!(get(&root, "content/pages/p.md").contains("(../articles/2025/2025-01-01-my%20story.md)"));
    // Back, from within the folder.
    let here = root.path().join("content/articles");
    let ran = run(&here, &["mv", "2025/2025-01-01-my story.md", "2025-01-01-t.md"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert_eq!(get(&root, "content/articles/2025-01-01-t.md"), text);
    assert_eq!(
        get(&root, "content/articles/2025-01-01-t.yaml"),
        format!("{sidecar}redirects: [/articles/my-story/]\n")
    );
    assert_eq!(get(&root, "content/articles/o.md"), other);
}

#[test]
fn ids_that_stand_in_metadata_change_there() {
    let article = "---\ntitle: T\nslug: \"tee\" # s\ndate: 2025-01-01\n---\nText\n";
    let root = site(&[
        ("content/articles/t.md", article),
        ("content/articles/b/index.md", "# B\n"),
        (
            "content/articles/o.md",
            "# O\n\n[[tee]] [[b]] [b](b/index.md) [[about]] [a](/about/) [t](/about/team/)\n",
        ),
        ("content/pages/about.md", "# About\n"),
        ("content/pages/about/team.md", "# Team\n"),
        ("content/actors/k.yaml", "id: kim\nname: Kim\n"),
    ]);
    moved(&root, "tee", "story");
    assert_eq!(
        get(&root, "content/articles/t.md"),
        article.replace("tee", "story").replace("01-01\n", "01-01\nredirects: [/articles/tee/]\n")
    );
    let out = moved(&root, "content/articles/t.md", "content/articles/2025/");
    assert!(out.contains("its address stays"), "{out}");
    moved(&root, "content/actors/k.yaml", "actor:kim-jong-un");
    assert_eq!(
        get(&root, "content/actors/k.yaml"),
        "id: kim-jong-un\nname: Kim\nredirects: [/actors/kim/]\n"
    );
    moved(&root, "page:about", "us");
    assert!(root.path().join("content/pages/us.md").exists());
    moved(&root, "article:b", "bee");
    assert_eq!(
        get(&root, "content/articles/b/index.md"),
        "---\nslug: bee\nredirects: [/articles/b/]\n---\n# B\n"
    );
    assert_eq!(
        get(&root, "content/articles/o.md"),
        "# O\n\n[[story]] [[bee]] [b](b/index.md) [[page:us]] [a](/us/) [t](/about/team/)\n"
    );
}

#[test]
fn a_text_without_metadata_keeps_its_title() {
    let root = site(&[("content/articles/2025-01-01-plain.txt", "A first line.\n\nAnd more.\n")]);
    moved(&root, "plain", "simple");
    assert_eq!(
        get(&root, "content/articles/2025-01-01-simple.txt"),
        "---\ntitle: A first line.\nredirects: [/articles/plain/]\n---\nA first line.\n\nAnd more.\n"
    );
}

#[test]
fn moving_on_and_back_keeps_older_addresses() {
    let root = site(&[(
        "content/articles/a.md",
        "---\ntitle: A\ndate: 2025-01-01\nredirects:\n  - /older/ # o\n---\nText\n",
    )]);
    moved(&root, "a", "b");
    moved(&root, "b", "c");
    assert!(
        get(&root, "content/articles/c.md")
            .contains("redirects:\n  - /older/ # o\n  - /articles/a/\n  - /articles/b/\n")
    );
    moved(&root, "c", "a");
    assert!(
        get(&root, "content/articles/a.md")
            .contains("redirects:\n  - /older/ # o\n  - /articles/c/\n  - /articles/b/\n")
    );
    let ran = run(root.path(), &["build"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(root.path().join("public/articles/b/index.html").exists());
}

#[test]
fn an_id_that_means_others_too_gets_its_kind() {
    let article = "---\ntitle: T\ndate: 2025-01-01\nactors: [kim-jong-un]\n---\n[[KIM-JONG-UN]] [[kim-jong-un]] [[topic:fog]] [[XI]]\n";
    let root =
        site(&[KIM, XI, ("content/topics/fog.yaml", "name: Weather\n"), ("content/articles/t.md", article)]);
    moved(&root, "actor:kim-jong-un", "fog");
    assert_eq!(
        get(&root, "content/articles/t.md"),
        "---\ntitle: T\ndate: 2025-01-01\nactors: [fog]\n---\n[[KIM-JONG-UN]] [[actor:fog]] [[topic:fog]] [[XI]]\n"
    );
}

// ---- what is refused ----

#[test]
fn what_cannot_be_moved_is_refused() {
    let root = site(&[
        ("content/actors/kim-jong-un.md", "---\nname: Kim Jong Un\n---\n"),
        XI,
        ("content/articles/t.md", "---\ntitle: T\ndate: 2025-01-01\nactors: [xi]\n---\n[[xi]] [[sunny]]\n"),
        ("content/articles/xi.md", "---\ntitle: Xi\ndate: 2025-01-01\n---\n[[t]]\n"),
        ("content/articles/2025-02-02-dated.md", "# Dated\n"),
        ("content/articles/side.md", "# Side\n"),
        ("content/articles/side.yaml", "date: 2025-01-01\n"),
        ("content/articles/red/_defaults.yaml", "marking: TLP:RED\n"),
        ("content/pages/index.md", "Welcome.\n"),
        ("content/actors/weather.yaml", "name: Sunny\n"),
    ]);
    // `[[xi]]` is ambiguous before: an error of the content.
    let ran = run(root.path(), &["mv", "t", "u"]);
    assert_eq!(ran.status, 1);
    assert!(
        ran.err.contains("error[ambiguous-link]") && ran.err.contains("nothing was moved"),
        "{}",
        ran.err
    );
    put(
        root.path(),
        "content/articles/t.md",
        "---\ntitle: T\ndate: 2025-01-01\nactors: [xi]\n---\n[[sunny]]\n",
    );
    refused(&root, "xi", "y", &["`article:xi` or `actor:xi`", "with the kind before it"]);
    refused(&root, "nobody", "y", &["nothing here has the id `nobody`"]);
    refused(&root, "kim-jong-um", "y", &["did you mean `kim-jong-un`?"]);
    refused(&root, "actor:xi", "topic:xi", &["cannot become one of the kind topic"]);
    refused(
        &root,
        "actor:xi",
        "kim-jong-un",
        &["another actor has the id `kim-jong-un`: content/actors/kim-jong-un.md:1"],
    );
    refused(&root, "actor:xi", "Xi Jinping", &["write `xi-jinping`"]);
    refused(&root, "actor:xi", "?", &["no letter or digit"]);
    refused(&root, "actor:xi", "xi", &["is its id already"]);
    refused(&root, "country:KP", "kim", &["ISO 3166-1"]);
    refused(
        &root,
        "content/actors/xi.yaml",
        "content/actors/XI.YAML",
        &["is not named as a file of that sort"],
    );
    refused(&root, "content/actors/xi.yaml", "content/topics/xi.yaml", &["none of this kind any more"]);
    refused(
        &root,
        "content/actors/kim-jong-un.md",
        "content/articles/T.md",
        &["differs from it only in case"],
    );
    refused(&root, "content/articles/t.md", "content/articles/side.md", &["is there already"]);
    refused(&root, "content/articles/t.md", "t.md", &["is not below content/"]);
    refused(&root, "content/articles/t.md", "../t.md", &["is not below content/"]);
    refused(&root, "content/articles/t.md", "content/articles/.t.md", &["hidden part"]);
    refused(
        &root,
        "content/articles/t.md",
        "content/articles/red/",
        &["another `marking`", "red/_defaults.yaml"],
    );
    refused(&root, "content/articles/nix.md", "content/articles/y.md", &["there is no file"]);
    refused(
        &root,
        "content/articles/side.yaml",
        "content/articles/y.yaml",
        &["belongs to `content/articles/side.md`"],
    );
    refused(&root, "content/articles/red/_defaults.yaml", "content/articles/y.yaml", &["holds no item"]);
    refused(&root, "site.toml", "content/articles/y.md", &["holds no item"]);
    refused(
        &root,
        "content/articles/2025-02-02-dated.md",
        "content/articles/dated.md",
        &["after this, this article has no date"],
    );
    // A name that others have meant.
    refused(
        &root,
        "article:t",
        "sunny",
        &["content/articles/t.md:6: `sunny` would lead to the article `sunny`"],
    );
}

#[test]
fn a_dry_run_tells_and_writes_nothing() {
    let root = site(&[
        KIM,
        XI,
        ("content/articles/t.md", "---\ntitle: T\ndate: 2025-01-01\n---\nÄ [[kim-jong-un]]\n"),
    ]);
    let before = all(root.path());
    let ran = run(root.path(), &["mv", "kim-jong-un", "kim", "--dry-run"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert_eq!(
        ran.out,
        "content/actors/kim-jong-un.md:4:1 + redirects: [/actors/kim-jong-un/]\n\
         content/actors/xi.yaml:3:22 'kim-jong-un' -> 'kim'\n\
         content/actors/xi.yaml:4:28 \"kim-jong-un\" -> \"kim\"\n\
         content/articles/t.md:5:5 kim-jong-un -> kim\n\
         content/actors/kim-jong-un.md -> content/actors/kim.md\n\
         /actors/kim-jong-un/ -> /actors/kim/\n\
         would change 4 places in 3 files; 4 references lead there by the new name or path\n"
    );
    assert_eq!(before, all(root.path()));
}

// ---- the disk ----

fn planned(root: &Path, old: &str, new: &str) -> Move {
    let (sources, read) = chancery::read::read(root).expect("the folder can be read");
    match mv::plan(&sources, &read, "", old, new, now(NOW)) {
        Ok(planned) => planned,
        Err(Trouble::Refused(why)) => panic!("{why:?}"),
        Err(Trouble::Errors(errors, _)) => panic!("{errors:?}"),
    }
}

#[test]
fn what_fails_in_between_is_put_back() {
    let root = site(&[KIM, XI, ("content/articles/t.md", "# T\n\n[[kim-jong-un]]\n")]);
    let plan = planned(root.path(), "kim-jong-un", "kim");
    let before = all(root.path());
    // A folder where a file has to go: the last of the renames fails.
    let in_the_way = Changed { to: "content/articles/t.md/x.md".to_owned(), ..plan.files[0].clone() };
    let files = [&plan.files[1..], &[in_the_way]].concat();
    let error = mv::put(root.path(), &files).expect_err("a file is no folder").to_string();
    assert!(error.contains("nothing was changed"), "{error}");
    assert_eq!(before, all(root.path()));
    // Somebody was quicker.
    put(root.path(), "content/actors/xi.yaml", "name: Xi\n");
    let error = mv::put(root.path(), &plan.files).expect_err("it has changed").to_string();
    assert!(error.contains("`content/actors/xi.yaml` has changed meanwhile"), "{error}");
    put(root.path(), "content/actors/xi.yaml", XI.1);
    put(root.path(), "content/actors/kim.md", "x");
    let error = mv::put(root.path(), &plan.files).expect_err("it is there").to_string();
    assert!(error.contains("`content/actors/kim.md` is there already"), "{error}");
    fs::remove_file(root.path().join("content/actors/kim.md")).expect("it can be removed");
    assert_eq!(before, all(root.path()));
    mv::put(root.path(), &plan.files).expect("nothing is in the way any more");
    assert!(files_below(root.path()).iter().all(|path| !path.contains(".chancery-mv")));
}

#[cfg(unix)]
#[test]
fn nothing_outside_the_root_is_touched() {
    let outside = tempfile::tempdir().expect("a folder");
    let root = site(&[KIM, XI]);
    std::os::unix::fs::symlink(outside.path(), root.path().join("content/actors/out")).expect("a link");
    let ran = run(root.path(), &["mv", "content/actors/kim-jong-un.md", "content/actors/out/kim-jong-un.md"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("leads out of the site's folder; nothing was changed"), "{}", ran.err);
    assert_eq!(get(&root, KIM.0), KIM.1);
    assert_eq!(files_below(outside.path()), Vec::<String>::new());
}

// ---- what holds of every move ----

/// What is put behind an id to make a new one: nothing else holds it, and the order of names stays.
const MARK: &str = "-zzq";

/// A site in memory.
struct Site {
    name: String,
    texts: BTreeMap<String, String>,
    blobs: Vec<(String, Blob)>,
    now: Now,
    /// The slugs of its articles, and of all items.
    articles: Vec<String>,
    slugs: Vec<String>,
}

impl Site {
    fn of_folder(name: &str, root: &Path, now: Now) -> Self {
        let (sources, _) = chancery::read::read(root).expect("the folder of a site can be read");
        let texts =
            sources.texts().map(|(id, file)| (file.path.to_string(), sources.text(id).to_owned())).collect();
        let blobs = sources.blobs().map(|(path, blob)| (path.to_owned(), blob.clone())).collect();
        Site { name: name.to_owned(), texts, blobs, now, articles: Vec::new(), slugs: Vec::new() }
    }

    fn of_files(name: &str, files: Vec<(String, Vec<u8>)>) -> Self {
        let (mut texts, mut blobs) = (BTreeMap::new(), Vec::new());
        for (path, bytes) in files {
            let is_text = path.starts_with("templates/")
                || [".md", ".yaml", ".toml"].iter().any(|end| path.ends_with(end));
            match String::from_utf8(bytes) {
                Ok(text) if is_text => drop(texts.insert(path, text)),
                Ok(text) => blobs.push((path, Blob::Memory(Arc::from(text.as_bytes())))),
                Err(bytes) => blobs.push((path, Blob::Memory(Arc::from(bytes.as_bytes())))),
            }
        }
        Site { name: name.to_owned(), texts, blobs, now: now(NOW), articles: Vec::new(), slugs: Vec::new() }
    }

    fn sources(&self) -> Sources {
        let texts = self.texts.iter().map(|(path, text)| (path.clone(), Arc::from(text.as_str())));
        Sources::new(texts, self.blobs.clone())
    }

    fn with(&self, files: &[Changed]) -> Self {
        let mut texts = self.texts.clone();
        files.iter().for_each(|file| drop(texts.remove(&file.from)));
        texts.extend(files.iter().map(|file| (file.to.clone(), file.new.clone())));
        Site {
            name: self.name.clone(),
            texts,
            blobs: self.blobs.clone(),
            now: self.now,
            articles: Vec::new(),
            slugs: Vec::new(),
        }
    }

    /// Every item that somebody can name: its kind, slug and, as an id that counts in one article alone, what it is called.
    fn items(&self) -> Vec<(Kind, String)> {
        let project = Project::new(self.sources(), Vec::new(), &mut Timings::default());
        let (site, _) = pipeline::linked(&project);
        let slug = |target: Target| match target {
            Target::Article(id) => Some(site[id].slug.clone()),
            Target::Actor(id) => site[id].origin.as_ref().map(|_| site[id].slug.clone()),
            Target::Topic(id) => site[id].origin.as_ref().map(|_| site[id].slug.clone()),
            Target::Author(id) => site[id].origin.as_ref().map(|_| site[id].slug.clone()),
            Target::Event(id) => site[id].id.as_ref().map(|_| site[id].slug.clone()),
            Target::Source(id) => site[id].id.as_ref().map(|_| site[id].slug.clone()),
            Target::Page(id) => Some(site[id].path.clone()).filter(|path| !path.is_empty()),
            Target::Country(_) => None,
        };
        let items: Vec<(Kind, String)> =
            site.targets().filter_map(|target| Some((target.kind(), slug(target)?))).collect();
        items
    }
}

fn plan_in_memory(site: &Site, old: &str, new: &str) -> Result<Move, String> {
    mv::plan(&site.sources(), &Vec::new(), "", old, new, site.now).map_err(|trouble| match trouble {
        Trouble::Refused(why) => format!("{why:?}"),
        Trouble::Errors(errors, _) => format!("{errors:?}"),
    })
}

/// What a page is made of, in any order.
fn parts(bytes: &[u8]) -> Vec<&[u8]> {
    let mut parts: Vec<&[u8]> = bytes.split(|byte| b">\n ".contains(byte)).collect();
    parts.sort_unstable();
    parts
}

/// In which file a card stands follows from its page's address, so all of them are looked at as one.
fn with_one_file_of_cards(files: &Files) -> Files {
    let (cards, others): (Vec<_>, Vec<_>) = files.iter().partition(|(path, _)| path.starts_with("previews/"));
    let lines = cards.iter().flat_map(|(_, bytes)| bytes.split(|byte| *byte == b'\n'));
    let mut lines: Vec<&[u8]> = lines.map(|line| line.strip_suffix(b",").unwrap_or(line)).collect();
    lines.sort_unstable();
    lines.dedup();
    let others = others.into_iter().map(|(path, bytes)| (path.clone(), bytes.clone()));
    others.chain([("previews".to_owned(), lines.join(&b'\n'))]).collect()
}

/// Replaces bytes, and says nothing of what they mean.
fn replaced(bytes: &[u8], old: &str, new: &str) -> Vec<u8> {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.replace(old, new).into_bytes(),
        Err(_) => bytes.to_vec(),
    }
}

/// The new id of an item, and what its name would be if that is made of the id.
fn new_id(kind: Kind, slug: &str, site: &Site) -> String {
    let local = if kind == Kind::Source { local_id(slug, site) } else { None };
    format!("{}{MARK}", local.as_deref().unwrap_or(slug))
}

/// Of a source that an article gives, whose slug is made of both.
fn local_id(slug: &str, site: &Site) -> Option<String> {
    let own = |article: &String| Some(slug.strip_prefix(article)?.strip_prefix('-')?.to_owned());
    site.articles.iter().find_map(own)
}

/// What is wrong with moving this item, there and back; none where the site refuses it for a reason.
fn faults(site: &Site, before: &[(String, Files)], kind: Kind, slug: &str) -> Option<Vec<String>> {
    let name = format!("{}: {}:{slug}", site.name, kind.word());
    let new = new_id(kind, slug, site);
    let planned = match plan_in_memory(site, &format!("{}:{slug}", kind.word()), &new) {
        Ok(planned) => planned,
        // Nobody edits surely what two readers read in two ways.
        Err(why) if why.contains("its metadata has mistakes") => return None,
        Err(why) => return Some(vec![format!("{name} is refused: {why}")]),
    };
    let moved = site.with(&planned.files);
    let after = build(moved.sources(), Vec::new(), site.now);
    let mut faults = Vec::new();
    // What has one date or name stands in the order of ids, and the new one may come after another that begins alike.
    let reorders = site.slugs.iter().any(|other| other.starts_with(&format!("{slug}-")));
    let (old_url, _) = planned.urls.clone().unwrap_or_default();
    for ((profile, before), (_, after)) in before.iter().zip(&after.outputs) {
        let redirect = format!("{}index.html", old_url.trim_start_matches('/'));
        let mut normal: Files = Files::new();
        for (path, bytes) in
            after.iter().filter(|(path, _)| **path != redirect || !kind.has(CommonKey::Redirects))
        {
            let bytes = [MARK, " zzq", "%2Dzzq"]
                .iter()
                .fold(unfolded(path, bytes), |bytes, mark| replaced(&bytes, mark, ""));
            normal.insert(path.replace(MARK, ""), bytes);
        }
        let before = before.iter().map(|(path, bytes)| (path.clone(), unfolded(path, bytes))).collect();
        let (before, normal) = (&with_one_file_of_cards(&before), with_one_file_of_cards(&normal));
        for path in before.keys().chain(normal.keys()) {
            let (was, is) = (before.get(path), normal.get(path));
            if was != is && !(reorders && was.map(|was| parts(was)) == is.map(|is| parts(is))) {
                faults.push(format!("{name}: `{path}` of {profile} is another"));
            }
        }
    }
    faults.extend(back(site, &moved, kind, slug, &name, &planned));
    Some(faults)
}

/// Calendars break their lines after so many bytes, wherever an address of another length lets them.
fn unfolded(path: &str, bytes: &[u8]) -> Vec<u8> {
    if path.ends_with(".ics") { replaced(bytes, "\r\n ", "") } else { bytes.to_vec() }
}

/// Moved back, every file is as it was, but for the redirect.
fn back(site: &Site, moved: &Site, kind: Kind, slug: &str, name: &str, there: &Move) -> Vec<String> {
    let (_, new_url) = there.urls.clone().unwrap_or_default();
    let from = new_url.trim_matches('/').split_once('/').map_or("", |(_, slug)| slug).to_owned();
    let from = if kind == Kind::Page { new_url.trim_matches('/').to_owned() } else { from };
    let to = if kind == Kind::Source {
        local_id(slug, site).unwrap_or_else(|| slug.to_owned())
    } else {
        slug.to_owned()
    };
    let planned = match plan_in_memory(moved, &format!("{}:{from}", kind.word()), &to) {
        Ok(planned) => planned,
        Err(why) => return vec![format!("{name} cannot be moved back: {why}")],
    };
    let again = moved.with(&planned.files);
    let (was, is) = (by_name(&site.texts), by_name(&again.texts));
    let is_explained = |path: &String| match (was.get(path), is.get(path)) {
        (Some(was), Some(is)) => {
            was == is
                || (kind.has(CommonKey::Redirects)
                    && without_redirect(is, &new_url, was) == without_redirect(was, "-", was))
        }
        _ => false,
    };
    let bad = was.keys().chain(is.keys()).filter(|path| !is_explained(path));
    bad.map(|path| format!("{name}: `{path}` is another after moving there and back")).collect()
}

/// Texts by their paths as ids are made of them: a file that was called otherwise is called by its id now.
fn by_name(texts: &BTreeMap<String, String>) -> BTreeMap<String, &str> {
    texts.iter().map(|(path, text)| (path.to_lowercase().replace(' ', "-"), text.as_str())).collect()
}

/// A text without the redirect that a move has added, however the list is written. One that had no metadata has got a title.
fn without_redirect(text: &str, url: &str, original: &str) -> String {
    let forms = [
        format!(", redirects: [{url}]"),
        format!(", {url}"),
        format!("redirects = [\"{url}\"]"),
        format!("redirects: [{url}]"),
    ];
    let out = forms.iter().fold(text.to_owned(), |text, form| text.replace(form, ""));
    let has_metadata = original.contains("---\n") || original.contains("---\r\n") || original.contains("+++");
    let is_new = |line: &&str| !has_metadata && (*line == "---" || line.starts_with("title: "));
    let lines: Vec<&str> = out.lines().filter(|line| !line.trim().is_empty() && !is_new(line)).collect();
    lines.join("\n")
}

fn move_some(mut site: Site, share: usize, random: &mut Random, bad: &mut Vec<String>) -> usize {
    let built = build(site.sources(), Vec::new(), site.now);
    if built.has_errors() {
        return 0;
    }
    let all = std::env::var("CHANCERY_MOVES").is_ok_and(|what| what == "all");
    let items = site.items();
    site.articles =
        items.iter().filter(|(kind, _)| *kind == Kind::Article).map(|(_, slug)| slug.clone()).collect();
    site.slugs = items.iter().map(|(_, slug)| slug.clone()).collect();
    let chosen: Vec<&(Kind, String)> = items.iter().filter(|_| all || random.one_in(share)).collect();
    let found: Vec<String> = chosen
        .iter()
        .filter_map(|(kind, slug)| faults(&site, &built.outputs, *kind, slug))
        .flatten()
        .collect();
    bad.extend(found);
    chosen.len()
}

#[test]
fn the_demo_is_the_same_but_for_the_address() {
    let site = Site::of_folder("the demo", &manifest("."), now(NOW));
    let mut bad = Vec::new();
    let count = move_some(site, 60, &mut Random(7), &mut bad);
    assert_none(bad);
    assert!(count > 2, "{count}");
}

#[test]
fn fixtures_are_the_same_but_for_the_address() {
    let mut random = Random(11);
    let (mut count, mut bad) = (0, Vec::new());
    // Of sources without an id of their own the page changes with the id that a move gives them: accounts are named by it.
    for (name, folder) in sites().into_iter().filter(|(name, _)| name != "sources-of-one-origin") {
        count += move_some(
            Site::of_folder(&name, &folder.join("input"), now_of(&folder)),
            5,
            &mut random,
            &mut bad,
        );
    }
    assert_none(bad);
    assert!(count > 15, "{count}");
}

#[test]
fn random_sites_are_the_same_but_for_the_address() {
    let (mut count, mut bad) = (0, Vec::new());
    for seed in 1..=8 {
        let mut random = Random(seed * 2 + 1);
        let site = Site::of_files(&format!("random site {seed}"), linked_files(&mut random));
        count += move_some(site, 6, &mut random, &mut bad);
    }
    assert_none(bad);
    assert!(count > 5, "{count}");
}

#[test]
fn a_redirect_is_added_as_an_editor_would() {
    let text = "---\ntitle: A\n---\nB\n";
    assert_eq!(
        edit::add_to_list(text, Format::Text, "redirects", &["/a/"]).as_deref(),
        Ok("---\ntitle: A\nredirects: [/a/]\n---\nB\n")
    );
}
