//! Blocks and spans, headings, footnotes, and what is known of a text besides its HTML.

use super::{OPTIONS, check, html, read, read_with};
use crate::config::RawHtml;
use crate::model::body::Body;
use crate::parse::body::{ForeignKind, Options, parse};
use crate::source::FileId;

#[test]
fn spans_and_plain_blocks() {
    check(&[
        (
            "a *b* **c** ~~d~~ `e<f`",
            "<p>a <em>b</em> <strong>c</strong> <del>d</del> <code>e&lt;f</code></p>",
        ),
        ("a  \nb\nc\\\nd", "<p>a<br>\nb\nc<br>\nd</p>"),
        ("\"Quoted\" -- it's...", "<p>“Quoted” – it’s…</p>"),
        ("a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>"),
        ("> a\n> > b", "<blockquote>\n<p>a</p>\n<blockquote>\n<p>b</p>\n</blockquote>\n</blockquote>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a\n\n4. b", "<ol start=\"3\">\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ol>"),
        (
            "nul \0, noncharacter \u{fdd1}, entity &#xFDD1;",
            "<p>nul \u{fffd}, noncharacter \u{fffd}, entity \u{fffd}</p>",
        ),
        ("", ""),
    ]);
}

#[test]
fn smart_punctuation_is_a_choice() {
    let options = Options { smart_punctuation: false, ..OPTIONS };
    let text = "\"a\" -- b...";
    let body = parse(FileId::of("a.md"), text, 0..text.len(), &options).body;
    assert_eq!(super::shown(&body), "<p>\"a\" -- b...</p>\n");
}

#[test]
fn extensions() {
    check(&[
        (
            "- [ ] a\n- [x] b",
            "<ul>\n<li><input type=\"checkbox\" disabled aria-label=\"not done\"> a</li>\n\
             <li><input type=\"checkbox\" disabled checked aria-label=\"done\"> b</li>\n</ul>",
        ),
        ("term\n: one\n: two", "<dl>\n<dt>term</dt>\n<dd>one</dd>\n<dd>two</dd>\n</dl>"),
        (
            "> [!WARNING]\n> a",
            "<aside class=\"alert alert-warning\" role=\"note\">\n<p class=\"alert-title\">Warning</p>\n<p>a</p>\n</aside>",
        ),
        (
            "> [!danger]- Do <not>\n> a",
            "<aside class=\"alert alert-caution\" role=\"note\">\n<p class=\"alert-title\">Do &lt;not&gt;</p>\n\
             <p>a</p>\n</aside>",
        ),
        ("> [!Jordan]\n> a", "<blockquote>\n<p>[!Jordan]\na</p>\n</blockquote>"),
        ("    > [!tip] a", "<pre tabindex=\"0\"><code>&gt; [!tip] a</code></pre>"),
        ("text\n    > [!tip] a", "<p>text\n&gt; [!tip] a</p>"),
    ]);
}

#[test]
fn tables_scroll_and_align_by_class() {
    let text = "| a | b | | d |\n|:--|:-:|--:|---|\n| 1 | 2 | 3 |";
    let expected = "<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>\n<thead>\n\
        <tr><th scope=\"col\" class=\"align-left\">a</th><th scope=\"col\" class=\"align-center\">b</th>\
        <td class=\"align-right\"></td><th scope=\"col\">d</th></tr>\n</thead>\n<tbody>\n\
        <tr><td class=\"align-left\">1</td><td class=\"align-center\">2</td><td class=\"align-right\">3</td><td></td></tr>\n\
        </tbody>\n</table></div>";
    assert_eq!(html(text), expected);
}

#[test]
fn code_is_highlighted_where_its_language_is_known() {
    check(&[
        (
            "```no-such\na < b\n```",
            "<pre tabindex=\"0\"><code class=\"language-no-such\">a &lt; b\n</code></pre>",
        ),
        (
            "```{.python}\nx = 1\n```",
            concat!(
                "<pre tabindex=\"0\"><code class=\"language-python\">x <span class=\"o\">=</span> ",
                "<span class=\"n\">1</span>\n</code></pre>"
            ),
        ),
        ("```\"><script>\nx\n```", "<pre tabindex=\"0\"><code>x\n</code></pre>"),
        ("    a\n\n    b", "<pre tabindex=\"0\"><code>a\n\nb</code></pre>"),
    ]);
}

fn headings(text: &str) -> Vec<(u8, String, String)> {
    read(text).body.headings.into_iter().map(|heading| (heading.level, heading.id, heading.text)).collect()
}

