//! What was built before never shows: after any edits a build that knows the earlier one makes what a clean one makes.
//!
//! Sites are those of tests/sites, the demo, and sites made at random from fixed seeds; edits are made at random, too.
//! `CHANCERY_SEQUENCES=2000` tries more of them than a test run has time for.

mod common;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs::{self, File, FileTimes};
use std::path::{Path, PathBuf};

use chancery::build::{Audiences, Built, End, Order, Watch, build};
use chancery::cache::Program;
use chancery::model::date::Now;
use chancery::pipeline::{Output, Timings};
use chancery::report::{self, Format};
use chancery::theme;
use common::random_site::random_texts;
use common::{Files, NOW, Random, assert_none, difference, files_below, manifest, now, sites};
use rayon::prelude::*;

const SEQUENCES: u64 = 100;
const EDITS: usize = 4;

struct Nobody;

impl Watch for Nobody {
    fn stage(&self, _: &'static str) {}

    fn file(&self, _: &Output<'_>) {}
}

/// A site on the disk, built again and again.
struct Site {
    root: tempfile::TempDir,
    program: Option<Program>,
}

impl Site {
    fn new(texts: impl IntoIterator<Item = (String, Vec<u8>)>, program: Option<Program>) -> Self {
        let site = Site { root: tempfile::tempdir().expect("a folder for the test"), program };
        for (path, bytes) in texts {
            site.write(&path, bytes);
        }
        site
    }

    fn path(&self, path: &str) -> PathBuf {
        self.root.path().join(path)
    }

    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
        fs::write(path, bytes).expect("a file can be written");
    }

    /// Files that a build reads.
    fn inputs(&self) -> Vec<String> {
        let all = files_below(self.root.path());
        let is_input = |path: &String| {
            ["content/", "static/", "templates/", "site.toml"].iter().any(|start| path.starts_with(start))
        };
        all.into_iter().filter(is_input).collect()
    }

    fn build(&self, output: &str, program: Option<Program>, now: Now) -> Built {
        let order = Order {
            root: self.root.path(),
            audiences: Audiences::First,
            output: Some(&self.path(output)),
            base_url: None,
            drafts: false,
            strict: false,
            cached: program,
            now: &|_| Ok(now),
        };
        let built = build(&order, &mut Timings::default(), &Nobody);
        built.unwrap_or_else(|failure| panic!("the build can run: {}", failure.0))
    }

    fn files(&self, output: &str) -> Files {
        let folder = self.path(output);
        let read = |path: String| {
            let bytes = fs::read(folder.join(&path)).expect("what was written can be read");
            (path, bytes)
        };
        files_below(&folder).into_iter().map(read).collect()
    }

    /// What a build that knows the earlier ones makes otherwise than one that does not.
    fn unlike(&self, now: Now) -> Option<String> {
        let warm = self.build("public", self.program, now);
        fs::remove_dir_all(self.path("clean")).ok();
        let clean = self.build("clean", None, now);
        let told = |built: &Built| report::render(&built.diagnostics, &built.sources, Format::Json);
        if warm.end != clean.end {
            return Some(format!("{:?} and not {:?}: {}{}", warm.end, clean.end, told(&warm), told(&clean)));
        }
        let places = |built: &Built| {
            built.diagnostics.iter().map(|found| (found.code, found.message.clone())).collect::<Vec<_>>()
        };
        if places(&warm) != places(&clean) {
            return Some(difference("diagnostics", &told(&clean), &told(&warm)));
        }
        if warm.end != End::Done {
            return None;
        }
        let (warm, clean) = (self.files("public"), self.files("clean"));
        let other = |path: &&String| warm.get(*path) != clean.get(*path);
        let path = warm.keys().chain(clean.keys()).find(other)?;
        let text = |files: &Files| {
            files.get(path).map_or("(none)".into(), |bytes| String::from_utf8_lossy(bytes).into_owned())
        };
        Some(difference(path, &text(&clean), &text(&warm)))
    }
}

#[test]
fn after_any_edits_a_build_makes_what_a_clean_one_makes() {
    let sequences = std::env::var("CHANCERY_SEQUENCES").ok().and_then(|text| text.parse().ok());
    let program = Program::this();
    let known: Vec<(String, PathBuf)> = sites();
    let problems = (0..sequences.unwrap_or(SEQUENCES)).into_par_iter().filter_map(|seed| {
        let mut random = Random(seed * 2 + 1);
        let texts = if seed % 4 == 3 {
            let (_, folder) = &known[random.below(known.len())];
            folder_texts(&folder.join("input"))
        } else {
            random_texts(&mut random)
                .into_iter()
                .map(|(path, text)| (path, text.as_bytes().to_vec()))
                .collect()
        };
        sequence(seed, &Site::new(texts, program), &mut random)
    });
    assert_none(problems.collect());
}

#[test]
fn so_does_the_demo() {
    let texts = ["site.toml", "content", "static"].iter().flat_map(|part| {
        let path = manifest(part);
        let files = if path.is_dir() {
            files_below(&path).into_iter().map(|file| format!("{part}/{file}")).collect()
        } else {
            vec![(*part).to_owned()]
        };
        files.into_iter().map(|file| (file.clone(), fs::read(manifest(&file)).expect("the demo can be read")))
    });
    let site = Site::new(texts, Program::this());
    assert_none(sequence(7, &site, &mut Random(15)).into_iter().collect());
}

fn folder_texts(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let read = |path: String| {
        let bytes = fs::read(folder.join(&path)).expect("a case can be read");
        (path, bytes)
    };
    files_below(folder).into_iter().map(read).collect()
}

fn sequence(seed: u64, site: &Site, random: &mut Random) -> Option<String> {
    let moments = [now(NOW), now("2026-03-01"), now("2025-06-01")];
    let mut at = moments[0];
    let mut done = vec!["the first build".to_owned()];
    let problem =
        |done: &[String], problem| format!("sequence {seed}, after {}:\n{problem}", done.join(", "));
    if let Some(unlike) = site.unlike(at) {
        return Some(problem(&done, unlike));
    }
    for _ in 0..EDITS {
        for _ in 0..1 + random.below(3) {
            done.push(edit(site, random));
        }
        if random.one_in(4) {
            at = moments[random.below(moments.len())];
            done.push(format!("at {}", at.timestamp()));
        }
        if let Some(unlike) = site.unlike(at) {
            return Some(problem(&done, unlike));
        }
    }
    None
}

/// Changes something about a site, and says what.
fn edit(site: &Site, random: &mut Random) -> String {
    let inputs = site.inputs();
    if inputs.is_empty() {
        site.write("content/articles/again.md", "# Again\n");
        return "there is an article again".to_owned();
    }
    let path = inputs[random.below(inputs.len())].clone();
    let bytes = fs::read(site.path(&path)).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let number = random.below(1000);
    match random.below(16) {
        0 => site.write(&path, format!("{text}\nA paragraph more, {number}.\n")),
        1 => site.write(&path, text.replacen("title: ", &format!("title: X{number} "), 1)),
        2 => site.write(&path, text.replacen("name: ", &format!("name: X{number} "), 1)),
        3 => fs::remove_file(site.path(&path)).expect("a file can be removed"),
        4 => {
            let other = renamed(&path, number);
            fs::rename(site.path(&path), site.path(&other)).expect("a file can be renamed");
            return format!("{path} is {other} now");
        }
        5 => {
            site.write(&renamed(&path, number), &bytes);
            return format!("{path} is there twice");
        }
        6 => site.write(&path, without_a_line(&text, random)),
        7 => return template(site, random),
        8 => site.write(
            "site.toml",
            format!(
                "title = \"T{number}\"\nbase_url = \"https://e.example/\"\ndefault_marking = \"TLP:CLEAR\"\n"
            ),
        ),
        9 => site.write(&format!("static/{}.txt", number % 3), number.to_string()),
        10 => return same_size_and_time(site, &path, &bytes),
        11 => site.write(
            "content/articles/_defaults.yaml",
            random.pick(&["topics: [defaults]\n", "lang: fr\n", "authors: [desk]\n"]),
        ),
        12 => site.write(&path, text.replacen("topics: [", &format!("topics: [t{number}, "), 1)),
        13 => return tampered(site, random),
        14 => site.write(
            &format!("content/articles/new-{number}.md"),
            format!(
                "---\ntitle: New {number}\ndate: 2025-0{}-01\npublish_at: 2026-0{}-01\n---\nSee [[KP]].\n",
                1 + number % 9,
                1 + number % 9
            ),
        ),
        _ => return "nothing".to_owned(),
    }
    format!("{path} is edited")
}

fn renamed(path: &str, number: usize) -> String {
    let (stem, ending) = path.rsplit_once('.').unwrap_or((path, "txt"));
    format!("{stem}-{number}.{ending}")
}

fn without_a_line(text: &str, random: &mut Random) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let gone = random.below(lines.len());
    let kept = lines.iter().enumerate().filter(|(index, _)| *index != gone).map(|(_, line)| *line);
    kept.collect::<Vec<_>>().join("\n") + "\n"
}

