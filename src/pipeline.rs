//! Every stage in order.
//!
//! In: [`Sources`]. Out: what `build`, `check` and `serve` need of a site. This file alone knows the order of the stages.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rayon::prelude::*;

use crate::audience;
use crate::check::{self, Settler, pages};
use crate::config::{self, Config, Profile};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, any_error};
use crate::export::{self, FeedKind};
use crate::link::{self, link};
use crate::model::date::Now;
use crate::model::document::Document;
use crate::model::marking::Marking;
use crate::model::site::Site;
use crate::parse::{self, Remarks};
use crate::plan::{self, FeedOf, Plan, PlannedFile, Settings};
use crate::render::{Renderer, Templates, base_path};
use crate::source::{Blob, FileId, Sources, Span};
use crate::theme;
use crate::write::{self, Outcome, Refused, WriteError};

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
    pub config: Config,
    /// Taken by the last edition that is made of them.
    documents: Vec<Document>,
    pub remarks: Remarks,
    pub templates: Templates,
    /// Of all stages so far.
    pub diagnostics: Diagnostics,
}

impl Project {
    /// Parses everything. `diagnostics` are those of reading.
    pub fn new(mut sources: Sources, mut diagnostics: Diagnostics, timings: &mut Timings) -> Self {
        let config = timings.measure("config", || match sources.find("site.toml") {
            Some(file) => {
                let (config, found) = config::parse(file, sources.text(file));
                diagnostics.extend(found);
                config
            }
            None => Config::default(),
        });
        let (templates, found) = timings.measure("templates", || Templates::new(theme::TEMPLATES, &sources));
        diagnostics.extend(found);
        let (documents, remarks, found) = timings.measure("parse", || parse::parse(&mut sources, &config));
        diagnostics.extend(found);
        Project { sources, config, documents, remarks, templates, diagnostics }
    }

    /// Every document, whoever may see it; none are left once editions have been made.
    pub fn documents(&self) -> &[Document] {
        &self.documents
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
pub struct Edition<'p> {
    pub project: &'p Project,
    pub profile: Profile,
    pub site: Site,
    pub plan: Plan,
    pub diagnostics: Diagnostics,
    /// When the output changes next by itself.
    pub next_change: Option<Timestamp>,
}

/// Makes one audience's site after the other, up to the plan. The last one takes the documents, so that a build for one
/// audience never holds them twice.
pub fn editions<'p>(
    project: &'p mut Project,
    profiles: &[Profile],
    now: Now,
    timings: &mut Timings,
) -> Vec<Edition<'p>> {
    let mut documents = std::mem::take(&mut project.documents);
    let project: &'p Project = project;
    let last = profiles.len().saturating_sub(1);
    let make = |(index, profile): (usize, &Profile)| {
        let own = if index == last { std::mem::take(&mut documents) } else { documents.clone() };
        edition(project, own, profile, now, timings)
    };
    profiles.iter().enumerate().map(make).collect()
}

fn edition<'p>(
    project: &'p Project,
    documents: Vec<Document>,
    profile: &Profile,
    now: Now,
    timings: &mut Timings,
) -> Edition<'p> {
    let (config, sources) = (&project.config, &project.sources);
    let mut audience = timings.measure("audience", || audience::filter(documents, config, profile, now));
    let next_change = audience.next_change;
    let mut diagnostics = std::mem::take(&mut audience.diagnostics);
    // A portion whose own mark is at fault has been reported for that.
    diagnostics.retain(|found| {
        !project.diagnostics.iter().any(|earlier| earlier.is_error() && earlier.place == found.place)
    });
    let public = profile.marking == Marking::Clear;
    let context = link::Context { sources, config, broken: &project.remarks.broken, public };
    let (site, found) = timings.measure("link", || link(audience, &context));
    diagnostics.extend(found);
    let settings =
        Settings { links: profile.links, page_size: config.page_size, base_url: profile.base_url.clone() };
    let (plan, found) = timings.measure("plan", || plan::plan(&site, settings, &statics(sources)));
    diagnostics.extend(found);
    diagnostics.extend(timings.measure("check", || check::check(&site, &plan, config)));
    Edition { project, profile: profile.clone(), site, plan, diagnostics, next_change }
}

/// Files of `static/`, and the theme's where the site has none of that path.
fn statics(sources: &Sources) -> Vec<PlannedFile> {
    let own = sources.blobs().filter_map(|(source, _)| {
        Some(PlannedFile { path: source.strip_prefix("static/")?.to_owned(), source: source.to_owned() })
    });
    let mut files: BTreeMap<String, PlannedFile> = theme::FILES
        .iter()
        .map(|(path, _)| {
            ((*path).to_owned(), PlannedFile { path: (*path).to_owned(), source: format!("theme:{path}") })
        })
        .collect();
    files.extend(own.map(|file| (file.path.clone(), file)));
    files.into_values().collect()
}

