// Hands the cases of gemba's stubs to Vitest. Written by gemba; the checks stand in gemba_checks.js, the hook in
// provider.js. Both are CommonJS and loaded by Node.js itself, so that nothing of them is transformed.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const gemba = require("./gemba_checks.js");
const Provider = require("./provider.js");

const LIVE = process.env.GEMBA_LIVE === "1";

/** The cases of one stub, each with its title and what is expected of it. When live, every case must pass. */
export function cases(stub) {
  const read = (file) => readFileSync(new URL(file, import.meta.url), "utf8");
  const data = JSON.parse(read(`./checks/${stub}.javascript.json`));
  const lines = read(`./cases/${stub}.jsonl`).split("\n").filter((line) => line !== "");
  return lines.map((line) => {
    const { id, expect } = JSON.parse(line);
    const missed = !LIVE && data.missed.includes(id);
    const rejected = data.wrongly_rejected.includes(id);
    const caught = !LIVE && !missed && (expect === "fail" || rejected);
    let words = "must pass";
    if (missed) words = "missed by the check";
    else if (caught) words = rejected ? "known false failure" : "known bad, must be caught";
    return { case: `${stub}/${id}`, title: `${id}: ${words}`, skip: missed, caught, timeout: LIVE ? 120_000 : 10_000 };
  });
}

/** Asks the hook, then the checks. Known bad cases pass when the checks object; what the hook throws is an error. */
export async function judge(one) {
  const vars = { case: one.case };
  const providerResponse = await new Provider().callApi("", { vars });
  const context = { vars, providerResponse };
  return one.caught ? gemba.knownBad("", context) : gemba.knownGood("", context);
}
