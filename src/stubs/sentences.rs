//! What a stub asserts and with which proof, in sentences of plain ASCII for the heads of generated files. No text of people
//! stands in them, but for parameters that may stand in code.

use serde_json::Value;

use super::python::is_plain;
use crate::checks::{self, Param, Takes};
use crate::domain::{Check, CheckSpec};
use crate::measures::statistics::intervals::wilson;
use crate::stubs::evidence::masked::MaskedProof;
use crate::stubs::evidence::proof::Proof;
use crate::stubs::evidence::stub_source::{StubSource, StubState};

/// Returns what the checks of a proof demand, as one sentence.
pub(super) fn asserted(proof: &Proof) -> String {
    let all: Vec<String> = proof.checks.iter().map(|(check, _)| demand(&check.spec)).collect();
    let judges = proof.judges.iter().map(|judge: &Check| format!("a model judges the rubric {}", judge.key));
    let all: Vec<String> = all.into_iter().chain(judges).collect();
    if all.is_empty() { "nothing yet, no check of it runs here.".to_owned() } else { format!("{}.", all.join("; ")) }
}

/// Returns what a check demands, as a clause: `the output does not hold this text: "sorry"`.
fn demand(spec: &CheckSpec) -> String {
    let Ok(kind) = checks::kind(&spec.kind) else { return spec.kind.clone() };
    let help = [". ", ": "].iter().fold(kind.help, |help, end| help.split(end).next().unwrap_or(help));
    let help = help.trim_end_matches('.');
    let mut chars = help.chars();
    let mut text: String = chars.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(chars).collect();
    let params: Vec<String> =
        kind.all_params().filter_map(|param| parameter(param, spec.params.get(param.name)?)).collect();
    if !params.is_empty() {
        text.extend([": ", &params.join(", ")]);
    }
    text
}

/// Returns a parameter in words; what may not stand in code is only named.
fn parameter(param: &Param, value: &Value) -> Option<String> {
    let quoted = |text: &str| if is_plain(text) { format!("\"{text}\"") } else { "one in the parameters".to_owned() };
    Some(match (param.takes, value) {
        (Takes::Flag, _) if param.name == "ignore-case" => "ignoring case".to_owned(),
        (Takes::Flag, _) => param.name.to_owned(),
        (Takes::Text, Value::String(text)) if param.positional => quoted(text),
        (Takes::Text, Value::String(text)) => format!("{} {}", param.name, quoted(text)),
        (Takes::Texts, Value::Array(texts)) => {
            let texts: Vec<&str> = texts.iter().filter_map(Value::as_str).collect();
            if texts.iter().all(|text| is_plain(text)) {
                texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(" ")
            } else {
                format!("{} in the parameters", texts.len())
            }
        }
        (Takes::Count | Takes::Number, number) => format!("{number} {}", param.name),
        _ => return None,
    })
}

/// Returns what is proven, as one sentence: the figures with the state, never a bare share.
pub(super) fn proven(source: &StubSource, proof: &Proof) -> String {
    let (bad, good) = (proof.figures.positives(), proof.figures.negatives());
    let known_bad = source.known_bad();
    match proof.state {
        StubState::Todo => format!("Todo: {bad} {known_bad} and no check that runs here."),
        StubState::Judge => format!("Proof: none yet; it is held against {bad} {known_bad} and {good} good ones."),
        StubState::Proven | StubState::Thin | StubState::Weak | StubState::Outdated => {
            let seen = if proof.is_seen { ", all of them seen when the check was chosen" } else { "" };
            let masked = proof.masked.as_ref().map(MaskedProof::words).unwrap_or_default();
            format!(
                "Proof: fails {} of {bad} {known_bad}, {} of {good} good ones{}{seen}{masked}: {}.",
                proof.figures.tp,
                proof.figures.fp,
                at_most(proof.figures.fp, good),
                proof.state.word()
            )
        }
    }
}

/// Returns the upper limit of a share, in brackets; nothing where nothing was counted.
fn at_most(hits: u64, of: u64) -> String {
    wilson(hits, of).map(|(_, most)| format!(" (at most {:.0} %)", 100.0 * most)).unwrap_or_default()
}
