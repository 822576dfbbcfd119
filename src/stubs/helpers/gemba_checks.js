// Evaluates gemba's checks in JavaScript and hands the cases to promptfoo. Written by gemba; needs nothing but Node.js.
//
// A check passes an output or objects to it. The checks of a stub are a set: objections() collects those of all of
// them, and a record fails when there is one. What each check means is the same in gemba itself and in gemba_checks.py.
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const LIVE = process.env.GEMBA_LIVE === "1";
// Unicode White_Space; \s would also hold U+FEFF and lack U+0085.
const BLANKS = "\\t\\n\\v\\f\\r \\u{85}\\u{A0}\\u{1680}\\u{2000}-\\u{200A}\\u{2028}\\u{2029}\\u{202F}\\u{205F}\\u{3000}";
const WORD = new RegExp(`[^${BLANKS}]+`, "gu");
const BLANK = new RegExp(`^[${BLANKS}]`, "u");
const DEEPEST = 100;

// --- cases and promptfoo ------------------------------------------------------------------------------------------

const suites = new Map();

/** The cases and the checks of one stub. */
function suite(stub) {
  if (!/^[a-z0-9-]+$/.test(stub)) throw new Error("there is no such stub");
  if (!suites.has(stub)) {
    const read = (...names) => fs.readFileSync(path.join(__dirname, ...names), "utf8");
    const data = JSON.parse(read("checks", `${stub}.javascript.json`));
    const cases = read("cases", `${stub}.jsonl`).split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
    suites.set(stub, {
      checks: data.checks.map((check) => [check.check, compileCheck(check)]),
      cases: new Map(cases.map((one) => [one.id, one])),
    });
  }
  return suites.get(stub);
}

/** The provider class of promptfoo around the user's hook. What the hook throws is an error, never a known failure. */
function provider(generate) {
  return class {
    id() {
      return "gemba";
    }

    async callApi(_prompt, context) {
      const [stub, id] = String(context.vars.case).split("/");
      const testCase = suite(stub).cases.get(id);
      if (!testCase) throw new Error(`there is no case ${id} of ${stub}`);
      const began = performance.now();
      const answer = await generate({ ...testCase });
      const record = toRecord(testCase, answer, performance.now() - began);
      return { output: record.output, metadata: { gemba: record } };
    }
  };
}

/** The hook's answer with its figures: the logged ones in replay, the answer's own when live. */
function toRecord(testCase, answer, elapsed) {
  let figures = LIVE ? {} : testCase;
  let output = answer;
  if (answer !== null && typeof answer === "object") {
    figures = LIVE ? answer : { ...testCase, ...answer };
    output = answer.output;
  }
  if (typeof output !== "string") throw new Error("the hook generate() in provider.js returned no text");
  const record = { output };
  for (const key of ["latency_ms", "cost", "tokens_out", "finish_reason"]) record[key] = figures[key] ?? null;
  if (LIVE) record.latency_ms ??= elapsed;
  return record;
}

/** What the checks of the stub object to. */
function objections(context) {
  const record = context.providerResponse.metadata.gemba;
  const [stub] = String(context.vars.case).split("/");
  const { checks } = suite(stub);
  if (checks.length === 0) throw new Error("there is no check to run");
  return checks.flatMap(([name, check]) => check(record).map((reason) => `${name}: ${reason}`));
}

const judged = (pass, reason) => ({ pass, score: pass ? 1 : 0, reason });

/** Assertion: a known good output, which the checks must pass. */
function knownGood(_output, context) {
  const found = objections(context);
  return judged(found.length === 0, found.length === 0 ? "passes" : found.join("; "));
}

/** Negated assertion: a known bad output, or a known false failure, to which the checks must object. */
function knownBad(output, context) {
  if (LIVE) return knownGood(output, context);
  const found = objections(context);
  return judged(found.length > 0, found.length > 0 ? `caught: ${found.join("; ")}` : "the checks no longer object");
}

// --- texts --------------------------------------------------------------------------------------------------------

/** Lower case character by character, where that is one character. */
function fold(text, ignoreCase) {
  if (!ignoreCase) return text;
  let out = "";
  for (const char of text) {
    const low = char.toLowerCase();
    out += [...low].length === 1 ? low : char;
  }
  return out;
}

