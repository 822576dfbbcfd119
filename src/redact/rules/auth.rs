//! Authorisation in headers and commands: bearer, basic and others.

use std::ops::Range;

use super::rule::{Class, Pattern, Rule, as_written, build, matches};

pub(super) const RULE: Rule = Rule {
    word: "auth",
    nouns: ("authorisation", "authorisations"),
    help: "What follows Bearer, Basic or Authorization:, and curl -u.",
    class: Class::Secret,
    find,
    same: as_written,
};

static HEADER: Pattern = Pattern::new(|| {
    build(
        r#"(?i)(?:(?-u:\b)|_)authorization["'\\]{0,3}\s{0,3}(?::|=>|=)\s{0,3}["'\\]{0,3}(?:(?:bearer|basic|token|apikey|api-key|key|digest|negotiate|ntlm|hmac|aws4-hmac-sha256)\s{1,3})?(?P<value>[^\s"'\\,;|<>{}\[\]]{6,})"#,
    )
});
static BEARER: Pattern = Pattern::new(|| build(r"(?i)(?:(?-u:\b)|_)bearer\s{1,3}(?P<value>[A-Za-z0-9._~+/=-]{12,})"));
static BASIC: Pattern = Pattern::new(|| build(r"(?i)(?:(?-u:\b)|_)basic\s{1,3}(?P<value>[A-Za-z0-9+/]{8,}={0,2})"));
// As npm and container registries keep it.
static STORED: Pattern =
    Pattern::new(|| build(r#"(?i)(?-u:\b)_?auth["']?\s?[:=]\s?["']?(?P<value>[A-Za-z0-9+/]{8,}={0,2})"#));
static COMMAND: Pattern = Pattern::new(|| {
    build(
        r#"(?:(?-u:\b)|_)(?:(?:mysql|mysqldump|mysqladmin|mariadb)(?-u:\b)[^\n]{0,200}?\s-p|(?:sshpass|(?:docker|podman|helm registry|oc|az)\s+login)(?-u:\b)[^\n]{0,200}?\s(?:-p|-a)[\s=]?|redis-cli(?-u:\b)[^\n]{0,200}?\s-a\s?|https?\s[^\n]{0,100}?(?:-a|--auth)[\s=]|(?:wandb|npm|vault)\s+login\s(?:--relogin\s)?)["'\\]{0,2}(?P<value>[^\s"'\\;|&<>-][^\s"'\\;|&<>]{3,200})"#,
    )
});
static CURL: Pattern = Pattern::new(|| {
    build(
        r#"(?:(?-u:\b)|_)curl(?-u:\b)[^\n]{0,400}?\s(?:-u|--user|--proxy-user)[\s=]{0,2}["'\\]{0,2}(?P<value>[^\s:"'\\]{1,100}:[^\s"'\\]{1,200})"#,
    )
});

fn find(text: &str, found: &mut Vec<Range<usize>>) {
    let span = |text: &str, span: &Range<usize>| text.get(span.clone()).unwrap_or_default().to_owned();
    matches(&HEADER, text, found, |text, at| {
        let value = span(text, at);
        let is_word = !value.bytes().any(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
        is_credential(&value) && !is_name_of_scheme(&value) && !is_word
    });
    matches(&BEARER, text, found, |text, at| {
        let value = span(text, at);
        value.bytes().any(|byte| byte.is_ascii_digit()) && is_credential(&value)
    });
    matches(&BASIC, text, found, |text, at| is_user_and_password(&span(text, at)));
    matches(&STORED, text, found, |text, at| is_user_and_password(&span(text, at)));
    matches(&COMMAND, text, found, |text, at| {
        let value = span(text, at);
        is_credential(&value) && value.bytes().any(|byte| byte.is_ascii_digit())
    });
    matches(&CURL, text, found, |text, at| is_credential(&span(text, at)));
}

/// Answers whether this may be a credential and is not the name of one: `$TOKEN`, `YOUR_TOKEN`, `…`.
fn is_credential(value: &str) -> bool {
    let is_name = value.starts_with(['$', '%', '(', '`', '#']) || value.contains("$(") || value.contains("${");
    let is_blank = value.chars().all(|c| matches!(c, '*' | 'x' | 'X' | '.' | '…' | '-' | '_' | ':'));
    let lower = value.to_ascii_lowercase();
    let is_example = ["your", "token", "example", "<", "xxxx", "placeholder"].iter().any(|word| lower.contains(word));
    !is_name && !is_blank && (!is_example || has_runs_of_digits(value))
}

/// Answers whether at least four characters are digits, as in no word.
fn has_runs_of_digits(value: &str) -> bool {
    value.bytes().filter(u8::is_ascii_digit).count() >= 4
}

fn is_name_of_scheme(value: &str) -> bool {
    ["bearer", "basic", "digest", "token", "negotiate"].iter().any(|scheme| value.eq_ignore_ascii_case(scheme))
}

/// Answers whether this is base64 of printable text with a colon, as RFC 7617 has it.
fn is_user_and_password(value: &str) -> bool {
    let mut bytes = Vec::with_capacity(value.len());
    let (mut buffer, mut bits) = (0u32, 0);
    for byte in value.trim_end_matches('=').bytes() {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            _ => 63,
        };
        buffer = (buffer << 6) | u32::from(six);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((buffer >> bits) & 0xFF).unwrap_or_default());
        }
    }
    std::str::from_utf8(&bytes).is_ok_and(|text| text.contains(':') && !text.chars().any(char::is_control))
}
