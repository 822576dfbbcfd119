//! The state of all screens, made from their table.

use super::ListState;
use super::screen_state::ScreenState;
use crate::app::ReadModel;
use crate::app::handler::Context;
use crate::command::{Screen, ScreenAction, for_each_screen};
use crate::domain::RowId;

/// Defines `Screens` with a field for each row, and leads from a row to its field.
macro_rules! screens {
    ($($(#[$doc:meta])* $screen:ident($module:ident, $action:ident, $title:literal, $goes:expr, $keys:tt, $prefixes:tt);)+) => {
        /// The state of all screens.
        #[derive(Debug, Default)]
        pub struct Screens {
            $($(#[$doc])* pub $module: super::$module::$screen,)+
        }

        impl Screens {
            fn state(&self, screen: Screen) -> Option<&dyn ScreenState> {
                match screen {
                    $(Screen::$screen => Some(&self.$module),)+
                }
            }

            fn state_mut(&mut self, screen: Screen) -> Option<&mut dyn ScreenState> {
                match screen {
                    $(Screen::$screen => Some(&mut self.$module),)+
                }
            }

            /// Does what a key of a screen says; `letter` is the key where the action takes any.
            pub(crate) fn handle(&mut self, action: ScreenAction, letter: char, cx: &mut Context<'_>) {
                match action {
                    $(ScreenAction::$screen(action) => self.$module.handle(action, letter, cx),)+
                }
            }
        }
    };
}

for_each_screen!(screens);

impl Screens {
    /// Reads what a screen shows, on going there.
    pub(crate) fn enter(&mut self, screen: Screen, record: Option<RowId>, cx: &mut Context<'_>) {
        if let Some(state) = self.state_mut(screen) {
            state.enter(record, cx);
        }
    }

    /// Returns the list of a screen.
    pub fn list(&self, screen: Screen) -> Option<&ListState> {
        self.state(screen)?.list()
    }

    /// Returns the list of a screen, to change it.
    pub(crate) fn list_mut(&mut self, screen: Screen) -> Option<&mut ListState> {
        self.state_mut(screen)?.list_mut()
    }

    /// Returns the number of lines in view of a screen's list.
    pub fn length(&self, screen: Screen, read_model: &ReadModel) -> usize {
        self.state(screen).map_or(0, |state| state.length(read_model))
    }
}
