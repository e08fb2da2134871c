//! By what a file that was written is known again without being read: its size, its number and the times at which the
//! file system says it was changed. The last of them is not for programs to set.

use std::fs::{self, DirEntry, Metadata};
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

/// How a file was when a build had put it into place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileState {
    /// In bytes.
    pub size: u64,
    /// In nanoseconds since 1970.
    modified: i128,
    /// The same, of the last change of anything about the file; 0 where the system tells none.
    changed: i128,
    /// Which file of its file system it is; 0 where the system tells none.
    number: u64,
}

impl FileState {
    /// That of a regular file, links not followed.
    pub fn of(path: &Path) -> io::Result<Self> {
        of_file(&fs::symlink_metadata(path)?)
    }

    /// The same of what a folder lists, which the system finds faster.
    pub(super) fn of_entry(entry: &DirEntry) -> io::Result<Self> {
        of_file(&entry.metadata()?)
    }
}

fn of_file(about: &Metadata) -> io::Result<FileState> {
    if about.is_file() { Ok(of_metadata(about)) } else { Err(io::ErrorKind::NotFound.into()) }
}

#[cfg(unix)]
fn of_metadata(about: &Metadata) -> FileState {
    use std::os::unix::fs::MetadataExt as _;
    let nanoseconds = |seconds: i64, rest: i64| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
    FileState {
        size: about.len(),
        modified: nanoseconds(about.mtime(), about.mtime_nsec()),
        changed: nanoseconds(about.ctime(), about.ctime_nsec()),
        number: about.ino(),
    }
}

#[cfg(not(unix))]
fn of_metadata(about: &Metadata) -> FileState {
    let since = about.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    let modified = since.map_or(0, |since| i128::try_from(since.as_nanos()).unwrap_or_default());
    FileState { size: about.len(), modified, changed: 0, number: 0 }
}
