//! Opinions about a site that is otherwise sound: editorial rules, and whether every link of the finished pages leads
//! somewhere.
//!
//! In: [`Site`] and [`Plan`], or finished pages. Out: diagnostics alone. It changes nothing.

use std::collections::BTreeSet;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, nearest};
use crate::link::carries_metadata;
use crate::model::site::{Resolved, Site, SourceId, Text};
use crate::plan::Plan;
use crate::source::Span;

mod doubles;
pub mod outward;
pub mod pages;
mod settle;
mod terms;

pub use settle::Settler;

/// All rules that need no finished page.
pub fn check(site: &Site, plan: &Plan, config: &Config) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    diagnostics.extend(missing_base_url(plan, config));
    diagnostics.extend(unused_sources(site));
    diagnostics.extend(rooted_links(site, plan));
    diagnostics.extend(terms::terms(site));
    diagnostics.extend(doubles::doubles(site));
    diagnostics
}

/// Without its address on the web a site has no feeds, sitemap and canonical links.
fn missing_base_url(plan: &Plan, config: &Config) -> Option<Diagnostic> {
    if plan.settings.base_url.is_some() || config.base_url_said {
        return None;
    }
    let place = config.file.map_or(Place::Nowhere, Into::into);
    Some(
        Diagnostic::new(Code::MissingBaseUrl, place, "there is no `base_url`: the site gets no feeds, sitemap and canonical links")
            .help("add `base_url = \"https://example.org/\"` to site.toml, the address under which the site will stand"),
    )
}

/// Shared sources that nothing cites, and that no other source says it repeats.
fn unused_sources(site: &Site) -> impl Iterator<Item = Diagnostic> {
    let repeated: BTreeSet<SourceId> = site.origins.repeated().collect();
    let unused = site.sources.iter().enumerate().filter(move |(index, source)| {
        source.is_shared
            && source.articles.is_empty()
            && source.events.is_empty()
            && source.linked_from.is_empty()
            && !repeated.contains(&SourceId::new(*index))
    });
    unused.map(|(_, source)| {
        let id = source.id.as_deref().unwrap_or(&source.slug);
        Diagnostic::new(Code::UnusedSource, source.origin.top, format!("nothing cites the source `{id}`"))
            .help(format!("cite it with `[@{id}]`, or remove it"))
    })
}

/// Files of `static/` that can carry more than they show, in a build for everybody. Those of the content folder are told
/// where a text links them.
pub fn carrying_statics(plan: &Plan) -> impl Iterator<Item = Diagnostic> {
    let carrying =
        plan.files.iter().filter(|file| file.source.starts_with("static/") && carries_metadata(&file.source));
    carrying.map(|file| {
        let message = "this may hold names, comments and earlier versions that do not show";
        Diagnostic::new(Code::CarriesMetadata, Place::File(file.source.clone()), message)
            .help("publish a cleaned copy, then add `carries-metadata` to `allow` under `[diagnostics]` in site.toml")
    })
}

/// Links that begin with `/`: to a page of the site or a file in `static/`.
fn rooted_links(site: &Site, plan: &Plan) -> Diagnostics {
    let broken = broken_rooted_links(site, plan);
    if broken.is_empty() {
        return Vec::new();
    }
    let known = known_paths(site, plan);
    let report = |(path, span): (&str, Span)| {
        let help = match nearest(path, known.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `/{near}`?"),
            None => "a path that begins with `/` is a page of the site or a file in static/".to_owned(),
        };
        Diagnostic::new(Code::BrokenLink, span, format!("the site has no `/{path}`")).help(help)
    };
    broken.into_iter().map(report).collect()
}

/// Paths from the site's root that lead nowhere, and where they are written.
pub fn broken_rooted_links<'s>(site: &'s Site, plan: &Plan) -> Vec<(&'s str, Span)> {
    let wanted: Vec<(&str, Span)> = site.targets().flat_map(|owner| rooted(site.text(owner))).collect();
    if wanted.is_empty() {
        return wanted;
    }
    let known = known_paths(site, plan);
    wanted.into_iter().filter(|(path, _)| !is_known(path, &known)).collect()
}

fn rooted(text: &Text) -> impl Iterator<Item = (&str, Span)> {
    text.resolved.iter().zip(&text.body.references).filter_map(|(resolved, reference)| match resolved {
        Resolved::Path { path, .. } => Some((path.as_str(), reference.span)),
        _ => None,
    })
}

fn known_paths(site: &Site, plan: &Plan) -> BTreeSet<String> {
    let pages = plan.pages.iter().map(|page| page.url.clone());
    let files = plan.files.iter().map(|file| file.path.clone());
    let feeds = plan.feeds.iter().flat_map(|feed| {
        let folder = plan.feed_folder(site, *feed);
        ["feed.xml", "feed.json"].map(|name| format!("{folder}{name}"))
    });
    let fixed = ["sitemap.xml", "robots.txt", "favicon.svg"].map(str::to_owned);
    pages.chain(files).chain(feeds).chain(fixed).collect()
}

/// A page may be written with or without the `/` at its end, or with its `index.html`.
fn is_known(path: &str, known: &BTreeSet<String>) -> bool {
    let folder = path.strip_suffix("index.html").unwrap_or(path);
    known.contains(path) || known.contains(folder) || known.contains(&format!("{path}/"))
}
