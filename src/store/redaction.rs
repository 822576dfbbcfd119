//! The secret number of a workspace that placeholders are numbered with. It is in no export, only in backups.

use crate::error::Result;
use crate::redact::{Key, Policy, Redactor};
use crate::store::connection::schema;
use crate::store::{Reader, Writer};

/// Stands in where a workspace has none and may not be written.
static OF_THIS_RUN: std::sync::LazyLock<i64> = std::sync::LazyLock::new(schema::secret);

impl Reader {
    /// Makes the redactor of this workspace: two of them give the same person the same number. In a workspace of an older
    /// gemba that may not be written, only those of one run do.
    ///
    /// # Errors
    /// Those of [`Redactor::new`]; store problems as they are.
    pub fn redactor(&self, policy: &Policy) -> Result<Redactor> {
        let known = schema::redaction_secret(&self.conn)?;
        if known.is_none()
            && let Ok(writer) = Writer::open(&self.folder)
        {
            schema::make_redaction_secret(&writer.conn)?;
        }
        let secret = known.or(schema::redaction_secret(&self.conn)?).unwrap_or(*OF_THIS_RUN);
        Redactor::new(policy, Key::of(secret))
    }
}
