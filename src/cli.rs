//! The commands and their options: arguments in, exit status out.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::{self, Config, Profile};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, did_you_mean};
use crate::explain;
use crate::model::date::Now;
use crate::pipeline::{self, Edition, Output, Project, Timings, is_refused};
use crate::read;
use crate::report::{self, Format};
use crate::source::Sources;
use crate::write::{self, Stats, WriteError};

mod progress;
mod serve;

use progress::Progress;
use serve::Serve;

/// A static briefing-site generator: articles and metadata to a cross-linked site of actors, countries and events.
#[derive(Debug, Parser)]
#[command(name = "chancery", version, propagate_version = true, max_term_width = 100)]
struct Arguments {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Args)]
struct Common {
    /// The site's folder [default: the nearest one upward that holds a site.toml or content/]
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
    /// How problems are told on standard error
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human")]
    message_format: MessageFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum MessageFormat {
    Human,
    Json,
    Github,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the site into its output folder
    Build(Build),
    /// Tell everything that a build would say, of all profiles unless one is named; nothing is written
    Check(Check),
    /// Show the site, drafts included, in a browser that follows every save; nothing is written
    Serve(Serve),
    /// Tell what a diagnostic means and how to mend it
    Explain {
        /// The code, as in `error[unknown-actor]`
        code: String,
    },
}

#[derive(Debug, Args)]
struct Build {
    #[command(flatten)]
    when: When,
    /// The audience to build for [default: the first profile of site.toml]
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// Build for every audience, each into its own folder
    #[arg(long, conflicts_with_all = ["profile", "output", "base_url"])]
    all_profiles: bool,
    /// The output folder, instead of the profile's
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// The address under which the site will stand, instead of the profile's
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Build drafts, too
    #[arg(long)]
    drafts: bool,
    /// Tell how long each stage took
    #[arg(long)]
    timings: bool,
    /// Tell more of what is done
    #[arg(long)]
    verbose: bool,
}

#[derive(Debug, Args)]
struct Check {
    #[command(flatten)]
    when: When,
    /// The audience to check for [default: all]
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
}

#[derive(Debug, Args)]
struct When {
    /// Fail on warnings, too
    #[arg(long)]
    strict: bool,
    /// The day or time that decides on embargo and expiry [default: `SOURCE_DATE_EPOCH`, else the clock]
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

/// Why a command could not run; its status is 2.
struct Failure(String);

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        Failure(error.to_string())
    }
}

const DONE: u8 = 0;
const CONTENT: u8 = 1;
const CANNOT: u8 = 2;

/// Runs the program.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match &arguments.command {
        Command::Build(options) => build(&arguments.common, options),
        Command::Check(options) => check(&arguments.common, options),
        Command::Serve(options) => serve::serve(&arguments.common, options),
        Command::Explain { code } => explain(code),
    };
    match result {
        Ok(status) => ExitCode::from(status),
        Err(Failure(message)) => {
            let _ = writeln!(anstream::stderr(), "error: {message}");
            ExitCode::from(CANNOT)
        }
    }
}

fn explain(code: &str) -> Result<u8, Failure> {
    let bare =
        code.trim().trim_start_matches("error[").trim_start_matches("warning[").trim_start_matches("note[");
    let bare = bare.trim_end_matches(']');
    let Some(known) = Code::from_name(bare) else {
        let names = || Code::ALL.iter().map(|code| code.name());
        let near = did_you_mean(bare, names())
            .unwrap_or_else(|| format!("known are {}", names().collect::<Vec<_>>().join(", ")));
        return Err(Failure(format!("there is no diagnostic `{bare}`; {near}")));
    };
    print(&explain::text(known));
    Ok(DONE)
}

