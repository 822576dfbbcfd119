//! What a reader shows, as far as blind sets go.

use crate::error::Result;
use crate::store::blind::Viewer;
use crate::store::columns;
use crate::store::reader::Reader;

impl Reader {
    /// Returns who looks.
    pub const fn viewer(&self) -> &Viewer {
        self.guard.viewer()
    }

    /// Returns a reader for what leaves the workspace, where that is not to hold what this one shows: what its viewer said of a
    /// blind set that is open.
    pub fn outgoing(&self) -> Result<Option<Self>> {
        let viewer = self.viewer();
        match viewer.name().filter(|_| *viewer != viewer.without_own()) {
            Some(_) if self.has_open_blind_set()? => Self::open(&self.folder, &viewer.without_own()).map(Some),
            _ => Ok(None),
        }
    }

    /// Returns how many events of the journal the viewer may see.
    pub fn event_count(&self) -> Result<u64> {
        Ok(columns::unsigned(self.conn.query_row("SELECT count(*) FROM event", [], |row| row.get(0))?))
    }

    /// Returns whether anything of the journal is hidden from the viewer.
    pub fn hides_anything(&self) -> bool {
        self.guard.is_on()
    }

    /// Takes in what others wrote since the last time: from then on what is said of a blind set that was opened meanwhile is
    /// hidden. Whoever keeps a reader does so before each read.
    pub fn refresh(&self) -> Result<()> {
        self.guard.refresh(&self.conn)
    }
}
