//! The keys of the Insights screen.

use crate::command::actions;

actions! {
    /// Shows another chart, or the records of a line.
    InsightsAction:

    /// On the screen.
    KEYS = [
        Records("InsightRecords", "Enter", "records", "Its records", "Filters the queue by this line.").rank(1),
        Disputed("Disputed", "d", "most disputed", "The most disputed records",
            "Queues the ten records on which reviewers differ most."),
        JudgeMissed("JudgeMissed", "m", "judge passes", "Missed by the judge",
            "Queues what people fail and the selected judge passes."),
        JudgeRejected("JudgeRejected", "w", "judge fails", "Wrongly failed by the judge",
            "Queues what people pass and the selected judge fails."),
        NextChart("SectionNext", "Tab l Right", "next chart", "Next chart", "Shows the next chart.").rank(2),
        PreviousChart("SectionPrevious", "shift-Tab h Left", "chart before", "Previous chart",
            "Shows the chart before."),
        Export("InsightExport", "e", "copy figures", "Copy the figures",
            "Copies the figures of this chart as a table, tabs between.").rank(3),
    ];
}
