//! Which records of a queue are alike, and how those stand behind one of them.

use std::collections::{HashMap, HashSet};

use crate::domain::RowId;

/// The groups of alike records in a queue.
#[derive(Debug, Default)]
pub struct Alike {
    groups: Vec<Vec<RowId>>,
    group_of: HashMap<RowId, usize>,
    is_folded: bool,
}

impl Alike {
    pub(crate) fn new(groups: Vec<Vec<RowId>>) -> Self {
        let of = |(at, rows): (usize, &Vec<RowId>)| rows.iter().map(move |row| (*row, at)).collect::<Vec<_>>();
        let group_of = groups.iter().enumerate().flat_map(of).collect();
        Self { groups, group_of, is_folded: false }
    }

    /// Returns the records alike to this one, itself included, in the order of the queue; none where it is alone.
    pub fn group(&self, row: RowId) -> &[RowId] {
        self.group_of.get(&row).and_then(|at| self.groups.get(*at)).map_or(&[], Vec::as_slice)
    }

    /// Leaves one record of each group in the rows: the one that is read now, else the first.
    pub(crate) fn fold(&mut self, rows: &mut Vec<RowId>, read_now: Option<RowId>) {
        self.is_folded = true;
        let mut shown: HashSet<usize> = HashSet::new();
        let kept = read_now.and_then(|row| self.group_of.get(&row));
        rows.retain(|row| match self.group_of.get(row) {
            Some(at) if Some(at) == kept => read_now == Some(*row),
            Some(at) => shown.insert(*at),
            None => true,
        });
    }

    /// Puts a record that stands behind another into its place.
    pub(crate) fn bring_forward(&self, row: RowId, rows: &mut [RowId]) {
        let Some(group) = self.group_of.get(&row).filter(|_| self.is_folded) else { return };
        if let Some(shown) = rows.iter_mut().find(|shown| self.group_of.get(*shown) == Some(group)) {
            *shown = row;
        }
    }
}
