//! Values of `site.toml` with a meaning of their own: markings, addresses, time zones, language tags, codes, globs, folders.
//!
//! In: an entry of a table. Out: the value as the stages use it, or a diagnostic at its place that says what is accepted.

use globset::Glob;
use jiff::tz::TimeZone;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use toml::de::DeValue;
use url::Url;

use super::Canary;
use super::table::{Entry, Table, text_like};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, did_you_mean, nearest};
use crate::model::marking::{Marking, Reading};
use crate::source::Span;

/// The keys of an article that a foreign key may stand for.
pub const ARTICLE_KEYS: &[&str] = &[
    "title",
    "date",
    "updated",
    "information_cutoff",
    "summary",
    "key_points",
    "authors",
    "actors",
    "countries",
    "topics",
    "events",
    "sources",
    "figures",
    "corrections",
    "image",
    "marking",
    "status",
    "publish_at",
    "expires",
    "slug",
    "redirects",
    "lang",
    "translation_of",
    "allow",
    "extra",
];

/// Errors that are warnings in content that `[collections]` claims, and can be silenced there.
pub const SOFTENED: [Code; 3] = [Code::InvalidValue, Code::InvalidDate, Code::DuplicateUrl];

/// What a site keeps beside its output.
const KEPT: [&str; 8] =
    ["content", "templates", "static", ".cache", "src", ".git", "site.toml", "links.lock"];

/// What RFC 3986 does not let stand in a path and the WHATWG URL standard leaves there.
const PATH: &AsciiSet = &CONTROLS.add(b'[').add(b']').add(b'^').add(b'|');

/// The entry of a site's folder that is not for output and has that name, on machines where case does not count, too.
pub fn kept(name: &str) -> Option<&'static str> {
    KEPT.into_iter().find(|kept| kept.eq_ignore_ascii_case(name))
}

/// An address that pages can be below: absolute, http or https, nothing behind the path. Ends in `/`, percent-encoded
/// (RFC 3986). Otherwise what is wrong with it.
pub fn base_url(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    let (scheme, rest) = text.split_once("://").unwrap_or_default();
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return Err("does not begin with `https://` or `http://`");
    }
    if text.contains(|character: char| character == '\\' || character.is_control()) {
        return Err("has a character that no address can have");
    }
    if has_stray_percent(text) {
        return Err("has a `%` without two hexadecimal digits after it");
    }
    let url = Url::parse(text).ok().filter(|_| !rest.starts_with('/')).ok_or("has no valid host name")?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("has a user name or password");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("has a `?` or `#`");
    }
    let path = utf8_percent_encode(url.path().trim_end_matches('/'), PATH);
    Ok(format!("{}{path}/", url.origin().ascii_serialization()))
}

fn has_stray_percent(text: &str) -> bool {
    text.split('%').skip(1).any(|after| {
        let digits = after.bytes().take(2).filter(u8::is_ascii_hexdigit);
        digits.count() < 2
    })
}

/// The base address of the site or of a profile. An empty text says that there is none.
pub fn address(entry: Entry, out: &mut Diagnostics) -> Option<Option<String>> {
    const EXAMPLE: &str = "https://example.org/briefings/";
    let text = text_like(EXAMPLE)(entry, out)?;
    if text.trim().is_empty() {
        return Some(None);
    }
    let refuse = |why| {
        let meant = if text.contains("://") { None } else { base_url(&format!("https://{text}")).ok() };
        entry.refuse(
            why,
            match meant {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("write the address of the front page, such as `{EXAMPLE}`"),
            },
        )
    };
    base_url(text).map(Some).map_err(|why| out.push(refuse(why))).ok()
}

/// A marking. One that is unknown is an error and no value at all.
pub fn marking(entry: Entry, out: &mut Diagnostics) -> Option<Marking> {
    let text = text_like(Marking::Clear.label())(entry, out)?;
    match Marking::read(text) {
        Reading::Known(marking) => Some(marking),
        Reading::Old => {
            out.push(old_marking(entry.span));
            Some(Marking::Clear)
        }
        Reading::Unknown(meant) => {
            out.push(unknown_marking(text, meant, entry.span));
            None
        }
    }
}