fn build(common: &Common, options: &Build) -> Result<u8, Failure> {
    let Opened { start, mut timings, progress, root, mut project } = open(common)?;
    if read::has_unread_settings(&project.sources, &project.diagnostics) {
        return finish(common, &project, project.diagnostics.clone(), Some(CANNOT), false, &progress);
    }
    let now = now(&options.when, &project.config)?;
    let profiles = profiles_to_build(&project, options)?;
    let folders: Vec<PathBuf> =
        profiles.iter().map(|profile| output_folder(&root, options, profile)).collect();
    folders.iter().try_for_each(|folder| keeps_apart(folder, &root))?;
    if let Some(refusal) = folders.iter().find_map(|folder| claim(folder, &root)) {
        return refused_folder(common, &project, refusal?, &progress);
    }
    progress.stage("linking");
    let editions = pipeline::editions(&mut project, &profiles, now, &mut timings);
    let project = editions[0].project;
    let mut settler = project.settler();
    let mut diagnostics = settler.settle(known_so_far(project, &editions));
    let strict = options.when.strict;
    let mut stats = Vec::new();
    if !is_refused(&diagnostics, strict) {
        progress.stage("writing");
        let jobs: Vec<(&Edition<'_>, &Path)> =
            editions.iter().zip(folders.iter().map(PathBuf::as_path)).collect();
        let watch = |output: &Output<'_>| progress.count(output);
        stats = timings.measure("render and write", || {
            pipeline::write_all(&jobs, strict, &mut settler, &mut diagnostics, &watch)
        })?;
    } else {
        // What templates and finished pages would add is told in the same run.
        for edition in &editions {
            diagnostics.extend(settler.settle(Output::new(edition, false).try_all()));
        }
    }
    diagnostics.extend(settler.unused());
    progress.stop();
    let status = finish(common, project, diagnostics, None, strict, &progress)?;
    if common.message_format == MessageFormat::Human && status == DONE {
        print(&summary(&editions, &folders, &stats, &root, start.elapsed(), options.verbose));
    }
    if options.timings {
        let _ = write!(anstream::stderr(), "{}", timings_text(&timings));
    }
    Ok(status)
}

fn check(common: &Common, options: &Check) -> Result<u8, Failure> {
    let Opened { start, mut timings, progress, mut project, .. } = open(common)?;
    if read::has_unread_settings(&project.sources, &project.diagnostics) {
        return finish(common, &project, project.diagnostics.clone(), Some(CANNOT), false, &progress);
    }
    let now = now(&options.when, &project.config)?;
    let profiles = match &options.profile {
        Some(name) => vec![named_profile(&project, name)?.clone()],
        None => project.config.profiles.clone(),
    };
    progress.stage("checking");
    let editions = pipeline::editions(&mut project, &profiles, now, &mut timings);
    let project = editions[0].project;
    let mut settler = project.settler();
    let mut diagnostics = settler.settle(known_so_far(project, &editions));
    for edition in &editions {
        diagnostics.extend(settler.settle(Output::new(edition, true).try_all()));
    }
    diagnostics.extend(settler.unused());
    progress.stop();
    let clean = diagnostics.is_empty();
    let status = finish(common, project, diagnostics, None, options.when.strict, &progress)?;
    if clean && common.message_format == MessageFormat::Human {
        let pages: usize = editions.iter().map(|edition| edition.plan.pages.len()).sum();
        print(&format!(
            "checked {} in {:.2} s: nothing to mend\n",
            plural(pages, "page"),
            start.elapsed().as_secs_f64()
        ));
    }
    Ok(status)
}

/// All that is known before anything is made.
fn known_so_far(project: &Project, editions: &[Edition<'_>]) -> Diagnostics {
    let own = editions.iter().flat_map(|edition| edition.diagnostics.iter().cloned());
    project.diagnostics.iter().cloned().chain(own).collect()
}

/// Tells all problems; the exit status that they come to.
fn finish(
    common: &Common,
    project: &Project,
    mut diagnostics: Diagnostics,
    status: Option<u8>,
    strict: bool,
    progress: &Progress,
) -> Result<u8, Failure> {
    progress.stop();
    report::sort(&mut diagnostics, &project.sources);
    tell(common, &diagnostics, &project.sources);
    Ok(status.unwrap_or(if is_refused(&diagnostics, strict) { CONTENT } else { DONE }))
}

fn tell(common: &Common, diagnostics: &[Diagnostic], sources: &Sources) {
    let mut text = report::render(diagnostics, sources, format(common.message_format));
    if common.message_format == MessageFormat::Human
        && let Some(summary) = report::summary(diagnostics)
    {
        text.push_str(&summary);
        text.push('\n');
    }
    let _ = anstream::stderr().write_all(text.as_bytes());
}

/// How the terminal at standard error wants it.
fn format(wanted: MessageFormat) -> Format {
    let stderr = io::stderr();
    match wanted {
        MessageFormat::Human => Format::Human {
            color: anstream::AutoStream::choice(&stderr) != anstream::ColorChoice::Never,
            width: terminal_size::terminal_size_of(&stderr).map_or(120, |(width, _)| usize::from(width.0)),
        },
        MessageFormat::Json => Format::Json,
        MessageFormat::Github => Format::Github,
    }
}

fn print(text: &str) {
    // A reader that closes its end early, as `head` does, is no failure of ours.
    let _ = anstream::stdout().write_all(text.as_bytes());
}

// ---- where and when ----

/// The folder given, else the nearest upward that is a site.
fn root(common: &Common) -> Result<PathBuf, Failure> {
    if let Some(root) = &common.root {
        return if root.is_dir() {
            Ok(root.clone())
        } else {
            Err(Failure(format!("there is no folder `{}`", root.display())))
        };
    }
    let here = std::env::current_dir()
        .map_err(|error| Failure(format!("cannot tell the current folder: {error}")))?;
    // Whether the settings can be read is told later.
    let has_settings = |folder: &Path| folder.join("site.toml").symlink_metadata().is_ok();
    let site = here.ancestors().find(|folder| has_settings(folder) || folder.join("content").is_dir());
    site.map(Path::to_owned).ok_or_else(|| {
        Failure(format!("there is no site.toml and no folder content/ in `{}` or above it", here.display()))
    })
}

/// A site that has been read, and what belongs to the command that asked for it.
struct Opened {
    start: Instant,
    timings: Timings,
    progress: Progress,
    root: PathBuf,
    project: Project,
}

fn open(common: &Common) -> Result<Opened, Failure> {
    let start = Instant::now();
    let mut timings = Timings::default();
    let progress = Progress::start(common.message_format == MessageFormat::Human);
    let root = root(common)?;
    progress.stage("reading");
    let (sources, diagnostics) = timings
        .measure("read", || read::read(&root))
        .map_err(|error| Failure(format!("cannot read the folder `{}`: {error}", root.display())))?;
    progress.stage("parsing");
    let project = Project::new(sources, diagnostics, &mut timings);
    Ok(Opened { start, timings, progress, root, project })
}

fn now(when: &When, config: &Config) -> Result<Now, Failure> {
    moment(when.now.as_deref(), config)
}

/// The moment given, else the environment's, else this one.
fn moment(given: Option<&str>, config: &Config) -> Result<Now, Failure> {
    if let Some(text) = given {
        return Now::parse(text, &config.timezone)
            .map_err(|error| Failure(format!("--now: {}; {}", error.message, error.help)));
    }
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) if !text.is_empty() => {
            let seconds = text.trim().parse().ok().and_then(Now::from_epoch_seconds);
            seconds.ok_or_else(|| {
                Failure(format!("SOURCE_DATE_EPOCH is `{text}`, which is no number of seconds"))
            })
        }
        _ => Ok(Now::at(jiff::Timestamp::now())),
    }
}

