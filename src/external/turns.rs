//! Whose turn it is.
//!
//! In: what is to be asked. Out: the next question to a server that is not being asked and has had its pause. What a
//! redirect or a second try makes of a question waits its turn like any other, so no server is ever asked more often than
//! that. It knows no network; it waits by the clock.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use url::Url;

use super::Settings;

/// One question, and how it came about.
#[derive(Clone, Debug)]
pub struct Job {
    /// The number of the address that this is about.
    pub index: usize,
    pub url: Url,
    /// Whether the whole page is asked for, since its head alone was refused.
    pub whole: bool,
    pub redirects: u32,
    /// How far permanent redirects alone have led.
    pub moved: Option<Url>,
    /// Whether a redirect on the way was for now only.
    pub strayed: bool,
}

impl Job {
    pub fn new(index: usize, url: Url) -> Self {
        Job { index, url, whole: false, redirects: 0, moved: None, strayed: false }
    }

    pub fn host(&self) -> String {
        self.url.host_str().unwrap_or_default().to_owned()
    }
}

/// What follows from an answer.
pub enum Then {
    Go,
    Again(Job),
    /// The server gave no answer.
    Doubt,
    /// The server wants to be left alone.
    Rest,
}

pub struct Turns {
    state: Mutex<State>,
    changed: Condvar,
    pause: Duration,
    patience: u32,
}

#[derive(Default)]
struct State {
    hosts: BTreeMap<String, Host>,
    /// Hosts with something to be asked that are not being asked, and from when on they may be.
    due: BTreeSet<(Instant, String)>,
    /// How many are being asked.
    busy: usize,
}

#[derive(Default)]
struct Host {
    waiting: VecDeque<Job>,
    is_busy: bool,
    free_at: Option<Instant>,
    /// How many questions in a row came to nothing.
    doubts: u32,
    rests: bool,
}

impl Turns {
    pub fn new(jobs: impl Iterator<Item = Job>, settings: &Settings) -> Self {
        let mut state = State::default();
        let now = Instant::now();
        for job in jobs {
            state.push(job, now);
        }
        let (pause, patience) = (settings.pause, settings.patience);
        Turns { state: Mutex::new(state), changed: Condvar::new(), pause, patience }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next question, when its time has come; None when there will be no more.
    pub fn take(&self) -> Option<Job> {
        let mut state = self.state();
        loop {
            let now = Instant::now();
            let wait = match state.due.first() {
                Some((at, _)) if *at <= now => return state.pop(),
                Some((at, _)) => Some(*at - now),
                None if state.busy == 0 => return None,
                None => None,
            };
            state = match wait {
                Some(wait) => {
                    self.changed.wait_timeout(state, wait).unwrap_or_else(PoisonError::into_inner).0
                }
                None => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    /// Ends a question to a host. Gives the numbers of those addresses that will not be asked for any more.
    pub fn done(&self, host: &str, then: Then) -> Vec<usize> {
        let mut state = self.state();
        let now = Instant::now();
        state.busy -= 1;
        let known = state.hosts.entry(host.to_owned()).or_default();
        known.is_busy = false;
        known.free_at = Some(now + self.pause);
        known.doubts = if matches!(then, Then::Doubt) { known.doubts + 1 } else { 0 };
        known.rests |= matches!(then, Then::Rest) || known.doubts >= self.patience;
        let mut left = state.settle(host, now);
        if let Then::Again(job) = then {
            left.extend(state.push(job, now));
        }
        self.changed.notify_all();
        left
    }
}

impl State {
    /// Puts a question in its queue, before those that have not been begun. Gives its number if its host rests.
    fn push(&mut self, job: Job, now: Instant) -> Option<usize> {
        let name = job.host();
        let host = self.hosts.entry(name.clone()).or_default();
        if host.rests {
            return Some(job.index);
        }
        if job.whole || job.redirects > 0 {
            host.waiting.push_front(job);
        } else {
            host.waiting.push_back(job);
        }
        if host.waiting.len() == 1 {
            self.settle(&name, now);
        }
        None
    }

    /// Makes a host due that has something waiting, or empties its queue if it rests.
    fn settle(&mut self, name: &str, now: Instant) -> Vec<usize> {
        let Some(host) = self.hosts.get_mut(name).filter(|host| !host.is_busy) else { return Vec::new() };
        if host.rests {
            return host.waiting.drain(..).map(|job| job.index).collect();
        }
        if !host.waiting.is_empty() {
            self.due.insert((host.free_at.unwrap_or(now), name.to_owned()));
        }
        Vec::new()
    }

    fn pop(&mut self) -> Option<Job> {
        let (_, name) = self.due.pop_first()?;
        let host = self.hosts.get_mut(&name)?;
        let job = host.waiting.pop_front()?;
        host.is_busy = true;
        self.busy += 1;
        Some(job)
    }
}
