//! Links to other sites: which ones an edition has, and what is to be said of those that do not answer.
//!
//! In: a [`Site`], which holds only what its audience may see, and verdicts. Out: links with their places, and diagnostics.
//! It asks nobody.

use std::collections::{BTreeMap, BTreeSet};

use url::Url;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::external::{Dead, Verdict, asked};
use crate::model::site::{Site, Source, Target};
use crate::source::{FileId, Span};

/// A link to another site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Outward {
    /// What is asked for: without a fragment.
    pub url: Url,
    pub at: Span,
    /// Where a copy of it is, says its source.
    pub archive: Option<String>,
    /// When it was looked at, or cited.
    pub year: Option<i32>,
}

/// All links of an edition, but for those below `own`: a page of this site may not be there yet.
pub fn gather(site: &Site, own: Option<&str>) -> BTreeSet<Outward> {
    let texts = site.targets().flat_map(|owner| of_text(site, owner));
    let sources = site.sources.iter().flat_map(of_source);
    let all = texts.chain(sources).chain(websites(site));
    all.filter(|link| own.is_none_or(|own| !link.url.as_str().starts_with(own))).collect()
}

fn link(address: &str, at: Option<Span>, year: Option<i32>) -> Option<Outward> {
    Some(Outward { url: asked(address)?, at: at?, archive: None, year })
}

fn of_text(site: &Site, owner: Target) -> impl Iterator<Item = Outward> {
    let year = match owner {
        Target::Article(id) => site[id].date.as_ref().map(|date| date.day().year()),
        _ => None,
    };
    site.text(owner).body.outward.iter().filter_map(move |url| link(&url.value, Some(url.span), year))
}

fn of_source(source: &Source) -> impl Iterator<Item = Outward> {
    let year = source.accessed.as_ref().or(source.date.as_ref()).and_then(|date| date.year());
    let archive = (!source.archive_url.is_empty()).then(|| source.archive_url.clone());
    let url = link(&source.url, source.url_at, year).map(|link| Outward { archive, ..link });
    url.into_iter().chain(link(&source.archive_url, source.archive_url_at, year))
}

fn websites(site: &Site) -> impl Iterator<Item = Outward> {
    let actors = site.actors.iter().filter_map(|actor| actor.item.website.as_ref());
    let actors = actors.filter_map(|website| link(&website.value, Some(website.span), None));
    actors.chain(site.authors.iter().filter_map(|author| link(&author.website, author.website_at, None)))
}

/// What is to be said: of each address once in each file, at its first place there, so that a file can allow its own.
pub fn judge<'v>(links: &BTreeSet<Outward>, verdict: impl Fn(&Url) -> Option<&'v Verdict>) -> Diagnostics {
    let copies = copies(links, &verdict);
    let mut places: BTreeMap<(&Url, FileId), Vec<&Outward>> = BTreeMap::new();
    for link in links {
        places.entry((&link.url, link.at.file)).or_default().push(link);
    }
    let told = places.into_iter().filter_map(|((url, _), places)| {
        let problem = match verdict(url)? {
            Verdict::Dead(why) => dead(places[0], *why, copies.get(url).copied()),
            Verdict::Answers { moved: Some(to) } if to != url.as_str() => moved(places[0], to),
            _ => return None,
        };
        Some(places[1..].iter().fold(problem, |problem, other| problem.label(other.at, "here, too")))
    });
    told.collect()
}

/// Archived copies by what they are copies of, but for those that are gone themselves.
fn copies<'l, 'v>(
    links: &'l BTreeSet<Outward>,
    verdict: &impl Fn(&Url) -> Option<&'v Verdict>,
) -> BTreeMap<&'l Url, &'l str> {
    let is_gone =
        |copy: &str| asked(copy).is_some_and(|copy| matches!(verdict(&copy), Some(Verdict::Dead(_))));
    let copies = links.iter().filter_map(|link| Some((&link.url, link.archive.as_deref()?)));
    copies.filter(|(_, copy)| !is_gone(copy)).collect()
}

fn dead(link: &Outward, why: Dead, copy: Option<&str>) -> Diagnostic {
    let message = match why {
        Dead::Status(status) => format!("`{}` is gone: its server answers {status}", link.url),
        Dead::NoSuchHost => {
            format!(
                "`{}` is gone: there is no server `{}`",
                link.url,
                link.url.host_str().unwrap_or_default()
            )
        }
    };
    let help = match copy {
        Some(copy) => format!("its source names a copy, link that where readers should see it: {copy}"),
        None => format!(
            "look for a copy to link instead, or to name as a source's `archive_url`: {}",
            archive(link)
        ),
    };
    Diagnostic::new(Code::DeadLink, link.at, message).help(help)
}

/// Where the Internet Archive lists its copies, of the year in question if it is known.
fn archive(link: &Outward) -> String {
    let year = link.year.map_or_else(String::new, |year| year.to_string());
    format!("https://web.archive.org/web/{year}*/{}", original(&link.url))
}

/// Of a copy in that archive, what it is a copy of.
fn original(url: &Url) -> &str {
    let copied = url.as_str().split_once("://web.archive.org/web/").map(|(_, rest)| rest);
    copied.and_then(|rest| rest.split_once('/')).map_or(url.as_str(), |(_, original)| original)
}

fn moved(link: &Outward, to: &str) -> Diagnostic {
    let problem = Diagnostic::new(Code::MovedLink, link.at, format!("`{}` has moved to `{to}`", link.url));
    let is_front = Url::parse(to).is_ok_and(|to| to.path() == "/" && to.query().is_none());
    problem.help(if is_front && link.url.path() != "/" {
        format!("that is a front page: the page itself may be gone; copies of it: {}", archive(link))
    } else {
        format!("see whether it is the same page, then write `{to}`")
    })
}

#[cfg(test)]
mod tests;
