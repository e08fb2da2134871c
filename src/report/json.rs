//! A diagnostic as one line of JSON, its keys as in the content contract, section 9.
//!
//! In: a diagnostic and its sources. Out: an object and a line break. What it writes is for programs: texts stay as
//! they are, but for escapes where a terminal would obey a character.

use std::fmt::Write as _;

use serde::Serialize;

use super::{message, path, positions, visible};
use crate::diagnostic::Diagnostic;
use crate::source::Sources;

/// The order of the fields is that of the keys.
#[derive(Serialize)]
struct Object<'a> {
    severity: &'static str,
    code: &'static str,
    message: String,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    help: Option<&'a str>,
}

pub(super) fn line(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let (begin, end) = positions(diagnostic, sources).unzip();
    let object = Object {
        severity: diagnostic.severity.word(),
        code: diagnostic.code.name(),
        message: message(diagnostic, sources),
        file: path(diagnostic, sources),
        line: begin.map(|begin| begin.line),
        column: begin.map(|begin| begin.column),
        end_line: end.map(|end| end.line),
        end_column: end.map(|end| end.column),
        help: diagnostic.help.as_deref(),
    };
    let json = serde_json::to_string(&object).expect("an object of strings and numbers is always JSON");
    escaped(&json) + "\n"
}

/// `serde_json` escapes what JSON forbids; DEL, the C1 controls and changes of direction it leaves to us.
fn escaped(json: &str) -> String {
    json.chars().fold(String::with_capacity(json.len()), |mut out, character| {
        if visible(character) == character {
            out.push(character);
        } else {
            write!(out, "\\u{:04x}", u32::from(character)).expect("a string takes whatever is written");
        }
        out
    })
}
