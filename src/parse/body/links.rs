//! Links, images, wikilinks and citations.
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
use super::write::{Block, BlockKind, Writer, clean};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::body::{Part, ReferenceKind};
use crate::source::At;

/// What the Markdown parser is told that a citation leads to. No text can hold it: noncharacters are replaced.
pub(super) const CITATION: &str = "\u{fdd0}";

/// Kinds that can stand before a wikilink's target.
const KINDS: &[&str] = &["article", "actor", "country", "topic", "event", "source", "author", "page"];

/// File name endings of images that a page can show.
const IMAGES: &[&str] = &[".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif", ".bmp"];

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
    /// `[text][@a]`: a citation after a text that happens to stand in brackets.
    Cited(Range<usize>),
    /// A word that is not to become a link.
    Unlinked,
}

/// An image whose text is being read.
#[derive(Debug)]
pub(super) struct ImageStart<'a> {
    destination: CowStr<'a>,
    title: CowStr<'a>,
    range: Range<usize>,
    kind: LinkType,
    text: Gathering,
    /// Images within its text.
    nested: usize,
}

/// A paragraph's only content, so far, that may not need the paragraph.
#[derive(Debug)]
pub(super) struct Solo {
    /// Where its paragraph begins in the HTML.
    paragraph: usize,
    /// How much there was when it had been written.
    end: usize,
    holes: usize,
    references: usize,
    kind: SoloKind,
}

#[derive(Debug)]
enum SoloKind {
    Figure(String),
    /// `![[Note]]`
    Embed,
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
            LinkType::ReferenceUnknown if is_citation(destination) => {
                self.plain_text("[");
                LinkEnd::Cited(range)
            }
            _ if is_citation(destination) => self.citation(range),
            LinkType::WikiLink { has_pothole } => self.wikilink(destination, has_pothole, range),
            _ if self.open_links > 0 => LinkEnd::Label,
            LinkType::Email => self.external(&format!("mailto:{}", clean(destination)), ""),
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
            Destination::External(url) => self.external(&url, title),
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

    fn external(&mut self, url: &str, title: &str) -> LinkEnd {
        self.open_external(url, title);
        LinkEnd::External { label: self.html.len(), url: url.to_owned() }
    }

    /// Writes the opening tag of a link to another site.
    pub(super) fn open_external(&mut self, url: &str, title: &str) {
        self.html.push_str("<a href=\"");
        escape::url(&mut self.html, url);
        self.html.push('"');
        self.title_attribute(title);
        self.html.push('>');
        self.depth += 1;
    }

