//! Blind sets: records that two or more judge without seeing of each other more than that a vote was given.

use crate::domain::{Name, RecordId, Time};

/// That others voted is told as it was at the last of these moments, so that nobody sees when: milliseconds.
const STEP: i64 = 2_000;

/// A blind set as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlindSet {
    /// Its id.
    pub id: String,
    /// Who judges blind.
    pub reviewers: Vec<Name>,
    /// Who opened it.
    pub opener: Name,
    /// When.
    pub opened: Time,
    /// Whether anything of it is not revealed yet.
    pub is_open: bool,
    /// How many records it has.
    pub records: u64,
    /// How many of them are revealed.
    pub revealed: u64,
    /// On how many each of its reviewers had voted at the last step.
    pub voted: Vec<(Name, u64)>,
    /// Who asked to see it while it was open.
    pub unblinded: Vec<Name>,
}

/// What a reviewer may know of the votes on a record of a blind set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlindState {
    /// The set: the open one where several had the record, else the newest.
    pub set: String,
    /// Its reviewers.
    pub reviewers: Vec<Name>,
    /// Whether the record is not revealed yet.
    pub is_open: bool,
    /// Whether the reviewer has voted.
    pub have_voted: bool,
    /// Whether each of the others had voted at the last step.
    pub others_voted: Vec<(Name, bool)>,
}

impl BlindState {
    /// Returns whether everyone had voted.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.have_voted && self.others_voted.iter().all(|(_, voted)| *voted)
    }
}

/// Returns the moment at which is looked who voted: the last of those that are 2 s apart.
#[must_use]
pub const fn voted_until(now: Time) -> Time {
    Time(now.0 - now.0.rem_euclid(STEP))
}

/// Returns the id of a set that is opened now: eight hex digits.
#[must_use]
pub fn blind_set_id(now: Time, opener: &Name, records: &[RecordId]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&now.0.to_le_bytes());
    hasher.update(opener.as_str().as_bytes());
    for record in records {
        hasher.update(&record.0);
    }
    hasher.finalize().to_hex()[..8].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_voted_is_told_in_steps_of_two_seconds() {
        assert_eq!(voted_until(Time(10_000)), Time(10_000));
        assert_eq!(voted_until(Time(11_999)), Time(10_000));
        assert_eq!(voted_until(Time(12_001)), Time(12_000));
    }
}
