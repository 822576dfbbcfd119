//! JSON Web Tokens: parts in base64url with points between, the first of which begins a JSON object. Cut ones too.

use std::ops::Range;

use super::rule::{Class, Pattern, Rule, as_written, before, build, is_word, matches};

pub(super) const RULE: Rule = Rule {
    word: "jwt",
    nouns: ("JSON Web Token", "JSON Web Tokens"),
    help: "A JSON Web Token, also a cut one.",
    class: Class::Secret,
    find,
    same: as_written,
};

static TOKEN: Pattern = Pattern::new(|| {
    build(r"eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*){0,3}|[A-Za-z0-9_+/-]{12,}={0,2})")
});

fn find(text: &str, found: &mut Vec<Range<usize>>) {
    if memchr::memmem::find(text.as_bytes(), b"eyJ").is_some() {
        matches(&TOKEN, text, found, |text, span| !before(text, span.start).is_some_and(is_word));
    }
}
