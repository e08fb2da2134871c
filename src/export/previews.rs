//! Cards of what links lead to, for the script that shows them: kind, name, a sentence, a date, a marking.
//!
//! In: [`Site`], [`Plan`] and one of its shards. Out: a classic script that hands its cards to a function by name, since a
//! page opened from the disk may load scripts but no data. It holds texts and no HTML, and knows nothing of the page that
//! shows a card.

use std::borrow::Cow;

use super::json::{self, field, list, optional_field};
use crate::config::Config;
use crate::model::date::{Edtf, Language, Moment};
use crate::model::document::Status;
use crate::model::marking::Marking;
use crate::model::site::{Actor, Article, Event, NamedBy, Site, Source, Target};
use crate::plan::{Plan, PlannedPage, Shard};

/// The longest sentence of a card, in characters: what Wikipedia shows of a page.
const LONGEST: usize = 525;

/// Writes the cards of a shard, one a line, by the URLs of their pages below the root, not percent-encoded.
pub fn previews(site: &Site, plan: &Plan, config: &Config, shard: &Shard, out: &mut Vec<u8>) {
    let mut json = Vec::with_capacity(shard.pages.len() * 512);
    for page in shard.pages.iter().map(|place| &plan.pages[*place]) {
        json.extend_from_slice(if json.is_empty() { b"\n" } else { b",\n" });
        json::string(&mut json, &page.url);
        json.push(b':');
        write_card(&mut json, &card(site, config, page));
    }
    out.extend_from_slice(b"chanceryPreviews({");
    write_for_scripts(out, &json);
    out.extend_from_slice(b"\n});\n");
}

/// What a card says. What is empty is left out.
#[derive(Default)]
struct Card<'a> {
    kind: &'a str,
    name: &'a str,
    /// The name's language, where it is not the site's.
    lang: &'a str,
    summary: Cow<'a, str>,
    /// The summary's: of a source, the title is another's words, and the text is the desk's.
    summary_lang: &'a str,
    /// Who speaks, and what to think of that.
    details: Vec<Cow<'a, str>>,
    date: Option<When>,
    /// What the text has to be handled as.
    marking: Marking,
}

struct When {
    words: String,
    /// As `<time datetime>` takes it.
    datetime: Option<String>,
    /// Whether it is the date of the newest that names the item, and not its own.
    is_latest: bool,
}

fn write_card(out: &mut Vec<u8>, card: &Card<'_>) {
    out.push(b'{');
    field(out, "kind", card.kind);
    field(out, "name", card.name);
    optional_field(out, "lang", card.lang);
    optional_field(out, "summary", &card.summary);
    optional_field(out, "summary_lang", card.summary_lang);
    if !card.details.is_empty() {
        list(out, "details", &card.details, |out, detail| json::string(out, detail));
    }
    if let Some(date) = &card.date {
        field(out, if date.is_latest { "latest" } else { "date" }, &date.words);
        optional_field(out, "datetime", date.datetime.as_deref().unwrap_or_default());
    }
    if card.marking > Marking::Clear {
        field(out, "marking", card.marking.label());
    }
    out.push(b'}');
}

/// In JSON these stand in strings alone: what could end a script in HTML, and the two line ends that were none in JSON and
/// some in scripts before ECMAScript 2019.
pub(super) fn write_for_scripts(out: &mut Vec<u8>, json: &[u8]) {
    let mut rest = json;
    while let Some(at) = memchr::memchr2(b'<', 0xe2, rest) {
        let (escaped, length): (&[u8], usize) = match &rest[at..] {
            [b'<', ..] => (b"\\u003c", 1),
            [0xe2, 0x80, 0xa8, ..] => (b"\\u2028", 3),
            [0xe2, 0x80, 0xa9, ..] => (b"\\u2029", 3),
            whole => (&whole[..1], 1),
        };
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(escaped);
        rest = &rest[at + length..];
    }
    out.extend_from_slice(rest);
}

fn card<'a>(site: &'a Site, config: &'a Config, page: &PlannedPage) -> Card<'a> {
    let language = Language::of(&config.language);
    let target = page.view.target().expect("what has a card is a page about an item");
    let card = match target {
        Target::Article(id) => article(&site[id], config),
        Target::Actor(id) => actor(site, &site[id], language),
        Target::Country(id) => {
            named("country", &site[id].name, &site[id].summary, latest(site, &site[id].named_by, language))
        }
        Target::Topic(id) => {
            named("topic", &site[id].name, &site[id].summary, latest(site, &site[id].named_by, language))
        }
        Target::Event(id) => event(&site[id], language),
        Target::Source(id) => source(site, &site[id], config),
        Target::Author(_) | Target::Page(_) => unreachable!("authors and free pages have no card"),
    };
    Card { marking: shown_marking(site, target), ..card }
}

/// That of the item; and where its sentence is the beginning of its text, that of any portion, since it may be of one.
fn shown_marking(site: &Site, target: Target) -> Marking {
    let text = site.text(target);
    let portions = text.body.portions.iter().filter(|_| !text.own_summary);
    portions.map(|portion| portion.marking).fold(site.marking(target), Marking::max)
}

fn article<'a>(article: &'a Article, config: &Config) -> Card<'a> {
    let kind = match article.status {
        Status::Withdrawn => "withdrawn article",
        _ if article.draft => "draft of an article",
        _ => "article",
    };
    let (name, lang) = (article.title.as_str(), foreign(article.lang.as_deref(), config));
    let date = article.date.as_ref().map(|date| own_date(date, Language::of(&config.language)));
    Card { kind, name, lang, summary: cut(&article.summary), summary_lang: lang, date, ..Card::default() }
}