#[test]
fn ids_of_headings() {
    const MADE_ASIDE: [&str; 5] = ["main-2", "h-event-5", "source", "h-source-2", "h-source-1"];
    let cases: [(&str, &[&str]); 8] = [
        ("# Two words\n# Two *words*", &["two-words", "two-words-2"]),
        ("# Parade\n# Other {#parade}", &["parade-2", "parade"]),
        ("# A {#x}\n# B {#x}", &["x", "x-2"]),
        ("# Main\n# Event 5\n# Source\n# Source\n# Source 1", &MADE_ASIDE),
        ("# Own {#main}\n# Own {#source-1}\n# Own {#own}", &["main-2", "h-source-1", "own"]),
        ("# 三位领导人\n# !!!", &["三位领导人", "section"]),
        ("# x\n\n<div id=\"x\"></div>", &["x-2"]),
        ("# a-2\n# a\n# a", &["a-2", "a", "a-3"]),
    ];
    for (text, expected) in cases {
        let ids: Vec<_> = headings(text).into_iter().map(|(_, id, _)| id).collect();
        assert_eq!(ids, expected, "{text}");
    }
}

#[test]
fn headings_make_room_for_the_title_of_the_page() {
    check(&[
        ("a\n# b\n###### c", "<p>a</p>\n<h2 id=\"b\">b</h2>\n<h6 id=\"c\">c</h6>"),
        ("# a\n# b\n## c", "<h2 id=\"a\">a</h2>\n<h2 id=\"b\">b</h2>\n<h3 id=\"c\">c</h3>"),
        ("> # a\n\n## b", "<blockquote>\n<h2 id=\"a\">a</h2>\n</blockquote>\n<h3 id=\"b\">b</h3>"),
        ("## a\n### b", "<h2 id=\"a\">a</h2>\n<h3 id=\"b\">b</h3>"),
        ("## a {.c .d onclick=x}", "<h2 id=\"a\" class=\"c d\">a</h2>"),
        ("#\n\na", "<p>a</p>"),
    ]);
    // Below the page's title, which the first heading is, came one of the third level.
    check(&[
        ("# a\n## b\n### c", "<h2 id=\"a\">a</h2>\n<h2 id=\"b\">b</h2>\n<h3 id=\"c\">c</h3>"),
        ("#\n\n<!-- a -->\n\n# b\n## c", "<h2 id=\"b\">b</h2>\n<h2 id=\"c\">c</h2>"),
    ]);
    assert_eq!(
        headings("# a `b` [c](d)\n### e"),
        [(1, "a-b-c".into(), "a b c".into()), (3, "e".into(), "e".into())]
    );
}

#[test]
fn footnotes_come_last_in_the_order_of_reference() {
    let text =
        "a[^B] b[^a] c[^b] d[^none]\n\n[^a]: one[^c]\n[^b]: two\n\n    more\n[^c]: three\n[^d]: unused";
    let back = |name: &str, label: &str, class: &str| {
        format!(
            " <a{class} href=\"#{name}\" role=\"doc-backlink\" aria-label=\"Back to reference {label}\">↩</a>"
        )
    };
    let first = |name: &str, label: &str| back(name, label, " class=\"footnote-back\"");
    let reference = |id: &str, name: &str, number: u8| {
        format!("<sup id=\"{id}\"><a href=\"#{name}\" role=\"doc-noteref\">{number}</a></sup>")
    };
    let expected = format!(
        "<p>a{} b{} c{} d[^none]</p>\n<section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n\
         <li id=\"fn-b\">\n<p>two</p>\n<p>more{}{}</p>\n</li>\n<li id=\"fn-a\">\n<p>one{}{}</p>\n</li>\n\
         <li id=\"fn-c\">\n<p>three{}</p>\n</li>\n</ol>\n</section>",
        reference("fnref-b", "fn-b", 1),
        reference("fnref-a", "fn-a", 2),
        reference("fnref-b-2", "fn-b", 1),
        first("fnref-b", "1"),
        back("fnref-b-2", "1-2", ""),
        reference("fnref-c", "fn-c", 3),
        first("fnref-a", "2"),
        first("fnref-c", "3"),
    );
    assert_eq!(html(text), expected);
    assert_eq!(
        read(text).body.anchors,
        ["fn-b", "fnref-b", "fn-a", "fnref-a", "fnref-b-2", "fn-c", "fnref-c"]
    );
}

#[test]
fn a_footnote_without_a_paragraph_at_its_end_gets_one_for_its_back_link() {
    let html = html("a[^1]\n\n[^1]: - item");
    assert!(html.contains("</ul>\n<p> <a class=\"footnote-back\" href=\"#fnref-1\""), "{html}");
}

fn body(text: &str) -> Body {
    read(text).body
}

#[test]
fn the_first_paragraph_is_plain_text() {
    let cases = [
        ("# h\n\nA *b* `c` [d](e) f[^1] ![alt](x.png) [@s], g.\n\nh\n\n[^1]: n", "A b c d f, g."),
        ("(TLP:GREEN) marked *text*", "marked text"),
        ("- item\n\n> quoted\n\nreal", "real"),
        ("> quoted", "quoted"),
        ("![alt](x.png)\n\ntext\nlines", "text lines"),
        ("- tight", ""),
        ("a [[!Jordan]] [[actor:georgia]] [[x|label]]", "a Jordan georgia label"),
    ];
    for (text, expected) in cases {
        assert_eq!(body(text).first_paragraph, expected, "{text}");
    }
}

