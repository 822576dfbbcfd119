//! Reads the entries that most logs are made of directly into a content: turns or an input, an output as text, and fields
//! that their names alone put in their places.
//!
//! Gives exactly what [`read_by_names`](super::read_by_names) gives, or nothing, and then that reads the entry. Memory is
//! used again from one entry to the next.

mod draft;
mod shape;

use std::sync::Arc;

use draft::Draft;
use shape::{Shape, Step};

use crate::domain::Content;
use crate::ingest::columns::Conventions;
use crate::ingest::json::Fields;

/// A log with more sets of keys than this is not read directly.
const MOST_SHAPES: usize = 16;

/// Reads entries one after the other.
pub(crate) struct DirectReader {
    shapes: Vec<Shape>,
    draft: Draft,
}

impl DirectReader {
    /// Begins; `conventions` is what is decided for the columns of the file.
    pub(crate) fn new(conventions: Option<Arc<Conventions>>) -> Self {
        Self { shapes: Vec::new(), draft: Draft::new(conventions.unwrap_or_default()) }
    }

    /// Reads an entry without double keys and broken characters; returns whether it could.
    pub(crate) fn read(&mut self, fields: &Fields<'_>) -> bool {
        let place = self.shapes.iter().position(|shape| shape.fits(fields)).or_else(|| {
            let is_new = self.shapes.len() < MOST_SHAPES;
            is_new.then(|| self.shapes.push(Shape::of(fields))).map(|()| self.shapes.len() - 1)
        });
        let shape = place.and_then(|place| self.shapes.get(place));
        let Some(steps) = shape.and_then(|shape| shape.steps.as_deref()) else { return false };
        self.draft.clear();
        let mut all = fields.iter().zip(steps).filter(|(_, step)| !matches!(step, Step::Open | Step::Keep));
        if !all.all(|((key, value), step)| self.draft.put(*step, key, value)) {
            return false;
        }
        // The members of an object come behind the record's own fields.
        let mut rest = fields.iter().zip(steps).filter(|(_, step)| matches!(step, Step::Open | Step::Keep));
        rest.all(|((key, value), step)| match step {
            Step::Open => self.draft.open(key, value, fields),
            _ => self.draft.keep(key, value),
        })
    }

    /// Returns whether the entry that was read last has turns, and no input by itself.
    pub(crate) fn has_turns(&self) -> bool {
        self.draft.has_turns
    }

    /// Returns the content of the entry that was read last.
    pub(crate) const fn content(&self) -> &Content {
        &self.draft.content
    }
}
