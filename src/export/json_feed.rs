//! JSON Feed 1.1 (jsonfeed.org), with the full text of every article.
//!
//! What a feed says comes in, and its bytes go out, an item a line. No tree is built on the way: texts are long.

use super::feed::{Content, Entry, Head};
use super::json::{self, field, list, optional_field};

pub(super) fn write<'a>(out: &mut Vec<u8>, head: &Head<'_>, entries: impl Iterator<Item = Entry<'a>>) {
    out.push(b'{');
    field(out, "version", "https://jsonfeed.org/version/1.1");
    field(out, "title", &head.title);
    field(out, "home_page_url", &head.page);
    field(out, "feed_url", &head.own);
    optional_field(out, "description", head.description);
    field(out, "language", head.language);
    list(out, "authors", [head.publisher], |out, name| person(out, name, ""));
    out.push(b'\n');
    list(out, "items", entries, |out, entry| {
        out.push(b'\n');
        write_item(out, &entry);
    });
    out.extend_from_slice(b"}\n");
}

fn write_item(out: &mut Vec<u8>, entry: &Entry<'_>) {
    out.push(b'{');
    field(out, "id", &entry.id);
    field(out, "url", &entry.address);
    field(out, "title", &entry.title);
    match &entry.content {
        Content::Html(html) => field(out, "content_html", html),
        Content::Text(text) => field(out, "content_text", text),
    }
    optional_field(out, "summary", entry.summary);
    field(out, "date_published", &entry.published);
    optional_field(out, "date_modified", entry.updated.as_deref().unwrap_or_default());
    if !entry.authors.is_empty() {
        list(out, "authors", &entry.authors, |out, (name, address)| person(out, name, address));
    }
    if !entry.topics.is_empty() {
        list(out, "tags", &entry.topics, |out, topic| json::string(out, topic.name));
    }
    optional_field(out, "language", entry.language.unwrap_or_default());
    out.push(b'}');
}

fn person(out: &mut Vec<u8>, name: &str, address: &str) {
    out.push(b'{');
    field(out, "name", name);
    optional_field(out, "url", address);
    out.push(b'}');
}