#[test]
fn labels_of_links_in_plain_text_are_known() {
    let names = |names: &[crate::model::body::PlainName], text: &str| -> Vec<String> {
        names.iter().map(|name| text[name.start as usize..name.end as usize].to_owned()).collect()
    };
    let body = body("# With [[kim|Kim]]\n\n  See [[xi-jinping]] and [a *b*](c.md).");
    assert_eq!(names(&body.headings[0].names, &body.headings[0].text), ["Kim"]);
    assert_eq!(names(&body.first_paragraph_names, &body.first_paragraph), ["xi-jinping", "a b"]);
}

#[test]
fn openings() {
    let cases = [
        ("# Title\n\ntext", Some("Title"), Some("Title"), true, "Title", "<h2 id=\"title\">Title</h2>\n"),
        ("text\nmore\n\n## H", Some("H"), Some("text"), false, "text more", "<p>text\nmore</p>\n"),
        ("<!-- c -->\n# T", Some("T"), Some("T"), true, "T", "<h2 id=\"t\">T</h2>\n"),
        (
            "```\ncode\nx\n```",
            None,
            Some("code"),
            false,
            "code",
            "<pre tabindex=\"0\"><code>code\nx\n</code></pre>\n",
        ),
        ("---\n\nx", None, Some("x"), false, "", "<hr>\n"),
        (
            "# (TLP:RED) T",
            Some("T"),
            Some("T"),
            true,
            "T",
            "<h2 id=\"t\"><span class=\"mark\" data-marking=\"TLP:RED\">TLP:RED</span> T</h2>\n",
        ),
        ("x[^1]\n\n[^1]: # n", Some("n"), Some("x"), false, "x", ""),
        ("", None, None, false, "", ""),
    ];
    for (text, heading, line, opens, block_text, block) in cases {
        let body = body(text);
        let opening = &body.opening;
        assert_eq!(
            (opening.first_heading.as_deref(), opening.first_line.as_deref()),
            (heading, line),
            "{text}"
        );
        assert_eq!(
            (opening.opens_with_heading, opening.first_block_text.as_str()),
            (opens, block_text),
            "{text}"
        );
        let html =
            super::without_ids(&body.html[opening.first_block.0 as usize..opening.first_block.1 as usize]);
        assert!(html == block || block.is_empty(), "{text}: {html}");
    }
}

#[test]
fn words_are_those_that_are_read() {
    let cases = [
        ("one *two* th*r*ee", 3),
        ("a `b c`\n\n    code code", 3),
        ("don't", 1),
        ("![alt text](x.png) a", 1),
    ];
    for (text, expected) in cases {
        assert_eq!(body(text).words, expected, "{text}");
    }
}

#[test]
fn places_are_places_in_the_file() {
    let text = "---\ntitle: x\n---\n[a](b.md) ![](c.png)\n";
    let parsed = parse(FileId::of("d.md"), text, 17..text.len(), &OPTIONS);
    let span = parsed.body.references[0].span;
    assert_eq!((span.file, &text[span.start as usize..span.end as usize]), (FileId::of("d.md"), "b.md"));
    assert_eq!(super::said(text, &parsed), [("missing-alt", "![](c.png)")]);
}

#[test]
fn template_code_is_text_and_noticed_once() {
    let text = "`{% code %}` {{ a }} {% b %}\n\n{{ c }} {{< d >}} {{% e %}}\n\n    {{< code >}}\n";
    let foreign = read(text).foreign;
    let found: Vec<_> = foreign.iter().map(|(kind, span)| (*kind, super::at(text, *span))).collect();
    use ForeignKind::{Expression, Shortcode, Tag};
    assert_eq!(found, [(Expression, "{{ a }}"), (Tag, "{% b %}"), (Shortcode, "{{< d >}}")]);
    check(&[
        ("{{<figure src=\"a\">}}", "<p>{{&lt;figure src=\"a\"&gt;}}</p>"),
        ("[label]({{site.url}}/x)", "<p>label</p>"),
    ]);
    assert_eq!(read("{ {% never closed").foreign, []);
}

#[test]
fn line_ends_of_other_systems() {
    let unix = "# a\n\nb\nc\n\n- d\n\n```\ne\nf\n```\n\n::: {marking=TLP:RED}\ng\n:::\n\n<div>\nh\n</div>\n";
    for mode in [RawHtml::Sanitize, RawHtml::Escape] {
        let windows = unix.replace('\n', "\r\n");
        let parsed = read_with(&windows, mode);
        assert_eq!(parsed.body.html, read_with(unix, mode).body.html);
        assert_eq!(
            super::at(&windows, parsed.body.portions[0].lines),
            "::: {marking=TLP:RED}\r\ng\r\n:::\r\n"
        );
    }
}
