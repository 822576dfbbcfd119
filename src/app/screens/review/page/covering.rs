//! What of the record on screen is covered while presenting, and what the reviewer uncovered of it.

use std::sync::Arc;

use super::page::Page;
use crate::domain::{CheckKey, Span};
use crate::layout::Document;
use crate::redact::Redactor;

impl Page {
    /// Returns the document as it is shown: what is covered while presenting stands under placeholders.
    pub fn document(&self) -> &Arc<Document> {
        self.covered.as_ref().unwrap_or(&self.view.document)
    }

    /// Covers secrets and personal data, or nothing; what is the first in view stays so.
    pub(crate) fn cover(&mut self, redactor: Option<&Redactor>) {
        match redactor {
            Some(redactor) if self.covered.is_none() => {
                let covered = self.view.document.covered(redactor, &self.uncovered);
                self.show_document(Some(Arc::new(covered)));
            }
            None if self.covered.is_some() => {
                self.uncovered.clear();
                self.show_document(None);
            }
            Some(_) | None => {}
        }
    }

    /// Covers again what was uncovered.
    pub(crate) fn cover_again(&mut self) {
        if !self.uncovered.is_empty() {
            self.uncovered.clear();
            self.covered = None;
        }
    }

    /// Uncovers the first covered span in view; returns what stood over it.
    pub(crate) fn uncover_next(&mut self) -> Option<String> {
        let rows = self.rows();
        let covered = self.covered.clone()?;
        let transcript = self.transcript.as_mut()?;
        let span = covered
            .covered_spans()
            .into_iter()
            .find(|span| rows.contains(&transcript.row_of(span.turn, span.start)))?;
        let over = covered.placeholder(span)?.to_owned();
        self.uncovered.insert(span);
        self.covered = None;
        Some(over)
    }

    /// Returns the texts that were uncovered.
    pub fn uncovered_texts(&self) -> Vec<String> {
        let text = |span: &Span| -> String {
            let text = self.view.document.text(span.turn).chars();
            text.skip(span.start as usize).take(span.end.saturating_sub(span.start) as usize).collect()
        };
        self.uncovered.iter().map(text).collect()
    }

    /// Returns the objections of checks, as grouped, with the words that may be shown: an objection may quote a piece of what is
    /// covered, by which alone nothing finds it.
    pub fn objections(&self) -> Vec<(&CheckKey, &str, usize)> {
        let mut all = self.view.grouped_objections();
        if let Some(covered) = &self.covered {
            for (check, words, _) in &mut all {
                let of_these = self.view.objections.iter().filter(|(key, said, _)| key == *check && said == words);
                if of_these.into_iter().any(|(_, said, place)| self.may_quote_covered(covered, said, *place)) {
                    *words = "what it names is masked";
                }
            }
        }
        all
    }

    fn may_quote_covered(&self, covered: &Document, said: &str, place: Option<Span>) -> bool {
        let quotes = said.contains(['"', '“']);
        // What is objected to in a corrected output has its places there, and is not laid out here.
        match place.filter(|_| self.view.judgements.correction().is_none()) {
            Some(place) => covered.is_covered(place),
            None if self.view.judgements.correction().is_some() => quotes,
            None => quotes && !covered.masked().is_empty(),
        }
    }

    /// Shows another form of the document at the place where one reads.
    fn show_document(&mut self, covered: Option<Arc<Document>>) {
        self.keep_text_in_view();
        self.covered = covered;
        self.transcript = None;
        self.search = None;
    }
}
