"""The check `ends-with`: the output ends with a text."""

from collections.abc import Callable
from typing import Any

from gemba_text import fold


def ends_with(params: dict[str, Any]) -> Callable[[str], list[str]]:
    ignore_case = params.get("ignore-case", False)
    wanted = fold(params["text"], ignore_case)

    def check(output: str) -> list[str]:
        folded = fold(output, ignore_case)
        if folded.endswith(wanted):
            return []
        return [f"does not end with {wanted!a} but {output[-60:]!a}"]

    return check
