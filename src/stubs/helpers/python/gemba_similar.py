"""The check `similar`: the output is as near the expected text as asked."""

from collections.abc import Iterable, Sequence
from typing import Any

from gemba_prose import tokens_of
from gemba_record import Record, RecordCheck

LONGEST = 5000
PUNCTUATION = (
    " .,;:!?\u2026'\"()[]{}*_`#\u201c\u201d\u201e\xab\xbb\u2018\u2019\u3002\uff0c\uff01"
    "\uff1f\u3001\uff1a\uff1b\uff08\uff09\u300c\u300d"
)


def masks(items: Iterable[str]) -> dict[str, int]:
    """Where each item stands, as the bits of one number."""
    found: dict[str, int] = {}
    for place, item in enumerate(items):
        found[item] = found.get(item, 0) | 1 << place
    return found


def common_length(a: Sequence[str], b: Sequence[str]) -> int:
    """The longest common subsequence, bit by bit (Hyyro 2004)."""
    where, full = masks(a), (1 << len(a)) - 1
    row = full
    for item in b:
        both = row & where.get(item, 0)
        row = (row + both | row - both) & full
    return len(a) - row.bit_count()


def distance(a: str, b: str) -> int:
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


def bare(text: str) -> list[str]:
    words = (token.strip(PUNCTUATION) for token in tokens_of(text))
    return [word for word in words if word][:LONGEST]


def rouge(a: str, b: str) -> float:
    ours, theirs = bare(a), bare(b)
    if not ours and not theirs:
        return 1.0
    return 2.0 * common_length(ours, theirs) / (len(ours) + len(theirs))


def ratio(a: str, b: str) -> float:
    a, b = a[:LONGEST], b[:LONGEST]
    longer = max(len(a), len(b))
    return (longer - distance(a, b)) / longer if longer else 1.0


def similar(params: dict[str, Any]) -> RecordCheck:
    measure = ratio if params["by"] == "levenshtein" else rouge

    def check(record: Record) -> list[str]:
        output, expected = record["output"], record["expected"]
        if expected is None:
            return ["has no expected text to be held against"]
        found = measure(output, expected)
        if found >= params["least"]:
            return []
        wanted = f"{params['least']} is wanted, of {expected[:60]!a}"
        return [f"is like the expected text by {found:.3f}: {wanted}"]

    return check
