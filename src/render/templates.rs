//! The templates of a site: the theme's, with the site's own in their place.
//!
//! In: the theme's texts and those in `templates/`. Out: a set that renders, and what is wrong with the site's own, each
//! at its place. Tera tells some errors as drawings only; they are read back here.

use std::collections::{BTreeMap, BTreeSet};

use tera::{Error, ErrorKind, Tera};
use xxhash_rust::xxh3::Xxh3Default;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, did_you_mean};
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
    theme: Vec<TemplateSource>,
    /// The site's own, by name.
    own: BTreeMap<String, Own>,
    /// Of the names and texts of all.
    pub hash: u64,
}

#[derive(Clone)]
struct Own {
    file: FileId,
    text: String,
}

const HELP: &str =
    "docs/templates.md lists what each template sees; write `a?.b or \"\"` for what may be missing";

fn hash(theme: &[TemplateSource], own: &BTreeMap<String, Own>) -> u64 {
    let mut hasher = Xxh3Default::new();
    let own = own.iter().map(|(name, own)| (name.as_str(), own.text.as_str()));
    for (name, text) in theme.iter().map(|built_in| (built_in.name, built_in.text)).chain(own) {
        for part in [name, text] {
            hasher.update(&part.len().to_le_bytes());
            hasher.update(part.as_bytes());
        }
    }
    hasher.digest()
}

impl Templates {
    /// The theme's templates with the site's `templates/` in their place. One that does not parse is reported, and the
    /// theme's takes its place, so that mistakes in others are found, too.
    pub fn new(theme: &[TemplateSource], sources: &Sources) -> (Self, Diagnostics) {
        let own = sources.texts().filter_map(|(file, source)| {
            let name = source.path.strip_prefix("templates/")?;
            let text = sources.text(file);
            (!is_built_in(theme, name, text)).then(|| (name.to_owned(), Own { file, text: text.to_owned() }))
        });
        let own: BTreeMap<String, Own> = own.collect();
        let hash = hash(theme, &own);
        let mut templates = Templates { tera: Tera::new(), theme: theme.to_vec(), own, hash };
        let mut diagnostics = templates.unused();
        let mut refused: BTreeSet<String> = BTreeSet::new();
        loop {
            let built_in = theme.iter().filter(|built_in| {
                refused.contains(built_in.name) || !templates.own.contains_key(built_in.name)
            });
            let built_in = built_in.map(|built_in| (built_in.name, built_in.text));
            let used = templates.own.iter().filter(|(name, _)| !refused.contains(*name));
            let used = used.map(|(name, own)| (name.as_str(), own.text.as_str()));
            // Others may name one that is set aside.
            let aside = refused.iter().filter(|name| !theme.iter().any(|built_in| built_in.name == **name));
            let aside = aside.map(|name| (name.as_str(), ""));
            let all: Vec<(&str, &str)> = built_in.chain(used).chain(aside).collect();
            let mut tera = Tera::new();
            let Some(error) = tera.add_raw_templates(all).err() else {
                templates.tera = tera;
                return (templates, diagnostics);
            };
            assert!(refused.len() < templates.own.len(), "the theme's own templates parse: {error}");
            let found = templates.diagnose(&error);
            let files: BTreeSet<FileId> = found.iter().filter_map(Diagnostic::file).collect();
            let culprits = templates.own.iter().filter(|(_, own)| files.contains(&own.file));
            let culprits: BTreeSet<String> = culprits.map(|(name, _)| name.clone()).collect();
            for diagnostic in found {
                if !diagnostics.contains(&diagnostic) {
                    diagnostics.push(diagnostic);
                }
            }
            // Without a new culprit of the site's own, all of its templates are set aside.
            if culprits.is_subset(&refused) {
                refused.extend(templates.own.keys().cloned());
            } else {
                refused.extend(culprits);
            }
        }
    }

    /// Whether the site has templates of its own: then finished pages may hold anything.
    pub fn are_overridden(&self) -> bool {
        !self.own.is_empty()
    }

