//! The templates of a site: the theme's, with the site's own in their place.

use std::collections::{BTreeMap, BTreeSet};

use tera::{Error, ErrorKind, ReportError, Tera};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::source::{FileId, Sources, Span};

/// A template of the theme: its name and text.
#[derive(Clone, Copy, Debug)]
pub struct TemplateSource {
    pub name: &'static str,
    pub text: &'static str,
}

/// A set of templates that belong together.
pub struct Templates {
    pub tera: Tera,
    /// The site's own, by name.
    own: BTreeMap<String, FileId>,
}

impl Templates {
    /// The theme's templates with the site's `templates/` in their place. One that does not parse is reported, and the
    /// theme's takes its place, so that mistakes in others are found, too.
    pub fn new(theme: &[TemplateSource], sources: &Sources) -> (Self, Diagnostics) {
        let own: BTreeMap<String, FileId> = sources
            .texts()
            .filter_map(|(file, source)| Some((source.path.strip_prefix("templates/")?.to_owned(), file)))
            .filter(|(name, file)| !is_built_in(theme, name, sources.text(*file)))
            .collect();
        let mut diagnostics = Diagnostics::new();
        let mut refused = BTreeSet::new();
        loop {
            let mut tera = Tera::new();
            let built_in = theme
                .iter()
                .filter(|built_in| refused.contains(built_in.name) || !own.contains_key(built_in.name));
            let built_in = built_in.map(|built_in| (built_in.name, built_in.text));
            let used = own.iter().filter(|(name, _)| !refused.contains(*name));
            let used = used.map(|(name, file)| (name.as_str(), sources.text(*file)));
            let all: Vec<(&str, &str)> = built_in.chain(used).collect();
            let error = tera.add_raw_templates(all).err();
            let templates = Templates { tera, own: own.clone() };
            let Some(error) = error else { return (templates, diagnostics) };
            diagnostics.push(templates.diagnose(&error, None));
            let culprit = culprit(&error).filter(|name| own.contains_key(name) && !refused.contains(name));
            // Without a culprit of the site's own, all of its templates are set aside.
            match culprit {
                Some(name) => drop(refused.insert(name)),
                None if refused.len() == own.len() => panic!("the theme's own templates parse: {error}"),
                None => refused.extend(own.keys().cloned()),
            }
        }
    }

    /// Whether the site has templates of its own: then finished pages may hold anything.
    pub fn are_overridden(&self) -> bool {
        !self.own.is_empty()
    }

    /// What a template's error says, at its place in the site's own template.
    pub fn diagnose(&self, error: &Error, page: Option<&str>) -> Diagnostic {
        let on_page = page.map_or_else(String::new, |url| format!(" (on the page `/{url}`)"));
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                self.reported(report, &on_page)
            }
            _ => {
                let text = error.to_string();
                let place = culprit(error)
                    .and_then(|name| self.own.get(&name))
                    .map_or(Place::Nowhere, |file| (*file).into());
                Diagnostic::new(
                    Code::TemplateError,
                    place,
                    format!("{}{on_page}", lower_first(text.trim_end_matches('.'))),
                )
                .help("see docs/templates.md for what templates may use")
            }
        }
    }

    fn reported(&self, report: &ReportError, on_page: &str) -> Diagnostic {
        let message = lower_first(report.message().trim().trim_end_matches('.'));
        let range = &report.span().range;
        match self.own.get(report.filename()) {
            Some(file) => {
                let span = Span::new(*file, range.start, range.end);
                Diagnostic::new(Code::TemplateError, span, format!("{message}{on_page}"))
                    .help("docs/templates.md lists what each template sees; write `a?.b or \"\"` for what may be missing")
            }
            None => {
                let span = report.span();
                let place = format!("{}:{}:{}", report.filename(), span.start_line, span.start_col + 1);
                Diagnostic::new(Code::TemplateError, Place::Nowhere, format!("{message}, in the built-in template {place}{on_page}"))
                    .help("a template of the site replaces a part that this one builds on; compare it with the built-in one")
            }
        }
    }
}

/// Whether a file is a copy of the theme's own.
fn is_built_in(theme: &[TemplateSource], name: &str, text: &str) -> bool {
    theme.iter().any(|built_in| built_in.name == name && built_in.text == text)
}

/// The template at fault.
fn culprit(error: &Error) -> Option<String> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            Some(report.filename().to_owned())
        }
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => Some(tpl.clone()),
        ErrorKind::MissingParent { current, .. } => Some(current.clone()),
        _ => None,
    }
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}
