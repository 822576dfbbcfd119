//! The built-in themes: the files of `themes/`, listed by `themes/build.rs` when gemba is compiled.

/// Name and text of each: `dark`, the default, then the others by name.
pub(super) const BUILT_IN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/built_in_themes.rs"));
