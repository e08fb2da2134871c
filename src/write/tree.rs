//! What is on the disk. Comes in: a folder, and what it shall hold. Goes out: which of that is there, and what is there
//! besides. Also removes trees. No symbolic link is ever followed here.

use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::wanted::{self, Place, ROOT, Wanted};
use super::{FileState, WriteError, cannot};

#[derive(Debug, Default)]
pub struct Found {
    /// For each path that is wanted, the state of the regular file that is there, reached through real folders.
    pub states: Vec<Option<FileState>>,
    /// For each folder that is wanted, whether it is there as a real one.
    pub folders: Vec<bool>,
    /// What is not wanted, sorted; of a tree that is not wanted at all only its top.
    pub stale: Vec<PathBuf>,
}

pub fn scan(dir: &Path, wanted: &Wanted<'_>) -> Result<Found, WriteError> {
    let mut seen = look(dir, "", wanted)?;
    seen.stale.sort_unstable();
    let mut states = vec![None; wanted.paths.len()];
    for (file, state) in seen.files {
        states[file] = Some(state);
    }
    let mut folders = vec![false; wanted.folders.len()];
    folders[ROOT] = true;
    for folder in seen.folders {
        folders[folder] = true;
    }
    Ok(Found { states, folders, stale: seen.stale })
}

#[derive(Default)]
struct Seen {
    files: Vec<(usize, FileState)>,
    folders: Vec<usize>,
    stale: Vec<PathBuf>,
}

/// A folder where a file is wanted, and the reverse, is neither present nor stale: the commit puts the new one in its place.
fn look(dir: &Path, prefix: &str, wanted: &Wanted<'_>) -> Result<Seen, WriteError> {
    let mut seen = Seen::default();
    let mut below = Vec::new();
    let mut path = prefix.to_owned();
    for entry in entries(dir)? {
        let kind = entry.file_type().map_err(|error| cannot("read", &entry.path())(error))?;
        let name = entry.file_name();
        path.truncate(prefix.len());
        path.push_str(name.to_str().unwrap_or_default());
        match name.to_str().and_then(|_| wanted.place(&path)) {
            // One that goes away at this moment is not there.
            Some(Place::File(file)) if kind.is_file() => {
                seen.files.extend(FileState::of_entry(&entry).ok().map(|state| (file, state)));
            }
            Some(Place::Folder(folder)) if kind.is_dir() => {
                seen.folders.push(folder);
                below.push((entry.path(), format!("{path}/")));
            }
            Some(_) => {}
            None if prefix.is_empty() && name.to_str().is_some_and(wanted::is_reserved) => {}
            None => seen.stale.push(entry.path()),
        }
    }
    if below.is_empty() {
        return Ok(seen);
    }
    let below: Vec<Seen> =
        below.par_iter().map(|(dir, prefix)| look(dir, prefix, wanted)).collect::<Result<_, _>>()?;
    for more in below {
        seen.files.extend(more.files);
        seen.folders.extend(more.folders);
        seen.stale.extend(more.stale);
    }
    Ok(seen)
}

pub fn entries(dir: &Path) -> Result<Vec<DirEntry>, WriteError> {
    fs::read_dir(dir).and_then(Iterator::collect).map_err(cannot("read the folder", dir))
}

/// Removes a file, a symbolic link or a whole folder, and returns how many files and links that were. What is missing is no error.
pub fn remove(path: &Path) -> Result<usize, WriteError> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => remove_folder(path),
        Ok(_) => remove_file(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(cannot("remove", path)(error)),
    }
}

fn remove_folder(dir: &Path) -> Result<usize, WriteError> {
    let removed = entries(dir)?.par_iter().map(remove_entry).sum::<Result<usize, _>>()?;
    fs::remove_dir(dir).map_err(cannot("remove the folder", dir))?;
    Ok(removed)
}

fn remove_entry(entry: &DirEntry) -> Result<usize, WriteError> {
    let path = entry.path();
    match entry.file_type() {
        Ok(kind) if kind.is_dir() => remove_folder(&path),
        _ => remove_file(&path),
    }
}

fn remove_file(path: &Path) -> Result<usize, WriteError> {
    fs::remove_file(path).map_err(cannot("remove", path))?;
    Ok(1)
}
