//! `chancery check --external`: which links may be asked for, what is known of them, and what came of it, in words.
//!
//! The disk and the clock are here; what an answer means is not.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;

use clap::Args;
use jiff::Timestamp;
use url::Url;

use super::super::progress::{ASKING, Progress};
use super::super::{Common, Failure, MessageFormat, plural, root};
use crate::cache::{self, Found};
use crate::check::outward::{self, Outward};
use crate::config::Profile;
use crate::diagnostic::Diagnostics;
use crate::external::known::{Age, DAYS, Known};
use crate::external::{self, Doubt, Reason, Settings, Verdict};
use crate::model::marking::Marking;
use crate::pipeline::Edition;

#[derive(Debug, Args)]
pub struct External {
    /// Ask other servers whether links to them still answer, of TLP:CLEAR profiles alone; `.cache/` keeps the answers
    #[arg(long = "external", conflicts_with = "now")]
    pub wanted: bool,
    /// Ask this host although it lies in a private network
    #[arg(long = "external-allow", value_name = "HOST", requires = "wanted")]
    allow: Vec<String>,
    /// For how many days an answer is believed; what did not answer is asked again after one [default: 7]
    #[arg(long = "external-age", value_name = "DAYS", requires = "wanted")]
    age: Option<u32>,
}

/// What came of it.
pub struct Looked {
    pub diagnostics: Diagnostics,
    pub summary: String,
}

/// How many answers are lost at most when somebody ends the program.
const KEPT_EVERY: usize = 50;

impl External {
    /// Refuses to tell other servers what a restricted site links to.
    pub fn may_ask(&self, profiles: &[Profile], is_named: bool) -> Result<(), Failure> {
        if !self.wanted || profiles.iter().any(is_public) {
            return Ok(());
        }
        let why = "asking a server for a link tells it what the site's readers read";
        Err(Failure(match profiles {
            [profile] if is_named => format!(
                "--external is not for profile `{}`, which goes up to {}: {why}; name a profile of TLP:CLEAR",
                profile.name, profile.marking
            ),
            _ => format!("--external is for profiles of TLP:CLEAR alone, and the site has none: {why}"),
        }))
    }

    pub fn look(
        &self,
        common: &Common,
        editions: &[Edition],
        progress: &Progress,
    ) -> Result<Looked, Failure> {
        let (asked, passed): (Vec<&Edition>, Vec<&Edition>) =
            editions.iter().partition(|edition| is_public(&edition.profile));
        let gather = |edition: &&Edition| outward::gather(&edition.site, edition.profile.base_url.as_deref());
        let links: BTreeSet<Outward> = asked.iter().flat_map(gather).collect();
        let mut memory = Memory::open(common, self.age.unwrap_or(DAYS))?;
        let urls: BTreeSet<&Url> = links.iter().map(|link| &link.url).collect();
        let mut verdicts = memory.recall(&urls);
        let recalled = verdicts.len();
        let new: Vec<Url> =
            urls.iter().filter(|url| !verdicts.contains_key(**url)).map(|url| (*url).clone()).collect();
        let settings = Settings { allowed: self.allow.clone(), ..Settings::default() };
        let found = memory.ask(&new, &settings, progress);
        verdicts.extend(new.iter().cloned().zip(found));
        let mut summary = told(&verdicts, recalled);
        summary.extend(passed.iter().map(|edition| passed_over(&edition.profile)));
        Ok(Looked { diagnostics: outward::judge(&links, |url| verdicts.get(url)), summary })
    }
}

fn is_public(profile: &Profile) -> bool {
    profile.marking == Marking::Clear
}

fn passed_over(profile: &Profile) -> String {
    format!("links of profile {} were not looked at: it goes up to {}\n", profile.name, profile.marking)
}

/// What earlier runs found out, on the disk.
struct Memory {
    root: std::path::PathBuf,
    known: Known,
    age: Age,
    failure: Option<std::io::Error>,
}

impl Memory {
    fn open(common: &Common, days: u32) -> Result<Self, Failure> {
        let root = root(common)?;
        let (known, useless) = match cache::answers(&root) {
            Found::Nothing => (None, None),
            Found::Useless(why) => (None, Some(why)),
            Found::Kept(bytes) => match Known::read(&bytes) {
                Some(known) => (Some(known), None),
                None => (None, Some("it is damaged")),
            },
        };
        if let Some(why) = useless.filter(|_| common.message_format == MessageFormat::Human) {
            note(&format!("the cache in `{}` is not used: {why}", cache::ANSWERS));
        }
        let age = Age { days, now: Timestamp::now().as_second() };
        Ok(Memory { root, known: known.unwrap_or_default(), age, failure: None })
    }

