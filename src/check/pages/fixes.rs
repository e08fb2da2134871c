//! What was probably meant by a reference that leads nowhere.
//!
//! In: the site and its problems. Out: suggestions, each as it should stand on the problem's page. The same target is
//! looked for once, however many pages refer to it.

use percent_encoding::percent_encode_byte;
use rustc_hash::FxHashMap;

use super::addresses::{decode, parts};
use super::resolve::{INDEX, Site, Target, folder};
use super::{PageProblem, PageProblemKind};
use crate::diagnostic::nearest;

/// Of how many broken targets near names are looked for, which takes a look at a whole folder each: where there are
/// more, no slip of the pen is to blame.
const LOOKED_FOR: usize = 50;

/// Fills in the suggestions. Problems come in the order of pages.
pub(super) fn suggest(site: &Site<'_>, problems: &mut [PageProblem]) {
    if !problems.iter().any(|problem| problem.kind.is_reference()) {
        return;
    }
    let mut finder = Finder::new(site);
    let mut known: FxHashMap<(bool, &str), Option<String>> = FxHashMap::default();
    let suggestions: Vec<Option<String>> = problems
        .iter()
        .map(|problem| {
            if !problem.kind.is_reference() {
                return None;
            }
            let is_anchor = problem.kind == PageProblemKind::BrokenAnchor;
            let meant = known.entry((is_anchor, &problem.target)).or_insert_with(|| finder.find(problem));
            let meant = meant.as_deref().filter(|meant| *meant != problem.page)?;
            Some(rewritten(site, problem, meant))
        })
        .collect();
    for (problem, suggestion) in problems.iter_mut().zip(suggestions) {
        problem.suggestion = suggestion;
    }
}

/// The site's paths in the ways in which a wrong one can be near to them.
struct Finder<'a> {
    site: &'a Site<'a>,
    /// By the path in small letters.
    any_case: FxHashMap<String, &'a str>,
    /// What lies in a folder, in order.
    siblings: FxHashMap<&'a str, Vec<Item<'a>>>,
    /// By the last name; `None` where several paths end in it.
    by_name: FxHashMap<&'a str, Option<&'a str>>,
    looked_for: usize,
}

/// A path and its last name: of a page the folder's.
#[derive(Clone, Copy)]
struct Item<'a> {
    name: &'a str,
    path: &'a str,
}

impl<'a> Finder<'a> {
    fn new(site: &'a Site<'a>) -> Self {
        let mut paths: Vec<&str> = site.paths.keys().copied().collect();
        paths.sort_unstable();
        let mut finder = Finder {
            site,
            any_case: FxHashMap::default(),
            siblings: FxHashMap::default(),
            by_name: FxHashMap::default(),
            looked_for: 0,
        };
        for path in paths {
            let (parent, name) = named(path);
            finder.any_case.entry(path.to_lowercase()).or_insert(path);
            finder.siblings.entry(parent).or_default().push(Item { name, path });
            finder.by_name.entry(name).and_modify(|only| *only = None).or_insert(Some(path));
        }
        finder
    }

    /// The path that was meant, or of a broken anchor the id.
    fn find(&mut self, problem: &PageProblem) -> Option<String> {
        if problem.kind == PageProblemKind::BrokenAnchor {
            return self.id(problem);
        }
        let target = problem.target.as_str();
        let found = self.same(target).or_else(|| self.elsewhere(target)).or_else(|| self.near(target));
        found.map(str::to_owned)
    }

    /// The same path but for the `/` at its end, or for its case, or within the site instead of outside.
    fn same(&self, target: &str) -> Option<&'a str> {
        if self.site.base.strip_suffix('/') == Some(target) {
            return self.existing(INDEX);
        }
        let index = format!("{target}/{INDEX}");
        let any_case = |path: &str| self.any_case.get(&path.to_lowercase()).copied();
        self.existing(target)
            .or_else(|| self.existing(&index))
            .or_else(|| any_case(target))
            .or_else(|| any_case(&index))
    }

    fn existing(&self, path: &str) -> Option<&'a str> {
        self.site.paths.get_key_value(path).map(|(&path, _)| path)
    }

    /// The one path of that name in another folder: mostly the `../` are too few or too many.
    fn elsewhere(&self, target: &str) -> Option<&'a str> {
        let (_, name) = named(target);
        let is_word = name.chars().any(char::is_alphabetic);
        self.by_name.get(name).copied().flatten().filter(|_| is_word)
    }

    /// A path of the same folder with a similar name.
    fn near(&mut self, target: &str) -> Option<&'a str> {
        let (parent, name) = named(target);
        let siblings = self.siblings.get(parent)?;
        self.looked_for += 1;
        if self.looked_for > LOOKED_FOR {
            return None;
        }
        let near =
            nearest(name, siblings.iter().map(|item| item.name).filter(|sibling| is_as_long(name, sibling)))?;
        siblings.iter().find(|item| item.name == near).map(|item| item.path)
    }

    fn id(&mut self, problem: &PageProblem) -> Option<String> {
        let Target::Path(path) = self.site.resolve(&problem.page, &problem.what) else { return None };
        let facts = self.site.paths.get(path.as_str()).copied().flatten()?;
        let wanted = decode(parts(&problem.what).fragment?);
        self.looked_for += 1;
        if self.looked_for > LOOKED_FOR {
            return None;
        }
        let ids: Vec<String> = facts.ids.iter().filter(|id| is_as_long(&wanted, id)).collect();
        nearest(&wanted, ids.iter().map(String::as_str)).map(str::to_owned)
    }
}

/// Whether two names can be near to each other; this spares most comparisons.
fn is_as_long(wanted: &str, name: &str) -> bool {
    wanted.len().abs_diff(name.len()) * 3 <= wanted.len().max(name.len()).max(3)
}

/// A path's parent and last name; of a folder's `index.html` those of the folder.
fn named(path: &str) -> (&str, &str) {
    let item = path.strip_suffix(INDEX).and_then(|folder| folder.strip_suffix('/')).unwrap_or(path);
    item.split_at(folder(item).len())
}

/// The problem's reference as it should be.
fn rewritten(site: &Site<'_>, problem: &PageProblem, meant: &str) -> String {
    let parts = parts(&problem.what);
    if problem.kind == PageProblemKind::BrokenAnchor {
        let before = problem.what.split('#').next().unwrap_or_default();
        return format!("{before}#{}", encode(meant));
    }
    let names_index = parts.path.to_ascii_lowercase().ends_with(INDEX);
    let shown = if meant.ends_with(INDEX) && !names_index { folder(meant) } else { meant };
    let path = if parts.path.starts_with('/') {
        format!("/{}{shown}", site.base)
    } else {
        relative(folder(&problem.page), shown)
    };
    encode(&path) + parts.tail
}

/// The way from a folder to a path.
fn relative(from: &str, to: &str) -> String {
    let common =
        from.split_inclusive('/').zip(to.split_inclusive('/')).take_while(|(left, right)| left == right);
    let common: usize = common.map(|(folder, _)| folder.len()).sum();
    let up = "../".repeat(from[common..].matches('/').count());
    match (up.as_str(), &to[common..]) {
        ("", "") => "./".to_owned(),
        (up, down) => format!("{up}{down}"),
    }
}

/// Percent-encodes what would end a path or an attribute; letters of any script stay readable.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match u8::try_from(letter) {
            Ok(byte) if byte <= b' ' || b"\"#%<>?".contains(&byte) => out.push_str(percent_encode_byte(byte)),
            _ => out.push(letter),
        }
    }
    out
}
