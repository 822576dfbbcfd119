//! One file that is to be written, and whose it is afterwards.

/// Whose a file is once it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ownership {
    /// gemba rewrites it as long as nobody changed it.
    Gemba,
    /// Written when absent, then the user's.
    User,
}

/// One file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutFile {
    /// Its path below the output folder, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Whose it is.
    pub ownership: Ownership,
}

impl OutFile {
    /// A file that gemba rewrites.
    pub fn ours(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into(), ownership: Ownership::Gemba }
    }

    /// A hook, the user's once written.
    pub fn hook(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into(), ownership: Ownership::User }
    }
}
