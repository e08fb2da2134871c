//! `chancery mv`: two names in, changed files and what was changed out.

use std::path::Path;

use clap::Args;

use super::{CANNOT, CONTENT, Common, DONE, Failure, finish_early, now, plural, print, root};
use crate::config::{self, Config};
use crate::mv::{self, Change, Move, PutError, Refusal, Trouble};
use crate::read;
use crate::source::Sources;

#[derive(Debug, Args)]
pub struct Mv {
    /// The file of an item, or an id, with its kind where it is needed: content/articles/a.md, actor:kim-jong-un
    old: String,
    /// Its new path or id
    new: String,
    /// Tell what would change and write nothing
    #[arg(long)]
    dry_run: bool,
    /// The day or time that decides on embargo and expiry [default: `SOURCE_DATE_EPOCH`, else the clock]
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

impl From<PutError> for Failure {
    fn from(error: PutError) -> Self {
        Failure(error.to_string())
    }
}

pub fn run(common: &Common, options: &Mv) -> Result<u8, Failure> {
    let root = root(common)?;
    let (sources, diagnostics) = read::read(&root)
        .map_err(|error| Failure(format!("cannot read the folder `{}`: {error}", root.display())))?;
    if read::has_unread_settings(&sources, &diagnostics) {
        finish_early(common, &sources, diagnostics);
        return Ok(CANNOT);
    }
    let now = now(options.now.as_deref(), &settings(&sources))?;
    let here = std::env::current_dir().ok().and_then(|here| below(&root, &here)).unwrap_or_default();
    let (old, new) = (named(&root, &options.old), named(&root, &options.new));
    match mv::plan(&sources, &diagnostics, &here, &old, &new, now) {
        Ok(planned) => finish(&root, &planned, options.dry_run),
        Err(Trouble::Refused(refusals)) => Err(refused(&refusals)),
        Err(Trouble::Errors(errors, sources)) => {
            finish_early(common, &sources, errors);
            let what =
                "error: the content has errors, and nothing was moved: what they hide could refer to it\n";
            let _ = std::io::Write::write_all(&mut anstream::stderr(), what.as_bytes());
            Ok(CONTENT)
        }
    }
}

fn settings(sources: &Sources) -> Config {
    sources.find("site.toml").map(|file| config::parse(file, sources.text(file)).0).unwrap_or_default()
}

/// A folder as a path below another; empty if it is the same.
fn below(root: &Path, folder: &Path) -> Option<String> {
    let (root, folder) = (root.canonicalize().ok()?, folder.canonicalize().ok()?);
    let parts = folder.strip_prefix(root).ok()?.components();
    let parts: Vec<String> = parts.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    Some(parts.join("/"))
}

/// An absolute path as one below the root; everything else as it was typed.
fn named(root: &Path, text: &str) -> String {
    let path = Path::new(text);
    let inside = || {
        let folder = below(root, path.parent()?)?;
        let name = path.file_name()?.to_string_lossy().into_owned();
        Some(if folder.is_empty() { name } else { format!("{folder}/{name}") })
    };
    let found = if path.is_absolute() { inside() } else { None };
    found.unwrap_or_else(|| text.to_owned())
}

fn refused(refusals: &[Refusal]) -> Failure {
    let told = |refusal: &Refusal| match refusal.help.as_str() {
        "" => refusal.message.clone(),
        help => format!("{}; {help}", refusal.message),
    };
    let told: Vec<String> = refusals.iter().map(told).collect();
    Failure(format!("{}; nothing was changed", told.join("\nerror: ")))
}

fn finish(root: &Path, planned: &Move, dry_run: bool) -> Result<u8, Failure> {
    if dry_run {
        print(&planned.changes.iter().map(line).collect::<String>());
    } else {
        mv::put(root, &planned.files)?;
    }
    print(&summary(planned, dry_run));
    Ok(DONE)
}

/// `content/articles/a.md:12:7 kim-jong-un -> kim`
fn line(change: &Change) -> String {
    let Change { path, line, column, old, new } = change;
    let shown = |text: &str| text.trim().replace('\r', "").replace('\n', "\\n");
    match shown(old).as_str() {
        "" => format!("{path}:{line}:{column} + {}\n", shown(new)),
        old => format!("{path}:{line}:{column} {old} -> {}\n", shown(new)),
    }
}

fn summary(planned: &Move, dry_run: bool) -> String {
    let moved = planned.files.iter().filter(|file| file.from != file.to);
    let mut out: String = moved.map(|file| format!("{} -> {}\n", file.from, file.to)).collect();
    if let Some((old, new)) = &planned.urls {
        out.push_str(&format!("{old} -> {new}\n"));
    }
    let done = if dry_run { "would change" } else { "changed" };
    let changed = planned.files.iter().filter(|file| file.old != file.new).count();
    out.push_str(&format!(
        "{done} {} in {}; {} {} by the new name or path\n",
        plural(planned.changes.len(), "place"),
        plural(changed, "file"),
        plural(planned.references, "reference"),
        if planned.references == 1 { "leads there" } else { "lead there" },
    ));
    out.extend(planned.notes.iter().map(|note| format!("note: {note}\n")));
    out
}
