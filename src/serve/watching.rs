//! Changes in a site's folder.
//!
//! In: the root, and what the system tells of it, or how it looks from time to time. Out: batches of changed paths. Only
//! what a build reads is watched: the output, the cache and version control are none of it. It knows no meaning of any
//! file, and reads none.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind, RenameMode};
use notify::{Config, ErrorKind, Event, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::batch::{Batch, Happened, Pace};
use super::scan::{self, Looks};
use crate::live::Changed;
use crate::read::is_left_behind;

/// The folders and the file that a build reads.
pub const FOLDERS: [&str; 3] = ["content", "static", "templates"];
pub const SETTINGS: &str = "site.toml";

/// Between two looks, where nothing is told.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// Without anything to wait for.
const LONG: Duration = Duration::from_secs(3600);

type Told = (Instant, notify::Result<Event>);

/// Watches one root.
pub struct Watcher {
    root: PathBuf,
    batch: Batch,
    means: Means,
    /// What a person should know of how changes are found.
    warnings: Vec<String>,
}

enum Means {
    Native {
        watcher: RecommendedWatcher,
        told: Receiver<Told>,
        /// Files and folders inside the root to which symbolic links lead: a change there is one of several paths.
        targets: Vec<PathBuf>,
    },
    Looking {
        looks: Looks,
        next: Instant,
    },
}

impl Watcher {
    /// Watches from now on. Where the system's events cannot be had, it looks from time to time, and says so.
    pub fn start(root: &Path, poll: bool) -> Watcher {
        // Events name real paths, whatever links lead to the root.
        let root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
        let mut warnings = Vec::new();
        let native = if poll {
            None
        } else {
            native(&root).map_err(|error| warnings.push(without_events(&error))).ok()
        };
        let means = native.unwrap_or_else(|| looking(&root));
        let pace = match &means {
            Means::Native { .. } if tells_of_ends() => Pace::TOLD,
            Means::Native { .. } => Pace::GUESSED,
            Means::Looking { .. } => Pace::LOOKED,
        };
        Watcher { root, batch: Batch::new(pace), means, warnings }
    }

    /// What has come up since it was last asked.
    pub fn warnings(&mut self) -> Vec<String> {
        std::mem::take(&mut self.warnings)
    }

    /// Waits for the next batch; `None` at the given moment, should none come before.
    pub fn wait(&mut self, until: Option<Instant>) -> Option<Changed> {
        loop {
            self.note_all();
            let now = Instant::now();
            if self.batch.is_ready(now) {
                return Some(self.batch.take(now));
            }
            if until.is_some_and(|until| until <= now) || !self.warnings.is_empty() {
                return None;
            }
            let next = self.batch.ready_at().into_iter().chain(until).min().unwrap_or(now + LONG);
            self.rest(next);
        }
    }

    /// Sleeps until the moment, or until something may have happened.
    fn rest(&mut self, until: Instant) {
        let wait = |until: Instant| until.saturating_duration_since(Instant::now());
        match &mut self.means {
            Means::Looking { next, .. } => std::thread::sleep(wait(until.min(*next))),
            Means::Native { told, .. } => match told.recv_timeout(wait(until)) {
                Ok(event) => self.note(event),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => self.fall_back("its events have ended"),
            },
        }
    }

    /// Takes in all that has been told so far.
    fn note_all(&mut self) {
        loop {
            match &mut self.means {
                Means::Looking { next, .. } if *next <= Instant::now() => return self.look(),
                Means::Looking { .. } => return,
                Means::Native { told, .. } => match told.try_recv() {
                    Ok(event) => self.note(event),
                    Err(_) => return,
                },
            }
        }
    }

    fn look(&mut self) {
        let Means::Looking { looks, next } = &mut self.means else { return };
        let now = Instant::now();
        for (path, happened) in looks.again(&self.root) {
            self.batch.note(path, happened, now);
        }
        *next = Instant::now() + LOOK_EVERY;
    }

    fn note(&mut self, (at, event): Told) {
        match event {
            Ok(event) if event.need_rescan() => {
                self.rewatch();
                self.batch.note_everything(at);
            }
            Ok(event) => {
                let Some(happened) = happened(&event.kind) else { return };
                for path in &event.paths {
                    self.note_path(path, happened, at);
                }
            }
            Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => {
                self.fall_back(&why(&error));
            }
            // A folder that was gone before it could be watched, as a rule.
            Err(_) => self.batch.note_everything(at),
        }
    }

    fn note_path(&mut self, path: &Path, happened: Happened, at: Instant) {
        let Ok(below) = path.strip_prefix(&self.root) else { return };
        if below.components().any(|part| is_passing(&part.as_os_str().to_string_lossy())) {
            return;
        }
        let Means::Native { targets, .. } = &self.means else { return };
        if targets.iter().any(|target| path.starts_with(target)) {
            self.batch.note_everything(at);
        }
        if !is_read(below) {
            return;
        }
        let below = below.to_owned();
        match fs::symlink_metadata(path) {
            // Written while it was gone, or moved away.
            Err(_) => self.batch.note(below, Happened::Unsettled, at),
            Ok(about) if about.is_dir() => {
                if happened != Happened::Writing {
                    self.watch_new(path);
                    self.batch.note(below, Happened::Unsettled, at);
                }
            }
            Ok(about) if about.is_symlink() => {
                self.rewatch();
                self.batch.note(below, Happened::Finished, at);
            }
            Ok(_) => self.batch.note(below, happened, at),
        }
    }

    /// A folder is told of before it is watched: what was put into it meanwhile is found because the folder as a whole has
    /// changed, and what comes after this is told.
    fn watch_new(&mut self, folder: &Path) {
        let Means::Native { watcher, .. } = &mut self.means else { return };
        if let Err(error) = watcher.watch(folder, RecursiveMode::Recursive)
            && matches!(error.kind, ErrorKind::MaxFilesWatch)
        {
            self.fall_back(&why(&error));
        }
    }

    /// Watches again, for a link that has come or gone, or because events were lost.
    fn rewatch(&mut self) {
        let Means::Native { watcher, targets, .. } = &mut self.means else { return };
        *targets = link_targets(&self.root);
        if let Err(error) = watch_all(watcher, &self.root, targets) {
            self.fall_back(&why(&error));
        }
    }

    fn fall_back(&mut self, why: &str) {
        self.warnings.push(without_events(why));
        self.means = looking(&self.root);
        self.batch = Batch::new(Pace::LOOKED);
        self.batch.note_everything(Instant::now());
    }
}

/// Whether a path below the root is one that a build reads.
fn is_read(below: &Path) -> bool {
    let first = below.components().next().map(|part| part.as_os_str().to_string_lossy());
    first.is_some_and(|first| FOLDERS.contains(&first.as_ref()) || below == Path::new(SETTINGS))
}

/// A name that an editor uses for a moment. Vim makes a file `4913` to see whether it may.
pub fn is_passing(name: &str) -> bool {
    is_left_behind(name) || name == "4913"
}

/// What an event says of its paths, if it concerns us: our own build opens files, and that is told, too.
fn happened(kind: &EventKind) -> Option<Happened> {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => Some(Happened::Finished),
        EventKind::Access(_) => None,
        // Both ends of a renaming have been told by themselves.
        EventKind::Modify(ModifyKind::Name(RenameMode::Both)) => None,
        EventKind::Modify(ModifyKind::Name(RenameMode::From)) => Some(Happened::Unsettled),
        EventKind::Modify(ModifyKind::Name(_)) => Some(Happened::Finished),
        // A file that becomes readable, or is given another time.
        EventKind::Modify(ModifyKind::Metadata(_)) => Some(Happened::Touched),
        EventKind::Create(notify::event::CreateKind::Folder) => Some(Happened::Finished),
        EventKind::Create(_) | EventKind::Modify(_) => Some(Happened::Writing),
        EventKind::Remove(_) | EventKind::Any | EventKind::Other => Some(Happened::Unsettled),
    }
}

