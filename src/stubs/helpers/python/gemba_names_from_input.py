"""The check `names-from-input`: capitalised words within sentences are in the input."""

import re
from typing import Any

from gemba_prose import LETTER_RUN, run_end, ungrounded, without_code, words_of
from gemba_record import Record, RecordCheck
from gemba_text import fold

Spans = list[tuple[int, int]]
LABEL_END = re.compile(":(?=[ \t*_]|\\Z)")
BETWEEN = re.compile("[,;]?[ \t\xa0]+")


def is_upper(char: str) -> bool:
    return fold(char) != char


def is_capitalised(word: str) -> bool:
    return is_upper(word[0]) and not all(is_upper(char) for char in word[1:])


def stems(word: str) -> list[str]:
    word = fold(word)
    return [word] + [word[:-by] for by in (1, 2) if len(word) >= 4 + by]


def skipped(text: str, words: Spans) -> Spans:
    """Headings, lines in bold, and labels in capitals before a colon."""
    ranges, start, at_word = [], 0, 0
    while start < len(text):
        end = run_end(text, start, lambda char: char not in "\n\r")
        within = []
        while at_word < len(words) and words[at_word][0] < end:
            within.append(words[at_word])
            at_word += 1
        line = text[start:end].strip(" \t")
        colon = LABEL_END.search(text[start:end])
        is_bold = len(line) > 4 and line.startswith("**") and line.endswith("**")
        if line.startswith("#") or is_bold:
            ranges.append((start, end))
        elif colon:
            label = [text[a:b] for a, b in within if a < start + colon.start()]
            if 2 * sum(map(is_capitalised, label)) >= len(label):
                ranges.append((start, start + colon.start()))
        start = end + 1
    return ranges


class Names:
    """Finds what looks like names, by the words that each language capitalises."""

    def __init__(self, params: dict[str, Any]) -> None:
        self.titles = set(params["titles"])
        self.german, self.english = set(params["german"]), set(params["english"])

    def find(self, text: str) -> list[list[str]]:
        words = words_of(text)
        ranges = skipped(text, words)
        lower = [fold(text[start:end]) for start, end in words]
        of_german = sum(word in self.german for word in lower)
        is_german = of_german > sum(word in self.english for word in lower)
        found: list[list[str]] = []
        at_range, inside, previous, previous_is_name = 0, False, 0, False
        for start, end in words:
            gap, word = text[previous:start], text[start:end]
            joined = gap in ("'", "\u2019", "-")
            if not joined:
                inside = previous > 0 and BETWEEN.fullmatch(gap) is not None
            while at_range < len(ranges) and ranges[at_range][1] <= start:
                at_range += 1
            is_skipped = at_range < len(ranges) and ranges[at_range][0] <= start
            is_name = inside and is_capitalised(word) and not is_skipped
            is_name = is_name and fold(word) not in self.titles
            if is_name and previous_is_name and (joined or not gap.strip(" \t\xa0")):
                found[-1].append(word)
            elif is_name:
                found.append([word])
            previous, previous_is_name = end, is_name
        return [name for name in found if len(name) > 1 or not is_german]


def names_from_input(params: dict[str, Any]) -> RecordCheck:
    names = Names(params)

    def check(record: Record) -> list[str]:
        found = names.find(without_code(record["output"]))
        if not found:
            return []
        words = LETTER_RUN.findall(record["input"])
        known = {stem for word in words for stem in stems(word)}

        def is_known(word: str) -> bool:
            return any(stem in known for stem in stems(word))

        unknown = [" ".join(name) for name in found if not all(map(is_known, name))]
        return ungrounded(unknown, "name")

    return check