/// A template of the site's own in place of one of the theme's, or that gone again.
fn template(site: &Site, random: &mut Random) -> String {
    let known = &theme::TEMPLATES[random.below(theme::TEMPLATES.len())];
    let path = format!("templates/{}", known.name);
    if site.path(&path).exists() && random.one_in(2) {
        fs::remove_file(site.path(&path)).expect("a file can be removed");
        return format!("{path} is gone");
    }
    let number = random.below(100);
    // Behind what a template extends, which has to come first.
    site.write(
        &path,
        known.text.replacen("<main", &format!("<!-- {number} --><main"), 1).replacen(
            "<li",
            &format!("<li data-n=\"{number}\""),
            1,
        ),
    );
    format!("{path} is the site's own")
}

/// An edit that neither the size of a file nor its time shows.
fn same_size_and_time(site: &Site, path: &str, bytes: &[u8]) -> String {
    let at = bytes.iter().rposition(u8::is_ascii_lowercase);
    let Some(at) = at else { return "nothing".to_owned() };
    let path_on_disk = site.path(path);
    let time =
        fs::metadata(&path_on_disk).and_then(|about| about.modified()).expect("the system tells times");
    let mut edited = bytes.to_vec();
    edited[at] = if edited[at] == b'z' { b'y' } else { b'z' };
    fs::write(&path_on_disk, edited).expect("a file can be written");
    let file = File::options().write(true).open(&path_on_disk).expect("a file can be opened");
    file.set_times(FileTimes::new().set_modified(time)).expect("times can be set");
    format!("{path} is edited, its size and time kept")
}

