//! Hands a session over: its summary for a screen, and the Markdown that others get, which is masked.

use super::{markdown, mask, of_session};
use crate::domain::{Name, Session, Time};
use crate::error::{Problem, Result};
use crate::redact::Redactor;
use crate::store::Reader;
use crate::text::TraceLinks;
use crate::views::{HandOff, SessionSummary};

/// Summarizes a session as others may read it: without what is judged blind and not revealed.
///
/// # Errors
/// Store problems as they are.
pub fn for_others(reader: &Reader, session: &Session, links: &TraceLinks, now: Time) -> Result<SessionSummary> {
    let outgoing = reader.outgoing()?;
    of_session(outgoing.as_ref().unwrap_or(reader), session.clone(), links, now)
}

/// Summarizes the session of this number, or the reviewer's newest.
///
/// # Errors
/// `Usage` where there is none; store problems as they are.
pub fn hand_off(
    reader: &Reader,
    reviewer: &Name,
    number: Option<i64>,
    (links, redactor): (&TraceLinks, &Redactor),
    now: Time,
) -> Result<HandOff> {
    let session = reader
        .session(reviewer, number)?
        .ok_or_else(|| Problem::usage("There is no such session.").hint("`gemba session list` lists them all."))?;
    let for_others = for_others(reader, &session, links, now)?;
    let summary = of_session(reader, session, links, now)?;
    let mut masked = for_others;
    let counts = mask(&mut masked, redactor);
    Ok(HandOff { markdown: markdown(&masked, &counts), masked: counts, summary })
}