    /// What a template's error says, at its place in the site's own template. One error can tell of several places.
    pub fn diagnose(&self, error: &Error) -> Diagnostics {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let range = &report.span().range;
                let (line, column) = (report.span().start_line, report.span().start_col + 1);
                let found = Found { template: report.filename(), line, column, message: report.message() };
                vec![self.found(&found, Some((range.start, range.end)))]
            }
            ErrorKind::CircularExtend { tpl, inheritance_chain: chain } => {
                // The chain begins after the template itself.
                let chain: Vec<&str> = std::iter::once(tpl).chain(chain).map(String::as_str).collect();
                vec![self.circle(&chain, "extends")]
            }
            ErrorKind::CircularInclude { include_chain: chain, .. } => {
                let chain: Vec<&str> = chain.iter().map(String::as_str).collect();
                vec![self.circle(&chain, "includes")]
            }
            ErrorKind::MissingParent { current, parent } => {
                vec![self.missing(current, parent, "extends")]
            }
            ErrorKind::Msg(text) => {
                let found: Diagnostics = drawn(text).iter().map(|found| self.found(found, None)).collect();
                if found.is_empty() { vec![self.plain(text)] } else { found }
            }
            _ => vec![self.plain(&error.to_string())],
        }
    }

    fn plain(&self, text: &str) -> Diagnostic {
        // The name of one of the site's own templates, as messages quote it.
        let own = self.own.iter().find(|(name, _)| text.contains(&format!("`{name}`")));
        let place = own.map_or(Place::Nowhere, |(_, own)| own.file.into());
        Diagnostic::new(Code::TemplateError, place, one_line(text)).help(HELP)
    }

    /// An error at a place in a template.
    fn found(&self, found: &Found<'_>, range: Option<(usize, usize)>) -> Diagnostic {
        let message = one_line(found.message);
        let unknown =
            found.message.strip_prefix("Unknown template `").and_then(|rest| rest.strip_suffix('`'));
        if let Some(unknown) = unknown {
            return self.missing(found.template, unknown, "includes");
        }
        let Some(own) = self.own.get(found.template) else {
            if let Some(diagnostic) = self.lacking_block(found) {
                return diagnostic;
            }
            let Found { template, line, column, .. } = found;
            let place = format!("{template}:{line}:{column}");
            let message = format!("{message}, in the built-in template {place}");
            return Diagnostic::new(Code::TemplateError, Place::Nowhere, message).help(
                "a template of the site replaces a part that this one builds on; compare it with the built-in one",
            );
        };
        let (start, end) = range.unwrap_or_else(|| {
            let start = offset(&own.text, found.line, found.column);
            (start, start + quoted(found.message).map_or(1, str::len))
        });
        Diagnostic::new(Code::TemplateError, Span::new(own.file, start, end), message).help(HELP)
    }

    /// A template that a template names, and that does not exist.
    fn missing(&self, template: &str, named: &str, verb: &str) -> Diagnostic {
        let message = format!("the template `{template}` {verb} `{named}`, which does not exist");
        let known = self.theme.iter().map(|built_in| built_in.name);
        let help = did_you_mean(named, known.chain(self.own.keys().map(String::as_str)));
        Diagnostic::new(Code::TemplateError, self.place_of(template, named), message)
            .help(help.unwrap_or_else(|| format!("write templates/{named}, or name one that exists")))
    }

    /// Templates that lead to themselves. The place is where the first of the site's own names the next.
    fn circle(&self, chain: &[&str], verb: &str) -> Diagnostic {
        let template = chain.last().copied().unwrap_or_default();
        let start = chain.iter().position(|name| *name == template).unwrap_or_default();
        let around = &chain[start..];
        let own = around.windows(2).find(|pair| self.own.contains_key(pair[0]));
        let place = own.map_or(Place::Nowhere, |pair| self.place_of(pair[0], pair[1]));
        let around: Vec<String> = around.iter().map(|name| format!("`{name}`")).collect();
        let message = format!("the template `{template}` {verb} itself: {}", around.join(" to "));
        Diagnostic::new(Code::TemplateError, place, message).help("take one of these steps out")
    }

    /// A block that a built-in template fills, and that the site's own template below it does not have.
    fn lacking_block(&self, found: &Found<'_>) -> Option<Diagnostic> {
        let block =
            found.message.strip_prefix("Block `")?.strip_suffix("` is not defined in any parent template")?;
        let text_of = |name: &str| self.theme.iter().find(|built_in| built_in.name == name).map(|it| it.text);
        let mut parent = parent_of(text_of(found.template)?)?;
        let own = loop {
            match self.own.get(parent) {
                Some(own) => break own,
                None => parent = parent_of(text_of(parent)?)?,
            }
        };
        let message = format!("this lacks the block `{block}`, which built-in templates fill");
        let help = format!("add `{{% block {block} %}}{{% endblock %}}` where it belongs");
        Some(Diagnostic::new(Code::TemplateError, own.file, message).help(help))
    }

    /// Where one of the site's own templates names another.
    fn place_of(&self, template: &str, named: &str) -> Place {
        let Some(own) = self.own.get(template) else { return Place::Nowhere };
        match name_in(&own.text, named) {
            Some(at) => Span::new(own.file, at, at + named.len()).into(),
            None => own.file.into(),
        }
    }

    /// Files in `templates/` that nothing uses: neither a page nor another template. A name is perhaps misspelt.
    fn unused(&self) -> Diagnostics {
        let built_in = || self.theme.iter().map(|template| template.name);
        let is_named = |name: &str| {
            let own = self.own.iter().filter(|(other, _)| *other != name).map(|(_, own)| own.text.as_str());
            own.chain(self.theme.iter().map(|template| template.text))
                .any(|text| name_in(text, name).is_some())
        };
        let unused = self.own.iter().filter(|(name, own)| {
            // Components are known by their own names, wherever they are defined.
            let defines = own.text.contains("{% component ") || own.text.contains("{%- component ");
            !built_in().any(|known| known == *name) && !is_named(name) && !defines
        });
        let tell = |(name, own): (&String, &Own)| {
            let help = did_you_mean(name, built_in()).unwrap_or_else(|| {
                "give it the name of a built-in template (docs/templates.md lists them), or include it in one"
                    .to_owned()
            });
            Diagnostic::new(Code::UnclaimedFile, own.file, "no page uses this template").help(help)
        };
        unused.map(tell).collect()
    }
}

