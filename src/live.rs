//! A site while it is being written: one state of it after the other.
//!
//! In: the site's folder, and what is said to have changed in it. Out: [`Revision`]s, each whole and never changed. A state
//! with errors keeps the files of the last good one. It knows neither the network nor the terminal, and watches nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;

use crate::config::{Config, Profile};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::model::date::Now;
use crate::pipeline::{self, Output, Project, Timings, is_refused};
use crate::read;
use crate::render::base_path;
use crate::source::{Blob, Sources};

mod problems;

pub use problems::{Excerpt, Problem, Problems};

/// Tells the moment that decides on embargo and expiry, or why there is none.
pub type Clock = dyn Fn(&Config) -> Result<Now, String> + Send;

/// What is shown of the site.
pub struct Options {
    /// The first one of `site.toml` unless one is named.
    pub profile: Option<String>,
    /// Asked anew for every state.
    pub now: Box<Clock>,
    /// Whether that moment goes on by itself, so that a state is out of date some day.
    pub follows_clock: bool,
    pub drafts: bool,
}

/// What may differ from the last state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// Files and folders, relative to the root, that have come, changed or gone; of a folder, all that lies in it.
    Paths(BTreeSet<PathBuf>),
    Everything,
}

/// Why there is no first state.
pub enum Refusal {
    /// The settings cannot be read, and without them nothing may be shown.
    Settings(Problems),
    Failure(String),
}

/// Knows what is known of a site between two states.
pub struct Live {
    root: PathBuf,
    options: Options,
    current: Arc<Revision>,
    /// The print of all that was read last.
    inputs: u64,
}

impl Live {
    pub fn open(root: &Path, options: Options) -> Result<Live, Refusal> {
        let nothing = Revision { number: 0, content: Arc::default(), ..Revision::default() };
        let mut live = Live { root: root.to_owned(), options, current: Arc::new(nothing), inputs: 0 };
        let (sources, diagnostics) = read::read(root).map_err(|error| {
            Refusal::Failure(format!("cannot read the folder `{}`: {error}", root.display()))
        })?;
        live.inputs = print_of_all(&sources, &diagnostics);
        let project = Project::new(sources, diagnostics, &mut Timings::default());
        if read::has_unread_settings(&project.sources, &project.diagnostics) {
            return Err(Refusal::Settings(Problems::new(project.diagnostics, project.sources)));
        }
        live.profile(&project).map_err(Refusal::Failure)?;
        (live.options.now)(&project.config).map_err(Refusal::Failure)?;
        live.current = Arc::new(live.revision(project));
        Ok(live)
    }

    /// The next state; `None` if by content nothing has changed.
    pub fn refresh(&mut self, _changed: &Changed) -> Option<Arc<Revision>> {
        let (sources, diagnostics) = read::read(&self.root).unwrap_or_else(|error| unreadable(&error));
        let inputs = print_of_all(&sources, &diagnostics);
        let is_due = self.current.next_change.is_some_and(|next| next <= Timestamp::now());
        if inputs == self.inputs && !is_due {
            return None;
        }
        self.inputs = inputs;
        let project = Project::new(sources, diagnostics, &mut Timings::default());
        self.current = Arc::new(self.revision(project));
        Some(self.current())
    }

    pub fn current(&self) -> Arc<Revision> {
        Arc::clone(&self.current)
    }

    fn profile(&self, project: &Project) -> Result<Profile, String> {
        let profiles = &project.config.profiles;
        let name = self.options.profile.as_deref();
        let found = match name {
            Some(name) => project.profile(name),
            None => profiles.first(),
        };
        let known = || profiles.iter().map(|profile| profile.name.as_str()).collect::<Vec<_>>().join(", ");
        let missing =
            || format!("there is no profile `{}`; site.toml has {}", name.unwrap_or_default(), known());
        let mut profile = found.cloned().ok_or_else(missing)?;
        profile.drafts |= self.options.drafts;
        Ok(profile)
    }

    fn revision(&self, mut project: Project) -> Revision {
        let number = self.current.number + 1;
        let settings = self
            .profile(&project)
            .and_then(|profile| Ok((profile, (self.options.now)(&project.config)?)))
            .map_err(|why| Diagnostic::new(Code::InvalidValue, Place::File("site.toml".to_owned()), why));
        let (profile, now) = match settings {
            Ok(settings) if !read::has_unread_settings(&project.sources, &project.diagnostics) => settings,
            Ok(_) => return self.failed(number, project, None),
            Err(problem) => return self.failed(number, project, Some(problem)),
        };
        let editions = pipeline::editions(&mut project, &[profile], now, &mut Timings::default());
        let edition = &editions[0];
        let mut settler = edition.project.settler();
        let known = edition.project.diagnostics.iter().chain(&edition.diagnostics).cloned();
        let mut diagnostics = settler.settle(known.collect());
        let output = Output::new(edition, false);
        let files = output.all().into_iter().map(|(path, bytes)| (path, File::new(bytes))).collect();
        diagnostics.extend(settler.settle(output.diagnostics()));
        diagnostics.extend(settler.unused());
        let is_good = !is_refused(&diagnostics, false);
        let base_path = base_path(edition.profile.base_url.as_deref());
        let content = Arc::new(Content { files, pages: edition.plan.pages.len(), base_path });
        let next_change = edition.next_change.filter(|_| self.options.follows_clock);
        drop(output);
        drop(editions);
        Revision {
            number,
            content: if is_good { content } else { Arc::clone(&self.current.content) },
            problems: Problems::new(diagnostics, project.sources),
            is_good,
            next_change,
        }
    }

