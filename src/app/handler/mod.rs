//! What a handler of a screen or an overlay is given, and what it can ask for.

pub(crate) mod context;
pub(crate) mod intent;
