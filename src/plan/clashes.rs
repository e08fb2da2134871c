//! Two things that claim one path, also when they differ only in case: on some machines that is one file. And paths that
//! nothing can have.

use std::borrow::Cow;
use std::collections::hash_map::Entry;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::redirects::PlannedRedirect;
use super::{Plan, Shard, YearPage};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::model::site::{Site, Target};
use crate::source::Span;

/// Claims by output path in small letters.
type Claims<'a> = FxHashMap<String, Claim<'a>>;

/// Who claims a path.
struct Claim<'a> {
    what: What<'a>,
    place: Place,
}

/// What stands at a path; put into words only where two do.
#[derive(Clone, Copy)]
enum What<'a> {
    Item(Target),
    File(&'a str),
    Other(&'static str),
}

impl What<'_> {
    fn words(self, site: &Site) -> Cow<'static, str> {
        match self {
            What::Item(target) => format!("the {} `{}`", target.kind().word(), site.name(target)).into(),
            What::File(path) => format!("the file `{path}`").into(),
            What::Other(words) => words.into(),
        }
    }
}

impl Claim<'_> {
    fn span(&self) -> Option<Span> {
        match self.place {
            Place::Span(span) => Some(span),
            Place::File(_) | Place::Nowhere => None,
        }
    }

    /// The place that an author can mend comes first: a text before a file, a file before none.
    fn rank(&self) -> u8 {
        match self.place {
            Place::Span(_) => 0,
            Place::File(_) => 1,
            Place::Nowhere => 2,
        }
    }
}

/// Files that every site has besides its pages.
const FIXED: &[&str] = &["robots.txt", "sitemap.xml", ".nojekyll"];

/// The longest name of a file or folder on the file systems that people build on, in bytes.
const MAX_NAME: usize = 255;

pub fn report<'a>(site: &Site, plan: &'a Plan, redirects: &[PlannedRedirect], diagnostics: &mut Diagnostics) {
    let (mut claims, mut unwritable) = (Claims::default(), Diagnostics::new());
    claims.reserve(plan.pages.len());
    let mut add = |path: String, what: What<'a>, place: Place| {
        unwritable.extend(reserved_or_long(&path, &place));
        claim(site, &mut claims, path, Claim { what, place }, diagnostics);
    };
    for page in &plan.pages {
        let target = page.view.target();
        let what = target.map_or(What::Other("a page that every site has"), What::Item);
        let top = target.and_then(|target| top(site, target));
        add(page.path(), what, top.map_or(Place::Nowhere, Place::Span));
    }
    for feed in &plan.feeds {
        let folder = plan.feed_folder(site, *feed);
        for file in ["feed.xml", "feed.json"] {
            add([&folder, file].concat(), What::Other("a feed"), Place::Nowhere);
        }
    }
    for file in &plan.files {
        let (shown, place) = match file.source.strip_prefix("theme:") {
            Some(path) => (path, Place::Nowhere),
            None => (file.source.as_str(), Place::File(file.source.clone())),
        };
        add(file.path.clone(), What::File(shown), place);
    }
    // A file of the site's own in `static/` takes the place of a fixed one.
    for fixed in FIXED.iter().filter(|fixed| !plan.files.iter().any(|file| file.path == **fixed)) {
        add((*fixed).to_owned(), What::Other("a file that every site has"), Place::Nowhere);
    }
    let years = plan.timeline.years.iter().map(YearPage::data);
    for path in plan.previews.iter().map(Shard::path).chain(years) {
        if plan.files.binary_search_by(|file| file.path.cmp(&path)).is_err() {
            add(path, What::Other("a file that every site has"), Place::Nowhere);
        }
    }
    for path in plan.event_files.iter().map(|file| file.path(site)) {
        if plan.files.binary_search_by(|file| file.path.cmp(&path)).is_err() {
            add(path, What::Other("a file of events"), Place::Nowhere);
        }
    }
    for redirect in redirects {
        add(redirect.page.path(), What::Other("a redirect"), Place::Span(redirect.span));
    }
    files_as_folders(site, &claims, diagnostics);
    // All pages of one list say the same.
    unwritable.dedup();
    diagnostics.append(&mut unwritable);
}

