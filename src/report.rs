//! Diagnostics as text: for people, for programs, for GitHub's annotations.
//!
//! In: diagnostics and the sources that their places lie in. Out: a string, for the caller to print.
//! It knows nothing of what the problems mean, and neither writes nor asks anything of the terminal.

mod excerpt;
mod github;
mod human;
mod json;

use std::cmp::Ordering;

use crate::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use crate::source::{Position, Sources, Span};

/// How diagnostics are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// With the line itself and the place marked. `width` is that of the terminal, in columns.
    Human { color: bool, width: usize },
    /// One object a line (content contract, section 9).
    Json,
    /// Workflow commands, which GitHub shows as annotations beside the line.
    Github,
}

/// Orders by path (what has no place comes last), line, column, code and message, and drops exact doubles.
pub fn sort(diagnostics: &mut Diagnostics, sources: &Sources) {
    let mut placed: Vec<(Option<Position>, Diagnostic)> =
        diagnostics.drain(..).map(|diagnostic| (begin(&diagnostic, sources), diagnostic)).collect();
    placed.sort_by(|(left_begin, left), (right_begin, right)| {
        compare_paths(left, right, sources)
            .then_with(|| left_begin.cmp(right_begin))
            .then_with(|| compare_contents(left, right))
    });
    diagnostics.extend(placed.into_iter().map(|(_, diagnostic)| diagnostic));
    diagnostics.dedup();
}

/// The diagnostics in their given order, each ended by a line break.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, format: Format) -> String {
    match format {
        Format::Human { color, width } => human::render(diagnostics, sources, color, width),
        Format::Json => diagnostics.iter().map(|diagnostic| json::line(diagnostic, sources)).collect(),
        Format::Github => diagnostics.iter().map(|diagnostic| github::line(diagnostic, sources)).collect(),
    }
}

/// "3 errors, 1 warning and 2 notes"; nothing where there is nothing to count.
pub fn summary(diagnostics: &[Diagnostic]) -> Option<String> {
    let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter_map(|severity| counted(diagnostics, severity))
        .collect();
    let (last, others) = counts.split_last()?;
    Some(if others.is_empty() { last.clone() } else { format!("{} and {last}", others.join(", ")) })
}

fn counted(diagnostics: &[Diagnostic], severity: Severity) -> Option<String> {
    let word = severity.word();
    match diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count() {
        0 => None,
        1 => Some(format!("1 {word}")),
        count => Some(format!("{count} {word}s")),
    }
}

/// The file in which a problem lies, relative to the root.
pub fn path<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Option<&'a str> {
    match &diagnostic.place {
        Place::Span(span) => Some(sources.path(span.file)),
        Place::File(path) => Some(path),
        Place::Nowhere => None,
    }
}

/// The message with every other place that belongs to it, for formats that have one place a problem.
pub fn message(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let mut out = diagnostic.message.clone();
    for label in &diagnostic.labels {
        let (begin, _) = sources.positions(label.span);
        out.push_str(&format!(
            "; {}: {}:{}:{}",
            label.text,
            sources.path(label.span.file),
            begin.line,
            begin.column
        ));
    }
    out
}

fn positions(diagnostic: &Diagnostic, sources: &Sources) -> Option<(Position, Position)> {
    match diagnostic.place {
        Place::Span(span) => Some(sources.positions(span)),
        Place::File(_) | Place::Nowhere => None,
    }
}

fn begin(diagnostic: &Diagnostic, sources: &Sources) -> Option<Position> {
    positions(diagnostic, sources).map(|(begin, _)| begin)
}

fn compare_paths(left: &Diagnostic, right: &Diagnostic, sources: &Sources) -> Ordering {
    let (left, right) = (path(left, sources), path(right, sources));
    left.is_none().cmp(&right.is_none()).then_with(|| left.cmp(&right))
}

/// What the contract orders by, then all the rest, so that doubles come to stand side by side.
fn compare_contents(left: &Diagnostic, right: &Diagnostic) -> Ordering {
    let name = |diagnostic: &Diagnostic| diagnostic.code.name();
    name(left)
        .cmp(name(right))
        .then_with(|| left.message.cmp(&right.message))
        .then_with(|| left.severity.cmp(&right.severity))
        .then_with(|| left.help.cmp(&right.help))
        .then_with(|| span_of(left).cmp(&span_of(right)))
        .then_with(|| labels_of(left).cmp(labels_of(right)))
}

fn span_of(diagnostic: &Diagnostic) -> Option<Span> {
    match diagnostic.place {
        Place::Span(span) => Some(span),
        Place::File(_) | Place::Nowhere => None,
    }
}

fn labels_of(diagnostic: &Diagnostic) -> impl Iterator<Item = (Span, &str)> {
    diagnostic.labels.iter().map(|label| (label.span, label.text.as_str()))
}

/// The text with what could steer a terminal made visible: control characters, and those that reverse the direction
/// of reading and so show another text than the file holds. One character stands for one.
pub fn harmless(text: &str) -> String {
    text.chars().map(visible).collect()
}

fn visible(character: char) -> char {
    match character {
        '\t' | '\n' => character,
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(character)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        _ => character,
    }
}

#[cfg(test)]
mod tests;
