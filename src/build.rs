//! A site's folder to finished output folders: `build` as a function.
//!
//! In: the site's root, and for whom to build it where. Out: written folders, and all that is to be said. It reads and
//! writes; it knows neither the terminal nor how a stage works. What an earlier build knew is used where it is still
//! true, and what comes out is what a build without it would have made.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use rayon::prelude::*;
use xxhash_rust::xxh3::{Xxh3Default, xxh3_64};

use crate::cache::{self, Cache, Found, Program, Whole};
use crate::config::{self, Config, Profile};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::link::{self, Known};
use crate::model::date::Now;
use crate::parse::Memory;
use crate::pipeline::{self, Edition, Job, Output, Project, Timings, Written, is_refused};
use crate::read::{self, Keep};
use crate::report;
use crate::source::{Blob, FileId, Sources};
use crate::write::{self, Stats, WriteError};

/// What is to be built.
pub struct Order<'o> {
    pub root: &'o Path,
    pub audiences: Audiences<'o>,
    /// Instead of the profile's.
    pub output: Option<&'o Path>,
    /// Instead of the profile's.
    pub base_url: Option<&'o str>,
    pub drafts: bool,
    /// Whether warnings keep a site from being written.
    pub strict: bool,
    /// Whether earlier builds by this program may help, and this one later ones.
    pub cached: Option<Program>,
    /// The moment of the build, once it is known which time zone is the site's.
    pub now: &'o dyn Fn(&Config) -> Result<Now, String>,
}

/// For whom a site is built.
#[derive(Clone, Copy, Debug)]
pub enum Audiences<'o> {
    First,
    Named(&'o str),
    All,
}

/// What came of a build.
pub struct Built {
    pub sources: Sources,
    /// Settled and sorted.
    pub diagnostics: Diagnostics,
    pub end: End,
    /// One for each audience, if its folder is now what it should be.
    pub sites: Vec<BuiltSite>,
    /// Caches that could not be used, with the reason.
    pub useless: Vec<(PathBuf, &'static str)>,
    /// All that the site was made from. Taking it apart takes time, which a program that ends need not spend.
    pub editions: Vec<Edition>,
}

/// How a build ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Done,
    /// The content has errors, and what was written before stands.
    Refused,
    /// Nothing could be tried: the settings cannot be read, or the folder is not ours.
    Impossible,
}

/// A folder that was written.
pub struct BuiltSite {
    pub profile: Profile,
    pub folder: PathBuf,
    pub pages: usize,
    pub stats: Stats,
    /// Files that were made, each with the reason.
    pub made: Vec<(String, String)>,
    /// When the output changes next by itself.
    pub next_change: Option<Timestamp>,
}

/// Why nothing could be built.
#[derive(Debug)]
pub struct Failure(pub String);

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        Failure(error.to_string())
    }
}

