//! The settings of a site.
//!
//! In: the text of `site.toml`, if there is one. Out: [`Config`], handed to every stage, and diagnostics with the place
//! of every value at fault. It reads no file and knows no content.

mod profiles;
mod shape;
mod table;
mod value;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Serialize;
use toml::de::{DeTable, DeValue};

#[cfg(test)]
pub use self::table::KEYS;
#[cfg(test)]
pub use self::value::ARTICLE_KEYS;
pub use self::value::{base_url, kept, language_tag, old_marking, unknown_marking};

use self::shape::{
    Address, Canaries, Codes, Collections, FeedLimit, Folder, FrontMatter, Html, Language, Links, Mentions,
    OnOff, PageSize, Pages, PlainText, PlainTexts, Profiles, Slugs, SofterCodes, TimeZoneName, Undeclared,
};
use self::table::{Entry, Table, at, flag, list, number, text, word};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::model::document::Kind;
use crate::model::marking::Marking;
use crate::model::slug::SlugStyle;
use crate::source::{At, FileId, Span, position};

/// All settings, defaults filled in. What a field says of itself is what an author reads of its key; a key in a table
/// has the table before it.
#[derive(Clone, Debug, JsonSchema)]
pub struct Config {
    /// What the site is called.
    #[schemars(with = "Option<PlainText>", extend("default" = "Briefings"))]
    pub title: String,
    /// What the site is about, in a sentence.
    #[schemars(with = "Option<PlainText>", extend("default" = ""))]
    pub description: String,
    /// The address of the front page, a sub-path included: `https://example.org/briefings/`. Without it there are no
    /// feeds, no sitemap and no canonical links, which an empty one says is meant.
    // Ends in `/`.
    #[schemars(with = "Option<Address>")]
    pub base_url: Option<String>,
    /// Whether site.toml says something of a `base_url`.
    // One that is empty is meant to be, and one that cannot be taken has been told for that.
    #[schemars(skip)]
    pub base_url_said: bool,
    /// The language of the site as a BCP 47 tag, such as `en` or `pt-BR`.
    #[schemars(with = "Option<Language>", extend("default" = "en"))]
    pub language: String,
    /// The marking of what says nothing. Without it: `TLP:CLEAR`, with a warning where anything is marked.
    pub default_marking: Option<Marking>,
    /// A name of the IANA time zone database, such as `Europe/Berlin`: in this zone a day without a time begins.
    #[schemars(with = "Option<TimeZoneName>", extend("default" = "UTC"))]
    pub timezone: TimeZone,
    /// Whether links name folders, or files (`index.html`), for a site opened from the disk.
    #[schemars(rename = "output.links", with = "Option<Links>", extend("default" = "folder"))]
    pub links: LinkStyle,
    /// Which mentions of names in texts become links: the first in each section, the first on the page, all, or none.
    #[schemars(rename = "links.mentions", with = "Option<Mentions>", extend("default" = "section"))]
    pub mentions: MentionScope,
    /// Phrases in which a name is none: `Jordan River` keeps `Jordan` in it from being the country.
    #[schemars(rename = "links.not_names", with = "Option<PlainTexts>")]
    pub not_names: Vec<String>,
    /// Whether a link shows a card of what it leads to while a pointer rests on it, or while it has the focus.
    #[schemars(rename = "links.previews", with = "Option<OnOff>", extend("default" = true))]
    pub previews: bool,
    /// What becomes of HTML in texts: cleaned of what could run a program, left as it is, or shown as text.
    #[schemars(rename = "markdown.raw_html", with = "Option<Html>", extend("default" = "sanitize"))]
    pub raw_html: RawHtml,
    /// Whether straight quotation marks, `--` and `...` in texts become typographic ones.
    #[schemars(rename = "markdown.smart_punctuation", with = "Option<OnOff>", extend("default" = true))]
    pub smart_punctuation: bool,
    /// How many articles a feed has.
    #[schemars(rename = "feeds.limit", with = "Option<FeedLimit>", extend("default" = 20))]
    pub feed_limit: usize,
    /// Whether there is a search. Accepted, but there is none yet.
    #[schemars(rename = "search.enabled", with = "Option<OnOff>", extend("default" = true))]
    pub search: bool,
    /// How many items a page of a list has.
    #[schemars(rename = "lists.page_size", with = "Option<PageSize>", extend("default" = 50))]
    pub page_size: usize,
    /// Which letters URLs may have: those of any script, or ASCII alone.
    #[schemars(rename = "urls.slugs", with = "Option<Slugs>", extend("default" = "unicode"))]
    pub slugs: SlugStyle,
    /// Whether an actor that has no file is a mistake, or comes into being.
    #[schemars(rename = "actors.undeclared", with = "Option<Undeclared>", extend("default" = "error"))]
    pub undeclared_actors: UndeclaredActors,
    /// Which countries have a page: those that something names, or all but the former ones.
    #[schemars(rename = "countries.pages", with = "Option<Pages>", extend("default" = "named"))]
    pub country_pages: CountryPages,
    /// What stands where a link's label would name something that this build may not show.
    #[schemars(rename = "audience.withheld_word", with = "Option<PlainText>", extend("default" = "name withheld"))]
    pub withheld_word: String,
    /// Whether pages that everybody may see say so: TLP:CLEAR in header and footer.
    #[schemars(rename = "audience.clear_banner", with = "Option<OnOff>", extend("default" = false))]
    pub clear_banner: bool,
    /// Words that `chancery audit` must not find in a site below a marking, wherever they come from: texts, or mappings
    /// with `text` and `marking`.
    #[schemars(rename = "audience.canaries", with = "Option<Canaries>")]
    pub canaries: Vec<Canary>,
    /// Names and words of withheld items that may be said all the same, so that `chancery audit` passes over them.
    #[schemars(rename = "audience.harmless", with = "Option<PlainTexts>")]
    pub harmless: Vec<String>,
    /// Warnings and notes that are not to be told. Of errors only those that are warnings in collections can be named.
    // With the place where the site says so.
    #[schemars(rename = "diagnostics.allow", with = "Option<SofterCodes>")]
    pub allow: Vec<At<Code>>,
    /// Notes that are to be warnings.
    #[schemars(rename = "diagnostics.warn", with = "Option<SofterCodes>")]
    pub warn: Vec<Code>,
    /// Warnings and notes that are to be errors.
    #[schemars(rename = "diagnostics.deny", with = "Option<Codes>")]
    pub deny: Vec<Code>,
    /// Keys of another program in the metadata of articles, and what they mean here: `tags = "topics"`.
    #[schemars(with = "Option<FrontMatter>")]
    pub front_matter: BTreeMap<String, String>,
    /// Which files below `content/` are what, for archives written for other programs: `articles = ["_posts/**"]`. What
    /// is wrong in their metadata weighs less.
    // By kind, in the order of the kinds.
    #[schemars(with = "Option<Collections>")]
    pub collections: Vec<(Kind, Vec<At<String>>)>,
    /// The audiences, each with a site of its own; the first is what `chancery build` makes. Without any there is one,
    /// `public`.
    // At least one.
    #[schemars(with = "Option<Profiles>")]
    pub profiles: Vec<Profile>,
    /// `site.toml` itself, if there is one.
    #[schemars(skip)]
    pub file: Option<FileId>,
}

