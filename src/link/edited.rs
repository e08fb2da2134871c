//! Another text of one item, put into a site that is linked already.
//!
//! In: a site, and an item as it was and as it is now. Out: the site that `link` would make, if nothing but the item's own
//! words has changed: the same metadata that others see, the same references in the same order. Whoever gets nothing
//! links anew.

use super::lexicon::Lexicon;
use super::mentions::{Known, Reader};
use super::resolver::each_name;
use super::skeleton::summary;
use super::texts::named_summary;
use crate::audience::Withheld;
use crate::config::Config;
use crate::mention::Scratch;
use crate::model::body::{Body, PARAGRAPH, ReferenceKind};
use crate::model::country_table::meanings;
use crate::model::document::{Document, Item, Kind};
use crate::model::mentions::Mentions;
use crate::model::site::{Article, Resolved, Site, Target, Text};
use crate::model::slug::{is_key_of, name_key};

/// An item as it was and as it is now: of one file, and both have passed the filter whole.
pub struct Edit<'e> {
    pub old: Document,
    pub new: Document,
    pub withheld: &'e Withheld,
    /// The names of the site.
    pub lexicon: &'e Lexicon,
    pub config: &'e Config,
}

/// Nowhere in the site is an error.
pub fn edited(site: &Site, edit: &Edit<'_>) -> Option<Site> {
    let Edit { old, new, withheld, .. } = edit;
    let target = find(site, old)?;
    let text = site.text(target);
    let mut references = text.body.references.iter().zip(&text.resolved);
    let is_found_by_all = references.all(|(reference, found)| is_found_whole(&reference.kind, found));
    let is_inward = is_same_outside(old, new)
        && is_found_by_all
        && has_same_references(&text.body, &new.body)
        && (has_same_places(&text.body, &new.body) || !has_links_to_places(site, target))
        && !has_links_to_paragraphs(site, target)
        && (old.title == new.title || can_be_called(&new.title, &old.title, target, site, withheld));
    let edited = is_inward.then(|| with(site, target, edit))?;
    names_the_same(site, &edited, target).then_some(edited)
}

/// Whether the text refers to whom it did, so that nothing else than quotations from it are others; and nothing is to be
/// said of its names.
fn names_the_same(before: &Site, now: &Site, target: Target) -> bool {
    let named = |site: &Site| {
        let mut named: Vec<Target> = site.named(target).collect();
        named.sort_unstable();
        named
    };
    let kept = |site: &Site| site.text(target).mentions.kept.clone();
    let is_sure = |site: &Site| {
        let Mentions { doubtful, unlocked, .. } = &*site.text(target).mentions;
        doubtful.is_empty() && unlocked.is_empty()
    };
    is_sure(before) && is_sure(now) && kept(before) == kept(now) && named(before) == named(now)
}

/// The item of a document, if its file holds no other, and if it is of a kind whose items are shared one by one.
fn find(site: &Site, document: &Document) -> Option<Target> {
    let is_it = |target: &Target| target.kind() == document.kind && site.file(*target) == Some(document.file);
    let mut found = site.targets().filter(is_it);
    let target = found.next().filter(|_| found.next().is_none())?;
    (!matches!(document.kind, Kind::Event | Kind::Source)).then_some(target)
}

fn is_same_outside(old: &Document, new: &Document) -> bool {
    let id = |document: &Document| document.id.as_ref().map(|id| id.value.clone());
    old.outward == new.outward
        && old.stem == new.stem
        && id(old) == id(new)
        && old.body.portions.is_empty()
        && new.body.portions.is_empty()
}

/// Whether a reference leads where its author meant. What becomes of another one depends on its label, too.
fn is_found_whole(reference: &ReferenceKind, found: &Resolved) -> bool {
    let wanted = match reference {
        ReferenceKind::Wiki { fragment, .. } | ReferenceKind::Embed { fragment, .. } => fragment.as_deref(),
        ReferenceKind::Link { dest } => dest.split_once('#').map(|(_, fragment)| fragment),
        _ => None,
    };
    match found {
        Resolved::Dropped | Resolved::Withheld => false,
        Resolved::Link { fragment: None, .. } => wanted.unwrap_or_default().is_empty(),
        _ => true,
    }
}

