//! Images: shown if they are the site's own, linked if they are not.

use std::ops::Range;

use pulldown_cmark::{CowStr, LinkType};

use super::escape;
use super::links::{
    display_name, is_bracketed_citation, is_citation, shortened, split_fragment, wiki_target,
};
use super::plain::Gathering;
use super::urls::{Destination, classify};
use super::write::{Block, BlockKind, Writer, bound, clean};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::body::{Part, ReferenceKind};

/// File name endings of images that a page can show.
const IMAGES: &[&str] = &[".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif", ".bmp"];

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
    kind: SoloKind,
}

#[derive(Debug)]
enum SoloKind {
    Figure(String),
    /// `![[Note]]`
    Embed,
}

impl<'a> Writer<'a> {
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
            _ if is_citation(&image.destination) => self.cited_image(image, alt),
            LinkType::WikiLink { has_pothole } => {
                solo = self.wiki_image(image, alt, has_pothole).then_some(SoloKind::Embed);
            }
            _ => self.plain_image(image, alt, &title),
        }
        if let Some(kind) = solo {
            self.remember_solo(start, kind);
        }
    }

    /// `![@id]`: an exclamation mark before a citation; `![text][@id]`: before a text in brackets, and a citation.
    fn cited_image(&mut self, image: &ImageStart<'a>, alt: &str) {
        self.plain_text("!");
        let mut range = image.range.start + 1..image.range.end;
        let text = self.source.get(range.clone()).unwrap_or_default();
        let second = text.rfind("][").map(|at| at + 1);
        if let Some(second) = second.filter(|second| !is_bracketed_citation(&text[..*second])) {
            range.start += second;
            self.plain_text(&format!("[{alt}]"));
        }
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
        let problem = Diagnostic::new(Code::RemoteImage, self.span(place.clone()), message);
        self.report(problem.help("save it beside the text and name the file here"));
        let label = if alt.is_empty() { file_name(url) } else { alt };
        if self.open_links > 0 {
            self.plain_text(label);
            return;
        }
        self.open_external(url, "", place);
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
            self.solo = Some(Solo { paragraph, end: self.html.len(), holes: self.holes.len(), kind });
        }
    }

    /// Makes a figure of a paragraph that holds nothing but one image with a title, and takes the paragraph away around
    /// a quoted note.
    pub(super) fn make_figure(&mut self) {
        let Some(solo) = self.solo.take().filter(|solo| self.is_alone(solo)) else { return };
        let content = self.html[solo.paragraph + "<p>".len()..solo.end].to_owned();
        self.html.truncate(solo.paragraph);
        match solo.kind {
            SoloKind::Figure(caption) => {
                self.html.push_str("<figure>");
                self.move_solo_hole(solo.paragraph);
                self.html.push_str(&content);
                self.html.push_str("<figcaption>");
                escape::text(&mut self.html, &caption);
                self.html.push_str("</figcaption></figure>\n");
            }
            SoloKind::Embed => self.move_solo_hole(solo.paragraph),
        }
    }

    /// Whether nothing came after it in its paragraph, which has just been closed.
    fn is_alone(&self, solo: &Solo) -> bool {
        let last = solo.end + "</p>\n".len() == self.html.len() && solo.holes == self.holes.len();
        let paragraph = self.blocks.last().is_some_and(|block| block.html == solo.paragraph);
        last && paragraph && self.html[solo.paragraph..].starts_with("<p>")
    }

    /// The hole of what stood alone is where its paragraph began. What fills it need not say the caption again, or is a
    /// quotation instead of a link.
    fn move_solo_hole(&mut self, paragraph: usize) {
        let at = bound(self.html.len());
        let Some(hole) = self.holes.last_mut().filter(|hole| hole.at as usize >= paragraph + "<p>".len())
        else {
            return;
        };
        hole.at = at;
        match &mut self.references[hole.reference as usize].kind {
            ReferenceKind::Image { title, .. } => title.clear(),
            kind => {
                if let ReferenceKind::Wiki { target, fragment, .. } = kind {
                    *kind =
                        ReferenceKind::Embed { target: std::mem::take(target), fragment: fragment.take() };
                }
            }
        }
    }
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
