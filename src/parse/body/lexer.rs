//! Raw HTML taken apart into tags, text and what is neither.
//!
//! It looks at one piece of raw HTML and ends where that ends: nothing half-written (an open quote, an open comment)
//! can swallow what comes after it. It need not agree with a browser on what is broken: whatever is made of its pieces
//! is written anew.

use std::borrow::Cow;
use std::ops::Range;

use super::escape;

/// Elements whose content is no HTML.
const RAW_TEXT: &[&str] = &["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// A piece of raw HTML.
pub(super) enum Piece<'h> {
    Text,
    Start(Tag<'h>),
    End(String),
    /// A comment, a declaration, the content of a script.
    Other,
}

pub(super) struct Tag<'h> {
    /// In small letters.
    pub(super) name: String,
    pub(super) attributes: Vec<Attribute<'h>>,
    /// Ends in `/>`.
    pub(super) closed: bool,
}

pub(super) struct Attribute<'h> {
    /// In small letters.
    pub(super) name: String,
    pub(super) value: &'h str,
    /// Where the value begins.
    pub(super) at: usize,
}

impl<'h> Tag<'h> {
    /// The first attribute of a name: HTML ignores the others.
    pub(super) fn attribute(&self, name: &str) -> Option<&Attribute<'h>> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    pub(super) fn value(&self, name: &str) -> Option<Cow<'h, str>> {
        self.attribute(name).map(|attribute| decode(attribute.value)).filter(|value| !value.is_empty())
    }
}

pub(super) struct Lexer<'h> {
    text: &'h str,
    at: usize,
    /// The element whose content is no HTML and comes next.
    inside: Option<String>,
    /// A tag was never closed. Looking for the end of each that follows would take quadratic time.
    given_up: bool,
}

impl<'h> Lexer<'h> {
    pub(super) fn new(text: &'h str) -> Self {
        Lexer { text, at: 0, inside: None, given_up: false }
    }

    /// The next piece and its range; not an iterator, to say that a lexer is used once.
    pub(super) fn next(&mut self) -> Option<(Piece<'h>, Range<usize>)> {
        let start = self.at;
        if start >= self.text.len() {
            return None;
        }
        let piece = match self.inside.take() {
            Some(name) => self.content(&name),
            None => self.markup().unwrap_or_else(|| self.text_piece()),
        };
        Some((piece, start..self.at))
    }

    fn rest(&self) -> &'h str {
        &self.text[self.at..]
    }

    fn text_piece(&mut self) -> Piece<'h> {
        let begins = usize::from(self.rest().starts_with('<'));
        let length = if self.given_up { None } else { self.rest()[begins..].find('<') };
        self.at = length.map_or(self.text.len(), |length| self.at + begins + length);
        Piece::Text
    }

    fn content(&mut self, name: &str) -> Piece<'h> {
        let rest = self.rest();
        let ends = |at: &usize| {
            rest.get(at + 2..at + 2 + name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name))
        };
        let end = rest.match_indices("</").map(|(at, _)| at).find(ends);
        self.at += end.unwrap_or(rest.len());
        Piece::Other
    }

    fn markup(&mut self) -> Option<Piece<'h>> {
        if self.given_up || !self.rest().starts_with('<') {
            return None;
        }
        let next = self.rest().as_bytes().get(1).copied()?;
        match next {
            b'!' | b'?' => Some(self.declaration()),
            b'/' if self.rest().as_bytes().get(2).is_some_and(u8::is_ascii_alphabetic) => self.end_tag(),
            _ if next.is_ascii_alphabetic() => self.start_tag(),
            _ => None,
        }
    }

    fn declaration(&mut self) -> Piece<'h> {
        let rest = self.rest();
        let (opening, closing) = match rest {
            _ if rest.starts_with("<!-->") || rest.starts_with("<!--->") => (2, ">"),
            _ if rest.starts_with("<!--") => (4, "-->"),
            _ if rest.starts_with("<![CDATA[") => (9, "]]>"),
            _ => (2, ">"),
        };
        let end = rest[opening..].find(closing).map(|end| opening + end + closing.len());
        self.at += end.unwrap_or(rest.len());
        Piece::Other
    }

    fn end_tag(&mut self) -> Option<Piece<'h>> {
        let name = name_at(&self.rest()[2..]);
        match self.rest().find('>') {
            Some(end) => self.at += end + 1,
            None => {
                self.given_up = true;
                return None;
            }
        }
        Some(Piece::End(name))
    }

    fn start_tag(&mut self) -> Option<Piece<'h>> {
        let start = self.at;
        let name = name_at(&self.rest()[1..]);
        self.at += 1 + name.len();
        let mut tag = Tag { name, attributes: Vec::new(), closed: false };
        loop {
            self.skip(|byte| byte.is_ascii_whitespace() || byte == b'/');
            match self.rest().as_bytes().first() {
                None => {
                    self.at = start;
                    self.given_up = true;
                    return None;
                }
                Some(b'>') => break,
                Some(_) => tag.attributes.push(self.attribute()),
            }
        }
        tag.closed = self.text[..self.at].ends_with('/');
        self.at += 1;
        self.inside = RAW_TEXT.contains(&tag.name.as_str()).then(|| tag.name.clone());
        Some(Piece::Start(tag))
    }

    fn attribute(&mut self) -> Attribute<'h> {
        let start = self.at;
        // An equals sign in first place belongs to the name.
        self.at += self.rest().chars().next().map_or(0, char::len_utf8);
        self.skip(|byte| !byte.is_ascii_whitespace() && !b"/>=".contains(&byte));
        let name = self.text[start..self.at].to_ascii_lowercase();
        let after_name = self.at;
        self.skip(|byte| byte.is_ascii_whitespace());
        if !self.rest().starts_with('=') {
            self.at = after_name;
            return Attribute { name, value: "", at: after_name };
        }
        self.at += 1;
        self.skip(|byte| byte.is_ascii_whitespace());
        let (value, at) = self.value();
        Attribute { name, value, at }
    }

    fn value(&mut self) -> (&'h str, usize) {
        let quote = self.rest().as_bytes().first().copied().filter(|byte| b"\"'".contains(byte));
        self.at += usize::from(quote.is_some());
        let start = self.at;
        match quote {
            Some(quote) => {
                self.skip(|byte| byte != quote);
                let value = &self.text[start..self.at];
                self.at = (self.at + 1).min(self.text.len());
                (value, start)
            }
            None => {
                self.skip(|byte| !byte.is_ascii_whitespace() && byte != b'>');
                (&self.text[start..self.at], start)
            }
        }
    }

    fn skip(&mut self, passes: impl Fn(u8) -> bool) {
        let bytes = self.rest().as_bytes();
        self.at += bytes.iter().position(|&byte| !passes(byte)).unwrap_or(bytes.len());
    }
}

