//! The first half of writing. Comes in: what is wanted, what is present, and how to make a file. Goes out: every new or
//! changed file, whole, below the staging folder, and the list of them. Changes nothing that a reader of the output sees.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

use rayon::prelude::*;

use super::staging::{FILES_TOGETHER, Staging};
use super::tree::Found;
use super::wanted::{Folder, ROOT, Wanted};
use super::{FileState, Refused, WriteError, cannot};

/// A buffer that grew beyond this for one huge file is given back.
const KEPT_CAPACITY: usize = 8 << 20;
const COMPARED_AT_ONCE: usize = 128 << 10;

#[derive(Debug, Default)]
pub struct Staged {
    /// The files now below the staging folder, in ascending order.
    pub changed: Vec<usize>,
    /// The size of all files that were made, changed or not.
    pub bytes: u64,
}

/// `None` if a file was refused.
pub fn stage<K, M>(
    dir: &Path,
    wanted: &Wanted<'_>,
    found: &Found,
    staging: &Staging,
    known: &K,
    make: &M,
) -> Result<Option<Staged>, WriteError>
where
    K: Fn(usize) -> Option<FileState> + Sync,
    M: Fn(usize, &mut Vec<u8>) -> Result<(), Refused> + Sync,
{
    let job = Job {
        dir,
        wanted,
        found,
        staging,
        created_staging: AtomicBool::new(false),
        created: flags(wanted.folders.len()),
        created_for_changed: flags(wanted.paths.len() / FILES_TOGETHER + 1),
        next: AtomicUsize::new(0),
        refused: AtomicBool::new(false),
    };
    let shares: Vec<_> = (0..rayon::current_num_threads())
        .into_par_iter()
        .with_max_len(1)
        .map(|_| job.work(known, make))
        .collect();
    let mut staged = Staged::default();
    for share in shares {
        let share = share?;
        staged.changed.extend(share.changed);
        staged.bytes += share.bytes;
    }
    staged.changed.sort_unstable();
    Ok((!job.refused.into_inner()).then_some(staged))
}

fn flags(count: usize) -> Vec<AtomicBool> {
    (0..count).map(|_| AtomicBool::new(false)).collect()
}

struct Job<'a> {
    dir: &'a Path,
    wanted: &'a Wanted<'a>,
    found: &'a Found,
    staging: &'a Staging,
    created_staging: AtomicBool,
    /// Which of the wanted folders exist in the staged tree.
    created: Vec<AtomicBool>,
    /// Which folders for changed files exist.
    created_for_changed: Vec<AtomicBool>,
    /// The next file that nobody has taken. One common counter balances files of very different sizes, and keeps files
    /// of one folder close in time, which file systems like.
    next: AtomicUsize,
    refused: AtomicBool,
}

impl Job<'_> {
    fn work<K, M>(&self, known: &K, make: &M) -> Result<Staged, WriteError>
    where
        K: Fn(usize) -> Option<FileState>,
        M: Fn(usize, &mut Vec<u8>) -> Result<(), Refused>,
    {
        let mut share = Staged::default();
        let mut bytes = Vec::new();
        let mut old = Vec::new();
        while let Some(file) = self.take() {
            if let Some(state) = known(file).filter(|state| self.is_still(file, state)) {
                share.bytes += state.size;
                continue;
            }
            bytes.clear();
            bytes.shrink_to(KEPT_CAPACITY);
            if make(file, &mut bytes).is_err() {
                self.refused.store(true, Relaxed);
            }
            share.bytes += bytes.len() as u64;
            // After a refusal the rest is made only for what its errors tell.
            if self.refused.load(Relaxed) || self.is_unchanged(file, &bytes, &mut old) {
                continue;
            }
            self.create(file, &bytes).inspect_err(|_| self.stop())?;
            share.changed.push(file);
        }
        Ok(share)
    }

    fn take(&self) -> Option<usize> {
        let file = self.next.fetch_add(1, Relaxed);
        (file < self.wanted.paths.len()).then_some(file)
    }

    fn stop(&self) {
        self.next.store(self.wanted.paths.len(), Relaxed);
    }

    /// Whether a file is as it was left.
    fn is_still(&self, file: usize, state: &FileState) -> bool {
        self.found.states[file].as_ref() == Some(state)
    }

    fn is_unchanged(&self, file: usize, bytes: &[u8], old: &mut Vec<u8>) -> bool {
        // A file that cannot be read is replaced, which needs no right to read it.
        self.found.states[file].is_some()
            && holds(&self.dir.join(self.wanted.paths[file]), bytes, old).unwrap_or(false)
    }

    fn create(&self, file: usize, bytes: &[u8]) -> Result<(), WriteError> {
        once(&self.created_staging, || self.staging.create())?;
        let folder = self.wanted.folder_of[file];
        let path = if self.found.folders[folder] {
            once(&self.created_for_changed[file / FILES_TOGETHER], || {
                create_dir(&self.staging.folder_of_changed(file))
            })?;
            self.staging.changed(file)
        } else {
            self.create_folder(folder)?;
            self.staging.tree(self.wanted.paths[file])
        };
        File::create_new(&path).and_then(|mut new| new.write_all(bytes)).map_err(cannot("write", &path))
    }

    fn create_folder(&self, folder: usize) -> Result<(), WriteError> {
        once(&self.created[folder], || {
            let Folder { path, above } = self.wanted.folders[folder];
            if folder != ROOT {
                self.create_folder(above)?;
            }
            create_dir(&self.staging.tree(path))
        })
    }
}

fn create_dir(path: &Path) -> Result<(), WriteError> {
    match fs::create_dir(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            Err(cannot("create the folder", path)(error))
        }
        _ => Ok(()),
    }
}

/// Does what is not done yet. Two threads may both find it undone, so doing it twice must be harmless.
fn once(done: &AtomicBool, act: impl FnOnce() -> Result<(), WriteError>) -> Result<(), WriteError> {
    if !done.load(Relaxed) {
        act()?;
        done.store(true, Relaxed);
    }
    Ok(())
}

/// Whether the file at `path` has just these bytes. `old` is room to read into.
fn holds(path: &Path, bytes: &[u8], old: &mut Vec<u8>) -> io::Result<bool> {
    let found = fs::symlink_metadata(path)?;
    if !found.is_file() || found.len() != bytes.len() as u64 {
        return Ok(false);
    }
    let mut file = File::open(path)?;
    old.resize(COMPARED_AT_ONCE, 0);
    for part in bytes.chunks(COMPARED_AT_ONCE) {
        file.read_exact(&mut old[..part.len()])?;
        if old[..part.len()] != *part {
            return Ok(false);
        }
    }
    Ok(true)
}
