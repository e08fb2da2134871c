//! `chancery mentions`: what becomes of each name in the texts, as a report; its certain findings put into metadata; and the
//! lock of old articles' links.
//!
//! In: arguments. Out: a report on standard output, or changed files and what was changed in them.

use std::path::Path;

use clap::{Args, ValueEnum};

use super::{
    CANNOT, CONTENT, Common, DONE, Failure, Opened, finish_early, now, open, plural, print, root, tell,
};
use crate::build::named_profile;
use crate::config::{self, Config};
use crate::diagnostic::{Diagnostics, did_you_mean};
use crate::lock;
use crate::mentioned::{self, Applied, Thresholds, Unapplied};
use crate::mv::{self, Changed};
use crate::new::{self, NewFile};
use crate::pipeline::{self, Edition, Project};
use crate::read;
use crate::report;
use crate::source::Sources;

#[derive(Debug, Args)]
pub struct Mentions {
    /// How the report is written
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: ReportFormat,
    /// The audience whose site is looked at [default: the first profile of site.toml]
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// Only this article, profile or page: its path, or an article's slug
    #[arg(long, value_name = "PATH")]
    article: Option<String>,
    /// From how many mentions on an article names somebody often
    #[arg(long, value_name = "NUMBER", default_value = "3", value_parser = clap::value_parser!(u16).range(1..))]
    often: u16,
    /// In how many articles a phrase must stand to be a candidate for a new actor
    #[arg(long, value_name = "NUMBER", default_value = "3", value_parser = clap::value_parser!(u16).range(1..))]
    recurring: u16,
    /// Add the actors and countries that articles certainly name often to their metadata
    #[arg(long, conflicts_with_all = ["profile", "format", "lock"])]
    apply: bool,
    /// Write links.lock: the names by which the articles of all profiles link now
    #[arg(long, conflicts_with_all = ["profile", "format", "article"])]
    lock: bool,
    /// Tell what `--apply` or `--lock` would write, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// The day or time that decides on embargo and expiry [default: `SOURCE_DATE_EPOCH`, else the clock]
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    Table,
    Json,
}

pub fn run(common: &Common, options: &Mentions) -> Result<u8, Failure> {
    match (options.apply, options.lock) {
        (true, _) => apply(common, options),
        (_, true) => freeze(common, options),
        _ if options.dry_run => Err(Failure("`--dry-run` goes with `--apply` or `--lock`".to_owned())),
        _ => report(common, options),
    }
}

/// The errors of a project, told; and whether there is any use in going on.
fn errors(common: &Common, project: &Project) -> (Diagnostics, bool) {
    let settled = project.settler().settle(project.diagnostics.clone());
    let mut errors: Diagnostics = settled.into_iter().filter(|found| found.is_error()).collect();
    report::sort(&mut errors, &project.sources);
    tell(common, &errors, &project.sources);
    (errors, read::has_unread_settings(&project.sources, &project.diagnostics))
}

fn report(common: &Common, options: &Mentions) -> Result<u8, Failure> {
    let Opened { progress, project, mut timings, .. } = open(common)?;
    progress.stop();
    let (errors, is_unread) = errors(common, &project);
    if is_unread {
        return Ok(CANNOT);
    }
    let now = now(options.now.as_deref(), &project.config)?;
    let profile = match &options.profile {
        Some(name) => named_profile(&project.config, name)?.clone(),
        None => project.config.profiles[0].clone(),
    };
    let (_, editions) = pipeline::editions(project, &[profile], now, &mut timings);
    let edition = &editions[0];
    let only = match &options.article {
        Some(wanted) => Some(mentioned::find(edition, wanted).ok_or_else(|| unknown(edition, wanted))?),
        None => None,
    };
    let thresholds = Thresholds { often: options.often.into(), recurring: options.recurring.into() };
    let report = mentioned::report(edition, thresholds, only);
    match options.format {
        ReportFormat::Table => print(&mentioned::table(&report)),
        ReportFormat::Json => print(&format!("{:#}\n", mentioned::json(&report))),
    }
    Ok(if errors.is_empty() { DONE } else { CONTENT })
}

fn unknown(edition: &Edition, wanted: &str) -> Failure {
    let slugs = edition.site.articles.iter().map(|article| article.slug.as_str());
    let near = did_you_mean(wanted, slugs)
        .unwrap_or_else(|| "name a file below the site's folder, or an article's slug".to_owned());
    let profile = match edition.profile.name.as_str() {
        "" => String::new(),
        name => format!(" in profile {name}"),
    };
    Failure(format!("there is no text `{wanted}`{profile}; {near}"))
}

