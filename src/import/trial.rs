//! Whether a site takes new events: it is checked with all of them, without writing one.
//!
//! In: events, and a site as it was read. Out: files that can be written, and what `check` would say of them, each told at
//! the place in the imported file from which it came. What was wrong before is not told. A name that the site does not know
//! is left out with a warning, since a site with it would not build.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::draft::{Draft, draft, id};
use super::event::Event;
use super::{Ground, Imported, Made};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity};
use crate::new::Found;
use crate::report;
use crate::source::{At, FileId, Sources, Span};

/// `diagnostics` are those of reading the file.
pub fn settle(events: Vec<Event>, mut diagnostics: Diagnostics, ground: &Ground<'_>) -> Imported {
    let before = Found::new(ground.sources.clone(), ground.now);
    let total = events.len();
    let events = new_ones(events, &before, ground, &mut diagnostics);
    let skipped = total - events.len();
    let mut trial = Trial::new(&events, &[], ground);
    let unknown = trial.unknown();
    if !unknown.is_empty() {
        diagnostics.extend(unknown.iter().map(|(said, given)| left_out(said, given.span)));
        let names: Vec<At<String>> = unknown.into_iter().map(|(_, given)| given).collect();
        trial = Trial::new(&events, &names, ground);
    }
    diagnostics.extend(trial.told(&before));
    let made = events.iter().zip(trial.drafts).map(|((_, event), draft)| Made {
        file: draft.file,
        date: event.date.value.text().to_owned(),
        title: event.title.value.clone(),
    });
    Imported { made: made.collect(), skipped, diagnostics, sources: trial.found.sources }
}

/// Events that the site does not tell yet, each with its id. The others are told.
fn new_ones(
    events: Vec<Event>,
    before: &Found,
    ground: &Ground<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<(String, Event)> {
    let told: BTreeMap<&str, FileId> = before.events.iter().map(|(id, file)| (id.as_str(), *file)).collect();
    let mut earlier: BTreeMap<String, (Span, bool)> = BTreeMap::new();
    let mut new = Vec::new();
    for event in events {
        let id = id(&event, ground.slugs);
        let is_own = event.id.is_some();
        if id.is_empty() {
            let message = format!("`{}` has no letter or digit to name a file after", event.title.value);
            let told = Diagnostic::new(Code::EmptySlug, event.title.span, message);
            diagnostics.push(told.help("give the event an `id`"));
        } else if let Some((span, own)) = earlier.get(&id) {
            diagnostics.push(second(&event, &id, *span, is_own && *own));
        } else if let Some(path) = taken(&id, &told, before, ground.sources) {
            let message = format!("`{path}` tells an event `{id}` already: this one is skipped");
            diagnostics.push(
                Diagnostic::new(Code::DuplicateId, event.at, message).severity(Severity::Warning).help(
                    "where it is another event, give it an `id` of its own; else add to what is told there",
                ),
            );
        } else {
            earlier.insert(id.clone(), (event.at, is_own));
            new.push((id, event));
        }
    }
    new
}

/// Two ids are a mistake; the same date and title twice is one event told twice.
fn second(event: &Event, id: &str, first: Span, is_mistake: bool) -> Diagnostic {
    let (message, help) = if is_mistake {
        (format!("two events have the id `{id}`"), "give one of them another")
    } else {
        (
            format!("an event `{id}` is told twice: the second is skipped"),
            "give it an `id` where it is another event",
        )
    };
    let severity = if is_mistake { Severity::Error } else { Severity::Warning };
    let told = Diagnostic::new(Code::DuplicateId, event.at, message).severity(severity).help(help);
    told.label(first, "here is the first")
}

/// The file that has the id, or the name that the event's file would have.
fn taken(id: &str, told: &BTreeMap<&str, FileId>, before: &Found, sources: &Sources) -> Option<String> {
    let by_id = told.get(id).map(|file| before.sources.path(*file).to_owned());
    let endings = ["yaml", "yml", "md", "markdown", "txt"];
    let paths = endings.into_iter().map(|ending| format!("content/events/{id}.{ending}"));
    by_id.or_else(|| paths.into_iter().find(|path| sources.contains(path)))
}

struct Trial<'e> {
    events: &'e [(String, Event)],
    drafts: Vec<Draft>,
    /// By the file that it would become.
    by_file: BTreeMap<FileId, usize>,
    found: Found,
}

impl<'e> Trial<'e> {
    fn new(events: &'e [(String, Event)], unknown: &[At<String>], ground: &Ground<'_>) -> Self {
        let drafts: Vec<Draft> = events.iter().map(|(id, event)| draft(event, id, unknown)).collect();
        let texts = drafts.iter().map(|draft| (draft.file.path.clone(), Arc::from(draft.file.text.as_str())));
        let sources = ground.sources.changed(&[], texts.collect());
        let by_file = drafts.iter().enumerate().map(|(index, draft)| (FileId::of(&draft.file.path), index));
        Trial { events, by_file: by_file.collect(), found: Found::new(sources, ground.now), drafts }
    }

    /// Where in the imported file a part of a new one came from.
    fn origin(&self, span: Span) -> Option<Span> {
        let index = *self.by_file.get(&span.file)?;
        let given = self.drafts[index].given_at(span.start as usize);
        Some(given.map_or(self.events[index].1.at, |given| given.span))
    }

    /// Names that the site does not know, with what it says of them and where they were given.
    fn unknown(&self) -> Vec<(Diagnostic, At<String>)> {
        let is_name = |said: &&Diagnostic| {
            matches!(said.code, Code::UnknownActor | Code::UnknownCountry | Code::UnknownSource)
        };
        let given = |said: &Diagnostic| match said.place {
            Place::Span(span) => {
                let draft = &self.drafts[*self.by_file.get(&span.file)?];
                Some((said.clone(), draft.given_at(span.start as usize)?.clone()))
            }
            _ => None,
        };
        let mut all: Vec<(Diagnostic, At<String>)> = Vec::new();
        for unknown in self.found.diagnostics.iter().filter(is_name).filter_map(given) {
            // Each audience says the same.
            if all.iter().all(|(_, known)| *known != unknown.1) {
                all.push(unknown);
            }
        }
        all
    }

    /// What the site says of the new files at the places from which they came, and what it says elsewhere for the first
    /// time.
    fn told(&self, before: &Found) -> Diagnostics {
        let known: BTreeSet<String> =
            before.diagnostics.iter().map(|said| shown(said, &before.sources)).collect();
        let mut all: Diagnostics = Vec::new();
        for said in &self.found.diagnostics {
            let told = self.at_origin(said);
            let is_old = told == *said && known.contains(&shown(said, &self.found.sources));
            // Each audience says the same.
            if !is_old && !all.contains(&told) {
                all.push(told);
            }
        }
        all
    }

    fn at_origin(&self, said: &Diagnostic) -> Diagnostic {
        let mut told = said.clone();
        if let Place::Span(span) = told.place
            && let Some(origin) = self.origin(span)
        {
            told.place = Place::Span(origin);
        }
        for label in &mut told.labels {
            label.span = self.origin(label.span).unwrap_or(label.span);
        }
        told
    }
}

/// What makes two problems of two runs the same one.
fn shown(said: &Diagnostic, sources: &Sources) -> String {
    format!("{} {:?} {}", said.code.name(), report::path(said, sources), said.message)
}

fn left_out(said: &Diagnostic, span: Span) -> Diagnostic {
    let message =
        format!("{}: it is left out of the event's file, and kept there as a comment", said.message);
    let told = Diagnostic::new(said.code, span, message).severity(Severity::Warning);
    told.help_if(said.help.clone())
}
