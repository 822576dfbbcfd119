//! Marks: which records the next judgement is for.

use crate::app::Model;
use crate::command::Action;

impl Model {
    /// Marks the record, or takes its mark away, and goes on.
    pub(in crate::app) fn mark(&mut self) {
        let Some(row) = self.review.list.row() else { return };
        if !self.review.list.marks.remove(&row) {
            self.review.list.marks.insert(row);
        }
        self.step(1);
        self.say_marks();
    }

    /// Marks every record of the queue, or takes all marks away when all are marked.
    pub(in crate::app) fn mark_all(&mut self) {
        let list = &mut self.review.list;
        if list.marks.len() == list.len() {
            list.marks.clear();
        } else {
            list.marks = list.queue.rows.iter().copied().collect();
        }
        self.say_marks();
    }

    fn say_marks(&mut self) {
        if self.review.list.marks.is_empty() {
            self.say("Nothing is marked.", &[]);
        } else {
            let text = format!("{} marked", self.marked());
            self.say(text, &[Action::Pass, Action::Fail, Action::Defer, Action::Tag]);
        }
    }

    /// What is marked, in words: `37 of 37 filtered (1,204 in all)`.
    #[must_use]
    pub fn marked(&self) -> String {
        let list = &self.review.list;
        let total = list.queue.total.max(u64::try_from(list.len()).unwrap_or(u64::MAX));
        format!("{} of {} filtered ({} in all)", list.marks.len(), list.len(), grouped(total))
    }
}

/// A number with its thousands apart: `1,204`.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A count with its noun: `1 grade`, `9 grades`.
#[must_use]
pub fn counted(count: u64, noun: &str) -> String {
    format!("{} {noun}{}", grouped(count), if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    #[test]
    fn thousands_stand_apart() {
        assert_eq!(super::grouped(0), "0");
        assert_eq!(super::grouped(999), "999");
        assert_eq!(super::grouped(1204), "1,204");
        assert_eq!(super::grouped(1_000_000), "1,000,000");
    }
}
