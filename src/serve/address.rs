//! Which file an address names.
//!
//! In: the path of a URL and a state of the site. Out: the path of one of its files, or where to go instead. There is no
//! way to anything else: what is not a file of the site is not found, however it is written.

use percent_encoding::percent_decode_str;

use crate::live::Revision;

/// What an address leads to.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    File(String),
    /// The path of another URL.
    Elsewhere(String),
    Nothing,
}

/// Looks up the path of a URL, percent-encoded as it was sent.
pub fn find(revision: &Revision, url_path: &str) -> Found {
    let base = revision.base_path();
    if url_path == "/" && base != "/" || url_path == base.trim_end_matches('/') {
        return Found::Elsewhere(base.to_owned());
    }
    let Some(path) = below(base, url_path) else { return Found::Nothing };
    if path.is_empty() || path.ends_with('/') {
        let index = format!("{path}index.html");
        return if revision.has_file(&index) { Found::File(index) } else { Found::Nothing };
    }
    if revision.has_file(&path) {
        return Found::File(path);
    }
    if revision.has_file(&format!("{path}/index.html")) {
        return Found::Elsewhere(format!("{url_path}/"));
    }
    Found::Nothing
}

/// The path below the base, decoded once; `None` if it is none that a file could have.
fn below(base: &str, url_path: &str) -> Option<String> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8().ok().map(|text| text.into_owned());
    let base = decoded(base)?;
    let path = decoded(url_path)?;
    let path = path.strip_prefix(base.trim_end_matches('/'))?.strip_prefix('/')?;
    let is_plain = |part: &str| !matches!(part, "" | "." | "..");
    let inner = path.strip_suffix('/').unwrap_or(path);
    let is_sound = path.is_empty() || inner.split('/').all(is_plain);
    (is_sound && !path.contains(['\\', '\0'])).then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looked_up(base: &str, url_path: &str) -> Found {
        let files =
            ["index.html", "articles/a b/index.html", "articles/index.html", "theme/style.css", "é.txt"];
        find(&Revision::of(base, files.into_iter().map(|path| (path, path))), url_path)
    }

    fn file(path: &str) -> Found {
        Found::File(path.to_owned())
    }

    #[test]
    fn pages_and_files_are_found_below_the_base() {
        for base in ["/", "/desk/"] {
            let at = |path: &str| looked_up(base, &format!("{base}{path}"));
            assert_eq!(at(""), file("index.html"));
            assert_eq!(at("index.html"), file("index.html"));
            assert_eq!(at("articles/a%20b/"), file("articles/a b/index.html"));
            assert_eq!(at("%C3%A9.txt"), file("é.txt"));
            assert_eq!(at("articles/a%20b"), Found::Elsewhere(format!("{base}articles/a%20b/")));
            assert_eq!(at("nothing"), Found::Nothing);
        }
        assert_eq!(looked_up("/desk/", "/"), Found::Elsewhere("/desk/".to_owned()));
        assert_eq!(looked_up("/desk/", "/desk"), Found::Elsewhere("/desk/".to_owned()));
        assert_eq!(looked_up("/desk/", "/index.html"), Found::Nothing);
        assert_eq!(looked_up("/desk/", "/deskindex.html"), Found::Nothing);
    }

    #[test]
    fn no_way_of_writing_leads_out_or_around() {
        let ways = [
            "/../etc/passwd",
            "/%2e%2e/etc/passwd",
            "/articles/../index.html",
            "/articles/%2e%2e/index.html",
            "/articles/./index.html",
            "/articles//index.html",
            "//articles",
            "//example.org/",
            "/articles\\index.html",
            "/articles%5cindex.html",
            "/index.html%00",
            "/%ff",
            "/index.html/",
            "/articles//",
        ];
        for way in ways {
            assert_eq!(looked_up("/", way), Found::Nothing, "{way}");
        }
    }
}
