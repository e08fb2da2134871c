//! Whether a site takes a move: it is checked before and after, for every audience and for one that sees everything.
//!
//! In: the sources before and after. Out: what was wrong before, and what would be wrong only now.

use std::collections::BTreeMap;

use super::survey::Renamed;
use crate::config::Profile;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::date::Now;
use crate::parse::Memory;
use crate::pipeline::{self, Project, Timings};
use crate::source::{Sources, position};

/// What a site says of itself.
pub struct Said {
    pub sources: Sources,
    pub diagnostics: Diagnostics,
}

impl Said {
    /// `read` is what reading the folder had to say.
    pub fn new(sources: Sources, read: Diagnostics, memory: &mut Memory, now: Now) -> Self {
        let mut timings = Timings::default();
        let project = Project::remembered(sources, read, memory, &mut timings);
        let mut profiles = project.config.profiles.clone();
        profiles.push(Profile::all_seeing());
        let (project, editions) = pipeline::editions(project, &profiles, now, &mut timings);
        let own = editions.iter().flat_map(|edition| &edition.diagnostics);
        let mut all: Diagnostics = Diagnostics::new();
        for said in project.diagnostics.iter().chain(own) {
            if !all.contains(said) {
                all.push(said.clone());
            }
        }
        Said { sources: project.sources.clone(), diagnostics: project.settler().settle(all) }
    }

    pub fn errors(&self) -> Diagnostics {
        self.diagnostics.iter().filter(|said| said.is_error()).cloned().collect()
    }

    /// What is said now and was not said before. Lines may have moved.
    pub fn new_since(&self, before: &Said, renamed: &Renamed) -> Vec<String> {
        self.new_by_file(before, renamed).into_iter().map(|(_, said)| said).collect()
    }

    /// The same, each with its file; empty where it has none.
    pub fn new_by_file(&self, before: &Said, renamed: &Renamed) -> Vec<(String, String)> {
        let mut known: BTreeMap<Key, usize> = BTreeMap::new();
        for said in &before.diagnostics {
            let (path, _) = place(said, &before.sources);
            let key = (said.code.name(), renamed.path(&path).to_owned(), neutral(&said.message));
            *known.entry(key).or_default() += 1;
        }
        let mut new = Vec::new();
        for said in &self.diagnostics {
            let (path, line) = place(said, &self.sources);
            let key = (said.code.name(), path.clone(), neutral(&said.message));
            match known.get_mut(&key).filter(|left| **left > 0) {
                Some(left) => *left -= 1,
                None => new.push((path.clone(), sentence(said, &path, line))),
            }
        }
        new
    }
}

/// What makes two problems of two sites the same one.
type Key = (&'static str, String, String);

/// A message without what it names: the names of what moved are others, and paths from or to it.
fn neutral(message: &str) -> String {
    message.split('`').step_by(2).collect::<Vec<_>>().join("`")
}

fn place(said: &Diagnostic, sources: &Sources) -> (String, Option<usize>) {
    match &said.place {
        Place::Span(span) => {
            let line = position(sources.text(span.file), span.start as usize).line;
            (sources.path(span.file).to_owned(), Some(line))
        }
        Place::File(path) => (path.clone(), None),
        Place::Nowhere => (String::new(), None),
    }
}

fn sentence(said: &Diagnostic, path: &str, line: Option<usize>) -> String {
    let place = match line {
        Some(line) => format!("{path}:{line}: "),
        None if path.is_empty() => String::new(),
        None => format!("{path}: "),
    };
    let help = said.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
    format!("{place}after this, {}{help}", said.message)
}
