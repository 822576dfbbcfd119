//! Blocks in PEM and PGP armour, from BEGIN to END, or as far as they reach where they were cut.

use std::ops::Range;

use super::rule::{Class, Rule, as_written};

pub(super) const RULE: Rule = Rule {
    word: "pem",
    nouns: ("PEM or PGP block", "PEM or PGP blocks"),
    help: "A block between -----BEGIN … and -----END …, as private keys have.",
    class: Class::Secret,
    find,
    same: as_written,
};

fn find(text: &str, found: &mut Vec<Range<usize>>) {
    let begin = memchr::memmem::Finder::new("-----BEGIN ");
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| begin.find(rest.as_bytes())).map(|at| from + at) {
        let rest = text.get(start..).unwrap_or_default();
        let Some(head) = head(rest) else {
            from = start + 11;
            continue;
        };
        let body = rest.get(head..).unwrap_or_default();
        let length = body.find(|c: char| !is_armour(c)).unwrap_or(body.len());
        let armour = body.get(..length).unwrap_or_default();
        // Between two blocks is an END; a block without one ends where its armour does.
        let end = armour.find("-----END ").map_or(armour.trim_end().len(), |at| {
            let after = armour.get(at + 9..).unwrap_or_default();
            at + 9 + after.find("-----").map_or(after.len(), |tail| tail + 5)
        });
        found.push(start..start + head + end);
        from = start + head + end;
    }
}

/// Returns the length of `-----BEGIN … -----`.
fn head(rest: &str) -> Option<usize> {
    let label = rest.get(11..)?;
    let length = label.bytes().take(60).position(|byte| byte == b'-')?;
    let is_label =
        label.bytes().take(length).all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b' ');
    (is_label && label.get(length..)?.starts_with("-----")).then_some(11 + length + 5)
}

/// Answers whether a character may stand in a block: base64, the headers of PGP and of encrypted keys, line ends.
fn is_armour(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '+' | '/' | '=' | '\n' | '\r' | ' ' | '\t' | '-' | ':' | ',' | '.' | '(' | ')')
}
