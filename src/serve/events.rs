//! What an open page is told.
//!
//! In: the states of the site. Out: for one page, a stream of server-sent events: at once, and after each new state, what
//! the page looks like now and what is to be said of the site. The page compares that with what it shows; so nothing is
//! missed, whenever it begins to listen, and nothing is remembered of it here.

use std::convert::Infallible;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::response::IntoResponse as _;
use axum::response::Response;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Serialize;
use tokio::sync::watch;

use super::page::{Marks, Shown, shown};
use crate::live::{Problem, Revision};

/// After that a browser tries again.
const RETRY: Duration = Duration::from_millis(300);

/// Problems that are told a page; nobody reads more of them there.
const TOLD: usize = 100;

/// What a path in an editor's address may not hold as it is.
const IN_PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`');

/// One word to a page.
#[derive(Serialize)]
struct State {
    revision: u64,
    marks: Marks,
    problems: Vec<Told>,
    /// "3 errors and 1 warning", or nothing.
    summary: Option<String>,
    /// Whether the page shown is of an earlier state, because this one has errors.
    stale: bool,
    /// Problems beside those told here.
    more: usize,
}

#[derive(Serialize)]
struct Told {
    severity: &'static str,
    code: &'static str,
    message: String,
    /// `content/articles/a.md:7:12`.
    place: Option<String>,
    /// Opens the place in an editor.
    href: Option<String>,
    /// The line: what stands before the fault, the fault, what stands after.
    excerpt: Option<[String; 3]>,
    help: Option<String>,
}

/// How places are shown.
#[derive(Clone, Debug)]
pub struct Places {
    pub root: Arc<Path>,
    /// An address with `{path}`, `{line}` and `{column}` in it.
    pub editor: Option<String>,
}

/// The answer to a page that listens.
pub fn answer(
    revisions: watch::Receiver<Arc<Revision>>,
    instance: Arc<str>,
    places: Places,
    page: String,
) -> Response {
    let keep_alive = KeepAlive::new().interval(Duration::from_secs(15));
    Sse::new(states(revisions, instance, places, page)).keep_alive(keep_alive).into_response()
}

fn states(
    mut revisions: watch::Receiver<Arc<Revision>>,
    instance: Arc<str>,
    places: Places,
    page: String,
) -> impl Stream<Item = Result<Event, Infallible>> {
    revisions.mark_changed();
    stream::unfold(revisions, move |mut revisions| {
        let (instance, places, page) = (Arc::clone(&instance), places.clone(), page.clone());
        async move {
            revisions.changed().await.ok()?;
            let revision = Arc::clone(&revisions.borrow_and_update());
            let state = state(&revision, &instance, &places, &page);
            let event = Event::default().event("state").id(revision.number().to_string()).retry(RETRY);
            Some((Ok(event.data(state)), revisions))
        }
    })
}

fn state(revision: &Revision, instance: &str, places: &Places, page: &str) -> String {
    let marks = match shown(revision, instance, page) {
        Shown::Page { marks, .. } => marks,
        // What is no page now is asked for again, and answers for itself.
        Shown::File { .. } | Shown::Elsewhere(_) => {
            Marks { instance: instance.to_owned(), base: revision.base_path().to_owned(), ..Marks::default() }
        }
    };
    let problems: Vec<Told> =
        revision.problems().each().take(TOLD).map(|problem| told(problem, places)).collect();
    let state = State {
        revision: revision.number(),
        marks,
        summary: revision.problems().summary(),
        stale: !revision.is_good(),
        more: revision.problems().len() - problems.len(),
        problems,
    };
    serde_json::to_string(&state).expect("texts and numbers are always JSON")
}

fn told(problem: Problem, places: &Places) -> Told {
    let place = problem.file.as_ref().map(|file| match problem.position {
        Some(position) => format!("{file}:{}:{}", position.line, position.column),
        None => file.clone(),
    });
    Told {
        severity: problem.severity.word(),
        code: problem.code.name(),
        href: places.href(&problem),
        message: problem.message,
        place,
        excerpt: problem.excerpt.map(|excerpt| [excerpt.before, excerpt.marked, excerpt.after]),
        help: problem.help,
    }
}

impl Places {
    fn href(&self, problem: &Problem) -> Option<String> {
        let file = self.root.join(problem.file.as_ref()?);
        let path = file.to_string_lossy().replace('\\', "/");
        let path = format!("/{}", path.trim_start_matches('/'));
        let (line, column) = problem.position.map_or((1, 1), |position| (position.line, position.column));
        let filled = self
            .editor
            .as_ref()?
            .replace("{line}", &line.to_string())
            .replace("{column}", &column.to_string());
        // Last: a path may hold anything.
        Some(filled.replace("{path}", &utf8_percent_encode(&path, IN_PATH).to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Severity};
    use crate::source::Position;

    #[test]
    fn an_editor_is_led_to_the_place() {
        let problem = Problem {
            severity: Severity::Error,
            code: Code::BrokenLink,
            message: String::new(),
            file: Some("content/a b {line}?.md".to_owned()),
            position: Some(Position { line: 7, column: 3 }),
            excerpt: None,
            help: None,
        };
        let href = |editor: &str| {
            let places = Places { root: Path::new("/home/desk").into(), editor: Some(editor.to_owned()) };
            places.href(&problem).expect("there is a place")
        };
        assert_eq!(
            href("vscode://file{path}:{line}:{column}"),
            "vscode://file/home/desk/content/a%20b%20{line}%3F.md:7:3"
        );
        assert_eq!(
            href("idea://open?file={path}&line={line}"),
            "idea://open?file=/home/desk/content/a%20b%20{line}%3F.md&line=7"
        );
    }
}
