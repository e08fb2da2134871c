//! The commands and their options: arguments in, exit status out.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::builder::PossibleValuesParser;
use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::build::{self as build_site, named_profile};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::explain;
use crate::model::date::Now;
use crate::pipeline::{Project, Timings, is_refused};
use crate::read;
use crate::report::{self, Format};
use crate::schema::{self, Ids, Subject};
use crate::source::Sources;

mod ask;
mod audit;
mod build;
mod check;
mod import;
mod mentions;
mod mv;
mod new;
mod progress;
mod serve;
mod withheld;

use audit::Audit;
use check::Check;
use import::Import;
use mentions::Mentions;
use mv::Mv;
use new::New;
use progress::Progress;
use serve::Serve;
use withheld::Withheld;

/// The version, and the commit that it was made from where that is known (build.rs).
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), env!("CHANCERY_BUILD"));

/// A static briefing-site generator: articles and metadata to a cross-linked site of actors, countries and events.
#[derive(Debug, Parser)]
#[command(name = "chancery", version = VERSION, propagate_version = true, max_term_width = 100)]
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
    /// Build in memory and search every file for what only withheld items contain
    ///
    /// Exit status: 0 nothing was found, 1 something was, 2 it could not be told.
    Audit(Audit),
    /// List what a build leaves out and why: markings, drafts, embargoes, expiry
    Withheld(Withheld),
    /// Show the site, drafts included, in a browser that follows every save; nothing is written
    Serve(Serve),
    /// Make a new site, a new article, actor or event, or the workflow that publishes a site
    ///
    /// Nothing that is there is ever overwritten. At a terminal, what was not given is asked for.
    #[command(subcommand)]
    New(New),
    /// Make files of what other programs know: events of a table, a calendar, a TimelineJS file
    #[command(subcommand)]
    Import(Import),
    /// Give a file or an id another name, everywhere in the content, and let its old address lead on
    ///
    /// Nothing is written unless every reference leads where it did. Exit status: 0 done, 1 the content has errors, 2 it
    /// cannot be moved so.
    Mv(Mv),
    /// Tell what becomes of each name in the texts: linked, left alone and why, never declared, never mentioned
    ///
    /// With `--apply` certain findings are added to the metadata of articles; with `--lock` the links of today's articles
    /// stay as they are, whatever names come later.
    Mentions(Mentions),
    /// Tell what a diagnostic means and how to mend it
    Explain {
        /// The code, as in `error[unknown-actor]`
        code: String,
    },
    /// Print a JSON Schema of metadata or of site.toml, by which editors complete and check
    Schema(SchemaOptions),
    /// Print what a shell needs to complete commands and options
    Completions {
        /// The shell
        shell: Shell,
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
    /// Tell which files were made, and why
    #[arg(long)]
    verbose: bool,
    /// Neither use what earlier builds have kept nor keep anything for later ones
    #[arg(long)]
    no_cache: bool,
}

#[derive(Debug, Args)]
struct SchemaOptions {
    /// Of what
    #[arg(value_parser = PossibleValuesParser::new(Subject::all().map(Subject::word)))]
    kind: String,
    /// Offer the ids of this site's own actors, topics, sources and so on
    #[arg(long)]
    ids: bool,
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

impl From<build_site::Failure> for Failure {
    fn from(build_site::Failure(message): build_site::Failure) -> Self {
        Failure(message)
    }
}

const DONE: u8 = 0;
const CONTENT: u8 = 1;
const CANNOT: u8 = 2;

/// The commands and options, for completions, man pages and docs/reference.md.
pub fn command() -> clap::Command {
    Arguments::command()
}

/// Runs the program.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match &arguments.command {
        Command::Build(options) => build::run(&arguments.common, options),
        Command::Check(options) => check::run(&arguments.common, options),
        Command::Audit(options) => audit::run(&arguments.common, options),
        Command::Withheld(options) => withheld::run(&arguments.common, options),
        Command::New(wanted) => new::run(&arguments.common, wanted),
        Command::Import(wanted) => import::run(&arguments.common, wanted),
        Command::Mv(options) => mv::run(&arguments.common, options),
        Command::Mentions(options) => mentions::run(&arguments.common, options),
        Command::Serve(options) => serve::serve(&arguments.common, options),
        Command::Explain { code } => explain(code),
        Command::Schema(options) => schema(&arguments.common, options),
        Command::Completions { shell } => completions(*shell),
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

fn completions(shell: Shell) -> Result<u8, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(), "chancery", &mut script);
    print(&String::from_utf8_lossy(&script));
    Ok(DONE)
}

fn schema(common: &Common, options: &SchemaOptions) -> Result<u8, Failure> {
    let subject = Subject::from_word(&options.kind).expect("clap lets only known words through");
    let ids = if options.ids { Some(ids(common)?) } else { None };
    print(&schema::text(subject, ids.as_ref()));
    Ok(DONE)
}

/// What the site has. Of content with mistakes: what could be read.
fn ids(common: &Common) -> Result<Ids, Failure> {
    let Opened { progress, project, .. } = open(common)?;
    progress.stop();
    Ok(Ids::of(project.documents(), &project.config))
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

/// Tells what keeps a command from running at all.
fn finish_early(common: &Common, sources: &Sources, mut diagnostics: Diagnostics) {
    report::sort(&mut diagnostics, sources);
    tell(common, &diagnostics, sources);
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
        Failure(format!(
            "there is no site.toml and no folder content/ in `{}` or above it; name the site's folder with `--root`, or make a site with `chancery new site`",
            here.display()
        ))
    })
}

/// A site that has been read, and what belongs to the command that asked for it.
struct Opened {
    start: Instant,
    timings: Timings,
    progress: Progress,
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
    Ok(Opened { start, timings, progress, project })
}

fn now(given: Option<&str>, config: &Config) -> Result<Now, Failure> {
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

// ---- words ----

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
