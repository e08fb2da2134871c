//! The HTML of a text, with its references as links from wherever it is shown.

use std::fmt::Write as _;

use memchr::{memchr, memmem};
use xxhash_rust::xxh3::xxh3_64;

use super::{Plan, encode};
use crate::config::LinkStyle;
use crate::link::veiled;
use crate::model::body::{Fill, Label, PARAGRAPH, Part, ReferenceKind};
use crate::model::site::{Resolved, Site, Target, Text};

/// From where a text is shown.
#[derive(Clone, Copy, Debug)]
pub struct Stand<'a> {
    /// What stands before a path below the site's root: `../../` on a page, the base URL in a feed.
    pub root: &'a str,
    /// What stands before a fragment of the text's own page: nothing on the page, its address in a feed.
    pub here: &'a str,
    /// Whether citations are anchors that the list of sources leads back to.
    pub anchors: bool,
}

/// A text's HTML; empty for a text without a body.
pub fn html(site: &Site, plan: &Plan, text: &Text, stand: Stand<'_>, withheld_word: &str) -> String {
    let body = &text.body;
    let skip = text.skip_opening.then_some(body.opening.first_block);
    let mut out =
        String::with_capacity(body.html.len() + body.holes.len() * 32 + text.mentions.links.len() * 64);
    body.fill_into(
        &text.mentions.links,
        skip,
        &mut Filler { site, plan, text, stand, withheld_word },
        &mut out,
    );
    if !stand.anchors {
        return without_paragraph_ids(&out, |_| true);
    }
    let veiled = veiled(text);
    if veiled.is_empty() { out } else { without_paragraph_ids(&out, |id| veiled.contains(id)) }
}

const PARAGRAPH_ID: &str = " id=\"p-";

/// In a feed nothing links to a paragraph, and several texts stand in one document. Where a label is withheld, ids that are
/// made of it are, too.
fn without_paragraph_ids(html: &str, is_left_out: impl Fn(&str) -> bool) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = memmem::find(rest.as_bytes(), PARAGRAPH_ID.as_bytes()) {
        let id = at + PARAGRAPH_ID.len() - PARAGRAPH.len();
        let Some(end) = memchr(b'"', &rest.as_bytes()[id..]).map(|length| id + length) else { break };
        let kept = if is_left_out(&rest[id..end]) { at } else { end + 1 };
        out.push_str(&rest[..kept]);
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    out
}

/// A hash of all that [`html`] is made of, for whoever wants to know whether it has changed: the text's own HTML, what
/// goes into its holes, and which part is left out.
pub fn digest(site: &Site, plan: &Plan, text: &Text, stand: Stand<'_>, withheld_word: &str) -> u64 {
    let body = &text.body;
    let mut filler = Filler { site, plan, text, stand, withheld_word };
    let mut bytes = Vec::with_capacity(16 + body.holes.len() * 64);
    bytes.extend_from_slice(&body.html.hash().to_le_bytes());
    bytes.push(u8::from(text.skip_opening));
    let mut filling = String::new();
    for hole in &body.holes {
        filling.clear();
        let label = filler.fill(hole.reference as usize, hole.part, &mut filling);
        bytes.extend_from_slice(&filling.len().to_le_bytes());
        bytes.extend_from_slice(filling.as_bytes());
        bytes.push(u8::from(label == Label::Skip));
    }
    for name in &text.mentions.links {
        filling.clear();
        filler.name(name.bearer, &mut filling);
        bytes.extend_from_slice(&name.start.to_le_bytes());
        bytes.extend_from_slice(&name.end.to_le_bytes());
        bytes.extend_from_slice(filling.as_bytes());
    }
    xxh3_64(&bytes)
}

/// Escapes text for HTML, attributes included.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

struct Filler<'a> {
    site: &'a Site,
    plan: &'a Plan,
    text: &'a Text,
    stand: Stand<'a>,
    withheld_word: &'a str,
}

impl Fill for Filler<'_> {
    fn fill(&mut self, reference: usize, part: Part, out: &mut String) -> Label {
        let resolved = self.text.resolved.get(reference).unwrap_or(&Resolved::Dropped);
        match (resolved, part) {
            (Resolved::Withheld, Part::Open) => {
                self.withheld(out);
                return Label::Skip;
            }
            (Resolved::Withheld, _) => self.withheld(out),
            (Resolved::Dropped, Part::Whole) => self.label(reference, out),
            (Resolved::Dropped, _) => {}
            (Resolved::Citation(uses), _) => self.citation(uses, out),
            (Resolved::File { path }, Part::Whole) => self.image(reference, path, out),
            (_, Part::Close) => out.push_str("</a>"),
            (resolved, Part::Whole) => self.whole(resolved, reference, out),
            (resolved, Part::Open) => self.open(resolved, out),
        }
        Label::Keep
    }

    fn name(&mut self, bearer: u32, out: &mut String) {
        // A feed has no style.
        out.push_str(if self.stand.anchors { "<a class=\"mention\" href=\"" } else { "<a href=\"" });
        out.push_str(self.stand.root);
        out.push_str(self.plan.href(self.site.bearer(bearer)));
        out.push_str("\">");
    }
}

