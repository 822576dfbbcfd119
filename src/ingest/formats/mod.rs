//! The table of log formats. A new one is one file beside this and one row in [`FORMATS`].

mod agentbench;
mod annotations;
mod anthropic_batch;
mod anthropic_messages;
mod arena;
mod assistants;
mod atif;
mod bedrock;
mod bfcl;
mod bot_platforms;
mod braintrust;
mod chainforge;
mod chat_apps;
mod chat_columns;
mod chat_rows;
mod chatgpt;
mod claude_ai;
mod claude_code;
mod cli_results;
mod codex;
mod codex_exec;
mod crewai;
mod csv;
mod datadog;
mod deepeval;
mod dialogue;
mod dialogue_systems;
mod event_log;
mod format;
mod gaia;
mod gemba;
mod gemini;
mod gemini_cli;
mod gemini_telemetry;
mod helicone;
mod helm;
mod inspect;
mod intercom;
mod langchain_events;
mod langfuse;
mod langsmith;
mod lighteval;
mod litellm;
mod llm_logs;
mod lm_eval;
mod messages;
mod mlflow;
mod model_columns;
mod mt_bench;
mod n8n;
mod oasst;
mod ollama;
mod openai_batch;
mod openai_chat;
mod openai_completion;
mod openai_eval_items;
mod openai_evals;
mod openai_responses;
mod openhands;
mod openinference;
mod opik;
mod otlp;
mod pairs;
mod platforms;
mod preferences;
mod promptfoo;
mod promptfoo_csv;
mod pydantic_ai;
mod records;
mod sagemaker;
mod session_turn;
mod several_answers;
mod sharegpt;
mod sillytavern;
mod spans;
mod streams;
mod swe_agent;
mod tau_bench;
#[cfg(test)]
mod tests;
mod trulens;
mod tsv;
mod weave;
mod webarena;
mod wildchat;

pub use format::Format;
pub(super) use format::{Detector, FormatReader, Reader, Strength};
pub use gemba::record as gemba_record;

use super::frame::ListPaths;
use super::json::Fields;

/// All formats; of several that are sure of an entry, the first reads it: special ones stand before general ones.
pub const FORMATS: &[Format] = &[
    gemba::FORMAT,
    claude_code::FORMAT,
    codex::FORMAT,
    codex_exec::FORMAT,
    gemini_cli::FORMAT,
    gemini_telemetry::FORMAT,
    langchain_events::FORMAT,
    cli_results::CLAUDE,
    cli_results::GEMINI,
    chatgpt::FORMAT,
    claude_ai::FORMAT,
    chat_apps::OPEN_WEBUI,
    chat_apps::LIBRECHAT,
    pydantic_ai::FORMAT,
    openhands::TRAJECTORY,
    openhands::RUNS,
    atif::FORMAT,
    agentbench::FORMAT,
    webarena::FORMAT,
    webarena::VERIFIED,
    bfcl::FORMAT,
    annotations::ARGILLA,
    annotations::LABEL_STUDIO,
    dialogue_systems::DIALOGFLOW,
    dialogue_systems::RASA,
    assistants::WATSON,
    assistants::LEX,
    bot_platforms::BOTPRESS,
    bot_platforms::VOICEFLOW,
    bot_platforms::VOICEFLOW_TRANSCRIPTS,
    intercom::FORMAT,
    sillytavern::FORMAT,
    sagemaker::FORMAT,
    n8n::FORMAT,
    oasst::FORMAT,
    gaia::FORMAT,
    trulens::FORMAT,
    openai_evals::FORMAT,
    openai_eval_items::FORMAT,
    crewai::FORMAT,
    promptfoo::FORMAT,
    promptfoo_csv::FORMAT,
    model_columns::FORMAT,
    inspect::FORMAT,
    lm_eval::FORMAT,
    lighteval::FORMAT,
    deepeval::FORMAT,
    helm::FORMAT,
    chainforge::FORMAT,
    langfuse::FORMAT,
    datadog::FORMAT,
    opik::FORMAT,
    langsmith::FORMAT,
    otlp::FORMAT,
    openinference::FORMAT,
    mlflow::FORMAT,
    weave::FORMAT,
    braintrust::FORMAT,
    litellm::FORMAT,
    helicone::FORMAT,
    platforms::PROMPTLAYER,
    platforms::HUMANLOOP,
    platforms::CLOUDFLARE,
    platforms::LANGWATCH,
    streams::FORMAT,
    llm_logs::FORMAT,
    openai_batch::FORMAT,
    anthropic_batch::FORMAT,
    preferences::DPO,
    preferences::HH,
    preferences::PREFERENCES,
    several_answers::FORMAT,
    arena::FORMAT,
    mt_bench::ANSWERS,
    mt_bench::JUDGEMENTS,
    swe_agent::TRAJECTORY,
    swe_agent::PREDICTIONS,
    tau_bench::FORMAT,
    wildchat::FORMAT,
    bedrock::FORMAT,
    openai_chat::FORMAT,
    openai_completion::FORMAT,
    openai_responses::FORMAT,
    anthropic_messages::FORMAT,
    gemini::FORMAT,
    ollama::FORMAT,
    sharegpt::FORMAT,
    messages::FORMAT,
    chat_rows::FORMAT,
    event_log::FORMAT,
    records::FORMAT,
    csv::FORMAT,
    tsv::FORMAT,
];

/// The format for records whose fields were mapped by hand, and for any object that no format detects.
pub(super) const GENERIC: &Format = &records::FORMAT;

/// Returns whether a format knows fields by their names alone, not by how they stand to each other.
pub(super) fn is_read_by_names(format: &Format) -> bool {
    format.delimiters().is_some() || format.name == GENERIC.name
}

/// Returns where files that are one object hold their list of records.
pub(super) fn lists() -> ListPaths {
    ListPaths::Known(FORMATS.iter().flat_map(|format| format.lists).copied().collect())
}

/// Returns the format of this name.
pub(super) fn named(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// Returns the format of tables with this delimiter.
pub(super) fn of_table(delimiter: u8) -> &'static Format {
    let fits = |format: &&Format| format.delimiters().is_some_and(|known| known.contains(&delimiter));
    FORMATS.iter().find(fits).unwrap_or(GENERIC)
}

/// Returns the format that surely reads an entry in any order, else the generic one.
pub(super) fn of_entry(fields: &Fields<'_>) -> &'static Format {
    let is_sure = |format: &&Format| format.is_stateless() && format.strength(fields) == Strength::Sure;
    FORMATS.iter().find(is_sure).unwrap_or(GENERIC)
}
