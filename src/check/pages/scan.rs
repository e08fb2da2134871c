//! One finished page: what stands in it.
//!
//! In: bytes of HTML, whatever they are. Out: [`PageFacts`]. It knows neither the page's path nor any other page.
//! `<base>` is not followed: the policy of every page forbids it.

use std::borrow::Cow;
use std::ops::Range;

use lol_html::html_content::{Attribute, Element};
use lol_html::{ElementContentHandlers, HtmlRewriter, Selector, Settings};

use super::addresses::{self, Sort};
use super::texts::Texts;
use super::{Fault, PageFacts, PageProblemKind, css};

/// Reads a page. Bytes that are no UTF-8 are read as replacement characters.
pub fn scan(html: &[u8]) -> PageFacts {
    let html = str::from_utf8(html).map_or_else(|_| String::from_utf8_lossy(html), Cow::Borrowed);
    let mut collector = Collector::default();
    collector.read(&html);
    collector.whole(&html);
    collector.facts()
}

/// How every finished page ends.
const END: &str = "</html>";

/// What a reference is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// Followed by the reader, or told to machines: not fetched, but it should exist.
    Link,
    /// Fetched with the page and shown as a picture.
    Picture,
    /// Fetched with the page.
    Resource,
}

#[derive(Default)]
struct Collector<'h> {
    ids: Vec<Cow<'h, str>>,
    /// Names of anchors, which may repeat ids.
    names: Vec<Cow<'h, str>>,
    links: Vec<Cow<'h, str>>,
    files: Vec<Cow<'h, str>>,
    faults: Vec<Fault>,
    mains: usize,
}

/// A start tag, without copies of its parts.
struct Tag<'t, 'i, 'h> {
    name: Word,
    written: &'h str,
    attributes: &'t [Attribute<'i>],
    html: &'h str,
}

/// A name in small letters. What is longer than any name that matters is cut.
#[derive(Clone, Copy)]
struct Word {
    letters: [u8; Word::LONGEST],
    length: usize,
}

impl Word {
    const LONGEST: usize = 16;

    fn new(name: &str) -> Self {
        let mut letters = [0; Word::LONGEST];
        let length = name.len().min(Word::LONGEST);
        letters[..length].copy_from_slice(&name.as_bytes()[..length]);
        letters.make_ascii_lowercase();
        Word { letters, length }
    }

    fn as_bytes(&self) -> &[u8] {
        &self.letters[..self.length]
    }
}

impl<'h> Tag<'_, '_, 'h> {
    fn attributes(&self) -> impl Iterator<Item = (Word, &'h str)> {
        self.attributes.iter().map(|attribute| {
            let place = attribute.name_source_location().zip(attribute.value_source_location());
            match place {
                Some((name, value)) => (Word::new(&self.html[name.bytes()]), &self.html[value.bytes()]),
                // An attribute without a value has no place.
                None => (Word::new(&attribute.name()), ""),
            }
        })
    }

    fn attribute(&self, name: &str) -> Option<Cow<'h, str>> {
        self.attributes().find(|(word, _)| word.as_bytes() == name.as_bytes()).map(|(_, value)| text(value))
    }

    fn has(&self, name: &str) -> bool {
        self.attributes().any(|(word, _)| word.as_bytes() == name.as_bytes())
    }

    /// Whether a list of words, as `rel` is one, holds any of these.
    fn says(&self, name: &str, words: &[&str]) -> bool {
        let value = self.attribute(name).unwrap_or_default();
        value
            .split_ascii_whitespace()
            .any(|word| words.iter().any(|wanted| word.eq_ignore_ascii_case(wanted)))
    }
}

/// An attribute's value with its entities decoded.
fn text(value: &str) -> Cow<'_, str> {
    if value.contains('&') { htmlize::unescape_attribute(value) } else { Cow::Borrowed(value) }
}

