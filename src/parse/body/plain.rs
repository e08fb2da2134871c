//! Plain text, gathered only where somebody wants it: headings, the first paragraph, labels, image texts.

use crate::model::body::PlainName;

/// Texts being gathered, each a tail of one buffer, since one can lie within another (a label in a heading).
#[derive(Debug, Default)]
pub(super) struct Plain {
    buffer: String,
    open: usize,
    /// Where labels of links to names lie in the buffer.
    names: Vec<(usize, usize, u32)>,
}

/// The beginning of one text in the buffer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gathering(usize);

/// A gathered text and the names of others in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Gathered {
    pub(super) text: String,
    pub(super) names: Vec<PlainName>,
}

impl Plain {
    pub(super) fn begin(&mut self) -> Gathering {
        self.open += 1;
        Gathering(self.buffer.len())
    }

    pub(super) fn push(&mut self, text: &str) {
        if self.open > 0 {
            // What stood between two blanks may not be in the plain text: one blank is enough.
            let blank = self.buffer.is_empty() || self.buffer.ends_with([' ', '\n']);
            self.buffer.push_str(if blank { text.trim_start() } else { text });
        }
    }

    /// Takes back the blank before something that is not in the plain text.
    pub(super) fn unspace(&mut self) {
        if self.buffer.ends_with(' ') {
            self.buffer.pop();
        }
    }

    /// A blank between two lines, cells or blocks.
    pub(super) fn space(&mut self) {
        if self.open > 0 && !self.buffer.is_empty() && !self.buffer.ends_with(' ') {
            self.buffer.push(' ');
        }
    }

    /// Says that everything since `since` is the label of a link to a name.
    pub(super) fn name(&mut self, since: Gathering, reference: u32) {
        if self.open > 0 {
            self.names.push((since.0, self.buffer.len(), reference));
        }
    }

    /// What has been gathered since, the blanks around it removed.
    pub(super) fn so_far(&self, since: Gathering) -> &str {
        self.buffer.get(since.0..).unwrap_or_default().trim()
    }

    pub(super) fn end(&mut self, since: Gathering) -> Gathered {
        let whole = self.buffer.get(since.0..).unwrap_or_default();
        let start = since.0 + (whole.len() - whole.trim_start().len());
        let text = whole.trim().to_owned();
        let names = self.names.iter().filter(|name| name.0 >= since.0);
        let names = names.filter_map(|&(from, to, reference)| {
            name_in(&text, from.max(start) - start, to, start, reference)
        });
        let names = names.collect();
        self.close();
        Gathered { text, names }
    }

    /// The same, for a text that does not belong to those around it.
    pub(super) fn take(&mut self, since: Gathering) -> String {
        let text = self.so_far(since).to_owned();
        self.buffer.truncate(since.0);
        self.names.retain(|name| name.1 <= since.0);
        self.close();
        text
    }

    /// The same, where the text is not wanted any more.
    pub(super) fn drop(&mut self) {
        self.close();
    }

    fn close(&mut self) {
        self.open -= 1;
        if self.open == 0 {
            self.buffer.clear();
            self.names.clear();
        }
    }
}

fn name_in(text: &str, from: usize, to: usize, start: usize, reference: u32) -> Option<PlainName> {
    let to = to.saturating_sub(start).min(text.len());
    let bound = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
    (from < to).then(|| PlainName { start: bound(from), end: bound(to), reference })
}
