"""Evaluates gemba's checks in Python and hands the cases to pytest. Written by gemba; needs nothing but pytest.

A check passes an output or objects to it. The checks of a stub are a set: objections() collects those of all of
them, and a record fails when there is one. What each check means is the same in gemba itself and in gemba_checks.js.
"""
import functools
import json
import os
import pathlib
import re
import sys
import time
from xml.parsers import expat

HERE = pathlib.Path(__file__).parent
LIVE = os.environ.get("GEMBA_LIVE") == "1"
MASKED = "placeholders such as [email 483920] stand for personal data (gemba stubs --redact off writes them as they were)"

# Unicode White_Space; str.split() would also split at U+001C to U+001F.
BLANKS = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
WORD = re.compile("[^" + BLANKS + "]+")
BLANK = re.compile("[" + BLANKS + "]")
DEEPEST = 100
LARGEST = 1.7976931348623157e308


# --- cases and pytest -------------------------------------------------------------------------------------------


class Suite:
    """The cases and the checks of one stub."""

    def __init__(self, stub):
        self.stub = stub
        data = json.loads((HERE / "checks" / (stub + ".python.json")).read_text(encoding="utf-8"))
        self.checks = [(check["check"], compile_check(check)) for check in data["checks"]]
        self.kinds = {check["kind"] for check in data["checks"]}
        self.missed = set(data["missed"])
        self.wrongly_rejected = set(data["wrongly_rejected"])

    @functools.cached_property
    def cases(self):
        lines = (HERE / "cases" / (self.stub + ".jsonl")).read_text(encoding="utf-8").split("\n")
        cases = {case["id"]: case for case in (json.loads(line) for line in lines if line)}
        masked = sum(1 for case in cases.values() if case.get("masked"))
        if LIVE and masked:
            print("gemba: %s asks your system %d masked inputs: %s" % (self.stub, masked, MASKED), file=sys.stderr)
        return cases

    def params(self):
        """One pytest parameter for each case, marked with what is expected of it (no marks when live)."""
        import pytest

        return [pytest.param(case_id, id=case_id, marks=self._marks(pytest, case)) for case_id, case in self.cases.items()]

    def _marks(self, pytest, case):
        if LIVE:
            return []
        if case["id"] in self.missed:
            return [pytest.mark.skip(reason="missed by the check")]
        if case["expect"] == "fail":
            return [pytest.mark.xfail(strict=True, raises=AssertionError, reason="known bad, and the check catches it")]
        if case["id"] in self.wrongly_rejected:
            return [pytest.mark.xfail(strict=True, raises=AssertionError, reason="known false failure")]
        return []

    def objections(self, case_id, generate):
        """What the checks object to in the answer of the hook."""
        return self.judge(self.record(case_id, generate))

    def record(self, case_id, generate):
        """The answer of the hook as checks look at it."""
        return to_record(*self.answer(case_id, generate))

    def answer(self, case_id, generate):
        """The answer of the hook and its figures. A hook that fails is an error, never a known failure."""
        case = self.cases[case_id]
        began = time.perf_counter()
        try:
            answer = generate(dict(case))
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            raise RuntimeError("the hook generate() in conftest.py failed: %r" % (error,)) from error
        return with_figures(case, answer, (time.perf_counter() - began) * 1000)

    def judge(self, record):
        """What the checks object to in a record."""
        if not self.checks:
            raise RuntimeError("there is no check to run")
        found = []
        for name, check in self.checks:
            try:
                found.extend(name + ": " + reason for reason in check(record))
            except (AssertionError, ValueError) as error:
                raise RuntimeError("the check " + name + " is broken") from error
        return found


def with_figures(case, answer, elapsed_ms):
    """The hook's answer and its figures: the logged ones in replay, the answer's own when live."""
    figures = {} if LIVE else case
    if isinstance(answer, dict):
        figures = answer if LIVE else {**case, **answer}
        answer = answer.get("output")
    if not isinstance(answer, str):
        raise RuntimeError("the hook generate() in conftest.py returned no text")
    is_run = "messages" in figures
    asked = case["messages"][: len(case["messages"]) - (case.get("after_output") or 0)]
    figures = {"messages": asked, **figures, "is_run": is_run, "expected_output": case["expected_output"]}
    if LIVE and figures.get("latency_ms") is None:
        figures["latency_ms"] = elapsed_ms
    return answer, figures


def to_record(output, figures):
    """What the checks look at."""
    record = {key: figures.get(key) for key in ("latency_ms", "cost", "tokens_out", "finish_reason")}
    record["output"] = output
    turns = [to_turn(message) for message in figures.get("messages") or []]
    end = len(turns) - (figures.get("after_output") or 0)
    record["input"] = "\n".join(turn["content"] for turn in turns[:end])
    record["expected"] = figures.get("expected_output")
    record["refusal"] = bool(figures.get("refusal"))
    record["tool_calls"] = to_calls(figures)
    answer = to_turn({"role": "assistant", "content": output, "tool_calls": figures.get("tool_calls")})
    answer["refusal"] = record["refusal"]
    is_run = figures.get("is_run", "messages" in figures)
    record["run"] = turns[:end] + [answer] + turns[end:] if is_run else None
    return record


