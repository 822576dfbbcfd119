"""The check `min-length`: the output has at least so many characters, words or sentences."""

from collections.abc import Callable
from typing import Any

from gemba_length import length


def min_length(params: dict[str, Any]) -> Callable[[str], list[str]]:
    ((unit, limit),) = params.items()

    def check(output: str) -> list[str]:
        found = length(output, unit)
        if found >= limit:
            return []
        return [f"has {found} {unit}, at least {limit} wanted: begins {output[:60]!a}"]

    return check
