"""The check `numbers-from-input`: every number of the output is in the input."""

import re
from collections.abc import Callable
from typing import Any

from gemba_prose import at, is_letter, run_end, ungrounded, words_of
from gemba_record import Record, RecordCheck
from gemba_text import fold

# Blanks within a number.
SPACES = " \xa0\u2009\u202f"
ZEROS = (0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xFF10)
DIGITS = {zero + digit: 48 + digit for zero in ZEROS for digit in range(10)}
DIGITS.update({0x66B: 0x2E, 0x66C: 0x2C})
COMPACT = re.compile("[0-9]+(?:[.,'\u2019][0-9]+)*")
Scales = list[tuple[str, int]]


def is_digit(char: str) -> bool:
    return "0" <= char <= "9"


def canonical(whole: str, fraction: str) -> str:
    whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
    return whole + "." + fraction if fraction else whole


def moved(reading: str, steps: int) -> str:
    whole, _, fraction = reading.partition(".")
    if steps < 0:
        whole = "0" * -steps + whole
        return canonical(whole[:steps], whole[steps:] + fraction)
    fraction += "0" * steps
    return canonical(whole + fraction[:steps], fraction[steps:])


def are_groups(pieces: list[str]) -> bool:
    first, rest = pieces[0], pieces[1:]
    if not rest:
        return len(first) <= 3
    if first.startswith("0") or len(rest[-1]) != 3:
        return False
    middle = {len(piece) for piece in rest[:-1]}
    return (len(first) <= 3 and middle <= {3}) or (len(first) <= 2 and middle <= {2})


def compact_readings(token: str) -> tuple[list[str], list[list[str]]]:
    """The values of digits with marks between them: as one number, and of its parts."""
    pieces, marks = re.findall("[0-9]+", token), re.findall("[^0-9]", token)
    if not marks:
        return [canonical(token, "")], []
    whole, leading, last = [], pieces[:-1], marks[-1]
    grouped = set(marks) == {last} and are_groups(pieces)
    if grouped:
        whole.append(canonical("".join(pieces), ""))
    has_one = all(mark == marks[0] != last for mark in marks[:-1])
    if last in ".," and (len(marks) == 1 or (has_one and are_groups(leading))):
        whole.append(canonical("".join(leading), pieces[-1]))
    if not whole or (len(marks) == 1 and last == "," and not grouped):
        return whole, [[canonical(piece, "")] for piece in pieces]
    return whole, []


def readings_of(tokens: list[str]) -> tuple[list[str], list[list[str]]]:
    if len(tokens) == 1:
        return compact_readings(tokens[0])
    digits = re.findall("[0-9]+", tokens[-1])
    whole = "".join(tokens[:-1]) + digits[0]
    marks = re.findall("[^0-9]", tokens[-1])
    readings: list[str] = []
    if not marks:
        readings = [canonical(whole, "")]
    elif len(marks) == 1 and marks[0] in ".,":
        readings = [canonical(whole, digits[1])]
    parts: list[list[str]] = []
    for token in tokens:
        one, several = compact_readings(token)
        parts.extend([one] if one else several)
    return readings, parts


class Number:
    """A number in a text: the values it may have as one number, and of its parts."""

    def __init__(
        self, text: str, start: int, stands: Callable[[int, str], bool], scales: Scales
    ) -> None:
        tokens = [compact_at(text, start)]
        end = start + len(tokens[0])
        space = at(text, end)
        bare = len(tokens[0]) <= 3 and tokens[0].isdigit() and space in SPACES
        while bare and at(text, end) == space:
            if run_end(text, end + 1, is_digit) != end + 4:
                break
            tokens.append(compact_at(text, end + 1))
            end += 1 + len(tokens[-1])
            bare = tokens[-1].isdigit()
        self.start, self.end, self.text = start, end, text[start:end]
        self.bare = len(tokens) == 1 and tokens[0].isdigit()
        self.whole, self.parts = readings_of(tokens)
        behind = end + (at(text, end) in SPACES)
        steps = next((steps for word, steps in scales if stands(behind, word)), None)
        if steps is not None:
            for readings in [self.whole] + self.parts[-1:]:
                readings.extend([moved(reading, steps) for reading in readings])

    def readings(self) -> list[str]:
        return self.whole + [reading for part in self.parts for reading in part]

    def is_among(self, known: set[str]) -> bool:
        parts = bool(self.parts) and all(
            any(reading in known for reading in part) for part in self.parts
        )
        return parts or any(reading in known for reading in self.whole)


def compact_at(text: str, start: int) -> str:
    found = COMPACT.match(text, start)
    return found.group() if found else ""


class Numbers:
    """All numbers of a text."""

    def __init__(self, text: str, params: dict[str, Any]) -> None:
        self.text, self.params = text.translate(DIGITS), params
        self.folded = fold(self.text)
        self.found: list[Number] = []
        place = 0
        while place < len(self.text):
            if is_digit(self.text[place]):
                scales = params["scales"]
                self.found.append(Number(self.text, place, self.stands, scales))
                place = self.found[-1].end
            else:
                place += 1

    def stands(self, start: int, word: str) -> bool:
        end = start + len(word)
        ends = not is_letter(word[-1]) or not is_letter(at(self.text, end))
        return self.folded.startswith(word, start) and ends

    def counted(self) -> list[Number]:
        return [number for number in self.found if self.is_counted(number)]

    def is_counted(self, number: Number) -> bool:
        """Not a part of a name (GPT-4), no ordinal, no numbering, no [1]."""
        text, start, end = self.text, number.start, number.end
        previous = at(text, start - 1)
        if is_letter(previous) or previous == "_":
            return False
        if previous in "-\u2011" and is_letter(at(text, start - 2)):
            return False
        if number.bare and any(self.stands(end, it) for it in self.params["ordinals"]):
            return False
        is_short = number.bare and end - start <= 2
        if is_short and previous in "([" and at(text, end) in ")]":
            return False
        return not self.is_numbering(number)

    def is_numbering(self, number: Number) -> bool:
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

    def marks_before(self, place: int) -> int:
        while at(self.text, place - 1) in " \t>*-+#|_([":
            place -= 1
        return place

    def is_line_start(self, place: int) -> bool:
        return place == 0 or self.text[place - 1] in "\n\r"


def numbers_from_input(params: dict[str, Any]) -> RecordCheck:
    above, values = params["above"], params["words"]

    def is_small(number: Number) -> bool:
        if above is None:
            return False
        return all(float(reading) <= above for reading in number.readings())

    def check(record: Record) -> list[str]:
        counted = Numbers(record["output"], params).counted()
        counted = [number for number in counted if not is_small(number)]
        if not counted:
            return []
        source = Numbers(record["input"], params)
        known = {reading for number in source.found for reading in number.readings()}
        said = (fold(source.text[start:end]) for start, end in words_of(source.text))
        known.update(values[word] for word in said if word in values)
        unknown = [number.text for number in counted if not number.is_among(known)]
        return ungrounded(unknown, "number")

    return check
