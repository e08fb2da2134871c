//! Where the references of all pages lead.
//!
//! In: the facts of every page, the paths of all other files, the path below which the site is served. Out: problems, in
//! the order of pages. Paths are compared byte by byte, as most hosts do.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::BuildHasher;

use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::addresses::{decode, parts};
use super::{PageFacts, PageProblem, PageProblemKind, fixes};

/// Finds every reference that leads nowhere, and passes on what [`scan`](super::scan) found.
///
/// Pages and files are named by their output paths (`articles/x/index.html`, `theme/style.css`); `base_path` is the path
/// of the site's base URL, such as `/briefings/`.
pub fn check(
    pages: &BTreeMap<String, PageFacts>,
    files: &BTreeSet<String>,
    base_path: &str,
) -> Vec<PageProblem> {
    let site = Site::new(pages, files, base_path);
    let found = pages.par_iter().flat_map_iter(|(page, facts)| site.problems(page, facts));
    let mut problems: Vec<PageProblem> = found.collect();
    fixes::suggest(&site, &mut problems);
    problems.sort_unstable();
    problems
}

/// Everything that a reference can lead to.
pub(super) struct Site<'a> {
    /// Every output path; the facts of those that are pages.
    pub paths: FxHashMap<&'a str, Option<&'a PageFacts>>,
    /// Every id of every page, as [`anchor`] hashes it: one look instead of a walk through the ids of a far page.
    anchors: FxHashSet<u64>,
    /// Percent-decoded, without `/` at its beginning, with one at its end unless it is empty.
    pub base: String,
}

/// Where a reference leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// An output path, if there is such a file.
    Path(String),
    /// A path of the same host beside the site, without `/` at its beginning.
    Beside(String),
    /// Above the site's root by `..`; what a browser would make of it if the site were the whole host.
    Above(String),
}

impl<'a> Site<'a> {
    fn new(pages: &'a BTreeMap<String, PageFacts>, files: &'a BTreeSet<String>, base_path: &str) -> Self {
        let files = files.iter().map(|path| (path.as_str(), None));
        let anchors =
            pages.iter().flat_map(|(path, facts)| facts.ids.iter().map(|id| anchor(path, &id))).collect();
        let pages = pages.iter().map(|(path, facts)| (path.as_str(), Some(facts)));
        let base = decode(base_path.trim_matches('/'));
        let base = if base.is_empty() { String::new() } else { format!("{base}/") };
        Site { paths: files.chain(pages).collect(), anchors, base }
    }

    fn problems(&self, page: &'a str, facts: &'a PageFacts) -> impl Iterator<Item = PageProblem> {
        let links = facts.links.iter().filter_map(move |link| self.link(page, &link));
        let files = facts.files.iter().filter_map(move |file| self.file(page, &file));
        let faults = facts
            .faults
            .iter()
            .map(move |fault| problem(page, fault.kind, &fault.what, fault.what.to_string()));
        links.chain(files).chain(faults)
    }

    fn link(&self, page: &str, link: &str) -> Option<PageProblem> {
        match self.resolve(page, link) {
            Target::Path(path) if self.paths.contains_key(path.as_str()) => self.fragment(page, link, path),
            Target::Beside(path) if !self.belongs_inside(&path) => None,
            Target::Path(target) | Target::Beside(target) | Target::Above(target) => {
                Some(problem(page, PageProblemKind::BrokenLink, link, target))
            }
        }
    }

    fn file(&self, page: &str, file: &str) -> Option<PageProblem> {
        match self.resolve(page, file) {
            Target::Path(path) if !file.is_empty() && self.paths.contains_key(path.as_str()) => {
                self.fragment(page, file, path)
            }
            Target::Path(target) | Target::Beside(target) | Target::Above(target) => {
                Some(problem(page, PageProblemKind::MissingFile, file, target))
            }
        }
    }

