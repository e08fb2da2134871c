//! What the built-in table says of a country: its codes, names, neighbours, and what came before and after it.
//!
//! In: a row of the table. Out: values for its page. Names of other countries are the site's own; whether they have a page
//! is the plan's business.

use crate::model::country_table::{COUNTRIES, CountryRow, Former, LANGUAGES};
use crate::model::site::{CountryId, Site};
use crate::render::Renderer;
use crate::render::value::Value;
use crate::render::values::{extend, list, object, text};

pub fn facts<'a>(renderer: &Renderer<'a>, row: &'static CountryRow) -> [(&'static str, Value<'a>); 11] {
    let site = renderer.site;
    [
        ("code", text(row.code)),
        ("alpha2", text(row.alpha2)),
        ("alpha3", text(row.alpha3)),
        ("numeric", text(row.numeric)),
        ("formal_name", text(row.formal_name)),
        ("region", text(row.region.name)),
        ("subregion", text(row.subregion.name)),
        ("names", list(row.names, |(lang, name)| name_in(lang, name))),
        ("neighbours", renderer.shapes.countries(&of_codes(site, row.borders))),
        ("former", row.former.as_ref().map_or_else(|| Value::None, |former| ended(renderer, former))),
        ("predecessors", list(predecessors(row), |earlier| predecessor(renderer, earlier))),
    ]
}

/// The other countries that its page names.
pub fn related(site: &Site, row: &CountryRow) -> Vec<CountryId> {
    let successors = row.former.as_ref().map_or(&[][..], |former| former.successors);
    let earlier: Vec<&str> = predecessors(row).iter().map(|earlier| earlier.code).collect();
    of_codes(site, &[row.borders, successors, &earlier].concat())
}

/// One line for lists: where it is, or when it was.
pub fn detail(row: &CountryRow) -> String {
    match &row.former {
        None => row.subregion.name.to_owned(),
        Some(former) => format!("Former country, {}", years(former)),
    }
}

/// In the order in which the site shows countries.
fn of_codes(site: &Site, codes: &[&str]) -> Vec<CountryId> {
    let mut ids: Vec<CountryId> = codes.iter().filter_map(|code| site.country(code)).collect();
    ids.sort_unstable();
    ids
}

fn name_in(lang: &'static str, name: &'static str) -> Value<'static> {
    let language = LANGUAGES.iter().find(|(tag, _)| *tag == lang).map_or(lang, |(_, language)| language);
    let direction = if lang == "ar" { "rtl" } else { "ltr" };
    object([
        ("lang", text(lang)),
        ("language", text(language)),
        ("name", text(name)),
        ("dir", text(direction)),
    ])
}

fn ended<'a>(renderer: &Renderer<'a>, former: &'static Former) -> Value<'a> {
    object([
        ("years", Value::from(years(former))),
        ("withdrawn", text(former.withdrawn)),
        ("successors", renderer.shapes.countries(&of_codes(renderer.site, former.successors))),
    ])
}

fn predecessor<'a>(renderer: &Renderer<'a>, earlier: &CountryRow) -> Value<'a> {
    let id = renderer.site.country(earlier.code).expect("every row of the table is a country of the site");
    let former = earlier.former.as_ref().expect("only former countries come before others");
    let is_divided = former.successors.len() > 1;
    let own = [("years", Value::from(years(former))), ("is_divided", Value::from(is_divided))];
    extend(renderer.shapes.country(id), own)
}

/// Its years where it ended itself, else until when its code was in use.
fn years(former: &Former) -> String {
    match former.existed {
        Some((from, until)) => format!("{from}–{until}"),
        None => format!("until {}", former.withdrawn.get(..4).unwrap_or(former.withdrawn)),
    }
}

/// Former countries that led to this one, directly or through others, in the order of their ends.
fn predecessors(row: &CountryRow) -> Vec<&'static CountryRow> {
    let leads_to = |earlier: &CountryRow, code: &str| {
        earlier.former.as_ref().is_some_and(|former| former.successors.contains(&code))
    };
    let mut found: Vec<&'static CountryRow> = Vec::new();
    let mut open = vec![row.code];
    while let Some(code) = open.pop() {
        for earlier in COUNTRIES.iter().filter(|earlier| leads_to(earlier, code)) {
            if !found.contains(&earlier) {
                found.push(earlier);
                open.push(earlier.code);
            }
        }
    }
    found.sort_by_key(|earlier| (earlier.former.as_ref().map(|former| former.withdrawn), earlier.code));
    found
}
