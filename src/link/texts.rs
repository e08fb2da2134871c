//! What texts refer to: every link, image and citation of a body, resolved or reported.

use rayon::prelude::*;

use super::metadata::local_sources;
use super::names::Found;
use super::resolver::Resolver;
use super::skeleton::RawLists;
use super::stories::Stories;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean, nearest};
use crate::model::body::{Body, Heading, PARAGRAPH, PlainName, Portion, Reference, ReferenceKind};
use crate::model::document::Kind;
use crate::model::marking::Marking;
use crate::model::site::{Resolved, Site, SourceId, Target, Text};
use crate::model::slug::{SlugStyle, name_key, slug};
use crate::source::{At, FileId, Sources, Span};

/// Ids that every page has around its text.
const FRAME_IDS: &[&str] = &["main", "top"];

/// What came of a text.
struct Done {
    owner: Target,
    resolved: Vec<Resolved>,
    sources: Vec<SourceId>,
    uses: Vec<usize>,
    files: Vec<String>,
    diagnostics: Diagnostics,
}

pub fn resolve(
    site: &mut Site,
    raw: &RawLists,
    stories: &Stories,
    resolver: &Resolver<'_>,
    diagnostics: &mut Diagnostics,
) {
    let done: Vec<Done> =
        resolver.filed.par_iter().filter_map(|owner| text(*owner, site, raw, stories, resolver)).collect();
    for done in done {
        diagnostics.extend(done.diagnostics);
        site.files.extend(done.files);
        let text = site.text_mut(done.owner);
        text.resolved = done.resolved;
        text.sources = done.sources;
        text.uses = done.uses;
    }
    site.files.sort_unstable();
    site.files.dedup();
    name_in_summaries(site, &resolver.filed, &resolver.config.withheld_word);
}

/// A summary taken from a text names what the text links to, as the text itself does.
fn name_in_summaries(site: &mut Site, owners: &[Target], withheld_word: &str) {
    let summary = |owner: &Target| Some((*owner, named_summary(site, site.text(*owner), withheld_word)?));
    let summaries: Vec<(Target, String)> = owners.par_iter().filter_map(summary).collect();
    for (owner, summary) in summaries {
        if let Some(known) = site.summary_mut(owner) {
            *known = summary;
        }
    }
}

/// The summary that is a text's beginning, if that names what the text links to.
pub fn named_summary(site: &Site, text: &Text, withheld_word: &str) -> Option<String> {
    let body = &text.body;
    if text.own_summary || text.skip_opening || body.first_paragraph_names.is_empty() {
        return None;
    }
    let summary = site.plain(text, &body.first_paragraph, &body.first_paragraph_names, withheld_word);
    Some(super::skeleton::shorten(&summary, super::skeleton::SUMMARY))
}

/// Resolves one text; none where there is nothing to resolve.
fn text(
    owner: Target,
    site: &Site,
    raw: &RawLists,
    stories: &Stories,
    resolver: &Resolver<'_>,
) -> Option<Done> {
    let text = site.text(owner);
    let file = site.file(owner)?;
    if text.body.references.is_empty() && text.sources.is_empty() {
        return None;
    }
    let local = match owner {
        Target::Article(id) => local_sources(&raw.articles[id.index()], &stories.inline_sources[id.index()]),
        _ => Vec::new(),
    };
    let mut texts = Texts {
        site,
        resolver,
        owner,
        file,
        body: &text.body,
        local,
        current: 0,
        marking: site.marking(owner),
        done: Done {
            owner,
            resolved: Vec::with_capacity(text.body.references.len()),
            sources: Vec::new(),
            uses: Vec::new(),
            files: Vec::new(),
            diagnostics: Vec::new(),
        },
    };
    for (index, reference) in text.body.references.iter().enumerate() {
        texts.current = index;
        let resolved = texts.reference(index, reference);
        texts.done.resolved.push(resolved);
    }
    // What the text does not cite comes after what it does.
    for source in &text.sources {
        texts.number(*source);
    }
    Some(texts.done)
}

struct Texts<'a> {
    site: &'a Site,
    resolver: &'a Resolver<'a>,
    owner: Target,
    file: FileId,
    body: &'a Body,
    local: Vec<(&'a str, SourceId)>,
    /// The reference that is being resolved.
    current: usize,
    /// Of the text where no portion says otherwise.
    marking: Marking,
    done: Done,
}

