//! Who holds, and held, the offices of a country or of an actor.
//!
//! In: the roles that name it. Out: the offices, each with its holders from the latest to the earliest, and the date up to
//! which the site's own sources and dates reach. The day of the build says nothing about what is known, and is not asked.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::ViewOf;
use crate::model::date::{Edtf, Precision, SortKey};
use crate::model::site::{ActorId, Role, Site, Target};
use crate::model::slug::name_key;
use crate::plan::Turn;
use crate::render::value::Value;
use crate::render::values::{list, mark, object, text};

/// A role as the page about its office shows it.
type Held<'a> = (ActorId, &'a Role);

impl<'a> ViewOf<'_, 'a> {
    /// The first page shows them.
    pub fn put_offices(&mut self, of: Target, turn: Turn) {
        let site = self.renderer.site;
        let listed = if turn.number == 1 { site.offices.get(&of) } else { None };
        let held: Vec<Held<'a>> =
            listed.into_iter().flatten().map(|(id, place)| (*id, &site[*id].roles[*place])).collect();
        for (id, role) in &held {
            self.shows_items([Target::Actor(*id)]);
            self.shows_items(role.source.map(Target::Source));
            self.shows(role.marking);
        }
        let known = known_until(site, &held);
        self.put("offices_known", self.renderer.shapes.optional_edtf(known));
        self.put("offices", list(offices(held), |holders| self.office(&holders)));
    }

    fn office(&self, holders: &[Held<'a>]) -> Value<'a> {
        let (_, latest) = holders[0];
        object([
            ("title", text(&latest.title)),
            ("holders", list(holders, |(id, role)| self.holder(*id, role))),
        ])
    }

    fn holder(&self, id: ActorId, role: &'a Role) -> Value<'a> {
        let shapes = &self.renderer.shapes;
        object([
            ("name", text(&self.renderer.site[id].name)),
            ("url", text(self.renderer.plan.href(Target::Actor(id)))),
            ("from", shapes.optional_edtf(role.from.as_ref())),
            ("to", shapes.optional_edtf(role.to.as_ref())),
            ("is_present", Value::from(role.to.is_none())),
            ("source", self.source_link(role.source)),
            ("marking", mark(role.marking)),
        ])
    }
}

/// The holders of each office, present ones first, then from the latest to the earliest; offices that somebody holds
/// before those of the past, by title.
fn offices(held: Vec<Held<'_>>) -> Vec<Vec<Held<'_>>> {
    let mut by_title: BTreeMap<String, Vec<Held<'_>>> = BTreeMap::new();
    for (id, role) in held {
        by_title.entry(name_key(&role.title)).or_default().push((id, role));
    }
    let mut offices: Vec<Vec<Held<'_>>> = by_title.into_values().collect();
    for holders in &mut offices {
        holders.sort_by_key(|(id, role)| (role.to.is_some(), Reverse(when(role)), *id));
    }
    offices.sort_by_key(|holders| holders[0].1.to.is_some());
    offices
}

/// When a term began, or where only its end is known, that.
fn when(role: &Role) -> Option<SortKey> {
    role.from.as_ref().or(role.to.as_ref()).map(Edtf::sort_key)
}

/// The latest date of what a list rests on, if somebody in it has no end: of each role the day on which its source was
/// looked at, else that source's own date, else, without a dated source, the beginning of the term. An imprecise date
/// counts from its first day, and stays imprecise. Ends do not count, since they are often set years ahead; and none is
/// told where a term without a dated source ends later: that is to come, or more is known than can be dated.
fn known_until<'a>(site: &'a Site, held: &[Held<'a>]) -> Option<&'a Edtf> {
    let rests_on = |role: &'a Role| dated_source(site, role).or(role.from.as_ref());
    let dates = held.iter().filter_map(|(_, role)| rests_on(role));
    let known =
        dates.filter(|date| date.precision() != Precision::Interval).max_by_key(|date| date.sort_key())?;
    let is_later = |role: &Role| role.to.as_ref().is_some_and(|to| to.earliest() > known.earliest());
    let is_passed = held.iter().any(|(_, role)| is_later(role) && dated_source(site, role).is_none());
    let is_held = held.iter().any(|(_, role)| role.to.is_none());
    Some(known).filter(|_| is_held && !is_passed)
}

fn dated_source<'a>(site: &'a Site, role: &Role) -> Option<&'a Edtf> {
    let source = &site[role.source?];
    source.accessed.as_ref().or(source.date.as_ref())
}
