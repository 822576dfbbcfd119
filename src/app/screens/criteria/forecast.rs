//! What an edit of a criterion would make stale, in words.

use std::fmt::Write as _;

use crate::app::ReadModel;
use crate::domain::{CriterionKey, Edit};
use crate::text::{counted, grouped};

/// Says what an edit of this criterion makes stale; one of its wording makes nothing stale.
pub fn staling(read_model: &ReadModel, key: &CriterionKey, edit: Edit) -> String {
    if edit == Edit::Wording {
        return "nothing goes stale".to_owned();
    }
    let would = match &read_model.forecast {
        Some((own, Some(would))) if own == key => would,
        Some((own, None)) if own == key => return "what goes stale could not be read".to_owned(),
        Some(_) | None => return "reading what goes stale …".to_owned(),
    };
    let mut words = match would.all_grades() {
        0 => "no grade goes stale".to_owned(),
        fresh => {
            let minutes = fresh.div_ceil(2);
            let go = if fresh == 1 { "goes" } else { "go" };
            format!("{} {go} stale (about {} min to re-grade)", counted(fresh, "grade"), grouped(minutes))
        }
    };
    let already = read_model.codebook.criterion_of(key).map_or(0, |criterion| criterion.stale);
    if already > 0 {
        let _ = write!(words, ", {} already are", grouped(already));
    }
    match would.checks.len() {
        0 => {}
        1 => words += "; 1 check and its stub were proven on them",
        checks => {
            let _ = write!(words, "; {checks} checks and their stubs were proven on them");
        }
    }
    words
}
