//! Whether a site takes a new file: the site is checked with it, without writing it.
//!
//! In: what was read of a site, and a draft. Out: what the draft would break, in the words of `check`, each told of the
//! option that it came from. What was wrong before is not told.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Draft;
use crate::config::Profile;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use crate::model::date::Now;
use crate::model::document::{Document, Item, Kind};
use crate::pipeline::{self, Project, Timings};
use crate::source::{FileId, Sources, position};

/// What a site would say of a new file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Whether the file is not to be written.
    pub refuses: bool,
    /// Where it comes from, what is wrong.
    pub message: String,
    pub help: Option<String>,
    /// Whether the id of a new event is taken, by itself no mistake: two accounts of one event share it.
    pub is_taken_event: bool,
}

/// Errors, and warnings about the new file itself, refuse it. A warning elsewhere is worth telling.
pub fn try_out(sources: &Sources, draft: &Draft, now: Now) -> Vec<Problem> {
    let text = Arc::from(draft.file.text.as_str());
    let found = Found::new(sources.clone().with(&draft.file.path, text), now);
    let mut problems: Vec<Problem> = taken_event(&found, draft).into_iter().collect();
    let (own, elsewhere): (Diagnostics, Diagnostics) = found
        .diagnostics
        .iter()
        .cloned()
        .partition(|said| is_about(said, found.sources.find(&draft.file.path)));
    problems.extend(own.iter().map(|said| of_draft(said, draft, &found.sources)));
    if !elsewhere.is_empty() {
        let before = Found::new(sources.clone(), now);
        let known: BTreeSet<Key> = before.diagnostics.iter().map(|said| key(said, &before.sources)).collect();
        let new = elsewhere.iter().filter(|said| !known.contains(&key(said, &found.sources)));
        problems.extend(new.map(|said| of_site(said, &found.sources)));
    }
    let mut told = BTreeSet::new();
    problems.retain(|problem| told.insert(problem.message.clone()));
    problems
}

/// What a site says of itself, notes apart, and the ids of its events with the files that tell them.
pub struct Found {
    pub sources: Sources,
    pub diagnostics: Diagnostics,
    /// Ids in small letters.
    pub events: Vec<(String, FileId)>,
}

impl Found {
    /// Every audience is looked at, and one that may see everything.
    pub fn new(sources: Sources, now: Now) -> Self {
        let mut timings = Timings::default();
        let project = Project::new(sources, Vec::new(), &mut timings);
        let events = project.documents().iter().flat_map(event_ids).collect();
        let mut profiles = project.config.profiles.clone();
        profiles.push(Profile::all_seeing());
        let (project, editions) = pipeline::editions(project, &profiles, now, &mut timings);
        let own = editions.iter().flat_map(|edition| &edition.diagnostics);
        let all = project.diagnostics.iter().chain(own).cloned().collect();
        let mut diagnostics = project.settler().settle(all);
        diagnostics.retain(|said| said.severity != Severity::Note);
        Found { sources: project.sources.clone(), diagnostics, events }
    }
}

fn event_ids(document: &Document) -> Vec<(String, FileId)> {
    let id = |event: &crate::model::document::EventItem| Some(event.id.as_ref()?.value.to_lowercase());
    match &document.item {
        Item::Event(event) => {
            let named = || document.id.as_ref().map(|id| id.value.to_lowercase());
            id(event).or_else(named).map(|id| (id, document.file)).into_iter().collect()
        }
        Item::Article(article) => {
            article.events.iter().filter_map(id).map(|id| (id, document.file)).collect()
        }
        _ => Vec::new(),
    }
}

fn taken_event(found: &Found, draft: &Draft) -> Option<Problem> {
    let own = found.sources.find(&draft.file.path)?;
    let (id, _) = found.events.iter().find(|(_, file)| *file == own)?;
    let (_, other) = found.events.iter().find(|(known, file)| known == id && *file != own)?;
    draft.file.path.starts_with(&crate::parse::folder_of(Kind::Event)).then(|| Problem {
        refuses: true,
        message: format!("`{}` tells an event `{id}` already", found.sources.path(*other)),
        help: Some("choose another id with `--id`, or add to what is told there".to_owned()),
        is_taken_event: true,
    })
}

/// Whether the problem lies in that file, or has a part of itself there.
fn is_about(said: &Diagnostic, file: Option<FileId>) -> bool {
    let in_labels = said.labels.iter().any(|label| Some(label.span.file) == file);
    (said.file().is_some() && said.file() == file) || in_labels
}

fn of_draft(said: &Diagnostic, draft: &Draft, sources: &Sources) -> Problem {
    let own = sources.find(&draft.file.path);
    let option = match said.place {
        Place::Span(span) if Some(span.file) == own => draft.option_at(span.start as usize),
        _ => None,
    };
    let other = [said.file()].into_iter().flatten().chain(said.labels.iter().map(|label| label.span.file));
    let other = other.into_iter().find(|file| Some(*file) != own).map(|file| sources.path(file));
    let message = match (option, other) {
        (Some(option), _) => format!("`{option}`: {}", said.message),
        (None, Some(other)) => format!("{}: this one and `{other}`", said.message),
        (None, None) => said.message.clone(),
    };
    Problem { refuses: true, message, help: said.help.clone(), is_taken_event: false }
}

fn of_site(said: &Diagnostic, sources: &Sources) -> Problem {
    let place = place(said, sources).map(|(path, line)| format!("{path}:{line}: ")).unwrap_or_default();
    Problem {
        refuses: said.is_error(),
        message: format!("{place}with this, {}", said.message),
        help: said.help.clone(),
        is_taken_event: false,
    }
}

fn place(said: &Diagnostic, sources: &Sources) -> Option<(String, usize)> {
    let Place::Span(span) = said.place else { return None };
    let line = position(sources.text(span.file), span.start as usize).line;
    Some((sources.path(span.file).to_owned(), line))
}

/// What makes two problems of two runs the same one.
type Key = (&'static str, String, Option<(String, usize)>);

fn key(said: &Diagnostic, sources: &Sources) -> Key {
    (said.code.name(), said.message.clone(), place(said, sources))
}
