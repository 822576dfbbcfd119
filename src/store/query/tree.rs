//! The exact answer of a filter for one record, and the rows that are worth asking.

use std::sync::Arc;

use rusqlite::Connection;

use crate::error::Result;
use crate::store::query::body_filter::Body;
use crate::store::text_index::lookup::Coverage;
use crate::store::text_index::row_set::RowSet;

/// The exact answer for one record.
pub(crate) enum Tree {
    /// The n-th of the plan's columns.
    Column(usize),
    Body(Box<Body>),
    Not(Box<Tree>),
    And(Vec<Tree>),
    Or(Vec<Tree>),
}

/// The rows that a filter may hold.
pub(crate) struct Candidates {
    /// The rows; no other holds.
    pub rows: RowSet,
    /// Of how many of them the body tells, not the index.
    pub read: u64,
}

/// What is asked of one record.
pub(crate) trait Answers {
    /// Returns what SQL said in the n-th of the plan's columns.
    fn column(&self, index: usize) -> Result<bool>;

    /// Returns whether a body term holds.
    fn body(&self, body: &Body) -> Result<bool>;
}

impl Tree {
    /// Visits every body term.
    pub(crate) fn each_body(&self, visit: &mut dyn FnMut(&Body) -> Result<()>) -> Result<()> {
        match self {
            Self::Column(_) => Ok(()),
            Self::Body(body) => visit(body),
            Self::Not(inner) => inner.each_body(visit),
            Self::And(parts) | Self::Or(parts) => parts.iter().try_for_each(|part| part.each_body(visit)),
        }
    }

    /// Returns whether the filter holds a record.
    pub(crate) fn holds(&self, record: &impl Answers) -> Result<bool> {
        Ok(match self {
            Self::Column(index) => record.column(*index)?,
            Self::Body(body) => record.body(body)?,
            Self::Not(inner) => !inner.holds(record)?,
            Self::And(parts) => {
                for part in parts {
                    if !part.holds(record)? {
                        return Ok(false);
                    }
                }
                true
            }
            Self::Or(parts) => {
                for part in parts {
                    if part.holds(record)? {
                        return Ok(true);
                    }
                }
                false
            }
        })
    }

    /// Asks the index for all terms, and returns the rows that the filter may hold; `None` for all.
    pub(crate) fn look_up(&self, conn: &Connection, coverage: &Arc<Coverage>) -> Result<Option<Candidates>> {
        self.each_body(&mut |body| body.look_up(conn, coverage))?;
        let (may, sure) = self.candidates(coverage.all());
        Ok(may.map(|rows| {
            let mut unsure = rows.clone();
            unsure.remove(&sure);
            Candidates { rows, read: unsure.len() }
        }))
    }

    /// Returns the rows that the filter may hold (`None` for all), and rows that it surely does.
    fn candidates(&self, all: &RowSet) -> (Option<RowSet>, RowSet) {
        match self {
            Self::Column(_) => (None, RowSet::default()),
            Self::Body(body) => body.candidates(),
            Self::Not(inner) => {
                let (may, sure) = inner.candidates(all);
                let surely_not = match may {
                    Some(may) => {
                        let mut rest = all.clone();
                        rest.remove(&may);
                        rest
                    }
                    None => RowSet::default(),
                };
                if sure == RowSet::default() {
                    return (None, surely_not);
                }
                let mut rest = all.clone();
                rest.remove(&sure);
                (Some(rest), surely_not)
            }
            Self::And(parts) => {
                let (mut may, mut sure): (Option<RowSet>, Option<RowSet>) = (None, None);
                for part in parts {
                    let (part_may, part_sure) = part.candidates(all);
                    may = match (may, part_may) {
                        (Some(mut may), Some(other)) => {
                            may.keep(&other);
                            Some(may)
                        }
                        (may, other) => may.or(other),
                    };
                    sure = Some(match sure {
                        Some(mut sure) => {
                            sure.keep(&part_sure);
                            sure
                        }
                        None => part_sure,
                    });
                }
                (may, sure.unwrap_or_default())
            }
            Self::Or(parts) => {
                let (mut may, mut sure) = (Some(RowSet::default()), RowSet::default());
                for part in parts {
                    let (part_may, part_sure) = part.candidates(all);
                    may = match (may, part_may) {
                        (Some(mut may), Some(other)) => {
                            may.add(&other);
                            Some(may)
                        }
                        (_, _) => None,
                    };
                    sure.add(&part_sure);
                }
                (may, sure)
            }
        }
    }
}
