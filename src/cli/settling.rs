//! What is settled, as it is typed or written in a JSON line: the question, the answer, and who settles it.

use super::lookup::{any_mode, criterion};
use crate::domain::{
    Answer, Change, CodebookView, Judgements, Name, RecordId, Roles, SettleTarget, SettledAnswer, SettledBy, spelling,
};
use crate::error::{Problem, Result};

/// Reads `verdict`, `mode SLUG` or `criterion SLUG`.
pub(super) fn target(book: &CodebookView, words: &[&str]) -> Result<SettleTarget> {
    match words {
        ["verdict"] => Ok(SettleTarget::Verdict),
        ["mode", typed] => Ok(SettleTarget::Mode(any_mode(book, typed)?.key.clone())),
        ["criterion", typed] => Ok(SettleTarget::Criterion(criterion(book, typed)?.key.clone())),
        [word @ ("mode" | "criterion")] => Err(Problem::usage(format!("Missing: which {word} is settled."))),
        words => Err(Problem::usage(format!("`{}` is nothing that is settled.", words.join(" ")))
            .hint("Expected `verdict`, `mode NAME` or `criterion NAME`.")),
    }
}

/// Reads the answer to a question, or `none`, which takes the settlement back.
pub(super) fn answer(target: &SettleTarget, typed: &str) -> Result<Option<SettledAnswer>> {
    if typed == "none" {
        return Ok(None);
    }
    let word = typed.to_lowercase();
    let grade = || Answer::from_word(typed).map(SettledAnswer::from);
    let found = SettledAnswer::from_word(&word).or_else(grade).filter(|answer| target.answers().contains(answer));
    found.map(Some).ok_or_else(|| {
        let mut known: Vec<&str> = target.answers().iter().map(|answer| answer.word()).collect();
        known.push("none");
        Problem::usage(format!("`{typed}` is no answer to settle `{target}` on.")).hint(spelling::hint(typed, &known))
    })
}

/// Returns the change. Without names an agreement is one of all who answered.
pub(super) fn change(
    (book, roles): (&CodebookView, &Roles),
    judgements: &Judgements,
    (record, target, answer): (RecordId, SettleTarget, Option<SettledAnswer>),
    (reviewer, by, how): (&Name, Vec<Name>, SettledBy),
) -> Result<Change> {
    let by = match how {
        SettledBy::Owner => {
            roles.require_owner(reviewer, &target, book)?;
            vec![reviewer.clone()]
        }
        SettledBy::Agreement if by.is_empty() => judgements.answered(&target),
        SettledBy::Agreement => by,
    };
    Ok(Change::Settle { record, target, version: 0, answer, by, how })
}