    /// Whether an absolute path only lacks the base path, or only the `/` at the end of it.
    fn belongs_inside(&self, path: &str) -> bool {
        self.paths.contains_key(path) || self.base.strip_suffix('/').is_some_and(|base| path == base)
    }

    /// The place in a page that a reference names (HTML, section 7.4.6.3: the indicated part of the document).
    fn fragment(&self, page: &str, reference: &str, path: String) -> Option<PageProblem> {
        let fragment = parts(reference).fragment?;
        let found = |id: &str| self.anchors.contains(&anchor(&path, id));
        if found(fragment) || !self.is_page(&path) {
            return None;
        }
        let decoded = decode(fragment);
        let found = found(&decoded) || decoded.eq_ignore_ascii_case("top");
        (!found).then(|| problem(page, PageProblemKind::BrokenAnchor, reference, format!("{path}#{decoded}")))
    }

    fn is_page(&self, path: &str) -> bool {
        self.paths.get(path).is_some_and(Option::is_some)
    }

    /// Follows a reference as a browser does (whatwg.org, URL, section 4.4); a folder means its `index.html`.
    pub fn resolve(&self, page: &str, reference: &str) -> Target {
        let path = parts(reference).path;
        if path.is_empty() {
            return Target::Path(page.to_owned());
        }
        if let Some(absolute) = path.strip_prefix('/') {
            let (path, _) = walk("", absolute);
            return match path.strip_prefix(&self.base) {
                Some(inside) => Target::Path(inside.to_owned()),
                None => Target::Beside(path),
            };
        }
        match walk(folder(page), path) {
            (path, false) => Target::Path(path),
            (path, true) => Target::Above(path),
        }
    }
}

/// A page's path and an id as one number. Two of them that are equal by chance (one in 2^64) hide a broken anchor.
fn anchor(path: &str, id: &str) -> u64 {
    FxBuildHasher.hash_one((path, id))
}

fn problem(page: &str, kind: PageProblemKind, what: &str, target: String) -> PageProblem {
    PageProblem { page: page.to_owned(), kind, what: what.to_owned(), target, suggestion: None }
}

/// The folder of a path, with `/` at its end; empty for the root.
pub(super) fn folder(path: &str) -> &str {
    &path[..path.rfind('/').map_or(0, |slash| slash + 1)]
}

/// Walks a relative path from a folder. Also says whether `..` led out of the root, which is overlooked.
fn walk(folder: &str, path: &str) -> (String, bool) {
    let mut place = String::with_capacity(folder.len() + path.len() + INDEX.len());
    place.push_str(folder);
    let mut left_root = false;
    let mut segments = path.split('/').peekable();
    while let Some(segment) = segments.next() {
        match dots(segment) {
            1 => {}
            2 => left_root |= !up(&mut place),
            _ => {
                push_decoded(&mut place, segment);
                if segments.peek().is_some() {
                    place.push('/');
                }
            }
        }
    }
    if place.is_empty() || place.ends_with('/') {
        place.push_str(INDEX);
    }
    (place, left_root)
}

/// What a folder's URL means.
pub(super) const INDEX: &str = "index.html";

/// Leaves the last folder; false at the root.
fn up(place: &mut String) -> bool {
    let Some(inner) = place.strip_suffix('/') else { return false };
    let length = folder(inner).len();
    place.truncate(length);
    true
}

/// How many dots a segment consists of, if these are one or two; they may be percent-encoded.
fn dots(segment: &str) -> usize {
    match segment {
        "." => 1,
        ".." => 2,
        _ if !segment.starts_with(['.', '%']) || segment.len() > "%2e%2e".len() => 0,
        _ => match segment.to_ascii_lowercase().replace("%2e", ".").as_str() {
            "." => 1,
            ".." => 2,
            _ => 0,
        },
    }
}

/// An encoded slash does not part folders, so it stays encoded and is found nowhere.
fn push_decoded(place: &mut String, segment: &str) {
    let decoded = decode(segment);
    place.push_str(if decoded.contains('/') { segment } else { &decoded });
}
