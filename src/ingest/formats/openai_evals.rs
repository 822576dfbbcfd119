//! OpenAI evals: event logs. The events of one sample are one record: what was sampled, and what the match or the metrics
//! say about it.

use super::format::{Detector, Format, FormatReader, Reader, Strength};
use super::spans::score;
use crate::domain::{Part, RawJson, Untrusted};
use crate::ingest::field_names::Field;
use crate::ingest::json::{Fields, Value};
use crate::ingest::record::{RecordBuilder, Records, put_request};
use crate::ingest::sink::Feedback;

/// `openai-evals`.
pub(super) const FORMAT: Format = Format {
    name: "openai-evals",
    description: "Event logs of OpenAI evals: one record per sample.",
    detector: Detector::File(detect),
    reader: Reader::File(|| Box::<Evals>::default()),
    example: r#"{"spec": {"completion_fns": ["gpt-4o"], "eval_name": "sums.v0", "run_id": "R1"}}
{"final_report": {"accuracy": 0.0}}
{"run_id": "R1", "event_id": 0, "sample_id": "sums.2", "type": "sampling", "data": {"prompt": [{"role": "user", "content": "2+2?"}], "sampled": ["5"]}, "created_at": "2026-03-01 10:00:00.5+00:00"}
{"run_id": "R1", "event_id": 1, "sample_id": "sums.2", "type": "match", "data": {"correct": false, "expected": "4", "picked": "5"}, "created_at": "2026-03-01 10:00:01+00:00"}
"#,
    expected: r#"line 1 skipped: the header of a run
line 2 skipped: the report of a run
line 3
user: 2+2?
output: 5
id: sums.2
model: gpt-4o
expected: 4
time: 2026-03-01T10:00:00.5Z
meta run_id: "R1"
meta eval_name: "sums.v0"
feedback match: 0 false"#,
    source: "by hand, after event logs of openai/evals (4bfc1f58a8)",
    ..Format::BLANK
};

/// How many samples may be open at once; the events of one stand near each other.
const MOST_OPEN: usize = 4096;
/// How many bytes of their events.
const MOST_BYTES: usize = if cfg!(test) { 4096 } else { 64 * 1024 * 1024 };

#[derive(Default)]
struct Evals {
    model: Option<Untrusted>,
    name: Option<RawJson>,
    open: Vec<Sample>,
    /// About what they take in memory.
    bytes: usize,
}

struct Sample {
    id: String,
    record: Option<RecordBuilder>,
    said: Vec<Feedback>,
    expected: Option<Untrusted>,
    error: Option<Untrusted>,
    /// The prompt of the first call.
    prompt: String,
    /// How long its events are.
    bytes: usize,
}

impl Sample {
    const fn new(id: String) -> Self {
        Self { id, record: None, said: Vec::new(), expected: None, error: None, prompt: String::new(), bytes: 0 }
    }
}

fn is_event(fields: &Fields<'_>) -> bool {
    fields.has("sample_id")
        && fields.has("type")
        && fields.has("data")
        && (fields.has("run_id") || fields.has("event_id"))
}

