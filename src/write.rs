//! The output folder. Comes in: a folder, the paths that it shall hold and a function that makes the bytes of each.
//! Goes out: that folder holding these files and no others, those that did not change left alone. Knows nothing of
//! pages, templates or diagnostics.
//!
//! Everything new is first written whole below a temporary folder in the same folder and then put into place by renames
//! alone. On ext4 a rename over an existing file flushes that file to the disk, which costs a millisecond; exchanging
//! two names does not. So old and new files are exchanged, and the old ones go with the temporary folder. Folders stay,
//! since making and removing one costs more than a file; where one is missing its whole tree comes by a single rename.

mod commit;
mod stage;
mod staging;
mod state;
#[cfg(test)]
mod tests;
mod tree;
mod wanted;

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::{error, fmt};

use rayon::prelude::*;

use stage::Staged;
use staging::Staging;
pub use state::FileState;
use tree::Found;
use wanted::Wanted;

const MARKER: &str = ".chancery";
const TEMPORARY: &str = ".chancery-";
const NEW: &str = ".chancery-new";
/// Stale entries on their way out, under numbers.
const OLD: &str = ".chancery-old";
const MARKER_TEXT: &str = "This folder belongs to Chancery. Everything in it is replaced at each build.\n";

/// Makes `dir` hold exactly the files named by `paths`, beside the marker file and a `.git` at the top.
///
/// `paths` are unique, relative and separated by `/`, in any order. `make(i, buffer)` appends the bytes of `paths[i]`
/// to an empty buffer; it is called once for each path, on any thread, and nothing that it made is kept in memory. If it
/// refuses one path the others are still made, and the folder stays as it was.
///
/// `confirm` is asked when all files are made and before any is put into place: it may have seen them all and refuse.
///
/// A process that is killed at any moment leaves every file old or new, and whole. Nothing is synced to the disk: after
/// a power failure, files may be damaged until the next build replaces them.
///
/// # Errors
///
/// [`WriteError::NotOurs`] as from [`claim`]. [`WriteError::Io`] if the file system fails or a path leaves the folder, is
/// reserved (`.git`, `.chancery`, `.chancery-*`) or clashes with another. The earlier output stands then as well.
pub fn write<M, C>(dir: &Path, paths: &[&str], make: M, confirm: C) -> Result<Outcome, WriteError>
where
    M: Fn(usize, &mut Vec<u8>) -> Result<(), Refused> + Sync,
    C: FnOnce() -> Result<(), Refused>,
{
    write_changed(dir, paths, |_| None, make, confirm).map(|(outcome, _)| outcome)
}

/// The same for whoever remembers how files were left: `known(i)` is the state in which `paths[i]` held just what it
/// should hold now. If it still is in that state it is not made at all. Returns the states of all files once they are
/// written, none where they were not.
///
/// # Errors
///
/// As from [`fn@write`].
pub fn write_changed<K, M, C>(
    dir: &Path,
    paths: &[&str],
    known: K,
    make: M,
    confirm: C,
) -> Result<(Outcome, Vec<FileState>), WriteError>
where
    K: Fn(usize) -> Option<FileState> + Sync,
    M: Fn(usize, &mut Vec<u8>) -> Result<(), Refused> + Sync,
    C: FnOnce() -> Result<(), Refused>,
{
    let wanted = Wanted::new(paths)?;
    let before = look_at(dir)?;
    let lock = mark(dir)?;
    let built = build(dir, &wanted, &known, &make, confirm);
    if !matches!(built, Ok((Outcome::Written(_), _))) {
        retreat(dir, before);
    }
    drop(lock);
    built
}

/// How all files were left. One that was not changed has the state in which it was found: should somebody else have
/// changed it since, the next build sees that.
fn states(
    dir: &Path,
    wanted: &Wanted<'_>,
    changed: &[usize],
    found: &Found,
) -> Result<Vec<FileState>, WriteError> {
    let state = |file: usize| {
        if let (Some(state), Err(_)) = (found.states[file], changed.binary_search(&file)) {
            return Ok(state);
        }
        let path = dir.join(wanted.paths[file]);
        FileState::of(&path).map_err(|error| cannot("look at", &path)(error))
    };
    (0..wanted.paths.len()).into_par_iter().map(state).collect()
}

/// Whether `dir` is Chancery's and holds exactly these files in these states, beside the marker and a `.git`.
pub fn stands(dir: &Path, files: &[(&str, FileState)]) -> bool {
    let paths: Vec<&str> = files.iter().map(|(path, _)| *path).collect();
    let (Ok(wanted), Ok(Before::Ours)) = (Wanted::new(&paths), look_at(dir)) else { return false };
    let Ok(found) = tree::scan(dir, &wanted) else { return false };
    let leftover =
        |entry: &fs::DirEntry| entry.file_name().as_encoded_bytes().starts_with(TEMPORARY.as_bytes());
    found.stale.is_empty()
        && tree::entries(dir).is_ok_and(|entries| !entries.iter().any(leftover))
        && found.states.iter().zip(files).all(|(found, (_, state))| found.as_ref() == Some(state))
}

