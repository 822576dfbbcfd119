//! What one reviewer does since the program began, and what of it others see while the screen is presented.

mod cover;
#[expect(clippy::module_inception, reason = "the session, beside what covers it")]
mod session;
mod wording;

pub use cover::{Cover, presenting_words};
pub use session::Session;
