//! `chancery new`: options and answers in, new files and what to do next out.

mod options;
mod questions;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

pub use options::New;

use self::options::{Actor, Article, Event, Site, Workflow};
use self::questions::{address, anything, edtf, kind, optional, required, something};
use super::ask::asker;
use super::{CANNOT, Common, DONE, Failure, finish_early, named_profile, now, print, root};
use crate::config::{self, Config, Profile};
use crate::model::date::{Now, day_prefix};
use crate::new::{
    self, COMPANIONS, CreateError, DESCRIPTION, Draft, Ground, NewActor, NewArticle, NewEvent, NewFile,
    NewSite, Problem, Refusal, WORKFLOW_PATH,
};
use crate::parse::folder_and_stem;
use crate::read;
use crate::source::Sources;

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Failure(format!("{}; {}", refusal.message, refusal.help))
    }
}

impl From<CreateError> for Failure {
    fn from(error: CreateError) -> Self {
        Failure(error.to_string())
    }
}

pub fn run(common: &Common, wanted: &New) -> Result<u8, Failure> {
    match wanted {
        New::Site(options) => site(options),
        New::Article(options) => article(common, options),
        New::Actor(options) => actor(common, options),
        New::Event(options) => event(common, options),
        New::Workflow(options) => workflow(common, options),
    }
}

// ---- a site ----

fn site(options: &Site) -> Result<u8, Failure> {
    let today = now(options.asking.now.as_deref(), &Config::default())?.day_in(&Config::default().timezone);
    let mut asker = asker(options.asking.yes);
    let dir = match &options.dir {
        Some(dir) => dir.clone(),
        None => {
            PathBuf::from(required("site", "<DIR>", None, &mut asker, "Folder of the new site", &something)?)
        }
    };
    let title = title_from(&dir);
    let description = options.description.as_deref();
    let site = NewSite {
        title: optional(options.title.as_deref(), &mut asker, "Title", &title, &something)?.unwrap_or(title),
        description: optional(description, &mut asker, "One sentence about it", DESCRIPTION, &anything)?,
        base_url: optional(options.base_url.as_deref(), &mut asker, "Address, if known", "", &address)?,
        language: options.language.clone(),
        workflow: options.github.then(|| new::workflow(&Config::default().profiles[0])).transpose()?,
    };
    let is_kept =
        |file: &NewFile| COMPANIONS.contains(&file.path.as_str()) && is_there(&dir.join(&file.path));
    let (kept, files): (Vec<NewFile>, Vec<NewFile>) = site.files(today)?.into_iter().partition(is_kept);
    new::create(&dir, &files).map_err(|error| clashing_site(error, &dir))?;
    print(&made_site(&dir, &files));
    print(&kept.iter().map(kept_file).collect::<String>());
    if options.github {
        print(&next_on_github(&dir));
    }
    Ok(DONE)
}

fn title_from(dir: &Path) -> String {
    let name = |path: &Path| Some(new::title_from_folder(&path.file_name()?.to_string_lossy()));
    let real = std::path::absolute(dir).ok().and_then(|path| name(&path.canonicalize().unwrap_or(path)));
    real.unwrap_or_else(|| new::title_from_folder(""))
}

fn clashing_site(error: CreateError, dir: &Path) -> Failure {
    if dir.join("site.toml").exists() {
        taken(error, "a site is there: `chancery new article` and the others add to it")
    } else {
        taken(error, "choose another folder, or move away what is there")
    }
}

/// Says besides what is in the way what to do about it.
fn taken(error: CreateError, help: &str) -> Failure {
    match &error {
        CreateError::Taken(paths) if paths.len() > 1 => Failure(format!("{error}\n{help}")),
        CreateError::Taken(_) => Failure(format!("{error}; {help}")),
        _ => error.into(),
    }
}

fn made_site(dir: &Path, files: &[NewFile]) -> String {
    let list: String = files.iter().map(|file| format!("  {}\n", file.path)).collect();
    let dir = dir.display().to_string();
    let quoted = if dir.contains(' ') { format!("\"{dir}\"") } else { dir.clone() };
    format!(
        "a new site is in `{dir}`:\n{list}\nnext:\n  cd {quoted}\n  chancery serve                    shows the site while you write\n  \
         chancery build                    makes it in public/\n  \
         chancery new article \"A title\"    begins an article\nThe settings are in site.toml; the articles there say how things are done.\n"
    )
}

