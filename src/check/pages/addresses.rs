//! What a value of an attribute says as a URL, before anything is known of the site.
//!
//! In: attribute values with their entities decoded. Out: what kind of address it is, and its parts. As the URL standard
//! has it (whatwg.org, section 4.4), but only as far as pages that are written to disk need it.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// What sort of place a URL leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A path, a query or a fragment: something of this site.
    Site,
    /// Another host, by a scheme that browsers fetch.
    Remote,
    /// Code in the URL itself.
    Code,
    /// A document in the URL itself that is no picture.
    Data,
    /// A picture in the URL itself, a mail address, a telephone number.
    Other,
}

/// The value without what browsers overlook: blanks around it, line ends and tabs in it, backslashes for slashes.
pub(super) fn clean(value: Cow<'_, str>) -> Cow<'_, str> {
    let trimmed = match value {
        Cow::Borrowed(text) => Cow::Borrowed(trim(text)),
        Cow::Owned(text) => Cow::Owned(trim(&text).to_owned()),
    };
    if !trimmed.bytes().any(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | b'\\')) {
        return trimmed;
    }
    let joined: String = trimmed.chars().filter(|letter| !matches!(letter, '\t' | '\n' | '\r')).collect();
    if matches!(scheme(&joined), Some(scheme) if !is_web(scheme)) {
        return Cow::Owned(joined);
    }
    let path = joined.find(['?', '#']).unwrap_or(joined.len());
    Cow::Owned(joined[..path].replace('\\', "/") + &joined[path..])
}

fn trim(text: &str) -> &str {
    text.trim_matches(|letter| letter <= ' ')
}

/// A clean value's sort.
pub(super) fn sort(value: &str) -> Sort {
    if value.starts_with("//") {
        return Sort::Remote;
    }
    match scheme(value) {
        None => Sort::Site,
        Some(scheme) if is_web(scheme) => Sort::Remote,
        Some(scheme) if ["javascript", "vbscript"].iter().any(|name| scheme.eq_ignore_ascii_case(name)) => {
            Sort::Code
        }
        Some(scheme) if scheme.eq_ignore_ascii_case("data") && !is_picture(&value[scheme.len()..]) => {
            Sort::Data
        }
        Some(_) => Sort::Other,
    }
}

/// The scheme of an absolute URL.
fn scheme(value: &str) -> Option<&str> {
    let end = value.bytes().position(|byte| !(byte.is_ascii_alphanumeric() || b"+-.".contains(&byte)))?;
    let is_scheme = value.as_bytes()[end] == b':' && value.as_bytes()[0].is_ascii_alphabetic();
    is_scheme.then(|| &value[..end])
}

fn is_web(scheme: &str) -> bool {
    ["https", "http", "ftp", "ws", "wss"].iter().any(|name| scheme.eq_ignore_ascii_case(name))
}

fn is_picture(rest: &str) -> bool {
    rest.get(..":image/".len()).is_some_and(|start| start.eq_ignore_ascii_case(":image/"))
}

/// The parts of a reference within the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Parts<'a> {
    pub path: &'a str,
    /// What follows the path, as written: query and fragment.
    pub tail: &'a str,
    /// Neither decoded nor with what is meant for the browser alone (`:~:text=`); `None` where it names no place.
    pub fragment: Option<&'a str>,
}

pub(super) fn parts(reference: &str) -> Parts<'_> {
    let (path, tail) = reference.split_at(reference.find(['?', '#']).unwrap_or(reference.len()));
    let fragment = tail.split_once('#').map(|(_, fragment)| fragment.split(":~:").next().unwrap_or_default());
    Parts { path, tail, fragment: fragment.filter(|fragment| !fragment.is_empty()) }
}

/// Percent-decodes; what would not be UTF-8 then stays as it is.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    if text.contains('%') {
        percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
    } else {
        Cow::Borrowed(text)
    }
}

/// The URLs of a `srcset` (HTML, section 4.8.4.2.2: parsing a srcset attribute).
pub(super) fn candidates(srcset: &str) -> impl Iterator<Item = &str> {
    let mut rest = srcset;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|letter: char| letter.is_ascii_whitespace() || letter == ',');
        let (url, after) =
            rest.split_at(rest.find(|letter: char| letter.is_ascii_whitespace()).unwrap_or(rest.len()));
        rest = if url.ends_with(',') { after } else { after_descriptors(after) };
        Some(url.trim_end_matches(',')).filter(|url| !url.is_empty())
    })
}

/// What follows a candidate's widths and densities: a comma ends them, but not one in brackets.
fn after_descriptors(text: &str) -> &str {
    let mut depth = 0_usize;
    let end = text.find(|letter| {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        letter == ',' && depth == 0
    });
    end.map_or("", |end| &text[end + 1..])
}

/// The URL of `<meta http-equiv="refresh" content="0; url=...">`.
pub(super) fn refresh(content: &str) -> Option<&str> {
    let (_, rest) = content.split_once([';', ','])?;
    let rest = rest.trim_start();
    let named = rest.get(..3).filter(|name| name.eq_ignore_ascii_case("url"));
    let named = named.and_then(|_| rest[3..].trim_start().strip_prefix('=')).map(str::trim_start);
    let url = named.unwrap_or(rest);
    match url.chars().next()? {
        quote @ ('"' | '\'') => url[1..].split(quote).next(),
        _ => Some(url),
    }
}