// ---- --apply ----

fn apply(common: &Common, options: &Mentions) -> Result<u8, Failure> {
    let root = root(common)?;
    let (sources, diagnostics) = read::read(&root)
        .map_err(|error| Failure(format!("cannot read the folder `{}`: {error}", root.display())))?;
    if read::has_unread_settings(&sources, &diagnostics) {
        finish_early(common, &sources, diagnostics);
        return Ok(CANNOT);
    }
    let now = now(options.now.as_deref(), &settings(&sources))?;
    let only = options.article.as_deref();
    match mentioned::apply(&sources, &diagnostics, only, options.often.into(), now) {
        Ok(applied) => finish(&root, &applied, options.dry_run),
        Err(Unapplied::Errors(errors, sources)) => {
            finish_early(common, &sources, errors);
            let what = "error: the content has errors, and nothing was added: mend them first\n";
            let _ = std::io::Write::write_all(&mut anstream::stderr(), what.as_bytes());
            Ok(CONTENT)
        }
        Err(Unapplied::Unknown(wanted)) => Err(Failure(format!("there is no text `{wanted}`"))),
        Err(Unapplied::Refused(why)) => {
            Err(Failure(format!("{}; nothing was changed", why.join("\nerror: "))))
        }
    }
}

fn settings(sources: &Sources) -> Config {
    sources.find("site.toml").map(|file| config::parse(file, sources.text(file)).0).unwrap_or_default()
}

fn finish(root: &Path, applied: &Applied, dry_run: bool) -> Result<u8, Failure> {
    if !dry_run && !applied.files.is_empty() {
        mv::put(root, &applied.files)?;
    }
    for (path, key, values) in &applied.added {
        print(&format!("{path}: {key} + {}\n", values.join(", ")));
    }
    for (path, why) in &applied.left {
        print(&format!("note: {path}: {why}\n"));
    }
    let added: usize = applied.added.iter().map(|(_, _, values)| values.len()).sum();
    let done = if dry_run { "would add" } else { "added" };
    let files = plural(applied.files.len(), "file");
    print(&format!("{done} {} to the metadata of {files}\n", plural(added, "name")));
    Ok(DONE)
}

// ---- --lock ----

fn freeze(common: &Common, options: &Mentions) -> Result<u8, Failure> {
    let root = root(common)?;
    let Opened { progress, mut project, mut timings, .. } = open(common)?;
    progress.stop();
    let (errors, is_unread) = errors(common, &project);
    // A lock that cannot be read is written anew.
    let is_lock = |file| file == project.sources.find(lock::FILE);
    if is_unread || errors.iter().any(|found| !is_lock(found.file())) {
        return Ok(if is_unread { CANNOT } else { CONTENT });
    }
    let now = now(options.now.as_deref(), &project.config)?;
    let profiles = project.config.profiles.clone();
    project.lock = Default::default();
    let old = project.sources.find(lock::FILE).map(|file| project.sources.text(file).to_owned());
    let (_, editions) = pipeline::editions(project, &profiles, now, &mut timings);
    let new = mentioned::freeze(&editions);
    let (added, removed) = differing(old.as_deref().unwrap_or_default(), &new);
    if options.dry_run {
        print(&new);
        return Ok(DONE);
    }
    let is_same = old.as_ref() == Some(&new);
    let to = || lock::FILE.to_owned();
    match old {
        Some(old) if !is_same => mv::put(&root, &[Changed { from: to(), to: to(), old, new }])?,
        Some(_) => {}
        None => new::create(&root, &[NewFile { path: to(), text: new }])?,
    }
    let state = if is_same { "is as it was" } else { "written" };
    print(&format!("{} {state}: {} more, {} fewer\n", lock::FILE, plural(added, "line"), removed));
    Ok(DONE)
}

/// How many lines one text has that the other has not, and the other way round.
fn differing(old: &str, new: &str) -> (usize, usize) {
    let (old, new) = (entries(old), entries(new));
    let missing = |from: &[String], other: &[String]| {
        from.iter().filter(|entry| other.binary_search(entry).is_err()).count()
    };
    (missing(&new, &old), missing(&old, &new))
}

/// Every line that says something, each with the article that it belongs to.
fn entries(text: &str) -> Vec<String> {
    let mut article = "";
    let mut out = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        if !line.starts_with([' ', '\t']) {
            article = line;
        }
        out.push(format!("{article}\n{}", line.trim()));
    }
    out.sort();
    out
}
