//! The table of rules: one file each, named like it. Where two rules find overlapping spans the earlier one names both.

mod auth;
mod card;
mod email;
mod iban;
mod ip;
mod jwt;
mod key;
mod login;
mod mac;
mod password;
mod pem;
mod phone;
mod phone_countries;

use super::rule::{self, Class, Rule};

/// Every rule, in the order of counts.
pub const RULES: &[Rule] = &[
    pem::RULE,
    key::RULE,
    jwt::RULE,
    login::RULE,
    auth::RULE,
    password::RULE,
    email::RULE,
    iban::RULE,
    card::RULE,
    mac::RULE,
    ip::RULE,
    phone::RULE,
];

/// What the user's own words and expressions are called. They are searched by the redactor.
pub(super) const OWN: &[Rule] = &[
    Rule {
        word: "word",
        nouns: ("word of yours", "words of yours"),
        help: "A word of the setting `words`.",
        class: Class::Identity,
        find: |_, _| {},
        same: rule::as_written,
    },
    Rule {
        word: "match",
        nouns: ("match of an expression of yours", "matches of expressions of yours"),
        help: "What an expression of the setting `patterns` matches.",
        class: Class::Identity,
        find: |_, _| {},
        same: rule::as_written,
    },
];

#[cfg(test)]
mod tests {
    use super::{OWN, RULES};

    #[test]
    fn every_rule_has_a_file_and_every_file_a_row() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/redact/rules");
        let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut files: Vec<String> = names.map(|name| name.trim_end_matches(".rs").to_owned()).collect();
        files.retain(|name| name != "mod" && name != "phone_countries");
        files.sort();
        let mut words: Vec<&str> = RULES.iter().map(|rule| rule.word).collect();
        words.sort_unstable();
        assert_eq!(files, words);
        assert!(RULES.iter().chain(OWN).all(|rule| rule.help.ends_with('.')));
    }
}
