//! What sources repeat, and which of them rest on the same first-hand account.
//!
//! In: all sources, with what their authors wrote under `origin`. Out: [`Origins`]. Names are compared by their keys, among
//! what this audience may know. Where no source has an origin nothing is done.

use crate::audience::Withheld;
use crate::model::document::Kind;
use crate::model::origins::{OriginName, Origins};
use crate::model::site::{Site, SourceId};

use super::stories::Stories;

mod accounts;
mod meaning;
mod settle;
#[cfg(test)]
mod tests;

use accounts::Accounts;
use meaning::{Meaning, Names, Part};

/// Groups all sources, and takes out of their origins what names something withheld.
pub fn group(site: &mut Site, stories: &Stories, withheld: &Withheld) -> Origins {
    let repeating: Vec<SourceId> = (0..site.sources.len())
        .map(SourceId::new)
        .filter(|id| !site[*id].origin_account.is_empty())
        .collect();
    if repeating.is_empty() {
        return Origins::default();
    }
    let names = Names::new(site, stories, &repeating);
    let read: Vec<(SourceId, Vec<Part>)> = repeating.iter().map(|id| (*id, names.read(*id, site))).collect();
    let mut origins = Origins::default();
    let mut accounts = Accounts::new(site.sources.len());
    for (id, parts) in read {
        let parts = without_withheld(site, id, parts, withheld);
        origins.set_names(id, parts.iter().filter_map(shown).collect());
        parts.into_iter().for_each(|part| accounts.repeats(id, part));
    }
    accounts.add_first_hand(site);
    accounts.put_into(&mut origins);
    origins
}

/// Words that name nothing but something withheld are no origin in this build, as a link to it would be none.
fn without_withheld(site: &mut Site, id: SourceId, mut parts: Vec<Part>, withheld: &Withheld) -> Vec<Part> {
    let before = parts.len();
    parts.retain(|part| part.meaning != Meaning::Words || !withheld.knows(Some(Kind::Source), &part.words));
    if parts.len() < before {
        let words: Vec<&str> = parts.iter().map(|part| part.words.as_str()).collect();
        site.sources[id.index()].origin_account = words.join("; ");
    }
    parts
}

fn shown(part: &Part) -> Option<OriginName> {
    match &part.meaning {
        Meaning::Itself => None,
        Meaning::Source(source) | Meaning::Title(source) => Some(OriginName::Source(*source)),
        Meaning::Publisher(publisher) => Some(OriginName::Publisher(*publisher)),
        Meaning::Words => Some(OriginName::Words(part.words.clone())),
    }
}
