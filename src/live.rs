//! A site while it is being written: one state of it after the other.
//!
//! In: the site's folder, and what is said to have changed in it. Out: [`Revision`]s, each whole and never changed. A state
//! with errors keeps the files of the last good one. It knows neither the network nor the terminal, and watches nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use jiff::Timestamp;
use xxhash_rust::xxh3::{Xxh3Default, xxh3_64};

use crate::config::{Config, Profile};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::link::{self, Known};
use crate::model::date::Now;
use crate::parse::Memory;
use crate::pipeline::{self, Edition, Entries, Output, Project, Timings, Tried, is_refused};
use crate::read::{self, Keep};
use crate::render::base_path;
use crate::source::{Blob, FileId, Sources, TextFile};
use crate::write::FileState;

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
    /// What was read last, and what reading has shown.
    sources: Sources,
    diagnostics: Diagnostics,
    /// A hash of what has shown, and of files that are only passed on.
    others: u128,
    /// What was parsed.
    memory: Memory,
    /// Pages that were looked at, where others than the theme have a hand in them.
    tried: Tried,
}

/// What has come of looking at what is said to have changed.
enum Seen {
    Nothing,
    /// Texts that stood there before say something else.
    Edits(Vec<TextFile>),
    Anything,
}

impl Live {
    pub fn open(root: &Path, options: Options) -> Result<Live, Refusal> {
        let (sources, diagnostics) = read::read_keeping(root, Keep::Packed).map_err(|error| {
            Refusal::Failure(format!("cannot read the folder `{}`: {error}", root.display()))
        })?;
        let mut live = Live {
            root: root.to_owned(),
            options,
            current: Arc::default(),
            others: hash_of_others(&sources, &diagnostics),
            memory: Memory::lean(),
            tried: Tried::default(),
            sources,
            diagnostics,
        };
        let project = live.project();
        if read::has_unread_settings(&project.sources, &project.diagnostics) {
            return Err(Refusal::Settings(Problems::new(project.diagnostics, project.sources)));
        }
        live.profile(&project).map_err(Refusal::Failure)?;
        (live.options.now)(&project.config).map_err(Refusal::Failure)?;
        let first = live.revision(project);
        live.current = Arc::new(first);
        Ok(live)
    }

    /// The next state; `None` if by content nothing has changed.
    pub fn refresh(&mut self, changed: &Changed) -> Option<Arc<Revision>> {
        let is_due = self.current.next_change.is_some_and(|next| next <= Timestamp::now());
        let edited = match self.look(changed) {
            Seen::Nothing if !is_due => return None,
            Seen::Edits(texts) => {
                let edited = if is_due { None } else { self.edited(&texts) };
                texts.into_iter().for_each(|text| self.sources.replace(text));
                edited
            }
            Seen::Nothing | Seen::Anything => None,
        };
        let next = edited.unwrap_or_else(|| {
            let project = self.project();
            self.revision(project)
        });
        self.current = Arc::new(next);
        Some(self.current())
    }

    fn look(&mut self, changed: &Changed) -> Seen {
        if let Some(mut texts) = self.texts(changed) {
            texts.retain(|text| text.hash != self.sources.file(text.id).hash);
            return if texts.is_empty() { Seen::Nothing } else { Seen::Edits(texts) };
        }
        let read = read::read_keeping(&self.root, Keep::Packed);
        let (sources, diagnostics) = read.unwrap_or_else(|error| unreadable(&error));
        let others = hash_of_others(&sources, &diagnostics);
        let is_same = others == self.others && hash_of_texts(&sources) == hash_of_texts(&self.sources);
        (self.sources, self.diagnostics, self.others) = (sources, diagnostics, others);
        if is_same { Seen::Nothing } else { Seen::Anything }
    }

    /// What has changed, if that is nothing but texts that were there before and still are: whatever comes or goes may
    /// change what other files are.
    fn texts(&self, changed: &Changed) -> Option<Vec<TextFile>> {
        let Changed::Paths(paths) = changed else { return None };
        let text = |path: &PathBuf| {
            let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
            let path = parts?.join("/");
            let was_whole =
                !self.diagnostics.iter().any(|found| found.is_about(|file| file == FileId::of(&path)));
            read::again(&self.root, &path).filter(|_| was_whole && self.sources.find(&path).is_some())
        };
        paths.iter().map(text).collect()
    }

    /// The next state, if nothing but the words of a few items differs from the present one.
    fn edited(&mut self, texts: &[TextFile]) -> Option<Revision> {
        let current = Arc::clone(&self.current);
        let (edition, entries) = current.content.edition.as_ref().filter(|_| current.is_good)?;
        let now = (self.options.now)(&edition.project.config).ok()?;
        let edition = edition.edited(texts, &mut self.memory, now)?;
        // What is to be said of pages is told by whoever makes the state anew.
        if edition.is_foreign() && !Output::try_new(&edition, entries, &mut self.tried).is_empty() {
            return None;
        }
        Some(Revision {
            number: current.number + 1,
            content: Arc::new(Content::of(Arc::new(edition), Arc::clone(entries))),
            problems: Arc::clone(&current.problems),
            is_good: true,
            next_change: current.next_change,
        })
    }