/// The template on which a text builds.
fn parent_of(text: &str) -> Option<&str> {
    let name = text.split_once("{% extends \"")?.1;
    name.split_once('"').map(|(name, _)| name)
}

/// Where a template's text has a name between quotation marks.
fn name_in(text: &str, name: &str) -> Option<usize> {
    let quotes = ['"', '\'', '`'];
    let is_quoted = |at: &usize| {
        let before = text[..*at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        before.is_some_and(|quote| quotes.contains(&quote)) && before == after
    };
    text.match_indices(name).map(|(at, _)| at).find(is_quoted)
}

/// An error and its place in a template, lines and columns from 1.
struct Found<'e> {
    template: &'e str,
    line: usize,
    column: usize,
    message: &'e str,
}

/// Reads the errors that Tera draws into one text: `error: MESSAGE`, below it `--> TEMPLATE:LINE:COLUMN`, and a picture.
fn drawn(text: &str) -> Vec<Found<'_>> {
    let found = text.lines().zip(text.lines().skip(1)).filter_map(|(first, second)| {
        let message = first.strip_prefix("error: ")?;
        let mut place = second.trim_start().strip_prefix("--> ")?.rsplitn(3, ':');
        let column = place.next()?.parse().ok()?;
        let line = place.next()?.parse().ok()?;
        Some(Found { template: place.next()?, line, column, message })
    });
    found.collect()
}

/// The byte offset of a line and column, both from 1.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[start..];
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at)
}

/// What a message names in backticks.
fn quoted(message: &str) -> Option<&str> {
    message.split('`').nth(1)
}

/// Whether a file is a copy of the theme's own.
fn is_built_in(theme: &[TemplateSource], name: &str, text: &str) -> bool {
    theme.iter().any(|built_in| built_in.name == name && built_in.text == text)
}

/// A message as ours are: lower case, one line, without a full stop.
fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut characters = line.trim_end_matches('.').chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}
