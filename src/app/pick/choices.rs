//! What was pointed at so far.

/// What was pointed at, as `gemba import` takes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// The fields and where they are: `--map FIELD=PATH`.
    pub map: Vec<(String, String)>,
    /// Where the list of records is: `--records`.
    pub records: Option<String>,
    /// The columns of labels.
    pub labels: Vec<PickedLabel>,
}

/// A column of labels.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PickedLabel {
    /// Where it is: `--label`; with `=criterion:NAME` or `=mode:NAME` behind it where it is not about the verdict.
    pub field: String,
    /// Values that mean fail, by comma: `--fail-when`.
    pub fail: String,
    /// Values that mean pass: `--pass-when`.
    pub pass: String,
}

impl Choices {
    /// Puts a field at a path, or takes it away where it is there already.
    pub(super) fn point(&mut self, field: &str, path: &str) {
        let is_there = self.map.iter().any(|(known, at)| known == field && at == path);
        self.map.retain(|(known, _)| known != field);
        if !is_there {
            self.map.push((field.to_owned(), path.to_owned()));
        }
    }

    /// Returns the label at a path.
    pub(super) fn label(&self, path: &str) -> Option<&PickedLabel> {
        self.labels.iter().find(|label| label.path() == path)
    }

    /// Puts a label at a path, where there is none, and returns it.
    pub(super) fn label_at(&mut self, path: &str) -> Option<&mut PickedLabel> {
        if self.label(path).is_none() {
            self.labels.push(PickedLabel { field: path.to_owned(), ..PickedLabel::default() });
        }
        self.labels.iter_mut().find(|label| label.path() == path)
    }

    /// Takes away everything that is at a path; returns whether something was.
    pub(super) fn clear(&mut self, path: &str, element: &str) -> bool {
        let before = self.map.len() + self.labels.len();
        self.map.retain(|(field, at)| at != path && !(is_of_turn(field) && at == element));
        self.labels.retain(|label| label.path() != path);
        before != self.map.len() + self.labels.len()
    }

    /// Returns what is at a path, in words; `element` is the path within an element of a list.
    #[must_use]
    pub fn at(&self, path: &str, element: &str) -> Vec<String> {
        let of = |field: &String, at: &String| if is_of_turn(field) { at == element } else { at == path };
        let mut found: Vec<String> =
            self.map.iter().filter(|(field, at)| of(field, at)).map(|(field, _)| field.clone()).collect();
        if self.label(path).is_some() {
            found.push("label".to_owned());
        }
        if self.records.as_deref() == Some(path) {
            found.push("records".to_owned());
        }
        found
    }

    /// Returns whether there is a mapping to save: labels alone are none.
    #[must_use]
    pub const fn can_be_saved(&self) -> bool {
        !self.map.is_empty() || self.records.is_some()
    }
}

impl PickedLabel {
    /// Returns the path without what the label is about.
    #[must_use]
    pub fn path(&self) -> &str {
        let about = ["=criterion:", "=mode:"].iter().find_map(|mark| self.field.rfind(mark));
        about.and_then(|at| self.field.get(..at)).unwrap_or(&self.field)
    }
}

/// Returns whether a field is one of a turn: its path begins at the turn.
pub(super) fn is_of_turn(field: &str) -> bool {
    matches!(field, "role" | "content")
}
