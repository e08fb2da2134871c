//! Links, wikilinks and citations.
//!
//! What leads out of the site is written at once. What leads into it becomes a [`Reference`] with holes in the HTML,
//! since one text cannot know where another will stand.
//!
//! [`Reference`]: crate::model::body::Reference

use std::ops::Range;

use pulldown_cmark::{CowStr, LinkType};

use super::escape;
use super::plain::Gathering;
use super::urls::{Destination, classify};
use super::write::{Writer, clean};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::body::{Part, ReferenceKind};
use crate::source::At;

/// What the Markdown parser is told that a citation leads to. No text can hold it: noncharacters are replaced.
pub(super) const CITATION: &str = "\u{fdd0}";

/// Kinds that can stand before a wikilink's target.
const KINDS: &[&str] = &["article", "actor", "country", "topic", "event", "source", "author", "page"];

/// What is to be done where a link ends.
#[derive(Debug)]
pub(super) enum LinkEnd {
    /// Nothing was written but the label.
    Label,
    External {
        /// Where the label begins in the HTML.
        label: usize,
        url: String,
    },
    Hole {
        reference: u32,
        /// Index into the holes.
        open: usize,
        label: Gathering,
    },
    /// The label was muted.
    Muted,
    /// `[text][@a]`: a citation after a text that happens to stand in brackets, or after another citation.
    Cited {
        /// Of the second pair of brackets.
        citation: Range<usize>,
        before: Before,
    },
    /// A word that is not to become a link.
    Unlinked,
}

/// What stands in brackets before a citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Before {
    Text,
    /// A citation that has been written; its text is muted.
    Citation,
    /// A citation within a link, where there can be none: its text stays.
    Neither,
}

impl<'a> Writer<'a> {
    pub(super) fn start_link(
        &mut self,
        kind: LinkType,
        destination: &CowStr<'a>,
        title: &str,
        range: Range<usize>,
    ) {
        let end = match kind {
            _ if self.muted > 0 => LinkEnd::Label,
            LinkType::ReferenceUnknown if is_citation(destination) => self.cited(&range),
            _ if is_citation(destination) => self.citation(range),
            LinkType::WikiLink { has_pothole } => self.wikilink(destination, has_pothole, range),
            _ if self.open_links > 0 => LinkEnd::Label,
            LinkType::Email => self.external(&format!("mailto:{}", clean(destination)), "", range),
            _ => self.link(kind, destination, title, range),
        };
        self.open_links += u32::from(matches!(end, LinkEnd::External { .. } | LinkEnd::Hole { .. }));
        self.links.push(end);
    }

    fn link(
        &mut self,
        kind: LinkType,
        destination: &CowStr<'a>,
        title: &str,
        range: Range<usize>,
    ) -> LinkEnd {
        let url = clean(destination);
        match classify(&url) {
            Destination::External(url) => {
                let place = self.place_of(kind, destination, range);
                self.external(&url, title, place)
            }
            Destination::Local(dest) => {
                let place = self.place_of(kind, destination, range);
                let reference = self.refer(place, ReferenceKind::Link { dest });
                self.open_hole(reference)
            }
            Destination::Template => LinkEnd::Label,
            Destination::Data | Destination::Unsafe => {
                let place = self.place_of(kind, destination, range);
                self.report_unsafe(&url, place);
                LinkEnd::Label
            }
        }
    }

    fn external(&mut self, url: &str, title: &str, place: Range<usize>) -> LinkEnd {
        self.open_external(url, title, place);
        LinkEnd::External { label: self.html.len(), url: url.to_owned() }
    }

    /// Writes the opening tag of a link to another site.
    pub(super) fn open_external(&mut self, url: &str, title: &str, place: Range<usize>) {
        self.leads_out(url, place);
        self.html.push_str("<a href=\"");
        escape::url(&mut self.html, url);
        self.html.push('"');
        self.title_attribute(title);
        self.html.push('>');
        self.depth += 1;
    }

    /// Remembers an address that another server answers.
    pub(super) fn leads_out(&mut self, url: &str, place: Range<usize>) {
        let is_web =
            |scheme: &str| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
        if is_web("http:") || is_web("https:") {
            self.outward.push(At::new(url.to_owned(), self.span(place)));
        }
    }

    pub(super) fn title_attribute(&mut self, title: &str) {
        if !title.is_empty() {
            self.html.push_str(" title=\"");
            escape::attribute(&mut self.html, title);
            self.html.push('"');
        }
    }

    pub(super) fn report_unsafe(&mut self, url: &str, place: Range<usize>) {
        let message = format!("a page cannot lead to `{}`", shortened(url));
        let problem = Diagnostic::new(Code::UnsafeUrl, self.span(place), message);
        self.report(problem.help("the label stays; link to an `https:` address or to a file of this site"));
    }

