//! What kinds of check share, without a view of the rest of gemba. The Rust helper of generated stubs holds these files
//! and the kinds' own word for word (`stubs::rust_helper`), so that a generated check cannot disagree with gemba.
//!
//! Nothing here names `crate::` outside this file: records, specs and problems come from the re-exports below, which
//! the helper defines for itself.

pub(crate) mod case_fold;
pub(crate) mod char_ranges;
mod compiled;
mod kind;
pub(crate) mod languages;
pub(crate) mod lengths;
pub(crate) mod links;
pub(crate) mod markdown;
pub(crate) mod numbers;
pub(crate) mod on;
pub(crate) mod params;
pub(crate) mod path;
pub(crate) mod prose;
pub(crate) mod strict_json;
pub(crate) mod word_lists;

pub(crate) use crate::domain::{CheckSpec, Content, Message, Part, Record, Role};
pub(crate) use crate::error::{Problem, Result};
pub use compiled::{Compiled, Objection, Subject};
pub(crate) use compiled::{check_fn, fail_unless};
pub use kind::{CandidateKind, Engine, Group, Kind, Param, Params, Portable, SchemaPart, Takes};
pub use on::Reads;