impl Filler<'_> {
    /// A link that shows its target's name. One that quotes its target stands between blocks.
    fn whole(&self, resolved: &Resolved, reference: usize, out: &mut String) {
        let kind = self.text.body.references.get(reference).map(|reference| &reference.kind);
        let block = matches!(kind, Some(ReferenceKind::Embed { .. }));
        out.push_str(if block { "<p>" } else { "" });
        self.open(resolved, out);
        self.shown_name(resolved, reference, out);
        out.push_str(if block { "</a></p>" } else { "</a>" });
    }

    fn open(&self, resolved: &Resolved, out: &mut String) {
        out.push_str("<a href=\"");
        match resolved {
            Resolved::Link { target, fragment } => {
                out.push_str(self.stand.root);
                out.push_str(self.plan.href(*target));
                self.fragment(fragment.as_deref(), out);
            }
            Resolved::Here { fragment } => {
                out.push_str(self.stand.here);
                self.fragment(Some(fragment), out);
            }
            Resolved::Path { path, fragment } => {
                out.push_str(self.stand.root);
                out.push_str(&self.path(path));
                self.fragment(fragment.as_deref(), out);
            }
            Resolved::File { path } => {
                out.push_str(self.stand.root);
                out.push_str(&self.plan.file_href(path));
            }
            Resolved::Citation(_) | Resolved::Dropped | Resolved::Withheld => {}
        }
        out.push_str("\">");
    }

    fn fragment(&self, fragment: Option<&str>, out: &mut String) {
        if let Some(fragment) = fragment {
            out.push('#');
            out.push_str(&encode(fragment));
        }
    }

    /// A path as its author wrote it. What has no ending is a page, and pages are folders.
    fn path(&self, path: &str) -> String {
        let last = path.rsplit('/').next().unwrap_or_default();
        let page = if last.is_empty() || last.contains('.') { path.to_owned() } else { format!("{path}/") };
        if self.plan.settings.links == LinkStyle::File || page.is_empty() || page.ends_with('/') {
            self.plan.page_href(&page)
        } else {
            encode(&page)
        }
    }

    fn shown_name(&self, resolved: &Resolved, reference: usize, out: &mut String) {
        match resolved {
            Resolved::Link { target, .. } => out.push_str(&escape(self.site.name(*target))),
            _ => self.label(reference, out),
        }
    }

    fn label(&self, reference: usize, out: &mut String) {
        let reference = self.text.body.references.get(reference);
        out.push_str(&escape(reference.map_or("", |reference| reference.kind.label())));
    }

    fn image(&self, reference: usize, path: &str, out: &mut String) {
        let Some(ReferenceKind::Image { alt, title, .. }) =
            self.text.body.references.get(reference).map(|reference| &reference.kind)
        else {
            return;
        };
        let src = self.plan.file_href(path);
        let _ = write!(out, "<img src=\"{}{src}\" alt=\"{}\"", self.stand.root, escape(alt));
        if !title.is_empty() {
            let _ = write!(out, " title=\"{}\"", escape(title));
        }
        out.push_str(" loading=\"lazy\">");
    }

    fn citation(&self, uses: &[(usize, usize)], out: &mut String) {
        // The mark stands close to the word that it follows, whatever blank the author left.
        out.truncate(out.trim_end_matches([' ', '\n']).len());
        out.push_str("<sup class=\"citation\">[");
        for (index, (number, nth)) in uses.iter().enumerate() {
            if index > 0 {
                out.push_str(", ");
            }
            let _ = write!(
                out,
                "<a href=\"{}#{}\" role=\"doc-biblioref\"",
                self.stand.here,
                source_anchor(*number)
            );
            if self.stand.anchors {
                let _ = write!(out, " id=\"{}\"", use_anchor(*number, *nth));
            }
            let _ = write!(out, ">{number}</a>");
        }
        out.push_str("]</sup>");
    }

    fn withheld(&self, out: &mut String) {
        let _ = write!(out, "<span class=\"withheld\">{}</span>", escape(self.withheld_word));
    }
}

/// The HTML id of a source in a page's list.
pub fn source_anchor(number: usize) -> String {
    format!("source-{number}")
}

/// The HTML id of a place that cites a source.
pub fn use_anchor(number: usize, nth: usize) -> String {
    format!("cite-{number}-{nth}")
}

/// The address of an item on the web, for feeds.
pub fn address(plan: &Plan, target: Target) -> Option<String> {
    plan.settings.base_url.as_ref().map(|base| format!("{base}{}", plan.href(target)))
}
