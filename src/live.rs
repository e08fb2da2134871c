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
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity};
use crate::model::date::Now;
use crate::pipeline::{self, Output, Project, Timings, is_refused};
use crate::read;
use crate::render::base_path;
use crate::report::{self, Format};
use crate::source::{Blob, Position, Sources, Span};

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

/// Diagnostics, settled and in order, with all that is needed to show them.
#[derive(Default)]
pub struct Problems {
    diagnostics: Diagnostics,
    sources: Sources,
}

/// A problem as a page can show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub severity: Severity,
    pub code: Code,
    pub message: String,
    /// Relative to the root.
    pub file: Option<String>,
    pub position: Option<Position>,
    pub excerpt: Option<Excerpt>,
    pub help: Option<String>,
}

/// The line in which a problem lies, in three parts; those of a long line are cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    pub before: String,
    pub marked: String,
    pub after: String,
}

impl Problems {
    pub fn new(mut diagnostics: Diagnostics, sources: Sources) -> Self {
        report::sort(&mut diagnostics, &sources);
        Problems { diagnostics, sources }
    }

    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    pub fn len(&self) -> usize {
        self.diagnostics.len()
    }

    /// "3 errors and 1 note", if there is anything.
    pub fn summary(&self) -> Option<String> {
        report::summary(&self.diagnostics)
    }

    /// All of them, as `build` tells them.
    pub fn report(&self, format: Format) -> String {
        report::render(&self.diagnostics, &self.sources, format)
    }

    /// Errors first, then the others, each in order.
    pub fn each(&self) -> impl Iterator<Item = Problem> {
        let severities = [Severity::Error, Severity::Warning, Severity::Note];
        let of = |severity| self.diagnostics.iter().filter(move |found| found.severity == severity);
        severities.into_iter().flat_map(of).map(|found| self.problem(found))
    }

    fn problem(&self, found: &Diagnostic) -> Problem {
        let span = match found.place {
            Place::Span(span) => Some(span),
            Place::File(_) | Place::Nowhere => None,
        };
        Problem {
            severity: found.severity,
            code: found.code,
            message: report::harmless(&report::message(found, &self.sources)),
            file: report::path(found, &self.sources).map(str::to_owned),
            position: span.map(|span| self.sources.positions(span).0),
            excerpt: span.and_then(|span| excerpt(self.sources.text(span.file), span)),
            help: found.help.as_deref().map(report::harmless),
        }
    }
}

/// Characters shown of each part of a line.
const SHOWN: usize = 160;

