//! A page as the preview shows it: with a script of ours, and with word of what it was made of.
//!
//! In: a state of the site and the address of a page. Out: prints of the page and of the files that it shows, and the page
//! with the client in it. What `build` writes has nothing of this.

use std::cell::RefCell;
use std::collections::BTreeMap;

use lol_html::{RewriteStrSettings, element, rewrite_str};
use memchr::memmem;
use serde::Serialize;
use url::Url;

use super::address::{Found, find};
use crate::live::Revision;

/// Where everything of ours lies on the host. No file of a site may have such a name.
pub const OURS: &str = "/.chancery/";

/// What a page looks like, without the page. Two pages with equal marks look the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Marks {
    /// Tells this run of the server from others.
    pub instance: String,
    /// The path below which the site stands.
    pub base: String,
    /// A print of the page.
    pub page: String,
    /// Of each file that the page needs, by the path of its URL, a print.
    pub files: BTreeMap<String, String>,
}

/// What is shown where a site has had errors from the beginning.
const NOTHING_YET: &str = "<!doctype html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<meta name=\"color-scheme\" content=\"light dark\">
<title>Nothing to show yet</title>
</head>
<body>
<main>
<h1>Nothing to show yet</h1>
<p>The site has errors. As soon as they are mended, this page becomes the one that was asked for.</p>
</main>
</body>
</html>
";

/// What an address shows.
pub enum Shown {
    Page { status: u16, html: Vec<u8>, marks: Marks },
    File { path: String },
    Elsewhere(String),
}

pub fn shown(revision: &Revision, instance: &str, url_path: &str) -> Shown {
    if revision.is_empty() {
        let html = NOTHING_YET.as_bytes().to_vec();
        let marks = Marks {
            base: revision.base_path().to_owned(),
            instance: instance.to_owned(),
            ..Marks::default()
        };
        return Shown::Page { status: 503, html, marks };
    }
    let (status, path) = match find(revision, url_path) {
        Found::Elsewhere(path) => return Shown::Elsewhere(path),
        Found::File(path) if !is_page(&path) => return Shown::File { path },
        Found::File(path) => (200, path),
        Found::Nothing => (404, "404.html".to_owned()),
    };
    let html = revision.file(&path).map_or_else(Vec::new, |bytes| bytes.to_vec());
    let marks = Marks {
        instance: instance.to_owned(),
        base: revision.base_path().to_owned(),
        page: revision.print(&path).map(hex).unwrap_or_default(),
        files: files(revision, url_path, &html),
    };
    Shown::Page { status, html, marks }
}

fn is_page(path: &str) -> bool {
    path.ends_with(".html") || path.ends_with(".htm")
}

pub fn hex(print: u64) -> String {
    format!("{print:016x}")
}

/// The page with the client at its end.
pub fn with_client(html: &[u8], marks: &Marks) -> Vec<u8> {
    let marks = serde_json::to_string(marks).expect("texts in maps are always JSON");
    let marks = marks.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    let tag = format!("<script src=\"{OURS}preview.js\" data-marks=\"{marks}\"></script>");
    let at = memmem::rfind(html, b"</body>").unwrap_or(html.len());
    [&html[..at], tag.as_bytes(), &html[at..]].concat()
}

/// Prints of what a page loads from its own site, and of what its style sheets load in turn.
fn files(revision: &Revision, url_path: &str, html: &[u8]) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let Some(page) = Url::parse("http://site/").and_then(|host| host.join(url_path)).ok() else { return out };
    let mut left: Vec<Url> =
        references(html).iter().filter_map(|reference| page.join(reference).ok()).collect();
    while let Some(url) = left.pop() {
        let Found::File(path) = find(revision, url.path()) else { continue };
        if url.host_str() != page.host_str() || out.contains_key(url.path()) {
            continue;
        }
        let Some(print) = revision.print(&path) else { continue };
        out.insert(url.path().to_owned(), hex(print));
        if path.ends_with(".css") {
            let style = revision.file(&path).unwrap_or_default();
            let wanted = style_references(&String::from_utf8_lossy(&style));
            left.extend(wanted.iter().filter_map(|reference| url.join(reference).ok()));
        }
    }
    out
}