/// Whether the end of writing is an event here.
fn tells_of_ends() -> bool {
    RecommendedWatcher::kind() == notify::WatcherKind::Inotify
}

fn native(root: &Path) -> Result<Means, String> {
    let (sender, told) = channel();
    let settings = Config::default().with_follow_symlinks(false);
    let mut watcher = RecommendedWatcher::new(hear(sender), settings).map_err(|error| why(&error))?;
    let targets = link_targets(root);
    watch_all(&mut watcher, root, &targets).map_err(|error| why(&error))?;
    Ok(Means::Native { watcher, told, targets })
}

fn hear(sender: Sender<Told>) -> impl FnMut(notify::Result<Event>) {
    move |event| {
        // Nobody listens any more: the program is about to end.
        let _ = sender.send((Instant::now(), event));
    }
}

fn watch_all(watcher: &mut RecommendedWatcher, root: &Path, targets: &[PathBuf]) -> notify::Result<()> {
    watcher.watch(root, RecursiveMode::NonRecursive)?;
    for folder in FOLDERS.map(|name| root.join(name)).iter().chain(targets) {
        let (path, mode) = match fs::symlink_metadata(folder) {
            Ok(about) if about.is_dir() => (folder.as_path(), RecursiveMode::Recursive),
            // A file that is replaced by another is watched through its folder.
            Ok(about) if about.is_file() => (folder.parent().unwrap_or(root), RecursiveMode::NonRecursive),
            _ => continue,
        };
        match watcher.watch(path, mode) {
            Err(error) if matches!(error.kind, ErrorKind::PathNotFound) => {}
            done => done?,
        }
    }
    Ok(())
}