impl<'a> Texts<'a> {
    fn reference(&mut self, index: usize, reference: &Reference) -> Resolved {
        let span = reference.span;
        match &reference.kind {
            ReferenceKind::Wiki { target, fragment, label } => {
                self.wiki(target, fragment.as_deref(), label.as_deref(), span)
            }
            ReferenceKind::Embed { target, fragment } => self.wiki(target, fragment.as_deref(), None, span),
            ReferenceKind::Link { dest } => self.link(dest, index, span),
            ReferenceKind::Image { dest, .. } => self.image(dest, span),
            ReferenceKind::Citation { ids } => self.citation(ids),
        }
    }

    fn report(&mut self, diagnostic: Diagnostic) -> Resolved {
        self.done.diagnostics.push(diagnostic);
        Resolved::Dropped
    }

    // ---- [[target]] ----

    fn wiki(&mut self, target: &str, fragment: Option<&str>, label: Option<&str>, span: Span) -> Resolved {
        if target.is_empty() {
            return match fragment {
                Some(fragment) => self.here(fragment, |_| label.map(str::to_owned), span),
                None => self.report(
                    Diagnostic::new(Code::BrokenLink, span, "this link has no target")
                        .help("write the id or the name of what it leads to"),
                ),
            };
        }
        let (kinds, name) = with_prefix(target);
        let resolver = self.resolver;
        match resolver.names.find(kinds, name, resolver.withheld) {
            Found::One(found) => self.item(found, fragment, |_| label.map(str::to_owned), span),
            Found::Several(targets) => {
                let diagnostic = resolver.ambiguous(&At::new(name.to_owned(), span), &targets);
                self.report(diagnostic)
            }
            Found::Withheld => self.withheld(kinds, name, label, span),
            Found::None if resolver.is_broken(name) => Resolved::Dropped,
            Found::None => {
                // A prefix that is none, but nearly: the rest of the name is then no help.
                let prefix = target.split_once(':').filter(|_| kinds.len() > 1).and_then(|(prefix, rest)| {
                    let kind = nearest(prefix.trim(), Kind::ALL.iter().map(|kind| kind.word()))?;
                    Some(format!("did you mean `{kind}:{}`?", rest.trim()))
                });
                let help = prefix
                    .or_else(|| resolver.names.suggest(kinds, name))
                    .unwrap_or_else(|| format!("write `[[!{name}]]` to print the name without a link"));
                self.report(
                    Diagnostic::new(Code::BrokenLink, span, format!("nothing here is called `{name}`"))
                        .help(help),
                )
            }
        }
    }

    /// A target that this build may not show. Its label stays, unless it would name it.
    fn withheld(&mut self, kinds: &[Kind], name: &str, label: Option<&str>, span: Span) -> Resolved {
        let withheld = self.resolver.withheld;
        let names_it = label.is_none_or(|label| kinds.iter().any(|kind| withheld.knows(Some(*kind), label)));
        if names_it { self.named(name, span) } else { Resolved::Dropped }
    }

    /// The name of something withheld, in whose place something else is shown.
    fn named(&mut self, name: &str, span: Span) -> Resolved {
        // A heading's id is made of its words, and stands in the page however the link is shown.
        let in_heading = |name: &PlainName| name.reference as usize == self.current;
        if self.body.headings.iter().any(|heading| heading.names.iter().any(in_heading)) {
            let message = format!("this heading names `{name}`, which this build withholds");
            return self.report(
                Diagnostic::new(Code::MarkingConflict, span, message)
                    .help("its id in the page would tell the name: take the link out of the heading"),
            );
        }
        self.done.diagnostics.push(
            Diagnostic::new(
                Code::NamesWithheld,
                span,
                format!("this names `{name}`, which this build withholds"),
            )
            .help(format!(
                "it is shown as \"{}\"; give the link a label that names nobody",
                self.resolver.config.withheld_word
            )),
        );
        Resolved::Withheld
    }

    /// A link to an item. The label is asked for only where it matters: it lies in HTML that is perhaps not made yet.
    fn item(
        &mut self,
        target: Target,
        fragment: Option<&str>,
        label: impl FnOnce(&Body) -> Option<String>,
        span: Span,
    ) -> Resolved {
        let Some(wanted) = fragment.filter(|fragment| !fragment.is_empty()) else {
            return Resolved::Link { target, fragment: None };
        };
        let body = &self.site.text(target).body;
        let fragment = find_anchor(body, wanted);
        if fragment.is_none() {
            if let Some(lost) = self.site.file(target).and_then(|file| self.lost(file, wanted)) {
                return self.withheld_heading(lost, wanted, label(self.body), span);
            }
            let diagnostic = broken_anchor(body, wanted, self.site.name(target), span);
            self.done.diagnostics.push(diagnostic);
        }
        Resolved::Link { target, fragment }
    }

