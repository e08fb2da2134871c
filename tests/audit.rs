//! What `audit` finds and what it does not cry over: planted leaks, in every dress; sites without any; and the program's
//! words and status. `withheld`, its companion, is looked at here, too.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, OnceLock};

use chancery::audit::{self, Leak, Sample, Search, Sort, Where};
use chancery::model::date::Now;
use chancery::pipeline::{self, Output, Project, Timings, is_refused};
use chancery::source::{Blob, Sources};
use chancery::theme;
use common::random_site::random_texts;
use common::{NOW, Random, assert_none, manifest, now, now_of, sites};
use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use rayon::prelude::*;

// ---- sites ----

const SETTINGS: &str = "title = \"Desk\"\nbase_url = \"https://desk.example/\"\ndefault_marking = \"TLP:CLEAR\"\n[audience]\ncanaries = [\"ZX-CANARY-81\", {text = \"amber only\", marking = \"TLP:AMBER\"}]\n[profiles.public]\nmarking = \"TLP:CLEAR\"\n[profiles.partner]\nmarking = \"TLP:GREEN\"\nbase_url = \"https://partner.example/\"\n";
const OPEN: &str =
    "---\ntitle: Open briefing\ndate: 2025-09-03\nactors: [open-actor]\n---\nThey stood side by side.\n";
const CLOSED: &str = "---\ntitle: \"The “Grey” convoy & its escort\"\ndate: 2025-09-04\nmarking: TLP:AMBER\nslug: grey-convoy\nactors: [agent-zero]\ntopics: [Nachtfall]\nsummary: It leaves.\n---\nThe convoy will leave the northern depot at dawn on Monday.\n\n![](/maps/grey-map.svg)\n\n# Order of march\n\n三号车队将于周一拂晓离开北方仓库前往边境。\n";
const AGENT: &str = "---\nname: Agent Zéro\naliases: [The Locksmith]\nmarking: TLP:AMBER\n---\n";
const ACTOR: &str = "---\nname: Open Actor\naliases: [{text: Hidden Alias, marking: TLP:GREEN}]\nroles: [{title: Secret Treasurer, marking: TLP:RED}]\n---\nKnown to all.\n";

type Texts = BTreeMap<String, String>;
type Blobs = BTreeMap<String, Vec<u8>>;

#[derive(Clone, Default)]
struct Site {
    texts: Texts,
    blobs: Blobs,
}

impl Site {
    fn new() -> Self {
        let texts = [
            ("site.toml", SETTINGS),
            ("content/articles/open.md", OPEN),
            ("content/articles/inner/convoy.md", CLOSED),
            ("content/actors/agent-zero.md", AGENT),
            ("content/actors/open-actor.md", ACTOR),
        ];
        let texts = texts.map(|(path, text)| (path.to_owned(), text.to_owned()));
        Site { texts: texts.into(), blobs: Blobs::new() }
    }

    fn text(mut self, path: &str, text: impl Into<String>) -> Self {
        self.texts.insert(path.to_owned(), text.into());
        self
    }

    fn blob(mut self, path: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.blobs.insert(path.to_owned(), bytes.into());
        self
    }

    /// A built-in template with something more among what it shows.
    fn template(self, name: &str, more: &str) -> Self {
        let built_in = theme::TEMPLATES.iter().find(|template| template.name == name);
        let text = built_in.expect("there is such a template").text;
        let place = ["{% block main %}", "<body>", "<main>"].into_iter().find(|place| text.contains(place));
        let place = place.expect("a template shows something");
        self.text(&format!("templates/{name}"), text.replacen(place, &format!("{place}{more}"), 1))
    }

    fn sources(&self) -> Sources {
        let texts = self.texts.iter().map(|(path, text)| (path.clone(), Arc::from(text.as_str())));
        let blobs =
            self.blobs.iter().map(|(path, bytes)| (path.clone(), Blob::Memory(bytes.as_slice().into())));
        Sources::new(texts, blobs)
    }

