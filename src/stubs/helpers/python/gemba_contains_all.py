"""The check `contains-all`: the output holds all of some texts."""

from collections.abc import Callable
from typing import Any

from gemba_text import fold, start


def contains_all(params: dict[str, Any]) -> Callable[[str], list[str]]:
    ignore_case = params.get("ignore-case", False)
    wanted = [fold(text, ignore_case) for text in params["text"]]

    def check(output: str) -> list[str]:
        folded = fold(output, ignore_case)
        missing = [text for text in wanted if text not in folded]
        if not missing:
            return []
        return [f"does not hold {missing!a}: begins {start(output)}"]

    return check
