"""The check `contains`: the output holds a text."""

from collections.abc import Callable
from typing import Any

from gemba_text import fold, start


def contains(params: dict[str, Any]) -> Callable[[str], list[str]]:
    ignore_case = params.get("ignore-case", False)
    wanted = fold(params["text"], ignore_case)

    def check(output: str) -> list[str]:
        folded = fold(output, ignore_case)
        if wanted in folded:
            return []
        return [f"does not hold {wanted!a}: begins {start(output)}"]

    return check
