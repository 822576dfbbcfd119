//! Pure arithmetic over judgements: every figure gemba shows, each with its formula, its source and its vector.
//!
//! Positive is FAIL everywhere: the thing that is hunted. Knows nothing of files, SQL or screens.

pub mod alignment;
pub mod intervals;
pub mod truth;
