//! What the filters of a timeline need to know of a year: all its entries, and whom they name.
//!
//! In: [`Site`], [`Plan`] and a year of it. Out: a classic script that hands the year to a function by name, since a page
//! opened from the disk may load scripts but no data. It holds texts and no HTML. Names stand in it once, entries refer to
//! them by number; `static/theme/timeline.js` reads it.

use rustc_hash::FxHashMap;

use super::json;
use super::previews::write_for_scripts;
use crate::model::date::Language;
use crate::model::marking::Marking;
use crate::model::site::{EventId, Site, Target};
use crate::plan::{Entry, Plan, YearPage, marking, named_in, slug_of};

/// An article's own date is a lesser kind of entry, and not a matter of importance.
const ARTICLE: u8 = 0;

/// Writes a year: its names by kind, then its entries in order, one a line.
pub fn entries(site: &Site, plan: &Plan, language: Language, year: &YearPage, out: &mut Vec<u8>) {
    let names = Names::new(site, year);
    let mut json = Vec::with_capacity(year.entries.len() * 256);
    json.push(b'{');
    for (kind, targets) in ["actor", "country", "topic"].into_iter().zip(&names.by_kind) {
        json::list(&mut json, kind, targets, |out, target| {
            array(out, [slug_of(site, *target), site.name(*target)]);
        });
    }
    json::list(&mut json, "entries", &year.entries, |out, entry| {
        out.push(b'\n');
        write_entry(site, plan, language, &names, *entry, out);
    });
    json.push(b'}');
    out.extend_from_slice(b"chanceryTimeline(");
    json::string(out, &year.data());
    out.push(b',');
    write_for_scripts(out, &json);
    out.extend_from_slice(b");\n");
}

/// Whom a year's entries name: actors, countries and topics, each in the order of the site, and the number of each.
struct Names {
    by_kind: [Vec<Target>; 3],
    numbers: FxHashMap<Target, usize>,
}

impl Names {
    fn new(site: &Site, year: &YearPage) -> Self {
        let mut by_kind: [Vec<Target>; 3] = Default::default();
        let mut numbers = FxHashMap::default();
        for target in year.entries.iter().flat_map(|entry| named_in(site, *entry)) {
            if numbers.insert(target, 0).is_none() {
                by_kind[kind(target)].push(target);
            }
        }
        for targets in &mut by_kind {
            targets.sort_unstable();
            numbers.extend(targets.iter().enumerate().map(|(number, target)| (*target, number)));
        }
        Names { by_kind, numbers }
    }
}

fn kind(target: Target) -> usize {
    match target {
        Target::Actor(_) => 0,
        Target::Country(_) => 1,
        _ => 2,
    }
}

/// `[url, date, title, importance, actors, countries, topics, place, summary, marking]`; what is empty at the end is left out.
fn write_entry(site: &Site, plan: &Plan, language: Language, names: &Names, entry: Entry, out: &mut Vec<u8>) {
    let Told { url, date, title, importance, place, summary } = told(site, plan, language, entry);
    out.push(b'[');
    for text in [url, &date, title] {
        json::string(out, text);
        out.push(b',');
    }
    out.extend_from_slice(importance.to_string().as_bytes());
    for of_kind in 0..3 {
        let named = named_in(site, entry).filter(|target| kind(*target) == of_kind);
        let numbers: Vec<String> = named.map(|target| names.numbers[&target].to_string()).collect();
        out.extend_from_slice(format!(",[{}]", numbers.join(",")).as_bytes());
    }
    let marking = marking(site, entry);
    let label = if marking == Marking::Clear { "" } else { marking.label() };
    let rest = [place.as_str(), summary, label];
    let length = rest.iter().rposition(|text| !text.is_empty()).map_or(0, |last| last + 1);
    for text in &rest[..length] {
        out.push(b',');
        json::string(out, text);
    }
    out.push(b']');
}

struct Told<'a> {
    url: &'a str,
    date: String,
    title: &'a str,
    importance: u8,
    place: String,
    summary: &'a str,
}

fn told<'a>(site: &'a Site, plan: &'a Plan, language: Language, entry: Entry) -> Told<'a> {
    match entry {
        Entry::Event(id) => {
            let event = &site[id];
            let (title, summary, importance) =
                (event.title.as_str(), event.summary.as_str(), event.importance);
            let date = language.date(&event.date);
            Told { url: event_url(site, plan, id), date, title, importance, place: place(site, id), summary }
        }
        Entry::Article(id) => {
            let article = &site[id];
            let date = article.date.as_ref().map_or_else(String::new, |date| language.day(date.day()));
            let (title, summary) = (article.title.as_str(), article.summary.as_str());
            let url = plan.href(Target::Article(id));
            Told { url, date, title, importance: ARTICLE, place: String::new(), summary }
        }
    }
}

/// Its page, else that of the article which tells it.
fn event_url<'a>(site: &Site, plan: &'a Plan, id: EventId) -> &'a str {
    let event = &site[id];
    let teller = event.accounts.iter().find_map(|account| account.article).filter(|_| event.id.is_none());
    plan.href(teller.map_or(Target::Event(id), Target::Article))
}

fn place(site: &Site, id: EventId) -> String {
    let Some(place) = &site[id].place else { return String::new() };
    let country = place.country.map(|id| site[id].name.as_str());
    place.geo.name.as_deref().into_iter().chain(country).collect::<Vec<_>>().join(", ")
}

fn array(out: &mut Vec<u8>, texts: [&str; 2]) {
    out.push(b'[');
    json::string(out, texts[0]);
    out.push(b',');
    json::string(out, texts[1]);
    out.push(b']');
}
