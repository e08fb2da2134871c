//! Every stage in order.
//!
//! In: [`Sources`]. Out: what `build`, `check` and `serve` need of a site. This file alone knows the order of the stages.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::audience::{self, Withheld};
use crate::check::{self, Settler};
use crate::config::{self, Config, Profile, RawHtml};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, any_error};
use crate::link::{self, Known, Lexicon, Linked, link};
use crate::lock::{self, Lock};
use crate::model::date::{Day, Moment, Now};
use crate::model::document::Document;
use crate::model::marking::Marking;
use crate::model::site::Site;
use crate::parse::{self, Memory, Remarks};
use crate::plan::{self, Plan, PlannedFile, Settings};
use crate::render::Templates;
use crate::source::{FileId, Sources};
use crate::theme;
use crate::write::{self, Outcome, Refused, WriteError};

mod edited;
mod hashes;
mod output;
mod pictures;

pub use hashes::Hashes;
pub use output::{Entries, MadeFile, Output, Parts, Tried};

/// How long each stage took, in order, and how much memory the program held when it ended, in MiB where the system
/// tells.
#[derive(Debug, Default)]
pub struct Timings(pub Vec<(&'static str, Duration, Option<u64>)>);

impl Timings {
    pub fn measure<T>(&mut self, stage: &'static str, run: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let out = run();
        self.0.push((stage, start.elapsed(), resident_mebibytes()));
        out
    }
}

/// The second number of Linux's `statm`: resident pages, of 4 KiB on the machines that people build sites on.
fn resident_mebibytes() -> Option<u64> {
    let numbers = fs::read_to_string("/proc/self/statm").ok()?;
    let pages: u64 = numbers.split(' ').nth(1)?.parse().ok()?;
    Some(pages >> 8)
}

/// A site's content, read and parsed, before anybody is told a part of it.
pub struct Project {
    pub sources: Sources,
    pub config: Arc<Config>,
    /// Taken by the last edition that is made of them.
    documents: Vec<Document>,
    pub remarks: Arc<Remarks>,
    pub templates: Arc<Templates>,
    /// Of all stages so far.
    pub diagnostics: Diagnostics,
    /// Whether a text was found to be another one than it was when it was parsed.
    moved: Arc<AtomicBool>,
    /// Mentions that were found before.
    pub known: Arc<Known>,
    /// By which names old articles link.
    pub lock: Arc<Lock>,
}

impl Project {
    /// Parses everything. `diagnostics` are those of reading.
    pub fn new(sources: Sources, diagnostics: Diagnostics, timings: &mut Timings) -> Self {
        Self::remembered(sources, diagnostics, &mut Memory::default(), timings)
    }

    /// Parses everything that `memory` does not know.
    pub fn remembered(
        mut sources: Sources,
        mut diagnostics: Diagnostics,
        memory: &mut Memory,
        timings: &mut Timings,
    ) -> Self {
        let config = timings.measure("config", || match sources.find("site.toml") {
            Some(file) => {
                let (config, found) = config::parse(file, sources.text(file));
                diagnostics.extend(found);
                config
            }
            None => Config::default(),
        });
        let (lock, found) = match sources.find(lock::FILE) {
            Some(file) => lock::parse(file, sources.text(file)),
            None => Default::default(),
        };
        diagnostics.extend(found);
        let (templates, found) = timings.measure("templates", || Templates::new(theme::TEMPLATES, &sources));
        diagnostics.extend(found);
        let (documents, remarks, found) =
            timings.measure("parse", || parse::parse(&mut sources, &config, memory));
        diagnostics.extend(found);
        let moved = memory.moved();
        let (config, remarks, templates) = (Arc::new(config), Arc::new(remarks), Arc::new(templates));
        let (known, lock) = (Arc::default(), Arc::new(lock));
        Project { sources, config, documents, remarks, templates, diagnostics, moved, known, lock }
    }

    fn context<'p>(&'p self, profile: &Profile, withheld: &'p Withheld) -> link::Context<'p> {
        link::Context {
            sources: &self.sources,
            config: &self.config,
            broken: &self.remarks.broken,
            withheld,
            public: profile.marking == Marking::Clear,
            known: &self.known,
            lock: &self.lock,
        }
    }

    fn has_moved(&self) -> bool {
        self.moved.load(Ordering::Relaxed)
    }

    /// Every document, whoever may see it; none are left once editions have been made.
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// All of them, for somebody who makes no edition.
    pub fn take_documents(&mut self) -> Vec<Document> {
        std::mem::take(&mut self.documents)
    }

    pub fn profile(&self, name: &str) -> Option<&Profile> {
        self.config.profiles.iter().find(|profile| profile.name == name)
    }

    /// Applies what authors and the site accept.
    pub fn settler(&self) -> Settler<'_> {
        Settler::new(&self.remarks, &self.config)
    }
}

/// One audience's site, planned and ready to be rendered.
pub struct Edition {
    pub project: Arc<Project>,
    pub profile: Profile,
    pub site: Site,
    pub plan: Arc<Plan>,
    pub diagnostics: Diagnostics,
    /// When the output changes next by itself.
    pub next_change: Option<Timestamp>,
    /// When it did so last.
    pub last_change: Option<Timestamp>,
    /// Files of which this audience may not know all.
    pub cut: BTreeSet<FileId>,
    /// Pictures that something refers to and that cannot be published.
    pub refused: Vec<String>,
    withheld: Arc<Withheld>,
    /// The names by which texts were read.
    lexicon: Arc<Lexicon>,
}

impl Edition {
    /// The names by which its texts were read.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Whether somebody else than the theme has a hand in its pages, so that they may hold anything.
    pub fn is_foreign(&self) -> bool {
        self.project.templates.are_overridden() || self.project.config.raw_html == RawHtml::Allow
    }
}

/// A site of everything, whoever may see it and when, with every place that refers to an item: for somebody who edits the
/// content, and shows nobody a page of it.
pub fn linked(project: &Project) -> (Site, Vec<link::Use>) {
    let withheld = Withheld::default();
    let context = project.context(&Profile::all_seeing(), &withheld);
    let site = link(project.documents.clone(), &context).site;
    let uses = link::uses(&project.documents, &site, &context);
    (site, uses)
}

/// Makes one audience's site after the other, up to the plan. The last one takes the documents, so that a build for one
/// audience never holds them twice.
pub fn editions(
    mut project: Project,
    profiles: &[Profile],
    now: Now,
    timings: &mut Timings,
) -> (Arc<Project>, Vec<Edition>) {
    let mut documents = std::mem::take(&mut project.documents);
    let project = Arc::new(project);
    let last = profiles.len().saturating_sub(1);
    let make = |(index, profile): (usize, &Profile)| {
        let own = if index == last { std::mem::take(&mut documents) } else { documents.clone() };
        edition(&project, own, profile, now, timings)
    };
    let editions = profiles.iter().enumerate().map(make).collect();
    (project, editions)
}

fn edition(
    project: &Arc<Project>,
    documents: Vec<Document>,
    profile: &Profile,
    now: Now,
    timings: &mut Timings,
) -> Edition {
    let (config, sources) = (&project.config, &project.sources);
    let mut audience =
        timings.measure("audience", || audience::filter(documents, sources, config, profile, now));
    let (mut next_change, mut last_change) = (audience.next_change, audience.last_change);
    let cut = std::mem::take(&mut audience.cut);
    let mut diagnostics = std::mem::take(&mut audience.diagnostics);
    // What is left of a text has mostly been reported with the whole of it.
    diagnostics.retain(|found| !project.diagnostics.contains(found));
    let withheld = std::mem::take(&mut audience.withheld);
    let context = project.context(profile, &withheld);
    let Linked { mut site, lexicon, diagnostics: found } =
        timings.measure("link", || link(audience.documents, &context));
    diagnostics.extend(found);
    diagnostics.extend(link::unlocked(&site, &lexicon, &context, &cut));
    let faults = timings.measure("pictures", || pictures::faults(&site.files, sources));
    diagnostics.extend(link::without(&mut site, &faults));
    let settings = Settings {
        links: profile.links,
        page_size: config.page_size,
        base_url: profile.base_url.clone(),
        previews: config.previews,
        today: now.day_in(&config.timezone),
    };
    let (plan, found) = timings.measure("plan", || plan::plan(&site, settings, &statics(sources, config)));
    follow_the_day(&site, &plan, config, &mut next_change, &mut last_change);
    diagnostics.extend(found);
    diagnostics.extend(timings.measure("check", || check::check(&site, &plan, config)));
    if profile.marking == Marking::Clear {
        diagnostics.extend(check::carrying_statics(&plan));
    }
    let refused = faults.into_keys().collect();
    let project = Arc::clone(project);
    let (profile, plan, withheld) = (profile.clone(), Arc::new(plan), Arc::new(withheld));
    let lexicon = Arc::new(lexicon);
    Edition {
        project,
        profile,
        site,
        plan,
        diagnostics,
        next_change,
        last_change,
        cut,
        refused,
        withheld,
        lexicon,
    }
}

/// What the day brings up changes at midnight in the site's time zone.
fn follow_the_day(
    site: &Site,
    plan: &Plan,
    config: &Config,
    next_change: &mut Option<Timestamp>,
    last_change: &mut Option<Timestamp>,
) {
    if site.events.is_empty() {
        return;
    }
    let midnight = |day: Day| Moment::from(day).instant_in(&config.timezone);
    let next = plan.almanac.next_change(site).map(midnight);
    *next_change = [*next_change, next].into_iter().flatten().min();
    *last_change = (*last_change).max(Some(midnight(plan.almanac.day)));
}

/// Files of `static/`, and the theme's where the site has none of that path and has a use for it.
fn statics(sources: &Sources, config: &Config) -> Vec<PlannedFile> {
    let own = sources.blobs().filter_map(|(source, _)| {
        Some(PlannedFile { path: source.strip_prefix("static/")?.to_owned(), source: source.to_owned() })
    });
    let mut files: BTreeMap<String, PlannedFile> = theme::FILES
        .iter()
        .filter(|(path, _)| config.previews || *path != theme::PREVIEWS)
        .map(|(path, _)| {
            ((*path).to_owned(), PlannedFile { path: (*path).to_owned(), source: format!("theme:{path}") })
        })
        .collect();
    files.extend(own.map(|file| (file.path.clone(), file)));
    files.into_values().collect()
}

/// An edition and where it goes.
pub struct Job<'j> {
    pub edition: &'j Edition,
    pub folder: &'j Path,
    /// Files of an earlier build into that folder.
    pub earlier: &'j BTreeMap<String, MadeFile>,
    /// What the site said then.
    pub then: &'j Hashes,
}