fn own_date(date: &Moment, language: Language) -> When {
    When { words: date.words(language), datetime: Some(date.iso()), is_latest: false }
}

fn actor<'a>(site: &Site, actor: &'a Actor, language: Language) -> Card<'a> {
    let kind = Some(actor.item.kind.word()).filter(|word| !word.is_empty()).unwrap_or("actor");
    named(kind, &actor.name, &actor.summary, latest(site, &actor.named_by, language))
}

fn named<'a>(kind: &'a str, name: &'a str, summary: &'a str, date: Option<When>) -> Card<'a> {
    Card { kind, name, summary: cut(summary), date, ..Card::default() }
}

/// The newest article or event that names an item. Of one day the article's date is the more exact.
fn latest(site: &Site, named_by: &NamedBy, language: Language) -> Option<When> {
    let article = named_by.articles.iter().find_map(|id| site[*id].date.as_ref()).map(Moment::day);
    let event = named_by.events.iter().rev().map(|id| &site[*id].date).find(|date| date.earliest().is_some());
    let event = event.filter(|event| article.is_none_or(|article| event.earliest() > Some(article)));
    let date = event.cloned().or_else(|| article.map(Edtf::from))?;
    Some(When { is_latest: true, ..imprecise(&date, language) })
}

fn imprecise(date: &Edtf, language: Language) -> When {
    When { words: language.date(date), datetime: date.datetime_attribute(), is_latest: false }
}

fn event(event: &Event, language: Language) -> Card<'_> {
    let date = Some(imprecise(&event.date, language));
    Card { kind: "event", name: &event.title, summary: cut(&event.summary), date, ..Card::default() }
}

fn source<'a>(site: &'a Site, source: &'a Source, config: &Config) -> Card<'a> {
    let (text, body) = (&source.text, &source.text.body);
    let beginning =
        site.plain(text, &body.first_paragraph, &body.first_paragraph_names, &config.withheld_word);
    Card {
        kind: "source",
        name: &source.title,
        lang: foreign(Some(&source.lang), config),
        summary: Cow::Owned(cut(&beginning).into_owned()),
        details: details(site, source),
        date: source.date.as_ref().map(|date| imprecise(date, Language::of(&config.language))),
        ..Card::default()
    }
}

/// Who says it, who said it first, and the grade by the Admiralty code.
fn details<'a>(site: &'a Site, source: &'a Source) -> Vec<Cow<'a, str>> {
    let publisher = source.publisher.map_or("", |id| site[id].name.as_str());
    let letter = source.reliability.map(String::from).unwrap_or_default();
    let digit = source.credibility.map(|digit| digit.to_string()).unwrap_or_default();
    let origin = match source.origin_account.as_str() {
        "" => String::new(),
        origin => format!("repeats {origin}"),
    };
    let all = [source.author.as_str().into(), publisher.into(), origin.into(), (letter + &digit).into()];
    all.into_iter().filter(|detail: &Cow<'_, str>| !detail.is_empty()).collect()
}

fn foreign<'a>(lang: Option<&'a str>, config: &Config) -> &'a str {
    lang.filter(|lang| *lang != config.language).unwrap_or_default()
}

/// A text of at most [`LONGEST`] characters: whole sentences where they are more than half of that, else whole words.
fn cut(text: &str) -> Cow<'_, str> {
    // Nearly all have fewer bytes than that, and so fewer characters.
    if text.len() <= LONGEST || text.char_indices().nth(LONGEST).is_none() {
        return Cow::Borrowed(text);
    }
    let (end, _) = text.char_indices().nth(LONGEST - 1).expect("it has more characters than that");
    let shown = &text[..end];
    match sentences(shown).filter(|sentences| sentences.len() > shown.len() / 2) {
        Some(sentences) => Cow::Borrowed(sentences),
        None => Cow::Owned(format!("{}…", words(shown))),
    }
}

/// The sentences that are whole; none if there are none.
fn sentences(text: &str) -> Option<&str> {
    let ends = text.char_indices().rev().filter(|(_, end)| ".!?。！？".contains(*end));
    ends.map(|(at, end)| (at, at + end.len_utf8()))
        .find(|range| ends_sentence(text, *range))
        .map(|(_, end)| &text[..end])
}

/// Whether the mark there ends a sentence. `Gen. Li`, `U.S. forces` and `3.5` do not end one.
fn ends_sentence(text: &str, (at, end): (usize, usize)) -> bool {
    let mark = &text[at..end];
    if mark != "." {
        return mark.len() > 1 || text[end..].starts_with(char::is_whitespace);
    }
    let word = text[..at].rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_title = word.starts_with(char::is_uppercase) && word.chars().nth(3).is_none();
    text[end..].starts_with(char::is_whitespace) && !is_title && !word.contains('.')
}

/// The text up to its last blank, without what would lead on to more. Scripts without blanks are cut anywhere.
fn words(text: &str) -> &str {
    let end = text.rfind(char::is_whitespace).filter(|end| *end > text.len() / 2).unwrap_or(text.len());
    text[..end].trim_end_matches(|end: char| end.is_whitespace() || ",;:–—".contains(end))
}

#[cfg(test)]
mod tests;