pub const CANARY_HELP: &str =
    "write texts, or mappings with a marking: `[\"NIGHTFALL\", {text = \"ORCHID\", marking = \"TLP:RED\"}]`";

/// A text, or a table of a text and the marking from which on it may be shown. One whose marking is unknown is for as few
/// as there can be.
pub fn canary(entry: Entry, out: &mut Diagnostics) -> Option<Canary> {
    let (text, own) = match entry.value {
        DeValue::Table(_) => marked_text(&Table::of_canary(entry, out), entry, out)?,
        DeValue::String(text) => (text.to_string(), None),
        _ => {
            out.push(entry.wrong_type("a string or a table", CANARY_HELP));
            return None;
        }
    };
    if !text.contains(char::is_alphanumeric) {
        out.push(entry.refuse("has neither letters nor digits", CANARY_HELP));
        return None;
    }
    Some(Canary { text: text.trim().to_owned(), marking: own.unwrap_or(Marking::Green) })
}

fn marked_text(table: &Table, entry: Entry, out: &mut Diagnostics) -> Option<(String, Option<Marking>)> {
    let own = table.get("marking").map(|entry| marking(entry, out).unwrap_or(Marking::Red));
    let Some(text) = table.get("text") else {
        out.push(entry.refuse("has no `text`", CANARY_HELP));
        return None;
    };
    Some((text_like("NIGHTFALL")(text, out)?.to_owned(), own))
}

/// `TLP:WHITE`, wherever in metadata or settings it stands.
pub fn old_marking(span: Span) -> Diagnostic {
    let message = "`TLP:WHITE` is of TLP 1.0; TLP 2.0 calls it `TLP:CLEAR`";
    Diagnostic::new(Code::OldMarking, span, message).help("write `TLP:CLEAR`")
}

/// A marking that is none, with the one that was perhaps meant.
pub fn unknown_marking(text: &str, meant: Option<Marking>, span: Span) -> Diagnostic {
    let help = match meant {
        Some(marking) => format!("write `{marking}`"),
        None => {
            format!("markings are {}", Marking::ALL.map(|marking| format!("`{marking}`")).join(", "))
        }
    };
    let message = match text.trim() {
        "" => "this marking says nothing".to_owned(),
        _ => format!("`{text}` is not a marking"),
    };
    Diagnostic::new(Code::UnknownMarking, span, message).help(help)
}

/// A name of the IANA time zone database.
pub fn timezone(entry: Entry, out: &mut Diagnostics) -> Option<TimeZone> {
    let text = text_like("Europe/Berlin")(entry, out)?;
    let zone = TimeZone::get(text).ok().filter(|zone| !zone.is_unknown());
    if zone.is_none() {
        let help = match near_zone(text) {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                "write a name of the IANA time zone database, such as `UTC` or `Europe/Berlin`".to_owned()
            }
        };
        out.push(entry.refuse(format!("cannot be `{text}`: there is no such time zone"), help));
    }
    zone
}

/// The names of the database, in order.
pub fn timezones() -> Vec<String> {
    let mut names: Vec<String> = jiff::tz::db().available().map(|name| name.to_string()).collect();
    names.sort();
    names
}

/// The zone of that city, else the one with the most similar name.
fn near_zone(text: &str) -> Option<String> {
    let names = timezones();
    let city = text.rsplit('/').next().unwrap_or(text).replace(' ', "_");
    let of_city =
        |name: &&String| name.rsplit('/').next().is_some_and(|last| last.eq_ignore_ascii_case(&city));
    names
        .iter()
        .find(of_city)
        .cloned()
        .or_else(|| nearest(text, names.iter().map(String::as_str)).map(str::to_owned))
}

/// A well-formed language tag (BCP 47).
pub fn language(entry: Entry, out: &mut Diagnostics) -> Option<String> {
    let text = text_like("en")(entry, out)?;
    match language_tag(text) {
        Ok(()) => Some(text.to_owned()),
        Err(help) => {
            out.push(entry.refuse(format!("cannot be `{text}`: that is no language tag"), help));
            None
        }
    }
}

/// Whether a text is a well-formed language tag (BCP 47); else what to write instead.
pub fn language_tag(text: &str) -> Result<(), String> {
    if is_language_tag(text) {
        return Ok(());
    }
    let hyphened = text.replace('_', "-");
    Err(if is_language_tag(&hyphened) {
        format!("did you mean `{hyphened}`?")
    } else {
        "write a BCP 47 tag such as `en` or `pt-BR`".to_owned()
    })
}

