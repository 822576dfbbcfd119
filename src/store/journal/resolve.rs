//! What is asked → what is journalled: names become keys, what the writer decides is filled in, what cannot stand is
//! refused in words, and what changes nothing becomes no event at all.
//!
//! Only reads. Sees the tables as the earlier changes of the same batch have left them.

use rusqlite::{Connection, OptionalExtension};

use crate::domain::spelling::nearest;
use crate::domain::{Answer, Change, Name, Purpose, RecordId, RowId, Slug, Span, Untrusted};
use crate::error::{Problem, Result};
use crate::store::journal::book::{Book, Mode};
use crate::store::journal::resolve_codebook as codebook;
use crate::store::records::blocks::Blocks;
use crate::store::{columns, records};

/// Resolves the changes of one reviewer, one after the other.
pub(crate) struct Resolver<'a> {
    pub conn: &'a Connection,
    pub blocks: &'a Blocks,
    pub reviewer: &'a Name,
    /// The codebook as it stands now; read anew after each change of it.
    pub book: Option<Book>,
}

impl Resolver<'_> {
    /// The events that this change comes to; none when it changes nothing.
    pub(crate) fn resolve(&mut self, change: &Change) -> Result<Vec<Change>> {
        match change {
            Change::Verdict { record, verdict } => {
                let standing = self.verdict(*record)?;
                let is_new = standing.as_deref() != verdict.map(crate::domain::Verdict::word);
                Ok(if is_new { vec![change.clone()] } else { Vec::new() })
            }
            Change::Tag { record, mode, span } => self.tag(*record, mode, *span),
            Change::Untag { record, mode } => self.untag(*record, mode),
            Change::Note { record, span, text } => self.note(*record, *span, text.as_ref()),
            Change::Correction { record, text } => self.correction(*record, text.as_ref()),
            Change::Grade { record, criterion, version, answer, purpose } => {
                self.grade(*record, criterion, *version, *answer, *purpose)
            }
            Change::Undo { .. } | Change::Redo { .. } => {
                Err(Problem::usage("An undo or a redo cannot be part of a batch."))
            }
            of_codebook => {
                if let Change::CriterionAdd { record: Some(record), .. }
                | Change::CriterionRevise { record: Some(record), .. } = of_codebook
                {
                    self.row(*record)?;
                }
                let conn = self.conn;
                codebook::resolve(conn, self.book()?, of_codebook)
            }
        }
    }

    /// Whether the change is a verdict on a record that has one by this reviewer.
    pub(crate) fn has_verdict(&self, change: &Change) -> Result<bool> {
        match change {
            Change::Verdict { record, .. } => Ok(self.verdict(*record)?.is_some()),
            _ => Ok(false),
        }
    }

    /// The word of this reviewer's verdict on a record.
    fn verdict(&self, record: RecordId) -> Result<Option<String>> {
        let row = self.row(record)?;
        let sql = "SELECT verdict FROM verdict WHERE record = ?1 AND reviewer = ?2";
        let mut select = self.conn.prepare_cached(sql)?;
        Ok(select.query_row((row.0, self.reviewer.as_str()), |row| row.get(0)).optional()?)
    }

    /// The codebook as it stands now.
    pub(crate) fn book(&mut self) -> Result<&Book> {
        if self.book.is_none() {
            self.book = Some(Book::load(self.conn)?);
        }
        self.book.as_ref().ok_or_else(|| crate::store::errors::damaged("its codebook cannot be read"))
    }

    fn row(&self, record: RecordId) -> Result<RowId> {
        records::row_of(self.conn, record)?.ok_or_else(|| {
            Problem::usage(format!("There is no record {record} in this workspace."))
                .hint("`gemba list` prints the ids of records.")
        })
    }

    fn tag(&mut self, record: RecordId, mode: &Slug, span: Option<Span>) -> Result<Vec<Change>> {
        let row = self.row(record)?;
        self.check_span(row, record, span)?;
        let book = self.book()?;
        let key = open_mode(book, mode)?.key.clone();
        let sql = "SELECT 1 FROM tag WHERE record = ?1 AND mode = ?2 AND reviewer = ?3 AND span = ?4";
        let is_there =
            self.conn.prepare_cached(sql)?.exists((row.0, &key, self.reviewer.as_str(), columns::span_text(span)))?;
        Ok(if is_there { Vec::new() } else { vec![Change::Tag { record, mode: Slug::of(&key), span }] })
    }

    fn untag(&mut self, record: RecordId, mode: &Slug) -> Result<Vec<Change>> {
        let row = self.row(record)?;
        let book = self.book()?;
        let heir = book.heir(book.known_mode(mode)?);
        let family: Vec<String> = book.family(&heir.key).into_iter().map(str::to_owned).collect();
        let sql = "SELECT DISTINCT mode FROM tag WHERE record = ?1 AND reviewer = ?2 ORDER BY mode";
        let mut select = self.conn.prepare_cached(sql)?;
        let tagged = select.query_map((row.0, self.reviewer.as_str()), |row| row.get::<_, String>(0))?;
        let mut changes = Vec::new();
        for key in tagged {
            let key = key?;
            if family.contains(&key) {
                changes.push(Change::Untag { record, mode: Slug::of(&key) });
            }
        }
        Ok(changes)
    }

    fn note(&self, record: RecordId, span: Option<Span>, text: Option<&Untrusted>) -> Result<Vec<Change>> {
        let row = self.row(record)?;
        let text = text.filter(|text| !text.raw().trim().is_empty());
        if text.is_some() {
            self.check_span(row, record, span)?;
        }
        let sql = "SELECT text FROM note WHERE record = ?1 AND reviewer = ?2 AND span = ?3";
        let standing: Option<String> = self
            .conn
            .prepare_cached(sql)?
            .query_row((row.0, self.reviewer.as_str(), columns::span_text(span)), |row| row.get(0))
            .optional()?;
        if standing.as_deref() == text.map(Untrusted::raw) {
            return Ok(Vec::new());
        }
        Ok(vec![Change::Note { record, span, text: text.cloned() }])
    }

    fn correction(&self, record: RecordId, text: Option<&Untrusted>) -> Result<Vec<Change>> {
        let row = self.row(record)?;
        let text = text.filter(|text| !text.raw().trim().is_empty());
        let sql = "SELECT text FROM correction WHERE record = ?1 AND reviewer = ?2";
        let standing: Option<String> =
            self.conn.prepare_cached(sql)?.query_row((row.0, self.reviewer.as_str()), |row| row.get(0)).optional()?;
        if standing.as_deref() == text.map(Untrusted::raw) {
            return Ok(Vec::new());
        }
        Ok(vec![Change::Correction { record, text: text.cloned() }])
    }

    fn grade(
        &mut self,
        record: RecordId,
        criterion: &Slug,
        version: u32,
        answer: Option<Answer>,
        purpose: Purpose,
    ) -> Result<Vec<Change>> {
        let row = self.row(record)?;
        let book = self.book()?;
        let known = match answer {
            Some(_) => codebook::open_criterion(book, criterion)?,
            // What was said of a criterion that is asked no longer can still be taken back.
            None => book.known_criterion(criterion)?,
        };
        if version > known.version {
            return Err(Problem::usage(format!(
                "The criterion `{}` has no version {version} yet; the newest is {}.",
                known.slug, known.version
            )));
        }
        let version = if version == 0 { known.version } else { version };
        let key = Slug::of(&known.key);
        let sql = "SELECT version, answer FROM grade WHERE record = ?1 AND criterion = ?2 AND reviewer = ?3";
        let standing: Option<(u32, String)> = self
            .conn
            .prepare_cached(sql)?
            .query_row((row.0, key.as_str(), self.reviewer.as_str()), |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let changes = match (answer, purpose) {
            (None, Purpose::Noise) => false,
            (Some(_), Purpose::Noise) => true,
            (None, _) => standing.is_some(),
            (Some(answer), _) => standing != Some((version, answer.word().to_owned())),
        };
        let purpose = match (purpose, answer, &standing) {
            // Whoever answers a stale grade of their own anew re-grades it, whichever way they came to it.
            (Purpose::First, Some(_), Some((before, _))) if *before < self.meaning(&key, version)? => Purpose::Regrade,
            _ => purpose,
        };
        let change = Change::Grade { record, criterion: key, version, answer, purpose };
        Ok(if changes { vec![change] } else { Vec::new() })
    }

    /// The version that brought the meaning which a criterion has at `version`.
    fn meaning(&self, criterion: &Slug, version: u32) -> Result<u32> {
        let sql = "SELECT coalesce(max(version), 1) FROM criterion_version
                   WHERE criterion = ?1 AND edit = 'meaning' AND version <= ?2";
        Ok(self.conn.prepare_cached(sql)?.query_row((criterion.as_str(), version), |row| row.get(0))?)
    }

    fn check_span(&self, row: RowId, record: RecordId, span: Option<Span>) -> Result<()> {
        let Some(span) = span else { return Ok(()) };
        let content = records::content(self.conn, self.blocks, row)?;
        let short = record.short();
        let (place, length) = match span.turn {
            None => ("the output".to_owned(), content.output.chars()),
            Some(turn) => {
                let message = usize::try_from(turn).ok().and_then(|turn| content.messages.get(turn));
                let Some(message) = message else {
                    let last = content.messages.len().saturating_sub(1);
                    return Err(Problem::usage(format!(
                        "The span {span} names turn {turn}, but the turns of {short} are 0 to {last}."
                    )));
                };
                (format!("turn {turn}"), message.plain().chars().count())
            }
        };
        if span.start >= span.end {
            return Err(Problem::usage(format!("The span {span} is empty: its end must lie behind its start.")));
        }
        if u64::from(span.end) > length as u64 {
            return Err(Problem::usage(format!(
                "The span {span} reaches beyond {place} of {short}, which has {length} characters."
            )));
        }
        Ok(())
    }
}

/// The open mode that counts for what a slug names; a retired one is refused.
pub(crate) fn open_mode<'a>(book: &'a Book, slug: &Slug) -> Result<&'a Mode> {
    let mode = book.heir(book.known_mode(slug)?);
    if !mode.parts.is_empty() {
        return Err(codebook::split("failure mode", &mode.name, &mode.parts));
    }
    if mode.is_retired {
        return Err(codebook::retired("failure mode", &mode.name, "modes"));
    }
    Ok(mode)
}

/// Says that `typed` is no known word, with the nearest one.
pub(crate) fn unknown_word(what: &str, typed: &str, known: &[&str]) -> Problem {
    Problem::usage(match nearest(typed, known.iter().copied()) {
        Some(near) => format!("There is no {what} `{typed}`; the nearest is `{near}`."),
        None => format!("There is no {what} `{typed}`."),
    })
}
