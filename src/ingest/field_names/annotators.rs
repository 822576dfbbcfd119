//! What logs call who answered, and when.

use super::names::normalized;

/// Returns whether a column is called as one that says who answered.
pub(crate) fn is_annotator(key: &str) -> bool {
    const NAMES: [&str; 29] = [
        "annotator",
        "annotatorid",
        "annotatorname",
        "annotatedby",
        "worker",
        "workerid",
        "workername",
        "crowdworker",
        "crowdworkerid",
        "turker",
        "turkerid",
        "rater",
        "raterid",
        "ratername",
        "ratedby",
        "labeler",
        "labelerid",
        "labeller",
        "labellerid",
        "labeledby",
        "labelledby",
        "coder",
        "coderid",
        "participantid",
        "reviewer",
        "reviewerid",
        "reviewername",
        "reviewedby",
        "judgedby",
    ];
    NAMES.contains(&last(key).as_str())
}

/// Returns whether a column is called as one that says when somebody answered.
pub(crate) fn is_time_of_judging(key: &str) -> bool {
    const NAMES: [&str; 16] = [
        "submittime",
        "submittedat",
        "submissiontime",
        "annotatedat",
        "annotationtime",
        "labeledat",
        "labelledat",
        "labeltime",
        "judgedat",
        "judgementtime",
        "judgmenttime",
        "ratedat",
        "reviewedat",
        "answeredat",
        "gradedat",
        "verdictat",
    ];
    NAMES.contains(&last(key).as_str())
}

/// Returns the last part of a path.
fn last(key: &str) -> String {
    normalized(key.rsplit(['.', '/']).next().unwrap_or(key))
}

#[cfg(test)]
mod tests {
    use super::{is_annotator, is_time_of_judging};

    #[test]
    fn a_person_and_a_time_are_known_however_they_are_written() {
        for key in ["WorkerId", "_worker_id", "annotation.annotator", "Rater ID", "meta/labeler"] {
            assert!(is_annotator(key), "{key}");
        }
        for key in ["worker_count", "network", "annotation", "user"] {
            assert!(!is_annotator(key), "{key}");
        }
        assert!(is_time_of_judging("SubmitTime") && is_time_of_judging("annotated_at"));
        assert!(!is_time_of_judging("created_at") && !is_time_of_judging("WorkTimeInSeconds"));
    }
}
