//! Which of the judged records a stub carries as cases, as a user orders it.

/// Cases of each side that a stub carries unless another number is asked for.
const EACH: usize = 20;

/// The cases that a stub is written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StubCases {
    /// The most known-bad ones, and the most good ones.
    pub each: usize,
    /// Whether those of a weak stub are replayed too; without it, such a stub is one test that fails.
    pub of_weak: bool,
}

impl Default for StubCases {
    fn default() -> Self {
        Self { each: EACH, of_weak: false }
    }
}
