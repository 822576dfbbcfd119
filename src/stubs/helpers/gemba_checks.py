"""Evaluates gemba's checks in Python and hands the cases to pytest. Written by gemba; needs nothing but pytest.

A check passes an output or objects to it. The checks of a stub are a set: objections() collects those of all of
them, and a record fails when there is one. What each check means is the same in gemba itself and in gemba_checks.js.
"""
import json
import os
import pathlib
import re
import time
from xml.parsers import expat

HERE = pathlib.Path(__file__).parent
LIVE = os.environ.get("GEMBA_LIVE") == "1"

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
        self.missed = set(data["missed"])
        self.wrongly_rejected = set(data["wrongly_rejected"])
        lines = (HERE / "cases" / (stub + ".jsonl")).read_text(encoding="utf-8").split("\n")
        self.cases = {case["id"]: case for case in (json.loads(line) for line in lines if line)}

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
        """What the checks object to in the answer of the hook. A hook that fails is an error, never a known failure."""
        case = self.cases[case_id]
        began = time.perf_counter()
        try:
            answer = generate(dict(case))
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            raise RuntimeError("the hook generate() in conftest.py failed: %r" % (error,)) from error
        record = to_record(case, answer, (time.perf_counter() - began) * 1000)
        if not self.checks:
            raise RuntimeError("there is no check to run")
        found = []
        for name, check in self.checks:
            try:
                found.extend(name + ": " + reason for reason in check(record))
            except AssertionError as error:
                raise RuntimeError("the check " + name + " is broken") from error
        return found


def to_record(case, answer, elapsed_ms):
    """The hook's answer with its figures: the logged ones in replay, the answer's own when live."""
    figures = {} if LIVE else case
    if isinstance(answer, dict):
        figures = answer if LIVE else {**case, **answer}
        answer = answer.get("output")
    if not isinstance(answer, str):
        raise RuntimeError("the hook generate() in conftest.py returned no text")
    record = {key: figures.get(key) for key in ("latency_ms", "cost", "tokens_out", "finish_reason")}
    if LIVE and record["latency_ms"] is None:
        record["latency_ms"] = elapsed_ms
    record["output"] = answer
    return record


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
    root = params["schema"]
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
            known = schema.get("properties", {})
            return all(valid(wants, part) for key, part in value.items() if key not in known)
        if name == "minProperties":
            return len(value) >= wants
        if name == "maxProperties":
            return len(value) <= wants
        return True

    return looking_into(lambda value: [] if valid(root, value) else ["is not allowed by the schema"])


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
}


def compile_check(check):
    """The function that lists a check's objections to a record. An unknown kind is an error, never a pass."""
    return KINDS[check["kind"]](check["params"])
