//! What is to be said of a state, for a terminal or for a page.
//!
//! In: settled diagnostics and the sources that their places lie in. Out: text as `build` tells it, or parts that a page
//! can put together. It knows nothing of HTML.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity};
use crate::report::{self, Format};
use crate::source::{Position, Sources, Span};

/// Diagnostics, settled and in order, with all that is needed to show them.
#[derive(Default)]
pub struct Problems {
    diagnostics: Diagnostics,
    sources: Sources,
}

/// A problem as a page can show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub severity: Severity,
    pub code: Code,
    pub message: String,
    /// Relative to the root.
    pub file: Option<String>,
    pub position: Option<Position>,
    pub excerpt: Option<Excerpt>,
    pub help: Option<String>,
}

/// The line in which a problem lies, in three parts; those of a long line are cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    pub before: String,
    pub marked: String,
    pub after: String,
}

impl Problems {
    pub fn new(mut diagnostics: Diagnostics, sources: Sources) -> Self {
        report::sort(&mut diagnostics, &sources);
        Problems { diagnostics, sources }
    }

    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    pub fn len(&self) -> usize {
        self.diagnostics.len()
    }

    /// "3 errors and 1 note", if there is anything.
    pub fn summary(&self) -> Option<String> {
        report::summary(&self.diagnostics)
    }

    /// All of them, as `build` tells them.
    pub fn report(&self, format: Format) -> String {
        report::render(&self.diagnostics, &self.sources, format)
    }

    /// Errors first, then the others, each in order.
    pub fn each(&self) -> impl Iterator<Item = Problem> {
        let severities = [Severity::Error, Severity::Warning, Severity::Note];
        let of = |severity| self.diagnostics.iter().filter(move |found| found.severity == severity);
        severities.into_iter().flat_map(of).map(|found| self.problem(found))
    }

    fn problem(&self, found: &Diagnostic) -> Problem {
        let span = match found.place {
            Place::Span(span) => Some(span),
            Place::File(_) | Place::Nowhere => None,
        };
        Problem {
            severity: found.severity,
            code: found.code,
            message: report::harmless(&report::message(found, &self.sources)),
            file: report::path(found, &self.sources).map(str::to_owned),
            position: span.map(|span| self.sources.positions(span).0),
            excerpt: span.and_then(|span| excerpt(self.sources.text(span.file), span)),
            help: found.help.as_deref().map(report::harmless),
        }
    }
}

/// Characters shown of each part of a line.
const SHOWN: usize = 160;

/// The line where a span begins. `None` where there is nothing to see.
fn excerpt(text: &str, span: Span) -> Option<Excerpt> {
    let begin = text.floor_char_boundary(span.start as usize);
    let end = text.floor_char_boundary(span.end as usize).max(begin);
    let line_start = text[..begin].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[begin..].find('\n').map_or(text.len(), |newline| begin + newline);
    let first = |text: &str| text.chars().take(SHOWN).collect::<String>();
    let before: Vec<char> = text[line_start..begin].chars().collect();
    let before: String = before[before.len().saturating_sub(SHOWN)..].iter().collect();
    let end = end.min(line_end);
    let excerpt = Excerpt {
        before: report::harmless(before.trim_start_matches('\u{feff}')),
        marked: report::harmless(&first(&text[begin..end])),
        after: report::harmless(first(&text[end..line_end]).trim_end_matches('\r')),
    };
    (!text[line_start..line_end].trim().is_empty()).then_some(excerpt)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let text = format!("{}\n{}X{}\n", "first", "a".repeat(1000), "b".repeat(1000));
        let file = crate::source::FileId::of("a.md");
        let found = excerpt(&text, Span::new(file, 1006, 1007)).expect("there is a line");
        assert_eq!((found.before.len(), found.marked.as_str(), found.after.len()), (SHOWN, "X", SHOWN));
        assert_eq!(excerpt(" \n", Span::new(file, 0, 0)), None);
    }
}