/// What became of a [`Job`].
pub struct Written {
    pub stats: write::Stats,
    /// What the next build has to know of the files.
    pub files: BTreeMap<String, MadeFile>,
    /// What the site says.
    pub hashes: Hashes,
    /// Each page that had to be made, with the reason.
    pub made: Vec<(String, String)>,
}

/// Writes several editions, each to its folder. Nothing is written unless all of them are sound. Diagnostics that only
/// finished pages show are added to `diagnostics`, which must be settled already. `watch` is called before each file.
pub fn write_all(
    jobs: &[Job<'_>],
    strict: bool,
    settler: &mut Settler<'_>,
    diagnostics: &mut Diagnostics,
    watch: &(dyn Fn(&Output<'_>) + Sync),
) -> Result<Vec<Written>, WriteError> {
    let Some((job, rest)) = jobs.split_first() else { return Ok(Vec::new()) };
    let output = Output::after(job.edition, job.earlier);
    let hashes = output.hashes();
    let output = output.knowing(&hashes, job.then);
    let made = Mutex::new(Vec::new());
    let mut others = Vec::new();
    let mut failure = None;
    let mut found_later = Diagnostics::new();
    let written = write::write_changed(
        job.folder,
        &output.paths(),
        |index| output.known(index),
        |index, out| {
            watch(&output);
            made.lock().expect("no thread panics while it holds this").push(index);
            if output.make(index, out) { Ok(()) } else { Err(Refused) }
        },
        || {
            found_later = settler.settle(output.diagnostics());
            if is_refused(&found_later, strict) {
                return Err(Refused);
            }
            match write_all(rest, strict, settler, &mut found_later, watch) {
                Ok(written) if written.len() == rest.len() => {
                    others = written;
                    Ok(())
                }
                Ok(_) => Err(Refused),
                Err(error) => {
                    failure = Some(error);
                    Err(Refused)
                }
            }
        },
    );
    // A file that was refused ends the build before the question above is asked.
    if found_later.is_empty() {
        found_later = settler.settle(output.diagnostics());
    }
    diagnostics.append(&mut found_later);
    if let Some(error) = failure {
        return Err(error);
    }
    let (Outcome::Written(stats), states) = written? else { return Ok(Vec::new()) };
    let mut made = made.into_inner().expect("no thread panics while it holds this");
    made.sort_unstable();
    let reasons = made.into_iter().map(|index| output.why(index)).collect();
    let own = Written { stats, files: output.remember(states), hashes, made: reasons };
    Ok(std::iter::once(own).chain(others).collect())
}

/// Whether these keep a site from being written.
pub fn is_refused(diagnostics: &[Diagnostic], strict: bool) -> bool {
    any_error(diagnostics) || (strict && diagnostics.iter().any(|found| found.severity == Severity::Warning))
}
