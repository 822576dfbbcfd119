//! Blocks in PEM, SSH2 and PGP armour, from BEGIN to END, or as far as they reach where they were cut; and keys of `PuTTY`.

use std::ops::Range;

use super::rule::{Class, Pattern, Rule, as_written, build, matches};

pub(super) const RULE: Rule = Rule {
    word: "pem",
    nouns: ("PEM or PGP block", "PEM or PGP blocks"),
    help: "A block between -----BEGIN … and -----END …, as private keys have.",
    class: Class::Secret,
    find,
    same: as_written,
};

/// A block has so many bytes at most: a long chain of certificates is several.
const LONGEST: usize = 32_768;

// SSH2 has four dashes and blanks (RFC 4716).
static BEGIN: Pattern = Pattern::new(|| build(r"-{4,5} ?BEGIN [A-Z0-9 ]{1,60}?(?: -{4}|-{5})"));
static PUTTY: Pattern = Pattern::new(|| build(r"Private-Lines: \d+\s+(?P<value>(?:[A-Za-z0-9+/=]{8,}\s*)+)"));

fn find(text: &str, found: &mut Vec<Range<usize>>) {
    if memchr::memmem::find(text.as_bytes(), b"BEGIN ").is_some() {
        blocks(text, found);
    }
    if memchr::memmem::find(text.as_bytes(), b"Private-Lines: ").is_some() {
        matches(&PUTTY, text, found, |_, _| true);
    }
}

fn blocks(text: &str, found: &mut Vec<Range<usize>>) {
    let Some(begin) = BEGIN.as_ref() else { return };
    let mut from = 0;
    while let Some(head) = begin.find_at(text, from) {
        let body = text.get(head.end()..).unwrap_or_default();
        let end = head.end() + ended(body).unwrap_or_else(|| armour(body));
        found.push(head.start()..end);
        from = end;
    }
}

/// Returns where the block ends whose body a text begins with, behind the line that says so: whatever a log puts between, as `>`
/// of a quotation. Before another block begins.
fn ended(body: &str) -> Option<usize> {
    let near = body.as_bytes().get(..body.len().min(LONGEST))?;
    let end = memchr::memmem::find(near, b"---- END ").or_else(|| memchr::memmem::find(near, b"-----END "))?;
    let begins = memchr::memmem::find(near, b"BEGIN ").is_some_and(|begins| begins < end);
    let label = end + 9;
    let tail = body.get(label..).and_then(|tail| tail.find("----"))?;
    let dashes = body.get(label + tail..)?.bytes().take_while(|byte| *byte == b'-').count().min(5);
    (!begins && tail <= 60).then_some(label + tail + dashes)
}

/// Returns how long the armour is that a text begins with.
fn armour(body: &str) -> usize {
    let length = body.find(|c: char| !is_armour(c)).unwrap_or(body.len());
    body.get(..length).unwrap_or_default().trim_end().len()
}

/// Answers whether a character may stand in a block: base64, the headers of PGP and of encrypted keys, line ends.
fn is_armour(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '+' | '/' | '=' | '\n' | '\r' | ' ' | '\t' | '-' | ':' | ',' | '.' | '(' | ')')
}
