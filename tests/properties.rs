//! What holds for every site: the sites of tests/sites, the demo, a new site, and sites made at random from fixed seeds.
//!
//! The same input gives the same bytes; no bytes make the program panic; a site without errors holds together.
//! `CHANCERY_MUTATIONS=5000` tries more broken bytes than a test run has time for.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chancery::check::pages;
use chancery::diagnostic::Diagnostics;
use chancery::model::date::Now;
use chancery::source::{Blob, Sources};
use common::random_site::random_texts;
use common::{Built, Files, NOW, Random, assert_none, build, difference, manifest, now, now_of, sites};
use rayon::prelude::*;

const RANDOM_SITES: u64 = 40;
const MUTATIONS: u64 = 320;
/// Another time of the day of [`NOW`], at which the same is to come out.
const LATER_THAT_DAY: &str = "2026-01-01T23:59:59Z";

/// A picture of one point.
const DOT: &[u8] = include_bytes!("sites/every-key/input/content/articles/dot.png");

/// A site as read: its texts and other files, and what reading them has shown.
struct Site {
    name: String,
    texts: Vec<(String, Arc<str>)>,
    blobs: Vec<(String, Blob)>,
    diagnostics: Diagnostics,
    now: Now,
}

impl Site {
    fn from_folder(name: &str, root: &std::path::Path, now: Now) -> Self {
        let (sources, diagnostics) = chancery::read::read(root).expect("the folder of a site can be read");
        let texts =
            sources.texts().map(|(id, file)| (file.path.to_string(), Arc::from(sources.text(id)))).collect();
        let blobs = sources.blobs().map(|(path, blob)| (path.to_owned(), blob.clone())).collect();
        Site { name: name.to_owned(), texts, blobs, diagnostics, now }
    }

    fn random(seed: u64) -> Self {
        let texts = random_texts(&mut Random(seed * 2 + 1));
        let blobs = vec![("content/articles/balcony.png".to_owned(), Blob::Memory(Arc::from(DOT)))];
        Site { name: format!("random site {seed}"), texts, blobs, diagnostics: Vec::new(), now: now(NOW) }
    }

    fn build(&self) -> Built {
        build(Sources::new(self.texts.clone(), self.blobs.clone()), self.diagnostics.clone(), self.now)
    }

    /// The same with another setting for names; none where the settings cannot be read.
    fn with_mentions(&self, scope: &str) -> Option<Site> {
        let known = self.texts.iter().find(|(path, _)| path == "site.toml").map_or("", |(_, text)| text);
        let mut settings: toml::Table = known.parse().ok()?;
        let links = settings.entry("links").or_insert_with(|| toml::Table::new().into());
        links.as_table_mut()?.insert("mentions".to_owned(), scope.into());
        let settings: Arc<str> = settings.to_string().into();
        let others = self.texts.iter().filter(|(path, _)| path != "site.toml").cloned();
        let texts = others.chain([("site.toml".to_owned(), settings)]).collect();
        let (name, blobs, diagnostics) = (self.name.clone(), self.blobs.clone(), self.diagnostics.clone());
        Some(Site { name, texts, blobs, diagnostics, now: self.now })
    }

    fn build_shuffled(&self, random: &mut Random) -> Built {
        let (mut texts, mut blobs) = (self.texts.clone(), self.blobs.clone());
        random.shuffle(&mut texts);
        random.shuffle(&mut blobs);
        let now = if self.now == now(NOW) { now(LATER_THAT_DAY) } else { self.now };
        build(Sources::new(texts, blobs), self.diagnostics.clone(), now)
    }
}

fn fixtures() -> Vec<Site> {
    sites().iter().map(|(name, site)| Site::from_folder(name, &site.join("input"), now_of(site))).collect()
}

fn all_sites() -> Vec<Site> {
    let mut all = fixtures();
    all.push(Site::from_folder("the demo", &manifest(""), now(NOW)));
    all.push(Site::from_folder("a new site", &manifest("skeleton"), now(NOW)));
    all.extend((0..RANDOM_SITES).map(Site::random));
    all
}