/// One file of the output, and how to make it.
enum Make {
    Page(usize),
    Feed(FeedOf, FeedKind),
    /// The place of a file in the plan.
    File(usize),
    Bytes(Vec<u8>),
}

/// Every file of an edition, made on demand: a site of gigabytes never lies in memory at once.
pub struct Output<'e> {
    edition: &'e Edition<'e>,
    renderer: Renderer<'e>,
    entries: Vec<(String, Make)>,
    /// What finished pages hold, where they are checked.
    facts: Option<Mutex<BTreeMap<String, pages::PageFacts>>>,
    unread: Mutex<Diagnostics>,
    /// How many files have been made, for whoever shows progress.
    pub made: AtomicUsize,
}

impl<'e> Output<'e> {
    /// `thorough`: every finished page is looked at, whoever wrote its template.
    pub fn new(edition: &'e Edition<'e>, thorough: bool) -> Self {
        let Edition { project, profile, site, plan, .. } = edition;
        let renderer = Renderer::new(site, plan, &project.config, profile, &project.templates);
        let foreign = project.templates.are_overridden() || project.config.raw_html == config::RawHtml::Allow;
        Output {
            renderer,
            entries: entries(edition),
            facts: (thorough || foreign).then(Mutex::default),
            edition,
            unread: Mutex::default(),
            made: AtomicUsize::new(0),
        }
    }

    /// Paths below the output folder, in order.
    pub fn paths(&self) -> Vec<&str> {
        self.entries.iter().map(|(path, _)| path.as_str()).collect()
    }

    /// Makes the bytes of a file. False if a template failed or a file could not be read.
    pub fn make(&self, index: usize, out: &mut Vec<u8>) -> bool {
        self.made.fetch_add(1, Ordering::Relaxed);
        let (path, make) = &self.entries[index];
        let Edition { project, site, plan, .. } = self.edition;
        match make {
            Make::Page(page) => {
                let start = out.len();
                let made = self.renderer.page(&plan.pages[*page], out);
                if let Some(facts) = &self.facts {
                    let found = pages::scan(&out[start..]);
                    facts.lock().expect("no thread panics while it holds this").insert(path.clone(), found);
                }
                made
            }
            Make::Feed(of, kind) => {
                export::feed(site, plan, &project.config, *of, *kind, out);
                true
            }
            Make::File(file) => self.file(&plan.files[*file], out),
            Make::Bytes(bytes) => {
                out.extend_from_slice(bytes);
                true
            }
        }
    }

    fn file(&self, file: &PlannedFile, out: &mut Vec<u8>) -> bool {
        if let Some(path) = file.source.strip_prefix("theme:") {
            let known = theme::FILES.iter().find(|(known, _)| *known == path);
            out.extend_from_slice(known.map_or(&[][..], |(_, bytes)| bytes));
            return true;
        }
        match self.edition.project.sources.blob(&file.source) {
            Some(Blob::Memory(bytes)) => out.extend_from_slice(bytes),
            Some(Blob::Disk(path)) => return self.read(&file.source, path, out),
            None => {}
        }
        true
    }

    fn read(&self, source: &str, path: &Path, out: &mut Vec<u8>) -> bool {
        let Err(error) = fs::File::open(path).and_then(|mut file| std::io::Read::read_to_end(&mut file, out))
        else {
            return true;
        };
        let message = format!("this cannot be read: {}", error.kind());
        let place = crate::diagnostic::Place::File(source.to_owned());
        self.unread.lock().expect("no thread panics while it holds this").push(
            Diagnostic::new(Code::UnreadableFile, place, message)
                .help("make it readable, or take it out of the folder"),
        );
        false
    }

    /// What making the files has shown. To be asked when all are made.
    pub fn diagnostics(&self) -> Diagnostics {
        let mut diagnostics = self.renderer.failures();
        diagnostics.append(&mut self.unread.lock().expect("no thread panics while it holds this"));
        if let Some(facts) = &self.facts
            && diagnostics.is_empty()
        {
            let facts = facts.lock().expect("no thread panics while it holds this");
            let files: BTreeSet<String> = self.entries.iter().map(|(path, _)| path.clone()).collect();
            let base = base_path(self.edition.plan.settings.base_url.as_deref());
            let mut problems = pages::check(&facts, &files, &base);
            let told = check::broken_rooted_links(&self.edition.site, &self.edition.plan);
            problems.retain(|problem| !told.iter().any(|(path, _)| same_path(path, &problem.target)));
            diagnostics.extend(pages::diagnostics(problems, |problem| self.source_of(problem)));
        }
        diagnostics
    }

    /// Where a problem of a finished page was written: in the text that the page shows, else in a template of the site's
    /// own.
    fn source_of(&self, problem: &pages::PageProblem) -> Option<Span> {
        self.in_text(problem).or_else(|| self.in_template(problem))
    }

