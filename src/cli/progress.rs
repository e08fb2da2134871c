//! What a person at a terminal sees of a build that takes over a second.

use std::io::Write as _;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::is_watched;
use crate::pipeline::Output;

/// Until then a build is its own progress.
const PATIENCE: Duration = Duration::from_secs(1);
const STEP: Duration = Duration::from_millis(100);

/// The stage in which other servers are asked.
pub const ASKING: &str = "asking for links to other sites";

#[derive(Default)]
struct State {
    stage: Mutex<&'static str>,
    made: AtomicUsize,
    total: AtomicUsize,
    stopped: AtomicBool,
    shown: AtomicBool,
}

/// A line that says what is being done. It is there only at a terminal, and gone when it stops.
pub struct Progress(Arc<State>);

impl Progress {
    pub fn start(wanted: bool) -> Self {
        let state = Arc::new(State::default());
        if wanted && is_watched() {
            let seen = Arc::clone(&state);
            thread::spawn(move || show(&seen));
        } else {
            state.stopped.store(true, Ordering::Relaxed);
        }
        Progress(state)
    }

    pub fn stage(&self, stage: &'static str) {
        *self.0.stage.lock().unwrap_or_else(PoisonError::into_inner) = stage;
    }

    pub fn count(&self, output: &Output<'_>) {
        self.0.made.store(output.made.load(Ordering::Relaxed), Ordering::Relaxed);
        self.0.total.store(output.len(), Ordering::Relaxed);
    }

    /// The same for what is no output.
    pub fn tally(&self, made: usize, total: usize) {
        self.0.made.store(made, Ordering::Relaxed);
        self.0.total.store(total, Ordering::Relaxed);
    }

    pub fn stop(&self) {
        self.0.stopped.store(true, Ordering::Relaxed);
        if self.0.shown.swap(false, Ordering::Relaxed) {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}

fn show(state: &State) {
    thread::sleep(PATIENCE);
    while !state.stopped.load(Ordering::Relaxed) {
        let stage = *state.stage.lock().unwrap_or_else(PoisonError::into_inner);
        let (made, total) = (state.made.load(Ordering::Relaxed), state.total.load(Ordering::Relaxed));
        let counted = match stage {
            "writing" if total > 0 => format!(" {made} of {total} files"),
            ASKING if total > 0 => format!(": {made} of {total}"),
            _ => String::new(),
        };
        state.shown.store(true, Ordering::Relaxed);
        let _ = write!(std::io::stderr(), "\r\x1b[K{stage}{counted}");
        let _ = std::io::stderr().flush();
        thread::sleep(STEP);
    }
}
