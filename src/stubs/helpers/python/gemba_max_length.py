"""The check `max-length`: the output has at most so many characters, words or sentences."""

from collections.abc import Callable
from typing import Any

from gemba_length import length


def max_length(params: dict[str, Any]) -> Callable[[str], list[str]]:
    ((unit, limit),) = params.items()

    def check(output: str) -> list[str]:
        found = length(output, unit)
        if found <= limit:
            return []
        return [f"has {found} {unit}, at most {limit} wanted: begins {output[:60]!a}"]

    return check
