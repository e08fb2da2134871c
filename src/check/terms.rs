//! Terms of office that cannot be as they are written: one that ends before it begins, two of one person in one office at
//! once, two holders of an office for one.
//!
//! Only what is certain is told. A term lasts at least from the latest day on which it can have begun to the earliest on
//! which it can have ended; a day on which one leaves and the other comes is shared by both. What is about, uncertain or
//! has no beginning says nothing.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::date::{Day, Edtf};
use crate::model::document::ActorKind;
use crate::model::site::{Actor, ActorId, Site, Target};
use crate::model::slug::name_key;
use crate::source::{At, Span};

/// Offices of a state that one person holds at a time, each by the titles that it has. Nothing less than the whole title
/// counts, so `vice president`, `acting president` and `deputy prime minister` are other offices. What some states give to
/// several at once is left out (ministers, ambassadors, co-princes, sultans), and so is what a ruler's spouse may be called.
const OF_STATES: &[&[&str]] = &[
    &[
        "president",
        "president of the republic",
        "Präsident",
        "Präsidentin",
        "Bundespräsident",
        "président",
        "présidente",
        "président de la République",
        "presidente",
        "presidenta",
        "президент",
        "总统",
        "總統",
        "国家主席",
        "大統領",
        "대통령",
        "رئيس الجمهورية",
    ],
    &[
        "prime minister",
        "Premierminister",
        "Premierministerin",
        "premier ministre",
        "première ministre",
        "primer ministro",
        "primera ministra",
        "primeiro-ministro",
        "primeira-ministra",
        "премьер-министр",
        "总理",
        "首相",
        "内閣総理大臣",
        "총리",
        "국무총리",
        "رئيس الوزراء",
    ],
    &["federal chancellor", "Bundeskanzler", "Bundeskanzlerin"],
    &["head of state", "Staatsoberhaupt", "chef de l'État", "jefe de Estado", "chefe de Estado"],
    &["head of government", "Regierungschef", "chef du gouvernement", "jefe de Gobierno", "chefe de governo"],
    &["king", "König", "roi", "rey", "rei", "король", "国王", "국왕", "الملك"],
    &["emperor", "天皇"],
    &["supreme leader"],
];

/// Offices of an organisation: a company may have several presidents, and a union of states has.
const OF_ORGANISATIONS: &[&[&str]] = &[
    &["general secretary", "генеральный секретарь", "总书记", "総書記", "총비서"],
    &["secretary-general", "Generalsekretär", "secrétaire général", "secretario general", "secretário-geral"],
    &["supreme leader"],
];

/// What is certain of one role.
struct Term<'s> {
    actor: ActorId,
    title: &'s str,
    begun: Day,
    /// None: no end is known.
    ended: Option<Day>,
    /// Where its beginning stands, and its end.
    from: Span,
    to: Option<Span>,
}

pub fn terms(site: &Site) -> Diagnostics {
    let mut found: Diagnostics = site.actors.iter().flat_map(|actor| reversed(actor)).collect();
    for (of, listed) in site.offices.iter() {
        let terms = listed.iter().filter_map(|(actor, place)| term(site, *actor, *place));
        let mut offices: BTreeMap<String, Vec<Term<'_>>> = BTreeMap::new();
        let for_one = if matches!(of, Target::Country(_)) { OF_STATES } else { OF_ORGANISATIONS };
        for term in terms {
            offices.entry(office(term.title, for_one)).or_default().push(term);
        }
        for (office, terms) in &mut offices {
            terms.sort_by_key(|term| (term.begun, term.actor));
            found.extend(contradictions(site, *of, is_for_one(office, for_one), terms));
        }
    }
    found
}

// ---- one term ----

/// Roles and relations that end before they begin.
fn reversed(actor: &Actor) -> impl Iterator<Item = Diagnostic> {
    let roles = actor.item.roles.iter().map(|role| (role.title.as_str(), &role.from, &role.to));
    let relations =
        actor.item.relations.iter().map(|relation| (relation.kind.word(), &relation.from, &relation.until));
    roles.chain(relations).filter_map(|(what, from, to)| reversed_term(what, from.as_ref()?, to.as_ref()?))
}

