//! What other readers of EDTF say, against what ours does.
//!
//! `tests/edtf/oracles` asks npm `edtf` and PyPI `edtf-validate` and stores their answers; `tests/edtf/disagreements.txt`
//! lists, under its reason, each text of which one of them says something else.

use std::collections::{BTreeMap, BTreeSet};

use super::{Day, Edtf};

const CASES: &str = include_str!("../../../tests/edtf/cases.txt");
const DISAGREEMENTS: &str = include_str!("../../../tests/edtf/disagreements.txt");

/// Who disagrees, about which text as the table spells it.
type Disagreements = BTreeSet<(String, String)>;

/// One line of the table: a text, and the answers.
struct Case<'t> {
    spelled: &'t str,
    text: String,
    npm: Option<u8>,
    bounds: [&'t str; 2],
    pypi: Option<u8>,
}

fn cases() -> Vec<Case<'static>> {
    let read = |line: &'static str| {
        let fields: Vec<&str> = line.split('\t').collect();
        let [spelled, npm, earliest, latest, pypi] = fields[..] else { panic!("five fields: `{line}`") };
        let text = spelled.replace("\\t", "\t").replace("\\n", "\n");
        let level = |field: &str| field.parse().ok();
        Case { spelled, text, npm: level(npm), bounds: [earliest, latest], pypi: level(pypi) }
    };
    CASES.lines().map(read).collect()
}

/// Levels 0 and 1 are ours whole, and of level 2 the quarters.
fn is_ours(level: Option<u8>, text: &str) -> bool {
    match level {
        Some(0 | 1) => true,
        Some(_) => ["-33", "-34", "-35", "-36"].iter().any(|quarter| text.contains(quarter)),
        None => false,
    }
}

fn disagreements() -> Disagreements {
    let mut found = Disagreements::new();
    for case in cases() {
        let ours = Edtf::parse(&case.text).ok();
        let mut told = |who: &str| found.insert((who.to_owned(), case.spelled.to_owned()));
        let in_npm = is_ours(case.npm, &case.text);
        if in_npm != ours.is_some() {
            told("npm");
        }
        if is_ours(case.pypi, &case.text) != ours.is_some() {
            told("pypi");
        }
        let bound = |day: Option<Day>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
        if let Some(date) = ours.filter(|_| in_npm) {
            let known = [bound(date.earliest()), bound(date.latest())];
            if !case.bounds.contains(&"?") && known != case.bounds {
                told("npm-bounds");
            }
        }
    }
    found
}

/// The reasons, each with what it explains.
fn listed() -> BTreeMap<&'static str, Disagreements> {
    let mut reasons: BTreeMap<&str, Disagreements> = BTreeMap::new();
    let mut reason = "";
    for line in DISAGREEMENTS.lines().filter(|line| !line.is_empty() && !line.starts_with("# ")) {
        match line.strip_prefix("## ") {
            Some(next) => {
                reason = next;
                assert!(reasons.insert(next, Disagreements::new()).is_none(), "`{next}` is there once");
            }
            None => {
                let (who, text) = line.split_once('\t').unwrap_or_else(|| panic!("two fields: `{line}`"));
                let list = reasons.get_mut(reason).expect("a reason comes before what it explains");
                assert!(list.insert((who.to_owned(), text.to_owned())), "`{line}` is there once");
            }
        }
    }
    reasons
}

#[test]
fn every_disagreement_with_other_readers_has_its_reason() {
    assert!(cases().len() >= 300);
    let (found, reasons) = (disagreements(), listed());
    assert!(reasons.values().all(|list| !list.is_empty()), "every reason explains something");
    let count: usize = reasons.values().map(Disagreements::len).sum();
    let listed: Disagreements = reasons.into_values().flatten().collect();
    assert_eq!(count, listed.len(), "nothing has two reasons");
    let show = |set: Vec<&(String, String)>| {
        set.iter().map(|(who, text)| format!("{who}\t{text}\n")).collect::<String>()
    };
    let new = show(found.difference(&listed).collect());
    let gone = show(listed.difference(&found).collect());
    assert!(new.is_empty() && gone.is_empty(), "not listed:\n{new}\nno longer so:\n{gone}");
}

/// Both take most of what we take, so that the table says something.
#[test]
fn the_table_has_dates_and_others() {
    let taken = cases().iter().filter(|case| Edtf::parse(&case.text).is_ok()).count();
    assert!(taken >= 120 && cases().len() - taken >= 120, "{taken} of {}", cases().len());
}