def to_calls(holder):
    """The tool calls of an answer or a turn: name and arguments, alone or below "function"."""
    calls = [call.get("function", call) for call in holder.get("tool_calls") or []]
    return [{"name": call["name"], "arguments": json_text(call["arguments"])} for call in calls]


def to_turn(message):
    """One turn: what it says stands in "text" where "content" holds more."""
    content, calls = message.get("content") or "", to_calls(message)
    text = message.get("text")
    if text is None:
        text, content = content, "\n".join(([content] if content or not calls else []) + [call_text(call) for call in calls])
    refusal = message.get("refusal") is True
    return {"role": message.get("role"), "content": content, "text": text, "calls": calls, "refusal": refusal}


def call_text(call):
    return "%s(%s)" % (call["name"], call["arguments"])


def turns_of(record):
    """Each turn of the model as a record; those that only call tools say nothing and are left out."""
    found = []
    for place, turn in enumerate(record["run"]):
        if turn["role"] == "assistant" and (turn["text"] or not turn["calls"]):
            before = [one["content"] for one in record["run"][:place]]
            found.append({**record, "output": turn["text"], "refusal": turn["refusal"], "input": "\n".join(before)})
    return found or [{**record, "refusal": False}]


def tools_of(record):
    """The tool calls of the run as one text, each on a line."""
    calls = [call_text(call) for turn in record["run"] if turn["role"] == "assistant" for call in turn["calls"]]
    return [{**record, "output": "\n".join(calls), "refusal": False}]


def transcript_of(record):
    """The whole conversation as one text."""
    return [{**record, "output": "\n\n".join("%s: %s" % (turn["role"], turn["content"]) for turn in record["run"])}]


READINGS = {"turns": turns_of, "tools": tools_of, "transcript": transcript_of}


def on_run(check, on):
    """A check of one text that reads more of the run. A run that is not known is an error, never a pass."""

    def check_run(record):
        if record.get("run") is None:
            raise RuntimeError("a check reads " + on + ": the hook has to give the messages of the run")
        return [reason for reading in READINGS[on](record) for reason in check(reading)]

    return check_run


def json_text(value):
    """The arguments of a call as text: APIs give that, or the value itself."""
    return value if isinstance(value, str) else json.dumps(value)


# --- texts ------------------------------------------------------------------------------------------------------


def fold(text, ignore_case):
    """Lower case character by character, where that is one character."""
    if not ignore_case:
        return text
    return "".join(low if len(low) == 1 else char for char, low in ((char, char.lower()) for char in text))


def to_regex(printed):
    pieces, classes = printed["pieces"], printed["classes"]
    return re.compile("".join(piece if isinstance(piece, str) else classes[piece] for piece in pieces))


def one_text(test, reason):
    def make(params):
        ignore_case = params.get("ignore-case", False)
        wanted = fold(params["text"], ignore_case)
        return lambda record: [] if test(fold(record["output"], ignore_case), wanted) else [reason]

    return make


def contains_any(params):
    ignore_case = params.get("ignore-case", False)
    wanted = [fold(text, ignore_case) for text in params["text"]]

    def check(record):
        output = fold(record["output"], ignore_case)
        return [] if any(text in output for text in wanted) else ["holds none of the texts"]

    return check


def contains_all(params):
    ignore_case = params.get("ignore-case", False)
    wanted = [fold(text, ignore_case) for text in params["text"]]

    def check(record):
        output = fold(record["output"], ignore_case)
        return ["does not hold text %d" % (at + 1) for at, text in enumerate(wanted) if text not in output]

    return check


def regex(params):
    pattern = to_regex(params["pattern"])
    return lambda record: [] if pattern.search(record["output"]) else ["holds no match"]


def not_regex(params):
    pattern = to_regex(params["pattern"])
    return lambda record: ["holds a match"] if pattern.search(record["output"]) else []


# --- JSON -------------------------------------------------------------------------------------------------------


class NotJson(Exception):
    """The text is no JSON, or too deep to be looked into."""


TOKEN = re.compile(
    r"[ \t\n\r]*(?:([{}\[\],:])"
    r'|("(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")'
    r"|(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)"
    r"|(true|false|null))"
)
WORDS = {"true": True, "false": False, "null": None}


def to_text(token):
    """The text of a JSON string; lone surrogates become U+FFFD."""
    text = json.loads(token)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def read_json(text):
    """The value of a text that is JSON after RFC 8259, and its depth. No recursion: any depth is read."""
    at, end, deepest = 0, len(text.rstrip(" \t\n\r")), 0
    stack, key, value, state = [], None, None, "value"
    while True:
        if state == "done":
            if at < end:
                raise NotJson("trailing characters")
            return value, deepest
        token = TOKEN.match(text, at)
        if not token:
            raise NotJson("not JSON")
        at = token.end()
        mark, string, number, word = token.groups()
        if state in ("value", "first item") and mark in ("{", "["):
            stack.append(({} if mark == "{" else [], key))
            deepest = max(deepest, len(stack))
            state = "first key" if mark == "{" else "first item"
            continue
        if mark == "}" and state in ("first key", "next field") or mark == "]" and state in ("first item", "next item"):
            value, key = stack.pop()
        elif state in ("value", "first item") and mark is None:
            value = to_text(string) if string else clamp(float(number)) if number else WORDS[word]
        elif state in ("first key", "key") and string:
            key, state = to_text(string), "colon"
            continue
        elif (state, mark) in (("colon", ":"), ("next item", ",")):
            state = "value"
            continue
        elif (state, mark) == ("next field", ","):
            state = "key"
            continue
        else:
            raise NotJson("not JSON")
        if not stack:
            state = "done"
        elif isinstance(stack[-1][0], dict):
            stack[-1][0][key] = value
            state = "next field"
        else:
            stack[-1][0].append(value)
            state = "next item"


