//! What the key of the Welcome screen does.

use crate::app::handler::Context;
use crate::app::overlays::writing::Writing;
use crate::app::screens::screen_state::ScreenState;
use crate::command::WelcomeAction;

/// The Welcome screen, which remembers nothing.
#[derive(Debug, Default)]
pub struct Welcome;

impl Welcome {
    /// Does what a key says.
    #[expect(clippy::unused_self, reason = "every screen is called like this")]
    pub(crate) fn handle(&mut self, action: WelcomeAction, _letter: char, cx: &mut Context<'_>) {
        match action {
            WelcomeAction::Import => cx.open_text(Writing::Import, ""),
        }
    }
}

impl ScreenState for Welcome {}
