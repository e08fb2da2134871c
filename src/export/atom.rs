//! Atom (RFC 4287), with the full text of every article.
//!
//! What a feed says comes in, and its bytes go out. HTML stands in CDATA, so that nothing is escaped twice.

use super::feed::{Content, Entry, Head};
use super::xml;

pub(super) fn write<'a>(out: &mut Vec<u8>, head: &Head<'_>, entries: impl Iterator<Item = Entry<'a>>) {
    out.extend_from_slice(
        b"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"",
    );
    xml::attribute(out, "xml:lang", head.language);
    out.extend_from_slice(b">\n");
    xml::element(out, "title", &head.title);
    if !head.description.is_empty() {
        xml::element(out, "subtitle", head.description);
    }
    xml::element(out, "id", &head.id);
    link(out, "self", "application/atom+xml", &head.own);
    link(out, "alternate", "text/html", &head.page);
    xml::element(out, "updated", &head.updated);
    person(out, head.publisher, "");
    for entry in entries {
        write_entry(out, &entry);
    }
    out.extend_from_slice(b"</feed>\n");
}

fn write_entry(out: &mut Vec<u8>, entry: &Entry<'_>) {
    out.extend_from_slice(b"<entry");
    if let Some(language) = entry.language {
        xml::attribute(out, "xml:lang", language);
    }
    out.extend_from_slice(b">\n");
    xml::element(out, "title", &entry.title);
    xml::element(out, "id", &entry.id);
    link(out, "alternate", "text/html", &entry.address);
    xml::element(out, "published", &entry.published);
    xml::element(out, "updated", entry.updated.as_ref().unwrap_or(&entry.published));
    for (name, address) in &entry.authors {
        person(out, name, address);
    }
    for topic in &entry.topics {
        out.extend_from_slice(b"<category");
        xml::attribute(out, "term", topic.slug);
        xml::attribute(out, "label", topic.name);
        out.extend_from_slice(b"/>\n");
    }
    if !entry.summary.is_empty() {
        xml::element(out, "summary", entry.summary);
    }
    write_content(out, &entry.content);
    out.extend_from_slice(b"</entry>\n");
}

fn write_content(out: &mut Vec<u8>, content: &Content<'_>) {
    match content {
        Content::Html(html) => {
            out.extend_from_slice(b"<content type=\"html\">");
            xml::cdata(out, html);
            out.extend_from_slice(b"</content>\n");
        }
        Content::Text(text) => xml::element(out, "content", text),
    }
}

fn link(out: &mut Vec<u8>, relation: &str, media_type: &str, address: &str) {
    out.extend_from_slice(b"<link");
    xml::attribute(out, "rel", relation);
    xml::attribute(out, "type", media_type);
    xml::attribute(out, "href", address);
    out.extend_from_slice(b"/>\n");
}

fn person(out: &mut Vec<u8>, name: &str, address: &str) {
    out.extend_from_slice(b"<author>\n");
    xml::element(out, "name", name);
    if !address.is_empty() {
        xml::element(out, "uri", address);
    }
    out.extend_from_slice(b"</author>\n");
}