    fn leaks(&self) -> Vec<Leak> {
        self.leaks_for("public")
    }

    fn leaks_for(&self, profile: &str) -> Vec<Leak> {
        let audited = audited(self.sources(), Vec::new(), now(NOW));
        audited
            .expect("the site is sound")
            .into_iter()
            .find(|(name, _)| name == profile)
            .expect("it is a profile")
            .1
    }
}

/// Made once for all tests.
static SAMPLE: OnceLock<Sample> = OnceLock::new();

/// The leaks of each profile; none where errors keep the site from being built.
fn audited(
    sources: Sources,
    diagnostics: chancery::diagnostic::Diagnostics,
    now: Now,
) -> Option<Vec<(String, Vec<Leak>)>> {
    let project = Project::new(sources, diagnostics, &mut Timings::default());
    let profiles = project.config.profiles.clone();
    let sample = SAMPLE.get_or_init(Sample::new);
    let (settings, documents) = (&project.config, project.documents());
    let search = |profile| Search::new(&project.sources, documents, settings, profile, now, sample);
    let searches: Vec<Search> = profiles.iter().map(search).collect();
    let (project, editions) = pipeline::editions(project, &profiles, now, &mut Timings::default());
    let mut settler = project.settler();
    let mut found = project.diagnostics.clone();
    found.extend(editions.iter().flat_map(|edition| edition.diagnostics.iter().cloned()));
    if is_refused(&settler.settle(found), false) {
        return None;
    }
    let leaks = |(edition, search)| {
        let found = audit::search(&Output::new(edition, false), search, &|| {});
        (edition.profile.name.clone(), found.leaks)
    };
    Some(editions.iter().zip(&searches).map(leaks).collect())
}

/// Where what was found, shortly: path, words.
fn shown(leaks: &[Leak]) -> Vec<String> {
    leaks.iter().map(|leak| format!("{}: {}", leak.path, leak.found)).collect()
}

/// Fails unless something is found in exactly this file.
fn assert_found_in(site: &Site, path: &str) {
    let leaks = site.leaks();
    assert!(!leaks.is_empty(), "nothing is found");
    let elsewhere: Vec<&Leak> = leaks.iter().filter(|leak| leak.path != path).collect();
    assert!(elsewhere.is_empty(), "found elsewhere: {elsewhere:#?}");
}

// ---- what is found ----

#[test]
fn a_site_that_leaks_nothing_is_clean() {
    assert_eq!(Site::new().leaks(), []);
    assert_eq!(Site::new().leaks_for("partner"), []);
}

#[test]
fn a_template_that_prints_a_withheld_name_from_extra_is_found() {
    for name in
        ["agent-zero", "Agent Zéro", "The Locksmith", "grey-convoy", "convoy", "Hidden Alias", "Nachtfall"]
    {
        let article = OPEN.replace("actors:", &format!("extra: {{see: \"{name}\"}}\nactors:"));
        let site = Site::new().text("content/articles/open.md", article);
        assert_eq!(site.leaks(), [], "`extra` alone shows nothing");
        let leaking = site.template("article.html", "{{ article.extra?.see or \"\" }}");
        assert_found_in(&leaking, "articles/open/index.html");
    }
}

#[test]
fn the_place_of_a_leak_and_of_its_origin_are_told() {
    let site = Site::new().blob("static/notes.txt", "one\ntwo\n see Agent Z&eacute;ro here\n");
    let [leak] = <[Leak; 1]>::try_from(site.leaks()).expect("one leak");
    assert_eq!((leak.path.as_str(), leak.at), ("notes.txt", Where::Text { line: 3, column: 23 }));
    let sources = site.sources();
    let place = leak.origin.place.expect("it stands in a file");
    assert_eq!(sources.path(place.file), "content/actors/agent-zero.md");
    assert_eq!(leak.found, "Agent Zéro");
}

