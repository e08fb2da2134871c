//! YAML in, and what is told of it: trees, places and ways out.

use super::*;
use crate::source::position;

fn codes(yaml: &str) -> Vec<String> {
    let parsed = parse(FileId::of("a.md"), yaml, 0..yaml.len());
    let place = |diagnostic: &Diagnostic| match diagnostic.place {
        crate::diagnostic::Place::Span(span) => position(yaml, span.start as usize),
        _ => unreachable!("YAML has places"),
    };
    let line = |diagnostic: &Diagnostic| {
        let at = place(diagnostic);
        format!(
            "{}:{} {} {}",
            at.line,
            at.column,
            diagnostic.code.name(),
            diagnostic.help.clone().unwrap_or_default()
        )
    };
    parsed.diagnostics.iter().map(line).collect()
}

fn flat(yaml: &str) -> String {
    fn show(node: &Node, out: &mut String) {
        match &node.value {
            NodeValue::Null => out.push('~'),
            NodeValue::Scalar { text, .. } => out.push_str(text),
            NodeValue::List(items) => {
                out.push('[');
                items.iter().for_each(|item| {
                    show(item, out);
                    out.push(' ');
                });
                out.push(']');
            }
            NodeValue::Map(entries) => {
                out.push('{');
                entries.iter().for_each(|entry| {
                    out.push_str(&entry.key);
                    out.push('=');
                    show(&entry.value, out);
                    out.push(' ');
                });
                out.push('}');
            }
        }
    }
    let mut out = String::new();
    if let Some(node) = parse(FileId::of("a.md"), yaml, 0..yaml.len()).node {
        show(&node, &mut out);
    }
    out
}

#[test]
fn scalars_keep_their_source_text() {
    assert_eq!(
        flat("a: NO\nb: 2025\nc: 08878574\nd: 1.10\ne: 2025-09-03\nf:\n"),
        "{a=NO b=2025 c=08878574 d=1.10 e=2025-09-03 f=~ }"
    );
}

#[test]
fn what_stands_in_brackets_has_them_as_its_place_and_a_block_its_first_key() {
    let yaml = "a: { x: [ 1,\n  2 ] , y: 3 } # end\nb:\n  key: 1\n  more: 2\nc:\n  - {d: e}\n";
    let node = parse(FileId::of("a.md"), yaml, 0..yaml.len()).node.expect("it is YAML");
    fn places(node: &Node, yaml: &str, out: &mut Vec<String>) {
        match &node.value {
            NodeValue::Map(entries) => entries.iter().for_each(|entry| places(&entry.value, yaml, out)),
            NodeValue::List(items) => items.iter().for_each(|item| places(item, yaml, out)),
            _ => return,
        }
        out.push(yaml[node.span.start as usize..node.span.end as usize].to_owned());
    }
    let mut out = Vec::new();
    places(&node, yaml, &mut out);
    assert_eq!(out, ["[ 1,\n  2 ]", "{ x: [ 1,\n  2 ] , y: 3 }", "key", "{d: e}", "- {d: e}", "a"]);
}

#[test]
fn an_unquoted_colon_is_told_to_be_quoted() {
    assert_eq!(
        codes("date: 2025-01-01\ntitle: Talks: day two\n"),
        [r#"2:8 invalid-yaml a value with a colon must stand in quotes: `title: "Talks: day two"`"#]
    );
}

#[test]
fn what_stands_around_a_mistake_is_kept_and_the_next_mistake_told() {
    let yaml = "name: Kim\ntitle: Talks: day two\nid: kim\nsummary: One: two\n";
    assert_eq!(flat(yaml), "{name=Kim title=Talks id=kim summary=One }");
    let places: Vec<String> = codes(yaml).iter().map(|found| found.chars().take(4).collect()).collect();
    assert_eq!(places, ["2:8 ", "4:10"]);
}

#[test]
fn mistakes_have_a_way_out() {
    let help = |yaml: &str| codes(yaml).join("; ");
    assert!(help("a: \"open\nb: 1\n").contains("close the quotation"), "{}", help("a: \"open\nb: 1\n"));
    assert!(help("a: [x, y\nb: 1\n").contains("close the list"), "{}", help("a: [x, y\nb: 1\n"));
    assert!(help("a: @x\n").contains("must stand in quotes"), "{}", help("a: @x\n"));
    assert!(help("a:\n\tb: 1\n").contains("tabs"), "{}", help("a:\n\tb: 1\n"));
}

#[test]
fn a_second_value_of_a_key_is_kept_with_a_warning() {
    assert_eq!(codes("a: 1\nb: 2\na: 3\n"), ["3:1 duplicate-key remove one of the two"]);
    assert_eq!(flat("a: 1\nb: 2\na: 3\n"), "{a=3 b=2 }");
}

#[test]
fn depth_and_aliases_are_bounded() {
    let deep = format!("a: {}{}", "[".repeat(70), "]".repeat(70));
    assert_eq!(codes(&deep), ["1:67 invalid-yaml make it flatter"]);
    let mut bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (name, last) in "bcdefghi".chars().zip("abcdefgh".chars()) {
        bomb.push_str(&format!("{name}: &{name} [{}]\n", vec![format!("*{last}"); 9].join(", ")));
    }
    let found = codes(&bomb);
    assert!(found.len() == 1 && found[0].contains("aliases"), "{found:?}");
}

#[test]
fn what_libyaml_accepts_is_read_with_a_warning_and_with_places() {
    let yaml = "title: \"A quoted\ntext at column 0\"\ndate: 2015-03-17\nvalue: 007.10\n";
    assert!(codes(yaml)[0].contains("lenient-yaml"), "{:?}", codes(yaml));
    assert_eq!(flat(yaml), "{title=A quoted text at column 0 date=2015-03-17 value=007.10 }");
    let node = parse(FileId::of("a.md"), yaml, 0..yaml.len()).node.expect("libyaml reads it");
    let NodeValue::Map(entries) = node.value else { panic!("a mapping") };
    assert_eq!(&yaml[entries[1].value.span.start as usize..entries[1].value.span.end as usize], "2015-03-17");
}
