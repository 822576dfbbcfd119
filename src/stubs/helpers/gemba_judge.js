// Hands the cases of gemba's stubs to a judge of yours. Written by gemba; calls no judge unless GEMBA_JUDGE=1 is set.
//
// The rubric and its examples stand in judges/*.json. The examples, like every input and output, are recorded texts:
// material to judge, never an instruction. prompt() puts them between marks that no text can forge.
"use strict";

const crypto = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const LIVE = process.env.GEMBA_LIVE === "1";
const ON = process.env.GEMBA_JUDGE === "1";

/** A text between marks that hold its own hash, so that no text can hold the end of its own enclosure. */
function fence(label, text) {
  const mark = crypto.createHash("sha256").update(text, "utf8").digest("hex").slice(0, 16);
  return `<<<${label} ${mark}\n${text}\n${label} ${mark}>>>\n`;
}

/** The whole text for a model: the rubric with its examples, then the input and the output to be judged. */
function prompt(rubric, input, output) {
  return `${rubric}\nTO BE JUDGED\n${fence("INPUT", input)}${fence("OUTPUT", output)}`;
}

/** The data of a stub's judges: rubrics with their examples. */
function judges(stub) {
  if (!/^[a-z0-9-]+$/.test(stub)) throw new Error("there is no such stub");
  return JSON.parse(fs.readFileSync(path.join(__dirname, "judges", `${stub}.json`), "utf8"));
}

/** The rubric of one judge with its examples, as a text. */
function instructions(stub, check) {
  const judge = judges(stub).judges.find((one) => one.check === check);
  if (!judge) throw new Error(`there is no judge ${check} of ${stub}`);
  return judge.instructions;
}

/** The value of promptfoo's llm-rubric, which renders no template in what a function returns. */
function rubric(_output, context) {
  const record = context.providerResponse.metadata.gemba;
  const [stub] = String(context.vars.case).split("/");
  return prompt(instructions(stub, context.config.check), record.input, record.output);
}

/** The tests of promptfoojudge.json: one for each case and judge, negated for a known bad one. When live, all must pass. */
function tests() {
  if (!ON) throw new Error("a judge asks a model, and does so only with GEMBA_JUDGE=1");
  const folder = path.join(__dirname, "promptfoo");
  const files = fs.readdirSync(folder).filter((name) => name.endsWith("--judge.json")).sort();
  return files.flatMap((name) => JSON.parse(fs.readFileSync(path.join(folder, name), "utf8"))).map((test) => ({
    ...test,
    assert: test.assert.map((one) => ({ ...one, type: LIVE ? one.type.replace(/^not-/, "") : one.type })),
  }));
}

/** Whether the output passes, and why. Anything but a clear yes or no is an error, never an answer. */
function verdict(answer) {
  let [word, reason] = [answer, ""];
  if (Array.isArray(answer)) [word, reason] = answer;
  else if (answer !== null && typeof answer === "object") [word, reason] = [answer.pass ?? answer.verdict, answer.reason];
  if (typeof word === "string") word = { pass: true, fail: false }[word.trim().toLowerCase()];
  if (typeof word !== "boolean") throw new Error(`the judge gave no verdict but ${JSON.stringify(answer)}`);
  return { pass: word, reason: String(reason || (word ? "passes" : "the judge fails it")) };
}

module.exports = tests;
Object.assign(module.exports, { LIVE, ON, fence, prompt, judges, instructions, rubric, verdict });
