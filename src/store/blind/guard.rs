//! Keeps a reading connection to what its viewer may see: puts the views up when a blind set is opened, takes them away when
//! the last one ends, and denies the tables themselves meanwhile.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::Connection;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

use crate::error::Result;
use crate::store::blind::hidden::Hidden;
use crate::store::blind::{Viewer, views};

/// What a connection was brought up to last.
#[derive(Default)]
struct Seen {
    /// Changes with every commit of another connection.
    version: i64,
    /// What the views were made of; `None` where there are none.
    made_of: Option<String>,
}

/// The guard of one reading connection.
pub(crate) struct Guard {
    viewer: Viewer,
    /// Whether the tables are denied.
    is_on: Arc<AtomicBool>,
    seen: RefCell<Seen>,
}

impl Guard {
    /// Sets the guard up; nothing is hidden before the first [`Self::refresh`].
    pub(crate) fn new(conn: &mut Connection, viewer: &Viewer) -> Result<Self> {
        let is_on = Arc::new(AtomicBool::new(false));
        let deny = Arc::clone(&is_on);
        conn.authorizer(Some(
            move |asked: AuthContext<'_>| {
                if deny.load(Ordering::Relaxed) { authorize(&asked) } else { Authorization::Allow }
            },
        ))?;
        Ok(Self { viewer: viewer.clone(), is_on, seen: RefCell::default() })
    }

    /// Returns who looks.
    pub(crate) const fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    /// Returns whether anything is hidden.
    pub(crate) fn is_on(&self) -> bool {
        self.is_on.load(Ordering::Relaxed)
    }

    /// Brings the views up to what is written by now. Where nobody wrote since the last time this is one look at a number; within
    /// a transaction, which holds to one moment, nothing is looked at.
    pub(crate) fn refresh(&self, conn: &Connection) -> Result<()> {
        if !conn.is_autocommit() {
            return Ok(());
        }
        let version = data_version(conn)?;
        if self.seen.borrow().version == version {
            return Ok(());
        }
        // The tables are read for the views.
        let was_on = self.is_on.swap(false, Ordering::Relaxed);
        let tx = conn.unchecked_transaction()?;
        let done = self.bring_up(&tx);
        let is_hidden = match &done {
            Ok(made_of) => made_of.is_some(),
            Err(_) => was_on,
        };
        tx.commit()?;
        self.is_on.store(is_hidden, Ordering::Relaxed);
        *self.seen.borrow_mut() = Seen { version, made_of: done? };
        Ok(())
    }

    /// Returns whether the views are of what is written by now; within a transaction, of the moment that it holds to.
    pub(crate) fn is_up_to_date(&self, conn: &Connection) -> Result<bool> {
        Ok(self.seen.borrow().version == data_version(conn)?)
    }

    fn bring_up(&self, conn: &Connection) -> Result<Option<String>> {
        let before = self.seen.borrow().made_of.clone();
        let Some(hidden) = Hidden::load(conn, &self.viewer)? else {
            if before.is_some() {
                views::remove(conn)?;
            }
            return Ok(None);
        };
        let made_of = hidden.fingerprint(conn)?;
        if before.as_ref() != Some(&made_of) {
            views::install(conn, &hidden)?;
        }
        Ok(Some(made_of))
    }
}

/// Returns a number that changes with every commit of another connection. Within a transaction that read nothing yet, this is
/// its first read, so that it holds to this moment.
fn data_version(conn: &Connection) -> Result<i64> {
    Ok(conn.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?)
}

/// Denies reads of the tables that stand behind views, but to the views.
fn authorize(asked: &AuthContext<'_>) -> Authorization {
    let AuthAction::Read { table_name, .. } = asked.action else { return Authorization::Allow };
    let is_denied = asked.database_name == Some("main")
        && views::is_behind_views(table_name)
        && !asked.accessor.is_some_and(views::is_view);
    if is_denied { Authorization::Deny } else { Authorization::Allow }
}