/// Something happens to the output, or to what builds keep.
fn tampered(site: &Site, random: &mut Random) -> String {
    let files = files_below(&site.path("public"));
    let Some(file) = files.get(random.below(files.len())) else { return "nothing".to_owned() };
    match random.below(4) {
        0 => fs::remove_file(site.path("public").join(file)).expect("a file can be removed"),
        1 if file != ".chancery" => site.write(&format!("public/{file}"), "somebody else's"),
        2 => site.write("public/stray/file.txt", "stray"),
        _ => {
            fs::remove_dir_all(site.path(".cache")).ok();
            return "the cache is gone".to_owned();
        }
    }
    format!("something happened to public/{file}")
}

// ---- damage ----

fn small_site(program: Option<Program>) -> Site {
    let texts = [
        ("site.toml", "base_url = \"https://e.example/\"\n"),
        ("content/articles/2025-01-01-a.md", "---\ntitle: A\ncountries: [KP]\n---\nText.\n"),
        ("content/articles/2025-01-02-b.md", "---\ntitle: B\ntopics: [t]\n---\nSee [[a]].\n"),
    ];
    Site::new(texts.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())), program)
}

/// The files of the cache.
fn kept(site: &Site) -> BTreeMap<String, Vec<u8>> {
    let folder = site.path(".cache");
    let all = files_below(&folder).into_iter().filter(|file| !file.ends_with(".gitignore"));
    all.map(|file| (file.clone(), fs::read(folder.join(&file)).expect("the cache can be read"))).collect()
}

#[test]
fn a_damaged_cache_changes_nothing() {
    let site = small_site(Program::this());
    let at = now(NOW);
    site.build("public", site.program, at);
    let (files, kept) = (site.files("public"), kept(&site));
    assert_eq!(kept.len(), 2, "{:?}", kept.keys());
    let mut random = Random(5);
    let edits = Cell::new(0);
    let try_with = |file: &str, bytes: &[u8]| {
        edits.set(edits.get() + 1);
        site.write(&format!(".cache/{file}"), bytes);
        let built = site.build("public", site.program, at);
        assert_eq!(built.end, End::Done);
        assert!(site.files("public") == files, "{file} was damaged, edit {}", edits.get());
        built.useless.len()
    };
    let mut noticed = 0;
    for _ in 0..1000 {
        let (file, bytes) = kept.iter().nth(random.below(kept.len())).expect("there are two");
        let mut bytes = bytes.clone();
        let at = random.below(bytes.len());
        bytes[at] ^= 1 << random.below(8);
        noticed += try_with(file, &bytes);
    }
    for cut in 0..100 {
        let (file, bytes) = kept.iter().nth(cut % 2).expect("there are two");
        noticed += try_with(file, &bytes[..bytes.len() * cut / 100]);
    }
    // What was parsed is not looked at while nothing has changed.
    assert!(noticed > 300, "{noticed}");
    for edit in 0..60 {
        let (file, bytes) = kept.iter().find(|(file, _)| file.ends_with("texts")).expect("it is there");
        let mut bytes = bytes.clone();
        let place = random.below(bytes.len());
        bytes[place] ^= 1 << random.below(8);
        site.write(&format!(".cache/{file}"), bytes);
        site.write("content/articles/2025-01-01-a.md", format!("---\ntitle: A {edit}\n---\nText.\n"));
        assert_eq!(site.unlike(at), None);
    }
}

