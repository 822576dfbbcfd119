"""Reads prose: letters by range, words, tokens, code left out."""

import re
from collections.abc import Callable

from gemba_text import BLANKS, fold

# Letters by range, so that no version of Unicode decides.
LETTERS = (
    "A-Za-z\xaa\xb5\xba\xc0-\xd6\xd8-\xf6\xf8-\u024f\u0300-\u037d\u037f-\u0386"
    "\u0388-\u052f\u1e00-\u1fff"
)
LETTER = re.compile("[" + LETTERS + "]")
TOKEN_RUN = re.compile(
    "[\u2e80-\U0010ffff]|[^\u2e80-\U0010ffff" + BLANKS + "]+",
)
LETTER_RUN = re.compile("[" + LETTERS + "]+")


def at(text: str, place: int) -> str:
    """The character at a place; NUL beyond both ends."""
    return text[place] if 0 <= place < len(text) else "\0"


def is_letter(char: str) -> bool:
    return LETTER.match(char) is not None


def run_end(text: str, start: int, has: Callable[[str], bool]) -> int:
    while start < len(text) and has(text[start]):
        start += 1
    return start


def words_of(text: str) -> list[tuple[int, int]]:
    return [word.span() for word in LETTER_RUN.finditer(text)]


def tokens_of(text: str) -> list[str]:
    """Words in lower case, split at blanks; beyond U+2E80 a character is a token."""
    found = TOKEN_RUN.findall(text.replace("\u3000", " "))
    return [fold(token) for token in found]


def without_code(text: str) -> str:
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


def code_end(text: str, place: int, marks: int) -> int | None:
    while place < len(text):
        if text[place] in "\n\r" and marks < 3:
            return None
        if text[place] != "`":
            place += 1
            continue
        end = run_end(text, place, lambda char: char == "`")
        if end - place == marks or (marks >= 3 and end - place >= 3):
            return end
        place = end
    return None


FOLDED = {
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\xab\xbb"), '"'),
    **dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b"), "'"),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-"),
    **dict.fromkeys(map(ord, "*`"), ""),
}


def plain(text: str) -> str:
    """Lower case, plain quotes and hyphens, one space for blanks, no emphasis."""
    folded = fold(text.translate(FOLDED))
    return re.sub("[" + BLANKS + "]+", " ", folded).lstrip(" ")


def ungrounded(found: list[str], what: str) -> list[str]:
    """The objection to what stands in the output and not in the input."""
    if not found:
        return []
    return [
        f"has a {what} that is not in the input: {', '.join(map(ascii, found[:3]))}"
    ]
