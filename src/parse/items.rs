//! The keys of each kind of item: from the fields of a mapping to what an author wrote.

use super::fields::{Fields, ListItem};
use super::yaml::NodeValue;
use crate::model::document::{
    ActorItem, ActorKind, ActorMention, Alias, ArticleItem, CONFIDENCES, Common, CommonKey, Correction,
    CorrectionKind, CountryItem, DEFAULT_IMPORTANCE, EventItem, Extra, Figure, GeoPlace, Image, Item,
    KeyPoint, Kind, LIKELIHOODS, NamedItem, NativeName, PageItem, Relation, RelationKind, Role, SourceItem,
    Status,
};
use crate::model::marking::Marking;
use crate::source::At;

/// What a mapping says.
pub struct Read {
    pub id: Option<At<String>>,
    pub common: Common,
    pub item: Item,
}

/// Reads all keys of an item: the codes that it allows, and the item. None where it cannot be told at all: an event
/// without a date.
pub fn read(kind: Kind, fields: &mut Fields<'_>) -> (Vec<At<String>>, Option<Read>) {
    (fields.texts("allow"), item(kind, fields))
}

fn item(kind: Kind, fields: &mut Fields<'_>) -> Option<Read> {
    let id = if kind.has(CommonKey::Id) { fields.text("id") } else { None };
    let common = common(kind, fields);
    let item = match kind {
        Kind::Article => Item::Article(Box::new(article(fields))),
        Kind::Actor => Item::Actor(Box::new(actor(fields))),
        Kind::Country => Item::Country(Box::new(country(fields))),
        Kind::Topic => Item::Topic(named(fields)),
        Kind::Author => Item::Author(named(fields)),
        Kind::Event => Item::Event(Box::new(event(fields, id.clone(), common.marking.clone())?)),
        Kind::Source => Item::Source(Box::new(source(fields, id.clone(), common.marking.clone())?)),
        Kind::Page => Item::Page(PageItem { title: fields.text("title"), lang: fields.language("lang") }),
    };
    Some(Read { id, common, item })
}

fn common(kind: Kind, fields: &mut Fields<'_>) -> Common {
    Common {
        marking: fields.marking(),
        redirects: if kind.has(CommonKey::Redirects) { fields.texts("redirects") } else { Vec::new() },
        summary: if kind.has(CommonKey::Summary) { fields.text("summary") } else { None },
        image: if kind.has(CommonKey::Image) { image(fields) } else { None },
        extra: extra(fields),
    }
}

fn extra(fields: &mut Fields<'_>) -> Extra {
    fields.mapping("extra", "a mapping", |fields| Some(fields.rest())).unwrap_or_default()
}

fn image(fields: &mut Fields<'_>) -> Option<Image> {
    let node = fields.take("image")?;
    // A path alone is an image without anything said of it.
    if let (NodeValue::Scalar { text, .. }, span) = (&node.value, node.span) {
        let src = At::new(text.trim().to_owned(), span);
        return Some(Image { src, alt: None, caption: None, credit: None, marking: None });
    }
    let NodeValue::Map(entries) = node.value else {
        fields.wrong("image", &node, "a path or a mapping with `src` and `alt`");
        return None;
    };
    let path = fields.key_path("image");
    let mut fields = Fields::new(fields.findings, entries, path, node.span);
    let src = fields.required_text("src", "an image");
    let alt = fields.plain_text("alt");
    let caption = fields.plain_text("caption");
    let credit = fields.plain_text("credit");
    let marking = fields.marking();
    fields.finish();
    Some(Image { src: src?, alt, caption, credit, marking })
}

