"""Reads JSON strictly (RFC 8259), at any depth, and compares its values."""

import json
import re
from collections.abc import Callable
from typing import Any

DEEPEST = 100
LARGEST = 1.7976931348623157e308


class NotJson(Exception):
    """The text is no JSON, or too deep to be looked into."""


TOKEN = re.compile(
    r"[ \t\n\r]*(?:([{}\[\],:])"
    r'|("(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")'
    r"|(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)"
    r"|(true|false|null))"
)
WORDS = {"true": True, "false": False, "null": None}


def to_text(token: str) -> str:
    """The text of a JSON string; lone surrogates become U+FFFD."""
    text: str = json.loads(token)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def read_json(text: str) -> tuple[Any, int]:
    """The value of a text that is JSON, and its depth. No recursion: any depth is read."""
    at, end, deepest = 0, len(text.rstrip(" \t\n\r")), 0
    stack: list[tuple[Any, Any]] = []
    key: Any = None
    value: Any = None
    state = "value"
    while True:
        if state == "done":
            if at < end:
                raise not_json(text, at)
            return value, deepest
        token = TOKEN.match(text, at)
        if not token:
            raise not_json(text, at)
        began, at = at, token.end()
        mark, string, number, word = token.groups()
        is_value, is_end = state in ("value", "first item"), mark in ("}", "]")
        if is_value and mark in ("{", "["):
            stack.append(({} if mark == "{" else [], key))
            deepest = max(deepest, len(stack))
            state = "first key" if mark == "{" else "first item"
            continue
        if is_end and state in ENDS[mark]:
            value, key = stack.pop()
        elif is_value and mark is None:
            value = to_value(string, number, word)
        elif state in ("first key", "key") and string:
            key, state = to_text(string), "colon"
            continue
        elif (state, mark) in NEXT:
            state = NEXT[state, mark]
            continue
        else:
            raise not_json(text, began)
        if not stack:
            state = "done"
        elif isinstance(stack[-1][0], dict):
            stack[-1][0][key] = value
            state = "next field"
        else:
            stack[-1][0].append(value)
            state = "next item"


ENDS = {"}": ("first key", "next field"), "]": ("first item", "next item")}
NEXT = {
    ("colon", ":"): "value",
    ("next item", ","): "value",
    ("next field", ","): "key",
}


def to_value(string: str, number: str, word: str) -> Any:
    if string:
        return to_text(string)
    return clamp(float(number)) if number else WORDS[word]


def clamp(number: float) -> float:
    return min(max(number, -LARGEST), LARGEST)


def not_json(text: str, at: int) -> NotJson:
    return NotJson(f"is not JSON at character {at}: {text[at : at + 60]!a}")


def json_value(text: str) -> Any:
    value, depth = read_json(text)
    if depth > DEEPEST:
        raise NotJson(f"is nested {depth} deep, and only {DEEPEST} are looked into")
    return value


def looking_into(judge: Callable[[Any], list[str]]) -> Callable[[str], list[str]]:
    """A check of a JSON value as one of a text."""

    def check(output: str) -> list[str]:
        try:
            value = json_value(output)
        except NotJson as error:
            return [str(error)]
        return judge(value)

    return check


def is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def equal(a: Any, b: Any) -> bool:
    """JSON equality: numbers by value, keys in any order, true is not 1."""
    if is_number(a) and is_number(b):
        return bool(a == b)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(equal(x, y) for x, y in zip(a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(equal(a[key], b[key]) for key in a)
    return type(a) is type(b) and bool(a == b)


KINDS = {
    "null": type(None),
    "boolean": bool,
    "string": str,
    "array": list,
    "object": dict,
}


def has_type(value: Any, word: str) -> bool:
    if word == "integer":
        return is_number(value) and float(value).is_integer()
    if word == "number":
        return is_number(value)
    return isinstance(value, KINDS[word])


def shown(value: Any) -> str:
    """A value as JSON, cut to what a reason has room for."""
    text = json.dumps(value)
    return text if len(text) <= 60 else text[:57] + "..."
