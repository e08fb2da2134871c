//! HTML ids that are unique on the page a text stands on.
//!
//! An id that an author wrote is kept; a generated one steps aside for it and for those before it, with `-2` and so on.
//! Both step aside for those of the page around the text, which are known here by how they look.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Ids of the page around a text, besides those of sections (`_events`) and of what is numbered or named there.
pub const FRAME: &[&str] = &["top", "main"];

/// What ids begin with on the page around a text where a number follows: sources, their citations, months.
const NUMBERED: &[&str] = &["source-", "cite-", "month-"];

/// The same where the slug of an item follows.
const NAMED: &[&str] = &["event-", "article-"];

/// The ids of one text. Looked up only, never iterated: the order of a hash map reaches no output.
#[derive(Debug, Default)]
pub(super) struct Ids {
    /// Ids in use, with the number to try next for a generated one.
    used: HashMap<String, u32>,
    /// Ids that an author gives somewhere in the text.
    reserved: HashSet<String>,
}

impl Ids {
    /// Keeps an author's id from being generated before its place is reached.
    pub(super) fn reserve(&mut self, id: &str) {
        if !self.reserved.contains(id) {
            self.reserved.insert(id.to_owned());
        }
    }

    /// An id that an author wrote, the first time that it comes, unless it may be one of the page's.
    pub(super) fn claim(&mut self, id: &str) -> bool {
        let fresh = !self.used.contains_key(id) && !is_of_page(id);
        if fresh {
            self.used.insert(id.to_owned(), 2);
        }
        fresh
    }

    /// `wanted`, or the first of `wanted-2`, `wanted-3`, ... that is free; with `h-` before it where it looks like one
    /// of the page's.
    pub(super) fn generate(&mut self, wanted: &str) -> String {
        let wanted = &*beside_page(wanted);
        if !self.is_taken(wanted) && !is_of_page(wanted) {
            self.used.insert(wanted.to_owned(), 2);
            return wanted.to_owned();
        }
        // Counting on from the last number keeps a thousand equal headings from taking a million steps.
        let mut number = self.used.get(wanted).copied().unwrap_or(2);
        let id = loop {
            let candidate = format!("{wanted}-{number}");
            let candidate = beside_page(&candidate).into_owned();
            number += 1;
            if !self.is_taken(&candidate) {
                break candidate;
            }
        };
        if let Some(next) = self.used.get_mut(wanted) {
            *next = number;
        }
        self.used.insert(id.clone(), 2);
        id
    }

    fn is_taken(&self, id: &str) -> bool {
        self.used.contains_key(id) || self.reserved.contains(id)
    }
}

fn is_of_page(id: &str) -> bool {
    FRAME.contains(&id) || looks_like_page(id)
}

/// An id that none of the page's can equal, whatever number comes after it: one of `FRAME` still needs one.
fn beside_page(id: &str) -> Cow<'_, str> {
    if looks_like_page(id) { Cow::Owned(format!("h-{id}")) } else { Cow::Borrowed(id) }
}

fn looks_like_page(id: &str) -> bool {
    // Ids of sections are words; `_Toc12` and `_ftn1` come from word processors, and stay.
    let is_section = |rest: &str| rest.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    let has_number = |rest: &str| rest.starts_with(|first: char| first.is_ascii_digit());
    id.strip_prefix('_').is_some_and(is_section)
        || NAMED.iter().any(|prefix| id.starts_with(prefix))
        || NUMBERED.iter().any(|prefix| id.strip_prefix(prefix).is_some_and(has_number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_ids_step_aside() {
        let mut ids = Ids::default();
        ids.reserve("parade");
        assert_eq!(ids.generate("parade"), "parade-2");
        assert!(ids.claim("parade"));
        assert!(!ids.claim("parade"));
        assert_eq!(ids.generate("parade"), "parade-3");
        assert_eq!(ids.generate("main"), "main-2");
        assert_eq!(ids.generate("main"), "main-3");
        assert_eq!(ids.generate("a-2"), "a-2");
        assert_eq!(ids.generate("a"), "a");
        assert_eq!(ids.generate("a"), "a-3");
    }

    /// Headings such as "Source 1" took the ids of the page's own list of sources.
    #[test]
    fn ids_of_the_page_are_not_taken() {
        let mut ids = Ids::default();
        for id in ["main", "top", "source-1", "cite-1-2", "month-09", "event-summit", "article-4", "_events"]
        {
            assert!(!ids.claim(id), "{id}");
            let generated = ids.generate(id);
            assert!(generated != id && !is_of_page(&generated), "{generated}");
        }
        assert_eq!(ids.generate("source-1"), "h-source-1-2");
        // A number may make one of them.
        assert_eq!(ids.generate("source"), "source");
        assert_eq!(ids.generate("source"), "h-source-2");
        assert_eq!(ids.generate("source"), "h-source-3");
        for id in ["sources", "source-code", "month-by-month", "events", "articles", "_Toc12", "_ftn1"] {
            assert!(ids.claim(id), "{id}");
        }
    }
}
