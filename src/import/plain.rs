//! HTML to plain text: in, what calendars and TimelineJS have in their texts; out, what a reader would have seen of it.

/// A text that may be HTML: only what has a tag in it is.
pub fn of_text(text: &str) -> String {
    if has_tag(text) { of_html(text) } else { text.trim().to_owned() }
}

/// A text that is HTML: tags go, blocks stand apart, character references become characters.
pub fn of_html(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        let Some((tag, after)) = tag(&rest[start..]) else {
            out.push('<');
            rest = &rest[start + 1..];
            continue;
        };
        out.push_str(stands_for(tag));
        rest = if matches!(name(tag).as_str(), "script" | "style") && !tag.starts_with('/') {
            after_end(after, &name(tag))
        } else {
            after
        };
    }
    out.push_str(rest);
    tidy(&htmlize::unescape(out.as_str()))
}

fn has_tag(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| tag(&text[at..]).is_some())
}

/// What stands between the brackets of a tag or comment, and what comes after it.
fn tag(text: &str) -> Option<(&str, &str)> {
    if let Some(comment) = text.strip_prefix("<!--") {
        return Some(("!", comment.split_once("-->").map_or("", |(_, after)| after)));
    }
    let inner = text.strip_prefix('<')?;
    let named = inner.strip_prefix('/').unwrap_or(inner);
    if !named.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return None;
    }
    let (tag, after) = inner.split_once('>')?;
    // `<https://example.org>` is an address, and `a <b and c> d` two comparisons.
    let name_ends = named.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(named.len());
    let is_name = matches!(named[name_ends..].chars().next(), Some('>' | '/' | ' ' | '\n' | '\t'));
    let is_known = KNOWN.contains(&named[..name_ends].to_ascii_lowercase().as_str());
    let attributes =
        tag.trim_start_matches('/').get(name_ends..).unwrap_or_default().trim_end_matches('/').trim();
    let is_tag = attributes.is_empty() || attributes.contains('=');
    (is_name && is_known && is_tag).then_some((tag, after))
}

/// Elements that texts have. Anything else between brackets may be meant as it stands.
const KNOWN: &[&str] = &[
    "a",
    "abbr",
    "article",
    "b",
    "blockquote",
    "br",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "html",
    "body",
    "head",
    "i",
    "iframe",
    "img",
    "ins",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "script",
    "section",
    "small",
    "span",
    "strong",
    "style",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
];

fn name(tag: &str) -> String {
    let letters = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric);
    letters.collect::<String>().to_ascii_lowercase()
}

fn stands_for(tag: &str) -> &'static str {
    match name(tag).as_str() {
        "li" | "tr" | "dt" | "dd" if tag.starts_with('/') => "",
        "br" | "li" | "tr" | "dt" | "dd" => "\n",
        "p" | "div" | "blockquote" | "ul" | "ol" | "table" | "pre" | "hr" | "figure" | "h1" | "h2" | "h3"
        | "h4" | "h5" | "h6" | "article" | "section" => "\n\n",
        "td" | "th" => " ",
        _ => "",
    }
}

fn after_end<'t>(text: &'t str, name: &str) -> &'t str {
    let end = text.to_ascii_lowercase().find(&format!("</{name}"));
    end.and_then(|at| text[at..].split_once('>')).map_or("", |(_, after)| after)
}

/// Blanks at the ends of lines go, and of several empty lines one stays.
fn tidy(text: &str) -> String {
    let lines = text.replace('\u{a0}', " ");
    let lines = lines
        .lines()
        .map(|line| line.split([' ', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "));
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in lines {
        if line.is_empty() {
            empty += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if empty > 0 { "\n\n" } else { "\n" });
        }
        out.push_str(&line);
        empty = 0;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_what_a_reader_sees() {
        for (html, text) in [
            ("<p>One &amp; <b>two</b></p><p>three<br>four</p>", "One & two\n\nthree\nfour"),
            ("a<script>alert('<p>')</script>b<!-- c -->d", "abd"),
            ("<ul><li>x</li><li>y</li></ul>", "x\ny"),
            ("1 < 2 &lt;b&gt;", "1 < 2 <b>"),
            ("<a href=\"https://example.org/?a=1&amp;b=2\">here</a>", "here"),
            ("<b>unclosed", "unclosed"),
            ("<b unclosed", "<b unclosed"),
            ("", ""),
        ] {
            assert_eq!(of_html(html), text, "{html}");
        }
    }

    #[test]
    fn plain_text_stays_as_it_is() {
        for text in ["a &amp; b", "see <https://example.org/>", "a <b and c> d", "<3", "x<y", "<unknown>"] {
            assert_eq!(of_text(text), text);
        }
        assert_eq!(of_text("a<br/>b &amp; c"), "a\nb & c");
    }
}
