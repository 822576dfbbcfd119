"""The check `markdown-table`: the output holds a Markdown table."""

import itertools
import re
from collections.abc import Callable
from typing import Any

from gemba_text import lines_of


def cells(line: str) -> list[str]:
    line = line.strip(" \t")
    line = line.removeprefix("|")
    out, escaped, ends_with_pipe = [""], False, False
    for char in line:
        ends_with_pipe = char == "|" and not escaped
        if ends_with_pipe:
            out.append("")
        else:
            out[-1] += char
        escaped = char == "\\" and not escaped
    return out[:-1] if ends_with_pipe else out


def is_delimiter(line: str) -> bool:
    mark = re.compile("[ \t]*:?-+:?[ \t]*")
    return "-" in line and all(mark.fullmatch(cell) for cell in cells(line))


def markdown_table(params: dict[str, Any]) -> Callable[[str], list[str]]:
    def check(output: str) -> list[str]:
        lines = lines_of(output)
        for header, delimiter in itertools.pairwise(lines):
            is_table = "|" in header and is_delimiter(delimiter)
            if is_table and len(cells(header)) == len(cells(delimiter)):
                return []
        return [f"has no Markdown table: begins {output[:60]!a}"]

    return check
