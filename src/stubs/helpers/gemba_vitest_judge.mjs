// Holds a judge of yours against the cases of gemba's stubs, in Vitest. Written by gemba; calls no judge unless GEMBA_JUDGE=1
// is set and provider.js gives a judge: module.exports.judge = async (rubric, input, output) => true or false.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const gemba = require("./gemba_judge.js");
const Provider = require("./provider.js");

/** The cases of one rubric but its examples, each with what is expected of the judge. When live, every case must pass. */
export function held(stub, check) {
  const { examples } = gemba.judges(stub);
  const lines = readFileSync(new URL(`./cases/${stub}.jsonl`, import.meta.url), "utf8").split("\n");
  const cases = lines.filter((line) => line !== "").map((line) => JSON.parse(line));
  let why = "";
  if (typeof Provider.judge !== "function") why = " (skipped: provider.js gives no judge)";
  if (!gemba.ON) why = " (skipped: a judge, asked only with GEMBA_JUDGE=1)";
  return cases
    .filter(({ id }) => !examples.some((example) => example.id === id))
    .map(({ id, expect }) => {
      const fails = !gemba.LIVE && expect === "fail";
      const title = `${id}: ${fails ? "known bad, the judge must fail it" : "the judge must pass it"}${why}`;
      return { stub, check, case: `${stub}/${id}`, title, fails, skip: why !== "" };
    });
}

/** Asks the hook for an output and the judge about it. What either throws is an error, never a verdict. */
export async function asked(one) {
  const { metadata } = await new Provider().callApi("", { vars: { case: one.case } });
  const { input, output } = metadata.gemba;
  const said = gemba.verdict(await Provider.judge(gemba.instructions(one.stub, one.check), input, output));
  return { pass: said.pass !== one.fails, reason: `the judge says ${said.pass ? "pass" : "fail"}: ${said.reason}` };
}
