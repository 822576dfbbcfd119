//! Links to the traces of records: an address for each source, filled with what was logged of a record.
//!
//! What was logged is percent-encoded (RFC 3986, 2.1), so it stays one part of the address; the host is the settings'.

use std::fmt::Write as _;

use crate::domain::{Record, RecordId, Untrusted};

/// The source whose address holds for all sources without their own.
const EVERY: &str = "*";

/// What an address may hold in braces.
const PARTS: [&str; 3] = ["id", "conversation", "record"];

/// So many bytes of what was logged go into a link at most.
const LONGEST: usize = 512;

/// The addresses of traces by source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TraceLinks {
    of_sources: Vec<(String, String)>,
}

/// What a link is made of.
#[derive(Debug, Clone, Copy)]
pub struct Traced<'a> {
    /// The record.
    pub record: RecordId,
    /// The name of its source.
    pub source: &'a Untrusted,
    /// Its id in the log.
    pub id: Option<&'a Untrusted>,
    /// The conversation that it belongs to.
    pub conversation: Option<&'a Untrusted>,
}

impl<'a> Traced<'a> {
    /// Returns what the link of a record is made of.
    #[must_use]
    pub const fn of(record: &'a Record) -> Self {
        let Record { id, source, content, .. } = record;
        Self { record: *id, source, id: content.external_id.as_ref(), conversation: content.conversation.as_ref() }
    }
}

impl TraceLinks {
    /// Takes the addresses with their sources; `*` is every source without its own.
    #[must_use]
    pub const fn new(of_sources: Vec<(String, String)>) -> Self {
        Self { of_sources }
    }

    /// Returns whether there is no address at all.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.of_sources.is_empty()
    }

    /// Returns the addresses in words: `prod: https://traces.example/{id}`.
    #[must_use]
    pub fn words(&self) -> String {
        let words = |(source, address): &(String, String)| format!("{source}: {address}");
        self.of_sources.iter().map(words).collect::<Vec<_>>().join(", ")
    }

    /// Returns the link of a record; `None` where its source has no address, or the record not what the address asks for.
    #[must_use]
    pub fn link(&self, of: &Traced<'_>) -> Option<String> {
        let named = |name: &str| self.of_sources.iter().find(|(source, _)| source == name);
        let (_, address) = named(of.source.raw()).or_else(|| named(EVERY))?;
        let mut link = String::new();
        for (text, part) in pieces(address) {
            link.push_str(text);
            match part {
                None => {}
                Some("id") => encode(of.id?.raw(), &mut link)?,
                Some("conversation") => encode(of.conversation?.raw(), &mut link)?,
                Some("record") => encode(&of.record.to_string(), &mut link)?,
                Some(_) => return None,
            }
        }
        Some(link)
    }
}

/// Returns, as words after `trace_url`, what is wrong with an address.
#[must_use]
pub fn flaw_of_address(address: &str) -> Option<&'static str> {
    let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    let Some(host) = host else { return Some("should begin with https:// or http://") };
    if address.chars().any(|c| !c.is_ascii_graphic() || matches!(c, '<' | '>' | '"' | '`' | '\\' | '|' | '^')) {
        return Some("holds what no address holds: a blank, a letter beyond ASCII or one of <>\"`\\|^");
    }
    let host = host.split(['/', '?', '#']).next().unwrap_or_default();
    if host.is_empty() || host.contains(['{', '}', '@']) {
        return Some("should name its host, without braces");
    }
    let parts: Vec<&str> = pieces(address).filter_map(|(_, part)| part).collect();
    if parts.iter().any(|part| !PARTS.contains(part)) || parts.is_empty() {
        return Some("should hold {id}, {conversation} or {record}, and nothing else in braces");
    }
    None
}

/// Returns the text before each part in braces, with that part; the rest at the end.
fn pieces(address: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    let mut rest = Some(address);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some((before, behind)) = text.split_once('{') else {
            rest = None;
            return Some((text, None));
        };
        let (part, behind) = behind.split_once('}').unwrap_or((behind, ""));
        rest = Some(behind);
        Some((before, Some(part)))
    })
}

/// Adds what was logged, percent-encoded; `None` for what is too long, empty, or a step in a path.
fn encode(text: &str, link: &mut String) -> Option<()> {
    if text.len() > LONGEST || matches!(text, "" | "." | "..") {
        return None;
    }
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            link.push(char::from(byte));
        } else {
            write!(link, "%{byte:02X}").ok()?;
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(address: &str, id: Option<&str>) -> Option<String> {
        assert_eq!(flaw_of_address(address), None, "{address}");
        let links = TraceLinks::new(vec![("prod".into(), address.into())]);
        let (source, id) = (Untrusted::new("prod"), id.map(Untrusted::new));
        links.link(&Traced { record: RecordId([7; 16]), source: &source, id: id.as_ref(), conversation: None })
    }

    #[test]
    fn what_was_logged_stays_one_part_of_the_address() {
        let address = "https://traces.example/project/7/trace/{id}?at=1";
        assert_eq!(link(address, Some("ab-1")).unwrap(), "https://traces.example/project/7/trace/ab-1?at=1");
        let odd = link(address, Some("a/../b?x=1#<\u{1b}]8;;é")).unwrap();
        assert_eq!(odd, "https://traces.example/project/7/trace/a%2F..%2Fb%3Fx%3D1%23%3C%1B%5D8%3B%3B%C3%A9?at=1");
        assert_eq!(link(address, Some("..")), None);
        assert_eq!(link(address, Some(&"x".repeat(LONGEST + 1))), None);
        assert_eq!(link(address, None), None, "a record without an id has no trace");
        assert_eq!(link("http://h/{record}", None).unwrap(), format!("http://h/{}", RecordId([7; 16])));
    }

    #[test]
    fn a_source_without_its_own_address_takes_that_of_every_source() {
        let links =
            TraceLinks::new(vec![("*".into(), "https://a/{id}".into()), ("prod".into(), "https://b/{id}".into())]);
        let of = |source: &str| {
            let (source, id) = (Untrusted::new(source), Untrusted::new("1"));
            links.link(&Traced { record: RecordId([7; 16]), source: &source, id: Some(&id), conversation: None })
        };
        assert_eq!((of("prod").unwrap(), of("other").unwrap()), ("https://b/1".to_owned(), "https://a/1".to_owned()));
    }

    #[test]
    fn an_address_whose_host_is_not_its_own_is_refused() {
        for wrong in [
            "javascript:{id}",
            "https://{id}/x",
            "https://x.{id}.y/{id}",
            "https:///{id}",
            "https://me@host/{id}",
            "https://h/no part",
            "https://h/nothing",
            "https://h/{name}",
        ] {
            assert!(flaw_of_address(wrong).is_some(), "{wrong}");
        }
    }
}
