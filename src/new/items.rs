//! An article, an actor, an event: what somebody wants of it to the text of its file.
//!
//! Comes in: values as they were given, and what a site already does. Goes out: a [`Draft`], with the other keys that
//! such an item can have as comments. Whether the values are good the site says, when it tries the draft.

use super::draft::{Draft, Lines};
use super::{Refusal, one_line, something};
use crate::model::date::{Day, Moment};
use crate::model::document::Kind;
use crate::model::slug::{SlugStyle, slug};
use crate::parse::folder_of;
use crate::source::Sources;

/// What a new item is fitted to.
pub struct Ground {
    pub slugs: SlugStyle,
    /// The day that it is in the site's time zone.
    pub today: Day,
    /// Whether articles lie in a folder for each year.
    pub years: bool,
}

impl Ground {
    pub fn new(sources: &Sources, slugs: SlugStyle, today: Day) -> Self {
        let years = sources.texts().any(|(_, file)| is_in_year(&file.path));
        Ground { slugs, today, years }
    }
}

/// `content/articles/2025/...`
fn is_in_year(path: &str) -> bool {
    let below = path.strip_prefix("content/articles/").and_then(|below| below.split_once('/'));
    below.is_some_and(|(year, _)| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()))
}

#[derive(Clone, Debug, Default)]
pub struct NewArticle {
    pub title: String,
    /// Today, if nothing is said.
    pub date: Option<String>,
    pub slug: Option<String>,
    pub summary: Option<String>,
    pub authors: Vec<String>,
    pub actors: Vec<String>,
    pub countries: Vec<String>,
    pub topics: Vec<String>,
    pub marking: Option<String>,
    pub lang: Option<String>,
    pub draft: bool,
}

impl NewArticle {
    /// # Errors
    ///
    /// A title that no file can be named after, or a date that is none.
    pub fn draft(&self, ground: &Ground) -> Result<Draft, Refusal> {
        let title = something("the title", &self.title)?;
        let name = name(title, self.slug.as_deref(), "--slug", ground.slugs)?;
        let date = self.date.clone().unwrap_or_else(|| ground.today.to_string());
        let moment = Moment::parse(date.trim())
            .map_err(|error| Refusal::new(format!("`--date`: {}", error.message), error.help))?;
        let mut lines = Lines::default();
        lines.line("---");
        lines.text("title", "TITLE", title);
        lines.word("date", "--date", moment.text());
        // A file called `index` is named after its folder.
        if name == "index" {
            lines.text("slug", "--slug", &name);
        }
        if self.draft {
            lines.line("status: draft");
        }
        summary(&mut lines, self.summary.as_deref())?;
        lines.list("authors", "--author", &self.authors);
        lines.list("actors", "--actor", &self.actors);
        lines.list("countries", "--country", &self.countries);
        lines.list("topics", "--topic", &self.topics);
        marking(&mut lines, self.marking.as_deref());
        given(&mut lines, "lang", "--lang", self.lang.as_deref());
        article_hints(&mut lines);
        lines.line("---");
        lines.line("");
        let day = moment.day();
        let folder = if ground.years { format!("{:04}/", day.year()) } else { String::new() };
        Ok(lines.into_draft(format!("{}/{folder}{day}-{name}.md", folder_of(Kind::Article))))
    }
}

fn article_hints(lines: &mut Lines) {
    lines.hint("summary: One sentence that stands alone.", "else the beginning of the text");
    lines.hint("authors: [a-desk]", "who signs it; needs no file");
    lines.hint("actors: [an-id, {id: another, role: host}]", "whom it is about; see content/actors/");
    lines.hint("countries: [FR]", "by code or name");
    lines.hint("topics: [a-topic]", "needs no file");
    lines.hint("key_points: [One thing to remember.]", "a box above the text");
    lines.hint("sources: [{id: a, title: A report}]", "cited in the text as [@a]");
    lines.hint("status: draft", "left out until this line goes");
    lines.hint("publish_at: 2030-01-01T06:00:00Z", "left out until then");
    lines.hint("marking: TLP:GREEN", "left out for those who may see less");
}

#[derive(Clone, Debug, Default)]
pub struct NewActor {
    pub name: String,
    pub id: Option<String>,
    pub kind: Option<String>,
    pub aliases: Vec<String>,
    pub countries: Vec<String>,
    pub summary: Option<String>,
    pub marking: Option<String>,
}

impl NewActor {
    /// # Errors
    ///
    /// A name that no file can be named after.
    pub fn draft(&self, ground: &Ground) -> Result<Draft, Refusal> {
        let called = something("the name", &self.name)?;
        let id = name(called, self.id.as_deref(), "--id", ground.slugs)?;
        let mut lines = Lines::default();
        lines.line("---");
        lines.text("name", "NAME", called);
        given(&mut lines, "kind", "--kind", self.kind.as_deref());
        lines.list("aliases", "--alias", &self.aliases);
        lines.list("countries", "--country", &self.countries);
        summary(&mut lines, self.summary.as_deref())?;
        marking(&mut lines, self.marking.as_deref());
        actor_hints(&mut lines);
        lines.line("---");
        lines.line("");
        Ok(lines.into_draft(format!("{}/{id}.md", folder_of(Kind::Actor))))
    }
}