function toRegex({ pieces, classes }) {
  return new RegExp(pieces.map((piece) => (typeof piece === "string" ? piece : classes[piece])).join(""), "gu");
}

/** Whether the text holds a match. Engines also try the middle of a surrogate pair, where only an empty match can be. */
function matches(pattern, text) {
  pattern.lastIndex = 0;
  for (;;) {
    const found = pattern.exec(text);
    if (found === null) return false;
    const at = found.index;
    if (found[0] !== "" || at === 0 || text.codePointAt(at - 1) < 0x10000) return true;
    pattern.lastIndex = at + 1;
  }
}

const oneText = (test, reason) => (params) => {
  const ignoreCase = params["ignore-case"] === true;
  const wanted = fold(params.text, ignoreCase);
  return (record) => (test(fold(record.output, ignoreCase), wanted) ? [] : [reason]);
};

function containsAny(params) {
  const ignoreCase = params["ignore-case"] === true;
  const wanted = params.text.map((text) => fold(text, ignoreCase));
  return (record) => {
    const output = fold(record.output, ignoreCase);
    return wanted.some((text) => output.includes(text)) ? [] : ["holds none of the texts"];
  };
}

function containsAll(params) {
  const ignoreCase = params["ignore-case"] === true;
  const wanted = params.text.map((text) => fold(text, ignoreCase));
  return (record) => {
    const output = fold(record.output, ignoreCase);
    return wanted.flatMap((text, at) => (output.includes(text) ? [] : [`does not hold text ${at + 1}`]));
  };
}

function regex(params) {
  const pattern = toRegex(params.pattern);
  return (record) => (matches(pattern, record.output) ? [] : ["holds no match"]);
}

function notRegex(params) {
  const pattern = toRegex(params.pattern);
  return (record) => (matches(pattern, record.output) ? ["holds a match"] : []);
}

// --- JSON ---------------------------------------------------------------------------------------------------------

/** The text is no JSON, or too deep to be looked into. */
class NotJson extends Error {}

function readJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotJson("not JSON");
  }
}

/** The value as every engine sees it: objects as maps, numbers within range, lone surrogates as U+FFFD. */
function normal(value, depth) {
  if (typeof value === "number") return Math.min(Math.max(value, -Number.MAX_VALUE), Number.MAX_VALUE);
  if (typeof value === "string") return value.replace(/[\ud800-\udfff]/gu, "\ufffd");
  if (value === null || typeof value !== "object") return value;
  if (depth >= DEEPEST) throw new NotJson("nested too deep");
  if (Array.isArray(value)) return value.map((item) => normal(item, depth + 1));
  return new Map(Object.keys(value).map((key) => [normal(key, 0), normal(value[key], depth + 1)]));
}

/** JSON equality: numbers by value, keys in any order. */
function equal(a, b) {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, at) => equal(item, b[at]));
  if (a instanceof Map && b instanceof Map) {
    return a.size === b.size && [...a].every(([key, value]) => b.has(key) && equal(value, b.get(key)));
  }
  return a === b;
}

function hasType(value, word) {
  switch (word) {
    case "null":
      return value === null;
    case "integer":
      return Number.isInteger(value);
    case "array":
      return Array.isArray(value);
    case "object":
      return value instanceof Map;
    default:
      return typeof value === word;
  }
}

function isJson() {
  return (record) => {
    try {
      readJson(record.output);
      return [];
    } catch (error) {
      if (error instanceof NotJson) return ["is not JSON"];
      throw error;
    }
  };
}

const lookingInto = (judge) => (record) => {
  let value;
  try {
    value = normal(readJson(record.output), 0);
  } catch (error) {
    if (error instanceof NotJson) return [error.message];
    throw error;
  }
  return judge(value);
};

function jsonPath(params) {
  const wanted = "equals" in params ? normal(params.equals, 0) : undefined;
  return lookingInto((whole) => {
    let value = whole;
    for (const step of params.steps) {
      if (typeof step === "string" ? !(value instanceof Map) || !value.has(step) : !Array.isArray(value)) {
        return ["has nothing at the path"];
      }
      value = typeof step === "string" ? value.get(step) : value.at(step);
      if (value === undefined) return ["has nothing at the path"];
    }
    if (wanted !== undefined && !equal(value, wanted)) return ["has another value at the path"];
    if (params.type !== undefined && !hasType(value, params.type)) return ["has another type at the path"];
    return [];
  });
}

