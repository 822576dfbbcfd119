//! What every screen beside Review answers. One without a list, or with nothing to read, leaves that out.

use super::ListState;
use crate::app::ReadModel;
use crate::app::handler::Context;
use crate::domain::RowId;

/// The state of a screen.
pub(crate) trait ScreenState {
    /// Reads what the screen shows, on going there. `record` is the one under the cursor of Review.
    fn enter(&mut self, record: Option<RowId>, cx: &mut Context<'_>) {
        let _ = (record, cx);
    }

    /// Returns its list.
    fn list(&self) -> Option<&ListState> {
        None
    }

    /// Returns its list, to change it.
    fn list_mut(&mut self) -> Option<&mut ListState> {
        None
    }

    /// Returns the number of lines of the list that its filter shows.
    fn length(&self, read_model: &ReadModel) -> usize {
        let _ = read_model;
        0
    }
}

/// Gives a screen whose body is one list, `self.list` with the lines of `self.rows`, the methods about it.
macro_rules! shows_list {
    () => {
        fn list(&self) -> Option<&ListState> {
            Some(&self.list)
        }

        fn list_mut(&mut self) -> Option<&mut ListState> {
            Some(&mut self.list)
        }

        fn length(&self, read_model: &ReadModel) -> usize {
            self.rows(read_model).len()
        }
    };
}

pub(crate) use shows_list;
