//! Notes in the workspace which stubs were written, for the summary of the session.

use std::path::Path;

use super::order::{StubLine, StubOrder};
use crate::domain::Time;
use crate::store::{Writer, WrittenStub, is_only_read};
use crate::stubs::StubState;

/// Notes which stubs were written. Their files are there, so a workspace that cannot note it is no failure.
pub fn keep_written(workspace: &Path, order: &StubOrder, lines: &[StubLine], now: Time) {
    let written: Vec<WrittenStub> = lines
        .iter()
        .filter(|line| line.state != StubState::Todo)
        .map(|line| WrittenStub { stub: line.stub.clone(), state: line.state.word().to_owned() })
        .collect();
    if order.check || order.dry_run || written.is_empty() || is_only_read(workspace) {
        return;
    }
    drop(Writer::open(workspace).and_then(|mut writer| writer.keep_written_stubs(&written, now)));
}