// ---- deterministic ----

#[test]
fn the_same_input_gives_the_same_bytes_in_any_order_and_on_any_number_of_threads() {
    let all = all_sites();
    let pool =
        |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be made");
    let once = pool(1).install(|| all.iter().map(Site::build).collect::<Vec<_>>());
    let mut random = Random(11);
    let again =
        pool(2).install(|| all.iter().map(|site| site.build_shuffled(&mut random)).collect::<Vec<_>>());
    let both = once.iter().zip(&again).zip(&all);
    assert_none(both.filter_map(|((once, again), site)| unlike(&site.name, once, again)).collect());
}

fn unlike(name: &str, once: &Built, again: &Built) -> Option<String> {
    if once == again {
        return None;
    }
    if once.diagnostics != again.diagnostics {
        return Some(format!("{name}:\n{}", difference("diagnostics", &once.told, &again.told)));
    }
    let files = once.outputs.iter().zip(&again.outputs);
    let changed = files.flat_map(|((_, once), (_, again))| {
        once.keys().chain(again.keys()).filter(|path| once.get(*path) != again.get(*path))
    });
    Some(format!("{name}: these differ: {:?}", changed.collect::<BTreeSet<_>>()))
}

// ---- any bytes ----

/// What tends to upset parsers.
const NASTY: &[&[u8]] = &[
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\r",
    b"\r\n",
    b"\t",
    b"---\n",
    b"+++\n",
    b"[[",
    b"]]",
    b"[[#]]",
    b"[[|]]",
    b"![[",
    b"[@",
    b"[@;]",
    b":::",
    b"::: {marking=",
    b"(TLP:",
    b"(TLP:AMBER)\n",
    b"[^1]",
    b"[^1]: [^1]\n",
    b"{#",
    b"{{",
    b"{%",
    b"<script>",
    b"<!--",
    b"<![CDATA[",
    b"</main></html>",
    b"&#x0;",
    b"&#1114112;",
    b"`````",
    b"| a |\n|--|\n",
    b"> > > > ",
    b"- - - - ",
    b"* * *",
    b": ",
    b"# ",
    b": [",
    b"{a: {",
    b"&a *a",
    b"*a",
    b"!!binary |",
    b"? ",
    b"|-\n",
    b">+9\n",
    b"<<: *x\n",
    b"%YAML 9.9\n",
    b"'",
    b"\"",
    b"\\",
    b"\\u0000",
    "\u{202e}".as_bytes(),
    "\u{1f1f0}\u{1f1f5}".as_bytes(),
    "e\u{301}".as_bytes(),
    "\u{130}".as_bytes(),
    "\u{1e9e}".as_bytes(),
    b"-9999999999-01-01",
    b"2025-02-30/..",
    b"../../../..",
    b"%2e%2e%2f",
    b"%",
    b"%ff",
    b"//host/",
    b"javascript:",
    b"data:image/svg+xml,",
    b"99999999999999999999999",
    b"1e999",
    b"]]]]]]]]",
    b"[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    b"****************",
    b"<<<<<<<<<<<<<<<<<<",
    b"$$",
    b"\n\n\n    ",
    b"id: \n",
    b"date: \n",
];

/// What the day brings up is the only thing on a page that the clock has a hand in, and of the clock only the day.
#[test]
fn another_day_changes_the_pages_that_tell_of_it_and_no_others() {
    let files = |moment: &str| {
        let folder = manifest("tests/sites/days-leap/input");
        let built = Site::from_folder("days", &folder, now(moment)).build();
        built.outputs.into_iter().next().expect("there is a profile").1
    };
    let changed = |left: &Files, right: &Files| -> Vec<String> {
        assert_eq!(left.keys().collect::<Vec<_>>(), right.keys().collect::<Vec<_>>());
        left.keys().filter(|path| left[*path] != right[*path]).cloned().collect()
    };
    let morning = files("2024-12-30T15:00:00Z");
    assert_eq!(changed(&morning, &files("2024-12-31T14:59:59Z")), Vec::<String>::new(), "one day in Seoul");
    let next = files("2024-12-31T15:00:00Z");
    assert_eq!(changed(&morning, &next), ["index.html", "timeline/index.html"]);
    let quiet = (files("2024-06-14"), files("2024-06-15"));
    assert_eq!(changed(&quiet.0, &quiet.1), Vec::<String>::new(), "where nothing is told, no day is");
}

