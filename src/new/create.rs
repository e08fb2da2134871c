//! Files that were not there before. In: a folder and what it shall hold. Out: all of these files, each whole, or none of
//! them. Whatever is there already stays as it is.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::{error, fmt};

use super::NewFile;

#[derive(Debug)]
pub enum CreateError {
    /// What is there already, or stands where a folder is needed.
    Taken(Vec<PathBuf>),
    /// A folder on the way leads out of the one in which everything is to be made.
    Outside(PathBuf),
    /// `doing` completes the sentence "cannot … `path`".
    Io { path: PathBuf, doing: &'static str, source: io::Error },
}

impl fmt::Display for CreateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CreateError::Taken(paths) => {
                let paths: Vec<String> = paths.iter().map(|path| format!("`{}`", path.display())).collect();
                match &paths[..] {
                    [path] => write!(f, "{path} is there already, and nothing was written"),
                    _ => write!(
                        f,
                        "these are there already, and nothing was written:\n  {}",
                        paths.join("\n  ")
                    ),
                }
            }
            CreateError::Outside(path) => {
                write!(f, "`{}` leads out of the site's folder, and nothing was written", path.display())
            }
            CreateError::Io { path, doing, source } => {
                write!(f, "cannot {doing} `{}`: {source}", path.display())
            }
        }
    }
}

impl error::Error for CreateError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            CreateError::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

fn cannot(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> CreateError {
    move |source| CreateError::Io { path: path.to_owned(), doing, source }
}

/// Makes the files below `folder`, and the folders that they need; `folder` itself too, if it is missing.
///
/// # Errors
///
/// If anything stands in the way or the file system fails; nothing new is there then.
pub fn create(folder: &Path, files: &[NewFile]) -> Result<(), CreateError> {
    let taken: Vec<PathBuf> = files.iter().filter_map(|file| in_the_way(folder, &file.path)).collect();
    if !taken.is_empty() {
        return Err(CreateError::Taken(once(taken)));
    }
    let mut made = Made::default();
    let result = files.iter().try_for_each(|file| made.file(folder, file));
    if result.is_err() {
        made.take_back();
    }
    result
}

/// The same path from several files is told once.
fn once(mut paths: Vec<PathBuf>) -> Vec<PathBuf> {
    paths.sort();
    paths.dedup();
    paths
}

/// What keeps a file from being made: itself, or something that is no folder where one must be. A link that leads
/// nowhere counts, too.
fn in_the_way(folder: &Path, path: &str) -> Option<PathBuf> {
    let whole = folder.join(path);
    let is_there = |path: &Path| fs::symlink_metadata(path).is_ok();
    if is_there(&whole) {
        return Some(whole);
    }
    let above = whole.ancestors().skip(1).find(|above| is_there(above))?;
    (!above.is_dir()).then(|| above.to_owned())
}

/// What has been made so far, to be taken back if the rest fails.
#[derive(Default)]
struct Made {
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
}

impl Made {
    fn file(&mut self, folder: &Path, file: &NewFile) -> Result<(), CreateError> {
        let path = folder.join(&file.path);
        let parent = path.parent().unwrap_or(folder);
        self.folder(parent)?;
        stays_inside(folder, parent)?;
        let temporary = parent.join(format!(".chancery-new-{}", std::process::id()));
        let written = write_whole(&temporary, &file.text).and_then(|()| name(&temporary, &path, &file.text));
        let _ = fs::remove_file(&temporary);
        match written {
            Ok(()) => {
                self.files.push(path);
                Ok(())
            }
            // Somebody else was quicker.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(CreateError::Taken(vec![path])),
            Err(error) => Err(cannot("write", &path)(error)),
        }
    }

    /// Makes a folder and those above it, and remembers which were not there.
    fn folder(&mut self, folder: &Path) -> Result<(), CreateError> {
        if folder.as_os_str().is_empty() || folder.is_dir() {
            return Ok(());
        }
        if let Some(above) = folder.parent() {
            self.folder(above)?;
        }
        match fs::create_dir(folder) {
            Ok(()) => self.folders.push(folder.to_owned()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => {}
            Err(error) => return Err(cannot("create the folder", folder)(error)),
        }
        Ok(())
    }

    /// The failure that led here is the one to report; what cannot be taken back stays.
    fn take_back(self) {
        for file in self.files {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.into_iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// A build reads nothing outside of the site's folder, so nothing is put there either.
fn stays_inside(folder: &Path, parent: &Path) -> Result<(), CreateError> {
    let real = |path: &Path| {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        path.canonicalize().map_err(cannot("look at", path))
    };
    if real(parent)?.starts_with(real(folder)?) {
        Ok(())
    } else {
        Err(CreateError::Outside(parent.to_owned()))
    }
}

fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(path)?;
    file.write_all(text.as_bytes())
}

/// Gives a finished file its name in one step, unless something has that name. Where the file system knows no hard
/// links, the file is written under its name at once.
fn name(temporary: &Path, path: &Path, text: &str) -> io::Result<()> {
    match fs::hard_link(temporary, path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            let mut file = File::create_new(path)?;
            file.write_all(text.as_bytes()).inspect_err(|_| drop(fs::remove_file(path)))
        }
        done => done,
    }
}
