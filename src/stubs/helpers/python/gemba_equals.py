"""The check `equals`: the output is a text."""

from collections.abc import Callable
from typing import Any

from gemba_text import fold, start


def equals(params: dict[str, Any]) -> Callable[[str], list[str]]:
    ignore_case = params.get("ignore-case", False)
    wanted = fold(params["text"], ignore_case)

    def check(output: str) -> list[str]:
        folded = fold(output, ignore_case)
        if folded == wanted:
            return []
        return [f"is not {wanted!a} but begins {start(output)}"]

    return check
