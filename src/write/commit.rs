//! The second half of writing. Comes in: the staged files, and what was found in the folder. Goes out: the folder as it is
//! wanted. Works by renames alone until everything is in place, so that each file is old or new at every moment, and so
//! that a failure can be undone; only then deletes.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::staging::Staging;
use super::tree::{self, Found};
use super::wanted::Wanted;
use super::{OLD, WriteError, cannot};

/// Returns how many stale files were removed.
pub fn commit(
    dir: &Path,
    wanted: &Wanted<'_>,
    changed: &[usize],
    found: &Found,
    staging: &Staging,
) -> Result<usize, WriteError> {
    let mut moves = Vec::new();
    let unmoved =
        rearrange(dir, wanted, changed, found, staging, &mut moves).inspect_err(|_| undo(&moves))?;
    let mut removed = 0;
    for path in unmoved {
        removed += tree::remove(path)?;
    }
    if !found.stale.is_empty() {
        removed += tree::remove(&dir.join(OLD))?;
    }
    if !changed.is_empty() {
        tree::remove(staging.root())?;
    }
    Ok(removed)
}

/// Stale entries leave first: where the file system ignores case, a new name may be the same as a stale one.
/// Returns the stale entries that could not be moved.
fn rearrange<'f>(
    dir: &Path,
    wanted: &Wanted<'_>,
    changed: &[usize],
    found: &'f Found,
    staging: &Staging,
    moves: &mut Vec<Move>,
) -> Result<Vec<&'f Path>, WriteError> {
    let unmoved = set_aside(dir, &found.stale, moves)?;
    for (piece, staged) in pieces(staging, wanted, changed, &found.folders) {
        let place = dir.join(piece);
        moves.extend(put(&staged, &place).map_err(cannot("put the new version into place at", &place))?);
    }
    Ok(unmoved)
}

struct Move {
    from: PathBuf,
    to: PathBuf,
    exchanged: bool,
}

fn undo(moves: &[Move]) {
    for Move { from, to, exchanged } in moves.iter().rev() {
        // The failure that led here is the one to report.
        let _ = if *exchanged { exchange(to, from).map(drop) } else { fs::rename(to, from) };
    }
}

fn set_aside<'f>(
    dir: &Path,
    stale: &'f [PathBuf],
    moves: &mut Vec<Move>,
) -> Result<Vec<&'f Path>, WriteError> {
    let mut unmoved = Vec::new();
    if stale.is_empty() {
        return Ok(unmoved);
    }
    let old = dir.join(OLD);
    fs::create_dir(&old).map_err(cannot("create the folder", &old))?;
    for (number, path) in stale.iter().enumerate() {
        let to = old.join(number.to_string());
        match fs::rename(path, &to) {
            Ok(()) => moves.push(Move { from: path.clone(), to, exchanged: false }),
            // An overlay does not move a folder of its lower layer.
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => unmoved.push(path.as_path()),
            Err(error) => return Err(cannot("remove", path)(error)),
        }
    }
    Ok(unmoved)
}

/// What is moved in one step, as the place where it goes and the path where it waits: the highest folder that is missing,
/// or else the file alone. Either goes into a folder that exists.
fn pieces<'a>(
    staging: &Staging,
    wanted: &Wanted<'a>,
    changed: &[usize],
    exists: &[bool],
) -> BTreeMap<&'a str, PathBuf> {
    let piece = |&file| match highest_missing_folder(wanted, exists, file) {
        Some(folder) => (folder, staging.tree(folder)),
        None => (wanted.paths[file], staging.changed(file)),
    };
    changed.iter().map(piece).collect()
}

fn highest_missing_folder<'a>(wanted: &Wanted<'a>, exists: &[bool], file: usize) -> Option<&'a str> {
    let mut folder = wanted.folder_of[file];
    let mut highest = None;
    while !exists[folder] {
        highest = Some(wanted.folders[folder].path);
        folder = wanted.folders[folder].above;
    }
    highest
}

