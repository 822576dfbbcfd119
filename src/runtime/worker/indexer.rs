//! The thread that builds the full-text index beside the screen, a slice at a time: judgements get in between.

use std::path::PathBuf;
use std::sync::mpsc::Receiver;

use super::thread::{Saving, guarded};
use crate::error::Result;
use crate::runtime::launch::Launch;
use crate::store::{self, Writer};

/// The state of the indexing thread.
pub(super) struct IndexerThread {
    workspace: PathBuf,
    saving: Saving,
}

impl IndexerThread {
    pub(super) fn new(launch: &Launch, saving: Saving) -> Self {
        Self { workspace: launch.workspace.clone(), saving }
    }

    /// Builds the index, and again whenever records came in, until the sending end is closed. What fails (the workspace is
    /// locked, say) is left to the next time: without the index everything is found too, only later.
    pub(super) fn work(self, came_in: &Receiver<()>) {
        loop {
            let _ = guarded("indexing words", || self.build(came_in));
            if came_in.recv().is_err() {
                return;
            }
        }
    }

    fn build(&self, came_in: &Receiver<()>) -> Result<()> {
        if store::is_only_read(&self.workspace) {
            return Ok(());
        }
        let mut writer = Writer::open(&self.workspace)?;
        let is_closed = || matches!(came_in.try_recv(), Err(std::sync::mpsc::TryRecvError::Disconnected));
        if writer.index_state()?.left > 0 {
            writer.index_texts(&mut |_| {
                self.saving.let_go_first();
                !is_closed()
            })?;
        }
        Ok(())
    }
}
