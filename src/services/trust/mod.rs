//! Which programs may be started for a workspace: only what the user allowed, as it was when it was allowed.
//!
//! `program` is what a check would start, with the files that its arguments name; `allowed` is the user's own file;
//! `standing` compares the two; `guard` keeps everything else from being started. Nothing in a workspace can allow.

mod allowed;
mod guard;
mod program;
mod standing;

pub use allowed::{Allowed, TrustFile};
pub use guard::Guard;
pub use program::{NamedFile, Place, Program};
pub use standing::{FileChange, Standing, Wanted, wanted};
