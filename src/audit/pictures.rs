//! Pictures in static/ that carry more than a picture: where it was taken, with what, by whom.
//!
//! In: the files of `static/`, which are published byte for byte. Out: a remark for each that carries such data.

use rayon::prelude::*;

use super::{Remark, bytes_of};
use crate::source::Sources;

/// Endings of pictures that can carry metadata.
const PICTURES: [&str; 10] =
    [".jpg", ".jpeg", ".png", ".webp", ".avif", ".heic", ".tif", ".tiff", ".gif", ".svg"];

pub fn remarks(sources: &Sources) -> Vec<Remark> {
    let pictures: Vec<&str> = sources
        .blobs()
        .map(|(path, _)| path)
        .filter(|path| path.starts_with("static/") && is_picture(path))
        .collect();
    let told = |path: &&str| {
        let hidden = hidden(&bytes_of(sources, path)?);
        (!hidden.is_empty()).then(|| Remark {
            path: Some((*path).to_owned()),
            message: format!("this picture carries {}, and is published as it is", hidden.join(", ")),
            help: "move it beside the text that shows it: pictures from content/ lose such data".to_owned(),
        })
    };
    pictures.par_iter().filter_map(told).collect()
}

fn is_picture(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    PICTURES.iter().any(|ending| path.ends_with(ending))
}

/// SEAM: to be joined with `crate::picture::hidden`, which names what a picture carries. Until then nothing is found.
fn hidden(_bytes: &[u8]) -> Vec<&'static str> {
    Vec::new()
}