fn looking(root: &Path) -> Means {
    Means::Looking { looks: Looks::first(root), next: Instant::now() + LOOK_EVERY }
}

/// Where the links of a site lead, as far as that is inside the root and not the root itself.
fn link_targets(root: &Path) -> Vec<PathBuf> {
    let mut targets: Vec<PathBuf> = Vec::new();
    let mut left: Vec<PathBuf> = FOLDERS.iter().chain([&SETTINGS]).map(|name| root.join(name)).collect();
    while let Some(start) = left.pop() {
        for link in scan::links_below(&start) {
            let Ok(real) = fs::canonicalize(&link) else { continue };
            if real.starts_with(root) && real != *root && !targets.contains(&real) {
                left.push(real.clone());
                targets.push(real);
            }
        }
    }
    targets
}

/// The cause in words. A limit of the system comes with what to do.
fn why(error: &notify::Error) -> String {
    match &error.kind {
        ErrorKind::MaxFilesWatch => "the system's limit of watched folders is reached; \
            `sudo sysctl fs.inotify.max_user_watches=524288` raises it"
            .to_owned(),
        ErrorKind::Io(io) if io.raw_os_error() == Some(TOO_MANY_FILES) => {
            "the system's limit of watching programs is reached; \
            `sudo sysctl fs.inotify.max_user_instances=512` raises it"
                .to_owned()
        }
        ErrorKind::Io(io) => io.to_string(),
        ErrorKind::Generic(text) => text.clone(),
        _ => error.to_string(),
    }
}

/// EMFILE: what Linux answers where a user has too many inotify instances.
const TOO_MANY_FILES: i32 = 24;

fn without_events(why: &str) -> String {
    format!(
        "changes are not told by the system: {why}. The folder is looked at every {} ms instead; \
        `--poll` does that from the start",
        LOOK_EVERY.as_millis()
    )
}

#[cfg(test)]
mod tests;
