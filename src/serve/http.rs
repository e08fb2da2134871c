//! Answers to requests.
//!
//! In: a request and the current state of the site. Out: a response. Nothing is read from the disk here, and nothing can
//! be changed by asking.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use tokio::sync::watch;
use url::form_urlencoded;

use super::events::{self, Places};
use super::host::{Hosts, Refused, check_origin};
use super::media::media_type;
use super::page::{OURS, Shown, hex, shown, with_client};
use crate::live::{Revision, print};

/// The script of every page: the library that changes a page in place, then what uses it. A site may have that library,
/// too: ours is nothing that its scripts could see.
const SCRIPT: &str =
    concat!("(() => {\n", include_str!("client/idiomorph.js"), include_str!("client/preview.js"), "})();\n");
const STYLE: &str = include_str!("client/preview.css");

/// What answers need.
pub struct Shared {
    pub revisions: watch::Receiver<Arc<Revision>>,
    pub hosts: Hosts,
    /// Tells this run of the server from others.
    pub instance: Arc<str>,
    pub places: Places,
}

pub async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response<Body> {
    let mut response = respond(&shared, &request).unwrap_or_else(refusal);
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    response
}

fn respond(shared: &Shared, request: &Request) -> Result<Response<Body>, Refused> {
    shared.hosts.check(request.uri(), request.headers())?;
    check_origin(request.headers())?;
    if request.method() != Method::GET && request.method() != Method::HEAD {
        let why = "a preview is only read\n".to_owned();
        return Err(Refused { status: StatusCode::METHOD_NOT_ALLOWED, why });
    }
    let path = request.uri().path();
    Ok(match path.strip_prefix(OURS) {
        Some("preview.js") => whole(request, "x.js", 200, Bytes::from_static(SCRIPT.as_bytes()), None),
        Some("preview.css") => whole(request, "x.css", 200, Bytes::from_static(STYLE.as_bytes()), None),
        Some("events") => listen(shared, request),
        _ => of_site(shared, request, path),
    })
}

fn listen(shared: &Shared, request: &Request) -> Response<Body> {
    let query = form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes());
    let page = query.into_iter().find(|(key, _)| key == "page").map(|(_, page)| page.into_owned());
    let (revisions, instance) = (shared.revisions.clone(), Arc::clone(&shared.instance));
    if request.method() == Method::HEAD {
        return Response::new(Body::empty());
    }
    events::answer(revisions, instance, shared.places.clone(), page.unwrap_or_else(|| "/".to_owned()))
}

fn of_site(shared: &Shared, request: &Request, path: &str) -> Response<Body> {
    let revision = Arc::clone(&shared.revisions.borrow());
    match shown(&revision, &shared.instance, path) {
        Shown::Page { status, html, marks } => {
            let html = with_client(&html, &marks);
            whole(request, "x.html", status, Bytes::from(html), None)
        }
        Shown::File { path } => {
            let bytes = revision.file(&path).unwrap_or_default();
            whole(request, &path, 200, Bytes::from_owner(bytes), revision.print(&path))
        }
        Shown::Elsewhere(path) => elsewhere(&path, request.uri().query()),
    }
}

/// A file as a whole, a part of it where that was asked for, or word that the browser has it already.
fn whole(request: &Request, path: &str, status: u16, bytes: Bytes, known: Option<u64>) -> Response<Body> {
    let tag = format!("\"{}\"", hex(known.unwrap_or_else(|| print(&bytes))));
    let builder = Response::builder().header(header::ETAG, &tag);
    let built = if status == 200 && is_known(request.headers(), &tag) {
        builder.status(StatusCode::NOT_MODIFIED).body(Body::empty())
    } else {
        let range = if status == 200 { range(request.headers(), bytes.len(), &tag) } else { Range::Whole };
        let length = bytes.len();
        let builder =
            builder.header(header::CONTENT_TYPE, media_type(path)).header(header::ACCEPT_RANGES, "bytes");
        let body =
            |part: Bytes| if request.method() == Method::HEAD { Body::empty() } else { Body::from(part) };
        match range {
            Range::Whole => builder.status(status).header(header::CONTENT_LENGTH, length).body(body(bytes)),
            Range::Part(from, to) => builder
                .status(StatusCode::PARTIAL_CONTENT)
                .header(header::CONTENT_RANGE, format!("bytes {from}-{}/{length}", to - 1))
                .header(header::CONTENT_LENGTH, to - from)
                .body(body(bytes.slice(from..to))),
            Range::Outside => builder
                .status(StatusCode::RANGE_NOT_SATISFIABLE)
                .header(header::CONTENT_RANGE, format!("bytes */{length}"))
                .body(Body::empty()),
        }
    };
    built.expect("all of these are valid in a header")
}

