//! Pictures that cannot be published, taken out of a linked site.
//!
//! In: a site, and which of its files nobody can read as a picture, with the reason. Out: the site without them, and where
//! each was referred to. Who has tried to read them is not known here.

use std::collections::BTreeMap;
use std::fmt::Display;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::site::{Resolved, Site, Target};
use crate::source::Span;

/// Takes files out of a site by their paths. What referred to them refers to nothing, as if they were not there.
pub fn without(site: &mut Site, faults: &BTreeMap<String, impl Display>) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    if faults.is_empty() {
        return diagnostics;
    }
    for owner in site.targets().collect::<Vec<Target>>() {
        for (path, span) in take_out(site, owner, faults) {
            diagnostics.push(report(&path, &faults[&path], span));
        }
    }
    site.files.retain(|path| !faults.contains_key(path));
    diagnostics
}

/// Every path that goes, and where the item names it.
fn take_out<F>(site: &mut Site, owner: Target, faults: &BTreeMap<String, F>) -> Vec<(String, Span)> {
    let image = site.image(owner).filter(|(_, path)| faults.contains_key(path));
    let mut found: Vec<(String, Span)> =
        image.map(|(image, path)| (path.clone(), image.src.span)).into_iter().collect();
    if !found.is_empty() {
        site.image_mut(owner).into_iter().for_each(|image| *image = None);
    }
    let text = site.text(owner);
    let is_at_fault =
        |resolved: &Resolved| matches!(resolved, Resolved::File { path } if faults.contains_key(path));
    let places: Vec<usize> =
        (0..text.resolved.len()).filter(|place| is_at_fault(&text.resolved[*place])).collect();
    for place in places {
        let span = site.text(owner).body.references[place].span;
        let dropped = std::mem::replace(&mut site.text_mut(owner).resolved[place], Resolved::Dropped);
        if let Resolved::File { path } = dropped {
            found.push((path, span));
        }
    }
    found
}

fn report(path: &str, fault: &impl Display, span: Span) -> Diagnostic {
    let name = path.rsplit('/').next().unwrap_or(path);
    Diagnostic::new(Code::UnreadablePicture, span, format!("`{name}` {fault}, so it is not published"))
        .help("save it once more as JPEG, PNG, WebP, GIF, AVIF or SVG; what is to be published as it is belongs into `static/`")
}
