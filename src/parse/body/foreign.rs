//! Template code of other generators, which is shown as text and said so once.

use serde::{Deserialize, Serialize};

use std::ops::Range;

/// Whose code it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
pub(super) fn find(text: &str, is_code: impl Fn(usize) -> bool) -> Vec<(ForeignKind, Range<usize>)> {
    let mut found: Vec<(ForeignKind, Range<usize>)> = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find('{').map(|start| at + start) {
        let Some((kind, range)) = template_at(text, start) else {
            at = start + 1;
            continue;
        };
        at = range.end;
        if !found.iter().any(|(known, _)| *known == kind) && !is_code(start) {
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