/// Whether the browser's copy is the one that it would be sent.
fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let values = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|known| {
        let known = known.trim();
        known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag
    })
}

/// What part of a file is wanted.
#[derive(Debug, PartialEq, Eq)]
enum Range {
    Whole,
    /// The end exclusive.
    Part(usize, usize),
    Outside,
}

/// One range, as players of sound and film ask for (RFC 9110, section 14). Whatever else is asked gets the whole.
fn range(headers: &HeaderMap, length: usize, tag: &str) -> Range {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let wanted = text(header::RANGE).and_then(|range| range.strip_prefix("bytes="));
    let is_current = text(header::IF_RANGE).is_none_or(|known| known == tag);
    let Some((from, to)) = wanted.filter(|_| is_current).and_then(|range| range.split_once('-')) else {
        return Range::Whole;
    };
    let part = match (from.trim().parse::<usize>(), to.trim()) {
        (Ok(from), "") => Some((from, length)),
        (Ok(from), to) => to.parse().ok().map(|to: usize| (from, to.saturating_add(1).min(length))),
        (Err(_), last) if from.trim().is_empty() => {
            last.parse().ok().map(|last: usize| (length.saturating_sub(last), length))
        }
        (Err(_), _) => None,
    };
    match part {
        None => Range::Whole,
        Some((from, to)) if from < to => Range::Part(from, to),
        Some((from, _)) if from < length => Range::Whole,
        Some(_) => Range::Outside,
    }
}

fn elsewhere(path: &str, query: Option<&str>) -> Response<Body> {
    let query = query.map_or_else(String::new, |query| format!("?{query}"));
    Response::builder()
        .status(StatusCode::FOUND)
        .header(header::LOCATION, format!("{path}{query}"))
        .body(Body::empty())
        .expect("a path that came in a request may go out in a header")
}

fn refusal(refused: Refused) -> Response<Body> {
    let builder =
        Response::builder().status(refused.status).header(header::CONTENT_TYPE, media_type("x.txt"));
    let builder = match refused.status {
        StatusCode::METHOD_NOT_ALLOWED => builder.header(header::ALLOW, "GET, HEAD"),
        _ => builder,
    };
    builder.body(Body::from(refused.why)).expect("all of these are valid in a header")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(of: &[(header::HeaderName, &'static str)]) -> HeaderMap {
        of.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn parts_are_given_as_asked() {
        let part = |wanted| range(&headers(&[(header::RANGE, wanted)]), 10, "\"t\"");
        assert_eq!(part("bytes=0-3"), Range::Part(0, 4));
        assert_eq!(part("bytes=4-"), Range::Part(4, 10));
        assert_eq!(part("bytes=-3"), Range::Part(7, 10));
        assert_eq!(part("bytes=8-99"), Range::Part(8, 10));
        assert_eq!(part("bytes=10-"), Range::Outside);
        for odd in ["bytes=", "bytes=a-b", "bytes=0-1,4-5", "lines=0-3", "bytes=5-2"] {
            assert_eq!(part(odd), Range::Whole, "{odd}");
        }
        let changed = [(header::RANGE, "bytes=0-3"), (header::IF_RANGE, "\"other\"")];
        assert_eq!(range(&headers(&changed), 10, "\"t\""), Range::Whole);
    }

    #[test]
    fn what_the_browser_has_is_not_sent_again() {
        let known = |value| is_known(&headers(&[(header::IF_NONE_MATCH, value)]), "\"t\"");
        assert!(known("\"t\"") && known("\"a\", W/\"t\"") && known("*"));
        assert!(!known("\"a\"") && !known("t"));
    }
}
