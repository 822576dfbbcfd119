//! Colours by role: the built-in themes, the user's own, and none at all. The only place that knows a colour.
//!
//! `role` lists the roles, `theme` gives each its style, `file` reads theme files, those of `themes/` too,
//! `presenting` makes a theme clearer, as `contrast` measures it.
//! The default, `dark`, leaves the terminal's own background and foreground alone.

mod contrast;
mod file;
mod presenting;
mod role;
#[expect(clippy::module_inception, reason = "the folder and its main type share a name")]
mod theme;

pub use file::OwnTheme;
pub use role::{ROLES, Role};
pub use theme::Theme;

#[cfg(test)]
mod tests;