fn actor_hints(lines: &mut Lines) {
    lines.hint("kind: person", "or organization, group, government, company, media");
    lines.hint("native_name: {text: Имя, lang: ru}", "in its own language");
    lines.hint("aliases: [Another Name]", "by which texts may link to it, too");
    lines.hint("countries: [FR]", "by code or name");
    lines.hint("summary: One sentence that stands alone.", "shown wherever it is listed");
    lines.hint("born: 1984~", "also died, founded, dissolved; ~ is \"about\"");
    lines.hint("roles: [{title: Director, from: 2020-05}]", "offices; `of` names a country or an actor");
    lines.hint("relations: [{type: ally, to: another-id}]", "shown on both pages");
    lines.hint("website: https://example.org/", "an address of its own");
    lines.hint("marking: TLP:GREEN", "left out for those who may see less");
}

#[derive(Clone, Debug, Default)]
pub struct NewEvent {
    pub title: String,
    /// EDTF.
    pub date: String,
    pub id: Option<String>,
    pub summary: Option<String>,
    pub actors: Vec<String>,
    pub countries: Vec<String>,
    pub topics: Vec<String>,
    pub place: Option<String>,
    pub marking: Option<String>,
}

impl NewEvent {
    /// # Errors
    ///
    /// A title that no file can be named after.
    pub fn draft(&self, ground: &Ground) -> Result<Draft, Refusal> {
        let title = something("the title", &self.title)?;
        let id = name(title, self.id.as_deref(), "--id", ground.slugs)?;
        let mut lines = Lines::default();
        lines.text("title", "TITLE", title);
        lines.word("date", "--date", self.date.trim());
        summary(&mut lines, self.summary.as_deref())?;
        lines.list("actors", "--actor", &self.actors);
        lines.list("countries", "--country", &self.countries);
        lines.list("topics", "--topic", &self.topics);
        given(&mut lines, "place", "--place", self.place.as_deref());
        marking(&mut lines, self.marking.as_deref());
        event_hints(&mut lines);
        Ok(lines.into_draft(format!("{}/{id}.yaml", folder_of(Kind::Event))))
    }

    /// The same with the year of its date behind its id, where that id was not asked for and the date has a year.
    pub fn with_year(&self, ground: &Ground) -> Option<Self> {
        let year: String = self.date.trim().chars().take_while(char::is_ascii_digit).collect();
        let id = name(&self.title, None, "--id", ground.slugs).ok()?;
        (self.id.is_none() && year.len() == 4)
            .then(|| NewEvent { id: Some(format!("{id}-{year}")), ..self.clone() })
    }
}

fn event_hints(lines: &mut Lines) {
    lines.hint("summary: One sentence that stands alone.", "shown on the timeline");
    lines.hint("actors: [an-id, {id: another, role: host}]", "who took part; see content/actors/");
    lines.hint("countries: [FR]", "by code or name");
    lines.hint("topics: [a-topic]", "needs no file");
    lines.hint("place: {name: Paris, country: FR}", "also lat and lon");
    lines.hint("sources: [a-source]", "ids of content/sources/");
    lines.hint("importance: 3", "from 1 to 5");
    lines.hint("marking: TLP:GREEN", "left out for those who may see less");
}

fn summary(lines: &mut Lines, text: Option<&str>) -> Result<(), Refusal> {
    if let Some(text) =
        text.map(|text| one_line("the summary", text)).transpose()?.filter(|text| !text.is_empty())
    {
        lines.text("summary", "--summary", text);
    }
    Ok(())
}

fn given(lines: &mut Lines, key: &str, option: &'static str, value: Option<&str>) {
    if let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) {
        lines.text(key, option, value);
    }
}

fn marking(lines: &mut Lines, value: Option<&str>) {
    if let Some(value) = value {
        lines.word("marking", "--marking", value.trim());
    }
}

/// What a file is called: the slug that was asked for, else that of the title.
fn name(title: &str, asked: Option<&str>, option: &str, style: SlugStyle) -> Result<String, Refusal> {
    let Some(asked) = asked else {
        let name = shortened(slug(title, style));
        return if name.is_empty() {
            let message =
                format!("`{title}` has no letter or digit to make a file's name and an address from");
            Err(Refusal::new(message, format!("say with `{option}` what it is to be called there")))
        } else {
            Ok(name)
        };
    };
    match slug(asked, style) {
        name if name == asked => Ok(name),
        name => {
            let help = if name.is_empty() {
                "write letters, digits and hyphens".to_owned()
            } else {
                format!("write `{name}`")
            };
            Err(Refusal::new(format!("`{option}`: `{asked}` cannot be part of an address as it is"), help))
        }
    }
}

/// The longest name, in bytes. Most file systems take 255, a date and an ending among them.
const LONGEST: usize = 120;

/// The beginning of a slug that is too long, to the end of a word if one ends there.
fn shortened(mut slug: String) -> String {
    if slug.len() <= LONGEST {
        return slug;
    }
    let end = (0..=LONGEST).rev().find(|end| slug.is_char_boundary(*end)).unwrap_or_default();
    slug.truncate(end);
    if let Some(hyphen) = slug.rfind('-') {
        slug.truncate(hyphen);
    }
    slug
}
