//! Raw HTML: cleaned, as it is, or as text; never more than the text it stands in.

use super::{check, html, read, read_with, said, shown};
use crate::config::RawHtml;

#[test]
fn scripts_and_handlers_do_not_get_through() {
    check(&[
        ("a <script>alert(1)</script> b", "<p>a alert(1) b</p>"),
        ("<script>\nalert(1)\n</script>\n\nb", "<p>b</p>"),
        ("<p onclick=\"x()\" style=\"color:red\">a</p>", "<p>a</p>"),
        ("<iframe src=\"https://x.example\"></iframe>\n\na", "<p>a</p>"),
        ("<form action=x><input name=y><button>a</button></form>", "a"),
        ("<style>p{}</style>\n\na", "<p>a</p>"),
        ("<svg onload=x><g/></svg>\n\na", "<p>a</p>"),
        ("<object data=x>a</object>", "<p>a</p>"),
        ("<p><a href=\"java&#115;cript:x\">a</a></p>", "<p><span>a</span></p>"),
        ("<p><a href=\"java\nscript:x\">a</a></p>", "<p><span>a</span></p>"),
        ("<img src=\"javascript:x\" alt=\"a\">", "a"),
        ("<img src=x onerror=alert(1) alt=a>", "⟨image x: a⟩"),
        ("<div data-c=\"&#xFDD1;0-9\">a</div>", "<div>a</div>"),
    ]);
}

#[test]
fn what_is_ours_survives() {
    let text = "<div class=\"note\">\n\n## Head [[w|l]]\n\nx[^1] [@c] [a](b.md) ![i](p.png \"t\")\n\n```rust\nlet a = 1;\n```\n\n\
        - [x] (TLP:RED) d\n\n::: {marking=TLP:GREEN}\n| a |\n|:-:|\n| b |\n:::\n\n</div>\n\n[^1]: n\n";
    let with = html(text);
    let without = html(&text.replace("<div class=\"note\">\n\n", "").replace("</div>\n\n", ""));
    let end = without.find("<section").expect("there are footnotes");
    let expected = format!("<div class=\"note\">\n{}</div>\n{}", &without[..end], &without[end..]);
    assert_eq!(with, expected);
}

#[test]
fn what_does_not_balance_stays_where_it_is() {
    check(&[
        ("a <b>b\n\nc", "<p>a <b>b</b></p>\n<p>c</p>"),
        ("a</div></section></p> b", "<p>a b</p>"),
        ("- <div>\n- b", "<ul>\n<li>\n<div>\n</div></li>\n<li>b</li>\n</ul>"),
        ("<div>\n\na</div>\n\nb", "<div>\n<p>a</p>\n</div>\n<p>b</p>"),
        (
            "| a |\n|---|\n| <b>x |\n\ny",
            concat!(
                "<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>\n<thead>\n<tr><th scope=\"col\">a",
                "</th></tr>\n</thead>\n<tbody>\n<tr><td><b>x</b></td></tr>\n</tbody>\n</table></div>\n<p>y</p>"
            ),
        ),
        ("<div title=\"\n\na\n\n\"> b", "&lt;div title=\"\n<p>a</p>\n<p>“&gt; b</p>"),
        ("> <!-- a\n\nb", "<blockquote>\n</blockquote>\n<p>b</p>"),
        ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<p>a\n\nb", "<p>a\n</p><p>b</p>"),
        (
            "<table><tr><td>\n\n*a*\n\n</td></tr></table>",
            "<table><tbody><tr><td>\n<p><em>a</em></p>\n</td></tr></tbody></table>",
        ),
        ("<a href=\"x.md\">a\n\nb [c](d.md)", "<p>⟨x.md⟩a⟨/⟩</p>\n<p>b ⟨d.md⟩c⟨/⟩</p>"),
        ("<a href=\"x.md\">a [c](d.md) <a href=\"y.md\">e</a></a>", "<p>⟨x.md⟩a c <span>e</span>⟨/⟩</p>"),
    ]);
}

#[test]
fn what_is_left_open_does_not_reach_into_the_footnotes() {
    let text = "a[^1]\n\n[^1]: n\n\n<table><tr><td>\n\n";
    assert!(html(text).ends_with("</ol>\n</section>"), "{}", html(text));
}

