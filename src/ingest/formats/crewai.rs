//! What a crew of `CrewAI` gives back: one record per task.

use super::format::{Detector, Format, Reader, Strength};
use crate::ingest::field_names::Field;
use crate::ingest::json::Fields;
use crate::ingest::record::{RecordBuilder, read_by_names};

/// `crewai`.
pub(super) const FORMAT: Format = Format {
    name: "crewai",
    description: "Outputs of CrewAI: one record per task.",
    detector: Detector::Entry(|fields| {
        let is_task = ["description", "raw", "agent", "expected_output"].iter().all(|key| fields.has(key));
        Strength::sure(is_task)
    }),
    reader: Reader::Record(read),
    lists: &["tasks_output"],
    example: r#"{"raw": "Final.", "tasks_output": [{"description": "Find facts.", "name": "research", "expected_output": "A list", "summary": "Find facts...", "raw": "It is big.", "agent": "Researcher"}], "token_usage": {"total_tokens": 10}}"#,
    expected: "line 1\nuser: Find facts.\noutput: It is big.\nmeta name: \"research\"\nmeta expected_output: \"A list\"\nmeta summary: \"Find facts...\"\nmeta agent: \"Researcher\"",
    source: "by hand, after the document on outputs of CrewAI",
};

fn read(fields: &mut Fields<'_>, builder: &mut RecordBuilder) {
    for (field, key) in [(Field::Input, "description"), (Field::Output, "raw")] {
        if let Some(value) = fields.take(key) {
            builder.put(field, key, value);
        }
    }
    // What the task was told to give, in words: no answer to compare with.
    for key in ["name", "expected_output", "summary", "agent"] {
        if let Some(value) = fields.take(key).filter(|value| !value.is_null()) {
            builder.keep(key, value.kept());
        }
    }
    read_by_names(fields, builder);
}