/// What a page loads, as written.
fn references(html: &[u8]) -> Vec<String> {
    let found = RefCell::new(Vec::new());
    let note = |value: Option<String>| {
        found.borrow_mut().extend(value.map(|value| htmlize::unescape_attribute(&value).into_owned()))
    };
    let settings = RewriteStrSettings {
        element_content_handlers: vec![
            element!("link[rel~=stylesheet][href]", |link| {
                note(link.get_attribute("href"));
                Ok(())
            }),
            element!("[src]:not(iframe)", |element| {
                note(element.get_attribute("src"));
                Ok(())
            }),
        ],
        ..RewriteStrSettings::default()
    };
    // A page that cannot be read to its end is judged by what was read.
    let _ = rewrite_str(&String::from_utf8_lossy(html), settings);
    found.into_inner()
}

/// What a style sheet loads: `url(x)`, `url("x")` and `@import "x"`.
fn style_references(style: &str) -> Vec<String> {
    let bare = |text: &str| text.trim().trim_matches(['"', '\'']).to_owned();
    let urls = style.split("url(").skip(1).filter_map(|rest| Some(bare(rest.split_once(')')?.0)));
    let imports = style.split("@import").skip(1).filter_map(|rest| Some(bare(rest.split_once(';')?.0)));
    urls.chain(imports).filter(|url| !url.starts_with("data:")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::print;

    const PAGE: &str = "<html><head><link rel=\"icon\" href=\"i.svg\"><link rel=\"preload stylesheet\" href=\"../theme/a.css\">\
        </head><body><img src=\"p&amp;q.png\"><img src=\"http://elsewhere/x.png\"><a href=\"../b/\">b</a></body></html>";

    fn revision(picture: &'static str) -> Revision {
        let files = [
            ("a/index.html", PAGE),
            ("404.html", "<body>none</body>"),
            ("a/p&q.png", picture),
            ("a/i.svg", "icon"),
            ("theme/a.css", "@import \"b.css\"; p { background: url(p.svg) }"),
            ("theme/b.css", "@import url('a.css'); p { background: url( \"data:x\" ) }"),
            ("theme/p.svg", "svg"),
        ];
        Revision::of("/desk/", files)
    }

    fn marks(revision: &Revision, url_path: &str) -> (u16, Marks) {
        match shown(revision, "one", url_path) {
            Shown::Page { status, marks, .. } => (status, marks),
            Shown::File { path } | Shown::Elsewhere(path) => panic!("{path} is no page"),
        }
    }

    #[test]
    fn a_page_is_known_by_all_that_it_shows() {
        let (status, before) = marks(&revision("old"), "/desk/a/");
        let files: Vec<&str> = before.files.keys().map(String::as_str).collect();
        let expected = ["/desk/a/p&q.png", "/desk/theme/a.css", "/desk/theme/b.css", "/desk/theme/p.svg"];
        assert_eq!((status, files), (200, expected.to_vec()));
        let (_, after) = marks(&revision("new"), "/desk/a/");
        assert_eq!(before.page, after.page);
        let differing: Vec<_> =
            before.files.iter().filter(|(path, print)| after.files[*path] != **print).collect();
        assert_eq!(differing.len(), 1);
    }

    #[test]
    fn what_is_not_there_is_the_sites_own_page_for_that() {
        let (status, marks) = marks(&revision(""), "/desk/b/");
        assert_eq!((status, marks.page), (404, hex(print("<body>none</body>".as_bytes()))));
    }

    #[test]
    fn before_the_first_good_state_every_address_says_so() {
        assert_eq!(marks(&Revision::default(), "/any").0, 503);
    }

    #[test]
    fn the_client_stands_at_the_end_of_the_body() {
        let marks = Marks { base: "/a\"<b>&".to_owned(), ..Marks::default() };
        let page = with_client(b"<body><p></body>\n</html>", &marks);
        let page = String::from_utf8(page).expect("it is text");
        assert!(
            page.starts_with("<body><p><script src=\"/.chancery/preview.js\" data-marks=\"{&quot;"),
            "{page}"
        );
        assert!(page.contains("/a\\&quot;&lt;b>&amp;&quot;"), "{page}");
        assert!(page.ends_with("></script></body>\n</html>"), "{page}");
        assert!(with_client(b"no end", &marks).starts_with(b"no end<script"));
    }
}
