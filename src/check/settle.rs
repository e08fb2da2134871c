//! What becomes of diagnostics once authors and the site have said what they accept: `allow`, `warn` and `deny`.

use std::collections::BTreeSet;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::parse::{Allowed, Remarks};
use crate::source::{At, Span};

/// Remembers what has been silenced, so that at the end every `allow` that silenced nothing can be told.
#[derive(Debug)]
pub struct Settler<'a> {
    remarks: &'a Remarks,
    config: &'a Config,
    used: BTreeSet<Span>,
}

impl<'a> Settler<'a> {
    pub fn new(remarks: &'a Remarks, config: &'a Config) -> Self {
        Settler { remarks, config, used: BTreeSet::new() }
    }

    /// Silences what is allowed and raises what is denied.
    pub fn settle(&mut self, diagnostics: Diagnostics) -> Diagnostics {
        let mut kept = Vec::with_capacity(diagnostics.len());
        for diagnostic in diagnostics {
            match self.allowed_by(&diagnostic) {
                Some(places) => self.used.extend(places),
                None => kept.push(hardened(diagnostic, self.config)),
            }
        }
        kept
    }

    /// Where the diagnostic is allowed, if anywhere. An error cannot be allowed, whatever its code weighs elsewhere.
    fn allowed_by(&self, diagnostic: &Diagnostic) -> Option<Vec<Span>> {
        if diagnostic.is_error() {
            return None;
        }
        let file = diagnostic.file();
        let concerns = |allowed: &&Allowed| file.is_some_and(|file| allowed.files.contains(&file));
        let in_files = self.remarks.allow.iter().filter(concerns).flat_map(|allowed| &allowed.codes);
        let codes = in_files.chain(&self.config.allow).filter(|code| code.value == diagnostic.code);
        let places: Vec<Span> = codes.map(|code| code.span).collect();
        (!places.is_empty()).then_some(places)
    }

    /// A note for each `allow` that silenced nothing. To be asked last.
    pub fn unused(&self) -> Diagnostics {
        let in_files = self.remarks.allow.iter().flat_map(|allowed| &allowed.codes);
        let all = in_files.chain(&self.config.allow).filter(|code| !is_of_the_day(code.value));
        all.filter(|code| !self.used.contains(&code.span)).map(unused).collect()
    }
}

/// What other servers say changes by itself, and few runs ask them: that nobody said it today makes no `allow` useless.
fn is_of_the_day(code: Code) -> bool {
    matches!(code, Code::DeadLink | Code::MovedLink)
}

fn unused(code: &At<Code>) -> Diagnostic {
    let message = format!("nothing here needs `{}` to be allowed", code.value.name());
    Diagnostic::new(Code::UnusedAllow, code.span, message)
        .help("remove it, so that a new problem of that kind is seen")
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
