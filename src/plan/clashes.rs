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

pub fn report(site: &Site, plan: &Plan, redirects: &[PlannedRedirect], diagnostics: &mut Diagnostics) {
    let mut claims = Claims::new();
    for page in &plan.pages {
        let span = page.view.target().and_then(|target| top(site, target));
        let what =
            span.map_or_else(|| "a page that every site has".to_owned(), |_| "an item's page".to_owned());
        claim(&mut claims, &page.path(), Claim { what, span }, diagnostics);
    }
    for feed in &plan.feeds {
        let folder = plan.feed_folder(site, *feed);
        for name in ["feed.xml", "feed.json"] {
            claim(
                &mut claims,
                &format!("{folder}{name}"),
                Claim { what: "a feed".to_owned(), span: None },
                diagnostics,
            );
        }
    }
    for redirect in redirects {
        let what = "a redirect".to_owned();
        claim(&mut claims, &redirect.page.path(), Claim { what, span: Some(redirect.span) }, diagnostics);
    }
    for file in &plan.files {
        claim(
            &mut claims,
            &file.path,
            Claim { what: format!("the file {}", file.source), span: None },
            diagnostics,
        );
    }
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
    let Some(earlier) = claims.get(&key) else {
        claims.insert(key, claim);
        return;
    };
    let shown = path.strip_suffix("index.html").unwrap_or(path);
    // The place that an author can mend comes first.
    let (here, there) = if claim.span.is_some() { (&claim, earlier) } else { (earlier, &claim) };
    let place = here.span.map_or(Place::Nowhere, Place::Span);
    let message = format!("the URL `/{shown}` is claimed by {} and by {}", here.what, there.what);
    let mut diagnostic =
        Diagnostic::new(Code::DuplicateUrl, place, message).help("give one of them another id, slug or path");
    if let Some(span) = there.span {
        diagnostic = diagnostic.label(span, format!("{} stands here", there.what));
    }
    diagnostics.push(diagnostic);
}
