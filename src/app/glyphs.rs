//! The signs that screens show, for the help: each sign that is no letter and no line between panes stands here.

/// The signs, what each is called, and what it says.
pub const GLYPHS: &[(&str, &str, &str)] = &[
    ("✓", "Pass", "A pass; beside a criterion: met."),
    ("✗", "Fail", "A fail; beside a criterion: not met; below an answer: what a check objects to."),
    ("◦", "Deferred", "Put off for later; in the header with how many (◦2)."),
    ("⊘", "Declined", "Cannot be answered; in no rate."),
    (
        "!",
        "Contradiction",
        "In the queue: your verdict and what else you said of the record, or said before, do not agree.",
    ),
    (
        "·",
        "Tagged",
        "In the queue: tagged by somebody, and without your verdict. In a list of modes: no hotkey. Elsewhere it parts facts.",
    ),
    (
        "▒",
        "Masked",
        "While presenting: a character that may be secret or personal, in a text that is written or shown.",
    ),
    ("≠", "Disputed", "In the queue: reviewers answered differently, and nothing is settled yet."),
    ("›", "Led by", "In the header: the screens and lists that led to what is shown."),
    ("●", "Tag", "The record has this failure mode. In a chart: the rate."),
    ("⟳", "Stale", "Graded under an older meaning of the criterion."),
    ("–", "None", "Not graded, not applicable, or nothing to count."),
    ("▌ ▐", "Chosen", "The line, the record or the chart that keys act on."),
    ("•", "Marked", "A marked record; in a text, a list's bullet."),
    ("┃", "Judged answer", "The answer that verdicts are about."),
    ("▴ ▾", "More", "There is more above, or below."),
    ("…", "Cut", "The text goes on; behind a folded turn stands how long it is."),
    ("━ ╌", "Progress", "Done, and left."),
    ("█ ░", "Bar", "A part, and the rest of the whole."),
    ("▁ ▄ ▇", "Curve", "Higher is more."),
    (
        "▓ ├ ┤",
        "Interval",
        "The rate is between these with a confidence of 95 %: shaded up to the rate, a line beyond it.",
    ),
    ("┄", "Estimate", "What a curve is thought to go towards."),
    ("±", "Precision", "So many points to either side."),
    ("▪", "Severity", "One to three of them: how bad a failure mode is."),
    ("■ □", "New", "New failure modes, and new criteria, on a day."),
    ("→", "Leads to", "From one version to the next; behind a check, the suites it can be written for."),
    ("≥ ≤", "Bound", "At least, at most."),
];