    fn here(&mut self, wanted: &str, label: impl FnOnce(&Body) -> Option<String>, span: Span) -> Resolved {
        if wanted.is_empty() || FRAME_IDS.contains(&wanted) {
            return Resolved::Here { fragment: wanted.to_owned() };
        }
        if let Some(fragment) = find_anchor(self.body, wanted) {
            return Resolved::Here { fragment };
        }
        if let Some(lost) = self.lost(self.file, wanted) {
            return self.withheld_heading(lost, wanted, label(self.body), span);
        }
        let diagnostic = broken_anchor(self.body, wanted, self.site.name(self.owner), span);
        self.report(diagnostic)
    }

    /// The heading of a withheld portion of that text, if it is what is wanted.
    fn lost(&self, file: FileId, wanted: &str) -> Option<&'a Heading> {
        let lost = self.resolver.withheld.headings(file);
        let id = find_heading(lost, &[], wanted)?;
        lost.iter().find(|heading| heading.id == id)
    }

    /// A heading that this build may not show. The link's label stays, unless it would name it.
    fn withheld_heading(
        &mut self,
        heading: &Heading,
        wanted: &str,
        label: Option<String>,
        span: Span,
    ) -> Resolved {
        let is_name = |label: &str| {
            let key = name_key(label);
            key == name_key(&heading.text) || key == name_key(&heading.id)
        };
        if label.is_some_and(|label| !is_name(&label)) { Resolved::Dropped } else { self.named(wanted, span) }
    }

    // ---- [label](dest) ----

    fn link(&mut self, dest: &str, index: usize, span: Span) -> Resolved {
        let (path, fragment) = match dest.split_once('#') {
            Some((path, fragment)) => (path, Some(fragment)),
            None => (dest, None),
        };
        let path = path.split('?').next().unwrap_or_default();
        if path.is_empty() {
            return self.here(fragment.unwrap_or_default(), |body| Some(label_of(body, index)), span);
        }
        if let Some(rooted) = path.strip_prefix('/') {
            return self.rooted(rooted.trim_start_matches('/'), fragment, index, span);
        }
        let Some(found) = beside(self.resolver.sources.path(self.file), path) else {
            return self.report(outside(dest, span));
        };
        let Some(file) = self.resolver.sources.find(&found) else { return self.file(&found, path, span) };
        match self.resolver.item_of(file) {
            Some(target) => self.item(target, fragment, |body| Some(label_of(body, index)), span),
            None if self.resolver.withheld.knows_file(file) => {
                self.withheld(KINDS, path, Some(&label_of(self.body, index)), span)
            }
            None if self.resolver.holds_items(file) => self.report(
                Diagnostic::new(Code::BrokenLink, span, format!("`{path}` holds several items"))
                    .help("link to one of them by its id, as in `[[id]]`"),
            ),
            None => self.report(missing_file(path, self.file, span, self.resolver.sources)),
        }
    }

    /// A path from the site's root. One that is an item's page is a link to that item; others are looked up when all
    /// pages are known.
    fn rooted(&mut self, path: &str, fragment: Option<&str>, index: usize, span: Span) -> Resolved {
        let bare = path.strip_suffix("index.html").unwrap_or(path).trim_end_matches('/');
        let label = || label_of(self.body, index);
        if let Some((kind, slug)) = item_path(bare) {
            match self.resolver.names.find(&[kind], slug, self.resolver.withheld) {
                Found::One(target) if self.resolver.is_at(self.site, target, slug) => {
                    return self.item(target, fragment, |body| Some(label_of(body, index)), span);
                }
                Found::Withheld => return self.withheld(&[kind], slug, Some(&label()), span),
                _ => {}
            }
        }
        if self.resolver.withheld.knows_path(bare) {
            return self.withheld(KINDS, bare, Some(&label()), span);
        }
        Resolved::Path {
            path: path.to_owned(),
            fragment: fragment.filter(|fragment| !fragment.is_empty()).map(str::to_owned),
        }
    }

    /// A file beside the text that is passed on as it is.
    fn file(&mut self, found: &str, path: &str, span: Span) -> Resolved {
        if self.resolver.sources.blob(found).is_none() {
            return self.report(missing_link(path, self.file, span, self.resolver.sources));
        }
        if self.resolver.public && carries_metadata(found) {
            self.done.diagnostics.push(
                Diagnostic::new(
                    Code::CarriesMetadata,
                    span,
                    format!("`{path}` may hold names, comments and earlier versions that do not show"),
                )
                .help("publish a cleaned copy, then add `allow: [carries-metadata]` to this file"),
            );
        }
        self.picture_conflict(found, path, span);
        self.done.files.push(found.to_owned());
        Resolved::File { path: found.to_owned() }
    }

    // ---- ![alt](dest) ----

    fn image(&mut self, dest: &str, span: Span) -> Resolved {
        let path = dest.split(['?', '#']).next().unwrap_or_default();
        match file_path(self.file, path, self.resolver.sources) {
            Some(found) => {
                self.picture_conflict(&found, path, span);
                self.done.files.push(found.clone());
                Resolved::File { path: found }
            }
            None => self.report(missing_file(path, self.file, span, self.resolver.sources)),
        }
    }

    // ---- [@id] ----

    fn citation(&mut self, ids: &[At<String>]) -> Resolved {
        let mut cited = Vec::with_capacity(ids.len());
        for id in ids {
            self.conflict(id);
            let Some(source) = self.resolver.source(&self.local, id, &mut self.done.diagnostics) else {
                continue;
            };
            let number = self.number(source);
            self.done.uses[number - 1] += 1;
            cited.push((number, self.done.uses[number - 1]));
        }
        if cited.is_empty() { Resolved::Dropped } else { Resolved::Citation(cited) }
    }

    /// Unmarked text may not cite what is marked higher: who may read the text would learn of it.
    fn conflict(&mut self, id: &At<String>) {
        let own = self.local.iter().find(|(known, _)| *known == id.value).map(|(_, source)| *source);
        let found = own.map(Target::Source).or_else(|| {
            match self.resolver.names.find(&[Kind::Source], &id.value, self.resolver.withheld) {
                Found::One(target) => Some(target),
                _ => None,
            }
        });
        let marking = match found {
            Some(Target::Source(source)) => Some(self.site[source].marking),
            _ => self.resolver.withheld.source_marking(&id.value),
        };
        let text = self.marking_at(id.span);
        if let Some(marking) = marking.filter(|marking| *marking > text) {
            let message = format!("this text is {text}, but the source `{}` is {marking}", id.value);
            self.done.diagnostics.push(
                Diagnostic::new(Code::MarkingConflict, id.span, message)
                    .help(format!("mark the paragraph with `({marking})`, or cite another source")),
            );
        }
    }

    /// The same of a picture that somebody has marked by itself.
    fn picture_conflict(&mut self, found: &str, path: &str, span: Span) {
        let text = self.marking_at(span);
        if let Some(marking) = self.resolver.picture_marking(found).filter(|marking| *marking > text) {
            let message = format!("this text is {text}, but the image `{path}` is {marking}");
            self.done.diagnostics.push(
                Diagnostic::new(Code::MarkingConflict, span, message)
                    .help(format!("mark the paragraph with `({marking})`, or show another image")),
            );
        }
    }

    /// That of the highest portion around a place, or of the whole text.
    fn marking_at(&self, place: Span) -> Marking {
        let around =
            |portion: &&Portion| portion.lines.start <= place.start && place.end <= portion.lines.end;
        let portions = self.body.portions.iter().filter(around);
        portions.map(|portion| portion.marking).max().unwrap_or_default().max(self.marking)
    }

    /// A source's number in this text, from 1, in the order of first use.
    fn number(&mut self, source: SourceId) -> usize {
        let known = self.done.sources.iter().position(|known| *known == source);
        let index = known.unwrap_or_else(|| {
            self.done.sources.push(source);
            self.done.uses.push(0);
            self.done.sources.len() - 1
        });
        index + 1
    }
}

