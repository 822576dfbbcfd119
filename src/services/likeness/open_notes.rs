//! Groups the notes that no failure mode was made of yet: open codes on their way to axial ones.

use super::common_words::common_words;
use crate::error::Result;
use crate::measures::likeness::groups;
use crate::store::Reader;
use crate::views::{NoteGroup, OpenNote, OpenNotes};

/// So many notes are grouped, the newest.
const GROUPED: usize = 10_000;

/// Returns the open notes, in groups of those that are alike.
///
/// # Errors
/// Store problems as they are.
pub fn open_notes(reader: &Reader) -> Result<OpenNotes> {
    let (notes, older) = reader.open_notes(GROUPED)?;
    Ok(OpenNotes { groups: grouped(notes), older, passed: reader.notes_on_passed()? })
}

fn grouped(notes: Vec<OpenNote>) -> Vec<NoteGroup> {
    let texts: Vec<&str> = notes.iter().map(|note| note.text.raw()).collect();
    let groups = groups(&texts, &common_words());
    let mut notes: Vec<Option<OpenNote>> = notes.into_iter().map(Some).collect();
    let group = |group: crate::measures::likeness::TextGroup| {
        let label = notes.get(group.middle).and_then(Option::as_ref).map(|note| note.text.clone());
        let members = group.members.iter().filter_map(|at| notes.get_mut(*at)?.take());
        let notes: Vec<OpenNote> = members.collect();
        NoteGroup { label: label.unwrap_or_default(), notes }
    };
    groups.into_iter().map(group).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::common_words;
    use crate::measures::likeness::groups;

    /// The notes by which the threshold was chosen: a kind a line.
    const CHOSEN_ON: &str = include_str!("notes/chosen_on.txt");
    /// Notes that it was held against.
    const HELD_AGAINST: &str = include_str!("notes/held_against.txt");

    /// Returns pairs rightly together, wrongly together, and wrongly apart.
    fn pairs(kinds: &str, key: impl Fn(&[&str]) -> Vec<usize>) -> (usize, usize, usize) {
        let lines = kinds.lines().filter(|line| !line.starts_with('#')).enumerate();
        let notes: Vec<(usize, &str)> =
            lines.flat_map(|(kind, line)| line.split(" | ").map(move |note| (kind, note))).collect();
        let texts: Vec<&str> = notes.iter().map(|(_, text)| *text).collect();
        let group = key(&texts);
        let (mut right, mut wrong, mut apart) = (0, 0, 0);
        for one in 0..notes.len() {
            for two in 0..one {
                match (notes[one].0 == notes[two].0, group[one] == group[two]) {
                    (true, true) => right += 1,
                    (false, true) => wrong += 1,
                    (true, false) => apart += 1,
                    (false, false) => {}
                }
            }
        }
        (right, wrong, apart)
    }

    fn by_likeness(texts: &[&str]) -> Vec<usize> {
        let mut of = vec![0; texts.len()];
        for (number, group) in groups(texts, &common_words()).iter().enumerate() {
            group.members.iter().for_each(|member| of[*member] = number);
        }
        of
    }

    fn by_first_word(texts: &[&str]) -> Vec<usize> {
        let mut known: HashMap<String, usize> = HashMap::new();
        let first = |text: &&str| text.split_whitespace().next().unwrap_or_default().to_lowercase();
        texts
            .iter()
            .map(|text| {
                let next = known.len();
                *known.entry(first(text)).or_insert(next)
            })
            .collect()
    }

    #[test]
    fn paraphrases_stand_together_and_other_failures_apart() {
        for kinds in [CHOSEN_ON, HELD_AGAINST, &format!("{CHOSEN_ON}{HELD_AGAINST}")] {
            let (right, wrong, apart) = pairs(kinds, by_likeness);
            let share = |part: usize, rest: usize| 100 * part / (part + rest);
            assert!(share(right, wrong) >= 85, "{right} pairs rightly together, {wrong} wrongly");
            assert!(share(right, apart) >= 65, "{right} pairs together, {apart} of one kind apart");
            let first = pairs(kinds, by_first_word);
            assert!(2 * first.0 < right && first.1 > wrong, "a shared first word does as well: {first:?}");
        }
    }

    #[test]
    fn thousands_of_notes_do_not_run_into_one_group() {
        let things = ["policy", "tone", "price", "link", "number", "date", "table", "greeting", "citation", "currency"];
        let faults =
            ["invented", "missing", "outdated", "repeated", "misspelt", "contradictory", "leaked", "truncated"];
        let note = |at: usize| {
            let (thing, fault) = (things[at % 10], faults[at / 10 % 8]);
            [format!("{thing} {fault}"), format!("{fault} {thing} in turn {at}"), format!("the {thing} is {fault}")]
                [at % 3]
                .clone()
        };
        let notes: Vec<String> = (0..2_000).map(note).collect();
        let texts: Vec<&str> = notes.iter().map(String::as_str).collect();
        let largest = groups(&texts, &common_words()).first().map_or(0, |group| group.members.len());
        assert!(largest < 500, "{largest} of 2000 in one group");
    }
}