/// The line where a span begins. `None` where there is nothing to see.
fn excerpt(text: &str, span: Span) -> Option<Excerpt> {
    let begin = text.floor_char_boundary(span.start as usize);
    let end = text.floor_char_boundary(span.end as usize).max(begin);
    let line_start = text[..begin].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[begin..].find('\n').map_or(text.len(), |newline| begin + newline);
    let first = |text: &str| text.chars().take(SHOWN).collect::<String>();
    let before: Vec<char> = text[line_start..begin].chars().collect();
    let before: String = before[before.len().saturating_sub(SHOWN)..].iter().collect();
    let end = end.min(line_end);
    let excerpt = Excerpt {
        before: report::harmless(before.trim_start_matches('\u{feff}')),
        marked: report::harmless(&first(&text[begin..end])),
        after: report::harmless(first(&text[end..line_end]).trim_end_matches('\r')),
    };
    (!text[line_start..line_end].trim().is_empty()).then_some(excerpt)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARTICLE: &str = "content/articles/2025-09-03-parade.md";
    const SOUND: &str = "---\ntitle: Parade\n---\nThey stood side by side.\n";
    const BROKEN: &str = "---\ntitle: Parade\n---\nSee [[no<body>]].\n";

    fn put(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }

    fn options(profile: Option<&str>) -> Options {
        Options {
            profile: profile.map(str::to_owned),
            now: Box::new(|config| {
                Now::parse("2020-01-01", &config.timezone).map_err(|error| error.message.clone())
            }),
            follows_clock: false,
            drafts: true,
        }
    }

    fn opened(root: &Path) -> Live {
        match Live::open(root, options(None)) {
            Ok(live) => live,
            Err(Refusal::Failure(why)) => panic!("{why}"),
            Err(Refusal::Settings(problems)) => {
                panic!("{}", problems.report(Format::Human { color: false, width: 120 }))
            }
        }
    }

    fn saved(path: &str) -> Changed {
        Changed::Paths([PathBuf::from(path)].into())
    }

    fn page(revision: &Revision) -> String {
        let bytes = revision.file("articles/parade/index.html").expect("the article has a page");
        String::from_utf8_lossy(&bytes).into_owned()
    }

    #[test]
    fn a_state_with_errors_shows_the_last_good_one() {
        let root = tempfile::tempdir().expect("a folder for the test");
        put(root.path(), ARTICLE, SOUND);
        let mut live = opened(root.path());
        let first = live.current();
        assert!(first.is_good() && !first.is_empty() && page(&first).contains("side by side"));
        assert!(live.refresh(&saved(ARTICLE)).is_none());

        put(root.path(), ARTICLE, BROKEN);
        let broken = live.refresh(&saved(ARTICLE)).expect("the text has changed");
        assert_eq!((broken.number(), broken.is_good(), page(&broken)), (2, false, page(&first)));
        let problem = broken.problems().each().next().expect("there is an error");
        assert_eq!((problem.code, problem.file.as_deref()), (Code::BrokenLink, Some(ARTICLE)));
        assert_eq!(problem.position, Some(Position { line: 4, column: 7 }));
        let excerpt = problem.excerpt.expect("the line can be shown");
        assert_eq!([excerpt.before, excerpt.marked, excerpt.after], ["See [[", "no<body>", "]]."]);

        put(root.path(), ARTICLE, SOUND);
        let mended = live.refresh(&saved(ARTICLE)).expect("the text has changed");
        assert!(mended.is_good() && mended.problems().each().all(|found| found.severity == Severity::Note));
    }

    #[test]
    fn settings_are_looked_at_anew_for_each_state() {
        let root = tempfile::tempdir().expect("a folder for the test");
        put(root.path(), ARTICLE, SOUND);
        let mut live = opened(root.path());
        assert_eq!(live.current().base_path(), "/");
        put(root.path(), "site.toml", "base_url = \"https://example.org/desk/\"\n");
        let moved = live.refresh(&saved("site.toml")).expect("the settings have changed");
        assert_eq!(moved.base_path(), "/desk/");
        put(root.path(), "site.toml", "base_url = \n");
        let broken = live.refresh(&saved("site.toml")).expect("the settings have changed");
        assert_eq!((broken.is_good(), broken.base_path()), (false, "/desk/"));
        assert!(!page(&broken).is_empty());
    }

    #[test]
    fn what_cannot_be_shown_at_all_is_refused() {
        let root = tempfile::tempdir().expect("a folder for the test");
        put(root.path(), ARTICLE, SOUND);
        let refused = |profile, path: &Path| match Live::open(path, options(profile)) {
            Ok(_) => panic!("there is nothing to show"),
            Err(Refusal::Failure(why)) => why,
            Err(Refusal::Settings(problems)) => problems.summary().expect("there is an error"),
        };
        assert!(refused(Some("internal"), root.path()).contains("no profile `internal`"));
        assert!(refused(None, &root.path().join("nowhere")).contains("cannot read"));
        put(root.path(), "site.toml", "base_url = \n");
        assert_eq!(refused(None, root.path()), "1 error");
    }

    #[test]
    fn only_a_clock_that_goes_makes_a_state_out_of_date() {
        let root = tempfile::tempdir().expect("a folder for the test");
        put(root.path(), ARTICLE, &SOUND.replace("title:", "publish_at: 2020-03-01T00:00:00Z\ntitle:"));
        let next = |follows_clock| {
            let live = Live::open(root.path(), Options { follows_clock, ..options(None) });
            live.ok().expect("it can be shown").current().next_change().map(|next| next.to_string())
        };
        assert_eq!(next(false), None);
        assert_eq!(next(true).as_deref(), Some("2020-03-01T00:00:00Z"));
        // That moment has long come, by the clock of any machine that runs this: it is due, though nothing was saved.
        let mut live =
            Live::open(root.path(), Options { follows_clock: true, ..options(None) }).ok().expect("it can");
        assert!(live.refresh(&Changed::Paths(BTreeSet::new())).is_some());
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let text = format!("{}\n{}X{}\n", "first", "a".repeat(1000), "b".repeat(1000));
        let file = crate::source::FileId(0);
        let found = excerpt(&text, Span::new(file, 1006, 1007)).expect("there is a line");
        assert_eq!((found.before.len(), found.marked.as_str(), found.after.len()), (SHOWN, "X", SHOWN));
        assert_eq!(excerpt(" \n", Span::new(file, 0, 0)), None);
    }
}