/// The kinds among which to look, and the name without its prefix.
fn with_prefix(target: &str) -> (&'static [Kind], &str) {
    let prefixed = target.split_once(':').and_then(|(prefix, name)| {
        let position = Kind::ALL.iter().position(|kind| kind.word().eq_ignore_ascii_case(prefix.trim()))?;
        Some((&KINDS[position..=position], name.trim()))
    });
    prefixed.unwrap_or((KINDS, target))
}

const KINDS: &[Kind] = &Kind::ALL;

/// The kind and slug of an item's page.
fn item_path(path: &str) -> Option<(Kind, &str)> {
    match path.split_once('/') {
        Some((folder, slug)) if !slug.contains('/') => {
            let kind = Kind::ALL.into_iter().find(|kind| kind.folder() == folder && *kind != Kind::Page)?;
            Some((kind, slug))
        }
        _ => None,
    }
}

/// The plain text between a link's tags.
fn label_of(body: &Body, reference: usize) -> String {
    let mut holes = body.holes.iter().filter(|hole| hole.reference as usize == reference);
    let (Some(open), Some(close)) = (holes.next(), holes.next()) else { return String::new() };
    plain(body.html.get(open.at as usize..close.at as usize).unwrap_or_default())
}

/// HTML of our own making without its tags.
pub fn plain(html: &str) -> String {
    let mut out = String::new();
    let mut in_tag = false;
    for character in html.chars() {
        match character {
            '<' => in_tag = true,
            '>' => in_tag = false,
            other if !in_tag => out.push(other),
            _ => {}
        }
    }
    out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// The HTML id of a heading or anchor, found by id or by text, in any case.
fn find_anchor(body: &Body, wanted: &str) -> Option<String> {
    find_heading(&body.headings, &body.anchors, wanted).or_else(|| {
        let is_paragraph = wanted.starts_with(PARAGRAPH) && body.paragraphs().any(|id| id == wanted);
        is_paragraph.then(|| wanted.to_owned())
    })
}

fn find_heading(headings: &[Heading], anchors: &[String], wanted: &str) -> Option<String> {
    let by_id = headings.iter().map(|heading| &heading.id).chain(anchors);
    if let Some(id) = by_id.clone().find(|id| *id == wanted) {
        return Some(id.clone());
    }
    let lower = wanted.to_lowercase();
    let key = name_key(wanted);
    by_id.clone().find(|id| id.to_lowercase() == lower).cloned().or_else(|| {
        let heading = headings.iter().find(|heading| !key.is_empty() && name_key(&heading.text) == key);
        let slugged = || slug(wanted, SlugStyle::Unicode);
        heading
            .map(|heading| heading.id.clone())
            .or_else(|| by_id.clone().find(|id| **id == slugged()).cloned())
    })
}

fn broken_anchor(body: &Body, wanted: &str, name: &str, span: Span) -> Diagnostic {
    let known = body.headings.iter().map(|heading| heading.id.as_str());
    let help = did_you_mean(wanted, known).unwrap_or_else(|| {
        let ids: Vec<&str> = body.headings.iter().take(6).map(|heading| heading.id.as_str()).collect();
        if ids.is_empty() {
            "it has no headings to link to".to_owned()
        } else {
            format!("its headings are {}", ids.join(", "))
        }
    });
    Diagnostic::new(Code::BrokenAnchor, span, format!("`{name}` has no heading `{wanted}`")).help(help)
}

/// Endings of files that can carry more than they show, and that nobody here looks into. Pictures are not among them.
const CARRYING: &[&str] = &[DOCUMENTS, SHEETS, SLIDES, MAILS, ARCHIVES, RECORDINGS];

const DOCUMENTS: &str =
    "pdf doc docx docm dot dotx dotm odt ott fodt rtf pages wpd wps xps oxps epub mobi azw3 ps indd one";
const SHEETS: &str = "xls xlsx xlsm xlsb xlt xltx xltm ods ots fods numbers mdb accdb odb";
const SLIDES: &str = "ppt pptx pptm pps ppsx ppsm pot potx odp otp fodp key odg vsd vsdx dwg dxf";
const MAILS: &str = "msg eml mbox pst";
/// What is in them may be any of these.
const ARCHIVES: &str = "zip 7z rar tar gz tgz bz2 xz zst";
/// Phones write into them where they were made.
const RECORDINGS: &str =
    "mp4 m4v mov qt 3gp avi mkv webm wmv mts mpg mpeg ogv mp3 m4a aac wav aif aiff flac ogg oga opus wma";

/// Whether a file of this name can carry more than it shows.
pub fn carries_metadata(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_lowercase());
    CARRYING.iter().flat_map(|group| group.split(' ')).any(|known| known == ending)
}

