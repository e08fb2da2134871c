//! A diagnostic for a person: the message, the place, the line itself with the place marked, and what to do.
//!
//! In: diagnostics and their sources. Out: text as compilers print it, of bounded size however long the lines are.
//! The drawing is that of annotate-snippets. It is given the few lines that it needs, as they may be shown.

use std::fmt::Write as _;

use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use rustc_hash::FxHashMap;

use super::excerpt::{Excerpt, Mark};
use super::harmless;
use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::source::Sources;

/// In columns: below the first nothing can be shown, above the second nobody reads to the end of a line.
const WIDTHS: (usize, usize) = (40, 200);
/// Warnings and notes of one code and message that are drawn; the rest is counted. Errors are all drawn.
const ALIKE: usize = 3;
/// Second places shown; the rest is counted.
const LABELS: usize = 8;

pub(super) fn render(diagnostics: &[Diagnostic], sources: &Sources, color: bool, width: usize) -> String {
    let width = width.clamp(WIDTHS.0, WIDTHS.1);
    let renderer = if color { Renderer::styled() } else { Renderer::plain() }.term_width(width);
    let mut alike: FxHashMap<_, usize> = FxHashMap::default();
    for diagnostic in diagnostics {
        *alike.entry(sort_of(diagnostic)).or_default() += 1;
    }
    let mut shown: FxHashMap<_, usize> = FxHashMap::default();
    let mut drawn = Vec::new();
    for diagnostic in diagnostics {
        let nth = shown.entry(sort_of(diagnostic)).or_default();
        *nth += 1;
        if *nth > ALIKE && !diagnostic.is_error() {
            continue;
        }
        let mut text = draw(diagnostic, sources, &renderer, width) + "\n";
        let more = alike[&sort_of(diagnostic)] - *nth;
        if *nth == ALIKE && more > 0 && !diagnostic.is_error() {
            writeln!(text, "  ... and {} more like this", grouped(more))
                .expect("a string takes all that is written");
        }
        drawn.push(text);
    }
    drawn.join("\n")
}

/// What diagnostics have in common of which nobody reads hundreds.
fn sort_of(diagnostic: &Diagnostic) -> (Code, Severity, &str) {
    (diagnostic.code, diagnostic.severity, &diagnostic.message)
}

/// A number with its thousands apart: `1,585`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn draw(diagnostic: &Diagnostic, sources: &Sources, renderer: &Renderer, width: usize) -> String {
    let text = renderer.render(&[group(diagnostic, sources, width)]);
    if diagnostic.place != Place::Nowhere || !diagnostic.labels.is_empty() {
        return text;
    }
    // Without a place there is no margin of line numbers: its empty line goes, and the help is indented as elsewhere.
    let mut lines = text.lines();
    let title = lines.next().unwrap_or_default().to_owned();
    lines.skip(1).fold(title, |out, line| out + "\n " + line)
}

fn group(diagnostic: &Diagnostic, sources: &Sources, width: usize) -> Group<'static> {
    let title = level(diagnostic.severity).primary_title(one_line(&diagnostic.message));
    Group::with_title(title.id(diagnostic.code.name()))
        .elements(origin(&diagnostic.place))
        .elements(snippets(diagnostic, sources, width))
        .elements(left_out(diagnostic))
        .elements(help(diagnostic))
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

fn origin(place: &Place) -> Option<Element<'static>> {
    match place {
        Place::File(path) => Some(Origin::path(one_line(path)).into()),
        Place::Span(_) | Place::Nowhere => None,
    }
}

fn left_out(diagnostic: &Diagnostic) -> Option<Element<'static>> {
    match diagnostic.labels.len().saturating_sub(LABELS) {
        0 => None,
        1 => Some(Level::NOTE.message("and 1 more place").into()),
        count => Some(Level::NOTE.message(format!("and {count} more places")).into()),
    }
}

fn help(diagnostic: &Diagnostic) -> Option<Element<'static>> {
    let help = diagnostic.help.as_deref()?.replace("\r\n", "\n").replace('\t', "    ");
    Some(Level::HELP.message(harmless(&help)).into())
}

fn one_line(text: &str) -> String {
    harmless(&text.replace("\r\n", " ").replace(['\n', '\t'], " "))
}

/// The primary place first, together with the labels near it; every other label by itself.
fn snippets(diagnostic: &Diagnostic, sources: &Sources, width: usize) -> Vec<Element<'static>> {
    let mut first = Vec::new();
    let mut others = Vec::new();
    if let Place::Span(span) = diagnostic.place {
        first.push(Mark::new(span, None, sources, width));
    }
    for label in diagnostic.labels.iter().take(LABELS) {
        let mark = Mark::new(label.span, Some(&label.text), sources, width);
        if mark.is_near(&first, width) { first.push(mark) } else { others.push(vec![mark]) }
    }
    let parts = std::iter::once(first).chain(others).filter(|marks| !marks.is_empty());
    parts.map(|marks| snippet(&marks, sources).into()).collect()
}

/// Marks of one file, which is drawn from the first line that one of them touches to the last.
fn snippet(marks: &[Mark<'_>], sources: &Sources) -> Snippet<'static, Annotation<'static>> {
    let file = marks[0].file;
    let excerpt = Excerpt::around(sources.text(file), marks.iter().map(|mark| &mark.range));
    let annotations = marks.iter().map(|mark| annotation(mark, &excerpt));
    let annotations: Vec<Annotation<'static>> = annotations.collect();
    Snippet::source(excerpt.text)
        .path(one_line(sources.path(file)))
        .line_start(excerpt.first_line)
        .annotations(annotations)
}

fn annotation(mark: &Mark<'_>, excerpt: &Excerpt<'_>) -> Annotation<'static> {
    let kind = if mark.label.is_some() { AnnotationKind::Context } else { AnnotationKind::Primary };
    let label = mark.label.filter(|label| !label.is_empty()).map(one_line);
    kind.span(excerpt.range(&mark.range)).label(label)
}
