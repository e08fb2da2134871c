//! Two things that claim one path, also when they differ only in case: on some machines that is one file.

use super::redirects::PlannedRedirect;
use super::{Claims, Plan};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::model::site::{Site, Target};
use crate::source::Span;

/// Who claims a path.
pub struct Claim {
    what: String,
    span: Option<Span>,
}

/// Files that every site has besides its pages.
const FIXED: &[&str] = &["robots.txt", "sitemap.xml", ".nojekyll"];

pub fn report(site: &Site, plan: &Plan, redirects: &[PlannedRedirect], diagnostics: &mut Diagnostics) {
    let mut claims = Claims::new();
    let mut add = |path: &str, what: String, span: Option<Span>| {
        claim(&mut claims, path, Claim { what, span }, diagnostics);
    };
    for page in &plan.pages {
        let target = page.view.target();
        let what =
            target.map_or_else(|| "a page that every site has".to_owned(), |target| name(site, target));
        add(&page.path(), what, target.and_then(|target| top(site, target)));
    }
    for feed in &plan.feeds {
        let folder = plan.feed_folder(site, *feed);
        for file in ["feed.xml", "feed.json"] {
            add(&format!("{folder}{file}"), "a feed".to_owned(), None);
        }
    }
    for file in &plan.files {
        let shown = file.source.strip_prefix("theme:").unwrap_or(&file.source);
        add(&file.path, format!("the file `{shown}`"), None);
    }
    // A file of the site's own in `static/` takes the place of a fixed one.
    for fixed in FIXED.iter().filter(|fixed| !plan.files.iter().any(|file| file.path == **fixed)) {
        add(fixed, "a file that every site has".to_owned(), None);
    }
    for redirect in redirects {
        add(&redirect.page.path(), "a redirect".to_owned(), Some(redirect.span));
    }
    files_as_folders(&claims, diagnostics);
}

/// A path that is a file for one and a folder for another.
fn files_as_folders(claims: &Claims, diagnostics: &mut Diagnostics) {
    for (path, claim) in claims {
        let above = path.match_indices('/').map(|(at, _)| &path[..at]);
        for file in above.filter_map(|folder| claims.get(folder)) {
            diagnostics.push(clash(path, claim, file));
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
    // The place that an author can mend comes first.
    let (here, there) = if claim.span.is_some() { (claim, earlier) } else { (earlier, claim) };
    let place = here.span.map_or(Place::Nowhere, Place::Span);
    let message = if here.what == there.what {
        format!("two claim the URL `/{shown}`: {} each", here.what)
    } else {
        format!("the URL `/{shown}` is claimed by {} and by {}", here.what, there.what)
    };
    let diagnostic = Diagnostic::new(Code::DuplicateUrl, place, message)
        .help("give one of them another path, by its id, slug, file name or `redirects`");
    match there.span {
        Some(span) => diagnostic.label(span, format!("{} is declared here", there.what)),
        None => diagnostic,
    }
}
