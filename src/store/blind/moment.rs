//! Reading as of one moment: of what others write meanwhile nothing is seen. So a blind set that is opened meanwhile hides
//! nothing that could be read: whatever is said of its records comes later.

use rusqlite::{DropBehavior, Transaction};

use crate::error::Result;
use crate::store::reader::Reader;

/// As long as it lives, everything that is read stands as it stood when it was taken. Within another one it holds nothing.
pub struct Snapshot<'a>(Option<Transaction<'a>>);

impl Reader {
    /// Holds what is read from now on to one moment.
    pub fn snapshot(&self) -> Result<Snapshot<'_>> {
        if !self.conn.is_autocommit() {
            return Ok(Snapshot(None));
        }
        loop {
            self.refresh()?;
            let tx = self.conn.unchecked_transaction()?;
            // Where somebody wrote since, the views are of an earlier moment: a set may have been opened.
            if self.guard.is_up_to_date(&tx)? {
                return Ok(Snapshot(Some(tx)));
            }
        }
    }

    /// Returns the reader, held to this moment as long as it lives: for a command, which prints what is there now. Who reads
    /// what was written meanwhile opens another one.
    pub fn held(self) -> Result<Self> {
        if let Some(tx) = &mut self.snapshot()?.0 {
            tx.set_drop_behavior(DropBehavior::Ignore);
        }
        Ok(self)
    }
}