function jsonSchema(params) {
  const root = normal(params.schema, 0);
  const patterns = new Map();
  const fits = (printed, text) => {
    if (!patterns.has(printed)) patterns.set(printed, toRegex({ pieces: printed.get("pieces"), classes: printed.get("classes") }));
    return matches(patterns.get(printed), text);
  };
  const chars = (text) => [...text].length;

  function valid(schema, value) {
    if (typeof schema === "boolean") return schema;
    return [...schema].every(([name, wants]) => keyword(name, wants, schema, value));
  }

  function keyword(name, wants, schema, value) {
    switch (name) {
      case "$ref": {
        const [, folder, key] = wants.split("/");
        return valid(wants === "#" ? root : root.get(folder).get(key), value);
      }
      case "type":
        return [wants].flat().some((word) => hasType(value, word));
      case "enum":
        return wants.some((item) => equal(value, item));
      case "const":
        return equal(value, wants);
      case "not":
        return !valid(wants, value);
      case "anyOf":
        return wants.some((item) => valid(item, value));
      case "oneOf":
        return wants.filter((item) => valid(item, value)).length === 1;
      case "allOf":
        return wants.every((item) => valid(item, value));
    }
    if (typeof value === "number") return ofNumber(name, wants, value);
    if (typeof value === "string") {
      if (name === "minLength") return chars(value) >= wants;
      if (name === "maxLength") return chars(value) <= wants;
      return name !== "pattern" || fits(wants, value);
    }
    if (Array.isArray(value)) return ofList(name, wants, schema, value);
    if (value instanceof Map) return ofObject(name, wants, schema, value);
    return true;
  }

  function ofNumber(name, wants, value) {
    if (name === "minimum") return value >= wants;
    if (name === "maximum") return value <= wants;
    if (name === "exclusiveMinimum") return value > wants;
    return name !== "exclusiveMaximum" || value < wants;
  }

  function ofList(name, wants, schema, value) {
    switch (name) {
      case "prefixItems":
        return value.slice(0, wants.length).every((part, at) => valid(wants[at], part));
      case "items":
        return value.slice((schema.get("prefixItems") ?? []).length).every((part) => valid(wants, part));
      case "minItems":
        return value.length >= wants;
      case "maxItems":
        return value.length <= wants;
      case "uniqueItems":
        return !wants || !value.some((a, at) => value.slice(0, at).some((b) => equal(a, b)));
      default:
        return true;
    }
  }

  function ofObject(name, wants, schema, value) {
    switch (name) {
      case "required":
        return wants.every((key) => value.has(key));
      case "properties":
        return [...wants].every(([key, inner]) => !value.has(key) || valid(inner, value.get(key)));
      case "additionalProperties": {
        const known = schema.get("properties") ?? new Map();
        return [...value].every(([key, part]) => known.has(key) || valid(wants, part));
      }
      case "minProperties":
        return value.size >= wants;
      case "maxProperties":
        return value.size <= wants;
      default:
        return true;
    }
  }

  return lookingInto((value) => (valid(root, value) ? [] : ["is not allowed by the schema"]));
}

// --- other shapes -------------------------------------------------------------------------------------------------

const linesOf = (text) => text.split(/\r\n|\r|\n/);
const trim = (text) => text.replace(/^[ \t]+/, "").replace(/[ \t]+$/, "");

function codeFence(params) {
  const wanted = params.language === undefined ? undefined : fold(params.language, true);
  return (record) => {
    const closed = [];
    let current;
    for (const line of linesOf(record.output)) {
      const fence = /^ {0,3}(`{3,}|~{3,})([^]*)$/.exec(line);
      if (!fence) continue;
      const [, marks, rest] = fence;
      const behind = trim(rest);
      if (current === undefined) {
        if (marks[0] === "~" || !behind.includes("`")) current = { marks, language: behind.split(/[ \t]/)[0] };
      } else if (marks[0] === current.marks[0] && marks.length >= current.marks.length && behind === "") {
        closed.push(current.language);
        current = undefined;
      }
    }
    if (current !== undefined) return ["has a code fence that is never closed"];
    const found = wanted === undefined ? closed.length > 0 : closed.some((language) => fold(language, true) === wanted);
    return found ? [] : ["has no such fenced code block"];
  };
}

