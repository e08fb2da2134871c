//! Where a destination leads: elsewhere, into this site, or nowhere that a page may lead to.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// What a destination is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Destination<'a> {
    /// Another site, or a mail or telephone program.
    External(Cow<'a, str>),
    /// A picture in the URL itself.
    Data,
    /// A path, query or fragment, percent-decoded.
    Local(String),
    /// Template code of another generator, which says nothing here.
    Template,
    Unsafe,
}

/// Schemes that a link may have.
const SAFE: &[&str] = &["http", "https", "mailto", "tel", "ftp", "sms", "xmpp", "geo", "webcal"];

/// Pictures without scripts. SVG can hold some, and gains nothing here.
const PICTURES: &[&str] = &["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"];

pub(super) fn classify(destination: &str) -> Destination<'_> {
    if destination.contains("{{") || destination.contains("{%") {
        return Destination::Template;
    }
    match scheme(destination) {
        Some(scheme) if SAFE.contains(&scheme.as_str()) => {
            Destination::External(Cow::Borrowed(destination.trim()))
        }
        Some(scheme) if scheme == "data" && is_picture(destination) => Destination::Data,
        Some(_) => Destination::Unsafe,
        None if destination.starts_with("//") => {
            Destination::External(Cow::Owned(format!("https:{destination}")))
        }
        None => local(destination),
    }
}

/// Hidden behind percent signs an unsafe scheme would come out when the path is decoded.
fn local(destination: &str) -> Destination<'_> {
    let decoded = decode(destination);
    if scheme(&decoded).is_some() && decoded != destination {
        return Destination::Unsafe;
    }
    Destination::Local(decoded)
}

/// The scheme, in small letters, as a browser finds it: blanks and control characters before it and within do not
/// count.
fn scheme(destination: &str) -> Option<String> {
    let mut scheme = String::new();
    for character in destination.chars().filter(|&character| character > ' ' && character != '\u{7f}') {
        match character {
            ':' if !scheme.is_empty() => return Some(scheme),
            'a'..='z' | 'A'..='Z' => scheme.push(character.to_ascii_lowercase()),
            '0'..='9' | '+' | '-' | '.' if !scheme.is_empty() => scheme.push(character),
            _ if character.is_whitespace() || is_invisible(character) => {}
            _ => return None,
        }
    }
    None
}

/// Characters that nobody sees; browsers do not skip them, but no honest destination has them before its scheme.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn is_picture(destination: &str) -> bool {
    let compact: String = destination.chars().filter(|&c| c > ' ').take(40).collect();
    let Some(kind) = compact.get(5..) else { return false };
    let kind = kind.split([';', ',']).next().unwrap_or_default();
    PICTURES.iter().any(|picture| picture.eq_ignore_ascii_case(kind))
}

/// Percent-decoded, but for `#` and `?`, which would change their meaning: a file named `a#b.md` is linked as
/// `a%23b.md` and stays so until the fragment has been split off.
fn decode(destination: &str) -> String {
    if !destination.contains('%') {
        return destination.to_owned();
    }
    let kept = destination.replace("%23", "%2523").replace("%3F", "%253F").replace("%3f", "%253F");
    match percent_decode_str(&kept).decode_utf8() {
        Ok(decoded) => decoded.into_owned(),
        Err(_) => destination.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations() {
        let external = |url: &str| Destination::External(Cow::Owned(url.to_owned()));
        let local = |path: &str| Destination::Local(path.to_owned());
        let cases = [
            ("https://a.example/", external("https://a.example/")),
            ("HTTP://A", external("HTTP://A")),
            ("//host/x", external("https://host/x")),
            ("mailto:a@b", external("mailto:a@b")),
            ("tel:+1", external("tel:+1")),
            ("../a%20b.md#x", local("../a b.md#x")),
            ("a%23b.md#c", local("a%23b.md#c")),
            ("a%ff", local("a%ff")),
            ("/rooted", local("/rooted")),
            ("#part", local("#part")),
            ("?q", local("?q")),
            ("", local("")),
            ("2025:report.md", local("2025:report.md")),
            ("javascript:alert(1)", Destination::Unsafe),
            (" JaVa\tscript\n:alert(1)", Destination::Unsafe),
            ("java\0script:x", Destination::Unsafe),
            ("\u{200b}javascript:x", Destination::Unsafe),
            ("javascript%3Aalert(1)", Destination::Unsafe),
            ("vbscript:x", Destination::Unsafe),
            ("file:///etc/passwd", Destination::Unsafe),
            ("data:text/html,x", Destination::Unsafe),
            ("data:image/svg+xml;base64,x", Destination::Unsafe),
            ("data:image/png;base64,x", Destination::Data),
            ("DATA:image/JPEG,x", Destination::Data),
            ("made-up:x", Destination::Unsafe),
            ("{{ site.url }}/x", Destination::Template),
        ];
        for (input, expected) in cases {
            assert_eq!(classify(input), expected, "{input:?}");
        }
    }
}
