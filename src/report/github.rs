//! A diagnostic as a workflow command, which GitHub Actions turns into an annotation of the line.
//!
//! In: a diagnostic and its sources. Out: `::error file=...,line=...::message`, escaped as GitHub's documentation on
//! workflow commands asks, so that no content can end a command and begin another.

use super::{harmless, message, path, positions};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Sources;

pub(super) fn line(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let properties = properties(diagnostic, sources).join(",");
    format!("::{command} {properties}::{}\n", data(&text(diagnostic, sources)))
}

fn properties(diagnostic: &Diagnostic, sources: &Sources) -> Vec<String> {
    let mut properties = Vec::new();
    if let Some(path) = path(diagnostic, sources) {
        properties.push(format!("file={}", property(path)));
    }
    if let Some((begin, end)) = positions(diagnostic, sources) {
        properties.push(format!("line={},endLine={}", begin.line, end.line));
        properties.push(format!("col={},endColumn={}", begin.column, end.column));
    }
    properties.push(format!("title={}", diagnostic.code.name()));
    properties
}

fn text(diagnostic: &Diagnostic, sources: &Sources) -> String {
    match &diagnostic.help {
        Some(help) => format!("{}\n{help}", message(diagnostic, sources)),
        None => message(diagnostic, sources),
    }
}

fn data(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    harmless(&text)
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
