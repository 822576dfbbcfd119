"""The check `regex`: the output holds a match of an expression."""

from collections.abc import Callable
from typing import Any

from gemba_pattern import to_regex


def regex(params: dict[str, Any]) -> Callable[[str], list[str]]:
    pattern = to_regex(params["pattern"])

    def check(output: str) -> list[str]:
        if pattern.search(output):
            return []
        return [f"holds no match of {pattern.pattern[:60]!a}: begins {output[:60]!a}"]

    return check