/// Who wants to know how far a build is.
pub trait Watch: Sync {
    fn stage(&self, name: &'static str);
    fn file(&self, output: &Output<'_>);
}

/// An audience to build for, where its site goes, and what is known of an earlier build.
struct Aim {
    profile: Profile,
    folder: PathBuf,
    cache: Option<Cache>,
    earlier: cache::Site,
}

/// Builds a site.
///
/// # Errors
///
/// What keeps the command from running at all; what is wrong with the content is in [`Built::diagnostics`].
pub fn build(order: &Order<'_>, timings: &mut Timings, watch: &dyn Watch) -> Result<Built, Failure> {
    watch.stage("reading");
    let mut useless = Vec::new();
    // The settings are read twice: first to find what earlier builds know, which says which texts need not be kept.
    let mut known = timings.measure("look up", || early_aims(order, &mut useless));
    let is_known = !known.is_empty();
    let read = timings
        .measure("read", || read::read_keeping(order.root, if is_known { Keep::Hash } else { Keep::Text }));
    let (sources, diagnostics) =
        read.map_err(|error| Failure(format!("cannot read the folder `{}`: {error}", order.root.display())))?;
    let inputs = Inputs::new(&sources, &diagnostics);
    if let Some(built) = timings.measure("compare", || unchanged(order, &sources, &inputs, &known)) {
        return Ok(Built { sources, useless, ..built });
    }
    let mut memory = if order.cached.is_some() { Memory::kept() } else { Memory::default() };
    let mentions = timings.measure("recall", || recall(&known, &mut memory, &mut useless));
    watch.stage("parsing");
    let mut project = Project::remembered(sources, diagnostics, &mut memory, timings);
    project.known = Arc::new(mentions);
    if read::has_unread_settings(&project.sources, &project.diagnostics) {
        let diagnostics = project.diagnostics.clone();
        return Ok(ended(project.sources, diagnostics, End::Impossible, useless));
    }
    let now = (order.now)(&project.config).map_err(Failure)?;
    let mut aims = aims(order, &project.config)?;
    for aim in &mut aims {
        if let Some(at) = known.iter().position(|known| known.is_of(aim)) {
            aim.earlier = known.swap_remove(at).earlier;
        }
    }
    aims.iter().try_for_each(|aim| keeps_apart(&aim.folder, order.root))?;
    if let Some(refusal) = aims.iter().find_map(|aim| claim(&aim.folder, order.root)) {
        return Ok(ended(project.sources, vec![refusal?], End::Impossible, useless));
    }
    watch.stage("linking");
    let profiles: Vec<Profile> = aims.iter().map(|aim| aim.profile.clone()).collect();
    let keep_texts = |memory: Memory| aims.iter().try_for_each(|aim| aim.keep_texts(&memory));
    let (project, editions) = if is_known {
        // Linking is the work of one thread at a time; what was parsed is kept meanwhile.
        let link = || pipeline::editions(project, &profiles, now, timings);
        let (kept, linked) = rayon::join(|| keep_texts(memory), link);
        kept?;
        linked
    } else {
        // Where all texts lie in memory, what was parsed of them gives its room to what comes next.
        timings.measure("keep texts", || keep_texts(memory))?;
        pipeline::editions(project, &profiles, now, timings)
    };
    let mut settler = project.settler();
    let mut diagnostics = settler.settle(known_so_far(&project, &editions));
    let mut written = Vec::new();
    if is_refused(&diagnostics, order.strict) {
        // What templates and finished pages would add is told in the same run.
        for edition in &editions {
            diagnostics.extend(settler.settle(Output::new(edition, false).try_all()));
        }
    } else {
        watch.stage("writing");
        let jobs: Vec<Job<'_>> = editions.iter().zip(&aims).map(|(edition, aim)| aim.job(edition)).collect();
        written = timings.measure("render and write", || {
            let file = |output: &Output<'_>| watch.file(output);
            pipeline::write_all(&jobs, order.strict, &mut settler, &mut diagnostics, &file)
        })?;
    }
    diagnostics.extend(settler.unused());
    report::sort(&mut diagnostics, &project.sources);
    let end = if is_refused(&diagnostics, order.strict) { End::Refused } else { End::Done };
    let mut sites = Vec::new();
    for ((edition, aim), written) in editions.iter().zip(&aims).zip(written) {
        let site = timings.measure("keep site", || keep(edition, aim, written, &inputs, &diagnostics))?;
        sites.push(site);
    }
    Ok(Built { sources: project.sources.clone(), diagnostics, end, sites, useless, editions })
}

fn ended(
    sources: Sources,
    mut diagnostics: Diagnostics,
    end: End,
    useless: Vec<(PathBuf, &'static str)>,
) -> Built {
    report::sort(&mut diagnostics, &sources);
    Built { sources, diagnostics, end, sites: Vec::new(), useless, editions: Vec::new() }
}

/// All that is known before anything is made.
pub fn known_so_far(project: &Project, editions: &[Edition]) -> Diagnostics {
    let own = editions.iter().flat_map(|edition| edition.diagnostics.iter().cloned());
    project.diagnostics.iter().cloned().chain(own).collect()
}

// ---- what an earlier build knew ----

impl Aim {
    fn is_of(&self, other: &Aim) -> bool {
        self.folder == other.folder && self.profile.name == other.profile.name
    }

    /// Keeps what was parsed, as soon as it is known: it holds whatever becomes of the build, and need not lie in memory.
    fn keep_texts(&self, memory: &Memory) -> Result<(), Failure> {
        let Some(cache) =
            self.cache.as_ref().filter(|cache| memory.is_new_to(self.profile.marking) || !cache.has_texts())
        else {
            return Ok(());
        };
        cache.save_texts(&memory.up_to(self.profile.marking)).map_err(|error| cannot_keep(cache, &error))
    }

    fn job<'j>(&'j self, edition: &'j Edition) -> Job<'j> {
        Job { edition, folder: &self.folder, earlier: &self.earlier.files, then: &self.earlier.hashes }
    }
}

/// The audiences by what the settings say right now, each with what an earlier build knew. None where anything is not as
/// it should be: whatever that is, it is told later.
fn early_aims(order: &Order<'_>, useless: &mut Vec<(PathBuf, &'static str)>) -> Vec<Aim> {
    let config = match fs::read_to_string(order.root.join("site.toml")) {
        Ok(text) => config::parse(FileId::of("site.toml"), &text).0,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Config::default(),
        Err(_) => return Vec::new(),
    };
    let mut known = Vec::new();
    for mut aim in aims(order, &config).unwrap_or_default() {
        let Some(cache) = &aim.cache else { continue };
        match cache.site() {
            Found::Kept(site) => {
                aim.earlier = site;
                known.push(aim);
            }
            Found::Useless(why) => useless.push((cache.folder().to_owned(), why)),
            Found::Nothing => {}
        }
    }
    known
}

/// What was parsed, and whom texts refer to.
fn recall(known: &[Aim], memory: &mut Memory, useless: &mut Vec<(PathBuf, &'static str)>) -> Known {
    let mut mentions = Known::default();
    for cache in known.iter().filter_map(|aim| aim.cache.as_ref()) {
        let (texts, named) = rayon::join(|| cache.texts(), || cache.mentions());
        let mut use_or_tell = |why| useless.push((cache.folder().to_owned(), why));
        match texts {
            Found::Kept(texts) => memory.join(texts),
            Found::Useless(why) => use_or_tell(why),
            Found::Nothing => {}
        }
        match named {
            Found::Kept(named) => mentions.extend(named.into_iter().map(|each| (each.key, each))),
            Found::Useless(why) => use_or_tell(why),
            Found::Nothing => {}
        }
    }
    mentions
}

/// The whole result, if nothing that was read has changed since every folder was written, and all of them still stand.
fn unchanged(order: &Order<'_>, sources: &Sources, inputs: &Inputs, known: &[Aim]) -> Option<Built> {
    let config = match sources.find("site.toml") {
        Some(file) => config::parse(file, sources.text(file)).0,
        None => Config::default(),
    };
    let now = (order.now)(&config).ok()?.timestamp().as_nanosecond();
    let aims = aims(order, &config).ok()?;
    if aims.len() != known.len() || aims.is_empty() {
        return None;
    }
    let mut diagnostics = Diagnostics::new();
    let mut sites = Vec::new();
    for (aim, known) in aims.iter().zip(known) {
        let whole = known.earlier.whole.as_ref().filter(|_| known.is_of(aim))?;
        let is_then =
            whole.since.is_none_or(|since| since <= now) && whole.until.is_none_or(|until| now < until);
        let same = is_then
            && whole.inputs == inputs.of(&aim.profile)
            && passed_on(sources, whole.passed_on.iter().map(|(path, _)| path.as_str())).as_ref()
                == Some(&whole.passed_on)
            && keeps_apart(&aim.folder, order.root).is_ok();
        let states = known.earlier.states();
        if !same || is_refused(&whole.diagnostics, order.strict) || !write::stands(&aim.folder, &states) {
            return None;
        }
        diagnostics.extend(whole.diagnostics.iter().cloned());
        let bytes = states.iter().map(|(_, state)| state.size).sum();
        sites.push(BuiltSite {
            profile: aim.profile.clone(),
            folder: aim.folder.clone(),
            pages: whole.pages,
            stats: Stats { files: states.len(), written: 0, removed: 0, bytes },
            made: Vec::new(),
            next_change: whole.until.and_then(|until| Timestamp::from_nanosecond(until).ok()),
        });
    }
    report::sort(&mut diagnostics, sources);
    Some(ended_well(diagnostics, sites))
}

fn ended_well(diagnostics: Diagnostics, sites: Vec<BuiltSite>) -> Built {
    let sources = Sources::default();
    Built { sources, diagnostics, end: End::Done, sites, useless: Vec::new(), editions: Vec::new() }
}

/// A hash of everything that was read, but for what stands in files that are only passed on.
struct Inputs(Xxh3Default);

impl Inputs {
    /// `diagnostics` are those of reading.
    fn new(sources: &Sources, diagnostics: &[Diagnostic]) -> Self {
        let mut inputs = Inputs(Xxh3Default::new());
        sources.hash_into(&mut inputs.0);
        inputs.add(format!("{diagnostics:?}").as_bytes());
        inputs
    }

    fn add(&mut self, part: &[u8]) {
        self.0.update(&part.len().to_le_bytes());
        self.0.update(part);
    }

    /// Together with the profile for which a site is built.
    fn of(&self, profile: &Profile) -> u128 {
        let mut all = Inputs(self.0.clone());
        all.add(format!("{profile:?}").as_bytes());
        all.0.digest128()
    }
}

/// Hashes of what stands in files that are only passed on; none if one cannot be read.
fn passed_on<'p>(sources: &Sources, paths: impl Iterator<Item = &'p str>) -> Option<Vec<(String, u64)>> {
    let paths: Vec<&str> = paths.collect();
    let hash = |path: &&str| {
        let hash = match sources.blob(path)? {
            Blob::Memory(bytes) => xxh3_64(bytes),
            Blob::Disk(place) => xxh3_64(&fs::read(place).ok()?),
        };
        Some(((*path).to_owned(), hash))
    };
    paths.par_iter().map(hash).collect()
}

/// Keeps what the next build has to know, and says what was written.
fn keep(
    edition: &Edition,
    aim: &Aim,
    written: Written,
    inputs: &Inputs,
    diagnostics: &[Diagnostic],
) -> Result<BuiltSite, Failure> {
    let Written { stats, files, hashes, made } = written;
    if let Some(cache) = &aim.cache {
        let site = cache::Site { whole: whole(edition, inputs, diagnostics), files, hashes };
        cache.save_site(&site).map_err(|error| cannot_keep(cache, &error))?;
        keep_mentions(edition, cache).map_err(|error| cannot_keep(cache, &error))?;
    }
    Ok(BuiltSite {
        profile: aim.profile.clone(),
        folder: aim.folder.clone(),
        pages: edition.plan.pages.len(),
        stats,
        made,
        next_change: edition.next_change,
    })
}

/// Keeps whom texts refer to, if that is not what is kept already.
fn keep_mentions(edition: &Edition, cache: &Cache) -> io::Result<()> {
    let all = link::known(&edition.site);
    if all.keys().all(|key| edition.project.known.contains_key(key)) {
        return Ok(());
    }
    let mut all: Vec<_> = all.values().collect();
    // The same in every build.
    all.sort_unstable_by_key(|mentions| mentions.key);
    cache.save_mentions(&all)
}

fn cannot_keep(cache: &Cache, error: &io::Error) -> Failure {
    Failure(format!(
        "cannot keep what the next build could use in `{}`: {error}; make room there, or build with --no-cache",
        cache.folder().display()
    ))
}

/// What is known of a site as a whole; nothing where messages tell what its audience may not know, for those are not kept.
fn whole(edition: &Edition, inputs: &Inputs, diagnostics: &[Diagnostic]) -> Option<Whole> {
    let sources = &edition.project.sources;
    let tells = |found: &Diagnostic| {
        found.code == Code::NamesWithheld || found.is_about(|file| edition.cut.contains(&file))
    };
    if diagnostics.iter().any(tells) {
        return None;
    }
    let planned = edition.plan.files.iter().map(|file| file.source.as_str());
    let planned = planned.chain(edition.refused.iter().map(String::as_str));
    Some(Whole {
        inputs: inputs.of(&edition.profile),
        passed_on: passed_on(sources, planned.filter(|path| sources.blob(path).is_some()))?,
        since: edition.last_change.map(Timestamp::as_nanosecond),
        until: edition.next_change.map(Timestamp::as_nanosecond),
        diagnostics: diagnostics.to_vec(),
        pages: edition.plan.pages.len(),
    })
}

// ---- for whom and where ----

fn aims(order: &Order<'_>, config: &Config) -> Result<Vec<Aim>, Failure> {
    let mut profiles = match order.audiences {
        Audiences::Named(name) => vec![named_profile(config, name)?.clone()],
        Audiences::All => config.profiles.clone(),
        Audiences::First => config.profiles.iter().take(1).cloned().collect(),
    };
    for profile in &mut profiles {
        profile.drafts |= order.drafts;
        if let Some(url) = order.base_url {
            let url = config::base_url(url).map_err(|why| Failure(format!("--base-url: `{url}` {why}")))?;
            profile.base_url = Some(url);
            profile.public_host().map_or(Ok(()), |why| Err(Failure(format!("--base-url: {why}"))))?;
        }
        strays(order, profile, config).map_or(Ok(()), |why| Err(Failure(why)))?;
    }
    let aim = |profile: Profile| {
        let folder = order.output.map_or_else(|| order.root.join(&profile.output), Path::to_owned);
        let cache = order.cached.map(|program| Cache::new(program, order.root, &profile.name, &folder));
        Aim { profile, folder, cache, earlier: cache::Site::default() }
    };
    Ok(profiles.into_iter().map(aim).collect())
}

/// Why a site must not go where the command line sends it: another audience's site stands there.
fn strays(order: &Order<'_>, profile: &Profile, config: &Config) -> Option<String> {
    let is_other = |other: &&Profile| other.name != profile.name && other.marking != profile.marking;
    let whole = |folder: &Path| std::path::absolute(folder).ok().map(|path| path.components().collect());
    let folder: Option<PathBuf> = order.output.and_then(whole);
    let at = |other: &Profile| {
        let own: Option<PathBuf> = whole(&order.root.join(&other.output));
        if folder.is_some() && folder == own {
            return Some(("--output", other.output.clone()));
        }
        let url = profile.base_url.as_ref().filter(|_| order.base_url.is_some())?;
        (other.base_url.as_ref() == Some(url)).then(|| ("--base-url", url.clone()))
    };
    config.profiles.iter().filter(is_other).find_map(|other| {
        let (option, place) = at(other)?;
        let (own, others) = (profile.marking, other.marking);
        Some(format!(
            "{option}: the profile `{}` goes up to {own}, but `{place}` is that of `{}`, which goes up to {others}",
            profile.name, other.name
        ))
    })
}

/// The profile of that name.
///
/// # Errors
///
/// Names those that there are.
pub fn named_profile<'c>(config: &'c Config, name: &str) -> Result<&'c Profile, Failure> {
    config.profiles.iter().find(|profile| profile.name == name).ok_or_else(|| {
        let known: Vec<&str> = config.profiles.iter().map(|profile| profile.name.as_str()).collect();
        Failure(format!("there is no profile `{name}`; site.toml has {}", known.join(", ")))
    })
}

