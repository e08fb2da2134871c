//! Two things that claim one path, also when they differ only in case: on some machines that is one file. And paths that
//! nothing can have.

use std::collections::BTreeMap;

use super::Plan;
use super::redirects::PlannedRedirect;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::model::site::{Site, Target};
use crate::source::Span;

/// Claims by output path.
type Claims = BTreeMap<String, Claim>;

/// Who claims a path.
struct Claim {
    what: String,
    place: Place,
}

impl Claim {
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

pub fn report(site: &Site, plan: &Plan, redirects: &[PlannedRedirect], diagnostics: &mut Diagnostics) {
    let (mut claims, mut unwritable) = (Claims::new(), Diagnostics::new());
    let mut add = |path: &str, what: String, place: Place| {
        unwritable.extend(reserved_or_long(path, &place));
        claim(&mut claims, path, Claim { what, place }, diagnostics);
    };
    for page in &plan.pages {
        let target = page.view.target();
        let what =
            target.map_or_else(|| "a page that every site has".to_owned(), |target| name(site, target));
        let top = target.and_then(|target| top(site, target));
        add(&page.path(), what, top.map_or(Place::Nowhere, Place::Span));
    }
    for feed in &plan.feeds {
        let folder = plan.feed_folder(site, *feed);
        for file in ["feed.xml", "feed.json"] {
            add(&format!("{folder}{file}"), "a feed".to_owned(), Place::Nowhere);
        }
    }
    for file in &plan.files {
        let (shown, place) = match file.source.strip_prefix("theme:") {
            Some(path) => (path, Place::Nowhere),
            None => (file.source.as_str(), Place::File(file.source.clone())),
        };
        add(&file.path, format!("the file `{shown}`"), place);
    }
    // A file of the site's own in `static/` takes the place of a fixed one.
    for fixed in FIXED.iter().filter(|fixed| !plan.files.iter().any(|file| file.path == **fixed)) {
        add(fixed, "a file that every site has".to_owned(), Place::Nowhere);
    }
    for redirect in redirects {
        add(&redirect.page.path(), "a redirect".to_owned(), Place::Span(redirect.span));
    }
    files_as_folders(&claims, diagnostics);
    // All pages of one list say the same.
    unwritable.dedup();
    diagnostics.append(&mut unwritable);
}

/// A path that cannot be written. That of a feed is told at the page beside it.
fn reserved_or_long(path: &str, place: &Place) -> Option<Diagnostic> {
    let first = path.split('/').next().unwrap_or(path).to_lowercase();
    // The output folder's marker, and what a build in progress writes.
    if first == ".chancery" || first.starts_with(".chancery-") {
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
fn files_as_folders(claims: &Claims, diagnostics: &mut Diagnostics) {
    for (path, claim) in claims {
        let above = path.match_indices('/').map(|(at, _)| &path[..at]);
        for (folder, file) in above.filter_map(|folder| Some((folder, claims.get(folder)?))) {
            diagnostics.push(clash(folder, claim, file));
        }
    }
}

fn name(site: &Site, target: Target) -> String {
    format!("the {} `{}`", target.kind().word(), site.name(target))
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

fn claim(claims: &mut Claims, path: &str, claim: Claim, diagnostics: &mut Diagnostics) {
    let key = path.to_lowercase();
    match claims.get(&key) {
        Some(earlier) => diagnostics.push(clash(path, &claim, earlier)),
        None => drop(claims.insert(key, claim)),
    }
}

fn clash(path: &str, claim: &Claim, earlier: &Claim) -> Diagnostic {
    let shown = path.strip_suffix("index.html").unwrap_or(path);
    let comes_first = claim.span().is_some() || claim.rank() < earlier.rank();
    let (here, there) = if comes_first { (claim, earlier) } else { (earlier, claim) };
    let message = if here.what == there.what {
        format!("two claim the URL `/{shown}`: {} each", here.what)
    } else {
        format!("the URL `/{shown}` is claimed by {} and by {}", here.what, there.what)
    };
    let diagnostic = Diagnostic::new(Code::DuplicateUrl, here.place.clone(), message)
        .help("give one of them another path, by its id, slug, file name or `redirects`");
    match there.span() {
        Some(span) => diagnostic.label(span, format!("{} is declared here", there.what)),
        None => diagnostic,
    }
}
