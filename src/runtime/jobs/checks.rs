//! Runs checks over the judged records and holds their answers against what people said.

use crate::domain::view::Tally;
use crate::domain::{Check, CheckSpec, Target};
use crate::error::Result;
use crate::store::Reader;

/// Every check of the workspace with its tally, in order of birth.
pub fn tallies(reader: &Reader) -> Result<Vec<(Check, Tally)>> {
    let _ = reader;
    todo!()
}

/// What one spec on one target would catch.
pub fn trial(reader: &Reader, target: &Target, spec: &CheckSpec) -> Result<Tally> {
    let _ = (reader, target, spec);
    todo!()
}
