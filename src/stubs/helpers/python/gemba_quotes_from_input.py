"""The check `quotes-from-input`: what the output quotes is in the input."""

import re
from typing import Any

from gemba_prose import plain, ungrounded, without_code
from gemba_record import Record, RecordCheck
from gemba_text import BLANK, WORD

CLOSERS = {
    "\u201c": "\u201d",
    "\u201e": "\u201c\u201d",
    "\xab": "\xbb",
    "\xbb": "\xab",
}


def quotations(text: str) -> list[str]:
    """What stands between quotation marks on one line."""
    found, start, mark = [], 0, ""
    for place, char in enumerate(text):
        after_blank = place == 0 or BLANK.match(text[place - 1]) is not None
        if char in "\n\r":
            mark = ""
        elif mark:
            closes = char == '"' and not after_blank
            if char in CLOSERS[mark] if mark in CLOSERS else closes:
                found.append(text[start:place])
                mark = ""
        elif char in "\u201c\u201e\xab":
            start, mark = place + 1, char
        elif char in '\xbb"' and place + 1 < len(text):
            opens = after_blank or text[place - 1] in "([{:=>*_-\u2013\u2014/,"
            if opens and not BLANK.match(text[place + 1]):
                start, mark = place + 1, char
    return found


def quotes_from_input(params: dict[str, Any]) -> RecordCheck:
    def check(record: Record) -> list[str]:
        found = quotations(without_code(record["output"]))
        found = [it for it in found if len(WORD.findall(it)) >= params["words"]]
        if not found:
            return []
        known = plain(record["input"])
        pieces = [
            piece.strip(" .,;:!?'\"[]()")
            for quote in found
            for piece in re.split("\u2026|\\.\\.\\.", plain(quote))
        ]
        return ungrounded(
            [piece for piece in pieces if piece not in known], "quotation"
        )

    return check
