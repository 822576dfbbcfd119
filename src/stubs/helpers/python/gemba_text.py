"""What checks of texts share: lower case, blanks, words, lines."""

import re

# Unicode White_Space; str.split() would also split at U+001C to U+001F.
BLANKS = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
WORD = re.compile("[^" + BLANKS + "]+")
BLANK = re.compile("[" + BLANKS + "]")


def fold(text: str, ignore_case: bool = True) -> str:
    """Lower case character by character, where that is one character."""
    if not ignore_case:
        return text
    lower = ((char, char.lower()) for char in text)
    return "".join(low if len(low) == 1 else char for char, low in lower)


def lines_of(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def start(text: str, place: int = 0) -> str:
    """What stands at a place, quoted."""
    return f"{text[place : place + 60]!a}"