#[test]
fn no_bytes_make_a_build_panic() {
    let mut sites = fixtures();
    sites.extend((0..RANDOM_SITES).map(Site::random));
    let mutations =
        std::env::var("CHANCERY_MUTATIONS").map_or(MUTATIONS, |count| count.parse().expect("a number"));
    let failed = (0..mutations).into_par_iter().filter_map(|seed| panics(&sites, seed));
    assert_none(failed.collect());
}

fn panics(sites: &[Site], seed: u64) -> Option<String> {
    let mut random = Random(seed * 2 + 1);
    let site = &sites[random.below(sites.len())];
    let mut texts = site.texts.clone();
    let chosen = random.below(texts.len());
    let mut bytes = texts[chosen].1.as_bytes().to_vec();
    for _ in 0..=random.below(4) {
        mutate(&mut bytes, &mut random);
    }
    let mutated = String::from_utf8_lossy(&bytes).into_owned();
    texts[chosen].1 = mutated.as_str().into();
    let sources = Sources::new(texts, site.blobs.clone());
    let result = catch_unwind(AssertUnwindSafe(|| build(sources, Vec::new(), site.now)));
    result
        .is_err()
        .then(|| format!("{}, {} as seed {seed} changes it:\n{mutated:?}", site.name, site.texts[chosen].0))
}

fn mutate(bytes: &mut Vec<u8>, random: &mut Random) {
    let place = random.below(bytes.len() + 1);
    match random.below(5) {
        0 if place < bytes.len() => bytes[place] ^= 1 << random.below(8),
        1 => bytes.truncate(place),
        2 => {
            let end = place + random.below(bytes.len() - place + 1);
            let copied = bytes[place..end].to_vec();
            bytes.splice(place..place, copied);
        }
        _ => {
            let fragment = NASTY[random.below(NASTY.len())];
            bytes.splice(place..place, fragment.iter().copied());
        }
    }
}

// ---- pages that hold together ----

#[test]
fn a_site_without_errors_has_whole_pages_and_no_dead_links() {
    let sites = all_sites();
    let sound: Vec<(&Site, Built)> = sites
        .par_iter()
        .map(|site| (site, site.build()))
        .filter(|(site, built)| is_sound(site, built))
        .collect();
    assert!(sound.len() > sites.len() / 3, "only {} of {} sites have no errors", sound.len(), sites.len());
    assert_none(sound.iter().flat_map(|(site, built)| page_problems(site, built)).collect());
}

/// With templates of their own authors may break pages, and are told so. Without, no page can be broken.
fn is_sound(site: &Site, built: &Built) -> bool {
    let is_themed = site.texts.iter().any(|(path, _)| path.starts_with("templates/"));
    if is_themed { !built.has_errors() } else { !built.has_content_errors }
}

fn page_problems(site: &Site, built: &Built) -> Vec<String> {
    let outputs = built.outputs.iter().zip(&built.base_paths);
    outputs
        .flat_map(|((profile, files), base)| {
            let name = format!("{}, profile {profile}", site.name);
            dead_ends(&name, files, base).into_iter().chain(unfinished(&name, files))
        })
        .collect()
}

fn dead_ends(name: &str, files: &Files, base: &str) -> Vec<String> {
    let facts: BTreeMap<String, pages::PageFacts> =
        pages_of(files).map(|(path, bytes)| (path.clone(), pages::scan(bytes))).collect();
    let paths: BTreeSet<String> = files.keys().cloned().collect();
    let problems = pages::check(&facts, &paths, base);
    problems
        .iter()
        .map(|problem| format!("{name}: {}: {:?} `{}`", problem.page, problem.kind, problem.what))
        .collect()
}

