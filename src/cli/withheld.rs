//! `chancery withheld`: what a build leaves out and why, for a review before it is published.
//!
//! In: arguments. Out: a list on standard output, for people or as JSON, one object a line. What is left out is decided by
//! the filter that every build has; this only shows what it says.

use std::collections::BTreeMap;

use clap::Args;
use serde_json::{Map, Value, json};

use super::{CANNOT, CONTENT, Common, DONE, Failure, MessageFormat, Opened, now, open, plural, print, tell};
use crate::audience::{self, Left, What, Why};
use crate::build::named_profile;
use crate::config::Profile;
use crate::diagnostic::Diagnostics;
use crate::read;
use crate::report;
use crate::source::{Sources, Span};

#[derive(Debug, Args)]
pub struct Withheld {
    /// The audience [default: the first profile of site.toml]
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// The day or time that decides on embargo and expiry [default: `SOURCE_DATE_EPOCH`, else the clock]
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

pub fn run(common: &Common, options: &Withheld) -> Result<u8, Failure> {
    let Opened { progress, mut project, .. } = open(common)?;
    let settings_are_unread = read::has_unread_settings(&project.sources, &project.diagnostics);
    let settled = project.settler().settle(project.diagnostics.clone());
    let mut errors: Diagnostics = settled.into_iter().filter(|found| found.is_error()).collect();
    report::sort(&mut errors, &project.sources);
    if settings_are_unread {
        progress.stop();
        tell(common, &errors, &project.sources);
        return Ok(CANNOT);
    }
    let now = now(options.now.as_deref(), &project.config)?;
    let profile = match &options.profile {
        Some(name) => named_profile(&project.config, name)?.clone(),
        None => project.config.profiles[0].clone(),
    };
    let documents = project.take_documents();
    let left = audience::filter(documents, &project.sources, &project.config, &profile, now).left;
    progress.stop();
    // What could not be read is in no build, and in no list.
    tell(common, &errors, &project.sources);
    let mut rows: Vec<Row<'_>> = left.iter().map(|left| Row::new(left, &project.sources)).collect();
    rows.sort_by(|one, other| (one.path, one.line).cmp(&(other.path, other.line)));
    match common.message_format {
        MessageFormat::Json => rows.iter().for_each(|row| print(&format!("{}\n", row.json()))),
        MessageFormat::Human | MessageFormat::Github => print(&text(&rows, &profile)),
    }
    Ok(if errors.is_empty() { DONE } else { CONTENT })
}

/// Something left out, and where it stands.
struct Row<'r> {
    left: &'r Left,
    path: &'r str,
    line: usize,
    end_line: usize,
    name: String,
    why: Vec<Reason>,
}

/// A reason, and where a marking is written that does not stand with what it marks.
struct Reason {
    why: Why,
    elsewhere: Option<String>,
}

impl<'r> Row<'r> {
    fn new(left: &'r Left, sources: &'r Sources) -> Self {
        let (start, end) = sources.positions(left.span);
        // The end is exclusive: a portion's is the beginning of the line after it.
        let end_line = if end.column == 1 { end.line.saturating_sub(1) } else { end.line }.max(start.line);
        let name = match left.what {
            What::Portion => first_words(sources.text(left.span.file), left.span),
            _ => report::harmless(&left.name),
        };
        let reason = |why: &Why| Reason { elsewhere: elsewhere(why, left.span, sources), why: why.clone() };
        let why = left.why.iter().map(reason).collect();
        Row { left, path: sources.path(left.span.file), line: start.line, end_line, name, why }
    }

    fn human(&self) -> String {
        let lines = match self.left.what {
            What::Portion if self.end_line > self.line => format!("{}-{}", self.line, self.end_line),
            _ => self.line.to_string(),
        };
        let why: Vec<String> = self.why.iter().map(Reason::words).collect();
        format!("  {lines:>9}  {} `{}`: {}\n", self.left.what.words(), self.name, why.join(", "))
    }