/// Refuses a folder where the output would mix with what the site is made of, whatever links lead there.
fn keeps_apart(folder: &Path, root: &Path) -> Result<(), Failure> {
    let real = |path: &Path| {
        real(path).map_err(|error| Failure(format!("cannot look at `{}`: {error}", path.display())))
    };
    let (place, root) = (real(folder)?, real(root)?);
    let below = place.strip_prefix(&root).ok().and_then(|below| below.components().next());
    let kept = below.and_then(|first| config::kept(&first.as_os_str().to_string_lossy()));
    let why = if place == root {
        "that is the site's own folder".to_owned()
    } else if root.starts_with(&place) {
        "the site's own folder is in it".to_owned()
    } else if let Some(kept) = kept {
        format!("`{kept}` is not for output")
    } else {
        return Ok(());
    };
    Err(Failure(format!("the output folder cannot be `{}`: {why}", folder.display())))
}

/// Where a folder lies that is perhaps not there yet, links followed.
fn real(path: &Path) -> io::Result<PathBuf> {
    let mut missing = Vec::new();
    let mut there = std::path::absolute(path)?;
    let mut out = loop {
        match there.canonicalize() {
            Ok(real) => break real,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        missing.extend(there.components().next_back().map(|part| part.as_os_str().to_owned()));
        if !there.pop() {
            break there;
        }
    };
    for part in missing.into_iter().rev() {
        if part == ".." {
            out.pop();
        } else {
            out.push(part);
        }
    }
    Ok(out)
}

/// The diagnostic of a folder that is not ours, or a failure to look at it.
fn claim(folder: &Path, root: &Path) -> Option<Result<Diagnostic, Failure>> {
    match write::claim(folder) {
        Ok(()) => None,
        Err(WriteError::NotOurs { path }) => {
            let shown = path.strip_prefix(root).unwrap_or(&path).display().to_string();
            Some(Ok(Diagnostic::new(
                Code::OutputNotOurs,
                Place::Nowhere,
                format!("`{shown}` is not empty and was not made by Chancery, so it is left alone"),
            )
            .help("choose another folder with `--output` or the profile's `output`, or empty this one")))
        }
        Err(error) => Some(Err(error.into())),
    }
}
