"""The check `no-duplicates`: no line, or no sentence, of the output comes twice."""

from collections.abc import Callable
from typing import Any

from gemba_counted import lines_that
from gemba_length import sentences_of
from gemba_prose import tokens_of


def no_duplicates(params: dict[str, Any]) -> Callable[[str], list[str]]:
    least = params["words"]
    split = sentences_of if params["of"] == "sentences" else lines_that(bool)

    def check(output: str) -> list[str]:
        seen: set[str] = set()
        for piece in split(output):
            words = tokens_of(piece)
            said = " ".join(words)
            if len(words) >= least and said in seen:
                return [f"says again: {piece[:60]!a}"]
            seen.add(said)
        return []

    return check
