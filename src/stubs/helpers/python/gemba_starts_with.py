"""The check `starts-with`: the output begins with a text."""

from collections.abc import Callable
from typing import Any

from gemba_text import fold, start


def starts_with(params: dict[str, Any]) -> Callable[[str], list[str]]:
    ignore_case = params.get("ignore-case", False)
    wanted = fold(params["text"], ignore_case)

    def check(output: str) -> list[str]:
        folded = fold(output, ignore_case)
        if folded.startswith(wanted):
            return []
        return [f"does not begin with {wanted!a} but {start(output)}"]

    return check
