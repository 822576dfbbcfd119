//! Names and passwords in addresses: `scheme://user:password@host`, also without a user.

use std::ops::Range;

use super::rule::{Class, Pattern, Rule, as_written, build, matches};

pub(super) const RULE: Rule = Rule {
    word: "login",
    nouns: ("address with a password", "addresses with a password"),
    help: "User and password in an address: https://user:password@host.",
    class: Class::Secret,
    find,
    same: as_written,
};

// A password may hold @ where whoever wrote the address forgot to escape it: the last @ before the host counts.
static LOGIN: Pattern = Pattern::new(|| {
    build(
        r#"(?i)[a-z0-9+.-]{1,20}://(?P<value>[^\s/:@"'<>?#\[\]{}]{0,256}:[^\s/"'<>\[\]{}]{1,256})@[\p{L}\p{N}.\[$_-]"#,
    )
});
// Passwords with a slash in them, which only the schemes of databases and queues have.
static DATABASE: Pattern = Pattern::new(|| {
    build(
        r#"(?i)(?:postgres(?:ql)?|mysql|mariadb|mongodb|rediss?|amqps?|mssql|sqlserver|clickhouse|kafka|ldaps?|smtps?|s?ftp|imaps?)(?:\+[a-z0-9]+)?://(?P<value>[^\s/:@"'<>]{0,256}:[^\s@"'<>]{1,256})@"#,
    )
});

fn find(text: &str, found: &mut Vec<Range<usize>>) {
    if memchr::memmem::find(text.as_bytes(), b"://").is_none() {
        return;
    }
    let is_no_placeholder = |text: &str, span: &Range<usize>| {
        let login = text.get(span.clone()).unwrap_or_default();
        let password = login.split_once(':').map_or(login, |(_, password)| password);
        !password.starts_with('$') && !password.chars().all(|c| matches!(c, '*' | 'x' | 'X' | '.'))
    };
    matches(&LOGIN, text, found, is_no_placeholder);
    matches(&DATABASE, text, found, is_no_placeholder);
}
