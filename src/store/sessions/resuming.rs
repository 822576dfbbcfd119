//! The session that goes on where the same filter and plan are asked for again.

use crate::domain::{Name, Sampling, Session, Time};
use crate::error::Result;
use crate::store::reader::Reader;

impl Reader {
    /// Returns the newest session of this reviewer by this filter, plan and seed in which something is still to be read
    /// or answered.
    pub fn unfinished_session_by(
        &self,
        reviewer: &Name,
        filter: &str,
        sampling: &Sampling,
        now: Time,
    ) -> Result<Option<Session>> {
        let is_same = |session: &Session| session.filter.trim() == filter.trim() && session.sampling == *sampling;
        self.newest_unfinished(reviewer, now, is_same)
    }

    /// Returns the newest session of this reviewer by this filter and plan, whatever its seed, in which something is still
    /// to be read or answered.
    pub fn unfinished_session_of_any_seed(
        &self,
        reviewer: &Name,
        filter: &str,
        sampling: &Sampling,
        now: Time,
    ) -> Result<Option<Session>> {
        let is_same = |session: &Session| {
            session.filter.trim() == filter.trim() && Sampling { seed: sampling.seed, ..session.sampling } == *sampling
        };
        self.newest_unfinished(reviewer, now, is_same)
    }
}
