//! The Insights screen.

use super::row::{Row, key};

/// Shows another chart, or the records of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each row has a title and a sentence")]
pub enum InsightsAction {
    Records,
    JudgeMissed,
    JudgeRejected,
    NextChart,
    PreviousChart,
    Export,
}

impl InsightsAction {
    /// On the screen.
    pub(super) const KEYS: &[Row<Self>] = &[
        key(Self::Records, "InsightRecords", "Enter", "records", "Its records", "Filters the queue by this line.")
            .rank(1),
        key(
            Self::JudgeMissed,
            "JudgeMissed",
            "m",
            "judge passes",
            "Missed by the judge",
            "Queues what people fail and the selected judge passes.",
        ),
        key(
            Self::JudgeRejected,
            "JudgeRejected",
            "w",
            "judge fails",
            "Wrongly failed by the judge",
            "Queues what people pass and the selected judge fails.",
        ),
        key(Self::NextChart, "SectionNext", "Tab l Right", "next chart", "Next chart", "Shows the next chart.").rank(2),
        key(
            Self::PreviousChart,
            "SectionPrevious",
            "shift-Tab h Left",
            "chart before",
            "Previous chart",
            "Shows the chart before.",
        ),
        key(
            Self::Export,
            "InsightExport",
            "e",
            "copy figures",
            "Copy the figures",
            "Copies the figures of this chart as a table, tabs between.",
        )
        .rank(3),
    ];
}