/// A path relative to a file, from the root; none where it would leave the content folder.
pub fn beside(file: &str, path: &str) -> Option<String> {
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut found = String::with_capacity(folder.len() + 1 + path.len());
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if found.is_empty() => return None,
            ".." => found.truncate(found.rfind('/').unwrap_or(0)),
            part => {
                found.push_str(if found.is_empty() { "" } else { "/" });
                found.push_str(part);
            }
        }
    }
    (found == "content" || found.starts_with("content/")).then_some(found)
}

/// The path of a picture: beside its text, or with a leading `/` from the site's root in `static/`.
pub fn file_path(file: FileId, path: &str, sources: &Sources) -> Option<String> {
    let found = match path.strip_prefix('/') {
        Some(rooted) => Some(format!("static/{rooted}")),
        None => beside(sources.path(file), path),
    }?;
    sources.blob(&found).is_some().then_some(found)
}

fn outside(dest: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::BrokenLink, span, format!("`{dest}` leads out of the content folder"))
        .help("begin a path from the site's root with `/`, as in `/articles/`")
}

pub fn missing_file(path: &str, file: FileId, span: Span, sources: &Sources) -> Diagnostic {
    Diagnostic::new(Code::MissingFile, span, format!("there is no file `{path}`"))
        .help(near_path(path, file, sources))
}

