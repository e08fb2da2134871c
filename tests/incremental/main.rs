//! What was built before never shows: after any edits a build that knows the earlier one makes what a clean one makes, and a
//! preview that followed the edits shows what a clean one with drafts makes.
//!
//! Sites are those of tests/sites, the demo, and sites made at random from fixed seeds; edits are made at random, too.
//! `CHANCERY_SEQUENCES=2000` tries more of them than a test run has time for, `CHANCERY_SEQUENCES=17..18` one alone.

mod article_edits;
#[path = "../common/mod.rs"]
mod common;
mod damage;
mod edits;
mod preview;
mod site;

use std::fs;
use std::ops::Range;
use std::path::PathBuf;

use chancery::build::Built;
use chancery::cache::Program;
use chancery::live::Changed;
use chancery::model::date::Now;
use common::linked_site::linked_files;
use common::random_site::random_texts;
use common::{Files, NOW, Random, assert_none, files_below, manifest, now, sites};
use preview::Preview;
use rayon::prelude::*;
use site::{Site, folder_texts, small_site};

const SEQUENCES: u64 = 100;
const STEPS: usize = 6;

#[test]
fn after_any_edits_a_build_makes_what_a_clean_one_makes() {
    let program = Program::this();
    let known: Vec<(String, PathBuf)> = sites();
    let problems = sequences().into_par_iter().filter_map(|seed| {
        let mut random = Random(seed * 2 + 1);
        let texts = random_site(seed, &known, &mut random);
        sequence(seed, &Site::new(texts, program), &mut random)
    });
    assert_none(problems.collect());
}

/// The seeds of the sequences that are tried.
fn sequences() -> Range<u64> {
    let Ok(wanted) = std::env::var("CHANCERY_SEQUENCES") else { return 0..SEQUENCES };
    let number =
        |text: &str| text.parse().expect("CHANCERY_SEQUENCES is a number, or two with `..` between them");
    let (from, to) = wanted.split_once("..").unwrap_or(("0", &wanted));
    number(from)..number(to)
}

fn random_site(seed: u64, known: &[(String, PathBuf)], random: &mut Random) -> Vec<(String, Vec<u8>)> {
    match seed % 8 {
        3 => {
            let (_, folder) = &known[random.below(known.len())];
            folder_texts(&folder.join("input"))
        }
        7 => {
            let texts = random_texts(random).into_iter();
            texts.map(|(path, text)| (path, text.as_bytes().to_vec())).collect()
        }
        _ => linked_files(random),
    }
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

/// One site, edited step by step, with all that is done to it.
struct Sequence<'s> {
    site: &'s Site,
    preview: Preview,
    /// The moment of the builds.
    at: Now,
    /// What a build reads, when that was without errors last.
    good: Option<Files>,
    done: Vec<String>,
}

fn sequence(seed: u64, site: &Site, random: &mut Random) -> Option<String> {
    let moments = [now(NOW), now("2026-03-01"), now("2025-06-01")];
    let preview = Preview::new(profile(site, random), moments[random.below(2)]);
    let done = vec!["the first build".to_owned()];
    let mut sequence = Sequence { site, preview, at: moments[0], good: None, done };
    // The first state, and whether an article alone is edited before each other one.
    let articles: Vec<Option<bool>> =
        [None].into_iter().chain((0..STEPS).map(|_| Some(random.one_in(2)))).collect();
    for (step, of_article) in articles.iter().enumerate() {
        if random.one_in(4) {
            sequence.at = moments[random.below(moments.len())];
            sequence.done.push(format!("builds at {}", sequence.at.timestamp()));
        }
        if let Some(of_article) = of_article {
            sequence.edit(*of_article, random);
        }
        // An edit of a file that is read when it is asked for shows in an earlier state that is asked later.
        let wait = articles.get(step + 1) == Some(&Some(true)) && random.one_in(3);
        if let Some(problem) = sequence.unlike(wait, random) {
            return Some(format!("sequence {seed}, after {}:\n{problem}", sequence.done.join(", ")));
        }
    }
    None
}

/// The first profile, or one that the settings name.
fn profile(site: &Site, random: &mut Random) -> Option<String> {
    let settings = fs::read_to_string(site.path("site.toml")).unwrap_or_default();
    let named: Vec<&str> = settings
        .lines()
        .filter_map(|line| line.strip_prefix("[profiles.").and_then(|rest| rest.strip_suffix(']')))
        .collect();
    if random.one_in(2) { None } else { named.get(random.below(named.len())).map(|name| (*name).to_owned()) }
}

impl Sequence<'_> {
    fn edit(&mut self, of_article: bool, random: &mut Random) {
        if let Some(good) = self.good.as_ref().filter(|_| !self.preview.is_good() && !random.one_in(4)) {
            self.site.put_back(good);
            self.done.push("what was wrong is mended".to_owned());
        } else if of_article {
            self.done.extend(article_edits::edit_article(self.site, random));
        } else {
            for _ in 0..1 + random.below(3) {
                self.done.push(edits::edit(self.site, random));
            }
        }
    }

    fn unlike(&mut self, wait: bool, random: &mut Random) -> Option<String> {
        let touched = self.site.touched();
        let changed = if random.one_in(12) { Changed::Everything } else { Changed::Paths(touched) };
        if let Some(unlike) = self.preview.unlike(self.site, &changed, wait) {
            return Some(format!(
                "the preview, told {changed:?}, and a build of {}:\n{unlike}",
                self.preview.named()
            ));
        }
        if self.preview.is_good() {
            self.good = Some(self.site.content());
        }
        self.site.unlike(self.at)
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
