// Evaluates gemba's checks in JavaScript and hands the cases to promptfoo. Written by gemba; needs nothing but Node.js.
//
// A check passes an output or objects to it. The checks of a stub are a set: objections() collects those of all of
// them, and a record fails when there is one. What each check means is the same in gemba itself and in gemba_checks.py.
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const LIVE = process.env.GEMBA_LIVE === "1";
const MASKED = "placeholders such as [email 483920] stand for personal data (gemba stubs --redact off writes them as they were)";
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
    const cases = read("cases", `${stub}.jsonl`).split("\n").filter((line) => line !== "").map((line) => withInput(JSON.parse(line)));
    const masked = cases.filter((one) => one.masked).length;
    if (LIVE && masked > 0) console.error(`gemba: ${stub} asks your system ${masked} masked inputs: ${MASKED}`);
    suites.set(stub, {
      checks: data.checks.map((check) => [check.check, compileCheck(check)]),
      cases: new Map(cases.map((one) => [one.id, one])),
    });
  }
  return suites.get(stub);
}

/** The case with its input: the turns before the output, as one text. */
function withInput(testCase) {
  if (testCase.input !== undefined) return testCase;
  const turns = testCase.messages.slice(0, testCase.messages.length - (testCase.after_output ?? 0));
  const said = turns.map((turn) => `${turn.role}: ${turn.content}`).join("\n\n");
  return { ...testCase, input: turns.length === 1 ? turns[0].content : said };
}

/** The provider class of promptfoo around the user's hook. What the hook throws is an error, never a known failure. */
function provider(generate) {
  return class {
    id() {
      return "gemba";
    }

    async callApi(_prompt, context) {
      const [stub, id] = String(context.vars.case).split("/");
      if (id === "weak") return { output: "not asked" };
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
  const isRun = figures.messages !== undefined;
  const held = isRun ? figures : testCase;
  const turns = (held.messages ?? []).map(toTurn);
  const end = turns.length - (held.after_output ?? 0);
  record.turns = turns.slice(0, end).map((turn) => turn.content);
  record.input = record.turns.join("\n");
  record.expected = testCase.expected_output;
  record.refusal = Boolean(figures.refusal);
  record.tool_calls = toCalls(figures);
  const last = { ...toTurn({ role: "assistant", content: output, tool_calls: figures.tool_calls }), refusal: record.refusal };
  record.run = isRun ? [...turns.slice(0, end), last, ...turns.slice(end)] : null;
  return record;
}

/** The tool calls of an answer or a turn: name and arguments, alone or below "function". */
function toCalls(holder) {
  const calls = (holder.tool_calls ?? []).map((call) => call.function ?? call);
  return calls.map((call) => ({ name: call.name, arguments: jsonText(call.arguments) }));
}

/** One turn: what it says stands in "text" where "content" holds more. */
function toTurn(message) {
  const calls = toCalls(message);
  let content = message.content ?? "";
  const text = message.text ?? content;
  if (message.text === undefined) {
    content = [...(content !== "" || calls.length === 0 ? [content] : []), ...calls.map(callText)].join("\n");
  }
  return { role: message.role, content, text, calls, refusal: message.refusal === true };
}

const callText = (call) => `${call.name}(${call.arguments})`;

const callsOf = (run) => run.filter((turn) => turn.role === "assistant").flatMap((turn) => turn.calls);

const READINGS = {
  /** Each turn of the model; those that only call tools say nothing and are left out. */
  turns(record) {
    const found = [];
    record.run.forEach((turn, place) => {
      if (turn.role !== "assistant" || (turn.text === "" && turn.calls.length > 0)) return;
      const before = record.run.slice(0, place).map((one) => one.content);
      found.push({ ...record, output: turn.text, refusal: turn.refusal, turns: before, input: before.join("\n") });
    });
    return found.length > 0 ? found : [{ ...record, refusal: false }];
  },
  /** The tool calls of the run as one text, each on a line. */
  tools: (record) => [{ ...record, output: callsOf(record.run).map(callText).join("\n"), refusal: false }],
  /** The whole conversation as one text. */
  transcript: (record) => [{ ...record, output: record.run.map((turn) => `${turn.role}: ${turn.content}`).join("\n\n") }],
};

/** A check of one text that reads more of the run. A run that is not known is an error, never a pass. */
function onRun(check, on) {
  return (record) => {
    if (!record.run) throw new Error(`a check reads ${on}: the hook has to give the messages of the run`);
    return READINGS[on](record).flatMap((reading) => check(reading));
  };
}

/** The arguments of a call as text: APIs give that, or the value itself. */
const jsonText = (value) => (typeof value === "string" ? value : JSON.stringify(value));

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
  const valid = schemaJudge(params.schema);
  return lookingInto((value) => (valid(value) ? [] : ["is not allowed by the schema"]));
}

/** The function that says whether a schema allows a value. */
function schemaJudge(schema) {
  const root = normal(schema, 0);
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
        const fitting = schema.get("patternProperties") ?? [];
        const isKnown = (key) => known.has(key) || fitting.some((one) => fits(one.get("pattern"), key));
        return [...value].every(([key, part]) => isKnown(key) || valid(wants, part));
      }
      case "patternProperties":
        return wants.every((one) =>
          [...value].every(([key, part]) => !fits(one.get("pattern"), key) || valid(one.get("schema"), part)));
      case "propertyNames":
        return [...value.keys()].every((key) => valid(wants, key));
      case "minProperties":
        return value.size >= wants;
      case "maxProperties":
        return value.size <= wants;
      default:
        return true;
    }
  }

  return (value) => valid(root, value);
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

function sentencesOf(text) {
  const chars = [...text];
  const found = [];
  let start = -1;
  chars.forEach((char, at) => {
    let ends = "\n\r\u3002\uff01\uff1f".includes(char);
    if (".!?\u2026".includes(char)) {
      let after = at + 1;
      while (after < chars.length && CLOSING.includes(chars[after])) after += 1;
      ends = after === chars.length || BLANK.test(chars[after]);
    }
    if (ends) {
      if (start >= 0) found.push(chars.slice(start, at + 1).join(""));
      start = -1;
    } else if (start < 0 && !BLANK.test(char) && !CLOSING.includes(char) && !".!?\u2026".includes(char)) {
      start = at;
    }
  });
  return start < 0 ? found : [...found, chars.slice(start).join("")];
}

