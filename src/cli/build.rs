//! `chancery build`: arguments in, words on the terminal and a status out.

use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use super::progress::Progress;
use super::{
    Build, CANNOT, CONTENT, Common, DONE, Failure, MessageFormat, now, plural, print, root, tell,
    timings_text,
};
use crate::build::{self, Audiences, Built, End, Order, Watch};
use crate::cache::Program;
use crate::model::site::Site;
use crate::pipeline::{Output, Timings};
use crate::write::Stats;

pub fn run(common: &Common, options: &Build) -> Result<u8, Failure> {
    let start = Instant::now();
    let mut timings = Timings::default();
    let is_human = common.message_format == MessageFormat::Human;
    let progress = Progress::start(is_human);
    let root = root(common)?;
    let order = Order {
        root: &root,
        audiences: match &options.profile {
            Some(name) => Audiences::Named(name),
            None if options.all_profiles => Audiences::All,
            None => Audiences::First,
        },
        output: options.output.as_deref(),
        base_url: options.base_url.as_deref(),
        drafts: options.drafts,
        strict: options.when.strict,
        cached: if options.no_cache { None } else { Program::this() },
        now: &|config| now(options.when.now.as_deref(), config).map_err(|Failure(message)| message),
    };
    let built = build::build(&order, &mut timings, &progress)?;
    progress.stop();
    if is_human {
        tell_useless(&built, &root);
    }
    tell(common, &built.diagnostics, &built.sources);
    let status = match built.end {
        End::Done => DONE,
        End::Refused => CONTENT,
        End::Impossible => CANNOT,
    };
    if is_human && status == DONE {
        print(&summary(&built, &root, start.elapsed(), options.verbose));
    }
    if options.timings {
        let _ = write!(anstream::stderr(), "{}", timings_text(&timings));
    }
    // The process ends now, and the system takes its memory back faster than anybody could take it apart.
    std::mem::forget(built);
    Ok(status)
}

impl Watch for Progress {
    fn stage(&self, name: &'static str) {
        Progress::stage(self, name);
    }

    fn file(&self, output: &Output<'_>) {
        self.count(output);
    }
}

fn tell_useless(built: &Built, root: &Path) {
    for (folder, why) in &built.useless {
        let shown = folder.strip_prefix(root).unwrap_or(folder).display();
        let _ = writeln!(anstream::stderr(), "note: the cache in `{shown}` is not used: {why}");
    }
}

fn counts(site: &Site) -> String {
    format!(
        "  {}, {}, {}, {}, {}\n",
        plural(site.articles.len(), "article"),
        plural(site.actors.len(), "actor"),
        plural(site.topics.len(), "topic"),
        plural(site.events.len(), "event"),
        plural(site.sources.len(), "source"),
    )
}

fn summary(built: &Built, root: &Path, elapsed: Duration, verbose: bool) -> String {
    let mut out = String::new();
    for (index, site) in built.sites.iter().enumerate() {
        let shown = site.folder.strip_prefix(root).unwrap_or(&site.folder).display();
        out.push_str(&format!(
            "{shown}: {}, {} written, {} removed",
            plural(site.pages, "page"),
            plural(site.stats.written, "file"),
            site.stats.removed
        ));
        if built.sites.len() > 1 {
            out.push_str(&format!(" (profile {}, up to {})", site.profile.name, site.profile.marking));
        }
        out.push('\n');
        if let Some(edition) = built.editions.get(index).filter(|_| verbose) {
            out.push_str(&counts(&edition.site));
        }
        if verbose {
            let Stats { files, bytes, .. } = site.stats;
            out.push_str(&format!("  {files} files of {bytes} bytes in all, {} made\n", site.made.len()));
            for (path, why) in &site.made {
                out.push_str(&format!("  {path}: {why}\n"));
            }
        }
    }
    let next = built.sites.iter().filter_map(|site| site.next_change).min();
    let next = next.map_or_else(String::new, |next| format!("; the output next changes by itself at {next}"));
    out.push_str(&format!("done in {:.2} s{next}\n", elapsed.as_secs_f64()));
    out
}
