//! `chancery audit`: builds a site in memory and searches it for what it may not say.
//!
//! In: arguments. Out: where something was found, on standard output, and a status: 0 clean, 1 a leak, 2 it could not be
//! told.

use std::io::Write as _;

use clap::Args;
use serde_json::json;

use super::{
    CANNOT, CONTENT, Common, DONE, Failure, MessageFormat, Opened, now, open, plural, print, root, tell,
};
use crate::audit::{self, Found, Leak, Origin, Remark, Sample, Search, Sort, Where};
use crate::build::{known_so_far, named_profile};
use crate::diagnostic::Diagnostics;
use crate::pipeline::{self, Output, is_refused};
use crate::read;
use crate::report;
use crate::source::Sources;

#[derive(Debug, Args)]
pub struct Audit {
    /// The audience whose site is searched [default: the first profile of site.toml]
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// The day or time that decides on embargo and expiry [default: `SOURCE_DATE_EPOCH`, else the clock]
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    /// Tell what is searched for
    #[arg(long)]
    verbose: bool,
}

pub fn run(common: &Common, options: &Audit) -> Result<u8, Failure> {
    let Opened { mut timings, progress, project, .. } = open(common)?;
    if read::has_unread_settings(&project.sources, &project.diagnostics) {
        progress.stop();
        return Ok(cannot(common, project.diagnostics.clone(), &project.sources));
    }
    let now = now(options.now.as_deref(), &project.config)?;
    let profile = match &options.profile {
        Some(name) => named_profile(&project.config, name)?.clone(),
        None => project.config.profiles[0].clone(),
    };
    progress.stage("looking what is withheld");
    let sample = Sample::new();
    let search = Search::new(&project.sources, project.documents(), &project.config, &profile, now, &sample);
    progress.stage("linking");
    let (project, editions) = pipeline::editions(project, std::slice::from_ref(&profile), now, &mut timings);
    let mut settler = project.settler();
    let mut diagnostics = settler.settle(known_so_far(&project, &editions));
    if is_refused(&diagnostics, false) {
        progress.stop();
        return Ok(cannot(common, diagnostics, &project.sources));
    }
    progress.stage("searching");
    let output = Output::new(&editions[0], false);
    let mut found = audit::search(&output, &search, &|| progress.count(&output));
    diagnostics.extend(settler.settle(output.diagnostics()));
    progress.stop();
    if is_refused(&diagnostics, false) {
        return Ok(cannot(common, diagnostics, &project.sources));
    }
    found.remarks.extend(audit::remarks(
        &root(common)?,
        &project.sources,
        &search,
        &project.config,
        &profile,
    ));
    let page = Page { common, sources: &project.sources };
    if options.verbose {
        page.searched_for(&search);
    }
    page.remarks(&found.remarks);
    page.leaks(&found);
    page.summary(&found, &search, &profile.name);
    Ok(if found.leaks.is_empty() { DONE } else { CONTENT })
}

/// A site that is not built cannot be searched: what keeps it from being built is told.
fn cannot(common: &Common, mut diagnostics: Diagnostics, sources: &Sources) -> u8 {
    diagnostics.retain(crate::diagnostic::Diagnostic::is_error);
    report::sort(&mut diagnostics, sources);
    tell(common, &diagnostics, sources);
    CANNOT
}

/// How many places of one leak are shown to a person.
const PLACES: usize = 5;

/// What a person or a program gets to see.
struct Page<'p> {
    common: &'p Common,
    sources: &'p Sources,
}

impl Page<'_> {
    fn is_json(&self) -> bool {
        self.common.message_format == MessageFormat::Json
    }

    /// Where something comes from.
    fn origin(&self, origin: &Origin) -> String {
        match origin.place {
            Some(place) => {
                format!("{}:{}", self.sources.path(place.file), self.sources.positions(place).0.line)
            }
            None => "site.toml".to_owned(),
        }
    }

    fn searched_for(&self, search: &Search) {
        for origin in search.names() {
            let (words, text) = (words(origin.sort), report::harmless(&origin.text));
            print(&format!("searched for: {words} `{text}` ({})\n", self.origin(origin)));
        }
        print(&format!(
            "searched for: {} of longer texts, {}\n",
            plural(search.sentences(), "part"),
            plural(search.files(), "file")
        ));
    }

    fn remarks(&self, remarks: &[Remark]) {
        for Remark { path, message, help } in remarks {
            let text = if self.is_json() {
                format!(
                    "{}\n",
                    json!({"severity": "warning", "message": message, "file": path, "help": help})
                )
            } else {
                let place = path.as_ref().map_or_else(String::new, |path| format!("  --> {path}\n"));
                format!("warning: {message}\n{place}   = help: {help}\n")
            };
            let _ = anstream::stderr().write_all(text.as_bytes());
        }
    }

    fn leaks(&self, found: &Found) {
        if self.is_json() {
            return found.leaks.iter().for_each(|leak| print(&self.json(leak)));
        }
        for (origin, leaks) in audit::by_origin(&found.leaks) {
            let (words, text) = (words(origin.sort), report::harmless(&origin.text));
            print(&format!("leak: {words} `{text}`, from {}\n", self.origin(origin)));
            for leak in leaks.iter().take(PLACES) {
                print(&format!("  --> {}\n", place(leak)));
            }
            if leaks.len() > PLACES {
                print(&format!("  and in {}\n", plural(leaks.len() - PLACES, "more file")));
            }
        }
    }

    fn json(&self, leak: &Leak) -> String {
        let (at, line, column) = match leak.at {
            Where::Text { line, column } => ("text", Some(line), Some(column)),
            Where::Path => ("path", None, None),
            Where::Whole => ("file", None, None),
            Where::Bytes => ("bytes", None, None),
        };
        let start = leak.origin.place.map(|place| self.sources.positions(place).0.line);
        let file = leak.origin.place.map(|place| self.sources.path(place.file));
        let value = json!({
            "output": leak.path, "in": at, "line": line, "column": column, "found": leak.found,
            "sort": words(leak.origin.sort), "text": leak.origin.text,
            "file": file.unwrap_or("site.toml"), "source_line": start,
        });
        format!("{value}\n")
    }

    fn summary(&self, found: &Found, search: &Search, profile: &str) {
        if self.is_json() {
            return;
        }
        let searched = format!(
            "profile {profile}: {} searched for {} and {} of longer texts",
            plural(found.files, "file"),
            plural(search.names().len(), "name"),
            plural(search.sentences(), "part")
        );
        let leaks = audit::by_origin(&found.leaks).len();
        let end = match (leaks, found.remarks.len()) {
            (0, 0) => "clean".to_owned(),
            (0, remarks) => format!("clean, but for {}", plural(remarks, "warning")),
            (leaks, _) => plural(leaks, "leak"),
        };
        print(&format!("{searched}: {end}\n"));
    }
}

fn words(sort: Sort) -> &'static str {
    match sort {
        Sort::Name => "name",
        Sort::Text => "text",
        Sort::Canary => "canary",
    }
}

fn place(leak: &Leak) -> String {
    let found = report::harmless(&leak.found);
    match leak.at {
        Where::Text { line, column } => format!("{}:{line}:{column}: `{found}`", leak.path),
        Where::Path => format!("{}: in its path: `{found}`", leak.path),
        Where::Whole => format!("{}: this is the file `{found}`", leak.path),
        Where::Bytes => format!("{}: among its bytes: `{found}`", leak.path),
    }
}
