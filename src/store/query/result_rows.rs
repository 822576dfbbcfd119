//! What a comparison of results asks about records: their ids, inputs, models and prompt versions, without their bodies.

use std::collections::{HashMap, HashSet};

use crate::domain::result::About;
use crate::domain::{RecordId, RowId, Untrusted};
use crate::error::Result;
use crate::store::reader::Reader;

impl Reader {
    /// What is known of these records without reading their texts.
    pub fn about(&self, wanted: &HashSet<RowId>) -> Result<HashMap<RowId, About>> {
        let mut select = self.conn.prepare_cached(
            "SELECT record.key, input_key, model.text, prompt.text FROM record
             LEFT JOIN term AS model ON model.id = record.model LEFT JOIN term AS prompt ON prompt.id = record.prompt
             WHERE record.id = ?1",
        )?;
        let mut found = HashMap::with_capacity(wanted.len());
        for row in wanted {
            let mut rows = select.query([row.0])?;
            let Some(known) = rows.next()? else { continue };
            let text = |column: usize| known.get::<_, Option<String>>(column).map(|text| text.map(Untrusted::new));
            let about = About {
                id: RecordId(known.get(0)?),
                input_key: known.get(1)?,
                model: text(2)?,
                prompt_version: text(3)?,
            };
            found.insert(*row, about);
        }
        Ok(found)
    }
}
