//! Pure arithmetic over judgements: every figure gemba shows, each with its formula, its source and its vector.
//!
//! Positive is FAIL everywhere: the thing that is hunted. Knows nothing of files, SQL or screens.

pub mod agreement;
pub mod alignment;
pub mod check_sets;
pub mod daily;
pub mod drift;
pub mod judge;
pub mod likeness;
pub mod paired;
pub mod prevalence;
pub mod rates;
pub mod saturation;
pub mod statistics;
pub mod truth;
pub mod weights;