fn article(fields: &mut Fields<'_>) -> ArticleItem {
    ArticleItem {
        title: fields.text("title"),
        date: fields.lenient_moment("date"),
        updated: fields.lenient_moment("updated"),
        information_cutoff: fields.moment("information_cutoff"),
        key_points: fields.mappings("key_points", "a text or a mapping with `text`", key_point),
        authors: fields.texts("authors"),
        actors: actor_mentions(fields),
        countries: fields.texts("countries"),
        topics: fields.texts("topics"),
        events: fields.mappings("events", "a mapping with `date` and `title`", inline_event),
        sources: fields.mappings("sources", "an id or a mapping with `title`", inline_source),
        figures: fields.mappings("figures", "a mapping with `label` and `value`", figure),
        corrections: fields.mappings("corrections", "a mapping with `date` and `text`", correction),
        status: fields.word("status", Status::WORDS, Status::from_word).unwrap_or_default(),
        publish_at: fields.moment("publish_at"),
        expires: fields.moment("expires"),
        slug: fields.text("slug"),
        lang: fields.language("lang"),
        translation_of: fields.text("translation_of"),
    }
}

fn actor_mentions(fields: &mut Fields<'_>) -> Vec<ActorMention> {
    fields.mappings("actors", "an id, a name, or a mapping with `id` and `role`", |fields, given| {
        Some(match given {
            ListItem::Text(name) => ActorMention { name, role: None },
            ListItem::Map(_) => {
                let name = fields.required_text("id", "an actor in a list");
                let role = fields.plain_text("role");
                ActorMention { name: name?, role }
            }
        })
    })
}

fn key_point(fields: &mut Fields<'_>, given: ListItem) -> Option<KeyPoint> {
    if let ListItem::Text(text) = given {
        return Some(KeyPoint { text: text.value, likelihood: None, confidence: None, marking: None });
    }
    let text = fields.required_text("text", "a key point");
    let word = |fields: &mut Fields<'_>, key, words: &'static [&str]| {
        fields.word(key, words, |word| words.contains(&word).then(|| word.to_owned()))
    };
    let likelihood = word(fields, "likelihood", LIKELIHOODS);
    let confidence = word(fields, "confidence", CONFIDENCES);
    let marking = fields.marking();
    Some(KeyPoint { text: text?.value, likelihood, confidence, marking })
}

fn figure(fields: &mut Fields<'_>, given: ListItem) -> Option<Figure> {
    only_mapping(fields, "figures", &given, "a mapping with `label` and `value`")?;
    let label = fields.required_text("label", "a figure");
    let value = fields.required_text("value", "a figure");
    let unit = fields.plain_text("unit");
    let source = fields.text("source");
    let marking = fields.marking();
    Some(Figure { label: label?.value, value: value?.value, unit, source, marking })
}

fn correction(fields: &mut Fields<'_>, given: ListItem) -> Option<Correction> {
    only_mapping(fields, "corrections", &given, "a mapping with `date` and `text`")?;
    let dated = fields.has("date");
    let date = fields.moment("date");
    if !dated {
        fields.missing("date", "a correction");
    }
    let text = fields.required_text("text", "a correction");
    let kind = fields.word("kind", CorrectionKind::WORDS, CorrectionKind::from_word).unwrap_or_default();
    let marking = fields.marking();
    Some(Correction { date: date?, kind, text: text?.value, marking })
}

/// Reports a text where only a mapping will do.
fn only_mapping(fields: &mut Fields<'_>, key: &str, given: &ListItem, wanted: &str) -> Option<()> {
    let ListItem::Text(text) = given else { return Some(()) };
    fields.findings.invalid(
        text.span,
        format!("every item of `{key}` must be {wanted}, not a text"),
        format!("write {wanted}"),
    );
    None
}

fn inline_event(fields: &mut Fields<'_>, given: ListItem) -> Option<EventItem> {
    only_mapping(fields, "events", &given, "a mapping with `date` and `title`")?;
    let id = fields.text("id");
    let marking = fields.marking();
    event(fields, id, marking)
}

fn event(fields: &mut Fields<'_>, id: Option<At<String>>, marking: Option<At<Marking>>) -> Option<EventItem> {
    let dated = fields.has("date");
    let date = fields.edtf("date");
    if !dated {
        fields.missing("date", "an event");
    }
    let title = fields.required_text("title", "an event");
    let summary = fields.plain_text("summary");
    let actors = actor_mentions(fields);
    let countries = fields.texts("countries");
    let topics = fields.texts("topics");
    let place = place(fields);
    let sources = fields.texts("sources");
    let importance = fields.whole_number("importance", 1, 5).unwrap_or(DEFAULT_IMPORTANCE);
    let top = fields.top;
    let (Some(date), Some(title)) = (date, title) else {
        fields.findings.lose(id.as_ref());
        return None;
    };
    Some(EventItem {
        top,
        id,
        date,
        title,
        summary,
        actors,
        countries,
        topics,
        place,
        sources,
        importance,
        marking,
    })
}