#[test]
fn a_file_that_only_withheld_items_refer_to_is_found() {
    let map =
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><text>Bridge at kilometre nine is mined</text></svg>";
    // The article that refers to it is withheld: so is the file, wherever it lies.
    let site = Site::new().blob("static/maps/grey-map.svg", map);
    let leaks = site.leaks();
    assert!(leaks.iter().any(|leak| leak.at == Where::Path && leak.path == "maps/grey-map.svg"), "{leaks:?}");
    assert!(leaks.iter().any(|leak| leak.at == Where::Whole), "{leaks:?}");
    // Its words in another file.
    let copied = site.clone().blob("static/other.txt", "bridge at kilometre NINE is mined").leaks();
    assert!(copied.iter().any(|leak| leak.path == "other.txt"), "{copied:?}");
    // Something shown refers to it as well.
    let open = site.text("content/articles/open.md", format!("{OPEN}\n![A map](/maps/grey-map.svg)\n"));
    assert_eq!(open.leaks(), []);
}

#[test]
fn what_stands_in_a_text_that_is_shown_is_no_leak() {
    // By definition: the author wrote it for all to see.
    let open =
        format!("{OPEN}\nThe convoy will leave the northern depot at dawn on Monday. Agent Zéro knows.\n");
    assert_eq!(Site::new().text("content/articles/open.md", open).leaks(), []);
}

#[test]
fn a_reference_is_no_reason_to_show_a_name() {
    let open = format!("{OPEN}\nSee [[agent-zero|him]] and [that](inner/convoy.md).\n");
    let site = Site::new().text("content/articles/open.md", open);
    assert_eq!(site.leaks(), []);
    assert_found_in(&site.template("article.html", "<!-- agent-zero -->"), "articles/open/index.html");
}

#[test]
fn a_title_in_a_comment_of_a_template_is_found() {
    let site = Site::new().template("author.html", "<!-- the 'Grey' convoy &amp; its escort -->");
    assert_eq!(site.leaks(), [], "there is no author, and so no such page");
    let site = Site::new().template("404.html", "<!-- see the 'Grey' convoy & its escort -->");
    assert_found_in(&site, "404.html");
}

#[test]
fn a_part_of_a_sentence_is_found() {
    for text in [
        "will LEAVE the northern depot",
        "(三号车队将于周一拂晓离开",
        "leave **the** <b>northern</b> depot at",
    ] {
        assert_found_in(&Site::new().blob("static/x.html", text), "x.html");
    }
    assert_eq!(Site::new().blob("static/x.html", "leave the southern depot at dawn").leaks(), []);
}

