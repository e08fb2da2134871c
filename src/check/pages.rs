//! Whether the finished pages hold together: every link, file and fragment in them resolves, and none fetches from elsewhere.
//!
//! In: finished HTML, and the output paths of everything else. Out: [`PageFacts`] of each page ([`scan`], which may run in
//! parallel), then all problems ([`check`]), then what to tell the author ([`diagnostics`]). It knows nothing of the
//! model or of templates: what they made is judged as a browser would find it.

mod addresses;
mod css;
mod fixes;
mod messages;
mod resolve;
mod scan;
mod texts;

pub use messages::diagnostics;
pub use resolve::check;
pub use scan::scan;

use serde::{Deserialize, Serialize};
use texts::Texts;

/// What a page offers to links, what it refers to, and what is wrong with it whatever the other pages are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageFacts {
    /// Ids, and names of anchors.
    ids: Texts,
    /// References within the site that a reader follows, as written but for entities; each once.
    links: Texts,
    /// References within the site that the page itself needs, likewise.
    files: Texts,
    /// In order, each once.
    faults: Box<[Fault]>,
}

/// A problem that one page has by itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Fault {
    kind: PageProblemKind,
    what: Box<str>,
}

/// What can be wrong with a finished page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PageProblemKind {
    BrokenLink,
    BrokenAnchor,
    MissingFile,
    /// A picture of another host.
    RemoteImage,
    /// Anything else that a browser would fetch from another host.
    RemoteResource,
    /// A script without a file, or an event handler; written as `<script>` or `<a onclick>`.
    InlineScript,
    /// A `style` element or attribute; written as `<style>` or `<td style>`.
    InlineStyle,
    UnsafeUrl,
    DuplicateId,
    /// Not exactly one `<main>`; written as their number.
    NotOneMain,
    /// The page does not end in `</html>`.
    Unfinished,
}

impl PageProblemKind {
    /// Whether a reference leads nowhere, so that another could be meant.
    fn is_reference(self) -> bool {
        matches!(
            self,
            PageProblemKind::BrokenLink | PageProblemKind::BrokenAnchor | PageProblemKind::MissingFile
        )
    }
}

/// A problem of a finished page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PageProblem {
    /// The page's output path, such as `articles/x/index.html`.
    pub page: String,
    pub kind: PageProblemKind,
    /// The reference as the page has it, or what its kind says.
    pub what: String,
    /// What the problem is about, the same on every page: the output path that the reference comes to, else `what`.
    pub target: String,
    /// The reference that was probably meant, as it should stand on this page.
    pub suggestion: Option<String>,
}

#[cfg(test)]
mod tests;