impl<'h> Collector<'h> {
    fn read(&mut self, html: &'h str) {
        let mut inner: Vec<Range<usize>> = Vec::new();
        let element = |element: &mut Element<'_, '_>| {
            inner.extend(self.element(element, html));
            Ok(())
        };
        let every: Selector = "*".parse().expect("a star selects everything");
        let handlers = ElementContentHandlers::default().element(element);
        let settings = Settings {
            element_content_handlers: vec![(Cow::Owned(every), handlers)],
            strict: false,
            ..Settings::new()
        };
        let mut rewriter = HtmlRewriter::new(settings, |_: &[u8]| ());
        let read = rewriter.write(html.as_bytes()).and_then(|()| rewriter.end());
        read.expect("without limits and strictness any text can be read");
        for range in inner {
            self.read(&html[range]);
        }
    }

    /// Takes in a start tag. Returns the content of a `noscript`, which browsers without scripts read as HTML.
    fn element(&mut self, element: &Element<'_, '_>, html: &'h str) -> Option<Range<usize>> {
        let place = element.source_location().bytes();
        let written = tag_name(&html[place.start..]);
        let tag = Tag { name: Word::new(written), written, attributes: element.attributes(), html };
        for (name, value) in tag.attributes() {
            self.attribute(&tag, name, value);
        }
        match tag.name.as_bytes() {
            b"main" => self.mains += usize::from(!tag.has("hidden")),
            b"script" => self.script(&tag),
            b"style" => {
                self.fault(PageProblemKind::InlineStyle, "<style>");
                self.css(raw_text(&html[place.end..], "style"));
            }
            b"noscript" => {
                let length = raw_text(&html[place.end..], "noscript").len();
                return Some(place.end..place.end + length);
            }
            _ => {}
        }
        None
    }

    fn attribute(&mut self, tag: &Tag<'_, '_, 'h>, name: Word, value: &'h str) {
        match name.as_bytes() {
            b"id" if !value.is_empty() => self.ids.push(text(value)),
            b"name" if tag.name.as_bytes() == b"a" && !value.is_empty() => self.names.push(text(value)),
            b"href" | b"xlink:href" => self.href(tag, value),
            b"src" => self.src(tag, value),
            b"srcset" | b"imagesrcset" => addresses::candidates(&text(value))
                .for_each(|url| self.reference(Role::Picture, Cow::Owned(url.to_owned()))),
            b"poster" | b"background" => self.reference(Role::Picture, text(value)),
            b"data" if tag.name.as_bytes() == b"object" => self.reference(Role::Resource, text(value)),
            b"action" | b"formaction" => self.reference(Role::Link, text(value)),
            b"content" if tag.says("http-equiv", &["refresh"]) => {
                if let Some(url) = addresses::refresh(&text(value)) {
                    self.reference(Role::Link, Cow::Owned(url.to_owned()));
                }
            }
            b"style" => {
                self.fault(PageProblemKind::InlineStyle, &marked(tag, name));
                self.css(&text(value));
            }
            [b'o', b'n', _, ..] => self.fault(PageProblemKind::InlineScript, &marked(tag, name)),
            _ => {}
        }
    }

    fn href(&mut self, tag: &Tag<'_, '_, 'h>, value: &'h str) {
        let role = match tag.name.as_bytes() {
            b"base" => return,
            b"link" => link_role(tag),
            b"image" | b"feimage" => Role::Picture,
            b"script" | b"use" => Role::Resource,
            _ => Role::Link,
        };
        self.reference(role, text(value));
    }

    fn src(&mut self, tag: &Tag<'_, '_, 'h>, value: &'h str) {
        let role = match tag.name.as_bytes() {
            b"img" | b"input" => Role::Picture,
            _ => Role::Resource,
        };
        self.reference(role, text(value));
    }

    /// A script without a file. Data blocks such as JSON-LD are no scripts (HTML, section 4.12.1).
    fn script(&mut self, tag: &Tag<'_, '_, 'h>) {
        let kind = tag.attribute("type").unwrap_or_default();
        let kind = kind.trim().to_ascii_lowercase();
        let runs = matches!(kind.as_str(), "" | "module" | "importmap" | "speculationrules")
            || kind.ends_with("/javascript")
            || kind.ends_with("/ecmascript")
            || kind.ends_with("/x-javascript");
        if runs && !tag.has("src") && !tag.has("href") && !tag.has("xlink:href") {
            self.fault(PageProblemKind::InlineScript, "<script>");
        }
    }

