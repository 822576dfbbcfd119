//! In outputs of a real model hardly anything ordinary is masked: 2,000 answers, and the hits in them as a person judged them.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use gemba::redact::Redactor;
use serde_json::{Value, json};

use super::corpus::folder;

/// The most hits that are judged.
const SHEET: usize = 100;

/// How much of the outputs is masked, and what people say of it.
#[derive(Clone)]
pub(super) struct Share {
    pub(super) outputs: usize,
    pub(super) with_hit: usize,
    pub(super) judged: usize,
    pub(super) ordinary: usize,
    pub(super) by_rule: String,
}

fn lines(name: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(folder().join(name)).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The share of outputs in which something ordinary is masked, in percent.
#[expect(clippy::cast_precision_loss, reason = "small counts")]
pub(super) fn percent(outputs: usize, with_hit: usize, judged: usize, ordinary: usize) -> f64 {
    with_hit as f64 / outputs as f64 * (ordinary as f64 / judged.max(1) as f64) * 100.0
}

pub(super) fn share() -> Share {
    static SHARE: OnceLock<Share> = OnceLock::new();
    SHARE.get_or_init(measure).clone()
}

fn measure() -> Share {
    let redactor = Redactor::default();
    let (mut hits, mut with_hit, mut rules) = (Vec::new(), 0, BTreeMap::<&str, usize>::new());
    let outputs = lines("outputs.jsonl");
    for line in &outputs {
        let text = line["output"].as_str().unwrap();
        let found = redactor.find(text);
        with_hit += usize::from(!found.is_empty());
        for found in found {
            *rules.entry(found.rule).or_default() += 1;
            let from = start_of_context(text, found.range.start);
            let hit = json!({"id": line["id"], "rule": found.rule, "text": &text[found.range.clone()],
                "before": &text[from..found.range.start], "judged": null});
            hits.push(hit);
        }
    }
    let step = hits.len().div_ceil(SHEET).max(1);
    let sampled: Vec<Value> = hits.into_iter().step_by(step).collect();
    let key = |hit: &Value| format!("{} {} {} {}", hit["id"], hit["rule"], hit["text"], hit["before"]);
    let known: HashMap<String, Value> =
        lines("hits.jsonl").into_iter().map(|hit| (key(&hit), hit["judged"].clone())).collect();
    let sheet: Vec<Value> = sampled
        .into_iter()
        .map(|mut hit| {
            hit["judged"] = known.get(&key(&hit)).cloned().unwrap_or_default();
            hit
        })
        .collect();
    if std::env::var_os("GEMBA_UPDATE").is_some() {
        let text = sheet.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n") + "\n";
        std::fs::write(folder().join("hits.jsonl"), text).unwrap();
    }
    let unjudged: Vec<&Value> = sheet.iter().filter(|hit| hit["judged"].is_null()).collect();
    assert!(unjudged.is_empty(), "{} hits that nobody judged: {unjudged:#?}", unjudged.len());
    let ordinary = sheet.iter().filter(|hit| hit["judged"] == "ordinary").count();
    let by_rule: Vec<String> = rules.iter().map(|(rule, count)| format!("{rule} {count}")).collect();
    Share { outputs: outputs.len(), with_hit, judged: sheet.len(), ordinary, by_rule: by_rule.join(", ") }
}

/// Where the text begins that is shown before a hit.
fn start_of_context(text: &str, end: usize) -> usize {
    (end.saturating_sub(40)..=end).find(|at| text.is_char_boundary(*at)).unwrap_or(end)
}

#[test]
fn less_than_one_in_a_hundred_real_outputs_is_masked_for_nothing() {
    let Share { outputs, with_hit, judged, ordinary, .. } = share();
    assert_eq!(outputs, 2000);
    let share = percent(outputs, with_hit, judged, ordinary);
    assert!(share < 1.0, "{share} %");
}
