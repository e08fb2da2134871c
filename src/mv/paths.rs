//! Paths in links: what of a destination has to change when files move, written as it was written before.
//!
//! In: a destination as it stands in its file, and where files were and will be. Out: the part that changes, and its new
//! text. It knows no item.

use std::ops::Range;

use percent_encoding::percent_decode_str;

use super::survey::Renamed;
use crate::link::{beside, relative};

/// How a destination is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `(path)`, `<path>` or `href="path"`: percent-encoded.
    Url,
    /// `[[path]]`, `src: path`: as it is.
    Plain,
}

/// A range within a destination, and what shall stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub range: Range<usize>,
    pub text: String,
}

/// A relative path when its own file or that to which it leads moves; none where it still leads there.
pub fn relative_part(raw: &str, path: &str, file: &str, style: Style, renamed: &Renamed) -> Option<Part> {
    let before = beside(file, path)?;
    let (new_file, after) = (renamed.path(file), renamed.path(&before));
    if beside(new_file, path).as_deref() == Some(after) {
        return None;
    }
    let way = relative(new_file, after);
    let dotted = raw.starts_with("./") && !way.starts_with('.');
    let text = format!("{}{}", if dotted { "./" } else { "" }, written(&way, raw, style));
    Some(Part { range: 0..path_end(raw, style), text })
}

/// A path from the site's root that leads to a page at `old`, or to a file beside it, when that moves to `new`. Both with
/// slashes around them.
pub fn rooted_part(raw: &str, old: &str, new: &str) -> Option<Part> {
    let end = path_end(raw, Style::Url);
    let start = raw[..end].find(|character| character != '/')?;
    let wanted = old.trim_matches('/');
    let mut at = start;
    for (index, segment) in wanted.split('/').enumerate() {
        at += usize::from(index > 0);
        let found = raw[at.min(end)..end].split('/').next()?;
        if decoded(found) != segment {
            return None;
        }
        at += found.len();
    }
    let rest = &raw[at..end];
    is_of_page(rest).then(|| Part { range: start..at, text: written(new.trim_matches('/'), raw, Style::Url) })
}

/// The timeline's own name of an event, behind a path to a year of it.
pub fn anchor_part(raw: &str, old: &str, new: &str) -> Option<Part> {
    let hash = raw.find('#')? + 1;
    let is_timeline = raw[..hash].trim_start_matches('/').starts_with("timeline/");
    let is_it = is_timeline && decoded(&raw[hash..]) == crate::plan::anchor(old);
    is_it.then(|| Part { range: hash..raw.len(), text: written(&crate::plan::anchor(new), raw, Style::Url) })
}

/// What stands in the folder of a page: itself, its feeds, its further pages.
fn is_of_page(rest: &str) -> bool {
    let rest = rest.trim_start_matches('/');
    let number =
        rest.strip_prefix("page/").map(|rest| rest.trim_end_matches('/').trim_end_matches("/index.html"));
    matches!(rest, "" | "index.html" | "feed.xml" | "feed.json" | "events.ics")
        || number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Where the path ends and a query or a fragment begins.
pub fn path_end(raw: &str, style: Style) -> usize {
    match style {
        Style::Url => raw.find(['#', '?']).unwrap_or(raw.len()),
        Style::Plain => raw.len(),
    }
}

/// What a destination says, percent-decoded.
pub fn decoded(raw: &str) -> String {
    percent_decode_str(raw).decode_utf8_lossy().into_owned()
}

/// A path as this destination writes it: letters beyond ASCII are encoded where they were.
fn written(path: &str, raw: &str, style: Style) -> String {
    if style == Style::Plain {
        return path.to_owned();
    }
    let encodes_letters = raw.contains('%') && raw.is_ascii();
    let mut out = String::with_capacity(path.len());
    for character in path.chars() {
        let mut bytes = [0; 4];
        if " \"#%<>?()[]\\^`{|}&".contains(character)
            || character.is_control()
            || (encodes_letters && !character.is_ascii())
        {
            for byte in character.encode_utf8(&mut bytes).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        } else {
            out.push(character);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn renamed(pairs: &[(&str, &str)]) -> Renamed {
        let paths = pairs.iter().map(|(old, new)| ((*old).to_owned(), (*new).to_owned())).collect();
        Renamed { paths, slug: None }
    }

    fn edited(raw: &str, part: Option<Part>) -> Option<String> {
        let Part { range, text } = part?;
        Some(format!("{}{text}{}", &raw[..range.start], &raw[range.end..]))
    }

    #[test]
    fn relative_paths() {
        let moved = renamed(&[("content/articles/a.md", "content/articles/2025/ä b.md")]);
        let cases = [
            ("content/articles/x.md", "a.md#part", Some("2025/ä%20b.md#part")),
            ("content/articles/x.md", "./a.md", Some("./2025/ä%20b.md")),
            ("content/pages/x.md", "../articles/a.md?q", Some("../articles/2025/ä%20b.md?q")),
            ("content/articles/x.md", "%61.md", Some("2025/%C3%A4%20b.md")),
            ("content/articles/x.md", "b.md", None),
            ("content/articles/a.md", "b.md", Some("../b.md")),
            ("content/articles/a.md", "a.md#x", Some("ä%20b.md#x")),
            ("content/articles/a.md", "../pages/x.md", Some("../../pages/x.md")),
            ("content/articles/a.md", "2025/b.md", Some("b.md")),
        ];
        for (file, raw, expected) in cases {
            let path = decoded(&raw[..path_end(raw, Style::Url)]);
            let part = relative_part(raw, &path, file, Style::Url, &moved);
            assert_eq!(edited(raw, part).as_deref(), expected, "{file} {raw}");
        }
        let part = relative_part("a.md", "a.md", "content/articles/x.md", Style::Plain, &moved);
        assert_eq!(part.map(|part| part.text).as_deref(), Some("2025/ä b.md"));
    }

    #[test]
    fn rooted_paths() {
        let cases = [
            ("/articles/a/", Some("/articles/b/")),
            ("/articles/a", Some("/articles/b")),
            ("/articles/%61/#x", Some("/articles/b/#x")),
            ("/articles/a/index.html?q", Some("/articles/b/index.html?q")),
            ("/articles/a/feed.xml", Some("/articles/b/feed.xml")),
            ("/articles/a/page/2/", Some("/articles/b/page/2/")),
            ("/articles/ab/", None),
            ("/articles/a/more/", None),
            ("/articles/", None),
            ("/", None),
        ];
        for (raw, expected) in cases {
            let part = rooted_part(raw, "/articles/a/", "/articles/b/");
            assert_eq!(edited(raw, part).as_deref(), expected, "{raw}");
        }
        let anchor = "/timeline/2025/#event-a";
        assert_eq!(edited(anchor, anchor_part(anchor, "a", "b")).as_deref(), Some("/timeline/2025/#event-b"));
        assert_eq!(anchor_part("/about/#event-a", "a", "b"), None);
    }
}