fn kept_file(file: &NewFile) -> String {
    let advice =
        if file.path == ".gitignore" { "; add to it `/public/`, `/public-*/` and `/.cache/`" } else { "" };
    format!("{} was there already and stays as it is{advice}\n", file.path)
}

fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// GitHub reads workflows at the top of a repository alone.
fn next_on_github(dir: &Path) -> String {
    let advice = "on GitHub: push the folder to a repository, and choose there under Settings, Pages, as source: GitHub Actions\n";
    let real = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
    let top = real.ancestors().find(|above| above.join(".git").exists());
    match top {
        Some(top) if top != real => format!(
            "{advice}`{WORKFLOW_PATH}` must lie at the top of its repository; that of this folder is `{}`\n",
            top.display()
        ),
        _ => advice.to_owned(),
    }
}

// ---- items ----

/// A site as it was read, for what is added to it.
struct Here {
    root: PathBuf,
    sources: Sources,
    config: Config,
    now: Now,
}

impl Here {
    /// None where the settings cannot be read, which has been told then.
    fn open(common: &Common, given_now: Option<&str>) -> Result<Option<Self>, Failure> {
        let root = root(common)?;
        let (sources, mut diagnostics) = read::read(&root)
            .map_err(|error| Failure(format!("cannot read the folder `{}`: {error}", root.display())))?;
        let config = match sources.find("site.toml") {
            Some(file) => {
                let (config, found) = config::parse(file, sources.text(file));
                diagnostics.extend(found);
                config
            }
            None => Config::default(),
        };
        if read::has_unread_settings(&sources, &diagnostics) {
            finish_early(common, &sources, diagnostics);
            return Ok(None);
        }
        let now = now(given_now, &config)?;
        Ok(Some(Here { root, sources, config, now }))
    }

    fn ground(&self) -> Ground {
        Ground::new(&self.sources, self.config.slugs, self.now.day_in(&self.config.timezone))
    }

    /// Writes a draft, if it is new and the site takes it.
    fn write(&self, draft: &Draft, option: &str, next: &str) -> Result<u8, Failure> {
        self.is_free(draft, option)?;
        self.settle(draft, new::try_out(&self.sources, draft, self.now), next)
    }

    fn settle(&self, draft: &Draft, problems: Vec<Problem>, next: &str) -> Result<u8, Failure> {
        let (refusals, remarks): (Vec<Problem>, Vec<Problem>) =
            problems.into_iter().partition(|problem| problem.refuses);
        if !refusals.is_empty() {
            let told: Vec<String> = refusals.iter().map(sentence).collect();
            return Err(Failure(told.join("\nerror: ")));
        }
        new::create(&self.root, std::slice::from_ref(&draft.file))?;
        for remark in &remarks {
            let _ = writeln!(anstream::stderr(), "warning: {}", sentence(remark));
        }
        print(&format!("{}\n{next}\n", self.shown(&draft.file.path)));
        Ok(DONE)
    }

    fn is_free(&self, draft: &Draft, option: &str) -> Result<(), Failure> {
        let is_there = |path: &str| is_there(&self.root.join(path));
        if !is_there(&draft.file.path) {
            return Ok(());
        }
        let (folder, stem) = folder_and_stem(&draft.file.path);
        let ending = &draft.file.path[folder.len() + 1 + stem.len()..];
        let free = (2..).map(|count| format!("{stem}-{count}"));
        let free = free.into_iter().find(|stem| !is_there(&format!("{folder}/{stem}{ending}")));
        let free = free.unwrap_or_default();
        let free = day_prefix(&free).map_or(free.as_str(), |(_, rest)| rest).to_owned();
        let path = self.shown(&draft.file.path);
        Err(Failure(format!(
            "`{path}` is there already, and nothing was written; give this one a name of its own: `{option} {free}`"
        )))
    }

    /// A path of the site as somebody would write it from where they stand.
    fn shown(&self, path: &str) -> String {
        let whole = self.root.join(path);
        let here = std::env::current_dir().unwrap_or_default();
        whole.strip_prefix(&here).unwrap_or(&whole).display().to_string()
    }
}

fn sentence(problem: &Problem) -> String {
    match &problem.help {
        Some(help) => format!("{}; {help}", problem.message),
        None => problem.message.clone(),
    }
}