fn detect(entries: &[Fields<'_>]) -> Strength {
    Strength::sure(entries.iter().any(is_event))
}

impl FormatReader for Evals {
    fn read(&mut self, fields: &mut Fields<'_>, out: &mut Records<'_>) {
        if let Some(spec) = fields.get("spec").and_then(Value::members) {
            let functions = spec.get("completion_fns").and_then(Value::elements).unwrap_or_default();
            self.model = functions.first().and_then(|first| first.scalar()).map(Into::into);
            self.name = spec.get("eval_name").map(Value::kept);
            return out.skip("the header of a run");
        }
        if fields.has("final_report") {
            return out.skip("the report of a run");
        }
        let Some(data) = fields.get("data").and_then(Value::members).filter(|_| is_event(fields)) else {
            return out.reject("neither an event, a header nor a report of an eval run");
        };
        let id = fields.get("sample_id").map(Value::plain).unwrap_or_default();
        let kind = fields.get("type").map(Value::plain).unwrap_or_default();
        let place = self.open.iter().position(|sample| sample.id == id);
        let mut sample = match place {
            Some(place) => self.open.remove(place),
            None => Sample::new(id),
        };
        match kind.as_str() {
            "sampling" => self.sampling(&mut sample, fields, &data, out),
            "error" => sample.error = data.get("error").or_else(|| data.get("message")).map(|text| text.plain().into()),
            "raw_sample" | "embedding" | "function_call" => out.skip("an event that is no answer"),
            _ => judge(&mut sample, &kind, &data),
        }
        if let Some(record) = &mut sample.record {
            out.tell(record);
        }
        let bytes = fields.size();
        sample.bytes += bytes;
        self.bytes += bytes;
        self.open.push(sample);
        while self.open.len() > MOST_OPEN || (self.bytes > MOST_BYTES && !self.open.is_empty()) {
            let oldest = self.open.remove(0);
            self.bytes = self.bytes.saturating_sub(oldest.bytes);
            close(oldest, out);
        }
    }

    fn end(&mut self, out: &mut Records<'_>) {
        for sample in std::mem::take(&mut self.open) {
            close(sample, out);
        }
    }
}

impl Evals {
    fn sampling(&self, sample: &mut Sample, fields: &Fields<'_>, data: &Fields<'_>, out: &mut Records<'_>) {
        let prompt = data.get("prompt").or_else(|| data.get("input"));
        let written = prompt.map(Value::plain).unwrap_or_default();
        // A call that begins with the one before goes on with it; any other is that of a grader.
        let goes_on = sample.record.is_some() && written.starts_with(sample.prompt.trim_end_matches(']'));
        if sample.record.is_some() && !goes_on {
            return out.skip("a further call for a sample, as that of a grader");
        }
        let mut record = out.begin();
        record.content.external_id = Some(sample.id.clone().into());
        if let Some(time) = fields.get("created_at") {
            record.put(Field::Time, "created_at", time);
        }
        record.content.model = data.get("model").and_then(Value::scalar).map(Into::into).or_else(|| self.model.clone());
        if let Some(prompt) = prompt {
            put_request(&mut record, "data.prompt", prompt);
        }
        let said = data.get("sampled").or_else(|| data.get("completion"));
        let list = said.and_then(Value::elements).unwrap_or_default();
        if let Some((first, others)) = list.split_first() {
            record.put_answer("data.sampled[0]", vec![Part::Text(first.plain().into())]);
            if !others.is_empty()
                && let Some(said) = said
            {
                record.keep("sampled", said.kept());
            }
        } else if let Some(said) = said.filter(|said| !said.is_null() && said.source() != "[]") {
            record.put_answer("data.sampled", vec![Part::Text(said.plain().into())]);
        }
        if let Some(run) = fields.get("run_id") {
            record.keep("run_id", run.kept());
        }
        if let Some(name) = &self.name {
            record.keep("eval_name", name.clone());
        }
        sample.prompt = written;
        sample.record = Some(record);
    }
}

/// Reads what a match or the metrics say about a sample.
fn judge(sample: &mut Sample, kind: &str, data: &Fields<'_>) {
    if let Some(expected) = ["expected", "ideal"].iter().find_map(|key| data.get(key)).filter(|value| !value.is_null())
    {
        let list = expected.elements().unwrap_or_default();
        let text = if let [only] = list.as_slice() { only.plain() } else { expected.plain() };
        sample.expected = Some(text.into());
    }
    if let Some(correct) = data.get("correct") {
        sample.said.push(Feedback { is_human: Some(false), ..score(kind, Some(correct)) });
        return;
    }
    for (name, value) in data.iter() {
        let is_text = matches!(name, "expected" | "picked" | "sampled" | "options" | "ideal" | "prompt" | "completion");
        if !is_text && value.scalar().is_some() {
            sample.said.push(Feedback { is_human: Some(false), ..score(name, Some(value)) });
        }
    }
}

fn close(sample: Sample, out: &mut Records<'_>) {
    let Some(mut record) = sample.record else {
        return out.skip("events of a sample without an answer");
    };
    record.content.expected = sample.expected;
    record.content.error = sample.error;
    sample.said.into_iter().for_each(|said| record.add_feedback(said));
    out.push(record);
}

#[cfg(test)]
mod tests {
    use super::{Evals, Fields, FormatReader, MOST_BYTES, Records};
    use crate::ingest::record::{Given, RecordBuilder};

    #[test]
    fn samples_are_held_up_to_so_many_bytes_and_the_oldest_is_given_out() {
        let (mut evals, mut given) = (Evals::default(), Vec::new());
        let answer = "x".repeat(MOST_BYTES / 4);
        for sample in 0..5 {
            let line = format!(
                r#"{{"run_id": "R", "event_id": 0, "sample_id": "s{sample}", "type": "sampling", "data": {{"prompt": "?", "sampled": ["{answer}"]}}}}"#
            );
            let text = String::new;
            let mut out = Records::new(RecordBuilder::default(), &text, None);
            evals.read(&mut Fields::parse(&line).unwrap(), &mut out);
            given.push(out.into_given().iter().filter(|one| matches!(one, Given::Record(_))).count());
        }
        assert_eq!((given, evals.open.len()), (vec![0, 0, 0, 1, 1], 3));
    }
}
