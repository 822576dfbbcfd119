"""Finds what a field of the input holds."""

import re
from typing import Any

from gemba_json import NotJson, is_number, json_value
from gemba_record import Record
from gemba_text import BLANKS, WORD, fold, lines_of

ASIDE = re.compile(f"[{BLANKS}*_#>\u2022-]*")
COLON = re.compile(f"[*_]*[:\uff1a][{BLANKS}*_]*")
LARGEST = 2**53


def field_of(record: Record, steps: list[Any]) -> Any:
    """What the last turn that has the field holds there, or nothing."""
    found = (in_text(turn, steps) for turn in reversed(record["turns"]))
    return next((value for value in found if value is not None), None)


def in_text(text: str, steps: list[Any]) -> Any:
    """What a text of JSON or a list of fields holds; null holds nothing."""
    try:
        value = json_value(text)
    except NotJson:
        is_name = len(steps) == 1 and isinstance(steps[0], str)
        return labelled(text, steps[0]) if is_name else None
    for step in steps:
        if not isinstance(value, dict if isinstance(step, str) else list):
            return None
        try:
            value = value[step]
        except (KeyError, IndexError):
            return None
    return value


def labelled(text: str, name: str) -> str | None:
    """What stands behind a name and a colon."""
    for line in lines_of(text):
        aside = ASIDE.match(line)
        rest = line[aside.end() :] if aside else line
        colon = COLON.match(rest, len(name))
        if colon is None or fold(rest[: len(name)]) != fold(name):
            continue
        value = stripped(rest[colon.end() :]).rstrip("*_")
        if value:
            return value
    return None


def stripped(text: str) -> str:
    """The text without the blanks around it."""
    words = list(WORD.finditer(text))
    return text[words[0].start() : words[-1].end()] if words else ""


def whole(value: Any) -> int | None:
    if not is_number(value) or abs(value) > LARGEST or not float(value).is_integer():
        return None
    return int(value)


def text_of(value: Any) -> str | None:
    """A value as a text that an output can hold."""
    if isinstance(value, str):
        return stripped(value) or None
    number = whole(value)
    return None if number is None else str(number)


def count_of(value: Any) -> int | None:
    """How many a value asks for."""
    if isinstance(value, list):
        return len(value)
    if isinstance(value, str):
        digits = stripped(value)
        return int(digits) if re.fullmatch("[0-9]{1,9}", digits) else None
    number = whole(value)
    return number if number is not None and number >= 0 else None
