//! What several test files share: a site's folder or texts in, its diagnostics and output out; comparison with what is
//! expected, which `CHANCERY_BLESS=1` rewrites. It knows no single test.
#![allow(dead_code, reason = "each test file is a crate of its own and uses a part of this")]

pub mod linked_site;
pub mod random_site;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chancery::diagnostic::Diagnostics;
use chancery::model::date::Now;
use chancery::pipeline::{self, Output, Project, Timings, is_refused};
use chancery::read::has_unread_settings;
use chancery::report::{self, Format};
use chancery::source::Sources;
use jiff::tz::TimeZone;

/// The moment of every build that says no other.
pub const NOW: &str = "2026-01-01T00:00:00Z";

/// Output path to bytes.
pub type Files = BTreeMap<String, Vec<u8>>;

/// All that a build says and makes.
#[derive(Debug, PartialEq, Eq)]
pub struct Built {
    pub diagnostics: Diagnostics,
    /// The diagnostics for a person, as a terminal of 120 columns without colours shows them.
    pub told: String,
    /// The files of each profile that the site has, in its order, whether errors keep them from being written or not.
    pub outputs: Vec<(String, Files)>,
    /// Whether there were errors before any page was made.
    pub has_content_errors: bool,
    /// The path below which each profile is served.
    pub base_paths: Vec<String>,
}

impl Built {
    pub fn has_errors(&self) -> bool {
        is_refused(&self.diagnostics, false)
    }
}

pub fn manifest(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

pub fn now(text: &str) -> Now {
    Now::parse(text.trim(), &TimeZone::UTC).unwrap_or_else(|error| panic!("`{text}`: {}", error.message))
}

/// Builds the site in a folder for all its profiles.
pub fn build_folder(root: &Path, now: Now) -> Built {
    let (sources, diagnostics) = chancery::read::read(root).expect("the folder of a site can be read");
    build(sources, diagnostics, now)
}

/// Builds for all profiles. `diagnostics` are those of reading.
pub fn build(sources: Sources, diagnostics: Diagnostics, now: Now) -> Built {
    let mut timings = Timings::default();
    let project = Project::new(sources, diagnostics, &mut timings);
    if has_unread_settings(&project.sources, &project.diagnostics) {
        let mut told = project.diagnostics.clone();
        report::sort(&mut told, &project.sources);
        return Built {
            told: tell(&told, &project.sources),
            diagnostics: told,
            outputs: Vec::new(),
            has_content_errors: true,
            base_paths: Vec::new(),
        };
    }
    let profiles = project.config.profiles.clone();
    let (project, editions) = pipeline::editions(project, &profiles, now, &mut timings);
    let mut found = project.diagnostics.clone();
    found.extend(editions.iter().flat_map(|edition| edition.diagnostics.iter().cloned()));
    let mut settler = project.settler();
    let mut diagnostics = settler.settle(found);
    let has_content_errors = is_refused(&diagnostics, false);
    let mut outputs = Vec::new();
    for edition in &editions {
        let output = Output::new(edition, true);
        outputs.push((edition.profile.name.clone(), output.all()));
        diagnostics.extend(settler.settle(output.diagnostics()));
    }
    diagnostics.extend(settler.unused());
    report::sort(&mut diagnostics, &project.sources);
    let base_paths = profiles.iter().map(|profile| base_path(profile.base_url.as_deref())).collect();
    Built { told: tell(&diagnostics, &project.sources), diagnostics, outputs, has_content_errors, base_paths }
}

fn tell(diagnostics: &Diagnostics, sources: &Sources) -> String {
    report::render(diagnostics, sources, Format::Human { color: false, width: 120 })
}

/// The path of a base URL, `/` where there is none.
fn base_path(base_url: Option<&str>) -> String {
    let after_host = base_url.and_then(|url| url.split_once("://")).map_or("", |(_, rest)| rest);
    after_host.find('/').map_or("/", |slash| &after_host[slash..]).to_owned()
}

// ---- what is expected ----

pub fn blesses() -> bool {
    std::env::var_os("CHANCERY_BLESS").is_some()
}

/// Compares with a file, or writes it. `Some` is a difference to show.
pub fn differs(file: &Path, actual: &[u8]) -> Option<String> {
    let expected = fs::read(file).unwrap_or_default();
    if expected == actual && file.exists() {
        return None;
    }
    if blesses() {
        fs::create_dir_all(file.parent().expect("a file has a folder")).expect("the folder can be made");
        fs::write(file, actual).expect("what is expected can be written");
        return None;
    }
    if !file.exists() {
        return Some(format!("{} is missing; CHANCERY_BLESS=1 writes it", file.display()));
    }
    let (expected, actual) = (String::from_utf8_lossy(&expected), String::from_utf8_lossy(actual));
    let shown = file.strip_prefix(manifest("")).unwrap_or(file).display().to_string();
    Some(difference(&shown, &expected, &actual))
}

pub fn difference(name: &str, expected: &str, actual: &str) -> String {
    let difference = similar::TextDiff::from_lines(expected, actual);
    difference.unified_diff().context_radius(3).header(&format!("{name} (expected)"), "actual").to_string()
}

/// Fails with all that went wrong, if anything did.
pub fn assert_none(problems: Vec<String>) {
    assert!(problems.is_empty(), "{}\n({} in all)", problems.join("\n"), problems.len());
}

/// The names in a folder, in order.
pub fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("an entry can be read").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// The files below a folder as paths relative to it, in order.
pub fn files_below(folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    for name in names(folder) {
        let path = folder.join(&name);
        if path.is_dir() {
            files.extend(files_below(&path).into_iter().map(|below| format!("{name}/{below}")));
        } else {
            files.push(name);
        }
    }
    files
}

/// The folder of every case in tests/sites.
pub fn sites() -> Vec<(String, PathBuf)> {
    let root = manifest("tests/sites");
    names(&root).into_iter().map(|name| (name.clone(), root.join(name))).collect()
}

/// The moment at which a case is built.
pub fn now_of(site: &Path) -> Now {
    now(fs::read_to_string(site.join("now")).as_deref().unwrap_or(NOW))
}

// ---- chance ----

/// xorshift64*; the seed is not zero.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number below `end`; zero if `end` is.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() >> 33) as usize % end.max(1)
    }

    pub fn one_in(&mut self, chance: usize) -> bool {
        self.below(chance) == 0
    }

    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}
