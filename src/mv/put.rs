//! Changed files into their places: all of them, or none.
//!
//! In: a folder, and files with what stood in them and what shall stand there. Out: the files on the disk. Everything is
//! written beside its place first; then names are changed, one after the other, and changed back where that fails. The file
//! system takes no two files at once: a machine that stops in between leaves some old and some new, each of them whole, and
//! the old ones beside them.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// A file that changes, or gets another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Relative to the site's folder, with `/` between folders.
    pub from: String,
    pub to: String,
    /// What stood there when it was read.
    pub old: String,
    pub new: String,
}

/// Why nothing was changed; or, where even that went wrong, what is not as it was.
#[derive(Debug)]
pub struct PutError {
    pub message: String,
    /// Files that could not be put back, with where their old text lies.
    pub left: Vec<(PathBuf, PathBuf)>,
}

impl fmt::Display for PutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.left.is_empty() {
            return write!(f, "{}; nothing was changed", self.message);
        }
        write!(f, "{}, and not all could be put back:", self.message)?;
        for (path, kept) in &self.left {
            write!(f, "\n  what stood in `{}` is kept in `{}`", path.display(), kept.display())?;
        }
        Ok(())
    }
}

impl std::error::Error for PutError {}

impl PutError {
    fn new(message: String) -> Self {
        PutError { message, left: Vec::new() }
    }
}

fn cannot(doing: &str, path: &Path, error: &io::Error) -> PutError {
    PutError::new(format!("cannot {doing} `{}`: {error}", path.display()))
}

/// A file of which all is ready but the name.
struct Ready {
    from: PathBuf,
    to: PathBuf,
    /// The new text.
    staged: PathBuf,
    /// Where the old one is kept until all is done.
    kept: PathBuf,
}

/// Puts all files into place.
///
/// # Errors
///
/// If one is no longer what was read, leads out of the folder, is in the way, or the file system fails.
pub fn put(root: &Path, files: &[Changed]) -> Result<(), PutError> {
    let root = fs::canonicalize(root).map_err(|error| cannot("look at", root, &error))?;
    let mut work = Work::default();
    let staged = files.iter().enumerate().try_for_each(|(index, file)| work.stage(&root, file, index));
    let done = staged.and_then(|()| work.commit());
    match done {
        Ok(()) => {
            work.tidy();
            Ok(())
        }
        Err(error) => Err(PutError { left: work.put_back(), ..error }),
    }
}

#[derive(Default)]
struct Work {
    ready: Vec<Ready>,
    /// How many have been put into place, and whether the next one has lost its old name.
    done: usize,
    folders: Vec<PathBuf>,
}

impl Work {
    fn stage(&mut self, root: &Path, file: &Changed, index: usize) -> Result<(), PutError> {
        let from = real(root, &file.from)?;
        let is_moved = file.from != file.to;
        if is_moved && is_link(&root.join(&file.from)) {
            return Err(PutError::new(format!("`{}` is a symbolic link; move what it leads to", file.from)));
        }
        let current = fs::read(&from).map_err(|error| cannot("read", &from, &error))?;
        if current != file.old.as_bytes() {
            return Err(PutError::new(format!(
                "`{}` has changed meanwhile; run the command again",
                file.from
            )));
        }
        let to = if is_moved { self.target(root, &from, &file.to)? } else { from.clone() };
        let folder = to.parent().unwrap_or(root).to_owned();
        let name = |what: &str| folder.join(format!(".chancery-mv-{}-{index}-{what}", std::process::id()));
        let ready = Ready { from, to, staged: name("new"), kept: name("old") };
        if self.ready.iter().any(|other| other.from == ready.from) {
            return Err(PutError::new(format!("`{}` is there under two names", file.from)));
        }
        let written = write_as(&ready.staged, &file.new, &ready.from);
        self.ready.push(ready);
        written.map_err(|error| cannot("write beside", &self.ready[self.ready.len() - 1].to, &error))
    }

