//! Problems of finished pages as diagnostics.
//!
//! In: problems, and for each the place in the content that wrote it, where that is known. Out: one diagnostic for one
//! mistake, however many pages show it. It knows no site.

use std::collections::{BTreeMap, BTreeSet};

use super::addresses::parts;
use super::{PageProblem, PageProblemKind};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Span;

/// Longer references (scripts, pictures in URLs) are cut in messages.
const LONGEST: usize = 120;

/// One diagnostic for each kind, target and place, in that order.
pub fn diagnostics(
    problems: Vec<PageProblem>,
    source_of: impl Fn(&PageProblem) -> Option<Span>,
) -> Diagnostics {
    let mut groups: BTreeMap<(PageProblemKind, String, Option<Span>), Group> = BTreeMap::new();
    for mut problem in problems {
        let span = source_of(&problem);
        let target = std::mem::take(&mut problem.target);
        groups.entry((problem.kind, target, span)).or_default().add(problem);
    }
    groups.into_iter().map(|((kind, _, span), group)| group.diagnostic(kind, span)).collect()
}

/// The same mistake wherever it shows.
#[derive(Default)]
struct Group {
    /// That of the first page.
    first: Option<PageProblem>,
    pages: BTreeSet<String>,
}

impl Group {
    fn add(&mut self, problem: PageProblem) {
        self.pages.insert(problem.page.clone());
        if self.first.as_ref().is_none_or(|first| problem < *first) {
            self.first = Some(problem);
        }
    }

    fn diagnostic(self, kind: PageProblemKind, span: Option<Span>) -> Diagnostic {
        let problem = self.first.expect("a group has a problem");
        let place = match self.pages.len() {
            1 => format!("on the page `{}`", problem.page),
            2 => format!("on the page `{}` and one more page", problem.page),
            more => format!("on the page `{}` and {} more pages", problem.page, more - 1),
        };
        let message = format!("{}, {place}", message(kind, &cut(&problem.what)));
        Diagnostic::new(code(kind), span, message).help(help(&problem))
    }
}

fn code(kind: PageProblemKind) -> Code {
    match kind {
        PageProblemKind::BrokenLink => Code::BrokenLink,
        PageProblemKind::BrokenAnchor => Code::BrokenAnchor,
        PageProblemKind::MissingFile => Code::MissingFile,
        PageProblemKind::RemoteImage => Code::RemoteImage,
        PageProblemKind::UnsafeUrl => Code::UnsafeUrl,
        PageProblemKind::RemoteResource
        | PageProblemKind::InlineScript
        | PageProblemKind::InlineStyle
        | PageProblemKind::DuplicateId
        | PageProblemKind::NotOneMain
        | PageProblemKind::Unfinished => Code::TemplateError,
    }
}

fn message(kind: PageProblemKind, what: &str) -> String {
    match kind {
        PageProblemKind::BrokenLink => format!("the link `{what}` leads nowhere"),
        PageProblemKind::BrokenAnchor => format!("the link `{what}` names an id that is not there"),
        PageProblemKind::MissingFile => format!("there is no file `{what}`"),
        PageProblemKind::RemoteImage => format!("the picture `{what}` would be fetched from elsewhere"),
        PageProblemKind::RemoteResource => format!("`{what}` would be fetched from elsewhere"),
        PageProblemKind::InlineScript => {
            format!("`{what}` holds a script, which the policy of the pages blocks")
        }
        PageProblemKind::InlineStyle => {
            format!("`{what}` holds a style, which the policy of the pages blocks")
        }
        PageProblemKind::UnsafeUrl => format!("`{what}` is not a safe URL"),
        PageProblemKind::DuplicateId => format!("the id `{what}` stands more than once"),
        PageProblemKind::NotOneMain if what == "0" => "there is no `<main>`".to_owned(),
        PageProblemKind::NotOneMain => format!("there are {what} `<main>` elements"),
        PageProblemKind::Unfinished => format!("there is no `{what}` at the end"),
    }
}

/// Something to do about it.
fn help(problem: &PageProblem) -> String {
    match &problem.suggestion {
        Some(suggestion) => instead(&problem.what, suggestion),
        None => way_out(problem.kind).to_owned(),
    }
}

/// What to write, and why if that is not plain to see.
fn instead(what: &str, suggestion: &str) -> String {
    if parts(suggestion).path.strip_suffix('/') == Some(parts(what).path) {
        format!("write `{suggestion}`: the URL of a folder ends in `/`")
    } else if suggestion.to_lowercase() == what.to_lowercase() {
        format!("write `{suggestion}`: most hosts tell capitals from small letters")
    } else {
        format!("did you mean `{suggestion}`?")
    }
}

/// What to do about a problem that no other reference would mend.
fn way_out(kind: PageProblemKind) -> &'static str {
    match kind {
        PageProblemKind::BrokenLink | PageProblemKind::BrokenAnchor | PageProblemKind::MissingFile => {
            "correct it in the text, or in the template in templates/, that wrote it"
        }
        PageProblemKind::RemoteImage => {
            "put the picture beside the text or into static/, and show it from there"
        }
        PageProblemKind::RemoteResource => "put the file into static/, and load it from there",
        PageProblemKind::InlineScript => {
            "move the script to a file in static/ that templates/partials/head.html loads; \
             if a text holds it, `raw_html = \"sanitize\"` drops it"
        }
        PageProblemKind::InlineStyle => {
            "move the style to a style sheet in static/ that templates/partials/head.html loads; \
             if a text holds it, `raw_html = \"sanitize\"` drops it"
        }
        PageProblemKind::UnsafeUrl => "link to a page or a file instead",
        PageProblemKind::DuplicateId => {
            "give one of the elements another id, in the text (`{#id}`) or in the template that wrote it"
        }
        PageProblemKind::NotOneMain => "let the template put the content of the page into one `<main>`",
        PageProblemKind::Unfinished => "let the template end with `</html>`, or extend layout.html",
    }
}

fn cut(what: &str) -> String {
    match what.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &what[..end]),
        None => what.to_owned(),
    }
}
