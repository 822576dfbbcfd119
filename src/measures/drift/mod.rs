//! Criteria drift: which grades were given again (`regrades`), what one step between meanings comes to (`step`), how small a
//! drift would have been found (`power`), the drift of the whole rubric (`rubric`), and the round of questions that measures
//! it (`round`).

mod power;
pub mod regrades;
pub mod round;
pub mod rubric;
mod silent;
mod step;

pub use power::detectable;
pub use silent::silent_drift;
pub use step::{DriftVerdict, FEWEST_NOISE_PAIRS, StepCounts, StepDrift, UNSTEADY_FLOOR, attributable, measure};