fn named_profile<'p>(project: &'p Project, name: &str) -> Result<&'p Profile, Failure> {
    project.profile(name).ok_or_else(|| {
        let known: Vec<&str> = project.config.profiles.iter().map(|profile| profile.name.as_str()).collect();
        Failure(format!("there is no profile `{name}`; site.toml has {}", known.join(", ")))
    })
}

fn profiles_to_build(project: &Project, options: &Build) -> Result<Vec<Profile>, Failure> {
    let mut profiles = match &options.profile {
        Some(name) => vec![named_profile(project, name)?.clone()],
        None if options.all_profiles => project.config.profiles.clone(),
        None => project.config.profiles.iter().take(1).cloned().collect(),
    };
    for profile in &mut profiles {
        profile.drafts |= options.drafts;
        if let Some(url) = &options.base_url {
            let url = config::base_url(url).map_err(|why| Failure(format!("--base-url: `{url}` {why}")))?;
            profile.base_url = Some(url);
        }
    }
    Ok(profiles)
}

fn output_folder(root: &Path, options: &Build, profile: &Profile) -> PathBuf {
    options.output.clone().unwrap_or_else(|| root.join(&profile.output))
}

/// Refuses a folder where the output would mix with what the site is made of, whatever links lead there.
fn keeps_apart(folder: &Path, root: &Path) -> Result<(), Failure> {
    let real = |path: &Path| {
        real(path).map_err(|error| Failure(format!("cannot look at `{}`: {error}", path.display())))
    };
    let (place, root) = (real(folder)?, real(root)?);
    let below = place.strip_prefix(&root).ok().and_then(|below| below.components().next());
    let kept = below.and_then(|first| config::kept(&first.as_os_str().to_string_lossy()));
    let why = if place == root {
        "that is the site's own folder".to_owned()
    } else if root.starts_with(&place) {
        "the site's own folder is in it".to_owned()
    } else if let Some(kept) = kept {
        format!("`{kept}` is not for output")
    } else {
        return Ok(());
    };
    Err(Failure(format!("the output folder cannot be `{}`: {why}", folder.display())))
}

