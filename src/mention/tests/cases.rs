//! The table of what is meant: `cases.txt`, which says how to read it.

use super::super::{Introduced, Scratch, Verdict};
use super::*;
use crate::model::country_table::place;

const TABLE: &str = include_str!("cases.txt");

/// Everybody of the table: its own people, and all countries.
struct World {
    lexicon: Lexicon,
    /// What each is called in the table, in the order of the numbers.
    people: Vec<&'static str>,
}

/// The people are numbered from here on, above all countries.
const PEOPLE: u32 = 1000;

impl World {
    fn new() -> World {
        let mut people = Vec::new();
        let mut names: Vec<Name<'static>> = country_names().collect();
        for (line, bearer) in lines("actor ").zip(PEOPLE..) {
            let (id, told) = line.split_once(": ").unwrap_or_else(|| panic!("no names: {line}"));
            people.push(id);
            names.extend(told.split(", ").map(|text| match text.strip_suffix(" (weak)") {
                Some(text) => Name { text, bearer, strength: Strength::Weak },
                None => strong(text, bearer),
            }));
        }
        World { lexicon: Lexicon::new(names, lines("shield ")), people }
    }

    fn number(&self, id: &str) -> u32 {
        if let Some(found) = self.people.iter().position(|person| *person == id) {
            return PEOPLE + u32::try_from(found).expect("few people");
        }
        let row = place(id).unwrap_or_else(|| panic!("nobody is `{id}`"));
        u32::try_from(row).expect("few countries")
    }

    fn id(&self, number: u32) -> String {
        match number.checked_sub(PEOPLE) {
            Some(person) => self.people[person as usize].to_owned(),
            None => COUNTRIES[number as usize].code.to_owned(),
        }
    }

    /// The text as the table would have it.
    fn marked(&self, declared: &str, text: &str) -> String {
        let declared = declared.split(' ').filter(|id| !matches!(*id, "" | "-"));
        let mut introduced = Introduced::new(declared.map(|id| self.number(id)));
        let mut hits = Vec::new();
        self.lexicon.find(text, &mut Scratch::default(), &mut hits);
        let (mut out, mut behind) = (String::new(), 0);
        for hit in hits {
            let (start, end) = (hit.start as usize, hit.end as usize);
            out += &text[behind..start];
            out += &self.told(&text[start..end], &introduced.verdict(&self.lexicon, hit.name));
            behind = end;
        }
        out + &text[behind..]
    }

    fn told(&self, name: &str, verdict: &Verdict) -> String {
        let all =
            |numbers: &[u32]| numbers.iter().map(|number| self.id(*number)).collect::<Vec<_>>().join(" ");
        match verdict {
            Verdict::Means(one) => format!("[{name}={}]", self.id(*one)),
            Verdict::Weak => name.to_owned(),
            Verdict::Ambiguous(several) => format!("[{name}?{}]", all(several)),
            Verdict::Shared(several) => format!("[{name}~{}]", all(several)),
        }
    }
}

fn lines(kind: &'static str) -> impl Iterator<Item = &'static str> {
    TABLE.lines().filter_map(move |line| line.strip_prefix(kind))
}

/// What is left of a marked text without its marks.
fn plain(marked: &str) -> String {
    let mut out = String::new();
    let mut rest = marked;
    while let Some((before, behind)) = rest.split_once('[') {
        let (mark, behind) = behind.split_once(']').unwrap_or_else(|| panic!("an open mark: {marked}"));
        out += before;
        out += mark.rsplit_once(['=', '?', '~']).unwrap_or_else(|| panic!("a mark of nobody: {marked}")).0;
        rest = behind;
    }
    out + rest
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("{U+") {
        let (code, behind) = behind.split_once('}').expect("a code ends in }");
        let character = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
        out += before;
        out.push(character.unwrap_or_else(|| panic!("no character: {code}")));
        rest = behind;
    }
    out + rest
}

#[test]
fn names_mean_whom_readers_would_say() {
    let world = World::new();
    let (mut count, mut wrong) = (0, Vec::new());
    for case in lines("| ") {
        let parts: Vec<_> = case.split(" | ").map(str::trim).collect();
        let [declared, marked, reason] = parts[..] else { panic!("not three parts: {case}") };
        assert!(!reason.is_empty(), "no reason: {case}");
        let marked = unescaped(marked);
        let found = world.marked(declared, &plain(&marked));
        if found != marked {
            wrong.push(format!("{reason}: {found}"));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{} of {count} are told otherwise: {wrong:#?}", wrong.len());
    assert!(count >= 140, "{count}");
}
