"""The check `count`: the output has at least or at most so many of one sort."""

from collections.abc import Callable
from typing import Any

from gemba_counted import COUNTED


def count(params: dict[str, Any]) -> Callable[[str], list[str]]:
    sort = params["of"]
    least, most = params.get("min"), params.get("max")

    def check(output: str) -> list[str]:
        found = COUNTED[sort](output)
        said = f"has {len(found)} {sort}"
        if least is not None and len(found) < least:
            return [f"{said}, at least {least} wanted: begins {output[:60]!a}"]
        if most is not None and len(found) > most:
            return [f"{said}, at most {most} wanted: {found[most][:60]!a} is too many"]
        return []

    return check
