"""The check `not-contains`: the output does not hold a text."""

from collections.abc import Callable
from typing import Any

from gemba_text import fold, start


def not_contains(params: dict[str, Any]) -> Callable[[str], list[str]]:
    ignore_case = params.get("ignore-case", False)
    unwanted = fold(params["text"], ignore_case)

    def check(output: str) -> list[str]:
        at = fold(output, ignore_case).find(unwanted)
        if at < 0:
            return []
        return [f"holds {unwanted!a} at character {at}: {start(output, at)}"]

    return check
