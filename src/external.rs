//! Whether links to other sites still answer.
//!
//! In: addresses, and how to ask. Out: one [`Verdict`] for each. What stands behind the addresses is others' affair: this
//! knows no site, no file and no terminal. Besides the preview's server it is the only room that uses the network, and it
//! is entered for `check --external` alone: no build and no page asks anybody.
//!
//! Whoever writes a text decides which servers are asked, so it is not trusted: only `http` and `https`, no addresses of
//! this machine or its network ([`address`]), no cookies, no credentials, a bounded number of redirects and bytes.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;

pub mod address;
mod ask;
pub mod known;
mod turns;

use address::Lookup;
use ask::{Asker, Step};
use turns::{Job, Then, Turns};

/// How servers are asked.
#[derive(Clone)]
pub struct Settings {
    /// Servers asked at the same time; each of them is asked one question at a time.
    pub at_once: usize,
    /// Between an answer of a server and the next question to it.
    pub pause: Duration,
    /// For a question and its answer, from looking up the name to the last byte.
    pub timeout: Duration,
    /// How many redirects are followed.
    pub redirects: u32,
    /// After how many questions in a row that came to nothing a server is left alone.
    pub patience: u32,
    /// Hosts that may be asked wherever they lie.
    pub allowed: Vec<String>,
    /// From a name to addresses.
    pub lookup: Lookup,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            at_once: 16,
            pause: Duration::from_millis(250),
            timeout: Duration::from_secs(20),
            redirects: 5,
            patience: 3,
            allowed: Vec::new(),
            lookup: Arc::new(address::system),
        }
    }
}

/// What is known of an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// With its new address, if the server says that it has moved for good.
    Answers {
        moved: Option<String>,
    },
    Dead(Dead),
    /// Nothing can be said, and nobody has to do anything.
    Unknown(Doubt),
    /// It leads where nobody is asked.
    NotAsked(Reason),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dead {
    /// 404 or 410.
    Status(u16),
    NoSuchHost,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Doubt {
    /// A status that says more of the asker, or of the moment, than of the page.
    Status(u16),
    NoTime,
    NoConnection,
    /// No secure connection: a certificate that has run out, or is not known here.
    Insecure,
    TooManyRedirects,
    /// An answer that is no HTTP.
    Garbled,
    /// Its server wants to be left alone, or has answered nothing for a while.
    LeftAlone,
    /// No name was found at all: it is this machine that has no network.
    Offline,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The address, or what it redirects to, is of this machine or a private network.
    Private,
    /// Neither `http` nor `https`, or no address.
    Foreign,
}

impl Doubt {
    /// Whether the same is likely to be found tomorrow. The others say something of this run alone.
    fn lasts(self) -> bool {
        !matches!(self, Doubt::LeftAlone | Doubt::Offline | Doubt::Status(429))
    }
}

/// An address as it is asked for: without fragment and credentials. None where there is nobody to ask.
pub fn asked(address: &str) -> Option<Url> {
    let mut url = Url::parse(address.trim()).ok()?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return None;
    }
    url.set_fragment(None);
    // These two fail only for addresses without a host.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    Some(url)
}

/// Asks for each address once. `heard` gets each verdict as it comes; the list has them in the order of the addresses.
pub fn look(urls: &[Url], settings: &Settings, mut heard: impl FnMut(usize, &Verdict)) -> Vec<Verdict> {
    let turns =
        Turns::new(urls.iter().enumerate().map(|(index, url)| Job::new(index, url.clone())), settings);
    let asker = Asker::new(settings);
    let answered = AtomicBool::new(false);
    let mut verdicts = vec![Verdict::Unknown(Doubt::LeftAlone); urls.len()];
    thread::scope(|scope| {
        let (told, verdicts_in) = mpsc::channel();
        for _ in 0..settings.at_once.clamp(1, urls.len().max(1)) {
            let (told, turns, asker, answered) = (told.clone(), &turns, &asker, &answered);
            scope.spawn(move || work(turns, asker, answered, &told));
        }
        drop(told);
        for (index, verdict) in verdicts_in {
            heard(index, &verdict);
            verdicts[index] = verdict;
        }
    });
    if !answered.load(Ordering::Relaxed) {
        doubt_names(urls, &mut verdicts);
    }
    verdicts
}

fn work(turns: &Turns, asker: &Asker, answered: &AtomicBool, told: &Sender<(usize, Verdict)>) {
    while let Some(job) = turns.take() {
        let (index, host) = (job.index, job.host());
        let step = asker.step(job);
        if step.is_answer() {
            answered.store(true, Ordering::Relaxed);
        }
        let (verdict, then) = match step {
            Step::Again(job) => (None, Then::Again(job)),
            Step::Done(verdict) => (Some(verdict), Then::Go),
            Step::Nothing(verdict) => (Some(verdict), Then::Doubt),
            Step::Rest(verdict) => (Some(verdict), Then::Rest),
        };
        let left =
            turns.done(&host, then).into_iter().map(|index| (index, Verdict::Unknown(Doubt::LeftAlone)));
        for heard in verdict.map(|verdict| (index, verdict)).into_iter().chain(left) {
            // The receiver outlives every worker.
            let _ = told.send(heard);
        }
    }
}

/// Without a network every name seems to be unknown on some systems.
const NAMES: usize = 3;

fn doubt_names(urls: &[Url], verdicts: &mut [Verdict]) {
    let is_lost = |verdict: &Verdict| *verdict == Verdict::Dead(Dead::NoSuchHost);
    let lost = urls.iter().zip(&*verdicts).filter(|(_, verdict)| is_lost(verdict));
    let hosts: BTreeSet<Option<&str>> = lost.map(|(url, _)| url.host_str()).collect();
    if hosts.len() >= NAMES {
        let lost = verdicts.iter_mut().filter(|verdict| is_lost(verdict));
        lost.for_each(|verdict| *verdict = Verdict::Unknown(Doubt::Offline));
    }
}

#[cfg(test)]
mod tests;
