//! HTML ids that are unique on the page a text stands on.
//!
//! An id that an author wrote is kept; a generated one steps aside, with `-2` and so on, for it, for those before it and
//! for those of the page around the text.

use std::collections::{HashMap, HashSet};

/// Ids of the page around a text.
pub const FRAME: &[&str] = &["top", "main", "contents", "sources", "events", "corrections", "related", "nav"];

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

    /// An id that an author wrote, the first time that it comes.
    pub(super) fn claim(&mut self, id: &str) -> bool {
        let fresh = !self.used.contains_key(id);
        if fresh {
            self.used.insert(id.to_owned(), 2);
        }
        fresh
    }

    /// `wanted`, or the first of `wanted-2`, `wanted-3`, ... that is free.
    pub(super) fn generate(&mut self, wanted: &str) -> String {
        if !self.is_taken(wanted) && !FRAME.contains(&wanted) {
            self.used.insert(wanted.to_owned(), 2);
            return wanted.to_owned();
        }
        // Counting on from the last number keeps a thousand equal headings from taking a million steps.
        let mut number = self.used.get(wanted).copied().unwrap_or(2);
        let id = loop {
            let candidate = format!("{wanted}-{number}");
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
        assert_eq!(ids.generate("sources"), "sources-2");
        assert_eq!(ids.generate("sources"), "sources-3");
        assert_eq!(ids.generate("a-2"), "a-2");
        assert_eq!(ids.generate("a"), "a");
        assert_eq!(ids.generate("a"), "a-3");
    }
}