/// Checks that `dir` may be written: it is missing, empty, or has the marker file. Creates nothing.
///
/// # Errors
///
/// [`WriteError::NotOurs`] if it is a file, or a folder with something in it but no marker; [`WriteError::Io`] if it cannot be read.
pub fn claim(dir: &Path) -> Result<(), WriteError> {
    look_at(dir).map(drop)
}

/// Returned by the function that makes files: this one has an error in its content, about which its caller knows more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Written(Stats),
    /// At least one file was refused, and the earlier output stands untouched.
    Refused,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stats {
    /// Files that the folder now holds, without the marker and `.git`.
    pub files: usize,
    /// Those of them that are new or changed.
    pub written: usize,
    /// Files and symbolic links that were in the folder and that this build does not make.
    pub removed: usize,
    /// The size of all `files` together.
    pub bytes: u64,
}

#[derive(Debug)]
pub enum WriteError {
    /// The path is a file, or a folder that something else has filled.
    NotOurs { path: PathBuf },
    /// `doing` completes the sentence "cannot … `path`".
    Io { path: PathBuf, doing: &'static str, source: io::Error },
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::NotOurs { path } => {
                write!(
                    f,
                    "`{}` is not empty and has no file `{MARKER}`, so it is not Chancery's to replace",
                    path.display()
                )
            }
            WriteError::Io { path, doing, source } => {
                write!(f, "cannot {doing} `{}`: {source}", path.display())
            }
        }
    }
}

impl error::Error for WriteError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            WriteError::NotOurs { .. } => None,
            WriteError::Io { source, .. } => Some(source),
        }
    }
}

/// Gives an error of the system the path and the deed that it lacks.
fn cannot(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> WriteError {
    move |source| WriteError::Io { path: path.to_owned(), doing, source }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    Missing,
    Empty,
    Ours,
}

fn look_at(dir: &Path) -> Result<Before, WriteError> {
    match fs::metadata(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Before::Missing),
        Err(error) => return Err(cannot("read", dir)(error)),
        Ok(found) if !found.is_dir() => {
            return Err(WriteError::NotOurs { path: dir.to_owned() });
        }
        Ok(_) => {}
    }
    if fs::symlink_metadata(dir.join(MARKER)).is_ok_and(|found| found.is_file()) {
        return Ok(Before::Ours);
    }
    match fs::read_dir(dir).map_err(cannot("read the folder", dir))?.next() {
        None => Ok(Before::Empty),
        Some(_) => Err(WriteError::NotOurs { path: dir.to_owned() }),
    }
}

/// Writes the marker and holds it locked, so that a second build into the same folder waits for the first one instead of
/// taking its staging for a leftover.
fn mark(dir: &Path) -> Result<File, WriteError> {
    fs::create_dir_all(dir).map_err(cannot("create the folder", dir))?;
    let path = dir.join(MARKER);
    open_marker(&path).map_err(cannot("write the marker file", &path))
}

fn open_marker(path: &Path) -> io::Result<File> {
    let mut marker = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
    // Some network file systems know no locks; there, two builds at once are the user's to avoid.
    let _ = marker.lock();
    let mut text = Vec::new();
    marker.read_to_end(&mut text)?;
    if text != MARKER_TEXT.as_bytes() {
        marker.set_len(0)?;
        marker.rewind()?;
        marker.write_all(MARKER_TEXT.as_bytes())?;
    }
    Ok(marker)
}

fn build<K, M, C>(
    dir: &Path,
    wanted: &Wanted<'_>,
    known: &K,
    make: &M,
    confirm: C,
) -> Result<(Outcome, Vec<FileState>), WriteError>
where
    K: Fn(usize) -> Option<FileState> + Sync,
    M: Fn(usize, &mut Vec<u8>) -> Result<(), Refused> + Sync,
    C: FnOnce() -> Result<(), Refused>,
{
    clear_leftovers(dir)?;
    let found = tree::scan(dir, wanted)?;
    let staging = Staging::new(dir);
    let Some(Staged { changed, bytes }) = stage::stage(dir, wanted, &found, &staging, known, make)? else {
        return Ok((Outcome::Refused, Vec::new()));
    };
    if confirm().is_err() {
        return Ok((Outcome::Refused, Vec::new()));
    }
    let removed = commit::commit(dir, wanted, &changed, &found, &staging)?;
    let states = states(dir, wanted, &changed, &found)?;
    let stats = Stats { files: wanted.paths.len(), written: changed.len(), removed, bytes };
    Ok((Outcome::Written(stats), states))
}

fn clear_leftovers(dir: &Path) -> Result<(), WriteError> {
    for entry in tree::entries(dir)? {
        if entry.file_name().as_encoded_bytes().starts_with(TEMPORARY.as_bytes()) {
            tree::remove(&entry.path())?;
        }
    }
    Ok(())
}

/// Takes back what a build that came to nothing has left. The build's own failure is the one to report, so a failure
/// here is not; whatever remains is cleared by the next build, which the marker lets in as long as anything remains.
fn retreat(dir: &Path, before: Before) {
    let _ = clear_leftovers(dir);
    let holds_more = tree::entries(dir).map_or(true, |entries| entries.len() > 1);
    if before == Before::Ours || holds_more {
        return;
    }
    let _ = fs::remove_file(dir.join(MARKER));
    if before == Before::Missing {
        let _ = fs::remove_dir(dir);
    }
}