#[test]
fn every_dress_is_seen_through() {
    for (name, text) in [
        ("x.html", "<a href=\"/?q=Agent%20Z%C3%A9ro\">x</a>"),
        ("x.html", "<p title=\"The &ldquo;Grey&rdquo; convoy &#38; its escort\">"),
        ("x.html", "<p>The <em>&quot;Grey&quot;</em> convoy &amp; its<br>escort moves"),
        ("x.json", r#"{"t": "The \u201cGrey\u201d convoy \u0026 its escort"}"#),
        ("x.json", r#"{"html": "<p>Agent Z&eacute;ro<\/p>"}"#),
        ("x.xml", "<content type=\"html\">&lt;p&gt;Agent Z&amp;eacute;ro&lt;/p&gt;</content>"),
        ("x.ics", "SUMMARY:agent zéro\r\n"),
        ("x.js", "call(['AGENT_ZE\u{301}RO'])"),
        (
            "previews/2a.js",
            "chanceryPreviews({\n\"actors/x/\":{\"kind\":\"person\",\"name\":\"X\",\"summary\":\"Met \\u003cAgent Zéro>.\"}\n});\n",
        ),
        (
            "previews/2b.js",
            "chanceryPreviews({\n\"actors/x/\":{\"name\":\"The “Grey” convoy & its escort\",\"marking\":\"TLP:AMBER\"}\n});\n",
        ),
        ("x.css", ".x::after { content: 'Secret\u{a0}Treasurer' }"),
        ("x.txt", "a nachtfall b"),
        ("x.svg", "<text>hidden alias</text>"),
        ("agent-z%C3%A9ro.txt", ""),
        ("Hidden_Alias/x.txt", ""),
    ] {
        let leaks = Site::new().blob(&format!("static/{name}"), text).leaks();
        assert!(leaks.iter().any(|leak| leak.path == name), "{text}: {leaks:?}");
    }
}

#[test]
fn texts_of_two_bytes_a_character_are_read() {
    let wide = |write: fn(u16) -> [u8; 2]| {
        "\u{feff}see the Locksmith".encode_utf16().flat_map(write).collect::<Vec<u8>>()
    };
    for bytes in [wide(u16::to_le_bytes), wide(u16::to_be_bytes)] {
        assert_found_in(&Site::new().blob("static/x.txt", bytes.clone()), "x.txt");
        // As Windows writes titles into pictures.
        let picture = [&[0xff, 0xd8, 0xff, 0xe1, 0x80][..], &bytes[2..], &[0xff, 0xd9]].concat();
        assert_found_in(&Site::new().blob("static/x.jpg", picture), "x.jpg");
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

fn zip(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut out);
    let entry = archive.new_file(name).compression_method(rawzip::CompressionMethod::DEFLATE).start();
    let (mut entry, config) = entry.expect("memory takes all");
    let mut writer = config.wrap(flate2::write::DeflateEncoder::new(&mut entry, Compression::default()));
    writer.write_all(bytes).expect("memory takes all");
    let (encoder, descriptor) = writer.finish().expect("memory takes all");
    encoder.finish().expect("memory takes all");
    entry.finish(descriptor).expect("memory takes all");
    archive.finish().expect("memory takes all");
    out
}

fn png(sort: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).expect("it is short").to_be_bytes();
    [b"\x89PNG\r\n\x1a\n\xff".as_slice(), &[], &length, sort, data, &[0; 4]].concat()
}

#[test]
fn canaries_are_found_wherever_they_are() {
    let canary = b"a zx-canary-81 b";
    let compressed = [b"Comment\0\0".as_slice(), &zlib(canary)].concat();
    let mut picture = png(b"zTXt", &compressed);
    picture.remove(8);
    let mut plain = png(b"tEXt", b"Comment\0zx-canary-81");
    plain.remove(8);
    for (name, bytes) in [
        ("x.json", b"{\"a\": \"ZX-CANARY-81\"}".to_vec()),
        ("x.zip", zip("in/x.txt", canary)),
        ("x.docx", zip("word/document.xml", b"<w:t>ZX-Canary-81</w:t>")),
        ("x.zip", zip("zx-canary-81.txt", b"")),
        ("x.gz", gzip(canary)),
        ("x.tgz", gzip(&gzip(canary))),
        ("x.png", picture),
        ("x.png", plain),
        ("x.pdf", [b"%PDF-1.7\nstream\n".as_slice(), &zlib(canary), b"\nendstream"].concat()),
    ] {
        let leaks = Site::new().blob(&format!("static/{name}"), bytes).leaks();
        let found = leaks.iter().any(|leak| leak.path.starts_with(name) && leak.origin.sort == Sort::Canary);
        assert!(found, "{name}: {leaks:?}");
    }
}

#[test]
fn a_canary_sings_even_in_a_text_that_is_shown() {
    let site = Site::new().text("content/articles/open.md", format!("{OPEN}\nzx canary 81 and Amber Only\n"));
    let sung = |profile: &str| {
        let mut sung: Vec<String> =
            site.leaks_for(profile).into_iter().map(|leak| leak.origin.text).collect();
        sung.sort();
        sung.dedup();
        sung
    };
    assert_eq!(sung("public"), ["ZX-CANARY-81", "amber only"]);
    assert_eq!(sung("partner"), ["amber only"], "a canary without a marking is for CLEAR sites");
}

#[test]
fn what_is_harmless_is_passed_over() {
    let leaking = Site::new().blob("static/x.txt", "the locksmith");
    assert_eq!(leaking.leaks().len(), 1);
    let settings = SETTINGS.replace("canaries", "harmless = [\"The Locksmith\"]\ncanaries");
    assert_eq!(leaking.text("site.toml", settings).leaks(), []);
}

#[test]
fn folders_make_what_is_in_them_withheld() {
    let site = Site::new()
        .text("content/articles/quarry/_defaults.yaml", "marking: TLP:RED\ntopics: [Steinbruch]\n")
        .text("content/articles/quarry/a.md", "---\ntitle: Blasting\ndate: 2025-01-01\n---\nx\n");
    assert_eq!(site.leaks(), []);
    for word in ["quarry", "steinbruch", "blasting"] {
        assert_found_in(&site.clone().blob("static/x.txt", word), "x.txt");
    }
    // What time or state withholds.
    for line in ["status: draft", "publish_at: 2026-02-01", "expires: 2025-12-01"] {
        let text = format!("---\ntitle: Unripe Fruit\ndate: 2025-01-01\n{line}\n---\nx\n");
        let site = Site::new().text("content/articles/u.md", text).blob("static/x.txt", "unripe fruit");
        assert_found_in(&site, "x.txt");
    }
    let text = "---\ntitle: Unripe Fruit\ndate: 2025-01-01\npublish_at: 2025-12-01\n---\nx\n";
    let site = Site::new().text("content/articles/u.md", text).blob("static/x.txt", "unripe fruit");
    assert_eq!(site.leaks(), []);
}

#[test]
fn parts_and_portions_are_withheld() {
    let article = "---\ntitle: Parted\ndate: 2025-01-01\nkey_points:\n  - {text: Deep water there, marking: TLP:GREEN}\n  - Shallow water here\nsources: [{title: Closed Ledger, marking: TLP:GREEN}]\n---\nOpen words stand here for everybody.\n";
    let site = Site::new().text("content/articles/p.md", article);
    assert_eq!(site.leaks(), []);
    for words in ["deep water there", "closed ledger"] {
        assert_found_in(&site.clone().blob("static/x.txt", words), "x.txt");
    }
    assert_eq!(site.blob("static/x.txt", "shallow water here").leaks(), []);
}

// ---- where nothing is to be found ----

fn clean(name: &str, leaks: Vec<(String, Vec<Leak>)>) -> Vec<String> {
    let said = |(profile, leaks): (String, Vec<Leak>)| {
        (!leaks.is_empty()).then(|| format!("{name}, {profile}: {:#?}", shown(&leaks)))
    };
    leaks.into_iter().filter_map(said).collect()
}

#[test]
fn the_demo_is_clean_for_both_its_audiences() {
    let (sources, diagnostics) = chancery::read::read(&manifest("")).expect("the demo can be read");
    let leaks = audited(sources, diagnostics, now(NOW)).expect("the demo is sound");
    assert_eq!(leaks.len(), 2);
    assert_none(clean("demo", leaks));
}

#[test]
fn sites_without_errors_are_clean() {
    let audited = sites().into_par_iter().map(|(name, root)| {
        let (sources, diagnostics) = chancery::read::read(&root.join("input")).expect("a site can be read");
        audited(sources, diagnostics, now_of(&root)).map(|leaks| clean(&name, leaks))
    });
    let audited: Vec<Option<Vec<String>>> = audited.collect();
    let sound = audited.iter().flatten().count();
    assert!(sound > 40, "only {sound} sites could be searched");
    assert_none(audited.into_iter().flatten().flatten().collect());
}

#[test]
fn random_sites_are_clean() {
    let audited = (1..=80_u64).into_par_iter().map(|seed| {
        let texts = random_texts(&mut Random(seed));
        audited(Sources::new(texts, []), Vec::new(), now(NOW)).map(|leaks| clean(&seed.to_string(), leaks))
    });
    let audited: Vec<Option<Vec<String>>> = audited.collect();
    let sound = audited.iter().flatten().count();
    assert!(sound > 14, "only {sound} sites could be searched");
    assert_none(audited.into_iter().flatten().flatten().collect());
}

// ---- the program ----

struct Ran {
    status: Option<i32>,
    out: String,
    err: String,
}

fn run(root: &Path, arguments: &[&str]) -> Ran {
    let mut program = Command::new(env!("CARGO_BIN_EXE_chancery"));
    program.current_dir(root).args(arguments).args(["--now", NOW]).env("NO_COLOR", "1");
    let output = program.output().expect("the program can be run");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it speaks UTF-8");
    Ran { status: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

fn on_disk(site: &Site) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let texts = site.texts.iter().map(|(path, text)| (path, text.as_bytes()));
    for (path, bytes) in texts.chain(site.blobs.iter().map(|(path, bytes)| (path, bytes.as_slice()))) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
        fs::write(path, bytes).expect("a file can be written");
    }
    folder
}

#[test]
fn the_status_says_what_was_found() {
    let clean = on_disk(&Site::new());
    let ran = run(clean.path(), &["audit"]);
    assert_eq!((ran.status, ran.err.as_str()), (Some(0), ""), "{}", ran.out);
    assert!(ran.out.ends_with(": clean\n"), "{}", ran.out);
    assert!(!clean.path().join("public").exists(), "nothing is written");

    let leaking = on_disk(&Site::new().blob("static/x.txt", "\nAgent Zéro"));
    let ran = run(leaking.path(), &["audit", "--profile", "public"]);
    assert_eq!(ran.status, Some(1));
    assert!(ran.out.contains("leak: name `Agent Zéro`, from content/actors/agent-zero.md:"), "{}", ran.out);
    assert!(ran.out.contains("  --> x.txt:2:11: `Agent Zéro`"), "{}", ran.out);
    let ran = run(leaking.path(), &["audit", "--message-format", "json"]);
    let line: serde_json::Value = serde_json::from_str(ran.out.trim()).expect("one object a line");
    assert_eq!((line["output"].as_str(), line["line"].as_u64()), (Some("x.txt"), Some(2)));

    let broken = on_disk(&Site::new().text("content/articles/open.md", "---\ntitle: [\n---\n"));
    let ran = run(broken.path(), &["audit"]);
    assert_eq!(ran.status, Some(2), "{}", ran.out);
    assert!(ran.err.contains("error["), "{}", ran.err);
    assert_eq!(run(clean.path(), &["audit", "--profile", "nobody"]).status, Some(2));
}

#[test]
fn what_stays_closed_and_where_the_texts_lie_is_said() {
    let folder = on_disk(&Site::new().blob("static/x.7z", b"7z\xbc\xaf\x27\x1c....".to_vec()));
    let ran = run(folder.path(), &["audit"]);
    assert_eq!(ran.status, Some(0));
    assert!(ran.err.contains("warning: this has not been searched"), "{}", ran.err);
    assert!(ran.out.contains("clean, but for 1 warning"), "{}", ran.out);

    let settings = SETTINGS.replace("https://desk.example/", "https://desk.github.io/briefings/");
    let folder = on_disk(&Site::new().text("site.toml", settings));
    fs::create_dir(folder.path().join(".git")).expect("a folder can be made");
    let remote = "[remote \"origin\"]\n\turl = git@github.com:desk/briefings.git\n";
    fs::write(folder.path().join(".git/config"), remote).expect("a file can be written");
    let ran = run(folder.path(), &["audit"]);
    assert!(ran.err.contains("its history holds everything"), "{}", ran.err);
}

#[test]
fn what_a_build_leaves_out_is_listed() {
    let drafted = "---\ntitle: Draft\ndate: 2025-01-01\nstatus: draft\nmarking: TLP:RED\n---\nx\n";
    let folder = on_disk(
        &Site::new()
            .text("content/articles/d.md", drafted)
            .text(
                "content/articles/e.md",
                "---\ntitle: Later\ndate: 2025-01-01\npublish_at: 2027-01-01\n---\nx\n",
            )
            .text(
                "content/articles/f.md",
                "---\ntitle: Past\ndate: 2025-01-01\nexpires: 2025-06-01\n---\nx\n",
            ),
    );
    let ran = run(folder.path(), &["withheld"]);
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    for line in [
        "content/actors/agent-zero.md\n          1  actor `Agent Zéro`: TLP:AMBER\n",
        "  alias `Hidden Alias`: TLP:GREEN\n",
        "  role `Secret Treasurer`: TLP:RED\n",
        "  article `Draft`: TLP:RED, draft\n",
        "  article `Later`: embargo until 2027-01-01\n",
        "  article `Past`: expired since 2025-06-01\n",
        "profile public, up to TLP:CLEAR: 4 articles, 1 actor, 1 alias and 1 role left out\n",
    ] {
        assert!(ran.out.contains(line), "{line}\n{}", ran.out);
    }
    let ran = run(folder.path(), &["withheld", "--profile", "partner", "--message-format", "json"]);
    let rows: Vec<serde_json::Value> =
        ran.out.lines().map(|line| serde_json::from_str(line).expect("one object a line")).collect();
    assert_eq!(rows.len(), 6, "{}", ran.out);
    let role = rows.iter().find(|row| row["what"] == "role").expect("the role is left out");
    let why = serde_json::json!([{"reason": "marking", "marking": "TLP:RED"}]);
    assert_eq!((&role["name"], &role["why"], &role["line"]), (&"Secret Treasurer".into(), &why, &4.into()));
}

#[test]
fn every_sort_of_part_is_listed() {
    let article = "---\ntitle: Whole\ndate: 2025-01-01\nkey_points: [{text: A point, marking: TLP:RED}, Open]\nfigures: [{label: Tons, value: 7, marking: TLP:RED}]\ncorrections: [{date: 2025-01-02, text: Mended, marking: TLP:RED}]\nevents: [{date: 2025, title: A meeting, marking: TLP:RED}]\nsources: [{title: A ledger, marking: TLP:RED}]\nimage: {src: /x.png, alt: X, marking: TLP:RED}\n---\nx\n";
    let actor = "---\nname: Open Actor\naliases: [{text: Nick, marking: TLP:RED}]\nroles: [{title: Post, marking: TLP:RED}]\nrelations: [{type: rival, to: other, marking: TLP:RED}]\n---\n";
    let site = Site::new()
        .text("content/articles/w.md", article)
        .text("content/actors/open-actor.md", actor)
        .text("content/actors/other.md", "---\nname: Other\n---\n")
        .text("content/countries/KP.yaml", "aliases: [{text: The North, marking: TLP:RED}]\n")
        .blob("static/x.png", *b"x");
    let ran = run(on_disk(&site).path(), &["withheld"]);
    for row in [
        "key point `A point`",
        "figure `Tons: 7`",
        "correction `Mended`",
        "inline event `A meeting`",
        "inline source `A ledger`",
        "image `/x.png`",
        "alias `Nick`",
        "role `Post`",
        "relation `rival other`",
        "alias `The North`",
    ] {
        assert!(ran.out.contains(&format!("  {row}: TLP:RED\n")), "{row}\n{}", ran.out);
    }
    assert!(ran.out.ends_with("2 aliases, 1 role, 1 relation, 1 key point, 1 figure, 1 correction, 1 inline event, 1 inline source and 1 image left out\n"), "{}", ran.out);
}

#[test]
fn portions_are_listed_with_their_lines() {
    let text = "---\ntitle: P\ndate: 2025-01-01\n---\nOne.\n\n::: {marking=TLP:AMBER}\nSecret\nwords.\n\n(TLP:RED) More.\n:::\n\n(TLP:GREEN) Last.\n";
    let folder = on_disk(&Site::new().text("content/articles/p.md", text));
    let ran = run(folder.path(), &["withheld"]);
    for line in [
        "       7-12  portion `Secret words. (TLP:RED) More.`: TLP:AMBER\n",
        "         14  portion `(TLP:GREEN) Last.`: TLP:GREEN\n",
    ] {
        assert!(ran.out.contains(line), "{line}\n{}", ran.out);
    }
}
