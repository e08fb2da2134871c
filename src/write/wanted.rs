//! What the folder shall hold. Comes in: the paths of all files. Goes out: the same with the folders that they need,
//! numbered, each knowing the one above. Knows nothing of what is on the disk.

use std::io;
use std::path::{Component, Path};

use rustc_hash::FxHashMap;

use super::{MARKER, TEMPORARY, WriteError, cannot};

/// The number of the output folder itself among [`Wanted::folders`].
pub const ROOT: usize = 0;

#[derive(Debug)]
pub struct Wanted<'a> {
    pub paths: &'a [&'a str],
    /// For each path the number of its folder.
    pub folder_of: Vec<usize>,
    /// A folder always comes after the one above it.
    pub folders: Vec<Folder<'a>>,
    places: FxHashMap<&'a str, Place>,
}

#[derive(Debug, Clone, Copy)]
pub struct Folder<'a> {
    pub path: &'a str,
    /// The number of the folder above; the root is above itself.
    pub above: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    File(usize),
    Folder(usize),
}

impl<'a> Wanted<'a> {
    pub fn new(paths: &'a [&'a str]) -> Result<Self, WriteError> {
        let mut folder_numbers = FxHashMap::from_iter([("", ROOT)]);
        let mut folders = vec![Folder { path: "", above: ROOT }];
        let mut folder_of = Vec::with_capacity(paths.len());
        for path in paths {
            check(path)?;
            folder_of.push(number(above(path), &mut folder_numbers, &mut folders));
        }
        let mut places: FxHashMap<_, _> =
            folder_numbers.into_iter().map(|(path, folder)| (path, Place::Folder(folder))).collect();
        for (file, path) in paths.iter().enumerate() {
            if places.insert(path, Place::File(file)).is_some() {
                return Err(unusable(path, "another file wants this place"));
            }
        }
        Ok(Wanted { paths, folder_of, folders, places })
    }

    pub fn place(&self, path: &str) -> Option<Place> {
        self.places.get(path).copied()
    }
}

/// At the top these are never the output's: `.git`, the marker and temporary files.
pub fn is_reserved(name: &str) -> bool {
    name == ".git" || name == MARKER || name.starts_with(TEMPORARY)
}

fn check(path: &str) -> Result<(), WriteError> {
    let plain = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    if !plain || path.split('/').any(|part| part.is_empty() || part == ".") {
        return Err(unusable(path, "not a plain relative path"));
    }
    if is_reserved(path.split('/').next().unwrap_or(path)) {
        return Err(unusable(path, "the name is reserved"));
    }
    Ok(())
}

fn unusable(path: &str, why: &'static str) -> WriteError {
    cannot("write", Path::new(path))(io::Error::new(io::ErrorKind::InvalidInput, why))
}

fn above(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn number<'a>(
    path: &'a str,
    numbers: &mut FxHashMap<&'a str, usize>,
    folders: &mut Vec<Folder<'a>>,
) -> usize {
    if let Some(&known) = numbers.get(path) {
        return known;
    }
    let above = number(above(path), numbers, folders);
    folders.push(Folder { path, above });
    numbers.insert(path, folders.len() - 1);
    folders.len() - 1
}
