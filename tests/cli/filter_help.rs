//! `gemba help filter`: each of its terms can be read, and none is missing.

use gemba::domain::filter::{FIELDS, parse};

use super::Cli;

#[test]
fn every_term_of_the_help_can_be_read_and_every_field_is_in_it() {
    let help = Cli::new().run(&["help", "filter"]).good().out;
    assert_eq!(help, Cli::new().run(&["filter", "--help"]).good().out);
    let text = Cli::new().run(&["filter"]).good().out;
    let mut terms = Vec::new();
    for line in text.lines().filter_map(|line| line.strip_prefix("  ")) {
        match line.strip_prefix("gemba list ") {
            Some(filter) => terms.push(filter.trim_matches('\'').to_owned()),
            None => terms.push(line.split_once("  ").unwrap().0.to_owned()),
        }
    }
    for term in &terms {
        assert!(parse(term).is_ok(), "{term}: {:?}", parse(term));
    }
    for field in FIELDS {
        let begins = |term: &String| term.starts_with(&format!("{field}:")) || term.starts_with(&format!("{field}."));
        assert!(terms.iter().any(begins), "the help leaves out {field}");
    }
}

#[test]
fn the_help_fits_a_terminal_and_names_the_words_behind_a_colon() {
    let text = Cli::new().run(&["filter"]).good().out;
    for word in ["pass, defer, declined, any, none", "met, na", "invalid-json, markdown, text, empty"] {
        assert!(text.contains(word), "{word}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 120));
}
