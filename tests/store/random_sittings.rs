//! What must hold after any sitting: tables rebuilt equal tables kept up, undo and redo are exact, keys lead somewhere.

use gemba::domain::RowId;
use gemba::store::{Reader, Writer};
use proptest::prelude::*;

use super::random_changes::{RECORDS, Step, reviewer, step};
use super::workspace::{NOW, PROJECTED, append_possible, dump, name, seen, with_records};

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn rebuilt_equals_incremental_and_undo_after_do_is_the_identity(steps in prop::collection::vec(step(), 1..40)) {
        let mut workspace = with_records(RECORDS);
        for step in &steps {
            let before = seen(&workspace);
            match step {
                Step::Say(who, changes) => {
                    // What cannot stand in the random state is set aside; the rest is one group.
                    let who = name(reviewer(*who));
                    let group = append_possible(&mut workspace, &who, changes);
                    let after = seen(&workspace);
                    if group.is_none() {
                        prop_assert_eq!(&before, &after);
                        continue;
                    }
                    workspace.writer.undo(&who, None, NOW).unwrap();
                    prop_assert_eq!(&before, &seen(&workspace), "undo after {:?}", changes);
                    workspace.writer.redo(&who, None, NOW).unwrap();
                    prop_assert_eq!(&after, &seen(&workspace), "redo after {:?}", changes);
                }
                Step::Undo(who) => match workspace.writer.undo(&name(reviewer(*who)), None, NOW) {
                    Ok(applied) if applied.group.is_some() => {
                        let after = seen(&workspace);
                        workspace.writer.redo(&name(reviewer(*who)), None, NOW).unwrap();
                        prop_assert_eq!(&before, &seen(&workspace), "redo after undo");
                        workspace.writer.undo(&name(reviewer(*who)), None, NOW).unwrap();
                        prop_assert_eq!(&after, &seen(&workspace), "undo again");
                    }
                    _ => prop_assert_eq!(&before, &seen(&workspace)),
                },
                Step::Redo(who) => {
                    if !workspace.writer.redo(&name(reviewer(*who)), None, NOW).is_ok_and(|applied| applied.group.is_some()) {
                        prop_assert_eq!(&before, &seen(&workspace));
                    }
                }
                Step::Reopen => {
                    workspace.writer = Writer::open(&workspace.folder()).unwrap();
                    prop_assert_eq!(&before, &seen(&workspace));
                }
            }
            // What is read never points nowhere.
            let codebook = Reader::open(&workspace.folder(), &gemba::store::Viewer::nobody()).unwrap().codebook().unwrap();
            for mode in &codebook.modes {
                prop_assert!(codebook.resolve_mode(&mode.key).is_some_and(|counts| counts.merged_into.is_none()));
            }
            for criterion in &codebook.criteria {
                let asked = criterion.merged_into.as_ref().map_or(Some(criterion), |key| codebook.criterion_of(key));
                prop_assert!(asked.is_some_and(|asked| asked.merged_into.is_none()));
                prop_assert!((0.0..=1.0).contains(&criterion.tau));
            }
            for row in 1..=i64::from(RECORDS) {
                let said = workspace.reader().judgements(RowId(row)).unwrap();
                for tag in &said.tags {
                    prop_assert!(codebook.mode_of(&tag.mode).is_some_and(|mode| mode.merged_into.is_none()), "{:?}", tag);
                }
                for grade in &said.grades {
                    let version = codebook.criterion_of(&grade.criterion).map(gemba::domain::Criterion::version);
                    prop_assert!(version.is_some_and(|newest| grade.version <= newest), "{:?}", grade);
                }
            }
            let mut letters: Vec<_> = codebook.modes.iter().filter(|mode| mode.status.is_open()).filter_map(|mode| mode.hotkey).collect();
            letters.sort_unstable();
            prop_assert!(letters.windows(2).all(|pair| pair[0] != pair[1]), "{:?}", letters);
        }
        let kept = dump(&workspace.folder(), &PROJECTED);
        workspace.writer.rebuild().unwrap();
        prop_assert_eq!(kept, dump(&workspace.folder(), &PROJECTED));
        prop_assert!(workspace.complaints().is_empty(), "{:?}", workspace.complaints());
    }
}