    fn json(&self) -> Value {
        let why: Vec<Value> = self.why.iter().map(Reason::json).collect();
        json!({
            "file": self.path,
            "line": self.line,
            "end_line": self.end_line,
            "what": self.left.what.words(),
            "name": self.name,
            "why": why,
        })
    }
}

impl Reason {
    fn words(&self) -> String {
        match &self.why {
            Why::Marking(marking, _) => match &self.elsewhere {
                Some(place) => format!("{marking} ({place})"),
                None => marking.to_string(),
            },
            Why::Draft => "draft".to_owned(),
            Why::Embargo(until) => format!("embargo until {until}"),
            Why::Expired(since) => format!("expired since {since}"),
        }
    }

    fn json(&self) -> Value {
        let mut out = Map::new();
        let (reason, more) = match &self.why {
            Why::Marking(marking, _) => ("marking", Some(("marking", marking.label().to_owned()))),
            Why::Draft => ("draft", None),
            Why::Embargo(until) => ("embargo", Some(("until", until.clone()))),
            Why::Expired(since) => ("expired", Some(("since", since.clone()))),
        };
        out.insert("reason".to_owned(), reason.into());
        out.extend(more.map(|(key, value)| (key.to_owned(), value.into())));
        out.extend(self.elsewhere.clone().map(|place| ("said_by".to_owned(), place.into())));
        Value::Object(out)
    }
}

/// The place of a marking in another file: that of a folder, of a sidecar or of the site.
fn elsewhere(why: &Why, item: Span, sources: &Sources) -> Option<String> {
    match why {
        Why::Marking(_, None) => Some("default_marking of site.toml".to_owned()),
        Why::Marking(_, Some(place)) if place.file != item.file => {
            let line = sources.positions(*place).0.line;
            Some(format!("{}:{line}", sources.path(place.file)))
        }
        _ => None,
    }
}

/// How many characters of a portion are shown.
const SHOWN: usize = 60;

/// How a portion's text begins, without its fence.
fn first_words(text: &str, lines: Span) -> String {
    let inside = text.get(lines.start as usize..lines.end as usize).unwrap_or_default();
    let is_fence = |line: &str| line.trim_start_matches([' ', '>']).starts_with(":::");
    let words = inside.lines().filter(|line| !is_fence(line)).flat_map(str::split_whitespace);
    let words: Vec<&str> = words.filter(|word| *word != ">").take(SHOWN).collect();
    let whole = report::harmless(&words.join(" "));
    match whole.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}...", whole[..end].trim_end()),
        None => whole,
    }
}

fn text(rows: &[Row<'_>], profile: &Profile) -> String {
    let mut out = String::new();
    for rows in rows.chunk_by(|one, other| one.path == other.path) {
        out.push_str(&format!("{}\n", rows[0].path));
        rows.iter().for_each(|row| out.push_str(&row.human()));
    }
    out.push_str(&format!("profile {}, up to {}: {}\n", profile.name, profile.marking, counts(rows)));
    out
}

/// "2 articles and 1 alias left out"
fn counts(rows: &[Row<'_>]) -> String {
    let mut counts: BTreeMap<What, usize> = BTreeMap::new();
    for row in rows {
        *counts.entry(row.left.what).or_default() += 1;
    }
    let words: Vec<String> = counts.iter().map(|(what, count)| counted(*what, *count)).collect();
    match words.split_last() {
        None => "nothing is left out".to_owned(),
        Some((only, [])) => format!("{only} left out"),
        Some((last, others)) => format!("{} and {last} left out", others.join(", ")),
    }
}

fn counted(what: What, count: usize) -> String {
    match (what, count) {
        (What::Alias, 2..) => format!("{count} aliases"),
        (What::Item(crate::model::document::Kind::Country), 2..) => format!("{count} countries"),
        _ => plural(count, what.words()),
    }
}