/// Returns the move, unless it was made in many steps that cannot be undone.
fn put(staged: &Path, place: &Path) -> io::Result<Option<Move>> {
    let exchanged = match exchange(staged, place)? {
        Exchange::Unsupported => return fold_in(staged, place).map(|()| None),
        Exchange::Done => true,
        Exchange::NothingThere => {
            fs::rename(staged, place)?;
            false
        }
    };
    Ok(Some(Move { from: staged.to_owned(), to: place.to_owned(), exchanged }))
}

/// The way where names cannot be exchanged: each file is renamed over the old one. Only where a file takes the place of a
/// folder, or a folder that of a file, neither is there for a moment.
fn fold_in(staged: &Path, place: &Path) -> io::Result<()> {
    let new_is_folder = fs::symlink_metadata(staged)?.is_dir();
    let old_is_folder = match fs::symlink_metadata(place) {
        Ok(found) => found.is_dir(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return fs::rename(staged, place),
        Err(error) => return Err(error),
    };
    match (new_is_folder, old_is_folder) {
        (true, true) => return fold_in_each(staged, place),
        (true, false) => fs::remove_file(place)?,
        (false, true) => fs::remove_dir_all(place)?,
        (false, false) => {}
    }
    fs::rename(staged, place)
}

fn fold_in_each(staged: &Path, place: &Path) -> io::Result<()> {
    for entry in fs::read_dir(staged)?.collect::<io::Result<Vec<_>>>()? {
        fold_in(&entry.path(), &place.join(entry.file_name()))?;
    }
    Ok(())
}

enum Exchange {
    Done,
    NothingThere,
    Unsupported,
}

#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> io::Result<Exchange> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(Exchange::Done),
        Err(Errno::NOENT) => Ok(Exchange::NothingThere),
        // The last is an overlay's, about a folder of its lower layer.
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP | Errno::XDEV) => Ok(Exchange::Unsupported),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> io::Result<Exchange> {
    Ok(Exchange::Unsupported)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_exchange_files_are_folded_in_one_by_one() {
        let dir = tempfile::tempdir().unwrap();
        let (new, old) = (dir.path().join("new"), dir.path().join("old"));
        for (path, text) in [
            ("new/both", "new"),
            ("new/deep/both", "new"),
            ("new/now-a-file", "new"),
            ("new/now-a-folder/file", "new"),
            ("old/both", "old"),
            ("old/deep/both", "old"),
            ("old/deep/kept", "old"),
            ("old/now-a-file/file", "old"),
            ("old/now-a-folder", "old"),
        ] {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        fold_in(&new, &old).unwrap();
        for (path, text) in [
            ("both", "new"),
            ("deep/both", "new"),
            ("deep/kept", "old"),
            ("now-a-file", "new"),
            ("now-a-folder/file", "new"),
        ] {
            assert_eq!(fs::read_to_string(old.join(path)).unwrap(), text, "{path}");
        }
    }

    #[test]
    fn what_is_missing_comes_in_one_piece_and_the_rest_by_file() {
        let paths = ["index.html", "a/x/1", "a/x/2", "a/y/1"];
        let wanted = Wanted::new(&paths).unwrap();
        for (missing, expected) in [
            (&[][..], &["a/x/1", "a/x/2", "a/y/1", "index.html"][..]),
            (&["a/y"], &["a/x/1", "a/x/2", "a/y", "index.html"]),
            (&["a", "a/x", "a/y"], &["a", "index.html"]),
        ] {
            let exists: Vec<_> =
                wanted.folders.iter().map(|folder| !missing.contains(&folder.path)).collect();
            let pieces = pieces(&Staging::new(Path::new("dir")), &wanted, &[0, 1, 2, 3], &exists);
            assert_eq!(pieces.into_keys().collect::<Vec<_>>(), expected, "without {missing:?}");
        }
    }
}