/// Where a folder lies that is perhaps not there yet, links followed.
fn real(path: &Path) -> io::Result<PathBuf> {
    let mut missing = Vec::new();
    let mut there = std::path::absolute(path)?;
    let mut out = loop {
        match there.canonicalize() {
            Ok(real) => break real,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        missing.extend(there.components().next_back().map(|part| part.as_os_str().to_owned()));
        if !there.pop() {
            break there;
        }
    };
    for part in missing.into_iter().rev() {
        if part == ".." {
            out.pop();
        } else {
            out.push(part);
        }
    }
    Ok(out)
}

/// The diagnostic of a folder that is not ours, or a failure to look at it.
fn claim(folder: &Path, root: &Path) -> Option<Result<Diagnostic, Failure>> {
    match write::claim(folder) {
        Ok(()) => None,
        Err(WriteError::NotOurs { path }) => {
            let shown = path.strip_prefix(root).unwrap_or(&path).display().to_string();
            Some(Ok(Diagnostic::new(
                Code::OutputNotOurs,
                Place::Nowhere,
                format!("`{shown}` is not empty and was not made by Chancery, so it is left alone"),
            )
            .help("choose another folder with `--output` or the profile's `output`, or empty this one")))
        }
        Err(error) => Some(Err(error.into())),
    }
}

fn refused_folder(
    common: &Common,
    project: &Project,
    refusal: Diagnostic,
    progress: &Progress,
) -> Result<u8, Failure> {
    finish(common, project, vec![refusal], Some(CANNOT), false, progress)
}

// ---- words ----

fn summary(
    editions: &[Edition<'_>],
    folders: &[PathBuf],
    stats: &[Stats],
    root: &Path,
    elapsed: Duration,
    verbose: bool,
) -> String {
    let mut out = String::new();
    for ((edition, folder), stats) in editions.iter().zip(folders).zip(stats) {
        let shown = folder.strip_prefix(root).unwrap_or(folder).display();
        out.push_str(&format!(
            "{shown}: {}, {} written, {} removed",
            plural(edition.plan.pages.len(), "page"),
            plural(stats.written, "file"),
            stats.removed
        ));
        if editions.len() > 1 {
            out.push_str(&format!(" (profile {}, up to {})", edition.profile.name, edition.profile.marking));
        }
        out.push('\n');
        if verbose {
            let site = &edition.site;
            out.push_str(&format!(
                "  {}, {}, {}, {}, {}; {} files of {} bytes in all\n",
                plural(site.articles.len(), "article"),
                plural(site.actors.len(), "actor"),
                plural(site.topics.len(), "topic"),
                plural(site.events.len(), "event"),
                plural(site.sources.len(), "source"),
                stats.files,
                stats.bytes
            ));
        }
    }
    let next = editions.iter().filter_map(|edition| edition.next_change).min();
    let next = next.map_or_else(String::new, |next| format!("; the output next changes by itself at {next}"));
    out.push_str(&format!("done in {:.2} s{next}\n", elapsed.as_secs_f64()));
    out
}

fn plural(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

fn timings_text(timings: &Timings) -> String {
    let row = |(stage, time, memory): &(&str, Duration, Option<u64>)| {
        let held = memory.map_or_else(String::new, |mebibytes| format!(" {mebibytes:6} MiB"));
        format!("{stage:>18} {:9.1} ms{held}\n", time.as_secs_f64() * 1000.0)
    };
    timings.0.iter().map(row).collect()
}

/// Whether a person is looking.
fn is_watched() -> bool {
    io::stderr().is_terminal()
}
