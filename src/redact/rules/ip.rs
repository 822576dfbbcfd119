//! Addresses of the internet protocol, version 4 and 6, but not those that every machine has.

use std::net::{IpAddr, Ipv6Addr};
use std::ops::Range;

use super::rule::{Class, Pattern, Rule, after, before, build, is_word};

pub(super) const RULE: Rule = Rule {
    word: "ip",
    nouns: ("IP address", "IP addresses"),
    help: "An IPv4 or IPv6 address, but not loopback, netmasks and broadcast.",
    class: Class::Identity,
    find,
    same,
};

static FOUR: Pattern = Pattern::new(|| build(r"\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}"));
static SIX: Pattern = Pattern::new(|| build(r"[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:]*(?:(?:\.\d{1,3}){3})?"));

fn find(text: &str, found: &mut Vec<Range<usize>>) {
    if let Some(four) = FOUR.as_ref() {
        for candidate in four.find_iter(text) {
            let address: Option<std::net::Ipv4Addr> = candidate.as_str().parse().ok();
            let is_everywhere = address
                .is_none_or(|address| address.is_loopback() || address.is_unspecified() || address.octets()[0] == 255);
            if !is_everywhere && is_whole(text, &candidate.range()) && !is_version(text, candidate.start()) {
                found.push(candidate.range());
            }
        }
    }
    if let Some(six) = SIX.as_ref().filter(|_| memchr::memchr(b':', text.as_bytes()).is_some()) {
        for candidate in six.find_iter(text) {
            found.extend(version_six(text, candidate.range()));
        }
    }
}

/// Answers whether no further number follows or goes before, as in `1.2.3.4.5`.
fn is_whole(text: &str, span: &Range<usize>) -> bool {
    let joined = |sign: Option<char>, next: Option<char>| {
        sign.is_some_and(is_word) || sign == Some('.') && next.is_some_and(|c| c.is_ascii_digit())
    };
    let first = before(text, span.start);
    let second = first.and_then(|c| before(text, span.start - c.len_utf8()));
    !joined(first, second) && !joined(after(text, span.end), after(text, span.end + 1))
}

/// Answers whether four numbers are a version: `v1.2.3.4`, `Chrome/1.2.3.4`, `version 1.2.3.4`.
fn is_version(text: &str, start: usize) -> bool {
    let head = text.get(..start).unwrap_or_default();
    if let Some(name) = head.strip_suffix('/') {
        return name.ends_with(|c: char| c.is_ascii_alphabetic());
    }
    let line = head.trim_end_matches([' ', ':', '=', '"']);
    let lower: String =
        line.chars().rev().take(8).collect::<Vec<_>>().into_iter().rev().collect::<String>().to_lowercase();
    ["version", "ver.", "section", "chapter", "clause", "build", "release"].iter().any(|word| lower.ends_with(word))
}

/// Returns the span of an IPv6 address in a run of hexadecimal digits and colons.
fn version_six(text: &str, span: Range<usize>) -> Option<Range<usize>> {
    let run = text.get(span.clone())?;
    // A colon before or behind is punctuation, two are part of the address.
    let lead = usize::from(run.starts_with(':') && !run.starts_with("::"));
    let run = run.get(lead..)?;
    let trimmed = if run.ends_with(':') && !run.ends_with("::") { run.get(..run.len() - 1)? } else { run };
    let start = span.start + lead;
    // A colon may stand before a word that begins with the letters of a group.
    let is_joined = after(text, start + trimmed.len()).is_some_and(is_word);
    let shorter = trimmed.rsplit_once(':').map(|(head, _)| head).filter(|_| is_joined);
    let trimmed = shorter.unwrap_or(trimmed);
    let end = start + trimmed.len();
    let address: Ipv6Addr = trimmed.parse().ok()?;
    let groups = trimmed.split(':').filter(|group| !group.is_empty()).count();
    let is_name = trimmed.contains("::") && (groups < 2 || !trimmed.bytes().any(|byte| byte.is_ascii_digit()));
    let is_joined = before(text, start).is_some_and(is_word) || after(text, end).is_some_and(is_word);
    (!is_name && !is_joined && !address.is_loopback() && !address.is_unspecified()).then_some(start..end)
}

/// Addresses are the same however they are shortened.
fn same(text: &str) -> String {
    text.parse::<IpAddr>().map_or_else(|_| text.to_lowercase(), |address| address.to_string())
}
