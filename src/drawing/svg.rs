//! Numbers, texts and links of a drawing as SVG.
//!
//! In: whole numbers of hundredths, texts as authors wrote them. Out: markup. Hundredths are whole so that no rounding of
//! a machine is ever seen in the output.

use std::borrow::Cow;

/// The most letters of a title.
const TITLE: usize = 200;

/// A place along the axis, in hundredths of a percent of the drawing's width.
pub type X = i32;

/// The right edge.
pub const FULL: X = 10_000;

/// A length in hundredths of the letters' size.
pub type Em = i32;

/// `12.5` of 1250, `.3` of 30.
pub fn push_number(out: &mut String, hundredths: i32) {
    if hundredths < 0 {
        out.push('-');
    }
    let (whole, rest) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
    if whole > 0 || rest == 0 {
        out.push_str(&whole.to_string());
    }
    if rest > 0 {
        out.push('.');
        out.push(char::from(b'0' + (rest / 10) as u8));
        if !rest.is_multiple_of(10) {
            out.push(char::from(b'0' + (rest % 10) as u8));
        }
    }
}

fn attribute(out: &mut String, name: &str, value: i32, unit: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    push_number(out, value);
    if value != 0 {
        out.push_str(unit);
    }
    out.push('"');
}

/// ` x="12.5%"`
pub fn percent(out: &mut String, name: &str, value: X) {
    attribute(out, name, value, "%");
}

/// ` y="1.2em"`
pub fn em(out: &mut String, name: &str, value: Em) {
    attribute(out, name, value, "em");
}

/// Begins an element: `<name class="class"`, or without a class where that is empty.
pub fn begin(out: &mut String, name: &str, class: &str) {
    out.push('<');
    out.push_str(name);
    if !class.is_empty() {
        out.push_str(" class=\"");
        out.push_str(class);
        out.push('"');
    }
}

/// A rectangle between two places.
pub fn rect(out: &mut String, class: &str, (x1, x2): (X, X), y: Em, height: Em) {
    begin(out, "rect", class);
    percent(out, "x", x1);
    em(out, "y", y);
    percent(out, "width", x2 - x1);
    em(out, "height", height);
    out.push_str("/>");
}

/// A line of text. Its class says which end of it stands at the place.
pub fn text(out: &mut String, class: &str, x: X, y: Em, words: &str) {
    text_beside(out, class, x, 0, y, words);
}

/// The same so far from the place.
pub fn text_beside(out: &mut String, class: &str, x: X, dx: Em, y: Em, words: &str) {
    begin(out, "text", class);
    percent(out, "x", x);
    if dx != 0 {
        em(out, "dx", dx);
    }
    em(out, "y", y);
    out.push('>');
    escape(out, words);
    out.push_str("</text>");
}

/// Opens a link that no press of a key leads to: the list beside the drawing has it, too. Without a way there, a group.
/// To be closed with [`end_link`].
pub fn begin_link(out: &mut String, href: &str, title: &str) {
    if href.is_empty() {
        out.push_str("<g>");
    } else {
        out.push_str("<a href=\"");
        escape(out, href);
        out.push_str("\" tabindex=\"-1\">");
    }
    out.push_str("<title>");
    escape(out, &clipped(title, TITLE));
    out.push_str("</title>");
}

pub fn end_link(out: &mut String, href: &str) {
    out.push_str(if href.is_empty() { "</g>" } else { "</a>" });
}

/// Text as it may stand in HTML, between tags and in double quotes. What XML has no room for is left out.
pub fn escape(out: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
}

/// The beginning of a text, with an ellipsis where more than so many letters are cut to it.
pub fn clipped(text: &str, most: usize) -> Cow<'_, str> {
    let Some((at, _)) = text.char_indices().nth(most) else { return Cow::Borrowed(text) };
    if text[at..].chars().nth(1).is_none() {
        return Cow::Borrowed(text);
    }
    let cut = text[..at].trim_end();
    // Between words, if one ends nearby.
    let word = cut
        .rfind(' ')
        .filter(|space| cut.len() - space < 12 && text[at..].starts_with(|letter| letter != ' '));
    Cow::Owned(format!("{}…", cut[..word.unwrap_or(cut.len())].trim_end()))
}

/// No text of these letters is wider than this, in any of the usual sans-serif faces.
pub fn width(text: &str) -> Em {
    text.chars().map(letter_width).sum()
}

fn letter_width(letter: char) -> Em {
    match letter {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '(' | ')' | ' ' | 'f' | 't'
        | 'r' => 42,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' | '…' => 100,
        'A'..='Z' | '&' => 80,
        '\u{20}'..='\u{24f}' => 64,
        '\u{250}'..='\u{10ff}' => 90,
        _ => 115,
    }
}

/// `1,003`
pub fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 entry`, `1,003 entries`.
pub fn counted(number: u32, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::{clipped, escape, grouped, push_number};

    #[test]
    fn numbers_are_short_and_exact() {
        let cases =
            [(0, "0"), (100, "1"), (1250, "12.5"), (1205, "12.05"), (30, ".3"), (-5, "-.05"), (-100, "-1")];
        for (hundredths, expected) in cases {
            let mut out = String::new();
            push_number(&mut out, hundredths);
            assert_eq!(out, expected);
        }
        assert_eq!([grouped(7), grouped(1003), grouped(1_234_567)], ["7", "1,003", "1,234,567"]);
    }

    #[test]
    fn texts_are_escaped_and_cut_between_letters() {
        let mut out = String::new();
        escape(&mut out, "a<b & \"c\"\u{7}");
        assert_eq!(out, "a&lt;b &amp; &quot;c&quot; ");
        assert_eq!(clipped("三位领导人", 3), "三位领…");
        assert_eq!(clipped("Ukrainian troops enter Russia", 20), "Ukrainian troops…");
        assert_eq!(clipped("Ukrainian troops enter Russia", 22), "Ukrainian troops enter…");
        assert_eq!(clipped("abcd", 3), "abcd", "an ellipsis saves nothing in place of one letter");
    }
}
