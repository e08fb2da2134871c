//! Template code of other generators, which is shown as text and said so once.

use std::ops::Range;

/// Whose code it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ForeignKind {
    /// `{% include x %}`: Liquid (Jekyll), Jinja, Tera, Nunjucks.
    Tag,
    /// `{{< figure >}}`, `{{% note %}}`: Hugo.
    Shortcode,
    /// `{{ page.title }}`: all of them.
    Expression,
}

impl ForeignKind {
    /// What a message calls it.
    pub fn name(self) -> &'static str {
        match self {
            ForeignKind::Tag => "template code `{% ... %}`",
            ForeignKind::Shortcode => "a shortcode `{{< ... >}}`",
            ForeignKind::Expression => "template code `{{ ... }}`",
        }
    }
}

/// The first of each kind outside code, in the order of their places.
pub(super) fn find(text: &str, code: &mut [Range<usize>]) -> Vec<(ForeignKind, Range<usize>)> {
    let mut found: Vec<(ForeignKind, Range<usize>)> = Vec::new();
    if !text.contains("{{") && !text.contains("{%") {
        return found;
    }
    // Footnotes are read last, wherever they stand.
    code.sort_by_key(|range| range.start);
    let mut at = 0;
    while let Some(start) = text[at..].find('{').map(|start| at + start) {
        let Some((kind, range)) = template_at(text, start) else {
            at = start + 1;
            continue;
        };
        at = range.end;
        if !found.iter().any(|(known, _)| *known == kind) && !lies_in(code, start) {
            found.push((kind, range));
        }
    }
    found
}

fn template_at(text: &str, start: usize) -> Option<(ForeignKind, Range<usize>)> {
    // A limit, so that braces that never close take no quadratic time.
    const LONGEST: usize = 500;
    let rest = &text[start..text.floor_char_boundary(start + LONGEST)];
    let (kind, closing) = match () {
        () if rest.starts_with("{%") => (ForeignKind::Tag, "%}"),
        () if rest.starts_with("{{<") => (ForeignKind::Shortcode, ">}}"),
        () if rest.starts_with("{{%") => (ForeignKind::Shortcode, "%}}"),
        () if rest.starts_with("{{") => (ForeignKind::Expression, "}}"),
        () => return None,
    };
    // On one line: braces that never close are nobody's code.
    let line = rest.split('\n').next().unwrap_or_default();
    let end = line[2..].find(closing)? + 2 + closing.len();
    Some((kind, start..start + end))
}

fn lies_in(code: &[Range<usize>], at: usize) -> bool {
    let after = code.partition_point(|range| range.start <= at);
    // Code does not nest, but for the replays of notes.
    code[..after].iter().rev().take(2).any(|range| range.contains(&at))
}
