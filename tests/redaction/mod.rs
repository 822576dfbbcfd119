//! What is found of secrets and personal data, and that none of it leaves where it is masked.

mod corpus;
mod leaving;
mod others;
mod outputs;
pub(crate) mod planted;
mod properties;