    /// Where a moved file goes: free, and below the site's folder.
    fn target(&mut self, root: &Path, from: &Path, path: &str) -> Result<PathBuf, PutError> {
        let to = root.join(path);
        let folder = to.parent().unwrap_or(root).to_owned();
        self.make_folder(&folder)?;
        let inside = fs::canonicalize(&folder).map_err(|error| cannot("look at", &folder, &error))?;
        if !inside.starts_with(root) {
            return Err(PutError::new(format!("`{path}` leads out of the site's folder")));
        }
        // Where case makes no difference, another case is the file itself.
        let is_itself = || fs::canonicalize(&to).is_ok_and(|found| found == from || same_file(&found, from));
        if fs::symlink_metadata(&to).is_ok() && !is_itself() {
            return Err(PutError::new(format!("`{path}` is there already")));
        }
        Ok(to)
    }

    fn make_folder(&mut self, folder: &Path) -> Result<(), PutError> {
        if folder.is_dir() {
            return Ok(());
        }
        if let Some(above) = folder.parent() {
            self.make_folder(above)?;
        }
        fs::create_dir(folder).map_err(|error| cannot("create the folder", folder, &error))?;
        self.folders.push(folder.to_owned());
        Ok(())
    }

    /// The old file gets out of the way, the new one takes its place.
    fn commit(&mut self) -> Result<(), PutError> {
        for (index, ready) in self.ready.iter().enumerate() {
            self.done = index;
            let is_moved = ready.from != ready.to;
            if is_moved {
                fs::rename(&ready.from, &ready.kept)
                    .map_err(|error| cannot("move away", &ready.from, &error))?;
            } else {
                fs::copy(&ready.from, &ready.kept).map_err(|error| cannot("keep", &ready.from, &error))?;
            }
            fs::rename(&ready.staged, &ready.to).map_err(|error| cannot("write", &ready.to, &error))?;
        }
        self.done = self.ready.len();
        Ok(())
    }

    /// Everything as it was, as far as that can be done.
    fn put_back(mut self) -> Vec<(PathBuf, PathBuf)> {
        let mut left = Vec::new();
        for ready in self.ready.iter().take(self.done + 1).rev() {
            if fs::symlink_metadata(&ready.kept).is_err() {
                continue;
            }
            // The new file is in place where nothing is staged any more.
            let is_placed = fs::symlink_metadata(&ready.staged).is_err();
            match (ready.from == ready.to, is_placed) {
                // It still stands there, and what is kept is perhaps half a copy of it.
                (true, false) => {
                    let _ = fs::remove_file(&ready.kept);
                    continue;
                }
                (false, true) => drop(fs::remove_file(&ready.to)),
                _ => {}
            }
            if fs::rename(&ready.kept, &ready.from).is_err() {
                left.push((ready.from.clone(), ready.kept.clone()));
            }
        }
        for ready in &self.ready {
            let _ = fs::remove_file(&ready.staged);
        }
        while let Some(folder) = self.folders.pop() {
            let _ = fs::remove_dir(folder);
        }
        left
    }

    fn tidy(&self) {
        for ready in &self.ready {
            let _ = fs::remove_file(&ready.kept);
        }
    }
}

fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|about| about.is_symlink())
}

/// The file itself, behind all links, if it is below the root.
fn real(root: &Path, path: &str) -> Result<PathBuf, PutError> {
    let whole = root.join(path);
    let real = fs::canonicalize(&whole).map_err(|error| cannot("look at", &whole, &error))?;
    if real.starts_with(root) {
        Ok(real)
    } else {
        Err(PutError::new(format!("`{path}` leads out of the site's folder")))
    }
}

#[cfg(unix)]
fn same_file(left: &Path, right: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let number = |path: &Path| fs::metadata(path).ok().map(|about| (about.dev(), about.ino()));
    number(left).is_some_and(|left| Some(left) == number(right))
}

#[cfg(not(unix))]
fn same_file(left: &Path, right: &Path) -> bool {
    left.to_string_lossy().to_lowercase() == right.to_string_lossy().to_lowercase()
}

/// A new file of a text, with the rights of another.
fn write_as(path: &Path, text: &str, like: &Path) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())?;
    fs::set_permissions(path, fs::metadata(like)?.permissions())
}
