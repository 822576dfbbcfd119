//! Criteria drift: which grades were given again (`regrades`), what one step between meanings comes to (`step`), the
//! drift of the whole rubric (`rubric`), and the round of questions that measures it (`round`).

pub mod regrades;
pub mod round;
pub mod rubric;
mod step;

pub use step::{
    DriftVerdict, FEWEST_NOISE_PAIRS, StepCounts, StepDrift, UNSTEADY_FLOOR, attributable, detectable, measure,
    silent_drift,
};
