//! The labelled records that are searched, and what is asked of them at once: one witness for each input, and the folds.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::bits::Bits;
use super::limits::{FOLDS, SEARCHED, SEED};
use crate::checks::portable::case_fold;
use crate::domain::{Content, Message, RecordId, Role};

/// The labelled records that are searched: all of them, or a seeded choice where there are too many.
#[derive(Debug, Default)]
pub struct Sample {
    bad: BTreeMap<[u8; 32], (RecordId, Content)>,
    good: BTreeMap<[u8; 32], (RecordId, Content)>,
    /// Bad and good records that were offered.
    offered: (u64, u64),
}

impl Sample {
    /// Takes a labelled record.
    pub fn take(&mut self, id: RecordId, content: &Content, is_bad: bool) {
        *(if is_bad { &mut self.offered.0 } else { &mut self.offered.1 }) += 1;
        let (kept, most) = if is_bad { (&mut self.bad, SEARCHED.0) } else { (&mut self.good, SEARCHED.1) };
        let mut place = blake3::Hasher::new();
        place.update(SEED).update(&id.0);
        let place = *place.finalize().as_bytes();
        if kept.len() >= most && kept.last_key_value().is_some_and(|(last, _)| place > *last) {
            return;
        }
        kept.insert(place, (id, content.clone()));
        if kept.len() > most {
            kept.pop_last();
        }
    }

    /// Returns how many bad and how many good records there are, searched or not.
    pub const fn counts(&self) -> (u64, u64) {
        self.offered
    }

    /// Whether every record that was offered is searched.
    pub fn is_whole(&self) -> bool {
        let (bad, good) = self.offered;
        (self.bad.len() as u64, self.good.len() as u64) == (bad, good)
    }
}

/// One record as the search sees it.
pub(crate) struct Text<'a> {
    pub(crate) content: &'a Content,
    /// The output as it is.
    pub(crate) raw: &'a str,
    /// The output in lower case, character by character.
    pub(crate) folded: String,
}

/// The records in one order, the witnesses first: the one record of each input that tests look at, chosen by a seeded
/// hash before any label is read. Records of one input are not independent of each other.
pub(crate) struct Corpus<'a> {
    pub(crate) texts: Vec<Text<'a>>,
    pub(crate) ids: Vec<Option<RecordId>>,
    pub(crate) bad: Bits,
    /// How many of them are witnesses.
    pub(crate) units: usize,
    /// The witness of each record.
    unit_of: Vec<usize>,
}

impl<'a> Corpus<'a> {
    /// Prepares a sample; further records count as good.
    pub(crate) fn new(sample: &'a Sample, further: &'a [Content]) -> Self {
        let labelled = |is_bad: bool| {
            move |(place, (id, content)): (&'a [u8; 32], &'a (RecordId, Content))| (*place, Some(*id), content, is_bad)
        };
        let mut all: Vec<_> =
            sample.bad.iter().map(labelled(true)).chain(sample.good.iter().map(labelled(false))).collect();
        all.sort_by_key(|record| record.0);
        all.extend(further.iter().map(|content| ([u8::MAX; 32], None, content, false)));
        let mut witnesses: HashMap<i64, usize> = HashMap::new();
        let (mut first, mut others) = (Vec::new(), Vec::new());
        for record in all {
            let key = input_key(record.2);
            if let Some(witness) = key.and_then(|key| witnesses.get(&key)) {
                others.push((record, *witness));
            } else {
                witnesses.extend(key.map(|key| (key, first.len())));
                first.push(record);
            }
        }
        let units = first.len();
        let mut corpus = Self {
            texts: Vec::new(),
            ids: Vec::new(),
            bad: Bits::new(units + others.len()),
            units,
            unit_of: (0..units).chain(others.iter().map(|(_, witness)| *witness)).collect(),
        };
        for (at, (_, id, content, is_bad)) in
            first.into_iter().chain(others.into_iter().map(|(one, _)| one)).enumerate()
        {
            let raw = content.output.raw();
            corpus.texts.push(Text { content, raw, folded: case_fold::fold(raw, true) });
            corpus.ids.push(id);
            if is_bad {
                corpus.bad.set(at);
            }
        }
        corpus
    }

    pub(crate) const fn len(&self) -> usize {
        self.unit_of.len()
    }

    /// Returns the records for which a predicate holds.
    pub(crate) fn where_text(&self, mut holds: impl FnMut(&Text<'a>) -> bool) -> Bits {
        Bits::of(self.len(), |at| self.texts.get(at).is_some_and(&mut holds))
    }

    /// Returns all records that have an input of these.
    pub(crate) fn inputs_of(&self, ids: &HashSet<RecordId>) -> Bits {
        let is_named = |id: &Option<RecordId>| id.is_some_and(|id| ids.contains(&id));
        let named = self.ids.iter().zip(&self.unit_of).filter(|(id, _)| is_named(id)).map(|(_, unit)| *unit);
        let units: HashSet<usize> = named.collect();
        Bits::of(self.len(), |at| self.unit_of.get(at).is_some_and(|unit| units.contains(unit)))
    }

    /// Returns the view on all records.
    pub(crate) fn whole(&self) -> View {
        self.view(|_| true)
    }

    fn view(&self, has_unit: impl Fn(usize) -> bool) -> View {
        let records = Bits::of(self.len(), |at| self.unit_of.get(at).is_some_and(|unit| has_unit(*unit)));
        let units = records.met(&Bits::of(self.len(), |at| at < self.units));
        let bad_units = units.met(&self.bad);
        let (n, bad) = (units.count(), bad_units.count());
        let bad_records = records.met(&self.bad);
        let good_records = records.without(&self.bad);
        View { units, bad_units, n, bad, bad_records, good_records }
    }

    /// Returns for each fold what is chosen on and what is counted: split by input, each with its share of bad ones.
    pub(crate) fn folds(&self) -> Vec<(View, View)> {
        let mut counts = [0, 0];
        let fold_of: Vec<usize> = (0..self.units)
            .map(|unit| {
                let [good, bad] = &mut counts;
                let count = if self.bad.has(unit) { bad } else { good };
                *count += 1;
                // The two labels are dealt out in opposite directions, so that small folds are of one size.
                if self.bad.has(unit) { (*count - 1) % FOLDS } else { FOLDS - 1 - (*count - 1) % FOLDS }
            })
            .collect();
        let fold = |held: usize| {
            let is_held = |unit: usize| fold_of.get(unit) == Some(&held);
            (self.view(|unit| !is_held(unit)), self.view(is_held))
        };
        (0..FOLDS).map(fold).collect()
    }
}

/// Returns what makes inputs equal; nothing for a record without an input, which is like no other. Instructions alone are
/// no input: they may be the same for all records.
fn input_key(content: &Content) -> Option<i64> {
    let is_input = |message: &Message| message.role != Role::System && !message.plain().trim().is_empty();
    let has_input = content.before_output().iter().any(is_input);
    has_input.then(|| content.input_key())
}

/// Some of the records: what a choice is made on, or what it is counted on.
pub(crate) struct View {
    /// The witnesses among them.
    pub(crate) units: Bits,
    /// The bad ones of these.
    pub(crate) bad_units: Bits,
    /// How many witnesses there are.
    pub(crate) n: usize,
    /// How many of them are bad.
    pub(crate) bad: usize,
    /// All bad records, witnesses or not.
    pub(crate) bad_records: Bits,
    /// All good ones.
    pub(crate) good_records: Bits,
}

impl View {
    pub(crate) const fn good(&self) -> usize {
        self.n - self.bad
    }
}
