//! Saturation in words: how many modes were seen, and how many there probably are.

use crate::measures::saturation::Saturation;
use crate::text::{counted, grouped, percent};

/// Returns how many modes there are in all by the estimate (Chao2), rounded; `None` where nothing was tagged.
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an estimate of a few modes, rounded")]
pub fn estimated_modes(read: &Saturation) -> Option<u64> {
    read.chao2().map(|all| all.round().max(0.0) as u64)
}

/// Returns the estimate: `8 modes in 62 tagged records of 120 read · at least 2 more are probably unseen (Good–Turing 8
/// %, Chao2 ≥ 10)`.
#[must_use]
pub fn estimate(read: &Saturation) -> String {
    let mut words = vec![format!(
        "{} in {} of {} read",
        counted(read.modes, "mode"),
        counted(read.failing, "tagged record"),
        grouped(read.read)
    )];
    if read.modeless > 0 {
        words.push(format!("{} without a mode", counted(read.modeless, "fail")));
    }
    if let Some((mass, all)) = read.unseen_mass().zip(read.chao2()) {
        let details = format!("Good–Turing {}, Chao2 ≥ {all:.0}", percent(mass));
        words.push(match estimated_modes(read).unwrap_or_default().saturating_sub(read.modes) {
            0 => details,
            1 => format!("at least 1 more is probably unseen ({details})"),
            unseen => format!("at least {} more are probably unseen ({details})", grouped(unseen)),
        });
    }
    words.join(" · ")
}