fn name_at(text: &str) -> String {
    let end = text.find(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>').unwrap_or(text.len());
    text[..end].to_ascii_lowercase()
}

/// Text with its character references left to the HTML parser, but for those that stand for what may not occur.
pub(super) fn kept_references(text: &str) -> Cow<'_, str> {
    if !text.contains(['<', '>', '&']) && !text.bytes().any(|byte| byte < b' ' && !b"\n\t".contains(&byte)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        escape::text(&mut out, &rest[..at]);
        let length = reference_length(&rest[at..]);
        match rest.get(at..at + length) {
            Some(reference) if length > 1 => out.push_str(reference),
            _ => out.push_str("&amp;"),
        }
        rest = &rest[at + length.max(1)..];
    }
    escape::text(&mut out, rest);
    Cow::Owned(out)
}

/// The length of a character reference that a text begins with, if it is one and stands for something that may occur;
/// else 1.
fn reference_length(text: &str) -> usize {
    const LONGEST: usize = 40;
    let Some(end) = text.as_bytes().iter().take(LONGEST).position(|&byte| byte == b';') else { return 1 };
    let name = &text[1..end];
    let number = name.strip_prefix('#').map(|digits| number_of(digits).is_some());
    let named = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if number.unwrap_or(named) { end + 1 } else { 1 }
}

/// The character of a numeric reference, if it is one that may occur.
fn number_of(digits: &str) -> Option<char> {
    let number = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => digits.parse(),
    };
    let character = char::from_u32(number.ok()?)?;
    (!character.is_control() && !escape::is_noncharacter(character)).then_some(character)
}

/// An attribute's value, its character references resolved. A name that is not known stays as it is: what is written
/// is escaped anew, so that a browser reads what has been looked at here, and nothing else.
pub(super) fn decode(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let length = match reference_length(&rest[at..]) {
            1 => 1,
            length => push_reference(&rest[at + 1..at + length - 1], &mut out).map_or(1, |()| length),
        };
        if length == 1 {
            out.push('&');
        }
        rest = &rest[at + length..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn push_reference(name: &str, out: &mut String) -> Option<()> {
    let character = match name {
        "amp" | "AMP" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "colon" => ':',
        "sol" => '/',
        "Tab" => '\t',
        "NewLine" => '\n',
        _ => name.strip_prefix('#').and_then(number_of)?,
    };
    out.push(character);
    Some(())
}