    fn project(&mut self) -> Project {
        let diagnostics = self.diagnostics.clone();
        Project::remembered(self.sources.clone(), diagnostics, &mut self.memory, &mut Timings::default())
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

    fn revision(&mut self, mut project: Project) -> Revision {
        let number = self.current.number + 1;
        if read::has_unread_settings(&project.sources, &project.diagnostics) {
            return self.failed(number, project, None);
        }
        let settings =
            self.profile(&project).and_then(|profile| Ok((profile, (self.options.now)(&project.config)?)));
        let (profile, now) = match settings {
            Ok(settings) => settings,
            Err(why) => {
                let place = Place::File("site.toml".to_owned());
                return self.failed(number, project, Some(Diagnostic::new(Code::InvalidValue, place, why)));
            }
        };
        project.known = Arc::new(self.known());
        let (project, editions) = pipeline::editions(project, &[profile], now, &mut Timings::default());
        let edition = Arc::new(editions.into_iter().next().expect("one audience was asked for"));
        let mut settler = project.settler();
        let known = project.diagnostics.iter().chain(&edition.diagnostics).cloned();
        let mut diagnostics = settler.settle(known.collect());
        let entries = Arc::new(Entries::new(&edition));
        if edition.is_foreign() {
            // The theme's own pages hold together; others have to be looked at.
            diagnostics.extend(settler.settle(Output::try_new(&edition, &entries, &mut self.tried)));
        }
        diagnostics.extend(settler.unused());
        let is_good = !is_refused(&diagnostics, false);
        let next_change = edition.next_change.filter(|_| self.options.follows_clock);
        let problems = Arc::new(Problems::new(diagnostics, project.sources.clone()));
        let content =
            if is_good { Arc::new(Content::of(edition, entries)) } else { Arc::clone(&self.current.content) };
        Revision { number, content, problems, is_good, next_change }
    }

    /// Whom texts were found to refer to in the last good state.
    fn known(&self) -> Known {
        let edition = self.current.content.edition.as_ref();
        edition.map(|(edition, _)| link::known(&edition.site)).unwrap_or_default()
    }

    fn failed(&self, number: u64, project: Project, problem: Option<Diagnostic>) -> Revision {
        let diagnostics = project.diagnostics.into_iter().chain(problem).collect();
        let problems = Arc::new(Problems::new(diagnostics, project.sources));
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
    (Sources::default(), vec![problem.help("put it back where it was")])
}

/// A hash of all texts.
fn hash_of_texts(sources: &Sources) -> u128 {
    let mut hasher = Xxh3Default::new();
    sources.hash_into(&mut hasher);
    hasher.digest128()
}

/// A hash of what was read besides. What cannot be read counts by what is said of it, and what is only passed on by its
/// size and times: a file of gigabytes is not read for every word that is saved elsewhere.
fn hash_of_others(sources: &Sources, diagnostics: &Diagnostics) -> u128 {
    let mut hasher = Xxh3Default::new();
    for (_, blob) in sources.blobs() {
        match blob {
            Blob::Memory(bytes) => hasher.update(bytes),
            Blob::Disk(disk) => hasher.update(format!("{:?}", FileState::of(disk).ok()).as_bytes()),
        }
    }
    hasher.update(format!("{diagnostics:?}").as_bytes());
    hasher.digest128()
}

/// The files of a good state, each made when somebody asks for it.
#[derive(Default)]
struct Content {
    edition: Option<(Arc<Edition>, Arc<Entries>)>,
    made: Mutex<BTreeMap<String, File>>,
    pages: usize,
    base_path: String,
}

#[derive(Clone)]
struct File {
    bytes: Arc<[u8]>,
    print: u64,
}

impl File {
    fn new(bytes: Vec<u8>) -> Self {
        File { print: print(&bytes), bytes: bytes.into() }
    }
}

impl Content {
    fn of(edition: Arc<Edition>, entries: Arc<Entries>) -> Self {
        Content {
            made: Mutex::default(),
            pages: edition.plan.pages.len(),
            base_path: base_path(edition.profile.base_url.as_deref()),
            edition: Some((edition, entries)),
        }
    }

    fn has(&self, path: &str) -> bool {
        self.edition.as_ref().is_some_and(|(_, entries)| entries.place(path).is_some())
            || self.made().contains_key(path)
    }

    fn file(&self, path: &str) -> Option<File> {
        if let Some(file) = self.made().get(path) {
            return Some(file.clone());
        }
        let (edition, entries) = self.edition.as_ref()?;
        let place = entries.place(path)?;
        let mut bytes = Vec::new();
        // What a template or a file that cannot be read leaves out has been told with the state.
        Output::of(edition, Arc::clone(entries), false).make(place, &mut bytes);
        let file = File::new(bytes);
        Some(self.made().entry(path.to_owned()).or_insert(file).clone())
    }

    fn made(&self) -> MutexGuard<'_, BTreeMap<String, File>> {
        self.made.lock().expect("no thread panics while it holds this")
    }
}

/// One state of the site.
#[derive(Default)]
pub struct Revision {
    number: u64,
    content: Arc<Content>,
    problems: Arc<Problems>,
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
        self.content.file(path).map(|file| file.bytes)
    }

    pub fn has_file(&self, path: &str) -> bool {
        self.content.has(path)
    }

    /// A print of a file's bytes: files with equal prints are equal.
    pub fn print(&self, path: &str) -> Option<u64> {
        self.content.file(path).map(|file| file.print)
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
        self.content.pages == 0
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
        let made = Mutex::new(files.into_iter().map(file).collect());
        let content = Content { edition: None, made, pages: 1, base_path: base_path.to_owned() };
        Revision { number: 1, content: Arc::new(content), is_good: true, ..Revision::default() }
    }

    /// When the site changes next by itself, by the clock.
    pub fn next_change(&self) -> Option<Timestamp> {
        self.next_change
    }
}

/// A number that differs where bytes differ.
pub fn print(bytes: &[u8]) -> u64 {
    xxh3_64(bytes)
}

#[cfg(test)]
mod tests;
