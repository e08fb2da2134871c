//! A Markdown text to HTML with holes, and what is to be known of it besides.
//!
//! In: a file's text and where in it the body lies. Out: a [`Body`], what is to be said about it, and which foreign
//! template code it shows. It knows no other file: what a text refers to is a hole that somebody else fills.
//!
//! CommonMark 0.31 with tables, footnotes, strikethrough, task lists, definition lists, alerts and Obsidian's callouts,
//! heading attributes, wikilinks; citations and marked portions are ours (the content contract, section 2). What is done
//! in which order:
//!
//! 1. `prepare` puts stand-ins of the same length for lines that Markdown does not know;
//! 2. pulldown-cmark reads the text, `write` turns its events into HTML, holes and findings;
//! 3. `sanitize` cleans the HTML, if it has raw HTML in it;
//! 4. `paragraphs` gives ids to paragraphs.
//!
//! `cut` does it once more for those who may not see all portions.

mod beginning;
mod blocks;
mod cut;
mod draft;
mod escape;
mod foreign;
mod ids;
mod images;
mod lexer;
mod links;
mod notes;
mod paragraphs;
mod plain;
mod portions;
mod prepare;
mod raw;
mod sanitize;
#[cfg(test)]
mod tests;
mod urls;
mod words;
mod write;

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Parser, Tag};

use crate::config::RawHtml;
use crate::diagnostic::Diagnostics;
use crate::model::body::Body;
use crate::model::slug::SlugStyle;
use crate::source::{FileId, Span};
pub use cut::{Cut, without};
pub use foreign::ForeignKind;
pub use ids::FRAME;
use ids::Ids;
use notes::NotePlaces;
use prepare::{Prepared, prepare};
use write::Writer;

/// What a site decides about its texts.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    pub smart_punctuation: bool,
    pub raw_html: RawHtml,
    pub slugs: SlugStyle,
}

/// A text that has been read.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    pub body: Body,
    pub diagnostics: Diagnostics,
    /// The first place of each kind of template code of another generator.
    pub foreign: Vec<(ForeignKind, Span)>,
    places: Places,
}

/// Where things stand in a body that one must know to take something out of it, as offsets from its beginning.
#[derive(Clone, Debug, Default)]
struct Places {
    /// Of each of its headings.
    headings: Vec<usize>,
    notes: NotePlaces,
}

/// Reads the body that lies at `at` in a file's text. Places of everything found are places in the file.
pub fn parse(file: FileId, text: &str, at: Range<usize>, options: &Options) -> Parsed {
    let body = text.get(at.clone()).unwrap_or_default();
    read(file, at.start, &prepare(body, true), options).unwrap_or_else(|LostCallout| {
        let prepared = prepare(body, false);
        read(file, at.start, &prepared, options).unwrap_or_default()
    })
}

/// Where link reference definitions stand in the body that lies at `at`, with what they lead to as it was read.
pub fn definitions(text: &str, at: Range<usize>, options: &Options) -> Vec<(Range<usize>, String)> {
    let prepared = prepare(text.get(at.clone()).unwrap_or_default(), true);
    let parser = Parser::new_with_broken_link_callback(prepared.markdown(), extensions(options), Some(cite));
    let all = parser.reference_definitions().iter();
    let place = |span: &Range<usize>| at.start + span.start..at.start + span.end;
    all.map(|(_, definition)| (place(&definition.span), definition.dest.to_string())).collect()
}

/// A line that looked like a callout's first is none: it stands in for text that would be lost.
struct LostCallout;

fn read(
    file: FileId,
    base: usize,
    prepared: &Prepared<'_>,
    options: &Options,
) -> Result<Parsed, LostCallout> {
    let mut writer = Writer::new(file, base, prepared, options, reserved_ids(prepared, options));
    writer.events(events(prepared, options));
    if writer.lost_callout() {
        return Err(LostCallout);
    }
    let foreign = if prepared.hints.brace() {
        foreign::find(&prepared.source, |at| writer.is_code(at))
    } else {
        Vec::new()
    };
    let foreign = foreign.into_iter().map(|(kind, range)| (kind, writer.span(range))).collect();
    let mut draft = writer.finish();
    if draft.needs_cleaning {
        sanitize::sanitize(&mut draft, &writer.references);
    }
    paragraphs::name(&mut draft, &mut writer.ids);
    let portions = writer.take_portions();
    let places =
        Places { headings: std::mem::take(&mut writer.heading_places), notes: writer.take_note_places() };
    let body = Body {
        html: draft.html.into(),
        holes: draft.holes,
        references: writer.references,
        outward: writer.outward,
        headings: writer.headings,
        anchors: writer.anchors,
        portions,
        first_paragraph: draft.first_paragraph.text,
        first_paragraph_names: draft.first_paragraph.names,
        opening: draft.opening,
        words: writer.words.count,
    };
    Ok(Parsed { body, diagnostics: writer.diagnostics, foreign, places })
}

fn events<'a>(
    prepared: &'a Prepared<'_>,
    options: &Options,
) -> impl Iterator<Item = (Event<'a>, Range<usize>)> {
    let extensions = extensions(options);
    Parser::new_with_broken_link_callback(prepared.markdown(), extensions, Some(cite)).into_offset_iter()
}

fn extensions(options: &Options) -> pulldown_cmark::Options {
    use pulldown_cmark::Options as Extension;
    let mut extensions = Extension::ENABLE_TABLES
        | Extension::ENABLE_FOOTNOTES
        | Extension::ENABLE_STRIKETHROUGH
        | Extension::ENABLE_TASKLISTS
        | Extension::ENABLE_HEADING_ATTRIBUTES
        | Extension::ENABLE_GFM
        | Extension::ENABLE_DEFINITION_LIST
        | Extension::ENABLE_WIKILINKS;
    extensions.set(Extension::ENABLE_SMART_PUNCTUATION, options.smart_punctuation);
    extensions
}

/// Square brackets that lead nowhere are a citation, if they look like one.
fn cite<'a>(link: BrokenLink<'a>) -> Option<(CowStr<'a>, CowStr<'a>)> {
    let bare = matches!(link.link_type, LinkType::Shortcut | LinkType::Reference);
    let citation = bare && links::is_citation_label(&link.reference);
    citation.then_some((CowStr::Borrowed(links::CITATION), CowStr::Borrowed("")))
}

/// Ids that the author gives anywhere in a text: a generated one before that place must not take them. The text is
/// read twice for it, so only where there may be some.
fn reserved_ids(prepared: &Prepared<'_>, options: &Options) -> Ids {
    let mut ids = Ids::default();
    let text = prepared.markdown();
    let in_braces = prepared.hints.brace() && has_id_in_braces(text);
    let in_tags = prepared.hints.tag() && options.raw_html != RawHtml::Escape && has_id_in_tags(text);
    if in_braces || in_tags {
        events(prepared, options).for_each(|(event, _)| reserve(&event, &mut ids));
    }
    ids
}

fn has_id_in_braces(text: &str) -> bool {
    text.split(['}', '\n']).any(|part| part.find('{').is_some_and(|brace| part[brace..].contains('#')))
}

fn has_id_in_tags(text: &str) -> bool {
    ["id=", "ID=", "name=", "NAME="].iter().any(|attribute| text.contains(attribute))
}

fn reserve(event: &Event<'_>, ids: &mut Ids) {
    match event {
        Event::Start(Tag::Heading { id: Some(id), .. }) => ids.reserve(&write::clean(id)),
        Event::Html(html) | Event::InlineHtml(html) => raw::ids_in(html, |id| ids.reserve(id)),
        _ => {}
    }
}