    fn title_attribute(&mut self, title: &str) {
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
            Some(LinkEnd::Cited(range)) => {
                self.plain_text("]");
                let label =
                    self.source[range.clone()].rfind("][").map_or(range.start, |at| range.start + at + 1);
                let end = self.citation(label..range.end);
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
    fn whole(&mut self, reference: u32, name: &str) {
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
    fn citation(&mut self, range: Range<usize>) -> LinkEnd {
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

    fn cited_ids(&self, range: &Range<usize>) -> Vec<At<String>> {
        let text = self.source.get(range.clone()).unwrap_or_default();
        let ids = text.split(['[', ';', ']']).filter_map(|part| {
            let id = part.trim_matches(is_blank_or_quote).strip_prefix('@')?;
            let start = range.start + (id.as_ptr().addr() - text.as_ptr().addr());
            Some(At::new(id.to_owned(), self.span(start..start + id.len())))
        });
        ids.collect()
    }

    pub(super) fn start_image(
        &mut self,
        kind: LinkType,
        destination: CowStr<'a>,
        title: CowStr<'a>,
        range: Range<usize>,
    ) {
        if let Some(outer) = &mut self.image {
            outer.nested += 1;
            return;
        }
        self.has_content();
        let text = self.plain.begin();
        self.muted += 1;
        self.image = Some(ImageStart { destination, title, range, kind, text, nested: 0 });
    }

    pub(super) fn end_image(&mut self) {
        match &mut self.image {
            Some(image) if image.nested > 0 => image.nested -= 1,
            _ => {
                if let Some(image) = self.image.take() {
                    self.muted -= 1;
                    let text = self.plain.take(image.text);
                    self.image(&image, &text);
                }
            }
        }
    }

    fn image(&mut self, image: &ImageStart<'a>, alt: &str) {
        let start = self.html.len();
        let title = clean(&image.title).into_owned();
        let mut solo = (!title.is_empty()).then(|| SoloKind::Figure(title.clone()));
        match image.kind {
            _ if is_citation(&image.destination) => self.cited_image(image),
            LinkType::WikiLink { has_pothole } => {
                solo = self.wiki_image(image, alt, has_pothole).then_some(SoloKind::Embed);
            }
            _ => self.plain_image(image, alt, &title),
        }
        if let Some(kind) = solo {
            self.remember_solo(start, kind);
        }
    }

    /// `![@id]`: an exclamation mark before a citation.
    fn cited_image(&mut self, image: &ImageStart<'a>) {
        self.plain_text("!");
        let range = image.range.start + 1..image.range.end;
        let end = self.citation(range);
        self.links.push(end);
        self.end_link();
    }

    fn plain_image(&mut self, image: &ImageStart<'a>, alt: &str, title: &str) {
        let url = clean(&image.destination);
        let place = self.place_of(image.kind, &image.destination, image.range.clone());
        match classify(&url) {
            Destination::Local(dest) => {
                let by_reference = !matches!(image.kind, LinkType::Inline);
                // An image belongs to where it is shown, not to where its path is defined.
                let place = if by_reference { image.range.clone() } else { place };
                self.local_image(dest, alt, title, place, image.range.clone());
            }
            Destination::Data => self.data_image(&url, alt, title, image.range.clone()),
            Destination::External(url) if is_web(&url) => self.remote_image(&url, alt, place),
            Destination::Template => self.plain_text(alt),
            Destination::External(_) | Destination::Unsafe => {
                self.report_unsafe(&url, place);
                self.plain_text(alt);
            }
        }
    }

    pub(super) fn local_image(
        &mut self,
        dest: String,
        alt: &str,
        title: &str,
        place: Range<usize>,
        whole: Range<usize>,
    ) {
        self.check_alt(alt, &dest, whole);
        let kind = ReferenceKind::Image { dest, alt: alt.to_owned(), title: title.to_owned() };
        let reference = self.refer(place, kind);
        self.hole(reference, Part::Whole);
    }

    fn check_alt(&mut self, alt: &str, name: &str, place: Range<usize>) {
        if alt.is_empty() {
            let message = format!("the image `{}` has no text for those who do not see it", shortened(name));
            let problem = Diagnostic::new(Code::MissingAlt, self.span(place), message);
            self.report(
                problem.help("say between the brackets what it shows: `![Three men on a balcony](...)`"),
            );
        }
    }

    fn data_image(&mut self, url: &str, alt: &str, title: &str, place: Range<usize>) {
        self.check_alt(alt, "data:", place);
        self.html.push_str("<img src=\"");
        escape::url(&mut self.html, url);
        self.html.push_str("\" alt=\"");
        escape::attribute(&mut self.html, alt);
        self.html.push('"');
        self.title_attribute(title);
        self.html.push('>');
    }

    /// No page fetches anything from elsewhere: the image is one click away.
    pub(super) fn remote_image(&mut self, url: &str, alt: &str, place: Range<usize>) {
        let message = "an image on another site is not shown, but linked";
        let problem = Diagnostic::new(Code::RemoteImage, self.span(place), message);
        self.report(problem.help("save it beside the text and name the file here"));
        let label = if alt.is_empty() { file_name(url) } else { alt };
        if self.open_links > 0 {
            self.plain_text(label);
            return;
        }
        self.open_external(url, "");
        self.plain_text(label);
        self.close("</a>");
    }

    /// `![[picture.png]]`, or `![[Note]]`, which quotes a note where it stands alone and is a link elsewhere. Says
    /// whether it is the latter.
    fn wiki_image(&mut self, image: &ImageStart<'a>, alt: &str, has_label: bool) -> bool {
        let target = wiki_target(&image.destination, has_label);
        let place = self.place_of(image.kind, &image.destination, image.range.clone());
        let lower = target.to_ascii_lowercase();
        if IMAGES.iter().any(|ending| lower.ends_with(ending)) {
            // Obsidian takes a number for the picture's width.
            let sized = alt.bytes().all(|byte| byte.is_ascii_digit() || byte == b'x');
            let alt = if !has_label || sized { "" } else { alt };
            self.local_image(target, alt, "", place, image.range.clone());
            return false;
        }
        if self.open_links > 0 || target.trim_matches('#').is_empty() {
            self.plain_text(alt);
            return false;
        }
        let (target, fragment) = split_fragment(&target);
        let name = display_name(&target, fragment.as_deref()).to_owned();
        let reference = self.refer(place, ReferenceKind::Wiki { target, fragment, label: None });
        self.whole(reference, &name);
        true
    }

    fn remember_solo(&mut self, start: usize, kind: SoloKind) {
        let Some(Block { kind: BlockKind::Paragraph(_), html: paragraph, .. }) = self.blocks.last() else {
            return;
        };
        let paragraph = *paragraph;
        let begins = paragraph + "<p>".len();
        let earlier = self.holes.iter().rev().take_while(|hole| hole.at as usize >= begins).count();
        if start == begins && earlier <= 1 && self.open_links == 0 {
            let (end, holes, references) = (self.html.len(), self.holes.len(), self.references.len());
            self.solo = Some(Solo { paragraph, end, holes, references, kind });
        }
    }

    /// Makes a figure of a paragraph that holds nothing but one image with a title, and takes the paragraph away around
    /// a quoted note.
    pub(super) fn make_figure(&mut self) {
        let Some(solo) = self.solo.take() else { return };
        let whole = solo.end + "</p>\n".len() == self.html.len() && solo.holes == self.holes.len();
        let start = solo.paragraph;
        let same = self.blocks.last().is_some_and(|block| block.html == start);
        if !same || !whole || !self.html[start..].starts_with("<p>") {
            return;
        }
        let content = self.html[start + "<p>".len()..solo.end].to_owned();
        self.html.truncate(start);
        let reference =
            self.references.get_mut(solo.references.wrapping_sub(1)).map(|reference| &mut reference.kind);
        match solo.kind {
            SoloKind::Figure(caption) => {
                if let Some(ReferenceKind::Image { title, .. }) = reference {
                    title.clear();
                }
                self.html.push_str("<figure>");
                self.move_solo_hole(start);
                self.html.push_str(&content);
                self.html.push_str("<figcaption>");
                escape::text(&mut self.html, &caption);
                self.html.push_str("</figcaption></figure>\n");
            }
            SoloKind::Embed => {
                if let Some(ReferenceKind::Wiki { target, fragment, .. }) = reference {
                    let (target, fragment) = (std::mem::take(target), fragment.take());
                    self.references[solo.references - 1].kind = ReferenceKind::Embed { target, fragment };
                }
                self.move_solo_hole(start);
            }
        }
    }

    fn move_solo_hole(&mut self, paragraph: usize) {
        let at = u32::try_from(self.html.len()).unwrap_or(u32::MAX);
        if let Some(hole) = self.holes.last_mut().filter(|hole| hole.at as usize >= paragraph + "<p>".len()) {
            hole.at = at;
        }
    }

    /// Where a destination is written. The Markdown parser hands out slices of its input; only what had escapes in it
    /// is a copy, and has to be looked for.
    fn place_of(&self, kind: LinkType, destination: &CowStr<'a>, range: Range<usize>) -> Range<usize> {
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

fn is_citation(destination: &str) -> bool {
    destination == CITATION
}

/// Whether what stands between square brackets is a citation: ids with `@` before them, with semicolons between.
pub(super) fn is_citation_label(label: &str) -> bool {
    label.starts_with('@') && label.split(';').all(is_cited_id)
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
fn wiki_target(destination: &CowStr<'_>, has_label: bool) -> String {
    let target = clean(destination);
    let target = target.strip_suffix('\\').filter(|_| has_label).unwrap_or(&target);
    target.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn split_fragment(target: &str) -> (String, Option<String>) {
    match target.split_once('#') {
        Some((target, fragment)) => (target.trim().to_owned(), Some(fragment.trim().to_owned())),
        None => (target.to_owned(), None),
    }
}

/// What a wikilink without a label is called in plain text.
fn display_name<'t>(target: &'t str, fragment: Option<&'t str>) -> &'t str {
    if target.is_empty() {
        return fragment.unwrap_or_default();
    }
    let name = match target.split_once(':') {
        Some((kind, name)) if KINDS.iter().any(|known| known.eq_ignore_ascii_case(kind)) => name.trim(),
        _ => target,
    };
    name.rsplit('/').next().unwrap_or(name)
}

fn is_web(url: &str) -> bool {
    ["http:", "https:", "ftp:"]
        .iter()
        .any(|scheme| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

fn file_name(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or(url).trim_end_matches('/');
    path.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or(url)
}

/// A URL as a message can hold it.
fn shortened(url: &str) -> String {
    const LIMIT: usize = 60;
    match url.char_indices().nth(LIMIT) {
        Some((end, _)) => format!("{}…", &url[..end]),
        None => url.to_owned(),
    }
}