def clamp(number):
    return min(max(number, -LARGEST), LARGEST)


def json_value(text):
    value, depth = read_json(text)
    if depth > DEEPEST:
        raise NotJson("nested too deep")
    return value


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def equal(a, b):
    """JSON equality: numbers by value, keys in any order, true is not 1."""
    if is_number(a) and is_number(b):
        return a == b
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(equal(x, y) for x, y in zip(a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(equal(a[key], b[key]) for key in a)
    return type(a) is type(b) and a == b


def has_type(value, word):
    if word == "integer":
        return is_number(value) and float(value).is_integer()
    if word == "number":
        return is_number(value)
    kinds = {"null": type(None), "boolean": bool, "string": str, "array": list, "object": dict}
    return isinstance(value, kinds[word])


def is_json(params):
    def check(record):
        try:
            read_json(record["output"])
        except NotJson:
            return ["is not JSON"]
        return []

    return check


def looking_into(judge):
    def check(record):
        try:
            value = json_value(record["output"])
        except NotJson as error:
            return [str(error)]
        return judge(value)

    return check


def json_path(params):
    def judge(value):
        for step in params["steps"]:
            if not isinstance(value, dict if isinstance(step, str) else list):
                return ["has nothing at the path"]
            try:
                value = value[step]
            except (KeyError, IndexError):
                return ["has nothing at the path"]
        if "equals" in params and not equal(value, params["equals"]):
            return ["has another value at the path"]
        if "type" in params and not has_type(value, params["type"]):
            return ["has another type at the path"]
        return []

    return looking_into(judge)


def json_schema(params):
    valid = schema_judge(params["schema"])
    return looking_into(lambda value: [] if valid(value) else ["is not allowed by the schema"])


def schema_judge(root):
    """The function that says whether a schema allows a value."""
    patterns = {}

    def matches(printed, text):
        if id(printed) not in patterns:
            patterns[id(printed)] = to_regex(printed)
        return patterns[id(printed)].search(text) is not None

    def valid(schema, value):
        if isinstance(schema, bool):
            return schema
        return all(keyword(name, wants, schema, value) for name, wants in schema.items())

    def keyword(name, wants, schema, value):
        if name == "$ref":
            return valid(root if wants == "#" else root[wants.split("/")[1]][wants.split("/")[2]], value)
        if name == "type":
            return any(has_type(value, word) for word in ([wants] if isinstance(wants, str) else wants))
        if name == "enum":
            return any(equal(value, item) for item in wants)
        if name == "const":
            return equal(value, wants)
        if name == "not":
            return not valid(wants, value)
        if name in ("anyOf", "oneOf", "allOf"):
            count = sum(valid(item, value) for item in wants)
            return {"anyOf": count > 0, "oneOf": count == 1, "allOf": count == len(wants)}[name]
        if is_number(value):
            return {
                "minimum": lambda: value >= wants,
                "maximum": lambda: value <= wants,
                "exclusiveMinimum": lambda: value > wants,
                "exclusiveMaximum": lambda: value < wants,
            }.get(name, lambda: True)()
        if isinstance(value, str):
            return {
                "minLength": lambda: len(value) >= wants,
                "maxLength": lambda: len(value) <= wants,
                "pattern": lambda: matches(wants, value),
            }.get(name, lambda: True)()
        if isinstance(value, list):
            return of_list(name, wants, schema, value)
        if isinstance(value, dict):
            return of_object(name, wants, schema, value)
        return True

    def of_list(name, wants, schema, value):
        if name == "prefixItems":
            return all(valid(item, part) for item, part in zip(wants, value))
        if name == "items":
            return all(valid(wants, part) for part in value[len(schema.get("prefixItems", [])):])
        if name == "minItems":
            return len(value) >= wants
        if name == "maxItems":
            return len(value) <= wants
        if name == "uniqueItems" and wants:
            return not any(equal(a, b) for at, a in enumerate(value) for b in value[:at])
        return True

    def of_object(name, wants, schema, value):
        if name == "required":
            return all(key in value for key in wants)
        if name == "properties":
            return all(valid(wants[key], value[key]) for key in wants if key in value)
        if name == "additionalProperties":
            known, fitting = schema.get("properties", {}), schema.get("patternProperties", [])
            others = (key for key in value if key not in known and not any(matches(one["pattern"], key) for one in fitting))
            return all(valid(wants, value[key]) for key in others)
        if name == "patternProperties":
            return all(valid(one["schema"], value[key]) for one in wants for key in value if matches(one["pattern"], key))
        if name == "propertyNames":
            return all(valid(wants, key) for key in value)
        if name == "minProperties":
            return len(value) >= wants
        if name == "maxProperties":
            return len(value) <= wants
        return True

    return lambda value: valid(root, value)


# --- other shapes -----------------------------------------------------------------------------------------------


class NotXml(Exception):
    """Well-formed perhaps, but not what gemba takes for XML."""


def is_xml(params):
    def declaration(version, encoding, standalone):
        if version != "1.0" or (encoding or "utf-8").lower() != "utf-8":
            raise NotXml

    def doctype(name, system_id, public_id, has_internal_subset):
        if system_id or public_id or has_internal_subset:
            raise NotXml

    def check(record):
        parser = expat.ParserCreate("utf-8")
        parser.XmlDeclHandler = declaration
        parser.StartDoctypeDeclHandler = doctype
        try:
            parser.Parse(record["output"].encode("utf-8"), True)
        except (NotXml, expat.ExpatError):
            return ["is not XML"]
        return []

    return check


def lines_of(text):
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)", re.DOTALL)


def code_fence(params):
    wanted = fold(params["language"], True) if "language" in params else None

    def check(record):
        closed, current = [], None
        for line in lines_of(record["output"]):
            fence = FENCE.fullmatch(line)
            if not fence:
                continue
            marks, behind = fence.group(1), fence.group(2).strip(" \t")
            if current is None:
                if marks[0] == "~" or "`" not in behind:
                    current = (marks, re.split("[ \t]", behind)[0])
            elif marks[0] == current[0][0] and len(marks) >= len(current[0]) and not behind:
                closed.append(current[1])
                current = None
        if current is not None:
            return ["has a code fence that is never closed"]
        if not closed or wanted is not None and wanted not in [fold(language, True) for language in closed]:
            return ["has no such fenced code block"]
        return []

    return check


def cells(line):
    line = line.strip(" \t")
    line = line[1:] if line.startswith("|") else line
    out, escaped, ends_with_pipe = [""], False, False
    for char in line:
        ends_with_pipe = char == "|" and not escaped
        if ends_with_pipe:
            out.append("")
        else:
            out[-1] += char
        escaped = char == "\\" and not escaped
    return out[:-1] if ends_with_pipe else out


def markdown_table(params):
    def is_delimiter(line):
        return "-" in line and all(re.fullmatch("[ \t]*:?-+:?[ \t]*", cell) for cell in cells(line))

    def check(record):
        lines = lines_of(record["output"])
        for header, delimiter in zip(lines, lines[1:]):
            if "|" in header and is_delimiter(delimiter) and len(cells(header)) == len(cells(delimiter)):
                return []
        return ["has no Markdown table"]

    return check


# --- sizes ------------------------------------------------------------------------------------------------------

CLOSING = "\"')]}\u201d\u2019\xbb\u203a\u300d\u300f\uff09*_"


def sentences(text):
    count, is_open = 0, False
    for at, char in enumerate(text):
        if char in "\n\r\u3002\uff01\uff1f":
            ends = True
        elif char in ".!?\u2026":
            after = at + 1
            while after < len(text) and text[after] in CLOSING:
                after += 1
            ends = after == len(text) or BLANK.match(text[after]) is not None
        else:
            ends = False
        if ends:
            count += is_open
            is_open = False
        elif not BLANK.match(char) and char not in CLOSING and char not in ".!?\u2026":
            is_open = True
    return count + is_open


UNITS = {"chars": len, "words": lambda text: len(WORD.findall(text)), "sentences": sentences}


def length(is_good):
    def make(params):
        ((unit, limit),) = params.items()

        def check(record):
            count = UNITS[unit](record["output"])
            return [] if is_good(count, limit) else ["has %d %s, the limit is %d" % (count, unit, limit)]

        return check

    return make


def figure(name):
    def make(params):
        (limit,) = params.values()

        def check(record):
            found = record[name]
            if found is None:
                return ["has no " + name]
            return [] if found <= limit else ["has a %s over the limit" % name]

        return check

    return make


def finish_reason(params):
    return lambda record: [] if record["finish_reason"] in params["text"] else ["stopped for another reason"]


# --- reading prose ----------------------------------------------------------------------------------------------

# Letters by range, so that no version of Unicode decides; SPACES are the blanks within a number.
LETTERS = "A-Za-z\xaa\xb5\xba\xc0-\xd6\xd8-\xf6\xf8-\u024f\u0300-\u037d\u037f-\u0386\u0388-\u052f\u1e00-\u1fff"
LETTER = re.compile("[" + LETTERS + "]")
TOKEN_RUN = re.compile("[\u2e80-\U0010ffff]|[^\u2e80-\U0010ffff" + BLANKS + "]+")
LETTER_RUN = re.compile("[" + LETTERS + "]+")
SPACES = " \xa0\u2009\u202f"


def at(text, place):
    """The character at a place; NUL beyond both ends."""
    return text[place] if 0 <= place < len(text) else "\0"


def is_letter(char):
    return LETTER.match(char) is not None


def run_end(text, start, has):
    while start < len(text) and has(text[start]):
        start += 1
    return start


def words_of(text):
    return [word.span() for word in LETTER_RUN.finditer(text)]


def tokens_of(text):
    """Words in lower case, split at blanks; what stands beyond U+2E80 is a token by itself."""
    found = TOKEN_RUN.findall(text.replace("\u3000", " "))
    return [fold(token, True) for token in found]


def without_code(text):
    """The text with fenced blocks and code spans as line breaks."""
    chars, place = list(text), 0
    while place < len(text):
        if text[place] != "`":
            place += 1
            continue
        behind = run_end(text, place, lambda char: char == "`")
        end = code_end(text, behind, behind - place)
        if end is None and behind - place < 3:
            place = behind
            continue
        end = len(text) if end is None else end
        chars[place:end] = "\n" * (end - place)
        place = end
    return "".join(chars)


def code_end(text, place, marks):
    while place < len(text):
        if text[place] in "\n\r" and marks < 3:
            return None
        if text[place] != "`":
            place += 1
            continue
        end = run_end(text, place, lambda char: char == "`")
        if end - place == marks or marks >= 3 and end - place >= 3:
            return end
        place = end
    return None


FOLDED = {ord(char): '"' for char in "\u201c\u201d\u201e\u201f\xab\xbb"}
FOLDED.update({ord(char): "'" for char in "\u2018\u2019\u201a\u201b"})
FOLDED.update({ord(char): "-" for char in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"})
FOLDED.update({ord(char): None for char in "*`"})


def plain(text):
    """Lower case, plain quotes and hyphens, one space for blanks, no emphasis, no blank in front."""
    folded = fold(text.translate(FOLDED), True)
    return re.sub("[" + BLANKS + "]+", " ", folded).lstrip(" ")


def ungrounded(found, what):
    return ["has a %s that is not in the context" % what] if found else []


# --- grounding --------------------------------------------------------------------------------------------------

DIGITS = {zero + digit: 48 + digit for zero in (0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xFF10) for digit in range(10)}
DIGITS.update({0x66B: 0x2E, 0x66C: 0x2C})


def is_digit(char):
    return "0" <= char <= "9"


def canonical(whole, fraction):
    whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
    return whole + "." + fraction if fraction else whole


def moved(reading, steps):
    whole, _, fraction = reading.partition(".")
    if steps < 0:
        whole = "0" * -steps + whole
        return canonical(whole[:steps], whole[steps:] + fraction)
    fraction += "0" * steps
    return canonical(whole + fraction[:steps], fraction[steps:])


def are_groups(pieces):
    first, rest = pieces[0], pieces[1:]
    if not rest:
        return len(first) <= 3
    if first.startswith("0") or len(rest[-1]) != 3:
        return False
    middle = {len(piece) for piece in rest[:-1]}
    return len(first) <= 3 and middle <= {3} or len(first) <= 2 and middle <= {2}


COMPACT = re.compile("[0-9]+(?:[.,'\u2019][0-9]+)*")


def compact_readings(token):
    """The values of digits with marks between them: as one number, and of its parts."""
    pieces, marks = re.findall("[0-9]+", token), re.findall("[^0-9]", token)
    if not marks:
        return [canonical(token, "")], []
    whole, leading, last = [], pieces[:-1], marks[-1]
    grouped = set(marks) == {last} and are_groups(pieces)
    if grouped:
        whole.append(canonical("".join(pieces), ""))
    has_groups = all(mark == marks[0] != last for mark in marks[:-1]) and are_groups(leading)
    if last in ".," and (len(marks) == 1 or has_groups):
        whole.append(canonical("".join(leading), pieces[-1]))
    if not whole or len(marks) == 1 and last == "," and not grouped:
        return whole, [[canonical(piece, "")] for piece in pieces]
    return whole, []


def readings_of(tokens):
    if len(tokens) == 1:
        return compact_readings(tokens[0])
    digits = re.findall("[0-9]+", tokens[-1])
    whole = "".join(tokens[:-1]) + digits[0]
    marks = re.findall("[^0-9]", tokens[-1])
    if not marks:
        readings = [canonical(whole, "")]
    else:
        readings = [canonical(whole, digits[1])] if len(marks) == 1 and marks[0] in ".," else []
    parts = []
    for token in tokens:
        one, several = compact_readings(token)
        parts.extend([one] if one else several)
    return readings, parts


class Number:
    """A number in a text: the values it may have as one number, and those of its parts."""

    def __init__(self, text, start, stands, scales):
        tokens = [COMPACT.match(text, start).group()]
        end = start + len(tokens[0])
        space = at(text, end)
        bare = len(tokens[0]) <= 3 and tokens[0].isdigit() and space in SPACES
        while bare and at(text, end) == space and run_end(text, end + 1, is_digit) == end + 4:
            tokens.append(COMPACT.match(text, end + 1).group())
            end += 1 + len(tokens[-1])
            bare = tokens[-1].isdigit()
        self.start, self.end = start, end
        self.bare = len(tokens) == 1 and tokens[0].isdigit()
        self.whole, self.parts = readings_of(tokens)
        behind = end + (at(text, end) in SPACES)
        steps = next((steps for word, steps in scales if stands(behind, word)), None)
        if steps is not None:
            for readings in [self.whole] + self.parts[-1:]:
                readings.extend([moved(reading, steps) for reading in readings])

    def readings(self):
        return self.whole + [reading for part in self.parts for reading in part]

    def is_among(self, known):
        parts = bool(self.parts) and all(any(reading in known for reading in part) for part in self.parts)
        return parts or any(reading in known for reading in self.whole)


class Numbers:
    """All numbers of a text."""

    def __init__(self, text, params):
        self.text, self.params = text.translate(DIGITS), params
        self.folded = fold(self.text, True)
        self.found, place = [], 0
        while place < len(self.text):
            if is_digit(self.text[place]):
                self.found.append(Number(self.text, place, self.stands, params["scales"]))
                place = self.found[-1].end
            else:
                place += 1

    def stands(self, start, word):
        end = start + len(word)
        ends = not is_letter(word[-1]) or not is_letter(at(self.text, end))
        return self.folded.startswith(word, start) and ends

    def counted(self):
        return [number for number in self.found if self.is_counted(number)]

    def is_counted(self, number):
        """Not a part of a name (GPT-4), no ordinal, no numbering, no [1]."""
        text, start, end = self.text, number.start, number.end
        previous = at(text, start - 1)
        if is_letter(previous) or previous == "_" or previous in "-\u2011" and is_letter(at(text, start - 2)):
            return False
        if number.bare and any(self.stands(end, ending) for ending in self.params["ordinals"]):
            return False
        if number.bare and end - start <= 2 and previous in "([" and at(text, end) in ")]":
            return False
        return not self.is_numbering(number)

    def is_numbering(self, number):
        text, start, end = self.text, number.start, number.end
        short = number.bare and end - start <= 3
        line = self.marks_before(start)
        if self.is_line_start(line):
            if "#" in text[line:start]:
                return True
            behind = run_end(text, end + 1, lambda char: char in "*_")
            item = run_end(text, behind, lambda char: char in " \t")
            has_item = behind < item < len(text) and text[item] not in "\n\r"
            return short and has_item and at(text, end) in ".):]"
        if not short or at(text, end) != ":" or at(text, start - 1) != " ":
            return False
        word = start - 1
        while is_letter(at(text, word - 1)):
            word -= 1
        return word < start - 1 and self.is_line_start(self.marks_before(word))

    def marks_before(self, place):
        while at(self.text, place - 1) in " \t>*-+#|_([":
            place -= 1
        return place

    def is_line_start(self, place):
        return place == 0 or self.text[place - 1] in "\n\r"


def numbers_from_input(params):
    above, values = params["above"], params["words"]

    def is_small(number):
        return above is not None and all(float(reading) <= above for reading in number.readings())

    def check(record):
        counted = [number for number in Numbers(record["output"], params).counted() if not is_small(number)]
        if not counted:
            return []
        source = Numbers(record["input"], params)
        known = {reading for number in source.found for reading in number.readings()}
        said = (fold(source.text[start:end], True) for start, end in words_of(source.text))
        known.update(values[word] for word in said if word in values)
        return ungrounded([number for number in counted if not number.is_among(known)], "number")

    return check


URL_STOPS = (
    BLANKS + "\x00-\x1f\x7f-\x9f<>\"`{}|\\\\^\\[\\]\u201c\u201d\u201e\xab\xbb\u2018\u2019\uff0c\u3002\u3001\uff1b\uff1a"
    "\uff01\uff1f\uff08\uff09\u3010\u3011\u300c\u300d\u300e\u300f\u300a\u300b"
)
URL = re.compile("(https://|http://|ftp://|www\\.)[^" + URL_STOPS + "]*", re.IGNORECASE | re.ASCII)
URL_WORD = re.compile("[^" + URL_STOPS + "(*_'][^" + URL_STOPS + "]*")
WWW = re.compile("www\\.", re.IGNORECASE | re.ASCII)


def ascii_lower(text):
    return "".join(char.lower() if "A" <= char <= "Z" else char for char in text)


def trim_url(url):
    surplus = max(url.count(")") - url.count("("), 0)
    end = len(url)
    while end:
        if url[end - 1] == ")" and surplus:
            surplus -= 1
        elif url[end - 1] not in ".,;:!?'*_~\u2026":
            break
        end -= 1
    return url[:end]


def url_key(url):
    head = URL.match(url)
    rest = url[head.end(1):] if head else url
    if head and head.group(1)[-1] == "/" and WWW.match(rest):
        rest = rest[4:]
    host = re.match("[^/?#]*", rest).group()
    return (ascii_lower(host) + rest[len(host):]).rstrip("/")


def urls_in(text):
    """The trimmed addresses of a text."""
    found, place = [], 0
    while True:
        match = URL.search(text, place)
        if not match:
            return found
        previous = at(text, match.start() - 1)
        if previous.isascii() and previous.isalnum():
            place = match.start() + 1
            continue
        url = trim_url(match.group())
        if len(url) > len(match.group(1)):
            found.append(url)
        place = match.end()


def urls_from_input(params):
    def check(record):
        found = urls_in(record["output"])
        if not found:
            return []
        known = {url_key(url) for url in urls_in(record["input"])}
        words = (trim_url(word) for word in URL_WORD.findall(record["input"]))
        known.update(url_key(word) for word in words if "." in word)
        return ungrounded([url for url in found if url_key(url) not in known], "web address")

    return check


CLOSERS = {"\u201c": "\u201d", "\u201e": "\u201c\u201d", "\xab": "\xbb", "\xbb": "\xab"}


def quotations(text):
    """What stands between quotation marks on one line."""
    found, start, mark = [], 0, None
    for place, char in enumerate(text):
        after_blank = place == 0 or BLANK.match(text[place - 1]) is not None
        if char in "\n\r":
            mark = None
        elif mark is not None:
            if char in CLOSERS[mark] if mark in CLOSERS else char == '"' and not after_blank:
                found.append(text[start:place])
                mark = None
        elif char in "\u201c\u201e\xab":
            start, mark = place + 1, char
        elif char in '\xbb"' and place + 1 < len(text) and not BLANK.match(text[place + 1]):
            if after_blank or text[place - 1] in "([{:=>*_-\u2013\u2014/,":
                start, mark = place + 1, char
    return found


def quotes_from_input(params):
    def check(record):
        found = quotations(without_code(record["output"]))
        found = [quote for quote in found if len(WORD.findall(quote)) >= params["words"]]
        if not found:
            return []
        known = plain(record["input"])
        pieces = (piece.strip(" .,;:!?'\"[]()") for quote in found for piece in re.split("\u2026|\\.\\.\\.", plain(quote)))
        return ungrounded([piece for piece in pieces if piece not in known], "quotation")

    return check


def is_upper(char):
    return fold(char, True) != char


def stems(word):
    word = fold(word, True)
    return [word] + [word[:-by] for by in (1, 2) if len(word) >= 4 + by]


def names_from_input(params):
    titles, german, english = set(params["titles"]), set(params["german"]), set(params["english"])

    def is_capitalised(word):
        return is_upper(word[0]) and not all(is_upper(char) for char in word[1:])

    def skipped(text, words):
        """Headings, lines in bold, and labels in capitals before a colon."""
        ranges, start, at_word = [], 0, 0
        while start < len(text):
            end = run_end(text, start, lambda char: char not in "\n\r")
            within = []
            while at_word < len(words) and words[at_word][0] < end:
                within.append(words[at_word])
                at_word += 1
            line = text[start:end].strip(" \t")
            colon = re.compile(":(?=[ \t*_]|\\Z)").search(text[start:end])
            if line.startswith("#") or len(line) > 4 and line.startswith("**") and line.endswith("**"):
                ranges.append((start, end))
            elif colon:
                label = [text[a:b] for a, b in within if a < start + colon.start()]
                if 2 * sum(map(is_capitalised, label)) >= len(label):
                    ranges.append((start, start + colon.start()))
            start = end + 1
        return ranges

    def names(text):
        words = words_of(text)
        ranges = skipped(text, words)
        lower = [fold(text[start:end], True) for start, end in words]
        is_german = sum(word in german for word in lower) > sum(word in english for word in lower)
        found, at_range, inside, previous, previous_is_name = [], 0, False, 0, False
        for start, end in words:
            gap, word = text[previous:start], text[start:end]
            joined = gap in ("'", "\u2019", "-")
            if not joined:
                inside = previous > 0 and re.fullmatch("[,;]?[ \t\xa0]+", gap) is not None
            while at_range < len(ranges) and ranges[at_range][1] <= start:
                at_range += 1
            is_skipped = at_range < len(ranges) and ranges[at_range][0] <= start
            is_name = inside and is_capitalised(word) and fold(word, True) not in titles and not is_skipped
            if is_name and previous_is_name and (joined or not gap.strip(" \t\xa0")):
                found[-1].append(word)
            elif is_name:
                found.append([word])
            previous, previous_is_name = end, is_name
        return [name for name in found if len(name) > 1 or not is_german]

    def check(record):
        found = names(without_code(record["output"]))
        if not found:
            return []
        known = {stem for word in LETTER_RUN.findall(record["input"]) for stem in stems(word)}
        unknown = [name for name in found if not all(any(stem in known for stem in stems(word)) for word in name)]
        return ungrounded(unknown, "name")

    return check


# --- manner and reference ---------------------------------------------------------------------------------------


def not_refusal(params):
    head, phrases = params["head"], params["phrases"]
    longest = max(map(len, phrases))

    def check(record):
        if record["refusal"]:
            return ["is a refusal: the log marks it as one"]
        text = plain(record["output"])[: head + longest]
        for phrase in phrases:
            start = text.find(phrase)
            while 0 <= start < head:
                if start == 0 or not is_letter(text[start - 1]):
                    return ["begins with a refusal: " + ascii(phrase)]
                start = text.find(phrase, start + 1)
        return []

    return check


def language(params):
    code, scripts = params["code"], params["scripts"]
    common = {name: set(words) for name, words in params["words"].items()}

    def check(record):
        text = without_code(record["output"])
        count = dict.fromkeys(scripts, 0)
        for char in text:
            for name, ranges in scripts.items():
                if any(first <= ord(char) <= last for first, last in ranges):
                    count[name] += 1
                    break
        letters = sum(count.values())
        if letters >= 10:
            few = {"zh": 10 * count["kana"] >= letters, "ja": 20 * count["kana"] < letters, "ko": 10 * count["Hangul"] < letters}
            if 2 * sum(count[name] for name in params["own"]) < letters or few.get(code, False):
                return ["is written in the script of another language"]
        words = [fold(text[start:end], True) for start, end in words_of(text)]
        if code in common and len(words) >= 8:
            hits = {name: sum(word in known for word in words) for name, known in common.items()}
            most = max(hits.values())
            if most >= 3 and 10 * most >= len(words) and 2 * hits[code] < most:
                return ["reads like another language"]
        return []

    return check


def no_repetition(params):
    share, length = params["share"], params["words"]

    def check(record):
        tokens = [token for token in tokens_of(record["output"]) if token.strip("|-:")]
        runs = [tuple(tokens[start:start + length]) for start in range(len(tokens) - length + 1)]
        repeated = len(runs) - len(set(runs))
        if repeated <= share * len(runs):
            return []
        return ["says %d of its %d runs of %d words again" % (repeated, len(runs), length)]

    return check


def tool_call(params):
    valid = schema_judge(params["schema"]) if "schema" in params else None

    def check(record):
        calls = record["tool_calls"]
        if params.get("on") != "output" and record.get("run") is not None:
            calls = [call for turn in record["run"] if turn["role"] == "assistant" for call in turn["calls"]]
        called = [call["arguments"] for call in calls if call["name"] == params["name"]]
        if not called:
            return ["does not call the tool"]
        if valid is None:
            return []
        for arguments in called:
            try:
                value = json_value(arguments)
            except NotJson as error:
                return ["calls the tool with arguments that cannot be read: " + str(error)]
            if not valid(value):
                return ["calls the tool with arguments that the schema does not allow"]
        return []

    return check


LONGEST = 5000
PUNCTUATION = (
    " .,;:!?\u2026'\"()[]{}*_`#\u201c\u201d\u201e\xab\xbb\u2018\u2019\u3002\uff0c\uff01\uff1f\u3001\uff1a\uff1b\uff08\uff09\u300c\u300d"
)


def masks(items):
    """Where each item stands, as the bits of one number."""
    found = {}
    for place, item in enumerate(items):
        found[item] = found.get(item, 0) | 1 << place
    return found


def common_length(a, b):
    """The longest common subsequence, bit by bit (Hyyro 2004)."""
    where, full = masks(a), (1 << len(a)) - 1
    row = full
    for item in b:
        both = row & where.get(item, 0)
        row = (row + both | row - both) & full
    return len(a) - bin(row).count("1")


def distance(a, b):
    """The Levenshtein distance, bit by bit (Myers 1999)."""
    if not a or not b:
        return len(a) or len(b)
    where, full, last = masks(a), (1 << len(a)) - 1, 1 << len(a) - 1
    plus, minus, score = full, 0, len(a)
    for item in b:
        match = where.get(item, 0)
        vertical = match | minus
        horizontal = ((match & plus) + plus ^ plus) | match
        up, down = minus | ~(horizontal | plus) & full, plus & horizontal
        score += bool(up & last) - bool(down & last)
        up, down = (up << 1 | 1) & full, down << 1 & full
        plus, minus = down | ~(vertical | up) & full, up & vertical
    return score


def similar(params):
    def bare(text):
        return [word for word in (token.strip(PUNCTUATION) for token in tokens_of(text)) if word][:LONGEST]

    def rouge(a, b):
        a, b = bare(a), bare(b)
        return 2.0 * common_length(a, b) / (len(a) + len(b)) if a or b else 1.0

    def ratio(a, b):
        a, b = a[:LONGEST], b[:LONGEST]
        longer = max(len(a), len(b))
        return (longer - distance(a, b)) / longer if longer else 1.0

    measure = ratio if params["by"] == "levenshtein" else rouge

    def check(record):
        if record["expected"] is None:
            return ["has no expected text to be held against"]
        found = measure(record["output"], record["expected"])
        return [] if found >= params["least"] else ["is less like the expected text than asked: %.3f" % found]

    return check


KINDS = {
    "contains": one_text(lambda output, text: text in output, "does not hold the text"),
    "not-contains": one_text(lambda output, text: text not in output, "holds the text"),
    "contains-any": contains_any,
    "contains-all": contains_all,
    "equals": one_text(lambda output, text: output == text, "is another text"),
    "starts-with": one_text(lambda output, text: output.startswith(text), "does not begin with the text"),
    "ends-with": one_text(lambda output, text: output.endswith(text), "does not end with the text"),
    "regex": regex,
    "not-regex": not_regex,
    "is-json": is_json,
    "json-schema": json_schema,
    "json-path": json_path,
    "is-xml": is_xml,
    "code-fence": code_fence,
    "markdown-table": markdown_table,
    "max-length": length(lambda count, limit: count <= limit),
    "min-length": length(lambda count, limit: count >= limit),
    "max-latency": figure("latency_ms"),
    "max-cost": figure("cost"),
    "max-tokens": figure("tokens_out"),
    "finish-reason": finish_reason,
    "numbers-from-input": numbers_from_input,
    "urls-from-input": urls_from_input,
    "quotes-from-input": quotes_from_input,
    "names-from-input": names_from_input,
    "not-refusal": not_refusal,
    "language": language,
    "no-repetition": no_repetition,
    "tool-call": tool_call,
    "similar": similar,
}


def compile_check(check):
    """The function that lists a check's objections to a record. An unknown kind is an error, never a pass."""
    kind, params = check["kind"], dict(check["params"])
    on = None if kind == "tool-call" else params.pop("on", None)
    made = KINDS[kind](params)
    return made if on is None else on_run(made, on)
