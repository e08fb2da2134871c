//! What somebody wants moved, and to where, as they name it: paths, or ids with or without a kind.
//!
//! In: words and a survey of the site. Out: an item or a file, which files get other names, and which ids change where they
//! stand. It looks at nothing but the site: whether there is room on the disk is seen later.

use super::Refusal;
use super::define::{define, define_event, define_inline, id_of, same_slug, sidecar_path};
use super::rewrite::Edits;
use super::survey::{Known, Survey};
use crate::diagnostic::did_you_mean;
use crate::model::document::{Document, Item, Kind};
use crate::model::slug::slug;
use crate::source::{FileId, Sources, Span, is_metadata, is_text};

/// What moves.
pub struct Subject<'s> {
    /// None: a file of several items, which keep their ids.
    pub item: Option<&'s Known>,
    /// What the item is called from now on, where somebody said it; else its file's new name may say it.
    pub new_id: Option<String>,
    /// Files, by their paths before and after.
    pub files: Vec<(String, String)>,
    /// Where its id stands itself.
    pub edits: Edits,
}

/// What is to be moved.
enum Old<'s> {
    File(FileId, String),
    Item(&'s Known),
}

/// `here` is the current folder below the site's root, empty at the root.
pub fn subject<'s>(survey: &'s Survey, here: &str, old: &str, new: &str) -> Result<Subject<'s>, Refusal> {
    match find(survey, here, old)? {
        Old::File(file, path) => move_file(survey, file, path, here, new),
        Old::Item(item) => move_item(survey, item, new),
    }
}

// ---- OLD ----

fn find<'s>(survey: &'s Survey, here: &str, old: &str) -> Result<Old<'s>, Refusal> {
    let sources = survey.sources();
    for path in [joined(here, old), joined("", old)].into_iter().flatten() {
        if let Some(file) = sources.find(&path) {
            return Ok(Old::File(file, path));
        }
        if sources.contains(&path) {
            return Err(Refusal::new(
                format!("`{path}` is no text of content"),
                "`chancery mv` moves texts and metadata; move other files by hand, and `chancery check` says what led to them",
            ));
        }
    }
    if let Some(folder) = folder(sources, here, old) {
        return Err(Refusal::new(
            format!("`{folder}` is a folder"),
            "`chancery mv` moves one file at a time: name the files in it",
        ));
    }
    if is_text(old) || is_metadata(old) {
        let known = sources.texts().map(|(_, file)| &*file.path);
        let near = did_you_mean(old, known).unwrap_or_else(|| "name a file of content/, or an id".to_owned());
        return Err(Refusal::new(format!("there is no file `{old}`"), near));
    }
    named(survey, old)
}

/// The path of a folder that holds content.
fn folder(sources: &Sources, here: &str, old: &str) -> Option<String> {
    let is_folder = |path: &String| {
        let inside =
            |known: &str| known.strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('/'));
        !path.is_empty() && sources.texts().any(|(_, file)| inside(&file.path))
    };
    [joined(here, old), joined("", old)].into_iter().flatten().find(is_folder)
}

/// The one item that bears an id.
fn named<'s>(survey: &'s Survey, text: &str) -> Result<Old<'s>, Refusal> {
    let (kind, id) = with_kind(text);
    let wanted = id.to_lowercase();
    let bears = |item: &&Known| {
        let ids = [Some(&item.id), Some(&item.slug), item.local.as_ref()];
        ids.into_iter().flatten().any(|known| known.to_lowercase() == wanted)
    };
    let of_kind = |item: &&Known| kind.is_none_or(|kind| item.kind == kind) && item.url.is_some();
    let mut found: Vec<&Known> = survey.items.iter().filter(of_kind).filter(bears).collect();
    // Countries have ids that are words: nobody moves one.
    if kind.is_none() {
        found.retain(|item| item.kind != Kind::Country);
    }
    match found[..] {
        [item] => Ok(Old::Item(item)),
        [] => {
            let ids = survey.items.iter().filter(of_kind).map(|item| item.id.as_str());
            let help = did_you_mean(id, ids).unwrap_or_else(|| {
                "name a file of content/, or an id, with its kind where it is needed: `actor:kim-jong-un`"
                    .to_owned()
            });
            Err(Refusal::new(format!("nothing here has the id `{text}`"), help))
        }
        _ => {
            let all: Vec<String> =
                found.iter().map(|item| format!("`{}:{}`", item.kind.word(), item.id)).collect();
            Err(Refusal::new(
                format!("`{text}` can mean {}", all.join(" or ")),
                "write it with the kind before it, or name the file",
            ))
        }
    }
}

fn with_kind(text: &str) -> (Option<Kind>, &str) {
    let prefixed = text.split_once(':').and_then(|(prefix, id)| {
        let kind = Kind::ALL.into_iter().find(|kind| kind.word().eq_ignore_ascii_case(prefix.trim()))?;
        Some((Some(kind), id.trim()))
    });
    prefixed.unwrap_or((None, text))
}

/// A path below the root, from a folder below it; none where it leads out.
fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split(['/', std::path::MAIN_SEPARATOR])) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

// ---- a file ----

