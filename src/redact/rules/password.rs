//! Values that are given to names such as `password`, `api_key` or `client_secret`, in code, settings, JSON and prose.

use std::ops::Range;

use super::rule::{Class, Pattern, Rule, after, as_written, before, build, matches};

pub(super) const RULE: Rule = Rule {
    word: "password",
    nouns: ("password or secret", "passwords and secrets"),
    help: "What is given to password, api_key, client_secret, access_token and the like.",
    class: Class::Secret,
    find,
    same: as_written,
};

/// Names whose values are secret however they look.
const NAMES: &str = r"pass(?:word|wd|phrase|code)|pwd|(?:api|access|secret|private|account|shared[_-]?access|master|encryption|signing|subscription)[\s_-]?key(?:[\s_-]?id)?|client[\s_-]?secret|app[\s_-]?secret|(?:secret|access)[\s_-]?(?:access[\s_-]?key|token)|(?:auth|access|refresh|bearer|session|api|bot|id|security|private|personal|deploy|csrf|oauth)[\s_-]?token|secret|kennwort|passwort|contraseña|mot de passe|senha|wachtwoord|hasło|пароль|密码|パスワード|비밀번호";

static QUOTED: Pattern = Pattern::new(|| {
    build(&format!(
        r#"(?i)(?:{NAMES})["'\\\]]{{0,4}}\s{{0,3}}(?:=>|:=|==|[:=])\s{{0,3}}(?:[brf]?["'`]|\\+["'])(?P<value>[^"'`\\\s]{{4,256}})["'`\\]"#
    ))
});
static BARE: Pattern = Pattern::new(|| {
    build(&format!(
        r#"(?i)(?:{NAMES})["'*]{{0,3}}(?:\s{{0,3}}(?:=>|:=|[:：])|\sis:?\s|\sist:?\s|\ses:?\s|\s->)[*]{{0,2}}[ \t]{{0,3}}(?P<value>[^\s"'`,;<>(){{}}\[\]|]{{5,256}})"#
    ))
});
// In a query of an address `&` begins the next name.
static ASSIGNED: Pattern = Pattern::new(|| {
    build(&format!(
        r#"(?i)(?:{NAMES})["']{{0,2}}\s{{0,3}}={{1,2}}[ \t]{{0,3}}(?P<value>[^\s"'`,;&<>(){{}}\[\]|]{{5,256}})"#
    ))
});
// `pass` is part of many words, and the verdict of many tests.
static SHORT: Pattern = Pattern::new(|| {
    build(
        r#"(?i)(?:\b|_)(?:pass|pw)["'*]{0,3}\s{0,3}(?:=>|:=|[:=])\s{0,3}["'`]?(?P<value>[^\s"'`,;&<>(){}\[\]|]{6,128})"#,
    )
});
static SAID: Pattern = Pattern::new(|| {
    build(&format!(r#"(?i)(?:{NAMES})(?:\sis:?\s|\sist:?\s|\ses:?\s)["'`“‘](?P<value>[^"'`“”‘’\s]{{4,128}})["'`”’]"#))
});
static BESIDE: Pattern = Pattern::new(|| {
    build(
        r#"(?i)(?:(?-u:\b)|_)(?:password|passwort|kennwort|passwd|contraseña|senha)\s(?:[-–—]\s)?(?P<value>[^\s"'`,;<>(){}\[\]|]{6,128})"#,
    )
});
static FLAG: Pattern =
    Pattern::new(|| build(&format!(r#"(?i)--?(?:{NAMES}|token|pass)[ =](?P<value>[^\s"'`;&<>(){{}}\[\]|]{{5,256}})"#)));
static TOKEN: Pattern = Pattern::new(|| {
    build(
        r#"(?i)(?:token|auth|key|key[_-]?base|sig|signature|sid|sess(?:ion)?[_-]?id|session|credentials?)["'\\]{0,3}\s{0,2}[:=]\s{0,2}["'\\]{0,3}(?P<value>[A-Za-z0-9_+/.~%-]{20,512}={0,2})"#,
    )
});
static ELEMENT: Pattern =
    Pattern::new(|| build(&format!(r"(?i)<(?:\w{{1,20}}:)?(?:{NAMES})>(?P<value>[^<>\s]{{4,256}})</")));

fn find(text: &str, found: &mut Vec<Range<usize>>) {
    let value = |text: &str, span: &Range<usize>| text.get(span.clone()).unwrap_or_default().to_owned();
    matches(&QUOTED, text, found, |text, span| is_value(&value(text, span)));
    let is_bare = |text: &str, span: &Range<usize>| {
        let value = value(text, span);
        let trimmed = value.trim_end_matches(['.', '!', '?', '*', '_', ':']);
        let is_call = matches!(after(text, span.end), Some('(' | '['));
        // `password=word`, as in a query or a connection, is no prose.
        let is_tight = before(text, span.start) == Some('=');
        let is_long = is_tight && trimmed.len() >= 20 && trimmed.bytes().any(|byte| byte.is_ascii_digit());
        (!is_call || is_long || trimmed.len() >= 12 && is_scrambled(trimmed))
            && is_value(trimmed)
            && (is_mixed(trimmed) || is_tight && !is_code(trimmed))
    };
    matches(&BARE, text, found, is_bare);
    matches(&ASSIGNED, text, found, is_bare);
    matches(&FLAG, text, found, |text, span| is_value(&value(text, span)) && is_mixed(&value(text, span)));
    matches(&TOKEN, text, found, |text, span| is_value(&value(text, span)) && is_random(&value(text, span)));
    matches(&SHORT, text, found, |text, span| {
        let value = value(text, span);
        let has = |is: fn(char) -> bool| value.chars().any(is);
        is_value(&value) && has(char::is_alphabetic) && has(|c| c.is_ascii_digit()) && !is_code(&value)
    });
    matches(&SAID, text, found, |text, span| is_value(&value(text, span)) && is_mixed(&value(text, span)));
    matches(&BESIDE, text, found, |text, span| is_value(&value(text, span)) && is_scrambled(&value(text, span)));
    matches(&ELEMENT, text, found, |text, span| is_value(&value(text, span)));
}

/// Words that stand where a secret would, and are none.
const NO_VALUES: &[&str] = &[
    "none",
    "null",
    "nil",
    "true",
    "false",
    "undefined",
    "string",
    "str",
    "text",
    "password",
    "passwd",
    "secret",
    "token",
    "required",
    "optional",
    "hidden",
    "varchar",
    "char",
    "bytes",
    "value",
    "empty",
    "unknown",
    "number",
    "username",
];

/// Answers whether a value may be a secret, and not a variable, a type, a blank or the word for one.
fn is_value(value: &str) -> bool {
    let lower = value.to_lowercase();
    let is_variable = value.starts_with(['$', '%', '<', '{', '[', '@'])
        || [
            "env.",
            "environ",
            "getenv",
            "process.",
            "os.",
            "config.",
            "settings.",
            "request.",
            "self.",
            "this.",
            "args.",
        ]
        .iter()
        .any(|start| lower.starts_with(start));
    let is_blank = value.chars().all(|c| matches!(c, '*' | 'x' | 'X' | '.' | '…' | '-' | '_' | '•' | '#' | '='));
    let is_example =
        ["your", "example", "placeholder", "changeme", "redacted", "insert", "_here", "-here", "xxxx", "...", "***"]
            .iter()
            .any(|word| lower.contains(word));
    // The keys of documentations are keys too.
    let has = |is: fn(&u8) -> bool| value.bytes().any(|byte| is(&byte));
    let is_random =
        value.len() >= 32 && has(u8::is_ascii_digit) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase);
    !is_variable && !is_blank && (!is_example || is_random) && !NO_VALUES.contains(&lower.as_str())
}

/// Answers whether a value has digits or signs among its letters.
fn is_mixed(value: &str) -> bool {
    let has_letter = value.chars().any(char::is_alphabetic);
    let others = value.chars().filter(|c| !c.is_alphabetic() && !matches!(c, '_' | '-' | '.' | '/' | ':'));
    let all_digits = value.len() >= 6 && value.bytes().all(|byte| byte.is_ascii_digit());
    has_letter && others.count() > 0 || all_digits
}

/// Answers whether a value is an expression of a program: `user.password`, `form_password`.
fn is_code(value: &str) -> bool {
    value.contains(['.', '$']) || value.to_lowercase().contains("pass")
}

/// Answers whether letters and digits of a value take turns, as in no word and no name of a version: `S3cr3tPw9`.
fn is_scrambled(value: &str) -> bool {
    let kinds: Vec<bool> = value.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.is_ascii_digit()).collect();
    kinds.windows(2).filter(|two| matches!(two, [one, other] if one != other)).count() >= 3
        && !value.contains(['/', '.'])
}

/// Answers whether a value is no word: it mixes digits with letters, or letters of both cases throughout.
fn is_random(value: &str) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let letters = value.bytes().filter(u8::is_ascii_alphabetic).count();
    digits >= 3 && letters >= 3 && !value.contains("://")
}