    fn css(&mut self, css: &str) {
        for url in css::urls(css).into_iter().filter(|url| addresses::sort(url) != Sort::Data) {
            self.reference(Role::Resource, Cow::Owned(url));
        }
    }

    fn reference(&mut self, role: Role, value: Cow<'h, str>) {
        let value = addresses::clean(value);
        match (addresses::sort(&value), role) {
            (Sort::Site, Role::Link) => self.links.push(value),
            (Sort::Site, Role::Picture | Role::Resource) => self.files.push(value),
            (Sort::Remote, Role::Picture) => self.fault(PageProblemKind::RemoteImage, &value),
            (Sort::Remote, Role::Resource) => self.fault(PageProblemKind::RemoteResource, &value),
            (Sort::Code, _) | (Sort::Data, Role::Link | Role::Resource) => {
                self.fault(PageProblemKind::UnsafeUrl, &value);
            }
            (Sort::Remote | Sort::Data | Sort::Other, _) => {}
        }
    }

    fn fault(&mut self, kind: PageProblemKind, what: &str) {
        self.faults.push(Fault { kind, what: what.into() });
    }

    /// What only the whole page shows.
    fn whole(&mut self, html: &str) {
        if self.mains != 1 {
            self.fault(PageProblemKind::NotOneMain, &self.mains.to_string());
        }
        let page = html.trim_ascii_end();
        let end = page.len().checked_sub(END.len()).and_then(|start| page.get(start..));
        if !end.is_some_and(|end| end.eq_ignore_ascii_case(END)) {
            self.fault(PageProblemKind::Unfinished, END);
        }
        self.ids.sort_unstable();
        let repeated = self.ids.chunk_by(|left, right| left == right).filter(|ids| ids.len() > 1);
        let repeated =
            repeated.map(|ids| Fault { kind: PageProblemKind::DuplicateId, what: ids[0].as_ref().into() });
        self.faults.extend(repeated);
    }

    fn facts(mut self) -> PageFacts {
        self.faults.sort_unstable();
        self.faults.dedup();
        self.ids.append(&mut self.names);
        PageFacts {
            ids: Texts::new(self.ids),
            links: Texts::new(self.links),
            files: Texts::new(self.files),
            faults: self.faults.into_boxed_slice(),
        }
    }
}

/// What a `link` is for: pictures and style sheets are fetched, the rest is told to machines.
fn link_role(tag: &Tag<'_, '_, '_>) -> Role {
    const FETCHED: &[&str] = &[
        "stylesheet",
        "preload",
        "modulepreload",
        "prefetch",
        "prerender",
        "preconnect",
        "dns-prefetch",
        "manifest",
    ];
    if tag.says("rel", &["icon", "apple-touch-icon", "mask-icon"]) {
        Role::Picture
    } else if tag.says("rel", FETCHED) {
        Role::Resource
    } else {
        Role::Link
    }
}

/// An attribute of a tag, as problems name it: `<td style>`.
fn marked(tag: &Tag<'_, '_, '_>, name: Word) -> String {
    let is_name = |attribute: &&Attribute<'_>| Word::new(&attribute.name()).as_bytes() == name.as_bytes();
    let attribute = tag.attributes.iter().find(is_name).map_or_else(String::new, Attribute::name);
    format!("<{} {attribute}>", tag.written.to_ascii_lowercase())
}

/// The name in a start tag.
fn tag_name(tag: &str) -> &str {
    let name = &tag[1..];
    let end = name.find(|letter: char| letter.is_ascii_whitespace() || matches!(letter, '/' | '>'));
    &name[..end.unwrap_or(name.len())]
}

/// The content of an element that ends at its own end tag and nowhere else.
fn raw_text<'h>(html: &'h str, name: &str) -> &'h str {
    let ends = |start: &usize| {
        let rest = &html[start + 2..];
        let is_end = rest.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name));
        is_end && !rest[name.len()..].starts_with(|letter: char| letter.is_ascii_alphanumeric())
    };
    let end = html.match_indices("</").map(|(start, _)| start).find(ends);
    &html[..end.unwrap_or(html.len())]
}