fn has_same_references(old: &Body, new: &Body) -> bool {
    let is_same = |old: &ReferenceKind, new: &ReferenceKind| match (old, new) {
        (ReferenceKind::Citation { ids: old }, ReferenceKind::Citation { ids: new }) => {
            old.iter().map(|id| &id.value).eq(new.iter().map(|id| &id.value))
        }
        _ => old == new,
    };
    old.references.len() == new.references.len()
        && old.references.iter().zip(&new.references).all(|(old, new)| is_same(&old.kind, &new.kind))
}

/// Whether links to places in the text find what they found.
fn has_same_places(old: &Body, new: &Body) -> bool {
    let headings = |body: &Body| {
        body.headings
            .iter()
            .map(|heading| (&heading.id, &heading.text))
            .eq(new.headings.iter().map(|heading| (&heading.id, &heading.text)))
    };
    headings(old) && old.anchors == new.anchors
}

/// Whether a link may lead to a place in the text of this item. Of some kinds nobody knows.
fn has_links_to_places(site: &Site, target: Target) -> bool {
    let Target::Article(id) = target else { return true };
    let article = &site[id];
    let leads_here = |found: &Resolved| {
        matches!(found, Resolved::Here { .. })
            || matches!(found, Resolved::Link { target: other, .. } if *other == target)
    };
    !article.linked_from.is_empty() || article.text.resolved.iter().any(leads_here)
}

/// Whether a link leads to a paragraph, whose id is another one when it says something else.
fn has_links_to_paragraphs(site: &Site, target: Target) -> bool {
    let is_paragraph = |fragment: &str| fragment.starts_with(PARAGRAPH);
    let leads_here = |found: &Resolved| {
        matches!(found, Resolved::Link { target: other, fragment: Some(fragment) }
            if *other == target && is_paragraph(fragment))
    };
    let is_in_itself =
        |found: &Resolved| matches!(found, Resolved::Here { fragment } if is_paragraph(fragment));
    site.text(target).resolved.iter().any(is_in_itself)
        || site.targets().any(|owner| site.text(owner).resolved.iter().any(leads_here))
}

/// Whether an article can have another title and no reference anywhere leads elsewhere than before: nobody refers to it,
/// and nothing else is called so.
fn can_be_called(title: &str, before: &str, target: Target, site: &Site, withheld: &Withheld) -> bool {
    let Target::Article(id) = target else { return false };
    let key = name_key(title);
    let is_free = || {
        let mut is_taken = meanings(title).next().is_some() || withheld.knows(None, title);
        each_name(site, |_, name, other| is_taken |= other != target && is_key_of(&key, name));
        !is_taken
    };
    let is_alone = site[id].translations.is_empty() && !has_links_to_places(site, target);
    is_alone && (key == name_key(before) || is_free())
}

fn with(site: &Site, target: Target, edit: &Edit<'_>) -> Site {
    let (document, withheld_word) = (&edit.new, &edit.config.withheld_word);
    let mut site = site.clone();
    let known = site.text(target);
    let text = Text {
        resolved: known.resolved.clone(),
        sources: known.sources.clone(),
        uses: known.uses.clone(),
        ..document.text()
    };
    let summary = named_summary(&site, &text, withheld_word).unwrap_or_else(|| summary(document));
    *site.text_mut(target) = text;
    site.summary_mut(target).into_iter().for_each(|known| summary.clone_into(known));
    site.extra_mut(target).into_iter().for_each(|extra| document.common.extra.clone_into(extra));
    if let Target::Article(id) = target {
        own_words(&mut site.articles[id.index()], document);
    }
    let known = Known::default();
    let reader = Reader { site: &site, lexicon: edit.lexicon, config: edit.config, known: &known };
    let mentions = reader.read(target, &mut Scratch::default());
    site.text_mut(target).mentions = mentions;
    site
}

fn own_words(article: &mut Article, document: &Document) {
    let Item::Article(item) = &document.item else { return };
    document.title.clone_into(&mut article.title);
    item.key_points.clone_into(&mut article.key_points);
    article.information_cutoff = item.information_cutoff.as_ref().map(|date| date.value.clone());
}
