"""The check `contains-any`: the output holds at least one of some texts."""

from collections.abc import Callable
from typing import Any

from gemba_text import fold, start


def contains_any(params: dict[str, Any]) -> Callable[[str], list[str]]:
    ignore_case = params.get("ignore-case", False)
    wanted = [fold(text, ignore_case) for text in params["text"]]

    def check(output: str) -> list[str]:
        folded = fold(output, ignore_case)
        if any(text in folded for text in wanted):
            return []
        return [f"holds none of {wanted!a}: begins {start(output)}"]

    return check
