//! Which changes make one rebuild.
//!
//! In: what happened to paths, and when. Out: when that is worth a rebuild, and the paths that it concerns. A single save
//! is let through at once; a switch of branches waits for its end; a file that is being written waits for its writer. It
//! asks no clock: every moment is handed in, so that tests need none.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::live::Changed;

/// What happened to a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happened {
    /// It is as its writer wants it: it was closed after writing, or renamed to here.
    Finished,
    /// Somebody is writing it; the end will be told where the system tells it.
    Writing,
    /// It is gone, or it is a new folder: editors put a file in place of the old one in two steps, and a folder is filled
    /// after it is made.
    Unsettled,
    /// Its rights or times were set, which tells nothing of a writer.
    Touched,
}

/// How long to wait for what.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// After the last event, for more.
    quiet: Duration,
    /// The same, once there are more than `FEW` paths.
    quiet_many: Duration,
    /// For a file or folder to come back, or to be filled.
    unsettled: Duration,
    /// For the next word of a file that is being written. Then its writer is taken to be done.
    writing: Duration,
    /// For the end of events, at most.
    patience: Duration,
    /// The same, while there are many paths, or a file is being written.
    patience_many: Duration,
}

/// Paths that a person saves at once; more are the work of a program, which is not done before it pauses.
const FEW: usize = 8;

const fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

impl Pace {
    /// Where the system tells when a writer is done.
    pub const TOLD: Pace = Pace {
        quiet: millis(5),
        quiet_many: millis(100),
        unsettled: millis(50),
        writing: millis(5000),
        patience: millis(100),
        patience_many: millis(2000),
    };
    /// Where it does not: a file that has not changed for a moment is whole.
    pub const GUESSED: Pace = Pace { quiet: millis(10), writing: millis(50), ..Pace::TOLD };
    /// Where nothing is told, and a second look says whether a file is whole.
    pub const LOOKED: Pace = Pace { writing: millis(1000), ..Pace::TOLD };
}

/// Changes that no rebuild has seen yet.
#[derive(Debug)]
pub struct Batch {
    pace: Pace,
    paths: BTreeMap<PathBuf, (Happened, Instant)>,
    everything: bool,
    /// Of the first and the last change.
    times: Option<(Instant, Instant)>,
}

impl Batch {
    pub fn new(pace: Pace) -> Self {
        Batch { pace, paths: BTreeMap::new(), everything: false, times: None }
    }

    pub fn note(&mut self, path: PathBuf, happened: Happened, now: Instant) {
        self.seen(now);
        let known = self.paths.get(&path).map(|(happened, _)| *happened);
        let happened = match happened {
            Happened::Touched => known.unwrap_or(Happened::Finished),
            _ => happened,
        };
        self.paths.insert(path, (happened, now));
    }

    /// Events were lost, or lie where one file is several: all has to be looked at.
    pub fn note_everything(&mut self, now: Instant) {
        self.seen(now);
        self.everything = true;
    }

    fn seen(&mut self, now: Instant) {
        let (first, last) = self.times.unwrap_or((now, now));
        self.times = Some((first, last.max(now)));
    }

    /// When there is something to rebuild, should nothing more happen until then.
    pub fn ready_at(&self) -> Option<Instant> {
        let (first, last) = self.times?;
        let pace = &self.pace;
        let (quiet, patience) = match self.paths.len() {
            0..=FEW => (pace.quiet, pace.patience),
            _ => (pace.quiet_many, pace.patience_many),
        };
        let patience = if self.is_any_written() { pace.patience_many } else { patience };
        let settled = self.paths.values().map(|&(happened, at)| at + self.wait(happened)).max();
        let wanted = settled.map_or(last + quiet, |settled| settled.max(last + quiet));
        Some(wanted.min(first + patience).max(self.earliest()?))
    }

    fn is_any_written(&self) -> bool {
        self.paths.values().any(|(happened, _)| *happened == Happened::Writing)
    }

    fn wait(&self, happened: Happened) -> Duration {
        match happened {
            Happened::Finished | Happened::Touched => Duration::ZERO,
            Happened::Unsettled => self.pace.unsettled,
            Happened::Writing => self.pace.writing,
        }
    }

    /// Before that there is nothing but files that are being written.
    fn earliest(&self) -> Option<Instant> {
        let of = |&(happened, at): &(Happened, Instant)| match happened {
            Happened::Writing => at + self.pace.writing,
            _ => at,
        };
        let everything = self.times.filter(|_| self.everything).map(|(first, _)| first);
        self.paths.values().map(of).chain(everything).min()
    }

    pub fn is_ready(&self, now: Instant) -> bool {
        self.ready_at().is_some_and(|at| at <= now)
    }

