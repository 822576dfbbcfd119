//! What some kinds share with each other, and no other code uses.

pub(crate) mod blocks;
pub(crate) mod counted;
pub(crate) mod edit_distance;
pub(crate) mod emoji;
pub(crate) mod expression;
pub(crate) mod figure;
pub(crate) mod grounding;
pub(crate) mod input_field;
pub(crate) mod input_text;
pub(crate) mod length;
pub(crate) mod marks;
pub(crate) mod schema;
pub(crate) mod validator;
pub(crate) mod wording;
pub(crate) mod xml;

use super::portable;
