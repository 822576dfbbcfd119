//! The records that were left by more than a step, to go back to and forth again.

use crate::domain::RowId;

/// So many records are kept in each direction.
const KEPT: usize = 200;

/// Where one was, and where one was before going back.
#[derive(Debug, Default)]
pub(crate) struct Jumps {
    /// The record on screen, as it was last noted.
    now: Option<RowId>,
    back: Vec<RowId>,
    forth: Vec<RowId>,
}

impl Jumps {
    /// Answers whether this is the record that was noted last.
    pub(crate) fn is_now(&self, row: RowId) -> bool {
        self.now == Some(row)
    }

    /// Notes the record on screen; the one before it can be gone back to, unless this one was a step away.
    pub(crate) fn note(&mut self, row: RowId, is_step: bool) {
        let Some(before) = self.now.replace(row).filter(|before| *before != row && !is_step) else { return };
        self.forth.clear();
        self.back.retain(|known| *known != before);
        self.back.push(before);
        if self.back.len() > KEPT {
            self.back.remove(0);
        }
    }

    /// Goes to the record that was left last, or to the one that was gone back from last.
    pub(crate) fn jump(&mut self, forward: bool) -> Option<RowId> {
        let now = self.now?;
        let (from, to) = if forward { (&mut self.forth, &mut self.back) } else { (&mut self.back, &mut self.forth) };
        from.retain(|row| *row != now);
        let row = from.pop()?;
        to.push(now);
        self.now = Some(row);
        Some(row)
    }
}

#[cfg(test)]
mod tests {
    use super::Jumps;
    use crate::domain::RowId;

    #[test]
    fn one_goes_back_over_all_jumps_and_forth_again_and_a_new_jump_ends_the_way_forth() {
        let mut jumps = Jumps::default();
        for (row, is_step) in [(1, false), (2, true), (9, false), (4, false), (5, true)] {
            jumps.note(RowId(row), is_step);
        }
        assert_eq!([jumps.jump(false), jumps.jump(false), jumps.jump(false)], [Some(RowId(9)), Some(RowId(2)), None]);
        assert_eq!([jumps.jump(true), jumps.jump(true), jumps.jump(true)], [Some(RowId(9)), Some(RowId(5)), None]);
        jumps.jump(false);
        jumps.note(RowId(7), false);
        assert_eq!((jumps.jump(true), jumps.jump(false)), (None, Some(RowId(9))));
    }
}
