//! E-mail addresses, also of domains in other scripts, and with `[at]` and `[dot]`.

use std::ops::Range;

use super::rule::{Class, Pattern, Rule, before, build, matches};

pub(super) const RULE: Rule = Rule {
    word: "email",
    nouns: ("e-mail address", "e-mail addresses"),
    help: "An e-mail address, also with escapes, other scripts, or [at] and [dot].",
    class: Class::Identity,
    find,
    same,
};

/// The longest local part and domain (RFC 5321, 4.5.3.1), in characters.
const LONGEST: (usize, usize) = (64, 255);

// Classes of letters of all scripts, repeated, would make the expression large.
static SPELLED: Pattern = Pattern::new(|| {
    build(
        r#"(?i)[^\s@\[\](){}<>,;:"'/]{1,64}\s?(?:\[\s?at\s?\]|\(\s?at\s?\)|\{\s?at\s?\}|<\s?at\s?>)\s?[^\s@\[\](){}<>.,;:"'/]{1,63}(?:\s?(?:\[\s?dot\s?\]|\(\s?dot\s?\)|\{\s?dot\s?\}|<\s?dot\s?>|\.)\s?[^\s@\[\](){}<>.,;:"'/]{2,63}){1,5}"#,
    )
});

// Without brackets only before the end of a domain that everybody knows.
static WORDED: Pattern = Pattern::new(|| {
    build(
        r"(?i)(?-u:\b)[A-Za-z0-9_.+-]{2,64} at [A-Za-z0-9-]{2,63}(?: dot [A-Za-z0-9-]{2,63}){0,3} dot (?:com|org|net|edu|gov|io|info|biz|dev|app|ai|co|uk|de|fr|es|it|nl|ch|at|pl|pt|br|in|jp|cn|ru|eu|us|ca|au|ie)(?-u:\b)",
    )
});
static SPACED: Pattern = Pattern::new(|| {
    build(
        r"[A-Za-z0-9][A-Za-z0-9_.+-]{0,63}(?: @ ?|@ )[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9-]{1,63}){0,4}\.[a-z]{2,24}(?-u:\b)",
    )
});

fn find(text: &str, found: &mut Vec<Range<usize>>) {
    for at in memchr::memchr_iter(b'@', text.as_bytes()) {
        found.extend(around(text, at));
    }
    if memchr::memmem::find(text.as_bytes(), b" @").is_some() || memchr::memmem::find(text.as_bytes(), b"@ ").is_some()
    {
        matches(&SPACED, text, found, |text, span| !is_file(text.get(span.clone()).unwrap_or_default()));
    }
    if memchr::memmem::find(text.as_bytes(), b" dot ").is_some()
        || memchr::memmem::find(text.as_bytes(), b" DOT ").is_some()
    {
        matches(&WORDED, text, found, |_, _| true);
    }
    if memchr::memchr3(b'[', b'(', b'{', text.as_bytes()).is_some() || text.contains('<') {
        matches(&SPELLED, text, found, |_, _| true);
    }
}

/// Returns the address around an `@`.
fn around(text: &str, at: usize) -> Option<Range<usize>> {
    let (head, tail) = (text.get(..at)?, text.get(at + 1..)?);
    let start = match head.strip_suffix('"') {
        Some(quoted) => quoted.rfind('"').filter(|start| {
            (1..=LONGEST.0).contains(&(quoted.len() - start - 1))
                && !quoted.get(start + 1..).unwrap_or_default().contains('\n')
        })?,
        None => local_part(head)?,
    };
    let end = at + 1 + domain(tail)?;
    let local = text.get(start..at)?;
    // `git@host:path` names no person.
    (!matches!(local, "git" | "hg" | "svn")).then_some(start..end)
}

