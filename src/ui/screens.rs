//! The bodies of the screens: how each looks is in its folder, `src/app/screens/`.

use super::painter::Painter;
use crate::app::{Model, Screen};
use crate::command::for_each_screen;

/// Defines `draw` with an arm for each screen.
macro_rules! bodies {
    ($($(#[$doc:meta])* $screen:ident($module:ident, $action:ident, $title:literal, $goes:expr, $keys:tt, $prefixes:tt);)+) => {
        /// Paints the body of the screen.
        pub(super) fn draw(model: &Model, painter: &mut Painter<'_>) {
            match model.screen {
                $(Screen::$screen => crate::app::screens::$module::draw::draw(model, painter),)+
            }
        }
    };
}

for_each_screen!(bodies);
