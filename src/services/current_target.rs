//! Follows the merge of a mode to the target that counts now.

use crate::domain::{CodebookView, Target};

/// Returns the target that counts now: the mode that a merged one was merged into, else the target itself.
pub(super) fn current_target(codebook: &CodebookView, target: &Target) -> Target {
    match target {
        Target::Mode(key) => {
            let current = codebook.resolve_mode(key);
            Target::Mode(current.map_or_else(|| key.clone(), |mode| mode.key.clone()))
        }
        Target::Criterion(_) => target.clone(),
    }
}
