//! Finds secrets and personal data in text and masks them by span: `[email 483920]`. Nothing else of the text changes.
//!
//! `rules/` holds a file for each rule and the table of them, `view` undoes what a log did to the text (escapes, odd
//! digits), `redactor` runs the rules, `numbers` numbers what they find, `counts` says how much it was, `policy` what the
//! settings add and switch off. Personal names and postal addresses are not found: that takes more than a pattern.

mod counts;
mod json;
mod numbers;
mod placeholder;
mod policy;
mod record;
mod redactor;
mod rule;
mod rules;
mod view;

pub use counts::Counts;
pub use numbers::{Found, Key};
pub use policy::{Mode, NOT_FOUND, Policy};
pub use redactor::{Masked, Redactor};
pub use rule::{Class, Rule};
pub use rules::RULES;

#[cfg(test)]
mod tests;
