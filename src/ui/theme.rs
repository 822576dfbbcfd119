//! Colours by role.

/// One theme.
#[derive(Debug, Clone, Default)]
pub struct Theme {}
