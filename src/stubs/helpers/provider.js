// The hook of the gemba suites: where an output comes from. This file is yours; gemba writes it once and never again.
"use strict";

const gemba = require("./gemba_checks.js");

// Answers one case of cases/*.jsonl: { id, input, messages: [{ role, content }], output, ... }.
// Without GEMBA_LIVE=1 this is the recorded output. With it, call your own system here and return its text, or an object
// with output and what your checks look at: latency_ms, cost, tokens_out, finish_reason, refusal, tool_calls (name,
// arguments), and messages where your system adds to them, as retrieved context does.
async function generate(testCase) {
  if (process.env.GEMBA_LIVE !== "1") {
    return testCase.output;
  }
  throw new Error("GEMBA_LIVE=1 wants your own system: call it in generate() in provider.js");
}

module.exports = gemba.provider(generate);

// Your judge for rubrics, asked by Vitest and only with GEMBA_JUDGE=1: it asks a model and returns true when the output
// passes, false when it fails, or a pair of that and a reason. The rubric holds its examples; prompt(rubric, input, output)
// of gemba_judge.js is a whole prompt that keeps recorded texts apart from it.
// module.exports.judge = async (rubric, input, output) => true;