const wordsIn = (text) => text.match(WORD) ?? [];

const UNITS = {
  chars: (text) => [...text].length,
  words: (text) => wordsIn(text).length,
  sentences: (text) => sentencesOf(text).length,
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

// --- reading prose ------------------------------------------------------------------------------------------------

// Letters by range, so that no version of Unicode decides; SPACES are the blanks within a number. Texts are taken as
// lists of characters wherever places count.
const LETTERS =
  "A-Za-z\\u{aa}\\u{b5}\\u{ba}\\u{c0}-\\u{d6}\\u{d8}-\\u{f6}\\u{f8}-\\u{24f}\\u{300}-\\u{37d}\\u{37f}-\\u{386}\\u{388}-\\u{52f}\\u{1e00}-\\u{1fff}";
const LETTER = new RegExp(`^[${LETTERS}]$`, "u");
const SPACES = " \u00a0\u2009\u202f";
const QUOTES = new Map([
  ...[..."\u201c\u201d\u201e\u201f\u00ab\u00bb"].map((char) => [char, '"']),
  ...[..."\u2018\u2019\u201a\u201b"].map((char) => [char, "'"]),
  ...[..."\u2010\u2011\u2012\u2013\u2014\u2015\u2212"].map((char) => [char, "-"]),
  ...[..."*`"].map((char) => [char, ""]),
]);

/** The character at a place; NUL beyond both ends. */
const at = (chars, place) => chars[place] ?? "\0";
const isLetter = (char) => LETTER.test(char);
const foldChars = (chars) => chars.map((char) => fold(char, true));
const textOf = (chars, start, end) => chars.slice(start, end).join("");

function runEnd(chars, start, has) {
  let end = start;
  while (end < chars.length && has(chars[end])) end += 1;
  return end;
}

/** The runs of letters, each as where it begins and ends. */
function wordsOf(chars) {
  const found = [];
  let place = 0;
  while (place < chars.length) {
    if (!isLetter(chars[place])) {
      place += 1;
      continue;
    }
    const end = runEnd(chars, place, isLetter);
    found.push([place, end]);
    place = end;
  }
  return found;
}

/** Words in lower case, split at blanks; what stands beyond U+2E80 is a token by itself. */
function tokensOf(text) {
  const found = [];
  let open = false;
  for (const char of text) {
    const alone = char.codePointAt(0) >= 0x2e80;
    if (BLANK.test(char)) {
      open = false;
    } else if (open && !alone) {
      found[found.length - 1] += fold(char, true);
    } else {
      found.push(fold(char, true));
      open = !alone;
    }
  }
  return found;
}

/** The text with fenced blocks and code spans as line breaks. */
function withoutCode(text) {
  const chars = [...text];
  let place = 0;
  while (place < chars.length) {
    if (chars[place] !== "`") {
      place += 1;
      continue;
    }
    const behind = runEnd(chars, place, (char) => char === "`");
    let end = codeEnd(chars, behind, behind - place);
    if (end === null && behind - place < 3) {
      place = behind;
      continue;
    }
    end ??= chars.length;
    chars.fill("\n", place, end);
    place = end;
  }
  return chars;
}

function codeEnd(chars, from, marks) {
  let place = from;
  while (place < chars.length) {
    if ("\n\r".includes(chars[place]) && marks < 3) return null;
    if (chars[place] !== "`") {
      place += 1;
      continue;
    }
    const end = runEnd(chars, place, (char) => char === "`");
    if (end - place === marks || (marks >= 3 && end - place >= 3)) return end;
    place = end;
  }
  return null;
}

/** Lower case, plain quotes and hyphens, one space for blanks, no emphasis, no blank in front. */
function plain(chars) {
  const out = [];
  for (const char of chars) {
    const folded = BLANK.test(char) ? " " : QUOTES.get(char) ?? fold(char, true);
    if (folded !== "" && (folded !== " " || (out.length > 0 && out[out.length - 1] !== " "))) out.push(folded);
  }
  return out;
}

const ungrounded = (found, what) => (found.length > 0 ? [`has a ${what} that is not in the context`] : []);

/** The text without these characters at its ends. */
function strip(text, marks) {
  const chars = [...text];
  let [start, end] = [0, chars.length];
  while (start < end && marks.includes(chars[start])) start += 1;
  while (end > start && marks.includes(chars[end - 1])) end -= 1;
  return textOf(chars, start, end);
}

// --- counts -------------------------------------------------------------------------------------------------------

const HEADING = /^ {0,3}#{1,6}(?![^ \t])/;
const MARKS = "\\u2022\\u25e6\\u2023\\u25aa\\u25cf\\u25cb\\u25a0\\u2043";
const BULLET = new RegExp(`^[${BLANKS}]*(?:([-*+])[${BLANKS}]|[${MARKS}])[${BLANKS}]*[^${BLANKS}]`, "u");
const RULE = new RegExp(`^[${BLANKS}]*([-*_=])(?:[${BLANKS}]*\\1){2,}[${BLANKS}]*$`, "u");
const NUMBER = new RegExp(
  `^[${BLANKS}]*(?:#{1,6}[${BLANKS}]+)?[*_]{0,3}(?:(?:\\(?[0-9]{1,3}\\)|[0-9]{1,3}\\.)[*_]{0,3}[${BLANKS}]` +
    `|[0-9]{1,3}[\\u3001\\uff0e])[${BLANKS}]*[^${BLANKS}]`,
  "u",
);
const DELIMITER = /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$/;
const SPANS = new RegExp(
  `\\*\\*[^*${BLANKS}](?:[^*]*[^*${BLANKS}])?\\*\\*|\`[^\`]+\`|\\[[^\\[\\]]+\\]\\([^()${BLANKS}]+\\)`,
  "gu",
);

// By range, so that no version of Unicode decides.
const PICTURES =
  "\\u{231a}\\u{231b}\\u{23e9}-\\u{23ec}\\u{23f0}\\u{23f3}\\u{25fd}\\u{25fe}\\u{2600}-\\u{2604}\\u{260e}\\u{2611}" +
  "\\u{2614}\\u{2615}\\u{2618}\\u{261d}\\u{2620}\\u{2622}\\u{2623}\\u{2626}\\u{262a}\\u{262e}\\u{262f}" +
  "\\u{2638}-\\u{263a}\\u{2640}\\u{2642}\\u{2648}-\\u{2653}\\u{265f}\\u{2660}\\u{2663}\\u{2665}\\u{2666}\\u{2668}" +
  "\\u{267b}\\u{267e}\\u{267f}\\u{2692}-\\u{2697}\\u{2699}\\u{269b}\\u{269c}\\u{26a0}\\u{26a1}\\u{26a7}" +
  "\\u{26aa}\\u{26ab}\\u{26b0}\\u{26b1}\\u{26bd}\\u{26be}\\u{26c4}\\u{26c5}\\u{26c8}\\u{26ce}\\u{26cf}\\u{26d1}" +
  "\\u{26d3}\\u{26d4}\\u{26e9}\\u{26ea}\\u{26f0}-\\u{26f5}\\u{26f7}-\\u{26fa}\\u{26fd}\\u{2702}\\u{2705}" +
  "\\u{2708}-\\u{270d}\\u{270f}\\u{2712}\\u{2714}\\u{2716}\\u{271d}\\u{2721}\\u{2728}\\u{2733}\\u{2734}\\u{2744}" +
  "\\u{2747}\\u{274c}\\u{274e}\\u{2753}-\\u{2755}\\u{2757}\\u{2763}\\u{2764}\\u{2795}-\\u{2797}\\u{27a1}\\u{27b0}" +
  "\\u{27bf}\\u{2b1b}\\u{2b1c}\\u{2b50}\\u{2b55}\\u{1f004}\\u{1f0cf}\\u{1f18e}\\u{1f191}-\\u{1f19a}\\u{1f201}" +
  "\\u{1f21a}\\u{1f22f}\\u{1f232}-\\u{1f236}\\u{1f238}-\\u{1f23a}\\u{1f250}\\u{1f251}\\u{1f300}-\\u{1f64f}" +
  "\\u{1f680}-\\u{1f6ff}\\u{1f7e0}-\\u{1f7eb}\\u{1f7f0}\\u{1f900}-\\u{1f9ff}\\u{1fa70}-\\u{1faff}";
const TEXT_BY_ITSELF =
  "\\u{a9}\\u{ae}\\u{203c}\\u{2049}\\u{2122}\\u{2139}\\u{2194}-\\u{2199}\\u{21a9}\\u{21aa}\\u{2328}\\u{23cf}" +
  "\\u{23ed}-\\u{23ef}\\u{23f1}\\u{23f2}\\u{23f8}-\\u{23fa}\\u{24c2}\\u{25aa}\\u{25ab}\\u{25b6}\\u{25c0}" +
  "\\u{25fb}\\u{25fc}\\u{2934}\\u{2935}\\u{2b05}-\\u{2b07}\\u{3030}\\u{303d}\\u{3297}\\u{3299}" +
  "\\u{1f170}\\u{1f171}\\u{1f17e}\\u{1f17f}\\u{1f202}\\u{1f237}";
const EMOJI = new RegExp(
  "[0-9#*]\\u{fe0f}?\\u{20e3}|[\\u{1f1e6}-\\u{1f1ff}]{1,2}" +
    `|(?:[${PICTURES}](?!\\u{fe0e})|[${TEXT_BY_ITSELF}]\\u{fe0f})` +
    `(?:[\\u{fe0f}\\u{20e3}\\u{1f3fb}-\\u{1f3ff}\\u{e0020}-\\u{e007f}]|\\u{200d}[${PICTURES}${TEXT_BY_ITSELF}])*`,
  "gu",
);
const TAG =
  "A-Za-z\\u{aa}\\u{b5}\\u{ba}\\u{c0}-\\u{d6}\\u{d8}-\\u{f6}\\u{f8}-\\u{1fff}\\u{2c00}-\\u{2dff}" +
  "\\u{3005}-\\u{3007}\\u{3041}-\\u{318f}\\u{3400}-\\u{9fff}\\u{a000}-\\u{abff}\\u{ac00}-\\u{d7ff}" +
  "\\u{f900}-\\u{faff}\\u{fe70}-\\u{fefc}\\u{ff10}-\\u{ff19}\\u{ff21}-\\u{ff3a}\\u{ff41}-\\u{ff5a}" +
  "\\u{ff66}-\\u{ffdc}\\u{10000}-\\u{1cfff}\\u{20000}-\\u{3ffff}";
const HASHTAG = new RegExp(
  `(?<![0-9_${TAG}#\\uff03&/])(?<!\\]\\()[#\\uff03](?=[0-9_]*[${TAG}])[0-9_${TAG}]+`,
  "gu",
);
const ASKING = "(?:your|insert|enter|add|fill|specify|replace)[ _\\-]";
const CAPITAL = "[A-Z\\u{c0}-\\u{d6}\\u{d8}-\\u{de}\\u{388}-\\u{38f}\\u{391}-\\u{3ab}\\u{400}-\\u{42f}]";
const WITHIN = `[${LETTERS} '\\u{2019}_/.,&:\\-]`;
const PLACEHOLDER = new RegExp(
  "\\{\\{[^{}\\n\\r]{1,60}\\}\\}" +
    `|(?<![${LETTERS}0-9_^}\\\\{])\\{(?![0-9])[A-Za-z0-9_]{2,40}\\}(?!\\})` +
    `|(?<![${LETTERS}0-9_\\]!])\\[(?=${CAPITAL}|${ASKING})${WITHIN}{2,60}\\](?![(\\[])` +
    `|<(?=[A-Z])[A-Z _\\-]{3,60}>|<(?=${ASKING})${WITHIN}{1,60}>`,
  "gu",
);

/** Each line, and whether it is a fence or within a fenced block. */
function codeAndLines(text) {
  let marks = "";
  return linesOf(text).map((line) => {
    const fence = /^ {0,3}(`{3,}|~{3,})([^]*)$/.exec(line);
    const wasCode = marks !== "";
    const behind = fence ? trim(fence[2]) : "";
    if (fence && !wasCode) marks = fence[1][0] === "~" || !behind.includes("`") ? fence[1] : "";
    else if (fence && fence[1].startsWith(marks) && behind === "") marks = "";
    return [wasCode || marks !== "", line];
  });
}

const matchesOf = (pattern, text) => text.match(pattern) ?? [];
const isRule = (line) => RULE.test(line);
const isNumbered = (line) => NUMBER.test(line);
const isHeading = (line) => HEADING.test(line);

function isBullet(line) {
  const found = BULLET.exec(line);
  return found !== null && !(found[1] !== undefined && isRule(line));
}

/** Whether Markdown makes more of a line than text. */
function isMarked(line) {
  const isList = BULLET.exec(line)?.[1] !== undefined;
  return isList || isHeading(line) || isRule(line) || (line.includes("|") && DELIMITER.test(trim(line)));
}

const linesThat = (isSo) => (text) =>
  codeAndLines(text).filter(([isCode, line]) => !isCode && isSo(line)).map(([, line]) => line);

function paragraphs(text) {
  const found = [];
  let [isOpen, isItem] = [false, false];
  for (const [isCode, line] of codeAndLines(text)) {
    const isList = !isCode && (isBullet(line) || isNumbered(line));
    const [first] = wordsIn(line);
    if (isList || isCode || isHeading(line) || isRule(line) || first === undefined || first.startsWith("|")) {
      [isOpen, isItem] = [false, isList];
    } else if (!isOpen && !isItem) {
      found.push(line);
      isOpen = true;
    }
  }
  return found;
}

function markdown(text) {
  const found = [];
  let wasCode = false;
  for (const [isCode, line] of codeAndLines(text)) {
    if (!isCode && !isMarked(line)) found.push(...matchesOf(SPANS, line));
    else if (!isCode || !wasCode) found.push(line);
    wasCode = isCode;
  }
  return found;
}

/** What can be counted: each gives the list of what it finds. */
const COUNTED = {
  paragraphs,
  lines: (text) => linesOf(text).filter((line) => wordsIn(line).length > 0),
  bullets: linesThat(isBullet),
  "numbered-items": linesThat(isNumbered),
  headings: linesThat(isHeading),
  sentences: sentencesOf,
  words: wordsIn,
  emoji: (text) => matchesOf(EMOJI, text),
  hashtags: (text) => matchesOf(HASHTAG, withoutCode(text).join("")),
  placeholders: (text) => matchesOf(PLACEHOLDER, withoutCode(text).join("")),
  markdown,
};

function count({ of, min = 0, max = Infinity }) {
  return (record) => {
    const { length: found } = COUNTED[of](record.output);
    return min <= found && found <= max ? [] : [`has ${found} ${of}, out of limits`];
  };
}

// --- grounding ----------------------------------------------------------------------------------------------------

const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10];
const isDigit = (char) => char >= "0" && char <= "9" && char.length === 1;

/** The character with a digit of another script as an ASCII one. */
function plainDigit(char) {
  if (char === "\u066b") return ".";
  if (char === "\u066c") return ",";
  const code = char.codePointAt(0);
  const zero = ZEROS.find((first) => code >= first && code < first + 10);
  return zero === undefined ? char : String(code - zero);
}

function canonical(whole, fraction) {
  const digits = whole.replace(/^0+/, "") || "0";
  const rest = fraction.replace(/0+$/, "");
  return rest === "" ? digits : `${digits}.${rest}`;
}

function moved(reading, steps) {
  const [whole, fraction = ""] = reading.split(".");
  if (steps < 0) {
    const padded = "0".repeat(-steps) + whole;
    return canonical(padded.slice(0, steps), padded.slice(steps) + fraction);
  }
  const padded = fraction + "0".repeat(steps);
  return canonical(whole + padded.slice(0, steps), padded.slice(steps));
}

function areGroups(pieces) {
  const [first, ...rest] = pieces;
  if (rest.length === 0) return first.length <= 3;
  const last = rest.pop();
  const all = (length) => rest.every((piece) => piece.length === length);
  if (first.startsWith("0") || last.length !== 3) return false;
  return (first.length <= 3 && all(3)) || (first.length <= 2 && all(2));
}

/** The values of digits with marks between them: as one number, and of its parts. */
function compactReadings(token) {
  const pieces = token.match(/[0-9]+/g);
  const marks = token.match(/[^0-9]/gu) ?? [];
  if (marks.length === 0) return [[canonical(token, "")], []];
  const last = marks[marks.length - 1];
  const leading = pieces.slice(0, -1);
  const grouped = marks.every((mark) => mark === last) && areGroups(pieces);
  const whole = grouped ? [canonical(pieces.join(""), "")] : [];
  const hasGroups = marks.slice(0, -1).every((mark) => mark === marks[0] && mark !== last) && areGroups(leading);
  if (".,".includes(last) && (marks.length === 1 || hasGroups)) {
    whole.push(canonical(leading.join(""), pieces[pieces.length - 1]));
  }
  const isList = marks.length === 1 && last === "," && !grouped;
  return [whole, whole.length === 0 || isList ? pieces.map((piece) => [canonical(piece, "")]) : []];
}

function readingsOf(tokens) {
  if (tokens.length === 1) return compactReadings(tokens[0]);
  const last = tokens[tokens.length - 1];
  const [digits, fraction] = last.match(/[0-9]+/g);
  const marks = last.match(/[^0-9]/gu) ?? [];
  const whole = tokens.slice(0, -1).join("") + digits;
  const parts = tokens.flatMap((token) => {
    const [one, several] = compactReadings(token);
    return one.length > 0 ? [one] : several;
  });
  if (marks.length === 0) return [[canonical(whole, "")], parts];
  return [marks.length === 1 && ".,".includes(marks[0]) ? [canonical(whole, fraction)] : [], parts];
}

/** All numbers of a text, with the values that each may have as one number, and those of its parts. */
class Numbers {
  constructor(text, params) {
    this.chars = [...text].map(plainDigit);
    this.folded = foldChars(this.chars);
    this.params = params;
    this.found = [];
    let place = 0;
    while (place < this.chars.length) {
      if (isDigit(this.chars[place])) {
        this.found.push(this.number(place));
        place = this.found[this.found.length - 1].end;
      } else {
        place += 1;
      }
    }
  }

  compactEnd(start) {
    let end = runEnd(this.chars, start, isDigit);
    while (".,'\u2019".includes(at(this.chars, end)) && isDigit(at(this.chars, end + 1))) {
      end = runEnd(this.chars, end + 1, isDigit);
    }
    return end;
  }

  number(start) {
    const { chars } = this;
    let end = this.compactEnd(start);
    const tokens = [textOf(chars, start, end)];
    const isBare = (token) => /^[0-9]+$/.test(token);
    const space = at(chars, end);
    let leads = tokens[0].length <= 3 && isBare(tokens[0]) && SPACES.includes(space);
    while (leads && at(chars, end) === space && runEnd(chars, end + 1, isDigit) === end + 4) {
      const next = this.compactEnd(end + 1);
      const token = textOf(chars, end + 1, next);
      tokens.push(token);
      end = next;
      leads = isBare(token);
    }
    const [whole, parts] = readingsOf(tokens);
    const behind = end + (SPACES.includes(at(chars, end)) ? 1 : 0);
    const scale = this.params.scales.find(([word]) => this.stands(behind, word));
    if (scale !== undefined) {
      for (const readings of [whole, ...parts.slice(-1)]) readings.push(...readings.map((one) => moved(one, scale[1])));
    }
    return { start, end, bare: tokens.length === 1 && isBare(tokens[0]), whole, parts };
  }

  stands(start, word) {
    const wanted = [...word];
    if (!wanted.every((char, by) => this.folded[start + by] === char)) return false;
    return !isLetter(wanted[wanted.length - 1]) || !isLetter(at(this.chars, start + wanted.length));
  }

  /** Not a part of a name (GPT-4), no ordinal, no numbering, no [1]. */
  isCounted({ start, end, bare }) {
    const previous = at(this.chars, start - 1);
    if (isLetter(previous) || previous === "_") return false;
    if ("-\u2011".includes(previous) && isLetter(at(this.chars, start - 2))) return false;
    if (bare && this.params.ordinals.some((ending) => this.stands(end, ending))) return false;
    if (bare && end - start <= 2 && "([".includes(previous) && ")]".includes(at(this.chars, end))) return false;
    return !this.isNumbering(start, end, bare && end - start <= 3);
  }

  isNumbering(start, end, short) {
    const { chars } = this;
    const line = this.marksBefore(start);
    if (this.isLineStart(line)) {
      if (chars.slice(line, start).includes("#")) return true;
      const behind = runEnd(chars, end + 1, (char) => "*_".includes(char));
      const item = runEnd(chars, behind, (char) => " \t".includes(char));
      const hasItem = behind < item && item < chars.length && !"\n\r".includes(chars[item]);
      return short && hasItem && ".):]".includes(at(chars, end));
    }
    if (!short || at(chars, end) !== ":" || at(chars, start - 1) !== " ") return false;
    let word = start - 1;
    while (isLetter(at(chars, word - 1))) word -= 1;
    return word < start - 1 && this.isLineStart(this.marksBefore(word));
  }

  marksBefore(start) {
    let place = start;
    while (" \t>*-+#|_([".includes(at(this.chars, place - 1))) place -= 1;
    return place;
  }

  isLineStart(place) {
    return place === 0 || "\n\r".includes(this.chars[place - 1]);
  }
}

const readingsIn = ({ whole, parts }) => [...whole, ...parts.flat()];

function isAmong({ whole, parts }, known) {
  const any = (readings) => readings.some((reading) => known.has(reading));
  return any(whole) || (parts.length > 0 && parts.every(any));
}

function numbersFromInput(params) {
  const values = new Map(Object.entries(params.words));
  const isSmall = (number) =>
    params.above !== null && readingsIn(number).every((reading) => Number(reading) <= params.above);
  return (record) => {
    const output = new Numbers(record.output, params);
    const counted = output.found.filter((number) => output.isCounted(number) && !isSmall(number));
    if (counted.length === 0) return [];
    const source = new Numbers(record.input, params);
    const said = wordsOf(source.chars).map(([start, end]) => values.get(textOf(source.folded, start, end)));
    const known = new Set([...source.found.flatMap(readingsIn), ...said]);
    return ungrounded(counted.filter((number) => !isAmong(number, known)), "number");
  };
}

const URL_MARKS =
  "<>\"`{}|\\^[]\u201c\u201d\u201e\u00ab\u00bb\u2018\u2019\uff0c\u3002\u3001\uff1b\uff1a\uff01\uff1f\uff08\uff09" +
  "\u3010\u3011\u300c\u300d\u300e\u300f\u300a\u300b";
const isUrlStop = (char) => BLANK.test(char) || char < " " || (char >= "\x7f" && char <= "\x9f") || URL_MARKS.includes(char);
const asciiLower = (text) => text.replace(/[A-Z]/g, (char) => char.toLowerCase());

/** How many characters of "https://", "www." and the like stand at a place. */
function urlHead(chars, place) {
  const stands = (word) => [...word].every((char, by) => asciiLower(at(chars, place + by)) === char);
  return ["https://", "http://", "ftp://", "www."].find(stands)?.length ?? 0;
}

function urlEnd(chars, start, end) {
  const count = (wanted) => chars.slice(start, end).filter((char) => char === wanted).length;
  let surplus = Math.max(count(")") - count("("), 0);
  let last = end;
  for (; last > start; last -= 1) {
    if (chars[last - 1] === ")" && surplus > 0) surplus -= 1;
    else if (!".,;:!?'*_~\u2026".includes(chars[last - 1])) break;
  }
  return last;
}

function urlKey(chars) {
  let from = urlHead(chars, 0);
  if (from > 4 && urlHead(chars, from) === 4) from += 4;
  const host = runEnd(chars, from, (char) => !"/?#".includes(char));
  return (asciiLower(textOf(chars, from, host)) + textOf(chars, host, chars.length)).replace(/\/+$/, "");
}

/** The keys of the addresses of a text. */
function urlKeys(chars) {
  const found = [];
  let place = 0;
  while (place < chars.length) {
    const head = /^[0-9A-Za-z]$/.test(at(chars, place - 1)) ? 0 : urlHead(chars, place);
    if (head === 0) {
      place += 1;
      continue;
    }
    const end = runEnd(chars, place, (char) => !isUrlStop(char));
    const trimmed = urlEnd(chars, place, end);
    if (trimmed > place + head) found.push(urlKey(chars.slice(place, trimmed)));
    place = end;
  }
  return found;
}

function urlsFromInput() {
  return (record) => {
    const found = urlKeys([...record.output]);
    if (found.length === 0) return [];
    const input = [...record.input];
    const known = new Set(urlKeys(input));
    for (let place = 0; place < input.length; ) {
      const start = runEnd(input, place, (char) => isUrlStop(char) || "(*_'".includes(char));
      const end = runEnd(input, start, (char) => !isUrlStop(char));
      const word = input.slice(start, urlEnd(input, start, end));
      if (word.includes(".")) known.add(urlKey(word));
      place = Math.max(end, place + 1);
    }
    return ungrounded(found.filter((key) => !known.has(key)), "web address");
  };
}

const CLOSERS = new Map([["\u201c", "\u201d"], ["\u201e", "\u201c\u201d"], ["\u00ab", "\u00bb"], ["\u00bb", "\u00ab"]]);

/** What stands between quotation marks on one line. */
function quotations(chars) {
  const found = [];
  let start = 0;
  let mark = null;
  chars.forEach((char, place) => {
    const afterBlank = place === 0 || BLANK.test(chars[place - 1]);
    if ("\n\r".includes(char)) {
      mark = null;
    } else if (mark !== null) {
      if (CLOSERS.has(mark) ? CLOSERS.get(mark).includes(char) : char === '"' && !afterBlank) {
        found.push(chars.slice(start, place));
        mark = null;
      }
    } else if ("\u201c\u201e\u00ab".includes(char)) {
      [start, mark] = [place + 1, char];
    } else if ('\u00bb"'.includes(char) && place + 1 < chars.length && !BLANK.test(chars[place + 1])) {
      if (afterBlank || "([{:=>*_-\u2013\u2014/,".includes(chars[place - 1])) [start, mark] = [place + 1, char];
    }
  });
  return found;
}

function quotesFromInput(params) {
  return (record) => {
    const all = quotations(withoutCode(record.output));
    const found = all.filter((quote) => (quote.join("").match(WORD) ?? []).length >= params.words);
    if (found.length === 0) return [];
    const known = plain([...record.input]).join("");
    const pieces = found.flatMap((quote) => plain(quote).join("").split(/\u2026|\.\.\./u));
    return ungrounded(pieces.filter((piece) => !known.includes(strip(piece, " .,;:!?'\"[]()"))), "quotation");
  };
}

const isUpper = (char) => fold(char, true) !== char;
const isCapitalised = (word) => isUpper(word[0]) && word.slice(1).some((char) => !isUpper(char));

/** A word in lower case, and the same without its last one and two characters. */
function stems(word) {
  const folded = foldChars(word);
  return [0, 1, 2].filter((by) => by === 0 || word.length >= 4 + by).map((by) => textOf(folded, 0, word.length - by));
}

/** Headings, lines in bold, and labels in capitals before a colon. */
function skippedRanges(chars, words) {
  const ranges = [];
  let atWord = 0;
  for (let start = 0; start < chars.length; ) {
    const end = runEnd(chars, start, (char) => !"\n\r".includes(char));
    const within = [];
    for (; atWord < words.length && words[atWord][0] < end; atWord += 1) within.push(words[atWord]);
    const line = trim(textOf(chars, start, end));
    const isLong = [...line].length > 4;
    let colon = start;
    while (colon < end && !(chars[colon] === ":" && (colon + 1 === end || " \t*_".includes(chars[colon + 1])))) colon += 1;
    if (line.startsWith("#") || (isLong && line.startsWith("**") && line.endsWith("**"))) {
      ranges.push([start, end]);
    } else if (colon < end) {
      const label = within.filter(([first]) => first < colon);
      const capitalised = label.filter(([first, last]) => isCapitalised(chars.slice(first, last)));
      if (2 * capitalised.length >= label.length) ranges.push([start, colon]);
    }
    start = end + 1;
  }
  return ranges;
}

function namesFromInput(params) {
  const [titles, german, english] = [params.titles, params.german, params.english].map((words) => new Set(words));
  const isSpace = (char) => " \t\u00a0".includes(char);

  function names(chars) {
    const words = wordsOf(chars);
    const ranges = skippedRanges(chars, words);
    const lower = words.map(([start, end]) => foldChars(chars.slice(start, end)).join(""));
    const hits = (known) => lower.filter((word) => known.has(word)).length;
    const isGerman = hits(german) > hits(english);
    const found = [];
    let [atRange, inside, previous, previousIsName] = [0, false, 0, false];
    words.forEach(([start, end], place) => {
      const gap = chars.slice(previous, start);
      const word = chars.slice(start, end);
      const joined = gap.length === 1 && "'\u2019-".includes(gap[0]);
      if (!joined) inside = previous > 0 && /^[,;]?[ \t\u00a0]+$/.test(gap.join(""));
      while (atRange < ranges.length && ranges[atRange][1] <= start) atRange += 1;
      const skipped = atRange < ranges.length && ranges[atRange][0] <= start;
      const isName = inside && isCapitalised(word) && !titles.has(lower[place]) && !skipped;
      if (isName && previousIsName && (joined || gap.every(isSpace))) found[found.length - 1].push(word);
      else if (isName) found.push([word]);
      [previous, previousIsName] = [end, isName];
    });
    return found.filter((name) => name.length > 1 || !isGerman);
  }

  return (record) => {
    const found = names(withoutCode(record.output));
    if (found.length === 0) return [];
    const input = [...record.input];
    const known = new Set(wordsOf(input).flatMap(([start, end]) => stems(input.slice(start, end))));
    const isKnown = (word) => stems(word).some((stem) => known.has(stem));
    return ungrounded(found.filter((name) => !name.every(isKnown)), "name");
  };
}

const ASIDE = new RegExp(`^[${BLANKS}*_#>\\u2022\\-]*`, "u");
const COLON = new RegExp(`^[*_]*[:\\uff1a][${BLANKS}*_]*`, "u");
const AROUND = new RegExp(`^[${BLANKS}]+`, "u");

/** The text without the blanks around it. */
function stripped(text) {
  let end = text.length;
  while (end > 0 && BLANK.test(text[end - 1])) end -= 1;
  return text.slice(0, end).replace(AROUND, "");
}

/** What stands behind a name and a colon; nothing is undefined. */
function labelled(text, name) {
  const wanted = fold(name, true);
  for (const line of linesOf(text)) {
    const rest = [...line.replace(ASIDE, "")];
    const label = textOf(rest, 0, [...name].length);
    const behind = textOf(rest, [...name].length, rest.length);
    if (fold(label, true) !== wanted || !COLON.test(behind)) continue;
    let value = stripped(behind.replace(COLON, ""));
    while (value.endsWith("*") || value.endsWith("_")) value = value.slice(0, -1);
    if (value !== "") return value;
  }
  return undefined;
}

/** What a text of JSON or a list of fields holds; null holds nothing. */
function inText(text, steps) {
  let value;
  try {
    value = normal(readJson(text), 0);
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    return steps.length === 1 && typeof steps[0] === "string" ? labelled(text, steps[0]) : undefined;
  }
  for (const step of steps) {
    if (typeof step === "string" ? !(value instanceof Map) : !Array.isArray(value)) return undefined;
    value = typeof step === "string" ? value.get(step) : value.at(step);
  }
  return value ?? undefined;
}

/** What the last turn that has the field holds there. */
function fieldOf(record, steps) {
  for (const turn of [...record.turns].reverse()) {
    const value = inText(turn, steps);
    if (value !== undefined) return value;
  }
  return undefined;
}

const isWhole = (value) => Number.isInteger(value) && Math.abs(value) <= 2 ** 53;

/** A value as a text that an output can hold. */
function asText(value) {
  if (typeof value === "string") return stripped(value) || undefined;
  return isWhole(value) ? String(value) : undefined;
}

/** How many a value asks for. */
function asCount(value) {
  if (Array.isArray(value)) return value.length;
  if (typeof value === "string") return /^[0-9]{1,9}$/.test(stripped(value)) ? Number(stripped(value)) : undefined;
  return isWhole(value) && value >= 0 ? value : undefined;
}

const inputText = (test, reason) => (params) => {
  const ignoreCase = params["ignore-case"] === true;
  return (record) => {
    const wanted = asText(fieldOf(record, params.steps));
    if (wanted === undefined) return [`the input has no text at ${params.field}`];
    return test(fold(record.output, ignoreCase), fold(wanted, ignoreCase)) ? [] : [`${reason} ${params.field} of the input`];
  };
};

function countEqualsInput({ of, steps, field }) {
  return (record) => {
    const wanted = asCount(fieldOf(record, steps));
    if (wanted === undefined) return [`the input has no number at ${field}`];
    const { length: found } = COUNTED[of](record.output);
    return found === wanted ? [] : [`has ${found} ${of}, not the ${wanted} that the input has at ${field}`];
  };
}

// --- manner and reference -----------------------------------------------------------------------------------------

function notRefusal({ head, phrases }) {
  const wanted = phrases.map((phrase) => [...phrase]);
  return (record) => {
    if (record.refusal) return ["is a refusal: the log marks it as one"];
    const chars = plain([...record.output]);
    for (let start = 0; start < Math.min(head, chars.length); start += 1) {
      if (isLetter(at(chars, start - 1))) continue;
      if (wanted.some((phrase) => phrase.every((char, by) => chars[start + by] === char))) return ["begins with a refusal"];
    }
    return [];
  };
}

function language({ code, own, scripts, words }) {
  const common = new Map(Object.entries(words).map(([name, known]) => [name, new Set(known)]));
  return (record) => {
    const chars = withoutCode(record.output);
    const count = new Map(Object.keys(scripts).map((name) => [name, 0]));
    for (const char of chars) {
      const point = char.codePointAt(0);
      const isIn = ([, ranges]) => ranges.some(([first, last]) => first <= point && point <= last);
      const script = Object.entries(scripts).find(isIn);
      if (script) count.set(script[0], count.get(script[0]) + 1);
    }
    const letters = [...count.values()].reduce((sum, one) => sum + one, 0);
    if (letters >= 10) {
      const mine = own.reduce((sum, name) => sum + count.get(name), 0);
      const isOther = {
        zh: 10 * count.get("kana") >= letters,
        ja: 20 * count.get("kana") < letters,
        ko: 10 * count.get("Hangul") < letters,
      };
      if (2 * mine < letters || isOther[code] === true) return ["is written in the script of another language"];
    }
    const found = wordsOf(chars).map(([start, end]) => foldChars(chars.slice(start, end)).join(""));
    if (!common.has(code) || found.length < 8) return [];
    const hits = (known) => found.filter((word) => known.has(word)).length;
    const most = Math.max(...[...common.values()].map(hits));
    const isOther = most >= 3 && 10 * most >= found.length && 2 * hits(common.get(code)) < most;
    return isOther ? ["reads like another language"] : [];
  };
}

function noRepetition({ share, words }) {
  return (record) => {
    const tokens = tokensOf(record.output).filter((token) => strip(token, "|-:") !== "");
    const count = Math.max(tokens.length - words + 1, 0);
    const runs = new Set();
    for (let start = 0; start < count; start += 1) runs.add(tokens.slice(start, start + words).join(" "));
    const repeated = count - runs.size;
    return repeated <= share * count ? [] : [`says ${repeated} of its ${count} runs of ${words} words again`];
  };
}

function noDuplicates({ of, words }) {
  const split = of === "sentences" ? sentencesOf : linesThat(() => true);
  return (record) => {
    const seen = new Set();
    for (const piece of split(record.output)) {
      const tokens = tokensOf(piece);
      const said = tokens.join(" ");
      if (tokens.length >= words && seen.has(said)) return ["says a line or a sentence again"];
      seen.add(said);
    }
    return [];
  };
}

const ENDS = ".!?\u2026\u3002\uff01\uff1f\u061f\u06d4\u0964\u0965\u1362";

function endsWithSentence() {
  return ({ output }) => {
    const emoji = new Map([...output.matchAll(EMOJI)].map((found) => [found.index + found[0].length, found.index]));
    const isAside = (char) => CLOSING.includes(char) || BLANK.test(char);
    let end = output.length;
    while (end > 0 && (emoji.has(end) || isAside(output[end - 1]))) end = emoji.get(end) ?? end - 1;
    return end > 0 && ENDS.includes(output[end - 1]) ? [] : ["ends in the middle of a sentence"];
  };
}

function toolCall(params) {
  const valid = params.schema === undefined ? undefined : schemaJudge(params.schema);
  return (record) => {
    const all = params.on !== "output" && record.run ? callsOf(record.run) : record.tool_calls;
    const called = all.filter((call) => call.name === params.name);
    if (called.length === 0) return ["does not call the tool"];
    if (valid === undefined) return [];
    for (const { arguments: text } of called) {
      try {
        if (!valid(normal(readJson(text), 0))) return ["calls the tool with arguments that the schema does not allow"];
      } catch (error) {
        if (error instanceof NotJson) return [`calls the tool with arguments that cannot be read: ${error.message}`];
        throw error;
      }
    }
    return [];
  };
}

const LONGEST = 5000;
const PUNCTUATION =
  " .,;:!?\u2026'\"()[]{}*_`#\u201c\u201d\u201e\u00ab\u00bb\u2018\u2019\u3002\uff0c\uff01\uff1f\u3001\uff1a\uff1b\uff08\uff09\u300c\u300d";

/** The length of the longest common subsequence. */
function commonLength(a, b) {
  const row = new Uint32Array(b.length + 1);
  for (const item of a) {
    let [diagonal, left] = [0, 0];
    for (let place = 1; place <= b.length; place += 1) {
      const above = row[place];
      left = item === b[place - 1] ? diagonal + 1 : Math.max(above, left);
      row[place] = left;
      diagonal = above;
    }
  }
  return row[b.length];
}

/** The Levenshtein distance. */
function distance(a, b) {
  const row = Uint32Array.from({ length: b.length + 1 }, (_, place) => place);
  a.forEach((item, before) => {
    let [diagonal, left] = [before, before + 1];
    row[0] = left;
    for (let place = 1; place <= b.length; place += 1) {
      const above = row[place];
      left = Math.min(diagonal + (item === b[place - 1] ? 0 : 1), above + 1, left + 1);
      row[place] = left;
      diagonal = above;
    }
  });
  return row[b.length];
}

function similar({ least, by }) {
  const bare = (text) => tokensOf(text).map((token) => strip(token, PUNCTUATION)).filter((token) => token !== "").slice(0, LONGEST);
  const measures = {
    "rouge-l": (one, other) => {
      const [a, b] = [bare(one), bare(other)];
      return a.length + b.length === 0 ? 1 : (2 * commonLength(a, b)) / (a.length + b.length);
    },
    levenshtein: (one, other) => {
      const [a, b] = [[...one].slice(0, LONGEST), [...other].slice(0, LONGEST)];
      const longer = Math.max(a.length, b.length);
      return longer === 0 ? 1 : (longer - distance(a, b)) / longer;
    },
  };
  return (record) => {
    if (record.expected === null) return ["has no expected text to be held against"];
    const found = measures[by](record.output, record.expected);
    return found >= least ? [] : [`is less like the expected text than asked: ${found.toFixed(3)}`];
  };
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
  ["count", count],
  ["max-latency", figure("latency_ms")],
  ["max-cost", figure("cost")],
  ["max-tokens", figure("tokens_out")],
  ["finish-reason", finishReason],
  ["numbers-from-input", numbersFromInput],
  ["urls-from-input", urlsFromInput],
  ["quotes-from-input", quotesFromInput],
  ["names-from-input", namesFromInput],
  ["holds-input", inputText((output, text) => output.includes(text), "does not hold")],
  ["begins-with-input", inputText((output, text) => output.replace(AROUND, "").startsWith(text), "does not begin with")],
  ["count-equals-input", countEqualsInput],
  ["not-refusal", notRefusal],
  ["language", language],
  ["no-repetition", noRepetition],
  ["no-duplicates", noDuplicates],
  ["ends-with-sentence", endsWithSentence],
  ["tool-call", toolCall],
  ["similar", similar],
]);

/** The function that lists a check's objections to a record. An unknown kind is an error, never a pass. */
function compileCheck(check) {
  const make = KINDS.get(check.kind);
  if (!make) throw new Error(`gemba_checks.js knows no check ${check.kind}`);
  if (check.kind === "tool-call") return make(check.params);
  const { on, ...params } = check.params;
  return on === undefined ? make(params) : onRun(make(params), on);
}

module.exports = { provider, knownGood, knownBad, compileCheck };