    fn open_hole(&mut self, reference: u32) -> LinkEnd {
        let open = self.holes.len();
        self.hole(reference, Part::Open);
        self.depth += 1;
        LinkEnd::Hole { reference, open, label: self.plain.begin() }
    }

    pub(super) fn end_link(&mut self) {
        match self.links.pop() {
            None | Some(LinkEnd::Label) => {}
            Some(LinkEnd::Muted) => {
                self.muted -= 1;
                self.silent -= 1;
            }
            Some(LinkEnd::Unlinked) => self.close("</span>"),
            Some(LinkEnd::Cited { citation, before }) => {
                match before {
                    Before::Text => self.plain_text("]"),
                    Before::Citation => {
                        self.muted -= 1;
                        self.silent -= 1;
                    }
                    Before::Neither => {}
                }
                let end = self.citation(citation);
                self.links.push(end);
                self.end_link();
            }
            Some(LinkEnd::External { label, url }) => {
                // A link without words cannot be followed by those who only hear it.
                if self.html.len() == label && self.holes.last().is_none_or(|hole| (hole.at as usize) < label)
                {
                    escape::text(&mut self.html, &url);
                }
                self.open_links -= 1;
                self.close("</a>");
            }
            Some(LinkEnd::Hole { reference, open, label }) => self.close_hole(reference, open, label),
        }
    }

    fn close_hole(&mut self, reference: u32, open: usize, label: Gathering) {
        self.open_links -= 1;
        self.plain.name(label, reference);
        let text = self.plain.end(label).text;
        let empty = self.holes.len() == open + 1 && self.holes[open].at as usize == self.html.len();
        if empty {
            self.holes[open].part = Part::Whole;
            self.close("");
            return;
        }
        if let ReferenceKind::Wiki { label, .. } = &mut self.references[reference as usize].kind {
            *label = Some(text);
        }
        self.close_with_hole(reference);
    }

    /// The closing tag of a link to a place in the site.
    pub(super) fn close_with_hole(&mut self, reference: u32) {
        self.close_raw(self.depth);
        self.depth -= 1;
        self.hole(reference, Part::Close);
        self.close_pending_raw();
    }

    /// `[[target]]`, `[[target#fragment|label]]`, `[[!word]]`.
    fn wikilink(&mut self, destination: &CowStr<'a>, has_label: bool, range: Range<usize>) -> LinkEnd {
        let target = wiki_target(destination, has_label);
        if let Some(word) = target.strip_prefix('!') {
            return self.unlinked(word, has_label);
        }
        if self.open_links > 0 || target.trim_matches('#').is_empty() {
            return LinkEnd::Label;
        }
        let (target, fragment) = split_fragment(&target);
        let name = display_name(&target, fragment.as_deref()).to_owned();
        let place = self.place_of(LinkType::WikiLink { has_pothole: has_label }, destination, range);
        let reference = self.refer(place, ReferenceKind::Wiki { target, fragment, label: None });
        if has_label {
            return self.open_hole(reference);
        }
        self.whole(reference, &name);
        self.mute()
    }

    /// A hole for the whole of a link, which is called `name` as long as nobody knows better.
    pub(super) fn whole(&mut self, reference: u32, name: &str) {
        self.has_content();
        self.hole(reference, Part::Whole);
        let label = self.plain.begin();
        self.plain.push(name);
        self.words.add(name);
        self.plain.name(label, reference);
        self.plain.drop();
    }

    /// `[[!Jordan]]`: the word, in an element that tells whoever links names to leave it alone.
    fn unlinked(&mut self, word: &str, has_label: bool) -> LinkEnd {
        self.open("<span class=\"unlinked\">");
        if has_label {
            return LinkEnd::Unlinked;
        }
        self.plain_text(word);
        self.close("</span>");
        self.has_content();
        self.mute()
    }

    /// What comes until the link ends is neither written nor gathered.
    fn mute(&mut self) -> LinkEnd {
        self.muted += 1;
        self.silent += 1;
        LinkEnd::Muted
    }

    /// `[@a; @b]`. That it is well-formed has been seen when the Markdown parser asked.
    pub(super) fn citation(&mut self, range: Range<usize>) -> LinkEnd {
        if self.open_links > 0 {
            return LinkEnd::Label;
        }
        let ids = self.cited_ids(&range);
        self.plain.unspace();
        let reference = self.refer(range, ReferenceKind::Citation { ids });
        self.has_content();
        self.hole(reference, Part::Whole);
        self.mute()
    }

