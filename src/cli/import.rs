//! `chancery import`: a file of events in, new files and what was left out of them out.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use clap::{Args, Subcommand, ValueEnum};

use super::{CANNOT, CONTENT, Common, DONE, Failure, finish_early, now, plural, print, root, tell};
use crate::config::{self, Config};
use crate::diagnostic::any_error;
use crate::import::{self, Given, Ground, Imported, Made};
use crate::new::{self, NewFile};
use crate::{read, report};

#[derive(Debug, Subcommand)]
pub enum Import {
    /// Make a file in content/events/ of each event of a table, a calendar or a TimelineJS file
    ///
    /// Nothing that is there is overwritten: an event whose id is there already is told and skipped. With a problem in
    /// the file nothing is written at all. Exit status: 0 done, 1 the file or the content has errors, 2 it could not run.
    Events(Events),
}

#[derive(Debug, Args)]
pub struct Events {
    /// The file: .csv, .ics or .json; `-` reads standard input
    file: PathBuf,
    /// What it is, where its name does not say so
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// Tell what would be made and write nothing
    #[arg(long)]
    dry_run: bool,
    /// The day or time that decides on embargo and expiry [default: `SOURCE_DATE_EPOCH`, else the clock]
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table: ours, that of TimelineJS's spreadsheet, or any with columns `date` and `title`
    Csv,
    /// A calendar
    Ics,
    /// TimelineJS 3
    Json,
}

impl From<Format> for import::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Csv => import::Format::Csv,
            Format::Ics => import::Format::Ics,
            Format::Json => import::Format::Json,
        }
    }
}

pub fn run(common: &Common, wanted: &Import) -> Result<u8, Failure> {
    let Import::Events(options) = wanted;
    let given = given(options)?;
    let root = root(common)?;
    let (sources, diagnostics) = read::read(&root)
        .map_err(|error| Failure(format!("cannot read the folder `{}`: {error}", root.display())))?;
    if read::has_unread_settings(&sources, &diagnostics) {
        finish_early(common, &sources, diagnostics);
        return Ok(CANNOT);
    }
    let settings = sources.find("site.toml").map(|file| config::parse(file, sources.text(file)).0);
    let config: Config = settings.unwrap_or_default();
    let now = now(options.now.as_deref(), &config)?;
    let ground = Ground { sources: &sources, slugs: config.slugs, zone: &config.timezone, now };
    let mut imported = import::events(&given, &ground);
    report::sort(&mut imported.diagnostics, &imported.sources);
    tell(common, &imported.diagnostics, &imported.sources);
    if any_error(&imported.diagnostics) {
        let _ = io::Write::write_all(&mut anstream::stderr(), b"error: nothing was written\n");
        return Ok(CONTENT);
    }
    finish(&root, imported, options.dry_run)
}

fn finish(root: &Path, imported: Imported, dry_run: bool) -> Result<u8, Failure> {
    let line = |made: &Made| format!("{}  {}  {}\n", made.file.path, made.date, made.title);
    print(&imported.made.iter().map(line).collect::<String>());
    let (count, skipped) = (imported.made.len(), imported.skipped);
    let files: Vec<NewFile> = imported.made.into_iter().map(|made| made.file).collect();
    if !dry_run {
        new::create(root, &files)?;
    }
    let done = if dry_run { "would be made" } else { "made" };
    let skipped = if skipped > 0 { format!(", {skipped} skipped") } else { String::new() };
    print(&format!("{} {done}{skipped}\n", plural(count, "file")));
    Ok(DONE)
}

fn given(options: &Events) -> Result<Given, Failure> {
    let is_stdin = options.file.as_os_str() == "-";
    let path = if is_stdin { "standard input".to_owned() } else { options.file.display().to_string() };
    let format = options.format.map(import::Format::from).or_else(|| import::Format::of_name(&path));
    let format = format.ok_or_else(|| {
        Failure(format!("the name of `{path}` does not say what it is; say `--format csv`, `ics` or `json`"))
    })?;
    let bytes = if is_stdin { stdin() } else { fs::read(&options.file) };
    let bytes = bytes.map_err(|error| Failure(format!("cannot read `{path}`: {error}")))?;
    let text = String::from_utf8(bytes).map_err(|error| not_utf8(&path, &error))?;
    Ok(Given { path, text: Arc::from(text), format })
}

fn stdin() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn not_utf8(path: &str, error: &std::string::FromUtf8Error) -> Failure {
    let good = error.utf8_error().valid_up_to();
    let line = error.as_bytes()[..good].iter().filter(|byte| **byte == b'\n').count() + 1;
    Failure(format!(
        "`{path}` is not UTF-8: line {line} holds other bytes; save it as UTF-8 (spreadsheets: \"CSV UTF-8\")"
    ))
}
