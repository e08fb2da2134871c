//! Pictures in static/ that carry more than a picture: where it was taken, with what, by whom.
//!
//! In: the files of `static/`, which are published byte for byte. Out: a remark for each that carries such data.

use rayon::prelude::*;

use super::{Remark, bytes_of};
use crate::picture;
use crate::source::Sources;

pub fn remarks(sources: &Sources) -> Vec<Remark> {
    let paths = sources.blobs().map(|(path, _)| path).filter(|path| path.starts_with("static/"));
    let paths: Vec<&str> = paths.collect();
    let told = |path: &&str| {
        let hidden = picture::hidden(&bytes_of(sources, path)?);
        let words: Vec<&str> = hidden.iter().map(|hidden| hidden.words()).collect();
        (!words.is_empty()).then(|| Remark {
            path: Some((*path).to_owned()),
            message: format!("this picture carries {}, and is published as it is", words.join(", ")),
            help: "move it beside the text that shows it: pictures from content/ lose such data".to_owned(),
        })
    };
    paths.par_iter().filter_map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Blob;

    #[test]
    fn pictures_of_static_are_looked_into() {
        let comment = b"\xff\xd8\xff\xfe\0\x06here\xff\xd9".as_slice();
        let files = [("static/a.jpg", comment), ("static/b.txt", b"here"), ("content/a.jpg", comment)];
        let blobs = files.map(|(path, bytes)| (path.to_owned(), Blob::Memory(bytes.into())));
        let remarks = remarks(&Sources::new([], blobs));
        let told: Vec<_> = remarks.iter().map(|found| (found.path.as_deref(), &*found.message)).collect();
        let message = "this picture carries a comment, and is published as it is";
        assert_eq!(told, [(Some("static/a.jpg"), message)]);
    }
}
