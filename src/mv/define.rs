//! Where an id stands itself: in the metadata of its item, in each telling of an event, or as the name of a file.
//!
//! In: an item and its new id. Out: edits and new file names, in a [`Subject`].

use super::Refusal;
use super::rewrite::{self, Edit};
use super::subject::Subject;
use super::survey::{Known, Survey, event_ids};
use super::told;
use crate::edit::{self, Format, Place};
use crate::model::date::day_prefix;
use crate::model::document::{CommonKey, Document, Item, Kind};
use crate::model::slug::slug;
use crate::parse::{folder_and_stem, folder_of};
use crate::source::{At, FileId, Span};

/// Changes the id where an item's own metadata says it, else the name of the file that gives it.
pub fn define(
    survey: &Survey,
    document: &Document,
    id: &str,
    subject: &mut Subject<'_>,
) -> Result<(), Refusal> {
    if let Some(declared) = id_of(document).filter(|id| is_written(document, id)) {
        return change(survey, &declared, id, subject);
    }
    let path = survey.sources().path(document.file);
    if document.top != Span::top(document.file) {
        let place = Place { format: Format::of(path), item: Some(document.top.start as usize) };
        return add_key(survey, document.file, place, "id", id, subject);
    }
    let (folder, stem) = folder_and_stem(path);
    let ending = path.rsplit_once('.').map_or("md", |(_, ending)| ending);
    if document.kind == Kind::Article && stem == "index" {
        let file = document.sidecar.unwrap_or(document.file);
        let place = Place::from(Format::of(survey.sources().path(file)));
        return add_key(survey, file, place, "slug", id, subject);
    }
    let target = match document.kind {
        Kind::Article => {
            let day = day_prefix(stem).filter(|(_, rest)| !rest.is_empty());
            let prefix = day.map_or("", |(_, rest)| &stem[..stem.len() - rest.len()]);
            format!("{folder}/{prefix}{id}.{ending}")
        }
        Kind::Page => page_file(path, folder, stem, id, ending)?,
        _ => format!("{folder}/{id}.{ending}"),
    };
    subject.files.push((path.to_owned(), target.clone()));
    subject
        .files
        .extend(document.sidecar.map(|sidecar| sidecar_path(survey.sources().path(sidecar), &target)));
    Ok(())
}

/// A page's id is its path below its folder.
fn page_file(path: &str, folder: &str, stem: &str, id: &str, ending: &str) -> Result<String, Refusal> {
    let top = folder_of(Kind::Page);
    if !path.starts_with(&format!("{top}/")) {
        return Err(Refusal::new(
            format!("`{path}` was claimed by a collection"),
            "name its new path instead of an id",
        ));
    }
    if stem == "index" && folder != top {
        return Ok(format!("{top}/{id}/index.{ending}"));
    }
    Ok(format!("{top}/{id}.{ending}"))
}

/// The id as metadata or a file's name says it; of an article its slug.
pub fn id_of(document: &Document) -> Option<At<String>> {
    match &document.item {
        Item::Article(article) => article.slug.clone(),
        _ if document.kind.has(CommonKey::Id) => document.id.clone(),
        _ => None,
    }
}

/// Whether an id stands in the metadata, and is not made of a name.
fn is_written(document: &Document, id: &At<String>) -> bool {
    let is_own = id.span.file == document.file || Some(id.span.file) == document.sidecar;
    is_own && id.span.end > id.span.start && id.span != document.top
}

fn change(survey: &Survey, at: &At<String>, id: &str, subject: &mut Subject<'_>) -> Result<(), Refusal> {
    let text = survey.sources().text(at.span.file);
    let source = text.get(rewrite::range(at.span)).unwrap_or_default();
    let edit = rewrite::scalar(source, at.span, &at.value, id).ok_or_else(|| {
        Refusal::new(
            format!("{}: the id cannot be changed surely", told(survey.sources(), at.span)),
            "write it on one line, in quotes or without",
        )
    })?;
    push(survey, at.span.file, edit, subject);
    Ok(())
}

fn add_key(
    survey: &Survey,
    file: FileId,
    place: Place,
    key: &str,
    id: &str,
    subject: &mut Subject<'_>,
) -> Result<(), Refusal> {
    let (text, path) = (survey.sources().text(file), survey.sources().path(file));
    let added = edit::setting(text, place, key, id).map_err(|why| {
        Refusal::new(format!("`{path}`: {why}"), format!("write `{key}: {id}` there by hand"))
    })?;
    added.into_iter().for_each(|new| push(survey, file, Edit::new(new.range, new.text), subject));
    Ok(())
}

fn push(survey: &Survey, file: FileId, edit: Edit, subject: &mut Subject<'_>) {
    subject.edits.entry(survey.sources().path(file).to_owned()).or_default().push(edit);
}

/// Every place that tells an event gives its id.
pub fn define_event(
    survey: &Survey,
    item: &Known,
    id: &str,
    subject: &mut Subject<'_>,
) -> Result<(), Refusal> {
    for at in event_ids(&survey.documents) {
        if same_slug(survey, &at.value, item) {
            change(survey, &at, id, subject)?;
        }
    }
    for document in &survey.documents {
        let own = document.id.as_ref().filter(|_| document.kind == Kind::Event);
        let is_named =
            own.is_some_and(|own| !is_written(document, own) && same_slug(survey, &own.value, item));
        if is_named {
            define(survey, document, id, subject)?;
        }
    }
    Ok(())
}

pub fn same_slug(survey: &Survey, id: &str, item: &Known) -> bool {
    slug(id, survey.project.config.slugs) == item.slug
}

/// The source that an article gives.
pub fn define_inline(
    survey: &Survey,
    item: &Known,
    id: &str,
    subject: &mut Subject<'_>,
) -> Result<(), Refusal> {
    let articles = survey.documents.iter().filter_map(|document| match &document.item {
        Item::Article(article) => Some(article),
        _ => None,
    });
    let mut sources = articles.flat_map(|article| &article.sources);
    let source = sources.find(|source| Some(source.top) == item.place && !source.is_reference());
    let declared =
        source.and_then(|source| source.id.as_ref()).expect("only a source with an id is found by it");
    change(survey, declared, id, subject)
}

/// A sidecar's paths before and after, when its text goes there.
pub fn sidecar_path(sidecar: &str, text: &str) -> (String, String) {
    let ending = sidecar.rsplit_once('.').map_or("yaml", |(_, ending)| ending);
    let stem = text.rsplit_once('.').map_or(text, |(stem, _)| stem);
    (sidecar.to_owned(), format!("{stem}.{ending}"))
}