    fn failed(&self, number: u64, project: Project, problem: Option<Diagnostic>) -> Revision {
        let diagnostics = project.diagnostics.into_iter().chain(problem).collect();
        let problems = Problems::new(diagnostics, project.sources);
        Revision {
            number,
            content: Arc::clone(&self.current.content),
            problems,
            is_good: false,
            next_change: None,
        }
    }
}

fn unreadable(error: &io::Error) -> (Sources, Diagnostics) {
    let problem = Diagnostic::new(
        Code::UnreadableFile,
        Place::Nowhere,
        format!("the site's folder cannot be read: {}", error.kind()),
    );
    (Sources::default(), vec![problem.help("put it back where it was, and start again")])
}

/// A print of everything that was read. What cannot be read counts by what is said of it.
fn print_of_all(sources: &Sources, diagnostics: &Diagnostics) -> u64 {
    let mut hasher = DefaultHasher::new();
    for (file, text) in sources.texts() {
        (&text.path, sources.text(file)).hash(&mut hasher);
    }
    for (path, blob) in sources.blobs() {
        path.hash(&mut hasher);
        match blob {
            Blob::Memory(bytes) => bytes.hash(&mut hasher),
            Blob::Disk(disk) => fs::read(disk).ok().hash(&mut hasher),
        }
    }
    format!("{diagnostics:?}").hash(&mut hasher);
    hasher.finish()
}

/// The files of a good state.
#[derive(Default)]
struct Content {
    files: BTreeMap<String, File>,
    pages: usize,
    base_path: String,
}

struct File {
    bytes: Arc<[u8]>,
    print: OnceLock<u64>,
}

impl File {
    fn new(bytes: Vec<u8>) -> Self {
        File { bytes: bytes.into(), print: OnceLock::new() }
    }
}

/// One state of the site.
#[derive(Default)]
pub struct Revision {
    number: u64,
    content: Arc<Content>,
    problems: Problems,
    is_good: bool,
    next_change: Option<Timestamp>,
}

impl Revision {
    /// From 1, one more for each state.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The bytes of a file by its path below the output folder. Where this state has errors, those of the last good one.
    pub fn file(&self, path: &str) -> Option<Arc<[u8]>> {
        self.content.files.get(path).map(|file| Arc::clone(&file.bytes))
    }

    pub fn has_file(&self, path: &str) -> bool {
        self.content.files.contains_key(path)
    }

    /// A print of a file's bytes: files with equal prints are equal.
    pub fn print(&self, path: &str) -> Option<u64> {
        let file = self.content.files.get(path)?;
        Some(*file.print.get_or_init(|| print(&file.bytes)))
    }

    /// What is to be said of this state, in order.
    pub fn problems(&self) -> &Problems {
        &self.problems
    }

    pub fn is_good(&self) -> bool {
        self.is_good
    }

    /// Whether there has been no good state yet, so that there is no file.
    pub fn is_empty(&self) -> bool {
        self.content.files.is_empty()
    }

    /// How many pages there are to see.
    pub fn pages(&self) -> usize {
        self.content.pages
    }

    /// The path below which the site is meant to stand: `/`, or `/briefings/`.
    pub fn base_path(&self) -> &str {
        if self.content.base_path.is_empty() { "/" } else { &self.content.base_path }
    }

    /// A state made of files alone, for tests.
    #[cfg(test)]
    pub fn of<'f>(base_path: &str, files: impl IntoIterator<Item = (&'f str, &'f str)>) -> Self {
        let file = |(path, text): (&str, &str)| (path.to_owned(), File::new(text.as_bytes().to_vec()));
        let files = files.into_iter().map(file).collect();
        let content = Content { files, pages: 1, base_path: base_path.to_owned() };
        Revision { number: 1, content: Arc::new(content), is_good: true, ..Revision::default() }
    }

    /// When the site changes next by itself, by the clock.
    pub fn next_change(&self) -> Option<Timestamp> {
        self.next_change
    }
}

/// A number that differs where bytes differ.
pub fn print(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests;
