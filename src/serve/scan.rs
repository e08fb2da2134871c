//! How a site's folder looks, for where the system tells nothing.
//!
//! In: the root. Out: which paths look different than before, by size, times and number. Nothing is read but folders.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use walkdir::WalkDir;

use super::batch::Happened;
use super::watching::{FILES, FOLDERS, is_passing};

/// How a file looks from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Look {
    size: u64,
    modified: Option<SystemTime>,
    /// In seconds and nanoseconds, when anything about the file changed last: no program can set that.
    changed: (i64, i64),
    number: u64,
}

/// How all files looked, and which of them had just changed.
pub struct Looks {
    files: BTreeMap<PathBuf, Look>,
    moving: Vec<PathBuf>,
}

impl Looks {
    pub fn first(root: &Path) -> Self {
        Looks { files: files(root), moving: Vec::new() }
    }

    /// What has changed since. A file is taken to be finished once it looks the same twice.
    pub fn again(&mut self, root: &Path) -> Vec<(PathBuf, Happened)> {
        let now = files(root);
        let gone = self.files.keys().filter(|path| !now.contains_key(*path));
        let mut out: Vec<(PathBuf, Happened)> =
            gone.map(|path| (path.clone(), Happened::Unsettled)).collect();
        let moved: Vec<PathBuf> = now
            .iter()
            .filter(|(path, look)| self.files.get(*path) != Some(look))
            .map(|(path, _)| path.clone())
            .collect();
        let still = self.moving.iter().filter(|path| now.contains_key(*path) && !moved.contains(path));
        out.extend(still.map(|path| (path.clone(), Happened::Finished)));
        out.extend(moved.iter().map(|path| (path.clone(), Happened::Writing)));
        self.files = now;
        self.moving = moved;
        out
    }
}

/// All files that a build may read, links followed.
fn files(root: &Path) -> BTreeMap<PathBuf, Look> {
    let starts = FOLDERS.iter().chain(&FILES).map(|name| root.join(name));
    let entries = starts.flat_map(|start| {
        let walk = WalkDir::new(start).follow_links(true).into_iter();
        walk.filter_entry(|entry| !is_passing(&entry.file_name().to_string_lossy()))
    });
    let files = entries.filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    files
        .filter_map(|entry| {
            let below = entry.path().strip_prefix(root).ok()?.to_owned();
            Some((below, look(&entry.metadata().ok()?)))
        })
        .collect()
}

fn look(about: &fs::Metadata) -> Look {
    #[cfg(unix)]
    let (number, changed) = {
        use std::os::unix::fs::MetadataExt as _;
        (about.ino(), (about.ctime(), about.ctime_nsec()))
    };
    #[cfg(not(unix))]
    let (number, changed) = (0, (0, 0));
    Look { size: about.len(), modified: about.modified().ok(), changed, number }
}

/// The symbolic links below a path, it included.
pub fn links_below(start: &Path) -> Vec<PathBuf> {
    let entries = WalkDir::new(start).follow_root_links(false).into_iter().filter_map(Result::ok);
    entries.filter(|entry| entry.path_is_symlink()).map(walkdir::DirEntry::into_path).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(looks: &mut Looks, root: &Path) -> Vec<(String, Happened)> {
        looks.again(root).into_iter().map(|(path, what)| (path.display().to_string(), what)).collect()
    }

    #[test]
    fn a_file_is_finished_once_it_looks_the_same_twice() {
        let root = tempfile::tempdir().expect("a folder for the test");
        let root = root.path();
        fs::create_dir_all(root.join("content")).expect("a folder can be made");
        fs::create_dir_all(root.join("public")).expect("a folder can be made");
        let mut looks = Looks::first(root);
        let put = |path: &str, text: &str| fs::write(root.join(path), text).expect("a file can be written");
        let event = |path: &str, happened| vec![(path.to_owned(), happened)];
        put("content/a.md", "one");
        put("content/.a.md.swp", "one");
        put("public/a.html", "one");
        assert_eq!(said(&mut looks, root), event("content/a.md", Happened::Writing));
        assert_eq!(said(&mut looks, root), event("content/a.md", Happened::Finished));
        assert_eq!(said(&mut looks, root), []);
        put("content/a.md", "longer");
        assert_eq!(said(&mut looks, root), event("content/a.md", Happened::Writing));
        put("content/a.md", "longer still");
        assert_eq!(said(&mut looks, root), event("content/a.md", Happened::Writing));
        fs::remove_file(root.join("content/a.md")).expect("a file can be removed");
        assert_eq!(said(&mut looks, root), event("content/a.md", Happened::Unsettled));
        put("site.toml", "");
        assert_eq!(said(&mut looks, root), event("site.toml", Happened::Writing));
    }
}
