//! Inspect's JSON log: `samples[].scores`, one answer per sample and scorer, or per key of a score that is an object.
//!
//! `C` passes, `I` and `N` fail, `P` (partial) is no answer; a number passes from `--pass-at` on.

use super::gathered::{Gathered, answer, ids, inner, scalar};
use super::results_reader::ResultsReader;
use crate::domain::Untrusted;
use crate::domain::result::{Aim, Finding, JudgeVerdict, OutputKey, ResultsFormat, kept_reason, output_key};
use crate::error::{Problem, Result};
use crate::ingest::json::{Fields, Kind, Value};

/// The reader of this format.
pub(super) const READER: ResultsReader = ResultsReader {
    format: ResultsFormat::Inspect,
    detect: |beginning| beginning.object.as_ref().is_some_and(|object| object.has("samples") && object.has("eval")),
    read,
};

fn read(text: &str, gathered: &mut Gathered) -> Result<()> {
    let whole = Fields::parse(text.trim())
        .map_err(|error| Problem::input(format!("it is not a JSON object: {error}.")).caused_by(error))?;
    let Some(samples) = whole.get("samples").and_then(Value::elements) else {
        return Err(Problem::input("it has no list `samples`, as Inspect's logs have.")
            .hint("A log written with --no-log-samples holds totals only."));
    };
    let eval = inner(&whole, "eval");
    let model: Option<Untrusted> = eval.as_ref().and_then(|eval| scalar(eval, "model")).map(Into::into);
    let metadata = eval.as_ref().and_then(|eval| inner(eval, "metadata"));
    let prompt = metadata.and_then(|metadata| scalar(&metadata, "prompt_version")).map(Untrusted::from);
    for (place, sample) in samples.into_iter().enumerate() {
        let scores = sample.members().and_then(|fields| Some((inner(&fields, "scores")?, fields)));
        let Some((scores, fields)) = scores else {
            gathered.set_aside(|| format!("sample {} has no scores", place + 1));
            continue;
        };
        let mut keys = ids(inner(&fields, "metadata").as_ref());
        keys.extend(scalar(&fields, "id"));
        let is_error = fields.get("error").is_some_and(|error| !error.is_null());
        let (output, made_by) = output(&fields);
        let made_by = made_by.map(Untrusted::from).filter(|made| made.raw() != "recorded").or_else(|| model.clone());
        for (scorer, score) in scores.iter() {
            if let Some(stub) = weak_stub(score) {
                gathered.set_aside(|| format!("the stub {stub} is weak, so its cases were not judged"));
                continue;
            }
            let reason = reason(score, &fields);
            if let Some((judge, aim, verdict)) = our_verdict(score) {
                gathered.take(Finding {
                    judge: judge.into(),
                    aim: Some(aim),
                    verdict: if is_error { JudgeVerdict::NoAnswer } else { verdict },
                    reason,
                    keys: keys.clone(),
                    output,
                    model: made_by.clone(),
                    prompt_version: prompt.clone(),
                })?;
                continue;
            }
            let value = score.members().and_then(|score| score.get("value")).unwrap_or(score);
            for (judge, value) in parts(scorer, value) {
                let verdict = if is_error { JudgeVerdict::NoAnswer } else { verdict(value, gathered)? };
                gathered.take(Finding {
                    judge: judge.into(),
                    aim: None,
                    verdict,
                    reason: reason.clone(),
                    keys: keys.clone(),
                    output,
                    model: made_by.clone(),
                    prompt_version: prompt.clone(),
                })?;
            }
        }
    }
    Ok(())
}

/// Returns the stub whose only sample says that it is weak.
fn weak_stub(score: Value<'_>) -> Option<String> {
    scalar(&inner(&score.members()?, "metadata")?, "gemba_weak")
}

/// Returns the verdict of the checks or the judge of one of gemba's own tasks, where the score is one.
fn our_verdict(score: Value<'_>) -> Option<(String, Aim, JudgeVerdict)> {
    let metadata = inner(&score.members()?, "metadata")?;
    let verdict = metadata.get("verdict").and_then(answer).unwrap_or(JudgeVerdict::NoAnswer);
    let field = |key: &str| scalar(&metadata, key);
    let (name, aim): (_, fn(String) -> Aim) = match (field("gemba_judge"), field("gemba_stub")) {
        (Some(check), _) => (check, Aim::Check),
        (None, Some(stub)) => (stub, Aim::Stub),
        (None, None) => return None,
    };
    Some((name.clone(), aim(name), verdict))
}

/// Splits a score that is an object into the several that it holds.
fn parts<'a>(scorer: &str, value: Value<'a>) -> Vec<(String, Value<'a>)> {
    let Some(members) = value.members() else { return vec![(scorer.to_owned(), value)] };
    members.iter().map(|(key, value)| (format!("{scorer}/{key}"), value)).collect()
}

fn verdict(value: Value<'_>, gathered: &Gathered) -> Result<JudgeVerdict> {
    if value.kind() == Kind::Number {
        return value.number().map_or(Ok(JudgeVerdict::NoAnswer), |score| gathered.answer_of_score(score));
    }
    Ok(answer(value).unwrap_or(JudgeVerdict::NoAnswer))
}

/// Returns the judged output, and the model that made it. Long texts are among the attachments.
fn output(sample: &Fields<'_>) -> (Option<OutputKey>, Option<String>) {
    let Some(output) = inner(sample, "output") else { return (None, None) };
    let text = output.get("completion").and_then(|text| text.text().map(std::borrow::Cow::into_owned));
    let text = text.filter(|text| !text.is_empty()).map(|text| attached(sample, text));
    (text.map(|text| output_key(&text)), scalar(&output, "model"))
}

/// Returns the scorer's explanation.
fn reason(score: Value<'_>, sample: &Fields<'_>) -> Option<Untrusted> {
    kept_reason(&attached(sample, scalar(&score.members()?, "explanation")?))
}

/// Returns the text, or the attachment that it names.
fn attached(sample: &Fields<'_>, text: String) -> String {
    let Some(hash) = text.strip_prefix("attachment://") else { return text };
    inner(sample, "attachments").and_then(|kept| Some(kept.get(hash)?.plain())).unwrap_or(text)
}
