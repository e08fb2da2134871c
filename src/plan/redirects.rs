//! Old paths that lead to the pages of today.

use super::{Plan, PlannedPage, View};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::site::{ActorId, ArticleId, EventId, PageId, Site, Target, TopicId};
use crate::source::{At, Span};

/// A page that only leads on, and the place where an author asked for it.
pub struct PlannedRedirect {
    pub page: PlannedPage,
    pub span: Span,
}

pub fn plan(site: &Site, plan: &Plan, diagnostics: &mut Diagnostics) -> Vec<PlannedRedirect> {
    let articles = site
        .articles
        .iter()
        .enumerate()
        .map(|(index, item)| (Target::Article(ArticleId::new(index)), &item.redirects));
    let actors = site
        .actors
        .iter()
        .enumerate()
        .map(|(index, item)| (Target::Actor(ActorId::new(index)), &item.redirects));
    let topics = site
        .topics
        .iter()
        .enumerate()
        .map(|(index, item)| (Target::Topic(TopicId::new(index)), &item.redirects));
    let events = site
        .events
        .iter()
        .enumerate()
        .map(|(index, item)| (Target::Event(EventId::new(index)), &item.redirects));
    let pages = site
        .pages
        .iter()
        .enumerate()
        .map(|(index, item)| (Target::Page(PageId::new(index)), &item.redirects));
    let all = articles.chain(actors).chain(topics).chain(events).chain(pages);
    let mut redirects = Vec::new();
    for (target, paths) in all {
        for path in paths {
            match url(&path.value) {
                Some(url) => redirects.push(PlannedRedirect {
                    page: PlannedPage { url, view: View::Redirect(plan.href(target).to_owned()) },
                    span: path.span,
                }),
                None => diagnostics.push(invalid(path)),
            }
        }
    }
    redirects
}

fn invalid(path: &At<String>) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidValue,
        path.span,
        format!("`{}` is no path below the site's root", path.value),
    )
    .help("write the old path as in `/old/path/` or `/old.html`, without `..`, `?` or `#`")
}

/// The URL below the root: a folder unless it names a file.
fn url(path: &str) -> Option<String> {
    let decoded = percent_encoding::percent_decode_str(path).decode_utf8().ok()?;
    let rooted = decoded.strip_prefix('/')?;
    let parts: Vec<&str> = rooted.split('/').filter(|part| !part.is_empty()).collect();
    let safe = |part: &&str| {
        !part.starts_with('.') && !part.contains(['?', '#', '\\', ':']) && !part.contains(char::is_control)
    };
    if parts.is_empty() || !parts.iter().all(safe) {
        return None;
    }
    let joined = parts.join("/");
    let names_file =
        [".html", ".htm"].iter().any(|ending| joined.ends_with(ending)) && !rooted.ends_with('/');
    Some(if names_file { joined } else { format!("{joined}/") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_paths() {
        assert_eq!(url("/old/path/").as_deref(), Some("old/path/"));
        assert_eq!(url("/old/path").as_deref(), Some("old/path/"));
        assert_eq!(url("/2015/03/x.html").as_deref(), Some("2015/03/x.html"));
        for wrong in ["old/", "/", "/../x/", "/a?b", "//", "/.git/x"] {
            assert_eq!(url(wrong), None, "{wrong}");
        }
    }
}
