//! What was found out before, so that nobody is asked twice in a week.
//!
//! In: bytes that a run has kept, whatever has become of them, and the time. Out: verdicts that are still fresh, and bytes for
//! the next run. It knows neither the disk nor the clock.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Doubt, Verdict};

const DAY: i64 = 24 * 60 * 60;

/// How many days an answer is believed, unless somebody says otherwise; all other verdicts are believed for one at most.
pub const DAYS: u32 = 7;

/// Verdicts by address, with the times at which they were found, in seconds since 1970.
#[derive(Debug, Default)]
pub struct Known(BTreeMap<String, Found>);

#[derive(Debug, Serialize, Deserialize)]
struct Found {
    at: i64,
    verdict: Verdict,
}

#[derive(Serialize, Deserialize)]
struct Kept<T> {
    version: u32,
    links: T,
}

/// What is kept in another form than this counts as nothing.
const VERSION: u32 = 1;

/// How long verdicts are believed, and what time it is.
#[derive(Clone, Copy, Debug)]
pub struct Age {
    pub days: u32,
    pub now: i64,
}

impl Age {
    fn is_fresh(self, found: &Found) -> bool {
        let days = match found.verdict {
            Verdict::Answers { .. } => self.days,
            _ => self.days.min(1),
        };
        // What was found in the future was found by a wrong clock.
        (0..i64::from(days) * DAY).contains(&self.now.saturating_sub(found.at))
    }
}

impl Known {
    /// None where it is not what a run has kept.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let kept: Kept<BTreeMap<String, Found>> = serde_json::from_slice(bytes).ok()?;
        (kept.version == VERSION).then_some(Known(kept.links))
    }

    /// The verdict of an address, if it is still believed.
    pub fn verdict(&self, address: &str, age: Age) -> Option<&Verdict> {
        self.0.get(address).filter(|found| age.is_fresh(found)).map(|found| &found.verdict)
    }

    /// Remembers a verdict, if it says something about the next run.
    pub fn add(&mut self, address: &str, verdict: &Verdict, now: i64) {
        match verdict {
            Verdict::NotAsked(_) => {}
            Verdict::Unknown(doubt) if !Doubt::lasts(*doubt) => {}
            _ => {
                let found = Found { at: now, verdict: verdict.clone() };
                self.0.insert(address.to_owned(), found);
            }
        }
    }

    pub fn forget(&mut self, address: &str) {
        self.0.remove(address);
    }

    /// For the next run: all that may be believed then.
    pub fn bytes(&self, age: Age) -> Vec<u8> {
        let age = Age { days: age.days.max(DAYS), ..age };
        let links: BTreeMap<&String, &Found> =
            self.0.iter().filter(|(_, found)| age.is_fresh(found)).collect();
        serde_json::to_vec(&Kept { version: VERSION, links }).expect("texts and numbers are JSON")
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Dead, Reason};
    use super::*;

    const NOW: i64 = 1_800_000_000;

    fn age(days: u32, passed: i64) -> Age {
        Age { days, now: NOW + passed }
    }

    fn known() -> Known {
        let mut known = Known::default();
        known.add("https://a.example/", &Verdict::Answers { moved: None }, NOW);
        known.add("https://b.example/", &Verdict::Dead(Dead::Status(404)), NOW);
        known.add("https://c.example/", &Verdict::Unknown(Doubt::Status(429)), NOW);
        known.add("https://d.example/", &Verdict::NotAsked(Reason::Private), NOW);
        known
    }

    fn believed(known: &Known, age: Age) -> String {
        let is_known = |name: &char| known.verdict(&format!("https://{name}.example/"), age).is_some();
        "abcd".chars().filter(is_known).collect()
    }

    #[test]
    fn answers_are_believed_longer_than_failures() {
        let found = |days, passed| believed(&known(), age(days, passed));
        assert_eq!([found(7, 0), found(7, DAY - 1), found(7, DAY), found(7, 7 * DAY)], ["ab", "ab", "a", ""]);
        assert_eq!([found(0, 0), found(30, 29 * DAY), found(7, -1)], ["", "a", ""]);
    }

    #[test]
    fn what_is_kept_is_read_again_and_damage_is_noticed() {
        let bytes = known().bytes(age(7, 0));
        assert_eq!(believed(&Known::read(&bytes).expect("it was just kept"), age(7, 0)), "ab");
        assert!((0..bytes.len()).all(|cut| Known::read(&bytes[..cut]).is_none()));
        assert!(Known::read(br#"{"version":2,"links":{}}"#).is_none());
        let later = Known::read(&known().bytes(age(0, 2 * DAY))).expect("it was just kept");
        assert_eq!(believed(&later, age(7, 2 * DAY)), "a");
    }
}