fn is_language_tag(text: &str) -> bool {
    let mut subtags = text.split('-');
    let first = subtags.next().unwrap_or_default();
    let private = first.eq_ignore_ascii_case("x") && text.len() > 2;
    let language = (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic());
    let rest = |subtag: &str| {
        (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    (private || language) && subtags.all(rest)
}

/// The name of a code.
pub fn code(entry: Entry, out: &mut Diagnostics) -> Option<Code> {
    let text = text_like(Code::MissingAlt.name())(entry, out)?;
    let code = Code::from_name(text);
    if code.is_none() {
        let help = did_you_mean(text, Code::ALL.iter().map(|code| code.name()))
            .unwrap_or_else(|| "write a code as it stands in a message, such as `missing-alt`".to_owned());
        out.push(entry.refuse(format!("cannot be `{text}`: there is no such code"), help));
    }
    code
}

/// The name of a code that is not always an error.
pub fn softer_code<'a>(collections: bool) -> impl Fn(Entry<'a>, &mut Diagnostics) -> Option<Code> {
    move |entry, out| {
        let code = code(entry, out)?;
        if code.severity() != Severity::Error || (collections && SOFTENED.contains(&code)) {
            return Some(code);
        }
        let why = format!("cannot be `{}`: that is an error", code.name());
        out.push(
            entry.refuse(why, "only warnings and notes can be named here; mend what the error is about"),
        );
        None
    }
}

/// The key of an article that a foreign key stands for.
pub fn article_key(entry: Entry, out: &mut Diagnostics) -> Option<String> {
    let text = text_like("topics")(entry, out)?;
    if ARTICLE_KEYS.contains(&text) {
        return Some(text.to_owned());
    }
    let help = did_you_mean(text, ARTICLE_KEYS.iter().copied())
        .unwrap_or_else(|| "write a key that an article has, such as `topics` or `authors`".to_owned());
    out.push(entry.refuse(format!("cannot stand for `{text}`: an article has no such key"), help));
    None
}

/// A glob for paths below `content/`.
pub fn glob(entry: Entry, out: &mut Diagnostics) -> Option<String> {
    let text = text_like("articles/**")(entry, out)?;
    let refused = match Glob::new(text) {
        Err(error) => {
            Some((format!("is not a valid glob: {}", error.kind()), "write a glob such as `_posts/**`"))
        }
        Ok(_) if text.is_empty() => Some(("is empty".to_owned(), "write a glob such as `_posts/**`")),
        Ok(_) if is_outside(text) => {
            let why = format!("cannot be `{text}`: no path below `content/` is like that");
            Some((why, "write the path from `content/` on, such as `_posts/**`"))
        }
        Ok(_) => None,
    };
    match refused {
        None => Some(text.to_owned()),
        Some((why, help)) => {
            out.push(entry.refuse(why, help));
            None
        }
    }
}

/// Whether it begins at another folder than the one that it is meant from. (`./` never matches a path.)
fn is_outside(path: &str) -> bool {
    path.starts_with('/') || path.split('/').any(|part| matches!(part, "." | ".."))
}

/// The folder of a profile's output: relative to the root, without `.` and empty parts.
pub fn output_folder(entry: Entry, out: &mut Diagnostics) -> Option<String> {
    let text = text_like("public")(entry, out)?;
    let parts: Vec<&str> = text.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    let first = parts.first().copied().unwrap_or_default();
    let kept = kept(first);
    let why = if text.starts_with('/') || text.contains(['\\', ':']) || text.contains(char::is_control) {
        format!(
            "cannot be `{}`: it has to be a path below the root, with `/` between folders",
            text.escape_debug()
        )
    } else if parts.contains(&"..") {
        format!("cannot be `{text}`: it leads out of the site's folder")
    } else if parts.is_empty() {
        "cannot be the site's own folder".to_owned()
    } else if let Some(kept) = kept {
        format!("cannot be `{text}`: `{kept}` is not for output")
    } else {
        return Some(parts.join("/"));
    };
    out.push(entry.refuse(why, "write a folder of its own below the root, such as `public`"));
    None
}
