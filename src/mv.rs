//! Moves: a file or an id gets another name, and everything in the content that refers to it does so by the new one.
//!
//! In: what was read of a site, and the names as somebody typed them. Out: the files as they shall be, each with what is
//! changed in it; [`put`] writes them. Nothing is guessed: the site is read again as it would be, and every place that led
//! to the item must lead to it there, every other place where it led before. It asks nobody anything and knows no terminal.

mod defaults;
mod define;
mod paths;
mod planned;
mod put;
mod redirect;
mod rewrite;
mod subject;
mod survey;
pub mod trial;

use self::planned::Planned;
pub use self::put::{Changed, PutError, put};
use self::subject::Subject;
pub use self::survey::Renamed;
use self::survey::{Known, Survey};
use self::trial::Said;
use crate::diagnostic::Diagnostics;
use crate::model::date::Now;
use crate::parse::Memory;
use crate::source::{Sources, Span, position};

/// Why something is not moved, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub message: String,
    pub help: String,
}

impl Refusal {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Refusal { message: message.into(), help: help.into() }
    }
}

/// What keeps a move from being planned.
pub enum Trouble {
    /// The site has errors already: what they hide could refer to what moves.
    Errors(Diagnostics, Sources),
    Refused(Vec<Refusal>),
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Trouble::Refused(vec![refusal])
    }
}

/// A change in a file, as it is told.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// Of the file before the move.
    pub path: String,
    pub line: usize,
    pub column: usize,
    pub old: String,
    pub new: String,
}

/// A move that the site takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// All files that change, in the order of their paths.
    pub files: Vec<Changed>,
    pub changes: Vec<Change>,
    /// How many places refer to the item by its new name.
    pub references: usize,
    /// Its address before and after, where that changes.
    pub urls: Option<(String, String)>,
    /// What else is worth knowing.
    pub notes: Vec<String>,
}

/// Plans a move. `read` is what reading the folder had to say; `here` is the current folder below the site's root, empty
/// at the root.
///
/// # Errors
///
/// If the site has errors, a name is none or not clear, something is in the way, or the site would say more than before.
pub fn plan(
    sources: &Sources,
    read: &Diagnostics,
    here: &str,
    old: &str,
    new: &str,
    now: Now,
) -> Result<Move, Trouble> {
    let memory = &mut Memory::default();
    let before = Said::new(sources.clone(), read.clone(), memory, now);
    let errors = before.errors();
    if !errors.is_empty() {
        return Err(Trouble::Errors(errors, before.sources));
    }
    let survey = Survey::new(sources.clone(), memory);
    let subject = subject::subject(&survey, here, old, new)?;
    is_free(&survey, &subject)?;
    defaults::are_alike(&survey, &subject)?;
    let planned = Planned::new(&survey, subject, memory)?;
    planned.finish(&before, read, memory, now)
}

/// Whether nothing has the new names yet, also when case makes no difference.
fn is_free(survey: &Survey, subject: &Subject<'_>) -> Result<(), Refusal> {
    let own = |path: &str| subject.files.iter().any(|(old, _)| old == path);
    for (old, new) in &subject.files {
        let wanted = new.to_lowercase();
        let texts = survey.sources().texts().map(|(_, file)| &*file.path);
        let mut all = texts.chain(survey.sources().blobs().map(|(path, _)| path));
        if let Some(taken) = all.find(|path| path.to_lowercase() == wanted && !own(path)) {
            let how = if taken == new { "is there already" } else { "differs from it only in case" };
            return Err(Refusal::new(
                format!("`{old}` cannot become `{new}`: `{taken}` {how}"),
                "choose another name",
            ));
        }
    }
    match (subject.item, &subject.new_id) {
        (Some(item), Some(id)) => has_no_bearer(survey, item, id),
        _ => Ok(()),
    }
}

fn has_no_bearer(survey: &Survey, item: &Known, id: &str) -> Result<(), Refusal> {
    let wanted = id.to_lowercase();
    let bears = |other: &&Known| {
        let local = other.local.as_ref().filter(|_| {
            item.local.is_some() && other.place.map(|place| place.file) == item.place.map(|place| place.file)
        });
        let shared = (other.local.is_none() && other.url.is_some()).then_some([&other.id, &other.slug]);
        let mut ids = shared.into_iter().flatten().chain(local);
        other.kind == item.kind && other.target != item.target && ids.any(|id| id.to_lowercase() == wanted)
    };
    let Some(taken) = survey.items.iter().find(bears) else { return Ok(()) };
    let place = match taken.place {
        Some(place) => format!("{} has it", told(survey.sources(), place)),
        None => "it is there because others name it".to_owned(),
    };
    Err(Refusal::new(format!("another {} has the id `{id}`: {place}", item.kind.word()), "choose another id"))
}

/// `content/a.md:7`
fn told(sources: &Sources, span: Span) -> String {
    let line = position(sources.text(span.file), span.start as usize).line;
    format!("{}:{line}", sources.path(span.file))
}
