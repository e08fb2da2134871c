//! What becomes of diagnostics once authors and the site have said what they accept: `allow`, `warn` and `deny`.

use std::collections::BTreeSet;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::parse::Remarks;
use crate::source::{At, Span};

/// Silences what is allowed, raises what is denied, and notes every `allow` that silenced nothing.
pub fn settle(diagnostics: Diagnostics, remarks: &Remarks, config: &Config) -> Diagnostics {
    let mut used: BTreeSet<Span> = BTreeSet::new();
    let mut kept: Diagnostics = Vec::with_capacity(diagnostics.len());
    for diagnostic in diagnostics {
        // An error cannot be allowed, whatever its code weighs elsewhere.
        let allowed = if diagnostic.is_error() { None } else { allowed_by(&diagnostic, remarks, config) };
        match allowed {
            Some(places) => used.extend(places),
            None => kept.push(hardened(diagnostic, config)),
        }
    }
    kept.extend(unused(remarks, config, &used));
    kept
}

/// Where the diagnostic is allowed, if anywhere.
fn allowed_by(diagnostic: &Diagnostic, remarks: &Remarks, config: &Config) -> Option<Vec<Span>> {
    let file = diagnostic.file();
    let in_files =
        remarks.allow.iter().filter(|allowed| file.is_some_and(|file| allowed.files.contains(&file)));
    let places: Vec<Span> = in_files
        .flat_map(|allowed| &allowed.codes)
        .chain(&config.allow)
        .filter(|code| code.value == diagnostic.code)
        .map(|code| code.span)
        .collect();
    (!places.is_empty()).then_some(places)
}

fn hardened(diagnostic: Diagnostic, config: &Config) -> Diagnostic {
    if config.deny.contains(&diagnostic.code) && diagnostic.severity == Severity::Warning {
        return diagnostic.severity(Severity::Error);
    }
    if config.warn.contains(&diagnostic.code) && diagnostic.severity == Severity::Note {
        return diagnostic.severity(Severity::Warning);
    }
    diagnostic
}

fn unused(remarks: &Remarks, config: &Config, used: &BTreeSet<Span>) -> Vec<Diagnostic> {
    let all = remarks.allow.iter().flat_map(|allowed| &allowed.codes).chain(&config.allow);
    let unused = all.filter(|code| !used.contains(&code.span) && code.value != Code::UnusedAllow);
    let note = |code: &At<Code>| {
        Diagnostic::new(
            Code::UnusedAllow,
            code.span,
            format!("nothing here needs `{}` to be allowed", code.value.name()),
        )
        .help("remove it, so that a new problem of that kind is seen")
    };
    unused.map(note).collect()
}
