//! Whether a record is shown rendered or as it was logged.

/// How a record is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rendering {
    /// Markdown and JSON rendered and highlighted.
    #[default]
    Rendered,
    /// The text as it was logged, made visible.
    Raw,
}
