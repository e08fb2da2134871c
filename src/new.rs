//! New files: a whole site, an article, an actor, an event, a workflow that publishes.
//!
//! In: what somebody wants, as plain values. Out: paths and texts, whether a site would take them, and the files on the
//! disk, none of which was there before. It asks nobody anything and knows no terminal.

mod create;
mod draft;
mod items;
mod site;
mod trial;
mod workflow;

pub use create::{CreateError, create};
pub use draft::Draft;
pub use items::{Ground, NewActor, NewArticle, NewEvent};
pub use site::{COMPANIONS, DESCRIPTION, NewSite, SAMPLE_DAY, SKELETON, title_from_folder};
pub use trial::{Found, Problem, try_out};
pub use workflow::{WORKFLOW_PATH, workflow};

/// A file to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// Relative to the site's folder, with `/` between folders.
    pub path: String,
    pub text: String,
}

/// Why something cannot be made, and what to do about it.
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

/// [`one_line`], for what must say something.
fn something<'t>(what: &str, text: &'t str) -> Result<&'t str, Refusal> {
    match one_line(what, text)? {
        "" => Err(Refusal::new(format!("{what} is empty"), "write at least a word")),
        text => Ok(text),
    }
}

/// A text for a title, a name or a summary: on one line, blanks at its ends removed.
///
/// # Errors
///
/// Names a character that no such text can hold: a line break or another control character, or the one that pages use
/// for themselves.
fn one_line<'t>(what: &str, text: &'t str) -> Result<&'t str, Refusal> {
    let text = text.trim();
    match text.chars().find(|character| character.is_control() || *character == '\u{fdd0}') {
        None => Ok(text),
        Some(character) => Err(Refusal::new(
            format!("{what} holds the character U+{:04X}", u32::from(character)),
            "write it on one line, without control characters",
        )),
    }
}