/// A path that cannot be written. That of a feed is told at the page beside it.
fn reserved_or_long(path: &str, place: &Place) -> Option<Diagnostic> {
    // The output folder's marker, and what a build in progress writes.
    if path.starts_with('.')
        && let first = path.split('/').next().unwrap_or(path).to_lowercase()
        && (first == ".chancery" || first.starts_with(".chancery-"))
    {
        let message = format!("`{first}` is a name that Chancery keeps for itself in the output folder");
        return Some(
            Diagnostic::new(Code::DuplicateUrl, place.clone(), message).help("give it another name"),
        );
    }
    let long = path.split('/').find(|part| part.len() > MAX_NAME)?;
    if *place == Place::Nowhere {
        return None;
    }
    let message = format!("the URL is too long for a file system: a part of it has {} bytes", long.len());
    Some(
        Diagnostic::new(Code::InvalidValue, place.clone(), message)
            .help(format!("give it a shorter `slug`, id or file name; {MAX_NAME} bytes are the most")),
    )
}

/// A path that is a file for one and a folder for another.
fn files_as_folders(site: &Site, claims: &Claims<'_>, diagnostics: &mut Diagnostics) {
    let both = claims.par_iter().flat_map_iter(|(path, claim)| {
        let above = path.match_indices('/').map(|(at, _)| &path[..at]);
        above.filter_map(move |folder| Some((path, folder, claim, claims.get(folder)?)))
    });
    let mut both: Vec<(&String, &str, &Claim<'_>, &Claim<'_>)> = both.collect();
    both.sort_unstable_by_key(|(path, folder, ..)| (*path, folder.len()));
    diagnostics.extend(both.into_iter().map(|(_, folder, claim, file)| clash(site, folder, claim, file)));
}

fn top(site: &Site, target: Target) -> Option<Span> {
    match target {
        Target::Article(id) => Some(site[id].origin.top),
        Target::Source(id) => Some(site[id].origin.top),
        Target::Page(id) => Some(site[id].origin.top),
        Target::Event(id) => site[id].accounts.first().map(|account| account.span),
        Target::Actor(id) => site[id].origin.as_ref().map(|origin| origin.top),
        Target::Country(id) => site[id].origin.as_ref().map(|origin| origin.top),
        Target::Topic(id) => site[id].origin.as_ref().map(|origin| origin.top),
        Target::Author(id) => site[id].origin.as_ref().map(|origin| origin.top),
    }
}

fn claim<'a>(
    site: &Site,
    claims: &mut Claims<'a>,
    path: String,
    claim: Claim<'a>,
    diagnostics: &mut Diagnostics,
) {
    let is_small = path.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    let (key, written) = if is_small { (path, None) } else { (path.to_lowercase(), Some(path)) };
    match claims.entry(key) {
        Entry::Occupied(earlier) => {
            let path = written.as_deref().unwrap_or(earlier.key());
            diagnostics.push(clash(site, path, &claim, earlier.get()));
        }
        Entry::Vacant(free) => drop(free.insert_entry(claim)),
    }
}

fn clash(site: &Site, path: &str, claim: &Claim<'_>, earlier: &Claim<'_>) -> Diagnostic {
    let shown = path.strip_suffix("index.html").unwrap_or(path);
    let comes_first = claim.span().is_some() || claim.rank() < earlier.rank();
    let (here, there) = if comes_first { (claim, earlier) } else { (earlier, claim) };
    let (here_words, there_words) = (here.what.words(site), there.what.words(site));
    let message = if here_words == there_words {
        format!("two claim the URL `/{shown}`: {here_words} each")
    } else {
        format!("the URL `/{shown}` is claimed by {here_words} and by {there_words}")
    };
    let diagnostic = Diagnostic::new(Code::DuplicateUrl, here.place.clone(), message)
        .help("give one of them another path, by its id, slug, file name or `redirects`");
    match there.span() {
        Some(span) => diagnostic.label(span, format!("{there_words} is declared here")),
        None => diagnostic,
    }
}
