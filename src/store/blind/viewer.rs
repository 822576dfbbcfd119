//! Who looks at a workspace.

use crate::domain::Name;

/// Who looks at a workspace: what others said of an open blind set is not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    name: Option<Name>,
    /// Whether the viewer's own blind judgements are shown.
    sees_own: bool,
}

impl Viewer {
    /// A reviewer, who sees what that reviewer said.
    #[must_use]
    pub fn of(name: &Name) -> Self {
        Self { name: Some(name.clone()), sees_own: true }
    }

    /// Nobody by name, who sees of an open blind set what neither of its reviewers said.
    #[must_use]
    pub const fn nobody() -> Self {
        Self { name: None, sees_own: false }
    }

    /// A reviewer who writes a file for others: what is blind is in no file, the reviewer's own neither, unless that one asked
    /// to see all.
    #[must_use]
    pub fn outgoing(name: &Name) -> Self {
        Self { name: Some(name.clone()), sees_own: false }
    }

    /// Returns this viewer as one who writes for others.
    #[must_use]
    pub fn without_own(&self) -> Self {
        Self { sees_own: false, ..self.clone() }
    }

    /// Returns the name.
    #[must_use]
    pub const fn name(&self) -> Option<&Name> {
        self.name.as_ref()
    }

    /// Returns whether the viewer is this reviewer of a blind set, who sees what is his or her own.
    pub(crate) fn is(&self, reviewer: &Name) -> bool {
        self.sees_own && self.name.as_ref() == Some(reviewer)
    }
}