/// Returns where the local part at the end of a text begins.
fn local_part(head: &str) -> Option<usize> {
    let is_part = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let mut start = head.len();
    for (index, c) in head.char_indices().rev().take(LONGEST.0) {
        if !is_part(c) {
            break;
        }
        start = index;
    }
    // Signs that stand before an address more often than in one.
    let local = head.get(start..)?;
    let from =
        local.rfind(['=', '/', '`', '{', '|', '?', '&', '*', '#', '!', '$', '~', '^', '}']).map_or(0, |sign| sign + 1);
    // Within a name an apostrophe is part of it: `o'hara`.
    let quote = local.rmatch_indices('\'').find(|(at, _)| !before(local, *at).is_some_and(char::is_alphanumeric));
    let from = from.max(quote.map_or(0, |(at, _)| at + 1));
    let local = local.get(from..)?.trim_start_matches(['.', '-', '%', '+']);
    (local.chars().any(char::is_alphanumeric)).then(|| head.len() - local.len())
}

/// Ends of names that are files, not hosts.
const FILES: &[&str] = &[
    "png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "mjs", "ts", "tsx", "jsx", "json", "html", "py", "rb",
    "md", "txt", "map", "scss", "less", "vue", "xml", "yml", "yaml", "toml", "lock", "exe", "dll", "bmp", "ico",
];

/// Answers whether the last part of a name is the ending of a file.
fn is_file(name: &str) -> bool {
    name.rsplit('.').next().is_some_and(|last| FILES.contains(&last.to_lowercase().as_str()))
}

/// Returns the length of the domain at the beginning of a text.
fn domain(tail: &str) -> Option<usize> {
    if let Some(literal) = tail.strip_prefix('[') {
        let end = literal.bytes().take(64).position(|byte| byte == b']')?;
        let address = literal.get(..end)?.trim_start_matches("IPv6:");
        return address.parse::<std::net::IpAddr>().is_ok().then_some(end + 2);
    }
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '_') || is_mark(c);
    let end = tail.char_indices().take(LONGEST.1).find(|(_, c)| !is_part(*c)).map_or(tail.len(), |(index, _)| index);
    let mut domain = tail.get(..end)?.trim_end_matches(['.', '-', '_']);
    if let Some(double) = domain.find("..") {
        domain = domain.get(..double)?;
    }
    let (host, last) = domain.rsplit_once('.')?;
    // A sentence may go on after its full stop without a blank: `a@example.com.Then`.
    let (host, last) = match host.rsplit_once('.') {
        Some((inner, true_last))
            if last.starts_with(char::is_uppercase) && true_last.chars().all(char::is_lowercase) =>
        {
            (inner, true_last)
        }
        _ => (host, last),
    };
    // No last label has a hyphen, but those of other scripts in ASCII.
    let last = if last.starts_with("xn--") { last } else { last.split(['-', '_']).next().unwrap_or_default() };
    let is_name =
        last.chars().count() >= 2 && last.chars().all(|c| c.is_alphabetic() || is_mark(c)) || last.starts_with("xn--");
    let is_host = !host.is_empty() && host.split('.').all(|label| !label.is_empty() && label.chars().count() <= 63);
    (is_name && is_host && !FILES.contains(&last.to_lowercase().as_str())).then_some(host.len() + 1 + last.len())
}

/// Answers whether a character is a mark of a script, as labels in Hindi or Thai have.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{900}'..='\u{DFF}' | '\u{E31}'..='\u{E4E}')
}

/// Addresses are the same whatever their case.
fn same(text: &str) -> String {
    let spelled = text.to_lowercase();
    let spelled = spelled.replace(" at ", "@").replace(" dot ", ".");
    let plain: String = spelled.chars().filter(|c| !c.is_whitespace()).collect();
    let at = ["[at]", "(at)", "{at}", "<at>"].iter().fold(plain, |plain, at| plain.replace(at, "@"));
    ["[dot]", "(dot)", "{dot}", "<dot>"].iter().fold(at, |plain, dot| plain.replace(dot, "."))
}