fn place(fields: &mut Fields<'_>) -> Option<GeoPlace> {
    let node = fields.take("place")?;
    if let NodeValue::Scalar { text, .. } = &node.value {
        return Some(GeoPlace { name: Some(text.trim().to_owned()), country: None, lat: None, lon: None });
    }
    let NodeValue::Map(entries) = node.value else {
        fields.wrong("place", &node, "a name or a mapping with `name`");
        return None;
    };
    let path = fields.key_path("place");
    let mut fields = Fields::new(fields.findings, entries, path, node.span);
    let place = GeoPlace {
        name: fields.plain_text("name"),
        country: fields.text("country"),
        lat: fields.number("lat", -90.0, 90.0),
        lon: fields.number("lon", -180.0, 180.0),
    };
    fields.finish();
    Some(place)
}

/// A source of an article: an id stands for a source known elsewhere and has no title of its own.
fn inline_source(fields: &mut Fields<'_>, given: ListItem) -> Option<SourceItem> {
    if let ListItem::Text(text) = given {
        return Some(SourceItem::reference(text));
    }
    let id = fields.text("id");
    let marking = fields.marking();
    source(fields, id, marking)
}

fn source(
    fields: &mut Fields<'_>,
    id: Option<At<String>>,
    marking: Option<At<Marking>>,
) -> Option<SourceItem> {
    let title = fields.required_text("title", "a source");
    let item = SourceItem {
        top: fields.top,
        id,
        title: At::new(String::new(), fields.top),
        publisher: fields.plain_text("publisher"),
        url: web_address(fields, "url"),
        archive_url: web_address(fields, "archive_url"),
        date: fields.edtf("date"),
        accessed: fields.edtf("accessed"),
        author: fields.plain_text("author"),
        lang: fields.plain_text("lang"),
        origin: fields.plain_text("origin"),
        reliability: fields.word("reliability", &["A", "B", "C", "D", "E", "F"], |word| {
            word.chars().next().filter(|letter| word.len() == 1 && ('A'..='F').contains(letter))
        }),
        credibility: fields.whole_number("credibility", 1, 6),
        marking,
    };
    // Without a title its address or publisher can still name it; the mistake has been reported.
    let address = || item.url.clone().or_else(|| item.publisher.clone().map(|name| At::new(name, item.top)));
    let Some(title) = title.or_else(address) else {
        fields.findings.lose(item.id.as_ref());
        return None;
    };
    Some(SourceItem { title, ..item })
}

/// An address elsewhere: `https`, `http` or `ftp`.
fn web_address(fields: &mut Fields<'_>, key: &'static str) -> Option<At<String>> {
    let text = fields.text(key)?;
    let address = text.value.to_ascii_lowercase();
    let web = ["https://", "http://", "ftp://"]
        .iter()
        .any(|scheme| address.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()));
    if web && !text.value.contains(char::is_whitespace) {
        return Some(text);
    }
    let message = format!("`{}` is not a web address", text.value);
    fields.findings.invalid(text.span, message, "write a whole address that begins with `https://`");
    None
}

fn actor(fields: &mut Fields<'_>) -> ActorItem {
    ActorItem {
        name: fields.required_text("name", "an actor"),
        native_name: native_name(fields),
        sort_name: fields.plain_text("sort_name"),
        kind: fields.word("kind", ActorKind::WORDS, ActorKind::from_word).unwrap_or_default(),
        aliases: aliases(fields),
        countries: fields.texts("countries"),
        roles: fields.mappings("roles", "a mapping with `title`", role),
        relations: fields.mappings("relations", "a mapping with `type` and `to`", relation),
        born: fields.edtf("born"),
        died: fields.edtf("died"),
        founded: fields.edtf("founded"),
        dissolved: fields.edtf("dissolved"),
        identifiers: identifiers(fields),
        website: web_address(fields, "website"),
    }
}

