//! A record with everything that the Review screen shows of it.

use std::sync::Arc;

use crate::domain::Judgements;
use crate::domain::result::JudgeAnswer;
use crate::domain::{CheckKey, Record};
use crate::layout::{Document, Rendering};

/// A record with everything that the review screen shows of it.
#[derive(Debug, Clone)]
pub struct RecordView {
    /// The record.
    pub record: Arc<Record>,
    /// What people said of it.
    pub judgements: Judgements,
    /// Its text in blocks.
    pub document: Arc<Document>,
    /// How the document was made.
    pub rendering: Rendering,
    /// What the checks object to: check key, objection's sentence, place in the output.
    pub objections: Vec<Remark>,
    /// What judges and checks that ran elsewhere said of it, the newest run first.
    pub answers: Vec<JudgeAnswer>,
}

/// A check's objection to the record: its key, the sentence (may quote untrusted text), the place in the output.
pub type Remark = (CheckKey, String, Option<(u32, u32)>);