fn move_file<'s>(
    survey: &'s Survey,
    file: FileId,
    path: String,
    here: &str,
    new: &str,
) -> Result<Subject<'s>, Refusal> {
    let documents: Vec<&Document> = survey
        .documents
        .iter()
        .filter(|document| document.file == file || document.sidecar == Some(file))
        .collect();
    let Some(first) = documents.first() else {
        return Err(Refusal::new(
            format!("`{path}` holds no item"),
            "name the file of an article, an actor, a topic",
        ));
    };
    if first.sidecar == Some(file) {
        let text = survey.sources().path(first.file);
        return Err(Refusal::new(
            format!("`{path}` belongs to `{text}`"),
            format!("move that one; its metadata moves along: `chancery mv {text} ...`"),
        ));
    }
    let item = only_item(survey, file, &documents);
    let (kind, _) = with_kind(new);
    if kind.is_some() || !(new.contains('/') || is_text(new) || is_metadata(new)) {
        let item = item.ok_or_else(|| {
            Refusal::new(
                format!("`{path}` holds several items"),
                "name the one by its id, as in `actor:kim-jong-un`",
            )
        })?;
        return move_item(survey, item, new);
    }
    let target = target_path(survey, here, &path, new)?;
    let mut files = vec![(path.clone(), target.clone())];
    files.extend(first.sidecar.map(|sidecar| sidecar_path(survey.sources().path(sidecar), &target)));
    Ok(Subject { item, new_id: None, files, edits: Edits::new() })
}

/// The item of a file that holds one alone.
fn only_item<'s>(survey: &'s Survey, file: FileId, documents: &[&Document]) -> Option<&'s Known> {
    let [document] = documents else { return None };
    // In a list there may be others that could not be told.
    let whole = document.top == Span::top(file);
    let is_it = |item: &&Known| match (&document.item, item.place) {
        (Item::Event(_), _) => {
            item.kind == Kind::Event && id_of(document).is_some_and(|id| same_slug(survey, &id.value, item))
        }
        (_, place) => item.kind == document.kind && place == Some(document.top),
    };
    survey.items.iter().find(is_it).filter(|_| whole)
}

fn target_path(survey: &Survey, here: &str, old: &str, new: &str) -> Result<String, Refusal> {
    let folder = if new.starts_with("content/") { "" } else { here };
    let outside = || {
        Refusal::new(
            format!("`{new}` is not below content/"),
            "items live in content/; nothing else is touched",
        )
    };
    let mut path = joined(folder, new).ok_or_else(outside)?;
    let is_folder = new.ends_with('/')
        || survey
            .sources()
            .texts()
            .any(|(_, file)| file.path.strip_prefix(&*path).is_some_and(|rest| rest.starts_with('/')));
    if is_folder {
        path = format!("{path}/{}", old.rsplit('/').next().unwrap_or(old));
    }
    if !path.starts_with("content/") {
        return Err(outside());
    }
    if path.split('/').any(|part| part.starts_with('.')) {
        return Err(Refusal::new(
            format!("`{path}` has a hidden part, which no build reads"),
            "leave out the leading `.`",
        ));
    }
    let same_sort = (is_text(old) && is_text(&path)) || (is_metadata(old) && is_metadata(&path));
    if !same_sort {
        let ending = old.rsplit_once('.').map_or("md", |(_, ending)| ending);
        return Err(Refusal::new(
            format!("`{path}` is not named as a file of that sort"),
            format!("let the new name end in `.{ending}`"),
        ));
    }
    if path == old {
        return Err(Refusal::new(format!("`{path}` is where it is already"), "name another path"));
    }
    Ok(path)
}

// ---- an id ----

fn move_item<'s>(survey: &'s Survey, item: &'s Known, new: &str) -> Result<Subject<'s>, Refusal> {
    let (kind, id) = with_kind(new);
    if let Some(kind) = kind.filter(|kind| *kind != item.kind) {
        let (was, wanted) = (item.kind.word(), kind.word());
        return Err(Refusal::new(
            format!("`{}` is of the kind {was} and cannot become one of the kind {wanted}", item.id),
            format!("write `{was}:{id}`, or move the file by hand"),
        ));
    }
    let id = fitting(survey, item, id)?;
    let mut subject =
        Subject { item: Some(item), new_id: Some(id.clone()), files: Vec::new(), edits: Edits::new() };
    match item.kind {
        Kind::Country => {
            return Err(Refusal::new(
                "a country's id is its ISO 3166-1 code, and stays",
                "its file may give it another `name`",
            ));
        }
        Kind::Event => define_event(survey, item, &id, &mut subject)?,
        Kind::Source if item.local.is_some() => define_inline(survey, item, &id, &mut subject)?,
        _ => {
            let document = survey.document(item).ok_or_else(|| undeclared(item, &id))?;
            define(survey, document, &id, &mut subject)?;
        }
    }
    Ok(subject)
}

fn undeclared(item: &Known, id: &str) -> Refusal {
    let (kind, folder) = (item.kind.word(), item.kind.folder());
    let name = item.names.first().map_or(item.id.as_str(), String::as_str);
    Refusal::new(
        format!("no file declares the {kind} `{}`: it is there because others name it", item.id),
        format!(
            "write `content/{folder}/{}.yaml` with `name: {name}` first, and move it to `{id}` then",
            item.id
        ),
    )
}

/// An id that becomes the slug that it is.
fn fitting(survey: &Survey, item: &Known, id: &str) -> Result<String, Refusal> {
    let style = survey.project.config.slugs;
    let parts: Vec<String> = id.split('/').map(|part| slug(part, style)).collect();
    let fits = if item.kind == Kind::Page { parts.join("/") } else { slug(id, style) };
    if fits.is_empty() || parts.iter().any(String::is_empty) {
        return Err(Refusal::new(
            format!("`{id}` has no letter or digit to make a URL from"),
            "write a word",
        ));
    }
    if fits != id {
        return Err(Refusal::new(format!("`{id}` is not written as an id"), format!("write `{fits}`")));
    }
    if id == item.id || Some(id) == item.local.as_deref() {
        return Err(Refusal::new(format!("`{id}` is its id already"), "name another one"));
    }
    Ok(fits)
}
