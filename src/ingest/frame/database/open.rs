//! Opens a database and finds out what of it is the log.

use super::connection::Database;
use super::{choice, llm, llm_generation, rows};
use crate::error::Result;
use crate::ingest::frame::entry::Frame;
use crate::ingest::source::{Packed, PrivateCopy};

/// Opens a private copy of a database. `asked` names the table to read, `mapped` holds the columns that it must have.
///
/// # Errors
/// `Input` where it cannot be read, or where it is not plain which table is the log.
pub(crate) fn open(packed: &mut Packed, asked: Option<&str>, mapped: &[String]) -> Result<Box<dyn Frame>> {
    let database = Database::open(PrivateCopy::of(packed)?, &packed.name)?;
    let tables = database.tables()?;
    if asked.is_none() && mapped.is_empty() && llm_generation::is_log(&tables) {
        return Ok(Box::new(llm::Llm::new(database, tables)));
    }
    let table = choice::table(&database, &tables, asked, mapped)?.clone();
    Ok(Box::new(rows::Rows::new(database, &table, &tables)))
}