/// One audience and how its site is built.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(title = "profile")]
pub struct Profile {
    #[schemars(skip)]
    pub name: String,
    /// The highest marking that this audience's site may show.
    #[schemars(with = "Option<Marking>", extend("default" = Marking::Clear.label()))]
    pub marking: Marking,
    /// The address of this audience's front page. Without it: the site's.
    #[schemars(with = "Option<Address>")]
    pub base_url: Option<String>,
    /// Where its site is written: a folder below the root. Without it: `public` for the first profile, `public-NAME`
    /// for the others.
    #[schemars(with = "Option<Folder>")]
    pub output: String,
    /// Whether links name folders or files. Without it: as the site's `[output]` says.
    #[schemars(with = "Option<Links>")]
    pub links: LinkStyle,
    /// Whether drafts are built, too.
    #[schemars(with = "Option<OnOff>", extend("default" = false))]
    pub drafts: bool,
}

/// Words by which a leak is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Canary {
    pub text: String,
    /// No site below this marking may hold it.
    pub marking: Marking,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum LinkStyle {
    #[default]
    Folder,
    /// Links name `index.html`, for a site opened from the disk.
    File,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MentionScope {
    #[default]
    Section,
    Page,
    All,
    Off,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RawHtml {
    #[default]
    Sanitize,
    Allow,
    Escape,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UndeclaredActors {
    #[default]
    Error,
    Create,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CountryPages {
    #[default]
    Named,
    All,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            title: "Briefings".to_owned(),
            description: String::new(),
            base_url: None,
            base_url_said: false,
            language: "en".to_owned(),
            default_marking: None,
            timezone: TimeZone::UTC,
            links: LinkStyle::default(),
            mentions: MentionScope::default(),
            not_names: Vec::new(),
            previews: true,
            raw_html: RawHtml::default(),
            smart_punctuation: true,
            feed_limit: 20,
            search: true,
            page_size: 50,
            slugs: SlugStyle::default(),
            undeclared_actors: UndeclaredActors::default(),
            country_pages: CountryPages::default(),
            withheld_word: "name withheld".to_owned(),
            clear_banner: false,
            canaries: Vec::new(),
            harmless: Vec::new(),
            allow: Vec::new(),
            warn: Vec::new(),
            deny: Vec::new(),
            front_matter: BTreeMap::new(),
            collections: Vec::new(),
            profiles: vec![Profile {
                name: "public".to_owned(),
                marking: Marking::Clear,
                base_url: None,
                output: "public".to_owned(),
                links: LinkStyle::default(),
                drafts: false,
            }],
            file: None,
        }
    }
}

/// The sizes of a feed, in articles.
const FEED_LIMITS: std::ops::RangeInclusive<usize> = 1..=1000;
/// The sizes of a list page, in items.
const PAGE_SIZES: std::ops::RangeInclusive<usize> = 1..=10_000;

const LINK_STYLES: &[(&str, LinkStyle)] = &[("folder", LinkStyle::Folder), ("file", LinkStyle::File)];
const MENTION_SCOPES: &[(&str, MentionScope)] = &[
    ("section", MentionScope::Section),
    ("page", MentionScope::Page),
    ("all", MentionScope::All),
    ("off", MentionScope::Off),
];
const RAW_HTML: &[(&str, RawHtml)] =
    &[("sanitize", RawHtml::Sanitize), ("allow", RawHtml::Allow), ("escape", RawHtml::Escape)];
const SLUG_STYLES: &[(&str, SlugStyle)] = &[("unicode", SlugStyle::Unicode), ("ascii", SlugStyle::Ascii)];
const UNDECLARED_ACTORS: &[(&str, UndeclaredActors)] =
    &[("error", UndeclaredActors::Error), ("create", UndeclaredActors::Create)];
const COUNTRY_PAGES: &[(&str, CountryPages)] = &[("named", CountryPages::Named), ("all", CountryPages::All)];

/// Reads `site.toml`. TOML that does not parse is `invalid-toml`, and the config is then the default one. A value that
/// cannot be taken leaves the default, except for markings: `default_marking` is then the highest, that of a profile
/// the lowest, so that a mistake shows nothing to anybody.
pub fn parse(file: FileId, text: &str) -> (Config, Diagnostics) {
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut config = Config { file: Some(file), ..Config::default() };
    if !errors.is_empty() {
        return (config, syntax_errors(file, text, 0, &errors));
    }
    let mut out = Diagnostics::new();
    let top = Table::top(file, root.get_ref(), &mut out);
    read_site(&top, &mut config, &mut out);
    read_tables(&top, &mut config, &mut out);
    config.front_matter = front_matter(&top.table("front_matter", &mut out), &mut out);
    config.collections = collections(&top.table("collections", &mut out), &mut out);
    read_diagnostics(&top.table("diagnostics", &mut out), &mut config, &mut out);
    profiles::read_profiles(&top.table("profiles", &mut out), &mut config, &mut out);
    out.sort_by_key(|diagnostic| (span(diagnostic), diagnostic.code));
    (config, out)
}

/// What is wrong with TOML that begins at `base` of `text`: the first error of each line, as what follows it there is
/// mostly its consequence.
pub fn syntax_errors(file: FileId, text: &str, base: usize, errors: &[toml::de::Error]) -> Diagnostics {
    let mut out: Diagnostics = errors.iter().map(|error| syntax_error(file, base, error)).collect();
    let line =
        |diagnostic: &Diagnostic| position(text, span(diagnostic).map_or(0, |span| span.start as usize)).line;
    out.sort_by_key(span);
    out.dedup_by_key(|diagnostic| line(diagnostic));
    out
}

fn syntax_error(file: FileId, base: usize, error: &toml::de::Error) -> Diagnostic {
    let range = error.span().unwrap_or_default();
    let place = Span::new(file, base + range.start, base + range.end);
    // The parser names one way to quote of four.
    match error.message().strip_suffix(", expected literal string") {
        Some(message) => Diagnostic::new(Code::InvalidToml, place, message)
            .help("write a text in quotes, a number, `true`, `false` or an array"),
        None => Diagnostic::new(Code::InvalidToml, place, error.message()),
    }
}

fn span(diagnostic: &Diagnostic) -> Option<Span> {
    match diagnostic.place {
        Place::Span(span) => Some(span),
        Place::File(_) | Place::Nowhere => None,
    }
}

fn read_site(top: &Table, config: &mut Config, out: &mut Diagnostics) {
    top.set("title", &mut config.title, |entry, out| text(entry, out).filter(|title| !title.is_empty()), out);
    top.set("description", &mut config.description, text, out);
    let address = top.read("base_url", value::address, out);
    config.base_url_said = top.get("base_url").is_some();
    config.base_url = address.flatten();
    top.set("language", &mut config.language, value::language, out);
    top.set("timezone", &mut config.timezone, value::timezone, out);
    config.default_marking =
        top.get("default_marking").map(|entry| value::marking(entry, out).unwrap_or(Marking::Red));
}

/// The tables whose keys are few and fixed.
fn read_tables(top: &Table, config: &mut Config, out: &mut Diagnostics) {
    top.table("output", out).set("links", &mut config.links, word(LINK_STYLES), out);
    let links = top.table("links", out);
    links.set("mentions", &mut config.mentions, word(MENTION_SCOPES), out);
    links.set("not_names", &mut config.not_names, list("write `[\"a phrase\"]`", text), out);
    links.set("previews", &mut config.previews, flag, out);
    let markdown = top.table("markdown", out);
    markdown.set("raw_html", &mut config.raw_html, word(RAW_HTML), out);
    markdown.set("smart_punctuation", &mut config.smart_punctuation, flag, out);
    top.table("feeds", out).set("limit", &mut config.feed_limit, number(FEED_LIMITS), out);
    top.table("search", out).set("enabled", &mut config.search, flag, out);
    top.table("lists", out).set("page_size", &mut config.page_size, number(PAGE_SIZES), out);
    top.table("urls", out).set("slugs", &mut config.slugs, word(SLUG_STYLES), out);
    top.table("actors", out).set("undeclared", &mut config.undeclared_actors, word(UNDECLARED_ACTORS), out);
    top.table("countries", out).set("pages", &mut config.country_pages, word(COUNTRY_PAGES), out);
    let audience = top.table("audience", out);
    audience.set("withheld_word", &mut config.withheld_word, text, out);
    audience.set("clear_banner", &mut config.clear_banner, flag, out);
    audience.set("canaries", &mut config.canaries, list(value::CANARY_HELP, value::canary), out);
    audience.set("harmless", &mut config.harmless, list("write `[\"a word\"]`", text), out);
}

/// Errors cannot be allowed or lowered, except for those that are warnings in collections.
fn read_diagnostics(table: &Table, config: &mut Config, out: &mut Diagnostics) {
    const HELP: &str = "write codes in square brackets, such as `[\"missing-alt\"]`";
    let collections = !config.collections.is_empty();
    table.set("allow", &mut config.allow, list(HELP, at(value::softer_code(collections))), out);
    table.set("warn", &mut config.warn, list(HELP, value::softer_code(collections)), out);
    table.set("deny", &mut config.deny, list(HELP, value::code), out);
}

fn front_matter(table: &Table, out: &mut Diagnostics) -> BTreeMap<String, String> {
    let key = |entry: Entry| value::article_key(entry, out).map(|ours| (entry.key.to_owned(), ours));
    table.entries().into_iter().filter_map(key).collect()
}

fn collections(table: &Table, out: &mut Diagnostics) -> Vec<(Kind, Vec<At<String>>)> {
    let globs = |kind: Kind| (kind, table.read(kind.folder(), globs, out).unwrap_or_default());
    Kind::ALL.into_iter().map(globs).filter(|(_, globs)| !globs.is_empty()).collect()
}

/// Several globs, or one.
fn globs(entry: Entry, out: &mut Diagnostics) -> Option<Vec<At<String>>> {
    match entry.value {
        DeValue::String(_) => at(value::glob)(entry, out).map(|glob| vec![glob]),
        _ => list("write globs in square brackets, such as `[\"_posts/**\"]`", at(value::glob))(entry, out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::any_error;

    const EVERYTHING: &str = r#"
title = " Desk "
description = "What we watch."
base_url = "HTTPS://Example.org:443/a b/é"
language = "pt-BR"
default_marking = "TLP:GREEN"
timezone = "Europe/Berlin"
[output]
links = "file"
[links]
mentions = "page"
not_names = ["Jordan River"]
previews = false
[markdown]
raw_html = "escape"
smart_punctuation = false
[feeds]
limit = 1_0
[search]
enabled = false
[lists]
page_size = 0x10
[urls]
slugs = "ascii"
[actors]
undeclared = "create"
[countries]
pages = "all"
[audience]
withheld_word = "someone"
clear_banner = true
canaries = ["Nightfall", {text = " Orchid ", marking = "TLP:RED"}]
harmless = ["A Name"]
[diagnostics]
allow = ["missing-alt", "invalid-date"]
warn = ["unused-source"]
deny = ["unknown-key"]
[front_matter]
tags = "topics"
categories = "topics"
[collections]
pages = "notes/*.md"
articles = ["articles/**", "{_posts,drafts}/**"]
[profiles.zulu]
drafts = true
[profiles.alpha]
marking = "TLP:AMBER+STRICT"
base_url = "http://localhost:1111"
output = "./out//alpha/"
links = "folder"
[profiles.mike]
base_url = ""
"#;

    fn read(text: &str) -> Config {
        let (config, diagnostics) = parse(FileId::of("site.toml"), text);
        assert_eq!(diagnostics, [], "{text}");
        config
    }

    /// `LINE:COLUMN SEVERITY CODE` of each diagnostic.
    fn told(source: &str) -> String {
        let place = |diagnostic: &Diagnostic| {
            let at = position(source, span(diagnostic).expect("it has a place").start as usize);
            let Diagnostic { code, severity, .. } = diagnostic;
            format!("{}:{} {} {}", at.line, at.column, severity.word(), code.name())
        };
        parse(FileId::of("site.toml"), source).1.iter().map(place).collect::<Vec<_>>().join(", ")
    }

    fn marked(source: &str, span: Span) -> &str {
        &source[span.start as usize..span.end as usize]
    }

    #[test]
    fn everything_is_read() {
        let config = read(EVERYTHING);
        assert_eq!((config.title.as_str(), config.description.as_str()), ("Desk", "What we watch."));
        assert_eq!(config.base_url.as_deref(), Some("https://example.org/a%20b/%C3%A9/"));
        assert_eq!(config.language, "pt-BR");
        assert_eq!(config.default_marking, Some(Marking::Green));
        assert_eq!(config.timezone.iana_name(), Some("Europe/Berlin"));
        assert_eq!((config.links, config.mentions), (LinkStyle::File, MentionScope::Page));
        assert_eq!(config.not_names, ["Jordan River"]);
        assert!(!config.previews);
        assert_eq!((config.raw_html, config.smart_punctuation), (RawHtml::Escape, false));
        assert_eq!((config.feed_limit, config.search, config.page_size), (10, false, 16));
        assert_eq!(config.slugs, SlugStyle::Ascii);
        assert_eq!(config.undeclared_actors, UndeclaredActors::Create);
        assert_eq!(config.country_pages, CountryPages::All);
        assert_eq!((config.withheld_word.as_str(), config.clear_banner), ("someone", true));
        let canaries: Vec<(&str, Marking)> =
            config.canaries.iter().map(|canary| (canary.text.as_str(), canary.marking)).collect();
        assert_eq!(canaries, [("Nightfall", Marking::Green), ("Orchid", Marking::Red)]);
        assert_eq!(config.harmless, ["A Name"]);
        let allowed: Vec<_> =
            config.allow.iter().map(|code| (code.value, marked(EVERYTHING, code.span))).collect();
        let expected = [(Code::MissingAlt, "\"missing-alt\""), (Code::InvalidDate, "\"invalid-date\"")];
        assert_eq!(allowed, expected);
        assert_eq!((config.warn, config.deny), (vec![Code::UnusedSource], vec![Code::UnknownKey]));
        let topics = |key: &str| (key.to_owned(), "topics".to_owned());
        assert_eq!(config.front_matter, BTreeMap::from([topics("categories"), topics("tags")]));
        assert_eq!(config.file, Some(FileId::of("site.toml")));
    }

    #[test]
    fn collections_are_in_the_order_of_kinds() {
        let collections = read(EVERYTHING).collections;
        let globs = |globs: &[At<String>]| globs.iter().map(|glob| glob.value.clone()).collect::<Vec<_>>();
        let found: Vec<_> = collections.iter().map(|(kind, found)| (*kind, globs(found))).collect();
        let articles = vec!["articles/**".to_owned(), "{_posts,drafts}/**".to_owned()];
        assert_eq!(found, [(Kind::Article, articles), (Kind::Page, vec!["notes/*.md".to_owned()])]);
    }

    #[test]
    fn profiles_are_in_the_order_of_the_file_and_take_from_the_site_what_they_do_not_say() {
        let profile = |name: &str, marking, base_url: Option<&str>, output: &str, links, drafts| Profile {
            name: name.to_owned(),
            marking,
            base_url: base_url.map(str::to_owned),
            output: output.to_owned(),
            links,
            drafts,
        };
        let site = Some("https://example.org/a%20b/%C3%A9/");
        let own = Some("http://localhost:1111/");
        let expected = [
            profile("zulu", Marking::Clear, site, "public", LinkStyle::File, true),
            profile("alpha", Marking::AmberStrict, own, "out/alpha", LinkStyle::Folder, false),
            profile("mike", Marking::Clear, None, "public-mike", LinkStyle::File, false),
        ];
        assert_eq!(read(EVERYTHING).profiles, expected);
        let only =
            profile("public", Marking::Clear, Some("https://a.org/"), "public", LinkStyle::File, false);
        assert_eq!(read("base_url = 'https://a.org'\n[output]\nlinks = 'file'").profiles, [only]);
    }

    #[test]
    fn what_is_not_said_is_as_the_contract_has_it() {
        for text in
            ["", "\u{feff}# nothing\r\n", "title = ''\nbase_url = ''\n[feeds]\n[profiles]\n[collections]"]
        {
            let config = Config { file: None, base_url_said: false, ..read(text) };
            assert_eq!(format!("{config:?}"), format!("{:?}", Config::default()), "{text}");
        }
    }

    #[test]
    fn mistakes_are_told_at_their_place() {
        let cases: &[(&str, &str)] = &[
            ("title = ", "1:9 error invalid-toml"),
            ("title = Desk", "1:9 error invalid-toml"),
            ("x = [1,,2]\ny = = 2", "1:8 error invalid-toml, 2:5 error invalid-toml"),
            ("title = 'a' 'b'\n[lists", "1:13 error invalid-toml, 2:7 error invalid-toml"),
            ("title = 'a'\ntitle = 'b'", "2:1 error invalid-toml"),
            ("[lists]\n[lists]", "2:2 error invalid-toml"),
            (
                "titel = 'x'\npage_size = 5\nwhatever = 1",
                "1:1 warning unknown-key, 2:1 warning unknown-key, 3:1 warning unknown-key",
            ),
            ("[feed]\nlimit = 5", "1:2 warning unknown-key"),
            (
                "[lists]\npagesize = 5\ntitle = 'x'\n[lists.feeds]",
                "2:1 warning unknown-key, 3:1 warning unknown-key, 4:8 warning unknown-key",
            ),
            ("[profiles.a]\ncolour = 'red'", "2:1 warning unknown-key"),
            ("lists.page_size = 0\nlists.limit = 3", "1:19 error invalid-value, 2:7 warning unknown-key"),
            (
                "links = 'file'\noutput = 'dist'\nprofiles = 'public'",
                "1:9 error invalid-value, 2:10 error invalid-value, 3:12 error invalid-value",
            ),
            ("[[profiles]]\nname = 'x'", "1:1 error invalid-value"),
            ("[[lists]]\npage_size = 5", "1:1 error invalid-value"),
            ("title = 5\ndescription = true", "1:9 error invalid-value, 2:15 error invalid-value"),
            ("language = 'en_US'\ntimezone = 'Berlin'", "1:12 error invalid-value, 2:12 error invalid-value"),
            ("language = ''\ntimezone = ''", "1:12 error invalid-value, 2:12 error invalid-value"),
            (
                "language = 'english'\ntimezone = '+02:00'",
                "1:12 error invalid-value, 2:12 error invalid-value",
            ),
            ("timezone = 'Etc/Unknown'", "1:12 error invalid-value"),
            ("default_marking = 'tlp:amber'", "1:19 error unknown-marking"),
            ("default_marking = ''", "1:19 error unknown-marking"),
            ("default_marking = 3", "1:19 error invalid-value"),
            ("default_marking = 'TLP:WHITE'", "1:19 warning old-marking"),
            ("base_url = 'example.org'", "1:12 error invalid-value"),
            ("base_url = '/briefings/'", "1:12 error invalid-value"),
            ("base_url = 'ftp://example.org'", "1:12 error invalid-value"),
            ("base_url = 'https://example.org/?q'", "1:12 error invalid-value"),
            ("base_url = 'https://example.org/#f'", "1:12 error invalid-value"),
            ("base_url = 'https://me@example.org/'", "1:12 error invalid-value"),
            ("base_url = 'https:///x'", "1:12 error invalid-value"),
            ("base_url = 'https://exa mple.org/'", "1:12 error invalid-value"),
            ("base_url = 'https://example.org\\x'", "1:12 error invalid-value"),
            ("[output]\nlinks = 'files'", "2:9 error invalid-value"),
            ("[links]\nmentions = true", "2:12 error invalid-value"),
            ("[links]\npreviews = 'off'", "2:12 error invalid-value"),
            (
                "[markdown]\nraw_html = 'Allow'\nsmart_punctuation = 'yes'",
                "2:12 error invalid-value, 3:21 error invalid-value",
            ),
            ("[feeds]\nlimit = 0", "2:9 error invalid-value"),
            ("[feeds]\nlimit = 1001", "2:9 error invalid-value"),
            ("[feeds]\nlimit = -5", "2:9 error invalid-value"),
            ("[lists]\npage_size = '50'", "2:13 error invalid-value"),
            ("[lists]\npage_size = 10001", "2:13 error invalid-value"),
            ("[lists]\npage_size = 99999999999999999999999", "2:13 error invalid-value"),
            ("[lists]\npage_size = 1.5", "2:13 error invalid-value"),
            ("[search]\nenabled = 1", "2:11 error invalid-value"),
            ("[urls]\nslugs = 'latin'", "2:9 error invalid-value"),
            ("[actors]\nundeclared = 'warn'", "2:14 error invalid-value"),
            ("[countries]\npages = 'some'", "2:9 error invalid-value"),
            ("[audience]\nwithheld_word = false", "2:17 error invalid-value"),
            ("[audience]\nclear_banner = 'yes'", "2:16 error invalid-value"),
            (
                "base_url = 'https://desk.github.io/x/'\n[profiles.a]\nmarking = 'TLP:AMBER'",
                "2:11 error profile-conflict",
            ),
            (
                "[profiles.a]\nmarking = 'TLP:GREEN'\nbase_url = 'https://Desk.GitHub.io/'",
                "3:12 error profile-conflict",
            ),
            ("[audience]\ncanaries = [7]", "2:13 error invalid-value"),
            ("[audience]\ncanaries = [\"?\"]", "2:13 error invalid-value"),
            ("[audience]\ncanaries = [{marking = \"TLP:RED\"}]", "2:13 error invalid-value"),
            ("[audience]\ncanaries = [{text = \"x\", mark = \"TLP:RED\"}]", "2:26 warning unknown-key"),
            ("[audience]\ncanaries = [{text = \"x\", marking = \"red\"}]", "2:36 error unknown-marking"),
            ("[audience]\nharmless = \"x\"", "2:12 error invalid-value"),
            ("[links]\nnot_names = 1", "2:13 error invalid-value"),
            (
                "[diagnostics]\nallow = ['missing-alts', 'broken-link', 3, 'missing-alt']",
                "2:10 error invalid-value, 2:26 error invalid-value, 2:41 error invalid-value",
            ),
            (
                "[diagnostics]\nwarn = 'missing-alt'\ndeny = ['nonsense', 'broken-link']",
                "2:8 error invalid-value, 3:9 error invalid-value",
            ),
            ("[diagnostics]\nwarn = ['missing-title']", "2:9 error invalid-value"),
            ("[diagnostics]\nwarn = ['missing-field']", "2:9 error invalid-value"),
            ("[diagnostics]\nallow = ['duplicate-url']", "2:10 error invalid-value"),
            (
                "[collections]\narticles = '_posts/**'\n[diagnostics]\nallow = ['duplicate-url', 'duplicate-id']",
                "4:27 error invalid-value",
            ),
            (
                "[front_matter]\ntags = 'topic'\npeople = 5\ndate = 'updated'",
                "2:8 error invalid-value, 3:10 error invalid-value",
            ),
            ("[front_matter.taxonomies]\ntags = 'topics'", "1:1 error invalid-value"),
            ("[collections]\narticle = 'a/**'", "2:1 warning unknown-key"),
            (
                "[collections]\narticles = ['[a', 'ok/**', '/abs/**', './y']",
                "2:13 error invalid-value, 2:28 error invalid-value, 2:39 error invalid-value",
            ),
            (
                "[collections]\npages = ''\ntopics = 3\nactors = '{a'",
                "2:9 error invalid-value, 3:10 error invalid-value, 4:10 error invalid-value",
            ),
            ("[profiles]\nmarking = 'TLP:AMBER'", "2:11 error invalid-value"),
            (
                "[profiles.a]\nmarking = 'AMBER'\ndrafts = 'yes'\nlinks = 'x'",
                "2:11 error unknown-marking, 3:10 error invalid-value, 4:9 error invalid-value",
            ),
            ("[profiles.a]\nmarking = 'TLP:WHITE'", "2:11 warning old-marking"),
            (
                "[profiles.'a/b']\n[profiles.'']\n[profiles.'a b']",
                "1:11 error invalid-value, 2:11 error invalid-value, 3:11 error invalid-value",
            ),
            ("[profiles.a]\noutput = '..'", "2:10 error invalid-value"),
            ("[profiles.a]\noutput = 'x/../..'", "2:10 error invalid-value"),
            ("[profiles.a]\noutput = '/srv/www'", "2:10 error invalid-value"),
            ("[profiles.a]\noutput = '.'", "2:10 error invalid-value"),
            ("[profiles.a]\noutput = ''", "2:10 error invalid-value"),
            ("[profiles.a]\noutput = 'content'", "2:10 error invalid-value"),
            ("[profiles.a]\noutput = './Static/x'", "2:10 error invalid-value"),
            ("[profiles.a]\noutput = '.cache/'", "2:10 error invalid-value"),
            ("[profiles.a]\noutput = 'a\\b'", "2:10 error invalid-value"),
            ("[profiles.a]\noutput = 'C:/x'", "2:10 error invalid-value"),
            ("[profiles.b]\n[profiles.a]\noutput = 'public'", "3:10 error profile-conflict"),
            ("[profiles.b]\noutput = 'public-a'\n[profiles.a]", "3:11 error profile-conflict"),
            ("[profiles.b]\n[profiles.a]\noutput = 'Public/x'", "3:10 error profile-conflict"),
            ("[profiles.b]\noutput = 'x/y'\n[profiles.a]\noutput = 'x'", "4:10 error profile-conflict"),
            ("[profiles.b]\noutput = 'public-x'\n[profiles.a]", ""),
            (
                "base_url = 'https://a.org'\n[profiles.b]\n[profiles.a]\nmarking = 'TLP:RED'",
                "3:11 error profile-conflict",
            ),
            (
                "[profiles.b]\nbase_url = 'https://A.org:443'\n[profiles.a]\nmarking = 'TLP:RED'\nbase_url = 'https://a.org'",
                "5:12 error profile-conflict",
            ),
            ("base_url = 'https://a.org'\n[profiles.b]\n[profiles.a]\nmarking = 'TLP:CLEAR'", ""),
            (
                "base_url = 'https://a.org'\n[profiles.b]\n[profiles.a]\nmarking = 'TLP:RED'\nbase_url = ''",
                "",
            ),
            ("[profiles.b]\n[profiles.a]\nmarking = 'TLP:RED'", ""),
            (
                "base_url = 'https://a.org'\n[profiles.b]\n[profiles.a]\nmarking = 'RED'",
                "4:11 error unknown-marking",
            ),
        ];
        for (source, expected) in cases {
            assert_eq!(told(source), *expected, "{source}");
        }
    }

    #[test]
    fn help_says_what_is_meant_or_accepted() {
        let cases = [
            ("titel = 'x'", "did you mean `title`?"),
            ("page_size = 5", "`page_size` belongs in `[lists]`"),
            ("page_sise = 5", "did you mean `page_size`? it belongs in `[lists]`"),
            ("[lists]\npagesize = 5", "did you mean `page_size`?"),
            ("[lists]\ntitle = 'x'", "`title` belongs at the top of the file, before the first table"),
            ("[lists.feeds]", "write `[feeds]` and its keys below"),
            ("[profiles.a]\ncolour = 'red'", "write `marking`, `base_url`, `output`, `links` or `drafts`"),
            ("links = 'file'", "`links` belongs in `[output]` or in `[profiles.NAME]`"),
            ("output = 'dist'", "`output` belongs in `[profiles.NAME]`"),
            ("feeds = 20", "write `[feeds]` and its keys below"),
            ("[[profiles]]", "write `[profiles.NAME]` and its keys below"),
            ("title = Desk", "write a text in quotes, a number, `true`, `false` or an array"),
            ("title = 5", "write it in quotes: `\"text\"`"),
            ("language = 'en_US'", "did you mean `en-US`?"),
            ("timezone = 'Berlin'", "did you mean `Europe/Berlin`?"),
            ("timezone = 'new york'", "did you mean `America/New_York`?"),
            ("timezone = 'Europe/Berln'", "did you mean `Europe/Berlin`?"),
            ("default_marking = 'tlp:amber'", "write `TLP:AMBER`"),
            ("default_marking = 'TLP:WHITE'", "write `TLP:CLEAR`"),
            ("base_url = 'example.org/briefings'", "did you mean `https://example.org/briefings/`?"),
            ("[output]\nlinks = 'files'", "did you mean `file`? write `folder` or `file`"),
            ("[lists]\npage_size = '50'", "write a whole number from 1 to 10000"),
            ("[search]\nenabled = 'yes'", "write `true` or `false`, without quotes"),
            ("[diagnostics]\nallow = ['missing-alts']", "did you mean `missing-alt`?"),
            (
                "[diagnostics]\nallow = 'missing-alt'",
                "write codes in square brackets, such as `[\"missing-alt\"]`",
            ),
            ("[front_matter]\ntags = 'topic'", "did you mean `topics`?"),
            ("[collections]\narticle = 'a/**'", "did you mean `articles`?"),
            (
                "[profiles.x]\n[profiles.a]\noutput = 'public'",
                "give `[profiles.a]` a folder of its own, such as `output = \"public-a\"`",
            ),
        ];
        for (source, expected) in cases {
            let (_, diagnostics) = parse(FileId::of("site.toml"), source);
            assert_eq!(diagnostics[0].help.as_deref(), Some(expected), "{source}");
        }
    }

    #[test]
    fn a_place_is_the_value_or_the_unknown_key_and_nothing_around_it() {
        let cases = [
            ("title = 5 # x", "5"),
            ("'titel' = 5", "'titel'"),
            ("[lists] # x\npagesize = 5", "pagesize"),
            ("title = [ 'x' ] ", "[ 'x' ]"),
            ("timezone = \"Berlin\" # x", "\"Berlin\""),
            ("[diagnostics]\nallow = ['missing-alt', 'x' , ]", "'x'"),
        ];
        for (source, expected) in cases {
            let (_, diagnostics) = parse(FileId::of("site.toml"), source);
            assert_eq!(span(&diagnostics[0]).map(|span| marked(source, span)), Some(expected), "{source}");
        }
    }

    #[test]
    fn a_conflict_names_the_first_profile_too() {
        let source =
            "base_url = 'https://a.org'\n[profiles.a]\n[profiles.b]\nmarking = 'TLP:RED'\noutput = 'public'";
        let (_, diagnostics) = parse(FileId::of("site.toml"), source);
        let labels = diagnostics.iter().flat_map(|diagnostic| &diagnostic.labels);
        let labels: Vec<_> = labels.map(|label| (marked(source, label.span), label.text.as_str())).collect();
        let address = ("a", "profile `a` shows up to TLP:CLEAR at this address");
        assert_eq!(labels, [address, ("a", "profile `a` is written to `public`")]);
    }

    #[test]
    fn a_marking_that_is_not_understood_shows_nothing_to_anybody() {
        let (config, _) =
            parse(FileId::of("site.toml"), "default_marking = 'GREEN'\n[profiles.a]\nmarking = 'AMBER'");
        assert_eq!(
            (config.default_marking, config.profiles[0].marking),
            (Some(Marking::Red), Marking::Clear)
        );
    }

    #[test]
    fn base_urls_are_normalised() {
        let cases = [
            ("http://example.org", Ok("http://example.org/")),
            (" https://example.org/a// ", Ok("https://example.org/a/")),
            ("https://example.org:8080/a/../b", Ok("https://example.org:8080/b/")),
            ("https://müller.example/ü?", Err("has a `?` or `#`")),
            ("https://müller.example/ü[1]", Ok("https://xn--mller-kva.example/%C3%BC%5B1%5D/")),
            ("https://example.org/%zz", Err("has a `%` without two hexadecimal digits after it")),
            ("https://", Err("has no valid host name")),
            ("", Err("does not begin with `https://` or `http://`")),
        ];
        for (text, expected) in cases {
            assert_eq!(base_url(text), expected.map(str::to_owned), "{text}");
        }
    }

    #[test]
    fn nothing_is_too_broken_to_be_read() {
        for end in (0..EVERYTHING.len()).filter(|end| EVERYTHING.is_char_boundary(*end)) {
            let (head, tail) = EVERYTHING.split_at(end);
            parse(FileId::of("site.toml"), head);
            parse(FileId::of("site.toml"), tail);
        }
    }

    #[test]
    fn every_key_of_the_contract_is_read_as_something_else_than_a_table_of_dates() {
        for line in EVERYTHING.lines().filter(|line| line.contains(" = ")) {
            let key = line.split(" = ").next().expect("split gives at least one part");
            let broken = EVERYTHING.replace(line, &format!("{key} = 2025-09-03"));
            assert!(any_error(&parse(FileId::of("site.toml"), &broken).1), "{key}");
        }
    }
}
