"""The check `ends-with-sentence`: the output ends with a full sentence."""

from collections.abc import Callable
from typing import Any

from gemba_counted import EMOJI
from gemba_length import CLOSING
from gemba_text import BLANK

ENDS = ".!?\u2026\u3002\uff01\uff1f\u061f\u06d4\u0964\u0965\u1362"


def end_of_words(text: str) -> int:
    """Where a text ends without blanks, closing marks and emoji."""
    emoji = {found.end(): found.start() for found in EMOJI.finditer(text)}
    end = len(text)
    while end > 0:
        if end in emoji:
            end = emoji[end]
        elif text[end - 1] in CLOSING or BLANK.match(text[end - 1]):
            end -= 1
        else:
            break
    return end


def ends_with_sentence(params: dict[str, Any]) -> Callable[[str], list[str]]:
    def check(output: str) -> list[str]:
        end = end_of_words(output)
        if end > 0 and output[end - 1] in ENDS:
            return []
        return [f"ends in the middle of a sentence: {output[-60:]!a}"]

    return check
