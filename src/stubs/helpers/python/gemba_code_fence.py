"""The check `code-fence`: the output holds a fenced block, and every fence is closed."""

import re
from collections.abc import Callable
from typing import Any

from gemba_text import fold, lines_of

FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)", re.DOTALL)


def code_fence(params: dict[str, Any]) -> Callable[[str], list[str]]:
    wanted = fold(params["language"]) if "language" in params else None

    def check(output: str) -> list[str]:
        closed: list[str] = []
        current: tuple[str, str] | None = None
        for line in lines_of(output):
            fence = FENCE.fullmatch(line)
            if not fence:
                continue
            marks, behind = fence.group(1), fence.group(2).strip(" \t")
            if current is None:
                if marks[0] == "~" or "`" not in behind:
                    current = (marks, re.split("[ \t]", behind)[0])
            elif marks.startswith(current[0]) and not behind:
                closed.append(fold(current[1]))
                current = None
        if current is not None:
            return [f"has a code fence that is never closed: {''.join(current)!a}"]
        if not closed or (wanted is not None and wanted not in closed):
            return [f"has no block fenced as {wanted or 'code'!a} but {closed!a}"]
        return []

    return check
