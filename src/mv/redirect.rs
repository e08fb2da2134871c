//! The old address of what has moved: it is added to the item's `redirects`, where it has such.
//!
//! In: the item before the move, its addresses before and after. Out: the edits, or words on why the old address is gone.

use super::Refusal;
use super::rewrite::{self, Edit, Edits};
use super::survey::{Known, Survey};
use crate::edit::{self, Format, Place};
use crate::model::document::{CommonKey, Document, Kind};
use crate::parse::Written;
use crate::source::{FileId, Span};

/// Lets an address lead on; else why it is gone.
pub fn keep(
    survey: &Survey,
    item: &Known,
    old: &str,
    new: &str,
    edits: &mut Edits,
) -> Result<Option<String>, Refusal> {
    if !item.kind.has(CommonKey::Redirects) {
        let why = format!("`{old}` will be gone: {}s have no redirects", item.kind.word());
        return Ok(Some(why));
    }
    if old == "/" {
        return Ok(Some("the front page stays, without this text".to_owned()));
    }
    let Some(document) = survey.document(item) else {
        let why =
            format!("`{old}` will be gone: an event that only articles tell has no place for `redirects`");
        return Ok(Some(why));
    };
    let (file, made) = edits_of(survey, document, old, new, edits)?;
    edits.entry(survey.sources().path(file).to_owned()).or_default().extend(made);
    Ok(None)
}

fn edits_of(
    survey: &Survey,
    document: &Document,
    old: &str,
    new: &str,
    edits: &mut Edits,
) -> Result<(FileId, Vec<Edit>), Refusal> {
    let known = &document.common.redirects;
    let is = |url: &str| known.iter().find(|known| same_url(&known.value, url));
    let file = file_for(survey, document)?;
    // Moving back: a page cannot lead on to itself.
    if let Some(own) = is(new) {
        let source = survey.sources().text(own.span.file).get(rewrite::range(own.span)).unwrap_or_default();
        let swap = rewrite::scalar(source, own.span, &own.value, old).filter(|_| is(old).is_none());
        let swap = swap.ok_or_else(|| by_hand(survey, file, &format!("take `{new}` out of `redirects`")))?;
        return Ok((own.span.file, vec![swap]));
    }
    if is(old).is_some() {
        return Ok((file, Vec::new()));
    }
    let text = survey.sources().text(file);
    let format = Format::of(survey.sources().path(file));
    let item = (document.top != Span::top(document.file)).then_some(document.top.start as usize);
    let added = if document.has_metadata || document.kind != Kind::Article {
        edit::adding_to_list(text, Place { format, item }, "redirects", &[old])
    } else {
        let title = (!document.body.opening.opens_with_heading).then_some(document.title.as_str());
        let others = edits.remove(survey.sources().path(file)).unwrap_or_default();
        let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let (own, others): (Vec<Edit>, Vec<Edit>) = others.into_iter().partition(|edit| edit.end == start);
        edits.insert(survey.sources().path(file).to_owned(), others);
        first_metadata(text, start, format, &own, title, old)
    };
    let added = added.map_err(|why| {
        let mut refusal = by_hand(survey, file, &format!("add `{old}` to `redirects`"));
        refusal.message = format!("{}: {why}", refusal.message);
        refusal
    })?;
    Ok((file, added.into_iter().map(|new| Edit::new(new.range, new.text)).collect()))
}

/// Paths are the same with and without a slash at their end.
fn same_url(left: &str, right: &str) -> bool {
    let bare = |url: &str| super::paths::decoded(url).trim_matches('/').to_owned();
    bare(left) == bare(right)
}

fn by_hand(survey: &Survey, file: FileId, what: &str) -> Refusal {
    let path = survey.sources().path(file);
    Refusal::new(format!("`{path}`: its redirects cannot be edited surely"), format!("{what} by hand first"))
}

/// Where the item's redirects stand, or its other metadata.
fn file_for(survey: &Survey, document: &Document) -> Result<FileId, Refusal> {
    if let Some(first) = document.common.redirects.first() {
        let file = first.span.file;
        if file != document.file && Some(file) != document.sidecar {
            let path = survey.sources().path(file);
            return Err(Refusal::new(
                format!("`{path}` gives redirects to all items of its folder"),
                "write them into the items' own metadata first: values are not merged",
            ));
        }
        return Ok(file);
    }
    let text = survey.sources().text(document.file);
    let has_front = || Written::of_text(document.file, text).range.is_some();
    Ok(document.sidecar.filter(|_| !has_front()).unwrap_or(document.file))
}

/// A text without any metadata names itself; once it has some, it must say its title, unless it opens with that. `own` is
/// metadata that it gets besides.
fn first_metadata(
    text: &str,
    start: usize,
    format: Format,
    own: &[Edit],
    title: Option<&str>,
    old: &str,
) -> Result<Vec<edit::Replacement>, edit::Refused> {
    let own: Vec<edit::Replacement> = own.iter().map(Edit::replacement).collect();
    let mut edited = edit::replace(text, &own)?;
    if let Some(title) = title {
        edited = edit::replace(&edited, &edit::setting(&edited, format, "title", title)?)?;
    }
    edited = edit::add_to_list(&edited, format, "redirects", &[old])?;
    let added = &edited[start..edited.len() - (text.len() - start)];
    Ok(vec![edit::Replacement::new(start..start, added)])
}
