//! Stands before whatever starts programs, and lets through what the user allowed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::allowed::TrustFile;
use super::program::{Place, Program};
use super::standing::Standing;
use crate::checks::{CommandLine, Ran, Runner};
use crate::domain::Record;

/// Starts only what is allowed, as it was when it was allowed.
pub struct Guard {
    runner: Arc<dyn Runner>,
    place: Place,
    file: Option<TrustFile>,
    allowed: Mutex<BTreeMap<Vec<String>, Arc<Program>>>,
}

impl Guard {
    /// Puts the guard before a runner; without a file of the user's nothing is allowed.
    pub fn new(runner: Arc<dyn Runner>, place: Place, file: Option<TrustFile>) -> Self {
        Self { runner, place, file, allowed: Mutex::default() }
    }

    /// Looks once at what would be started, and keeps what is allowed.
    fn look(&self, line: &CommandLine) -> Result<Arc<Program>, String> {
        let mut known = self.allowed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(program) = known.get(&line.words) {
            return Ok(Arc::clone(program));
        }
        let entries = match &self.file {
            Some(file) => file.read().map_err(|problem| problem.sentence.trim_end_matches('.').to_owned())?,
            None => Vec::new(),
        };
        let program = self.place.program(&line.words);
        if let Some(why) = Standing::new(&self.place, None, &line.words, &program, &entries).clause() {
            return Err(format!("{why}; `gemba trust` shows and allows it, --allow-commands allows it for one run"));
        }
        let program = Arc::new(program?);
        known.insert(line.words.clone(), Arc::clone(&program));
        Ok(program)
    }
}

impl Runner for Guard {
    fn refusal(&self, line: &CommandLine) -> Option<String> {
        self.look(line).err()
    }

    fn run(&self, line: &CommandLine, record: &Record) -> Ran {
        match self.look(line).map(|program| program.touched()) {
            Ok(None) => self.runner.run(line, record),
            Ok(Some(file)) => {
                Ran::NotStarted(format!("{file} was changed while the checks ran; `gemba trust` looks at it anew"))
            }
            Err(why) => Ran::NotStarted(why),
        }
    }
}
