//! Changes in a site's folder.
//!
//! In: the root, and what the system tells of it, or how it looks from time to time. Out: batches of changed paths. Only
//! what a build reads is watched: the output, the cache and version control are none of it. It knows no meaning of any
//! file, and reads none.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use notify::ErrorKind;

use super::batch::{Batch, Happened, Pace};
use super::scan::Looks;
use crate::live::Changed;
use crate::lock;
use crate::read::is_left_behind;

mod native;

use native::{Native, Told, ends_root, happened, tells_of_ends, why};

/// The folders and the files that a build reads.
pub const FOLDERS: [&str; 3] = ["content", "static", "templates"];
pub const FILES: [&str; 2] = ["site.toml", lock::FILE];

/// Between two looks, where nothing is told.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// Without anything to wait for.
const LONG: Duration = Duration::from_secs(3600);

/// Between two looks whether the root is still the folder that is watched, which events do not tell in all cases.
const CHECK_EVERY: Duration = Duration::from_secs(1);

/// For a root that is gone to be there again, before that is told: a folder is put in place of another in two steps.
const SWAP: Duration = Duration::from_millis(50);

/// Watches one root.
pub struct Watcher {
    root: PathBuf,
    batch: Batch,
    means: Means,
    /// When to look, at whatever that is where changes are found by these means.
    next: Instant,
    /// What a person should know of how changes are found.
    warnings: Vec<String>,
}

enum Means {
    /// Looks whether the root is the same.
    Native(Native),
    /// Looks at all files.
    Looking(Looks),
    /// There is no root, and so nothing to watch: looks whether it is back. `told`: that it is gone has been said.
    Gone { told: bool },
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
            Native::start(&root).map_err(|error| warnings.push(without_events(&error))).ok()
        };
        let means = native.map_or_else(|| Means::Looking(Looks::first(&root)), Means::Native);
        let pace = match &means {
            Means::Looking(_) => Pace::LOOKED,
            _ if tells_of_ends() => Pace::TOLD,
            _ => Pace::GUESSED,
        };
        let next = Instant::now() + LOOK_EVERY;
        Watcher { root, batch: Batch::new(pace), means, next, warnings }
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
        let left = until.min(self.next).saturating_duration_since(Instant::now());
        let Means::Native(native) = &mut self.means else { return std::thread::sleep(left) };
        match native.told.recv_timeout(left) {
            Ok(event) => self.note(event),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => self.fall_back("its events have ended"),
        }
    }

    /// Takes in all that has been told so far, or is there to be seen.
    fn note_all(&mut self) {
        if self.next <= Instant::now() {
            self.look();
        }
        while let Means::Native(native) = &self.means
            && let Ok(event) = native.told.try_recv()
        {
            self.note(event);
        }
    }

    fn look(&mut self) {
        let now = Instant::now();
        match &mut self.means {
            Means::Native(native) if native.is_of(&self.root) => self.next = now + CHECK_EVERY,
            Means::Native(_) => self.lose_root(),
            Means::Gone { told } => {
                let told = *told;
                self.look_for_root(told);
            }
            Means::Looking(looks) => {
                for (path, happened) in looks.again(&self.root) {
                    self.batch.note(path, happened, now);
                }
                self.next = Instant::now() + LOOK_EVERY;
            }
        }
    }

    fn note(&mut self, (at, event): Told) {
        match event {
            Ok(event) if ends_root(&event, &self.root) => self.lose_root(),
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
        let Means::Native(native) = &self.means else { return };
        if native.is_linked(path) {
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
        let Means::Native(native) = &mut self.means else { return };
        if let Err(error) = native.add(folder)
            && matches!(error.kind, ErrorKind::MaxFilesWatch)
        {
            self.fall_back(&why(&error));
        }
    }

    /// Watches again, for a link that has come or gone, or because events were lost.
    fn rewatch(&mut self) {
        let Means::Native(native) = &mut self.means else { return };
        match native.again(&self.root) {
            Ok(()) => {}
            Err(_) if !self.root.is_dir() => self.lose_root(),
            Err(error) => self.fall_back(&why(&error)),
        }
    }

    /// What was watched is gone, or lies elsewhere.
    fn lose_root(&mut self) {
        self.means = Means::Gone { told: false };
        self.next = Instant::now() + SWAP;
    }

    /// Watches again once the root is back. Whatever happened meanwhile was told by nobody.
    fn look_for_root(&mut self, told: bool) {
        let now = Instant::now();
        self.next = now + LOOK_EVERY;
        if !self.root.is_dir() {
            self.means = Means::Gone { told: true };
            if !told {
                self.batch.note_everything(now);
            }
            return;
        }
        match Native::start(&self.root) {
            Ok(native) => {
                self.means = Means::Native(native);
                self.batch.note_everything(now);
            }
            Err(_) if !self.root.is_dir() => self.lose_root(),
            Err(error) => self.fall_back(&error),
        }
    }

    fn fall_back(&mut self, why: &str) {
        self.warnings.push(without_events(why));
        self.means = Means::Looking(Looks::first(&self.root));
        self.next = Instant::now() + LOOK_EVERY;
        self.batch = Batch::new(Pace::LOOKED);
        self.batch.note_everything(Instant::now());
    }
}

/// Whether a path below the root is one that a build reads.
fn is_read(below: &Path) -> bool {
    let first = below.components().next().map(|part| part.as_os_str().to_string_lossy());
    let is_file = FILES.iter().any(|file| below == Path::new(file));
    first.is_some_and(|first| FOLDERS.contains(&first.as_ref()) || is_file)
}

/// A name that an editor uses for a moment. Vim makes a file `4913` to see whether it may.
pub fn is_passing(name: &str) -> bool {
    is_left_behind(name) || name == "4913"
}

fn without_events(why: &str) -> String {
    format!(
        "changes are not told by the system: {why}. The folder is looked at every {} ms instead; \
        `--poll` does that from the start",
        LOOK_EVERY.as_millis()
    )
}

#[cfg(test)]
mod tests;