    fn recall(&self, urls: &BTreeSet<&Url>) -> BTreeMap<Url, Verdict> {
        let known = |url: &&Url| Some(((*url).clone(), self.known.verdict(url.as_str(), self.age)?.clone()));
        urls.iter().filter_map(known).collect()
    }

    fn ask(&mut self, urls: &[Url], settings: &Settings, progress: &Progress) -> Vec<Verdict> {
        progress.stage(ASKING);
        let mut heard = 0;
        let verdicts = external::look(urls, settings, |index, verdict| {
            heard += 1;
            progress.tally(heard, urls.len());
            self.known.add(urls[index].as_str(), verdict, self.age.now);
            if heard % KEPT_EVERY == 0 {
                self.keep();
            }
        });
        // Some turn out at the end to be no more than this machine's lack of a network.
        for (url, verdict) in urls.iter().zip(&verdicts) {
            self.known.forget(url.as_str());
            self.known.add(url.as_str(), verdict, self.age.now);
        }
        if !urls.is_empty() {
            self.keep();
        }
        progress.stop();
        if let Some(error) = self.failure.take() {
            note(&format!("`{}` cannot be written, and the next run asks again: {error}", cache::ANSWERS));
        }
        verdicts
    }

    fn keep(&mut self) {
        if let Err(error) = cache::save_answers(&self.root, &self.known.bytes(self.age)) {
            self.failure = Some(error);
        }
    }
}

fn note(text: &str) {
    let _ = writeln!(anstream::stderr(), "note: {text}");
}

// ---- words ----

fn told(verdicts: &BTreeMap<Url, Verdict>, recalled: usize) -> String {
    let count = |is: fn(&Verdict) -> bool| verdicts.values().filter(|verdict| is(verdict)).count();
    let mut out = format!(
        "looked at {} to other sites: {} answered ({} moved), {} dead, {} unknown, {} not asked; {recalled} from the cache\n",
        plural(verdicts.len(), "link"),
        count(|verdict| matches!(verdict, Verdict::Answers { .. })),
        count(|verdict| matches!(verdict, Verdict::Answers { moved: Some(_) })),
        count(|verdict| matches!(verdict, Verdict::Dead(_))),
        count(|verdict| matches!(verdict, Verdict::Unknown(_))),
        count(|verdict| matches!(verdict, Verdict::NotAsked(_))),
    );
    let mut reasons: BTreeMap<String, Vec<&Url>> = BTreeMap::new();
    for (url, verdict) in verdicts {
        if let Some(why) = reason(verdict) {
            reasons.entry(why).or_default().push(url);
        }
    }
    out.extend(reasons.iter().map(|(why, urls)| format!("  {why}: {}\n", some(urls))));
    out
}

/// Nobody reads more than the first few.
fn some(urls: &[&Url]) -> String {
    const SHOWN: usize = 3;
    let shown: Vec<&str> = urls.iter().take(SHOWN).map(|url| url.as_str()).collect();
    match urls.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Why nothing is known.
fn reason(verdict: &Verdict) -> Option<String> {
    let words = match verdict {
        Verdict::Answers { .. } | Verdict::Dead(_) => return None,
        Verdict::Unknown(Doubt::Status(status)) => return Some(format!("unknown, answered {status}")),
        Verdict::Unknown(Doubt::NoTime) => "unknown, did not answer in time",
        Verdict::Unknown(Doubt::NoConnection) => "unknown, no connection",
        Verdict::Unknown(Doubt::Insecure) => "unknown, no secure connection",
        Verdict::Unknown(Doubt::TooManyRedirects) => "unknown, redirects without an end",
        Verdict::Unknown(Doubt::Garbled) => "unknown, answered something that is no HTTP",
        Verdict::Unknown(Doubt::LeftAlone) => {
            "unknown, left for a later run: the server wants a rest, or does not answer"
        }
        Verdict::Unknown(Doubt::Offline) => "unknown, no name at all was found: is there a network?",
        Verdict::NotAsked(Reason::Private) => "not asked, in a private network (--external-allow HOST)",
        Verdict::NotAsked(Reason::Foreign) => "not asked, leads to neither http nor https",
    };
    Some(words.to_owned())
}
