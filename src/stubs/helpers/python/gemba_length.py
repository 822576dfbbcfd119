"""Counts characters (code points), words and sentences."""

from gemba_text import BLANK, WORD

CLOSING = "\"')]}\u201d\u2019\xbb\u203a\u300d\u300f\uff09*_"


def sentences_of(text: str) -> list[str]:
    found: list[str] = []
    start = -1
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
            found += [text[start : at + 1].rstrip("\n\r")] if start >= 0 else []
            start = -1
        elif not BLANK.match(char) and char not in CLOSING + ".!?\u2026":
            start = at if start < 0 else start
    return found + ([text[start:]] if start >= 0 else [])


def length(text: str, unit: str) -> int:
    if unit == "words":
        return len(WORD.findall(text))
    return len(sentences_of(text)) if unit == "sentences" else len(text)