fn missing_link(path: &str, file: FileId, span: Span, sources: &Sources) -> Diagnostic {
    Diagnostic::new(Code::BrokenLink, span, format!("there is no file `{path}`"))
        .help(near_path(path, file, sources))
}

/// The nearest file there is, as a path from this one's folder.
fn near_path(path: &str, file: FileId, sources: &Sources) -> String {
    let from = sources.path(file);
    let wanted = match path.strip_prefix('/') {
        Some(rooted) => format!("static/{rooted}"),
        None => beside(from, path).unwrap_or_else(|| path.to_owned()),
    };
    let texts = sources.texts().map(|(_, text)| &*text.path);
    let blobs = sources.blobs().map(|(path, _)| path);
    let known =
        texts.chain(blobs).filter(|known| known.starts_with("content/") || known.starts_with("static/"));
    match nearest(&wanted, known) {
        Some(near) => format!("did you mean `{}`?", relative(from, near)),
        None => "paths are relative to this file; one that begins with `/` is meant from the site's root"
            .to_owned(),
    }
}

/// The way from one file to another; one in `static/` from the site's root.
pub fn relative(from: &str, to: &str) -> String {
    if let Some(rooted) = to.strip_prefix("static/") {
        return format!("/{rooted}");
    }
    let folder: Vec<&str> = from.split('/').collect();
    let folder = &folder[..folder.len() - 1];
    let parts: Vec<&str> = to.split('/').collect();
    let shared = folder.iter().zip(&parts).take_while(|(left, right)| left == right).count();
    let up = "../".repeat(folder.len() - shared);
    format!("{up}{}", parts[shared..].join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside_the_content_folder() {
        let at = |path| beside("content/articles/2025/a.md", path);
        assert_eq!(at("b.md").as_deref(), Some("content/articles/2025/b.md"));
        assert_eq!(at("../2024/./b.md").as_deref(), Some("content/articles/2024/b.md"));
        assert_eq!(at("../../../site.toml"), None);
        assert_eq!(at("../../../../../etc/passwd"), None);
    }

    #[test]
    fn files_that_carry_more_than_they_show_are_known_by_their_endings() {
        for path in ["a.pdf", "content/a.b.DOCX", "a.odt", "a.zip", "a.mov", "a.eml"] {
            assert!(carries_metadata(path), "{path}");
        }
        for path in ["a.csv", "a.txt", "a.jpg", "pdf", "a.pdf.asc", "a."] {
            assert!(!carries_metadata(path), "{path}");
        }
    }

    #[test]
    fn a_near_path_is_shown_as_it_would_be_written() {
        assert_eq!(relative("content/articles/2025/a.md", "content/articles/2024/b.md"), "../2024/b.md");
        assert_eq!(relative("content/a.md", "static/x.png"), "/x.png");
    }

    #[test]
    fn prefixes_name_kinds() {
        assert_eq!(with_prefix("actor:georgia"), (&[Kind::Actor][..], "georgia"));
        assert_eq!(with_prefix("Talks: day two").1, "Talks: day two");
    }
}