#[test]
fn links_and_images_are_those_of_markdown() {
    check(&[
        ("<a href=\"../x.md#y\" class=\"c\">a</a>", "<p>⟨../x.md#y⟩a⟨/⟩</p>"),
        ("<a id=\"z\" href=\"x.md\">a</a>", "<p><span id=\"z\">⟨x.md⟩a⟨/⟩</span></p>"),
        (
            "<a href=\"https://x.example\" target=\"_blank\">a</a>",
            "<p><a href=\"https://x.example\">a</a></p>",
        ),
        ("<a name=\"z\"></a>b", "<p><span id=\"z\"></span>b</p>"),
        (
            "<p align=\"center\"><img src=\"a b.png\" alt=\"c\" width=\"9\"></p>",
            "<p class=\"align-center\">⟨image a b.png: c⟩</p>",
        ),
        ("<img src=\"https://x.example/y.png\">", "<a href=\"https://x.example/y.png\">y.png</a>"),
    ]);
    let said_of = |text: &'static str| said(text, &read(text));
    assert_eq!(
        said_of("<img src=\"https://x.example/y.png\">"),
        [("remote-image", "https://x.example/y.png")]
    );
    assert_eq!(said_of("<img src=\"y.png\">"), [("missing-alt", "<img src=\"y.png\">")]);
    assert_eq!(said_of("<img src=\"y.png\" alt=\"\">"), []);
    assert_eq!(said_of("> <p>\n> <a href='vbscript:x'>"), [("unsafe-url", "vbscript:x")]);
}

#[test]
fn ids_of_authors_are_anchors() {
    let body = read("<div id=\"a\">\n\n<span id=\"a\">x</span> <i id=\"b c\">y</i>\n\n</div>\n").body;
    assert_eq!(body.anchors, ["a"]);
    assert_eq!(shown(&body), "<div id=\"a\">\n<p><span>x</span> <i>y</i></p>\n</div>\n");
}

#[test]
fn ids_of_the_page_are_dropped() {
    let body = read("<p id=\"main\">a</p>\n<a name=\"source-1\"></a><b id=\"_events\">b</b>\n").body;
    assert_eq!(body.anchors, [""; 0]);
    assert!(!shown(&body).contains("id="), "{}", body.html);
}

#[test]
fn elements_that_html_has_given_up_are_replaced() {
    check(&[
        ("<center><font color=red>a</font></center>", "<div class=\"align-center\">a</div>"),
        ("a <tt>b</tt> <strike>c</strike>", "<p>a <code>b</code> <s>c</s></p>"),
        ("<main><nav>a</nav></main>", "<div><div>a</div></div>"),
    ]);
}

#[test]
fn headings_of_authors_make_room_too() {
    check(&[
        ("<h1 id=\"x\">a</h1>\n\n## b", "<h2 id=\"x\">a</h2>\n<h2 id=\"b\">b</h2>"),
        ("a\n\n<h1>b</h1>\n\n## c", "<p>a</p>\n<h2>b</h2>\n<h3 id=\"c\">c</h3>"),
        ("# a\n\n<h1>b</h1>\n\n## c", "<h2 id=\"a\">a</h2>\n<h2>b</h2>\n<h3 id=\"c\">c</h3>"),
    ]);
}

#[test]
fn comments_leave_nothing() {
    check(&[("<!-- more -->\n\na <!-- b -->c", "<p>a c</p>")]);
}

#[test]
fn text_keeps_its_character_references() {
    check(&[
        (
            "<p>&copy; &amp; &unknown; & &#xFDD1; &#0; 1 < 2</p>",
            "<p>© &amp; &amp;unknown; &amp; &amp;#xFDD1; &amp;#0; 1 &lt; 2</p>",
        ),
        ("a <i title=\"&quot;&lt;\">b</i>", "<p>a <i title=\"&quot;&lt;\">b</i></p>"),
    ]);
}

#[test]
fn other_ways_with_raw_html() {
    let escaped = |text: &str| shown(&read_with(text, RawHtml::Escape).body);
    assert_eq!(escaped("a <b>c</b>"), "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n");
    assert_eq!(escaped("<div>\n*a*\n</div>"), "<p>&lt;div&gt;\n*a*\n&lt;/div&gt;</p>\n");
    let allowed = |text: &str| shown(&read_with(text, RawHtml::Allow).body);
    assert_eq!(allowed("<video onplay=x src='y'></video>"), "<p><video onplay=x src='y'></video></p>\n");
    assert_eq!(allowed("<script>if (a < b) {}</script>\n"), "<script>if (a < b) {}</script>\n");
    assert_eq!(allowed("a</div>\n\n<section>\nb\n"), "<p>a</p>\n<section>\nb\n</section>");
}
