//! Reads that Review asks for and stops.

use crate::app::handler::Context;
use crate::domain::{Asked, RecordId, RowId, Sampling, filter};
use crate::views::{AlikeFor, PlacesFor, Read, Slot};

/// Draws a queue from a filter by a plan, beside the known answers of the session or for one of its own.
pub(crate) fn draw_by(
    text: String,
    sampling: Sampling,
    (land, gold): (Option<RowId>, Asked),
    cx: &mut Context<'_>,
) -> Result<(), filter::FilterError> {
    let filter = filter::parse(&text)?;
    cx.ask(Read::Queue { text, filter, sampling, land, gold, slot: Slot::empty() });
    Ok(())
}

/// Asks for records that a check led to, to become the queue under this title.
pub(crate) fn list_records(title: String, ids: Vec<RecordId>, cx: &mut Context<'_>) {
    cx.ask(Read::places(ids, PlacesFor::List(title)));
}

/// Stops looking for alike records, where a key asked for it; answers whether that was under way.
pub(crate) fn stop_looking(cx: &mut Context<'_>) -> bool {
    let is_meant = |read: &Read| matches!(read, Read::Alike { purpose: AlikeFor::Listing(_), .. });
    let is_looking = cx.requests.waits_for(is_meant);
    if is_looking {
        cx.cancel(is_meant);
        cx.say("No longer looking for outputs that are alike.", &[]);
    }
    is_looking
}