#[test]
fn what_another_version_kept_is_not_used() {
    let site = small_site(Program::this());
    let at = now(NOW);
    site.build("public", site.program, at);
    let files = site.files("public");
    for (file, mut bytes) in kept(&site) {
        // The program's hash stands after the first sixteen bytes.
        bytes[16] ^= 1;
        site.write(&format!(".cache/{file}"), &bytes);
    }
    let built = site.build("public", site.program, at);
    assert_eq!((built.end, built.useless.is_empty()), (End::Done, false));
    assert!(site.files("public") == files);
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_read_the_cache() {
    use std::os::unix::fs::PermissionsExt as _;
    let site = small_site(Program::this());
    site.build("public", site.program, now(NOW));
    let mode = |path: &str| fs::metadata(site.path(path)).expect("it is there").permissions().mode() & 0o777;
    for file in kept(&site).keys() {
        assert_eq!(mode(&format!(".cache/{file}")), 0o600, "{file}");
        let folder = file.split('/').next().unwrap_or_default();
        assert_eq!(mode(&format!(".cache/{folder}")), 0o700, "{folder}");
    }
}

#[cfg(unix)]
#[test]
fn a_cache_that_is_a_link_is_not_followed() {
    let (site, elsewhere) =
        (small_site(Program::this()), tempfile::tempdir().expect("a folder for the test"));
    std::os::unix::fs::symlink(elsewhere.path(), site.path(".cache")).expect("a link can be made");
    let output = site.path("public");
    let order = Order {
        root: site.root.path(),
        audiences: Audiences::First,
        output: Some(&output),
        base_url: None,
        drafts: false,
        strict: false,
        cached: site.program,
        now: &|_| Ok(now(NOW)),
    };
    let failure = build(&order, &mut Timings::default(), &Nobody).err().expect("nothing can be kept");
    assert!(failure.0.contains("`.cache` is a symbolic link"), "{}", failure.0);
    assert_eq!(files_below(elsewhere.path()), [""; 0]);
}

#[test]
fn the_cache_of_an_audience_holds_nothing_that_it_may_not_know() {
    let site = small_site(Program::this());
    site.write("site.toml", "default_marking = \"TLP:CLEAR\"\nbase_url = \"https://e.example/\"\n[diagnostics]\nallow = [\"names-withheld\"]\n");
    site.write(
        "content/articles/2025-01-03-c.md",
        "---\ntitle: Xanthippe\nmarking: TLP:AMBER\ntitel: Xanthippe\n---\nXanthippe.\n",
    );
    site.write("content/articles/2025-01-04-d.md", "---\ntitle: Xanthippe\nstatus: draft\n---\nXanthippe.\n");
    site.write(
        "content/articles/2025-01-05-e.md",
        "---\ntitle: E\nkey_points: [{text: Xanthippe, marking: TLP:RED}]\n---\nE.\n",
    );
    let at = now(NOW);
    let built = site.build("public", site.program, at);
    assert_eq!(built.end, End::Done);
    for (file, bytes) in kept(&site) {
        assert!(!bytes.windows(9).any(|word| word == b"Xanthippe"), "{file}");
    }
}

#[test]
fn nothing_is_made_where_nothing_changed_and_little_where_little_did() {
    let site = small_site(Program::this());
    let at = now(NOW);
    let made = |built: &Built| {
        built.sites[0].made.iter().map(|(path, why)| format!("{path}: {why}")).collect::<Vec<_>>()
    };
    let first = site.build("public", site.program, at);
    assert_eq!(made(&first).len(), first.sites[0].stats.files);
    assert_eq!(made(&site.build("public", site.program, at)), [""; 0]);
    site.write("content/articles/2025-01-01-a.md", "---\ntitle: A\ncountries: [KP]\n---\nOther text.\n");
    let edited = made(&site.build("public", site.program, at));
    assert!(edited.contains(&"articles/a/index.html: article, page".to_owned()), "{edited:?}");
    let untouched = ["topics/", "theme/", "actors/index.html", "404.html"];
    assert!(!edited.iter().any(|line| untouched.iter().any(|start| line.starts_with(start))), "{edited:?}");
}