fn reversed_term(what: &str, from: &At<Edtf>, to: &At<Edtf>) -> Option<Diagnostic> {
    let ended = certain(&to.value)?.latest()?;
    let begun = certain(&from.value)?.earliest()?;
    (ended < begun).then(|| {
        let message = format!("`{what}` ends before it begins");
        Diagnostic::new(Code::ReversedTerm, to.span, message)
            .label(from.span, "it begins here")
            .help("exchange the two dates, or correct one of them")
    })
}

/// A date whose bounds are what its author knows.
fn certain(date: &Edtf) -> Option<&Edtf> {
    (!date.approximate() && !date.uncertain()).then_some(date)
}

// ---- several ----

/// What is certain of a role, if anything is.
fn term(site: &Site, id: ActorId, place: usize) -> Option<Term<'_>> {
    let actor = &site.actors[id.index()];
    let written = actor.item.roles.get(place)?;
    let from = written.from.as_ref()?;
    let ended = match &written.to {
        Some(to) => Some(certain(&to.value)?.earliest()?),
        None => None,
    };
    let begun = certain(&from.value)?.latest()?;
    let to = written.to.as_ref().map(|to| to.span);
    Some(Term { actor: id, title: &written.title, begun, ended, from: from.span, to })
}

/// Each term against those that began before it; the first that it contradicts is told.
fn contradictions(site: &Site, of: Target, for_one: bool, terms: &[Term<'_>]) -> Diagnostics {
    let mut found = Diagnostics::new();
    for (place, later) in terms.iter().enumerate() {
        let earlier = terms[..place].iter().filter(|earlier| overlap(earlier, later));
        let mut contradicted = earlier.filter(|earlier| {
            let are_persons = || [earlier.actor, later.actor].iter().all(|id| is_person(site, *id));
            earlier.actor == later.actor || (for_one && are_persons())
        });
        found.extend(contradicted.next().map(|earlier| contradiction(site, of, earlier, later)));
    }
    found
}

/// Whether both terms surely had a day in common, more than that on which one was handed over.
fn overlap(earlier: &Term<'_>, later: &Term<'_>) -> bool {
    let lasts = |term: &Term<'_>, day: Day| term.ended.is_none_or(|ended| day < ended);
    lasts(earlier, later.begun) && lasts(later, later.begun)
}

fn is_person(site: &Site, id: ActorId) -> bool {
    matches!(site.actors[id.index()].item.kind, ActorKind::Person | ActorKind::Unknown)
}

fn contradiction(site: &Site, of: Target, earlier: &Term<'_>, later: &Term<'_>) -> Diagnostic {
    let name = |id: ActorId| site.actors[id.index()].name.as_str();
    let (place, title) = (site.name(of), later.title);
    let (code, message, help) = if earlier.actor == later.actor {
        let message = format!("`{}` is `{title}` of `{place}` twice at once", name(later.actor));
        (
            Code::OverlappingTerms,
            message,
            "let the earlier term end before this one begins, or write both as one",
        )
    } else {
        let message =
            format!("`{}` is `{title}` of `{place}` while `{}` is", name(later.actor), name(earlier.actor));
        let help = match earlier.to {
            None => "say with `to` when the earlier term ended, or give two offices two titles",
            Some(_) => "correct one of the dates, or give two offices two titles",
        };
        (Code::SeveralHolders, message, help)
    };
    let (span, text) = match earlier.to {
        Some(to) => (to, format!("the term of `{}` ends here", name(earlier.actor))),
        None => (earlier.from, format!("the term of `{}` begins here and has no end", name(earlier.actor))),
    };
    Diagnostic::new(code, later.from, message).label(span, text).help(help)
}

/// The key by which titles of one office are one: that of the first word that the list has for it, else its own.
fn office(title: &str, for_one: &[&[&str]]) -> String {
    let own = name_key(title);
    let known = for_one.iter().find(|titles| titles.iter().any(|known| name_key(known) == own));
    known.map_or(own, |titles| name_key(titles[0]))
}

fn is_for_one(office: &str, for_one: &[&[&str]]) -> bool {
    for_one.iter().any(|titles| name_key(titles[0]) == office)
}
