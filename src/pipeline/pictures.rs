//! Pictures of the content folder as they are published.
//!
//! In: paths, and [`Sources`]. Out: which of them cannot be published, and why; or the bytes that are.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use rayon::prelude::*;

use crate::picture::{self, Fault};
use crate::source::{Blob, Sources};

/// Those of these files that are pictures and cannot be published. What cannot be read at all is told where it is written.
pub(super) fn faults(files: &[String], sources: &Sources) -> BTreeMap<String, Fault> {
    let from_content = files.par_iter().filter(|path| is_cleaned(path));
    from_content.filter_map(|path| Some((path.clone(), fault(path, sources.blob(path)?)?))).collect()
}

fn fault(path: &str, blob: &Blob) -> Option<Fault> {
    let read;
    let bytes = match blob {
        Blob::Memory(bytes) => bytes,
        Blob::Disk(place) => {
            read = read_picture(path, place).ok()??;
            &read[..]
        }
    };
    picture::cleaned(path, bytes).err()
}

/// A file, if it is a picture: of others, which may be films, no more than the beginning is read.
fn read_picture(path: &str, place: &Path) -> io::Result<Option<Vec<u8>>> {
    let mut file = File::open(place)?;
    let mut bytes = Vec::new();
    file.by_ref().take(picture::HEAD as u64).read_to_end(&mut bytes)?;
    if !picture::is_looked_at(path, &bytes) {
        return Ok(None);
    }
    file.read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// Whether the hidden data of pictures at this path goes. `static/` is copied byte for byte.
pub(super) fn is_cleaned(path: &str) -> bool {
    path.starts_with("content/")
}