    /// Hands over what is to be rebuilt. Files that are still being written stay for the next time.
    pub fn take(&mut self, now: Instant) -> Changed {
        let writing = self.pace.writing;
        let (held, taken): (BTreeMap<_, _>, BTreeMap<_, _>) = std::mem::take(&mut self.paths)
            .into_iter()
            .partition(|(_, (happened, at))| *happened == Happened::Writing && *at + writing > now);
        self.paths = held;
        let times = self.paths.values().map(|(_, at)| *at);
        self.times = times.clone().min().zip(times.max());
        if std::mem::take(&mut self.everything) {
            return Changed::Everything;
        }
        Changed::Paths(taken.into_keys().collect::<BTreeSet<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::Happened::{Finished, Touched, Unsettled, Writing};
    use super::*;

    /// Events as path, what happened, and milliseconds from the start; when the batch is ready, and what is taken then.
    fn ready(events: &[(&str, Happened, u64)]) -> (u64, Vec<String>) {
        let start = Instant::now();
        let mut batch = Batch::new(Pace::TOLD);
        for (path, happened, at) in events {
            batch.note(PathBuf::from(path), *happened, start + millis(*at));
        }
        let at = batch.ready_at().expect("there are events");
        assert!(batch.is_ready(at) && !batch.is_ready(at - millis(1)));
        let Changed::Paths(paths) = batch.take(at) else { panic!("these are paths") };
        let after = u64::try_from((at - start).as_millis()).expect("tests are short");
        (after, paths.iter().map(|path| path.display().to_string()).collect())
    }

    fn owned(paths: &[&str]) -> Vec<String> {
        paths.iter().map(|path| (*path).to_owned()).collect()
    }

    #[test]
    fn a_save_is_let_through_at_once() {
        assert_eq!(ready(&[("a", Finished, 0)]), (5, owned(&["a"])));
        assert_eq!(ready(&[("a", Finished, 0), ("b", Finished, 3)]), (8, owned(&["a", "b"])));
    }

    #[test]
    fn a_file_is_not_read_while_it_is_written() {
        assert_eq!(ready(&[("a", Writing, 0)]), (5000, owned(&["a"])));
        assert_eq!(ready(&[("a", Writing, 0), ("a", Finished, 30)]), (35, owned(&["a"])));
        assert_eq!(ready(&[("a", Finished, 0), ("a", Writing, 2)]).0, 5002);
        assert_eq!(ready(&[("a", Writing, 0), ("a", Touched, 2)]).0, 5002);
        assert_eq!(ready(&[("a", Touched, 2)]).0, 7);
    }

    #[test]
    fn a_file_that_is_gone_may_come_back() {
        assert_eq!(ready(&[("a", Unsettled, 0)]), (50, owned(&["a"])));
        assert_eq!(ready(&[("a", Unsettled, 0), ("a", Finished, 2)]), (7, owned(&["a"])));
    }

    #[test]
    fn events_without_an_end_do_not_hold_back_forever() {
        let endless: Vec<(&str, Happened, u64)> = (0..100).map(|at| ("a", Finished, at * 4)).collect();
        assert_eq!(ready(&endless).0, 396);
        let start = Instant::now();
        let mut batch = Batch::new(Pace::TOLD);
        batch.note(PathBuf::from("a"), Finished, start);
        batch.note(PathBuf::from("a"), Finished, start + millis(98));
        assert_eq!(batch.ready_at(), Some(start + millis(100)));
    }

    #[test]
    fn a_writer_without_an_end_holds_back_its_own_file_alone() {
        let start = Instant::now();
        let mut batch = Batch::new(Pace::TOLD);
        batch.note(PathBuf::from("a"), Finished, start);
        for at in 0..25 {
            batch.note(PathBuf::from("log"), Writing, start + millis(at * 80));
        }
        assert_eq!(batch.ready_at(), Some(start + millis(2000)));
        assert_eq!(batch.take(start + millis(2000)), Changed::Paths([PathBuf::from("a")].into()));
        assert_eq!(batch.ready_at(), Some(start + millis(1920 + 5000)));
    }

    #[test]
    fn many_files_are_waited_for() {
        let names: Vec<String> = (0..300).map(|number| number.to_string()).collect();
        let events: Vec<(&str, Happened, u64)> =
            names.iter().zip(0..).map(|(name, at)| (name.as_str(), Finished, at * 3)).collect();
        let (at, paths) = ready(&events);
        assert_eq!((at, paths.len()), (299 * 3 + 100, 300));
    }

    #[test]
    fn lost_events_mean_everything() {
        let start = Instant::now();
        let mut batch = Batch::new(Pace::TOLD);
        assert_eq!(batch.ready_at(), None);
        batch.note(PathBuf::from("a"), Finished, start);
        batch.note_everything(start);
        assert_eq!(batch.ready_at(), Some(start + millis(5)));
        assert_eq!(batch.take(start + millis(5)), Changed::Everything);
        assert_eq!(batch.ready_at(), None);
    }
}