fn article(common: &Common, options: &Article) -> Result<u8, Failure> {
    let Some(here) = Here::open(common, options.asking.now.as_deref())? else { return Ok(CANNOT) };
    let mut asker = asker(options.asking.yes);
    let title = required("article", "<TITLE>", options.title.as_deref(), &mut asker, "Title", &something)?;
    let summary = optional(options.summary.as_deref(), &mut asker, "Summary, one sentence", "", &anything)?;
    let wanted = NewArticle {
        title,
        date: options.date.clone(),
        slug: options.slug.clone(),
        summary,
        authors: options.authors.clone(),
        actors: options.actors.clone(),
        countries: options.countries.clone(),
        topics: options.topics.clone(),
        marking: options.marking.clone(),
        lang: options.lang.clone(),
        draft: options.draft,
    };
    let next = if options.draft {
        "next: write its text below the second `---`; `chancery build --drafts` shows it, `status: draft` keeps it out of the site"
    } else {
        "next: write its text below the second `---`, then `chancery check` and `chancery build`"
    };
    here.write(&wanted.draft(&here.ground())?, "--slug", next)
}

fn actor(common: &Common, options: &Actor) -> Result<u8, Failure> {
    let Some(here) = Here::open(common, options.asking.now.as_deref())? else { return Ok(CANNOT) };
    let mut asker = asker(options.asking.yes);
    let name = required("actor", "<NAME>", options.name.as_deref(), &mut asker, "Name", &something)?;
    let kind = optional(options.kind.as_deref(), &mut asker, "Kind", "person", &kind)?;
    let summary = optional(options.summary.as_deref(), &mut asker, "Summary, one sentence", "", &anything)?;
    let wanted = NewActor {
        name,
        id: options.id.clone(),
        kind,
        aliases: options.aliases.clone(),
        countries: options.countries.clone(),
        summary,
        marking: options.marking.clone(),
    };
    let draft = wanted.draft(&here.ground())?;
    let id = folder_and_stem(&draft.file.path).1.to_owned();
    let next = format!(
        "next: write its profile below the second `---`; articles name it in `actors: [{id}]` or as `[[{id}]]`"
    );
    here.write(&draft, "--id", &next)
}

fn event(common: &Common, options: &Event) -> Result<u8, Failure> {
    let Some(here) = Here::open(common, options.asking.now.as_deref())? else { return Ok(CANNOT) };
    let mut asker = asker(options.asking.yes);
    let title =
        required("event", "<TITLE>", options.title.as_deref(), &mut asker, "What happened", &something)?;
    let date = required(
        "event",
        "--date <DATE>",
        options.date.as_deref(),
        &mut asker,
        "When (2025-09-03, 2025-09, 2025~)",
        &edtf,
    )?;
    let place = optional(options.place.as_deref(), &mut asker, "Where", "", &anything)?;
    let summary = optional(options.summary.as_deref(), &mut asker, "Summary, one sentence", "", &anything)?;
    let wanted = NewEvent {
        title,
        date,
        id: options.id.clone(),
        summary,
        actors: options.actors.clone(),
        countries: options.countries.clone(),
        topics: options.topics.clone(),
        place,
        marking: options.marking.clone(),
    };
    write_event(&here, &wanted)
}

/// An id that was not asked for makes way for one that is taken.
fn write_event(here: &Here, wanted: &NewEvent) -> Result<u8, Failure> {
    let ground = here.ground();
    let mut draft = wanted.draft(&ground)?;
    let mut problems = new::try_out(&here.sources, &draft, here.now);
    let is_taken =
        problems.iter().any(|problem| problem.is_taken_event) || here.is_free(&draft, "--id").is_err();
    if is_taken && let Some(other) = wanted.with_year(&ground) {
        draft = other.draft(&ground)?;
        problems = new::try_out(&here.sources, &draft, here.now);
    }
    here.is_free(&draft, "--id")?;
    let id = folder_and_stem(&draft.file.path).1.to_owned();
    here.settle(&draft, problems, &format!("next: `chancery build`; texts link to it as `[[event:{id}]]`"))
}

// ---- a workflow ----

fn workflow(common: &Common, options: &Workflow) -> Result<u8, Failure> {
    let Some(here) = Here::open(common, None)? else { return Ok(CANNOT) };
    let profile: &Profile = match &options.profile {
        Some(name) => named_profile(&here.config, name)?,
        None => &here.config.profiles[0],
    };
    let file = NewFile { path: WORKFLOW_PATH.to_owned(), text: new::workflow(profile)? };
    new::create(&here.root, &[file]).map_err(|error| taken(error, "move it away to have a new one"))?;
    print(&format!("{}\n{}", here.shown(WORKFLOW_PATH), next_on_github(&here.root)));
    Ok(DONE)
}
