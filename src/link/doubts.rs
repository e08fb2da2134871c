//! Names in texts that mean several: no link, and a warning at the place.
//!
//! In: a site whose mentions are known, and what authors wrote. The place of a name is looked for in the file again, for
//! mentions are found in what a reader sees. It is right wherever the name is written as it is read; else the warning
//! stands at the item's top.

use rayon::prelude::*;

use super::resolver::Resolver;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::mentions::Doubtful;
use crate::model::site::{Site, Target};
use crate::source::{FileId, Span};

pub fn report(site: &Site, resolver: &Resolver<'_>) -> Diagnostics {
    let doubted = resolver.filed.par_iter().filter(|owner| !site.text(**owner).mentions.doubtful.is_empty());
    doubted.flat_map_iter(|owner| of_text(site, *owner, resolver)).collect()
}

fn of_text(site: &Site, owner: Target, resolver: &Resolver<'_>) -> Vec<Diagnostic> {
    let Some(file) = site.file(owner) else { return Vec::new() };
    let doubtful = site.text(owner).mentions.doubtful.iter();
    doubtful.map(|doubtful| one(site, owner, file, doubtful, resolver)).collect()
}

fn one(site: &Site, owner: Target, file: FileId, doubtful: &Doubtful, resolver: &Resolver<'_>) -> Diagnostic {
    let bearers = doubtful.bearers.iter().map(|bearer| site.bearer(*bearer));
    let (meant, links) = resolver.explain(&doubtful.name, bearers);
    let place = find(resolver.sources.text(file), doubtful).map(|(start, end)| Span::new(file, start, end));
    let top = || site.origin(owner).map_or(Span::new(file, 0, 0), |origin| origin.top);
    let message = format!("`{}` can mean {meant}, so it becomes no link", doubtful.name);
    Diagnostic::new(Code::AmbiguousMention, place.unwrap_or_else(top), message)
        .help(format!("write {links} or, for none, `[[!{}]]`", doubtful.name))
}

/// Where the name stands in the body, which comes after the front matter.
fn find(text: &str, doubtful: &Doubtful) -> Option<(usize, usize)> {
    let body = body_of(text);
    let mut found = text[body..].match_indices(&doubtful.name);
    let (at, name) = found.nth(doubtful.nth as usize)?;
    Some((body + at, body + at + name.len()))
}

fn body_of(text: &str) -> usize {
    let fence =
        ["---", "+++"].into_iter().find(|fence| text.trim_start_matches('\u{feff}').starts_with(fence));
    let end =
        fence.and_then(|fence| text.get(4..)?.find(&format!("\n{fence}")).map(|at| at + 4 + 1 + fence.len()));
    end.unwrap_or(0)
}
