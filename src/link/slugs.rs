//! Slugs of items: unique within their kind, and every clash reported with both places.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::model::document::{Document, Item, Kind};
use crate::model::slug::slug;
use crate::source::Span;

/// Slugs that are given already, and where.
type Taken = FxHashMap<String, Span>;

/// The slug of every document, in the documents' order; none for one that a clash or an empty slug leaves without a
/// place in the site.
pub fn assign(documents: &[Document], config: &Config, diagnostics: &mut Diagnostics) -> Vec<Option<String>> {
    let mut slugs: Vec<Option<String>> = vec![None; documents.len()];
    let made = documents.par_iter().map(|document| item_slug(document.kind, wanted(document).0, config));
    let mut made: Vec<String> = made.collect();
    for kind in Kind::ALL {
        let members: Vec<usize> =
            (0..documents.len()).filter(|&index| documents[index].kind == kind).collect();
        let mut taken = Taken::default();
        let (declared, derived): (Vec<usize>, Vec<usize>) =
            members.into_iter().partition(|&index| !is_derived(&documents[index]));
        for index in declared {
            slugs[index] =
                declare(&documents[index], std::mem::take(&mut made[index]), &mut taken, diagnostics);
        }
        for index in in_order_of_dates(documents, derived) {
            slugs[index] =
                derive(&documents[index], std::mem::take(&mut made[index]), &mut taken, diagnostics);
        }
    }
    slugs
}

/// Whether nobody but the file's name says what the slug is, in a collection: such slugs make way for others.
fn is_derived(document: &Document) -> bool {
    let declared = matches!(&document.item, Item::Article(article) if article.slug.is_some());
    document.collected && document.kind == Kind::Article && !declared
}

/// The text from which a slug is made, and where it stands.
fn wanted(document: &Document) -> (&str, Span) {
    let declared = match &document.item {
        Item::Article(article) => article.slug.as_ref(),
        _ => document.id.as_ref(),
    };
    declared.map_or((document.stem.as_str(), document.top), |text| (text.value.as_str(), text.span))
}

fn declare(
    document: &Document,
    slug: String,
    taken: &mut Taken,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    // An event without an id gets its slug from date and title, later.
    if document.kind == Kind::Event && document.id.is_none() {
        return None;
    }
    let (text, span) = wanted(document);
    if slug.is_empty() && !(document.kind == Kind::Page && text == "index") {
        diagnostics.push(empty_slug(text, span));
        return None;
    }
    // Accounts of one event share its id.
    if document.kind != Kind::Event
        && let Some(first) = taken.get(&slug)
    {
        diagnostics.push(clash(document.kind, &slug, span, *first));
        return None;
    }
    taken.insert(slug.clone(), span);
    Some(slug)
}

fn item_slug(kind: Kind, text: &str, config: &Config) -> String {
    match kind {
        Kind::Country => text.to_lowercase(),
        Kind::Page => page_path(text, config),
        _ => slug(text, config.slugs),
    }
}

/// A page's path keeps its folders; `index` stands for its folder.
fn page_path(text: &str, config: &Config) -> String {
    let parts: Vec<String> = text.split('/').map(|part| slug(part, config.slugs)).collect();
    match parts.split_last() {
        Some((last, folders)) if last == "index" => folders.join("/"),
        _ if parts.iter().any(String::is_empty) => String::new(),
        _ => parts.join("/"),
    }
}

fn empty_slug(text: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::EmptySlug, span, format!("`{text}` has no letter or digit to make a URL from"))
        .help("give it an `id` or a `slug` with letters or digits")
}

fn clash(kind: Kind, slug: &str, span: Span, first: Span) -> Diagnostic {
    let (code, what, help) = match kind {
        Kind::Article => {
            let url = format!("URL `{}`", article_url(slug));
            (Code::DuplicateUrl, url, "give one of them another `slug`")
        }
        Kind::Page => {
            let url = if slug.is_empty() { "URL `/`".to_owned() } else { format!("URL `/{slug}/`") };
            (Code::DuplicateUrl, url, "rename the file of one of them")
        }
        _ => {
            let id = format!("id `{slug}`");
            (Code::DuplicateId, id, "give one of them another `id`, or rename its file")
        }
    };
    let kinds = if kind == Kind::Country { "countries".to_owned() } else { format!("{}s", kind.word()) };
    let diagnostic = Diagnostic::new(code, span, format!("two {kinds} claim the {what}")).help(help);
    if first.file == span.file && first == span {
        diagnostic
    } else {
        diagnostic.label(first, "the first stands here")
    }
}

fn article_url(slug: &str) -> String {
    format!("/articles/{slug}/")
}

/// The earliest keeps its slug: by date, then path.
fn in_order_of_dates(documents: &[Document], mut derived: Vec<usize>) -> Vec<usize> {
    let day = |index: usize| match &documents[index].item {
        Item::Article(article) => article.day(),
        _ => None,
    };
    // Documents are in the order of paths, and stay so among those of one day.
    derived.sort_by_key(|&index| (day(index).is_none(), day(index)));
    derived
}

fn derive(
    document: &Document,
    base: String,
    taken: &mut Taken,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    if base.is_empty() {
        diagnostics.push(empty_slug(&document.stem, document.top));
        return None;
    }
    let Some(first) = taken.get(&base).copied() else {
        taken.insert(base.clone(), document.top);
        return Some(base);
    };
    let dated = match &document.item {
        Item::Article(article) => article.day().map_or(base.clone(), |day| format!("{base}-{day}")),
        _ => base.clone(),
    };
    let free = unused(&dated, |name| taken.contains_key(name));
    diagnostics.push(
        Diagnostic::new(
            Code::DuplicateUrl,
            document.top,
            format!("the URL `{}` is taken; this article is at `{}`", article_url(&base), article_url(&free)),
        )
        .severity(Severity::Warning)
        .label(first, "it belongs to this one")
        .help("give it a `slug` of its own"),
    );
    taken.insert(free.clone(), document.top);
    Some(free)
}

/// The name itself, or with the first of `-2`, `-3`, ... that is free.
pub fn unused(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let mut free = name.to_owned();
    let mut number = 2;
    while is_taken(&free) {
        free = format!("{name}-{number}");
        number += 1;
    }
    free
}