    /// `[text][@a]` and `[@a][@b]`.
    fn cited(&mut self, range: &Range<usize>) -> LinkEnd {
        let text = self.source.get(range.clone()).unwrap_or_default();
        let second = range.start + text.rfind("][").map_or(0, |at| at + 1);
        let citation = second..range.end;
        if !is_bracketed_citation(&self.source[range.start..second]) {
            self.plain_text("[");
            return LinkEnd::Cited { citation, before: Before::Text };
        }
        let is_muted = matches!(self.citation(range.start..second), LinkEnd::Muted);
        LinkEnd::Cited { citation, before: if is_muted { Before::Citation } else { Before::Neither } }
    }

    fn cited_ids(&self, range: &Range<usize>) -> Vec<At<String>> {
        let text = self.source.get(range.clone()).unwrap_or_default();
        let ids = text.split(['[', ';', ']']).filter_map(|part| {
            let id = part.trim_matches(is_blank_or_quote).strip_prefix('@')?;
            let start = range.start + (id.as_ptr().addr() - text.as_ptr().addr());
            Some(At::new(id.to_owned(), self.span(start..start + id.len())))
        });
        ids.collect()
    }

    /// Where a destination is written. The Markdown parser hands out slices of its input; only what had escapes in it
    /// is a copy, and has to be looked for.
    pub(super) fn place_of(
        &self,
        kind: LinkType,
        destination: &CowStr<'a>,
        range: Range<usize>,
    ) -> Range<usize> {
        if let CowStr::Borrowed(slice) = destination {
            let text = self.prepared.markdown();
            let start = slice.as_ptr().addr().wrapping_sub(text.as_ptr().addr());
            if !slice.is_empty() && text.get(start..start.wrapping_add(slice.len())) == Some(*slice) {
                return start..start + slice.len();
            }
        }
        match kind {
            LinkType::Inline => self.inline_destination(&range).unwrap_or(range),
            _ => range,
        }
    }

    /// The stretch after the last `](` of a link, up to a blank or the closing bracket.
    fn inline_destination(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let link = self.source.get(range.clone())?;
        let start = link.rfind("](")? + 2;
        let inside = link[start..].strip_suffix(')')?;
        let trimmed = inside.trim_start();
        let start = range.start + start + (inside.len() - trimmed.len());
        let length = match trimmed.strip_prefix('<') {
            Some(pointed) => pointed.find('>')? + 2,
            None => trimmed.find([' ', '\n', '\t']).unwrap_or(trimmed.len()),
        };
        Some(start..start + length)
    }
}

pub(super) fn is_citation(destination: &str) -> bool {
    destination == CITATION
}

/// Whether what stands between square brackets is a citation: ids with `@` before them, with semicolons between.
pub(super) fn is_citation_label(label: &str) -> bool {
    label.starts_with('@') && label.split(';').all(is_cited_id)
}

pub(super) fn is_bracketed_citation(text: &str) -> bool {
    text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).is_some_and(is_citation_label)
}

fn is_cited_id(part: &str) -> bool {
    let id = part.trim_matches(is_blank_or_quote).strip_prefix('@');
    id.is_some_and(|id| {
        !id.is_empty() && !id.contains(|c: char| c.is_whitespace() || "@[]()<>\"'`|,\\".contains(c))
    })
}

/// A citation over several lines of a quotation has the quotation's marks within.
fn is_blank_or_quote(character: char) -> bool {
    character.is_whitespace() || character == '>'
}

/// In a table the pipe before a label is escaped, and the backslash is the target's last character.
pub(super) fn wiki_target(destination: &CowStr<'_>, has_label: bool) -> String {
    let target = clean(destination);
    let target = target.strip_suffix('\\').filter(|_| has_label).unwrap_or(&target);
    target.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn split_fragment(target: &str) -> (String, Option<String>) {
    match target.split_once('#') {
        Some((target, fragment)) => (target.trim().to_owned(), Some(fragment.trim().to_owned())),
        None => (target.to_owned(), None),
    }
}

/// What a wikilink without a label is called in plain text.
pub(super) fn display_name<'t>(target: &'t str, fragment: Option<&'t str>) -> &'t str {
    if target.is_empty() {
        return fragment.unwrap_or_default();
    }
    let name = match target.split_once(':') {
        Some((kind, name)) if KINDS.iter().any(|known| known.eq_ignore_ascii_case(kind)) => name.trim(),
        _ => target,
    };
    name.rsplit('/').next().unwrap_or(name)
}

/// A URL as a message can hold it.
pub(super) fn shortened(url: &str) -> String {
    const LIMIT: usize = 60;
    match url.char_indices().nth(LIMIT) {
        Some((end, _)) => format!("{}…", &url[..end]),
        None => url.to_owned(),
    }
}
