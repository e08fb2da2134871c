//! Styles in a drawing, without comments and without what would be fetched from elsewhere (CSS Syntax 3, section 4).

use super::{is_data, picture};
use crate::picture::{Finds, Hidden, Read};

/// Fonts that a drawing brings along.
const FONTS: &[&str] = &["data:font/", "data:application/font-", "data:application/x-font-"];

/// A style sheet, a `style`, or the value of an attribute that CSS could give as well. None if it cannot be said what it
/// would fetch.
pub(super) fn clean(css: &str, finds: &mut Finds, depth: usize) -> Read<Option<String>> {
    if !css.bytes().any(|byte| matches!(byte, b'(' | b'/' | b'@' | b'\\')) {
        return Ok(Some(css.to_owned()));
    }
    let mut style = Style { rest: css, out: String::with_capacity(css.len()), finds, depth };
    let is_known = style.all()?;
    Ok(is_known.then_some(style.out))
}

struct Style<'c, 'f> {
    rest: &'c str,
    out: String,
    finds: &'f mut Finds,
    depth: usize,
}

impl<'c> Style<'c, '_> {
    /// False at what could stand for anything: an escape in a name.
    fn all(&mut self) -> Read<bool> {
        while let Some(character) = self.rest.chars().next() {
            match character {
                '\\' => return Ok(false),
                '/' if self.rest.starts_with("/*") => self.comment(),
                '"' | '\'' => {
                    let string = self.string(character);
                    self.out.push_str(string);
                }
                '@' if is_import(self.rest) => self.import(),
                '(' => {
                    if !self.function()? {
                        return Ok(false);
                    }
                }
                other => {
                    self.out.push(other);
                    self.rest = &self.rest[other.len_utf8()..];
                }
            }
        }
        Ok(true)
    }

    fn comment(&mut self) {
        self.finds.add(Hidden::Comment);
        self.rest = self.rest.get(2..).and_then(|rest| rest.split_once("*/")).map_or("", |(_, rest)| rest);
        // It kept apart what stood beside it.
        self.out.push(' ');
    }

    /// A string with its quotes; one that is left open goes to the end.
    fn string(&mut self, quote: char) -> &'c str {
        let mut is_escaped = false;
        let mut inner = self.rest.char_indices().skip(1);
        let end = inner.find(|(_, character)| {
            let is_end = *character == quote && !is_escaped;
            is_escaped = *character == '\\' && !is_escaped;
            is_end
        });
        let (string, rest) = self.rest.split_at(end.map_or(self.rest.len(), |(at, _)| at + 1));
        self.rest = rest;
        string
    }

    /// Another style sheet: passed over up to the semicolon that ends it.
    fn import(&mut self) {
        while let Some(character) = self.rest.chars().next() {
            match character {
                '"' | '\'' => drop(self.string(character)),
                '(' => drop(self.argument()),
                other => self.rest = &self.rest[other.len_utf8()..],
            }
            if character == ';' {
                break;
            }
        }
        // Else what stood before it and what follows might become another one.
        self.out.push(' ');
    }

    /// What stands in the round brackets of `url`.
    fn argument(&mut self) -> &'c str {
        let start = &self.rest[1..];
        self.rest = start.trim_start();
        let found = match self.rest.chars().next() {
            Some(quote @ ('"' | '\'')) => self.string(quote).trim_matches(quote),
            _ => {
                let found = self.rest.split(')').next().unwrap_or_default();
                self.rest = &self.rest[found.len()..];
                found.trim()
            }
        };
        self.rest = self.rest.split_once(')').map_or("", |(_, rest)| rest);
        found
    }

    /// An opening bracket. False if the function before it fetches in ways that are not looked into.
    fn function(&mut self) -> Read<bool> {
        let is_name = |character: char| character.is_alphanumeric() || matches!(character, '-' | '_');
        let start =
            self.out.rfind(|character| !is_name(character)).map_or(0, |at| at + last_length(&self.out, at));
        match self.out[start..].to_ascii_lowercase().as_str() {
            "url" => {
                let target = self.argument();
                self.out.truncate(start);
                self.url(target)?;
                Ok(true)
            }
            "src" | "image" | "url-prefix" | "expression" => Ok(false),
            name if name.ends_with("image-set") => Ok(false),
            _ => {
                self.out.push('(');
                self.rest = &self.rest[1..];
                Ok(true)
            }
        }
    }

    fn url(&mut self, target: &str) -> Read<()> {
        let is_font = FONTS
            .iter()
            .any(|kind| target.get(..kind.len()).is_some_and(|head| head.eq_ignore_ascii_case(kind)));
        let is_plain = !target.contains(['"', '\'', '\\', '(', ')', '\n']);
        if (target.starts_with('#') || is_font) && is_plain {
            self.out.push_str(&format!("url(\"{target}\")"));
        } else if is_data(target) {
            let picture = picture(target, self.finds, self.depth)?;
            self.out.push_str(&format!("url(\"{picture}\")"));
        } else {
            self.out.push_str("none");
        }
        Ok(())
    }
}

fn last_length(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}

fn is_import(rest: &str) -> bool {
    rest.get(..7).is_some_and(|word| word.eq_ignore_ascii_case("@import"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_painted_stays_and_what_is_fetched_goes() {
        let cleaned = |css| clean(css, &mut Finds::default(), 1).expect("there is no picture in it");
        for (css, expected) in [
            (".a { fill: red }", Some(".a { fill: red }")),
            (".a{fill:url(#g)}", Some(".a{fill:url(\"#g\")}")),
            ("fill: URL( '#g' ) none", Some("fill: url(\"#g\") none")),
            ("a/* secret */b", Some("a b")),
            ("/* open", Some(" ")),
            ("fill:url(https://example.org/x.svg#g)", Some("fill:none")),
            ("@import url(https://example.org/a;b);.a{}", Some(" .a{}")),
            ("@IMPORT 'x;y' ; .a{}", Some("  .a{}")),
            (
                "@font-face{src:url(data:font/woff2;base64,AA)}",
                Some("@font-face{src:url(\"data:font/woff2;base64,AA\")}"),
            ),
            ("@im@import 'x';port 'y';", Some("@im port 'y';")),
            ("font-family:'a/*b'", Some("font-family:'a/*b'")),
            ("transform:translate(1px,2px)", Some("transform:translate(1px,2px)")),
            ("fill:u\\72l(https://example.org/)", None),
            ("fill:-webkit-image-set('x.png' 1x)", None),
            ("fill:url(", Some("fill:none")),
            ("fill:url('", Some("fill:none")),
        ] {
            assert_eq!(cleaned(css).as_deref(), expected, "{css}");
        }
    }
}