function cells(row) {
  const trimmed = trim(row);
  const line = trimmed.startsWith("|") ? trimmed.slice(1) : trimmed;
  const out = [""];
  let escaped = false;
  let endsWithPipe = false;
  for (const char of line) {
    endsWithPipe = char === "|" && !escaped;
    if (endsWithPipe) out.push("");
    else out[out.length - 1] += char;
    escaped = char === "\\" && !escaped;
  }
  return endsWithPipe ? out.slice(0, -1) : out;
}

function markdownTable() {
  const isDelimiter = (line) => line.includes("-") && cells(line).every((cell) => /^[ \t]*:?-+:?[ \t]*$/.test(cell));
  return (record) => {
    const lines = linesOf(record.output);
    const found = lines.slice(1).some((delimiter, at) => {
      const header = lines[at];
      return header.includes("|") && isDelimiter(delimiter) && cells(header).length === cells(delimiter).length;
    });
    return found ? [] : ["has no Markdown table"];
  };
}

// --- sizes --------------------------------------------------------------------------------------------------------

const CLOSING = "\"')]}\u201d\u2019\u00bb\u203a\u300d\u300f\uff09*_";

function sentences(text) {
  const chars = [...text];
  let count = 0;
  let open = false;
  chars.forEach((char, at) => {
    let ends = "\n\r\u3002\uff01\uff1f".includes(char);
    if (".!?\u2026".includes(char)) {
      let after = at + 1;
      while (after < chars.length && CLOSING.includes(chars[after])) after += 1;
      ends = after === chars.length || BLANK.test(chars[after]);
    }
    if (ends) {
      count += open ? 1 : 0;
      open = false;
    } else if (!BLANK.test(char) && !CLOSING.includes(char) && !".!?\u2026".includes(char)) {
      open = true;
    }
  });
  return count + (open ? 1 : 0);
}

const UNITS = {
  chars: (text) => [...text].length,
  words: (text) => (text.match(WORD) ?? []).length,
  sentences,
};

const length = (isGood) => (params) => {
  const [[unit, limit]] = Object.entries(params);
  return (record) => {
    const count = UNITS[unit](record.output);
    return isGood(count, limit) ? [] : [`has ${count} ${unit}, the limit is ${limit}`];
  };
};

const figure = (name) => (params) => {
  const [limit] = Object.values(params);
  return (record) => {
    if (record[name] === null) return [`has no ${name}`];
    return record[name] <= limit ? [] : [`has a ${name} over the limit`];
  };
};

function finishReason(params) {
  return (record) => (params.text.includes(record.finish_reason) ? [] : ["stopped for another reason"]);
}

const KINDS = new Map([
  ["contains", oneText((output, text) => output.includes(text), "does not hold the text")],
  ["not-contains", oneText((output, text) => !output.includes(text), "holds the text")],
  ["contains-any", containsAny],
  ["contains-all", containsAll],
  ["equals", oneText((output, text) => output === text, "is another text")],
  ["starts-with", oneText((output, text) => output.startsWith(text), "does not begin with the text")],
  ["ends-with", oneText((output, text) => output.endsWith(text), "does not end with the text")],
  ["regex", regex],
  ["not-regex", notRegex],
  ["is-json", isJson],
  ["json-schema", jsonSchema],
  ["json-path", jsonPath],
  ["code-fence", codeFence],
  ["markdown-table", markdownTable],
  ["max-length", length((count, limit) => count <= limit)],
  ["min-length", length((count, limit) => count >= limit)],
  ["max-latency", figure("latency_ms")],
  ["max-cost", figure("cost")],
  ["max-tokens", figure("tokens_out")],
  ["finish-reason", finishReason],
]);

/** The function that lists a check's objections to a record. An unknown kind is an error, never a pass. */
function compileCheck(check) {
  const make = KINDS.get(check.kind);
  if (!make) throw new Error(`gemba_checks.js knows no check ${check.kind}`);
  return make(check.params);
}

module.exports = { provider, knownGood, knownBad, compileCheck };
