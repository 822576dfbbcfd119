"""Counts characters (code points), words and sentences."""

from gemba_text import BLANK, WORD

CLOSING = "\"')]}\u201d\u2019\xbb\u203a\u300d\u300f\uff09*_"


def sentences(text: str) -> int:
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
        elif not BLANK.match(char) and char not in CLOSING + ".!?\u2026":
            is_open = True
    return count + is_open


def length(text: str, unit: str) -> int:
    if unit == "words":
        return len(WORD.findall(text))
    return sentences(text) if unit == "sentences" else len(text)