    fn in_text(&self, problem: &pages::PageProblem) -> Option<Span> {
        let page = self.edition.plan.pages.iter().find(|page| page.path() == problem.page)?;
        let file = self.edition.site.file(page.view.target()?)?;
        self.find(file, &problem.what)
    }

    /// Templates write `{{ root }}` where a page has the way to the site's root.
    fn in_template(&self, problem: &pages::PageProblem) -> Option<Span> {
        let wanted = problem.what.trim_start_matches("../").trim_start_matches("./").trim_end_matches('>');
        let wanted = wanted.rsplit(' ').next().unwrap_or(wanted);
        let own =
            self.edition.project.sources.texts().filter(|(_, text)| text.path.starts_with("templates/"));
        own.map(|(file, _)| file).find_map(|file| self.find(file, wanted))
    }

    fn find(&self, file: FileId, wanted: &str) -> Option<Span> {
        let at = self.edition.project.sources.text(file).find(wanted).filter(|_| !wanted.is_empty())?;
        Some(Span::new(file, at, at + wanted.len()))
    }

    /// Makes every file without keeping any, and says what that has shown.
    pub fn try_all(&self) -> Diagnostics {
        (0..self.entries.len()).into_par_iter().for_each_init(Vec::new, |buffer, index| {
            buffer.clear();
            self.make(index, buffer);
        });
        self.diagnostics()
    }

    /// All files, for tests and small sites.
    pub fn all(&self) -> BTreeMap<String, Vec<u8>> {
        let made = (0..self.entries.len()).into_par_iter().map(|index| {
            let mut bytes = Vec::new();
            self.make(index, &mut bytes);
            (self.entries[index].0.clone(), bytes)
        });
        made.collect()
    }

    /// The number of files.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// Whether a path as its author wrote it is that of an output file or folder.
fn same_path(path: &str, output: &str) -> bool {
    let bare = |path: &str| path.trim_end_matches("index.html").trim_end_matches('/').to_owned();
    bare(path.split('#').next().unwrap_or_default()) == bare(output.split('#').next().unwrap_or_default())
}

fn entries(edition: &Edition<'_>) -> Vec<(String, Make)> {
    let Edition { profile, site, plan, .. } = edition;
    let pages = plan.pages.iter().enumerate().map(|(index, page)| (page.path(), Make::Page(index)));
    let feeds = plan.feeds.iter().flat_map(|feed| {
        let folder = plan.feed_folder(site, *feed);
        [
            (format!("{folder}feed.xml"), Make::Feed(*feed, FeedKind::Atom)),
            (format!("{folder}feed.json"), Make::Feed(*feed, FeedKind::Json)),
        ]
    });
    let files = plan.files.iter().enumerate().map(|(index, file)| (file.path.clone(), Make::File(index)));
    let fixed = export::fixed(site, plan, profile);
    let fixed = fixed.into_iter().map(|(path, bytes)| (path, Make::Bytes(bytes)));
    let mut entries: Vec<(String, Make)> = pages.chain(feeds).chain(files).chain(fixed).collect();
    entries.sort_by(|left, right| left.0.cmp(&right.0));
    // What claims one path twice has been reported, and nothing is written then.
    entries.dedup_by(|later, earlier| later.0 == earlier.0);
    entries
}

/// Writes several editions, each to its folder. Nothing is written unless all of them are sound. Diagnostics that only
/// finished pages show are added to `diagnostics`, which must be settled already. `watch` is called before each file.
pub fn write_all(
    editions: &[(&Edition<'_>, &Path)],
    strict: bool,
    settler: &mut Settler<'_>,
    diagnostics: &mut Diagnostics,
    watch: &(dyn Fn(&Output<'_>) + Sync),
) -> Result<Vec<write::Stats>, WriteError> {
    let Some(((edition, folder), rest)) = editions.split_first() else { return Ok(Vec::new()) };
    let output = Output::new(edition, false);
    let mut stats = Vec::new();
    let mut failure = None;
    let mut found_later = Diagnostics::new();
    let written = write::write(
        folder,
        &output.paths(),
        |index, out| {
            watch(&output);
            if output.make(index, out) { Ok(()) } else { Err(Refused) }
        },
        || {
            found_later = settler.settle(output.diagnostics());
            if is_refused(&found_later, strict) {
                return Err(Refused);
            }
            match write_all(rest, strict, settler, &mut found_later, watch) {
                Ok(others) if others.len() == rest.len() => {
                    stats = others;
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
    Ok(match written? {
        Outcome::Written(own) => std::iter::once(own).chain(stats).collect(),
        Outcome::Refused => Vec::new(),
    })
}

/// Whether these keep a site from being written.
pub fn is_refused(diagnostics: &[Diagnostic], strict: bool) -> bool {
    any_error(diagnostics) || (strict && diagnostics.iter().any(|found| found.severity == Severity::Warning))
}
