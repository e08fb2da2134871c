//! A preview of a site that is edited, held against what clean builds make and say.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chancery::build::{Built, End, Failure};
use chancery::live::{Changed, Live, Options, Refusal, Revision};
use chancery::model::date::Now;
use chancery::report::{self, Format};

use super::common::{Files, difference};
use super::site::Site;

/// The output folder's own mark, which is no file of the site.
const MARKER: &str = ".chancery";

pub struct Preview {
    profile: Option<String>,
    now: Now,
    /// None as long as it cannot be opened.
    live: Option<Live>,
    good: Option<State>,
    /// A good state whose files nobody has asked for yet.
    unasked: Option<State>,
    /// All paths that any state has had.
    seen: BTreeSet<String>,
    /// The last print of each path, and what it stood for.
    prints: BTreeMap<String, (u64, Arc<[u8]>)>,
}

/// A good state, and what a clean build made of the same folder.
#[derive(Clone)]
struct State {
    revision: Arc<Revision>,
    files: Arc<Files>,
    pages: usize,
}

impl Preview {
    pub fn new(profile: Option<String>, now: Now) -> Self {
        Preview {
            profile,
            now,
            live: None,
            good: None,
            unasked: None,
            seen: BTreeSet::new(),
            prints: BTreeMap::new(),
        }
    }

    /// For messages.
    pub fn named(&self) -> String {
        format!("{} at {}", self.profile.as_deref().unwrap_or("the first profile"), self.now.timestamp())
    }

    /// Whether what is shown is the site as it is.
    pub fn is_good(&self) -> bool {
        self.live.as_ref().is_some_and(|live| live.current().is_good())
    }

    /// Tells the preview what has changed. `Some` is what it makes or says otherwise than a clean build. `wait`: its files
    /// are to be asked for only when the next state is there.
    pub fn unlike(&mut self, site: &Site, changed: &Changed, wait: bool) -> Option<String> {
        let clean = site.build_drafts("drafts", self.profile.as_deref(), self.now);
        let problem = match &mut self.live {
            None => self.open(site, &clean),
            Some(live) => {
                let before = live.current().number();
                let next = live.refresh(changed);
                next.filter(|next| next.number() != before + 1).map(|_| "a state is not numbered".to_owned())
            }
        };
        let late = self.unasked.take().and_then(|state| self.unlike_state(&state));
        if let Some(late) = late {
            return Some(format!("asked for after the next state was made: {late}"));
        }
        let revision = self.live.as_ref().map(Live::current);
        match (problem, revision) {
            (None, Some(revision)) => self.unlike_clean(&revision, site, clean, wait),
            (problem, _) => problem,
        }
    }

    fn open(&mut self, site: &Site, clean: &Result<Built, Failure>) -> Option<String> {
        let now = self.now;
        let options = Options {
            profile: self.profile.clone(),
            now: Box::new(move |_| Ok(now)),
            follows_clock: false,
            drafts: true,
        };
        match (Live::open(site.root.path(), options), clean) {
            (Ok(live), _) => self.live = Some(live),
            (Err(Refusal::Settings(problems)), Ok(built)) if built.end == End::Impossible => {
                let (expected, actual) = (told(built), problems.report(Format::Json));
                return (expected != actual).then(|| difference("the refusal", &expected, &actual));
            }
            (Err(Refusal::Failure(why)), Err(failure)) if failure.0 == why => {}
            (Err(Refusal::Settings(problems)), _) => return Some(problems.report(Format::Json)),
            (Err(Refusal::Failure(why)), _) => return Some(format!("cannot be opened: {why}")),
        }
        None
    }

    fn unlike_clean(
        &mut self,
        revision: &Arc<Revision>,
        site: &Site,
        clean: Result<Built, Failure>,
        wait: bool,
    ) -> Option<String> {
        let said = revision.problems().report(Format::Json);
        let is_good = matches!(&clean, Ok(built) if built.end == End::Done);
        if is_good != revision.is_good() {
            let clean = clean.map_or_else(|failure| failure.0, |built| told(&built));
            let state = if is_good { "not good" } else { "good" };
            return Some(format!("the state is {state}, and says {said}, but a build says {clean}"));
        }
        match &clean {
            Ok(built) if told(built) != said => {
                return Some(difference("what is said", &told(built), &said));
            }
            Err(failure) if !revision.problems().each().any(|problem| problem.message == failure.0) => {
                return Some(format!("it does not say that {}, but {said}", failure.0));
            }
            _ => {}
        }
        if let (true, Ok(built)) = (is_good, clean) {
            let mut files = site.files("drafts");
            files.remove(MARKER);
            self.seen.extend(files.keys().cloned());
            let state =
                State { revision: Arc::clone(revision), files: Arc::new(files), pages: built.sites[0].pages };
            self.good = Some(state);
            if wait {
                self.unasked.clone_from(&self.good);
                return None;
            }
        }
        match &self.good {
            // Where the site has errors, the files of the last good state are asked from the new one.
            Some(good) => self.unlike_state(&State { revision: Arc::clone(revision), ..good.clone() }),
            None => self.unlike_nothing(revision),
        }
    }

    fn unlike_nothing(&self, revision: &Revision) -> Option<String> {
        let is_nothing = revision.is_empty() && self.seen.iter().all(|path| !revision.has_file(path));
        (!is_nothing).then(|| "there is something, though no state was good".to_owned())
    }

    fn unlike_state(&mut self, state: &State) -> Option<String> {
        let State { revision, files, pages } = state;
        if revision.pages() != *pages {
            return Some(format!("{} pages and not {pages}", revision.pages()));
        }
        let more = |path: &&String| {
            !files.contains_key(*path) && (revision.has_file(path) || revision.file(path).is_some())
        };
        if let Some(more) = self.seen.iter().find(more) {
            return Some(format!("{more} is there still"));
        }
        for (path, expected) in files.iter() {
            let Some(actual) = revision.file(path).filter(|_| revision.has_file(path)) else {
                return Some(format!("{path} is not there"));
            };
            if *actual != **expected {
                let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                return Some(difference(path, &text(expected), &text(&actual)));
            }
            let Some(print) = revision.print(path) else { return Some(format!("{path} has no print")) };
            let before = self.prints.insert(path.clone(), (print, Arc::clone(&actual)));
            if before.is_some_and(|(earlier, bytes)| (earlier == print) != (bytes == actual)) {
                return Some(format!("the print of {path} does not tell whether it has changed"));
            }
        }
        None
    }
}

fn told(built: &Built) -> String {
    report::render(&built.diagnostics, &built.sources, Format::Json)
}