fn pages_of(files: &Files) -> impl Iterator<Item = (&String, &Vec<u8>)> {
    files.iter().filter(|(path, _)| path.ends_with(".html"))
}

/// A look of its own, for what the check of pages might overlook.
fn unfinished(name: &str, files: &Files) -> Vec<String> {
    let wrong = pages_of(files).filter(|(_, bytes)| {
        let text = String::from_utf8_lossy(bytes);
        let is_whole = text.trim_end().ends_with("</html>") && text.matches("<main").count() == 1;
        !is_whole || runs_something(&text)
    });
    wrong.map(|(path, _)| format!("{name}: {path} is not whole, or holds what it must not")).collect()
}

/// Whether a browser finds script or style in the page. Authors may well write about `onclick=`.
fn runs_something(page: &str) -> bool {
    let mut found = false;
    let look = lol_html::element!("*", |element| {
        let is_inline = match element.tag_name().as_str() {
            "style" => true,
            "script" => !element.has_attribute("src") && !element.has_attribute("type"),
            _ => false,
        };
        found |= is_inline
            || element.attributes().iter().any(|attribute| {
                let name = attribute.name();
                name.starts_with("on")
                    || name == "style"
                    || attribute.value().trim_start().to_ascii_lowercase().starts_with("javascript:")
            });
        Ok(())
    });
    let settings =
        lol_html::RewriteStrSettings { element_content_handlers: vec![look], ..Default::default() };
    lol_html::rewrite_str(page, settings).expect("a page that can be read");
    found
}

#[test]
fn what_runs_is_told_from_what_is_said() {
    for page in
        ["<p ONCLICK=x()>", "<a href=' JavaScript:x()'>", "<i style=a>", "<script>x()</script>", "<style>"]
    {
        assert!(runs_something(page), "{page}");
    }
    for page in ["<p title='a onclick=x()'>a onclick=x()", "<script src=a.js></script>", "<a href='#on'>"] {
        assert!(!runs_something(page), "{page}");
    }
}

// ---- names in texts ----

/// Whether names become links changes nothing but links: not a letter of what a reader sees, and no count.
#[test]
fn linking_names_changes_no_text() {
    let mut sites = all_sites();
    sites.extend((0..RANDOM_SITES).map(Site::random));
    let linked = AtomicUsize::new(0);
    assert_none(sites.par_iter().flat_map_iter(|site| changed_by_linking(site, &linked)).collect());
    assert!(linked.into_inner() > 1000, "some names have become links");
}

fn changed_by_linking(site: &Site, linked: &AtomicUsize) -> Vec<String> {
    let Some(with) = site.with_mentions("all") else { return Vec::new() };
    let (with, without) = (with.build(), site.with_mentions("off").map(|site| site.build()));
    let without = without.expect("the settings were read above");
    let mut problems = Vec::new();
    for ((profile, with), (_, without)) in with.outputs.iter().zip(&without.outputs) {
        for (path, page) in pages_of(with) {
            let (text, links) = without_mentions(&String::from_utf8_lossy(page));
            linked.fetch_add(links, Ordering::Relaxed);
            let plain = without.get(path).map_or(Default::default(), |page| String::from_utf8_lossy(page));
            if text != plain {
                problems.push(difference(&format!("{} {profile} {path}", site.name), &plain, &text));
            }
        }
    }
    problems
}

/// A page without the tags of names that became links, and how many there were.
fn without_mentions(page: &str) -> (String, usize) {
    let mut parts = page.split("<a class=\"mention\" href=\"");
    let mut out = parts.next().unwrap_or_default().to_owned();
    let mut links = 0;
    for part in parts {
        let (_, label) = part.split_once("\">").expect("a tag ends");
        let (label, rest) = label.split_once("</a>").expect("a link ends");
        out.push_str(label);
        out.push_str(rest);
        links += 1;
    }
    (out, links)
}
