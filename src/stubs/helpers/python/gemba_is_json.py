"""The check `is-json`: the whole output is JSON, however deep (RFC 8259)."""

from collections.abc import Callable
from typing import Any

from gemba_json import NotJson, read_json


def is_json(params: dict[str, Any]) -> Callable[[str], list[str]]:
    def check(output: str) -> list[str]:
        try:
            read_json(output)
        except NotJson as error:
            return [str(error)]
        return []

    return check
