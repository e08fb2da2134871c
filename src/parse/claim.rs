//! Which file of `content/` is what: collections claim first, the contract's folders take the rest.

use std::collections::BTreeMap;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::{folder_and_stem, folder_of};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::document::Kind;
use crate::source::{FileId, Sources, Span, is_metadata, is_text};

/// Files that make one item (or, for a list of metadata, many).
#[derive(Clone, Debug)]
pub struct Unit {
    pub kind: Kind,
    pub collected: bool,
    pub text: Option<FileId>,
    pub metadata: Option<FileId>,
}

/// A `_defaults.yaml` and the folder it speaks for.
pub struct DefaultsFile {
    pub folder: String,
    pub file: FileId,
}

pub fn units(sources: &Sources, config: &Config) -> (Vec<Unit>, Vec<DefaultsFile>, Diagnostics) {
    let globs = collections(config);
    let mut units: Vec<Unit> = Vec::new();
    let mut by_stem: BTreeMap<&str, usize> = BTreeMap::new();
    let mut metadata = Vec::new();
    let mut defaults = Vec::new();
    let mut diagnostics = Vec::new();
    for (file, source) in sources.texts() {
        let path = &*source.path;
        let Some(below) = path.strip_prefix("content/") else { continue };
        let (folder, stem) = folder_and_stem(path);
        if is_metadata(path) {
            match stem {
                "_defaults" => defaults.push(DefaultsFile { folder: folder.to_owned(), file }),
                hidden if hidden.starts_with('_') => {}
                _ => metadata.push((file, path)),
            }
        } else if is_text(path) {
            match claim(below, &globs) {
                Some((kind, collected)) => {
                    by_stem.insert(without_extension(path), units.len());
                    units.push(Unit { kind, collected, text: Some(file), metadata: None });
                }
                None => diagnostics.push(unclaimed(file)),
            }
        }
    }
    for (file, path) in metadata {
        match by_stem.get(without_extension(path)) {
            Some(&index) => units[index].metadata = Some(file),
            None => alone(file, path, &globs, &mut units, &mut diagnostics),
        }
    }
    let path = |unit: &Unit| unit.text.or(unit.metadata).map(|file| sources.path(file));
    units.sort_by(|left, right| path(left).cmp(&path(right)));
    (units, defaults, diagnostics)
}

/// Metadata without a text beside it: an item of its own, where the folder has such.
fn alone(
    file: FileId,
    path: &str,
    globs: &[(Kind, GlobSet)],
    units: &mut Vec<Unit>,
    diagnostics: &mut Diagnostics,
) {
    match claim(path.trim_start_matches("content/"), globs) {
        Some((Kind::Article | Kind::Page, _)) => diagnostics.push(
            Diagnostic::new(Code::UnclaimedFile, Span::top(file), "this metadata has no text beside it")
                .help("give the text the same name, with the ending .md or .txt"),
        ),
        Some((kind, collected)) => units.push(Unit { kind, collected, text: None, metadata: Some(file) }),
        None => diagnostics.push(unclaimed(file)),
    }
}

fn unclaimed(file: FileId) -> Diagnostic {
    Diagnostic::new(
        Code::UnclaimedFile,
        Span::top(file),
        "this file lies in no folder of content, and nothing is made of it",
    )
    .help("move it to content/articles/ or another known folder, or claim it in `[collections]` of site.toml")
}

fn without_extension(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(stem, _)| stem)
}

fn claim(below: &str, globs: &[(Kind, GlobSet)]) -> Option<(Kind, bool)> {
    if let Some((kind, _)) = globs.iter().find(|(_, set)| set.is_match(below)) {
        return Some((*kind, true));
    }
    let in_folder = |kind: &Kind| below.strip_prefix(kind.folder()).is_some_and(|rest| rest.starts_with('/'));
    Kind::ALL.into_iter().find(in_folder).map(|kind| (kind, false))
}

fn collections(config: &Config) -> Vec<(Kind, GlobSet)> {
    let set = |(kind, globs): &(Kind, Vec<crate::source::At<String>>)| {
        let mut builder = GlobSetBuilder::new();
        for glob in globs {
            // `config` has refused what is no glob.
            builder.add(GlobBuilder::new(&glob.value).literal_separator(true).build().ok()?);
        }
        builder.build().ok().map(|set| (*kind, set))
    };
    config.collections.iter().filter_map(set).collect()
}

/// The folders above a file, the nearest first, down to `content`.
pub fn folders_above(path: &str) -> impl Iterator<Item = &str> {
    let mut current = Some(folder_and_stem(path).0);
    std::iter::from_fn(move || {
        let folder = current?;
        current = if folder == "content" { None } else { folder.rsplit_once('/').map(|(above, _)| above) };
        Some(folder)
    })
}

/// The part of a page's path that becomes its URL: below its folder, or below `content/` where a collection claimed it.
pub fn page_path(path: &str) -> &str {
    let below = path.strip_prefix(&folder_of(Kind::Page)).and_then(|rest| rest.strip_prefix('/'));
    without_extension(below.unwrap_or_else(|| path.trim_start_matches("content/")))
}
