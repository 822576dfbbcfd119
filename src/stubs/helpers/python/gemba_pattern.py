"""Joins the expressions that gemba prints for Python: pieces, and numbered classes."""

import re
from typing import Any


def to_regex(printed: dict[str, Any]) -> re.Pattern[str]:
    pieces, classes = printed["pieces"], printed["classes"]
    texts = (piece if isinstance(piece, str) else classes[piece] for piece in pieces)
    return re.compile("".join(texts))
