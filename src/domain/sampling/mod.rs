//! Sampling plans: how a queue is drawn from the records that a filter holds. One file and one row each.
//!
//! A plan is a pure function over a [`SamplingPool`], which the store is; its words and what may be asked of it stand
//! in the same file.

mod all;
mod daily;
mod daily_sample;
mod disputed;
mod like;
mod newest;
mod plan;
mod random;
mod rare;
mod stale;
mod stratified;
mod uncertain;
mod unseen;

pub use daily_sample::{DailyPool, DailyPools, DailyRecord, DailySample, DailyStratum, Done};
pub use plan::{Ask, Draw, DrawnBy, FOLDED_AT_MOST, Fact, Plan, Queue, SamplingPool, Stratum, Takes};
use serde::{Deserialize, Serialize};

/// Makes the enum and its table from the rows.
macro_rules! plans {
    ($($(#[$attribute:meta])* $name:ident $file:ident;)*) => {
        /// How a queue is drawn from the records that the filter holds.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        pub enum SamplingPlan {
            $($(#[$attribute])* $name,)*
        }

        /// All plans, in the order of the help.
        pub const SAMPLING: &[SamplingPlan] = &[$(SamplingPlan::$name),*];

        impl SamplingPlan {
            /// Returns what the plan's file says of it.
            pub const fn plan(self) -> &'static Plan {
                match self {
                    $(Self::$name => &$file::PLAN,)*
                }
            }
        }

        #[cfg(test)]
        const FILES: &[&str] = &[$(stringify!($file)),*];
    };
}

plans! {
    /// Every record, in import order: what is read without `--by`.
    #[default]
    All all;
    /// A seeded, reproducible random draw.
    Random random;
    /// The newest first.
    Newest newest;
    /// As many of each value of a field.
    Stratified stratified;
    /// What is unlike the others first.
    Rare rare;
    /// What judges and checks answer differently first.
    Uncertain uncertain;
    /// What reviewers judged differently.
    Disputed disputed;
    /// What is nearest to a record first.
    Like like;
    /// Models and conversations without a judged record first.
    Unseen unseen;
    /// The sample of a day, as it was frozen for everyone.
    Daily daily;
    /// The grades of this reviewer that went stale, asked again, some of them twice.
    Stale stale;
}

impl SamplingPlan {
    /// Returns the plan of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        SAMPLING.iter().copied().find(|known| known.word() == word)
    }

    /// Returns the word that names the plan in the journal, in JSON and behind `--by`.
    pub const fn word(self) -> &'static str {
        self.plan().word
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{FILES, SAMPLING, SamplingPlan};

    #[test]
    fn every_file_of_this_folder_is_a_plan_of_its_name() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/domain/sampling");
        let stem = |entry: std::io::Result<std::fs::DirEntry>| {
            entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned()
        };
        let files: BTreeSet<String> = std::fs::read_dir(folder).unwrap().map(stem).collect();
        let rows: BTreeSet<String> =
            FILES.iter().copied().chain(["mod", "plan", "daily_sample"]).map(str::to_owned).collect();
        assert_eq!(files, rows, "a file without a row in `plans!`");
        let words: Vec<&str> = SAMPLING.iter().map(|plan| plan.word()).collect();
        assert_eq!(words, FILES, "a plan that is not named like its file");
    }

    #[test]
    fn a_plan_is_stored_under_its_word_and_says_what_it_does() {
        for plan in SAMPLING {
            assert_eq!(serde_json::to_value(plan).unwrap(), plan.word());
            assert_eq!(SamplingPlan::from_word(plan.word()), Some(*plan));
            assert!(plan.plan().help.ends_with('.'), "`{}` has no help", plan.word());
        }
    }
}
