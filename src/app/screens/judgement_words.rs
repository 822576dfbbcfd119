//! Verdicts and answers as glyphs and words, readable without colour.

use crate::domain::{Answer, Verdict};

/// Returns the glyph of a verdict.
pub const fn glyph(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "✓",
        Verdict::Fail => "✗",
        Verdict::Defer => "◦",
        Verdict::Declined => "⊘",
    }
}

/// Returns the words of an answer.
pub(crate) const fn answer_words(answer: Answer) -> &'static str {
    match answer {
        Answer::Met => "met",
        Answer::NotMet => "not met",
        Answer::Na => "n/a",
    }
}

/// Returns the glyph of an answer.
pub(crate) const fn answer_glyph(answer: Answer) -> &'static str {
    match answer {
        Answer::Met => "✓",
        Answer::NotMet => "✗",
        Answer::Na => "–",
    }
}
