"""The check `not-regex`: the output holds no match of an expression."""

from collections.abc import Callable
from typing import Any

from gemba_pattern import to_regex


def not_regex(params: dict[str, Any]) -> Callable[[str], list[str]]:
    pattern = to_regex(params["pattern"])

    def check(output: str) -> list[str]:
        found = pattern.search(output)
        if found is None:
            return []
        at = found.start()
        return [f"holds a match at character {at}: {output[at : at + 60]!a}"]

    return check
