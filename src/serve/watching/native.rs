//! What the system tells of a folder.
//!
//! In: a root. Out: its events as they come, and what each says of its paths. It keeps none of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Instant;

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind, RenameMode};
use notify::{Config, ErrorKind, Event, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::{FILES, FOLDERS};
use crate::serve::batch::Happened;
use crate::serve::scan;

/// An event, and when it was told.
pub type Told = (Instant, notify::Result<Event>);

/// A watcher, where it tells what it sees, and what it watches beside the folders of every site.
pub struct Native {
    pub told: Receiver<Told>,
    watcher: RecommendedWatcher,
    /// Which folder the root was when this began to watch it.
    root: Option<Number>,
    /// Files and folders inside the root to which symbolic links lead: a change there is one of several paths.
    targets: Vec<PathBuf>,
}

/// What an event says of its paths, if it concerns us: our own build opens files, and that is told, too.
pub fn happened(kind: &EventKind) -> Option<Happened> {
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
pub fn tells_of_ends() -> bool {
    RecommendedWatcher::kind() == notify::WatcherKind::Inotify
}

impl Native {
    /// Watches from now on; else says why it cannot.
    pub fn start(root: &Path) -> Result<Self, String> {
        let (sender, told) = channel();
        let settings = Config::default().with_follow_symlinks(false);
        let mut watcher = RecommendedWatcher::new(hear(sender), settings).map_err(|error| why(&error))?;
        let (number, targets) = (number(root), link_targets(root));
        watch_all(&mut watcher, root, &targets).map_err(|error| why(&error))?;
        Ok(Native { told, watcher, root: number, targets })
    }

    /// Watches a folder that is new.
    pub fn add(&mut self, folder: &Path) -> notify::Result<()> {
        self.watcher.watch(folder, RecursiveMode::Recursive)
    }

    /// Watches all again, for a link that has come or gone, or because events were lost.
    pub fn again(&mut self, root: &Path) -> notify::Result<()> {
        self.targets = link_targets(root);
        watch_all(&mut self.watcher, root, &self.targets)
    }

    /// Whether what is watched still stands there. A folder in which some program works is removed without a word; one that
    /// no program holds may leave its number to the next, but says that it goes.
    pub fn is_of(&self, root: &Path) -> bool {
        self.root.is_some() && self.root == number(root)
    }

    /// Whether a link leads to where this path lies.
    pub fn is_linked(&self, path: &Path) -> bool {
        self.targets.iter().any(|target| path.starts_with(target))
    }
}

/// Which folder of its file system it is, where the system tells.
type Number = (u64, u64);

fn number(folder: &Path) -> Option<Number> {
    let about = fs::metadata(folder).ok().filter(fs::Metadata::is_dir)?;
    #[cfg(unix)]
    let number = {
        use std::os::unix::fs::MetadataExt as _;
        (about.dev(), about.ino())
    };
    #[cfg(not(unix))]
    let number = {
        let _ = about;
        (0, 0)
    };
    Some(number)
}

/// Whether an event says that the root itself has gone. What stands in its place is another folder, which nobody watches.
pub fn ends_root(event: &Event, root: &Path) -> bool {
    let ends = matches!(event.kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)));
    ends && event.paths.iter().any(|path| path == root)
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

/// Where the links of a site lead, as far as that is inside the root and not the root itself.
pub fn link_targets(root: &Path) -> Vec<PathBuf> {
    let mut targets: Vec<PathBuf> = Vec::new();
    let mut left: Vec<PathBuf> = FOLDERS.iter().chain(&FILES).map(|name| root.join(name)).collect();
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
pub fn why(error: &notify::Error) -> String {
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