fn native_name(fields: &mut Fields<'_>) -> Option<NativeName> {
    let node = fields.take("native_name")?;
    if let NodeValue::Scalar { text, .. } = &node.value {
        return Some(NativeName { text: text.trim().to_owned(), lang: None });
    }
    let NodeValue::Map(entries) = node.value else {
        fields.wrong("native_name", &node, "a text or a mapping with `text` and `lang`");
        return None;
    };
    let path = fields.key_path("native_name");
    let mut fields = Fields::new(fields.findings, entries, path, node.span);
    let text = fields.required_text("text", "a native name");
    let lang = fields.plain_text("lang");
    fields.finish();
    Some(NativeName { text: text?.value, lang })
}

fn aliases(fields: &mut Fields<'_>) -> Vec<Alias> {
    fields.mappings("aliases", "a text or a mapping with `text`", |fields, given| {
        if let ListItem::Text(text) = given {
            return Some(Alias { text, weak: false, link: true, marking: None });
        }
        let text = fields.required_text("text", "an alias");
        let weak = fields.boolean("weak").unwrap_or(false);
        let link = fields.boolean("link").unwrap_or(true);
        let marking = fields.marking();
        Some(Alias { text: text?, weak, link, marking })
    })
}

fn role(fields: &mut Fields<'_>, given: ListItem) -> Option<Role> {
    if let ListItem::Text(title) = given {
        return Some(Role {
            title: title.value,
            of: None,
            from: None,
            to: None,
            source: None,
            marking: None,
        });
    }
    let title = fields.required_text("title", "a role");
    let of = fields.text("of");
    let from = fields.edtf("from");
    let to = fields.edtf("to");
    let source = fields.text("source");
    let marking = fields.marking();
    Some(Role { title: title?.value, of, from, to, source, marking })
}

fn relation(fields: &mut Fields<'_>, given: ListItem) -> Option<Relation> {
    only_mapping(fields, "relations", &given, "a mapping with `type` and `to`")?;
    let typed = fields.has("type");
    let kind = fields.word("type", RelationKind::WORDS, RelationKind::from_word);
    if !typed {
        fields.missing("type", "a relation");
    }
    let to = fields.required_text("to", "a relation");
    let from = fields.edtf("from");
    let until = fields.edtf("until");
    let source = fields.text("source");
    let note = fields.plain_text("note");
    let marking = fields.marking();
    Some(Relation { kind: kind?, to: to?, from, until, source, note, marking })
}

fn identifiers(fields: &mut Fields<'_>) -> Vec<(String, String)> {
    let read = |fields: &mut Fields<'_>| {
        let text = |(key, value)| match value {
            crate::model::document::Value::Text(text) => Some((key, text)),
            _ => None,
        };
        Some(fields.rest().into_iter().filter_map(text).collect())
    };
    fields.mapping("identifiers", "a mapping such as `{wikidata: Q56226}`", read).unwrap_or_default()
}

fn country(fields: &mut Fields<'_>) -> CountryItem {
    CountryItem {
        name: fields.text("name"),
        aliases: aliases(fields),
        demonym: fields.plain_text("demonym"),
        capital: fields.plain_text("capital"),
        weak: fields.boolean("weak"),
    }
}

fn named(fields: &mut Fields<'_>) -> NamedItem {
    let (name, title) = (fields.text("name"), fields.text("title"));
    NamedItem { name: name.or(title), website: web_address(fields, "website") }
}

/// Every mapping of an item, by its path without numbers, with the keys that are asked for there; and the item.
#[cfg(test)]
pub fn asked(kind: Kind, entries: Vec<super::yaml::Entry>) -> (super::fields::Asked, String) {
    let mut findings = super::fields::Findings::default();
    let top = crate::source::Span::top(crate::source::FileId::of("a.md"));
    let mut fields = Fields::new(&mut findings, entries, String::new(), top);
    let (_, read) = read(kind, &mut fields);
    fields.finish();
    let item =
        read.map_or_else(String::new, |read| format!("{:?} {:?} {:?}", read.id, read.common, read.item));
    (findings.asked, item)
}
