"""Reads the parameters of checks that are no text for code."""

import json
from pathlib import Path
from typing import Any


def params(slug: str) -> Any:
    """The parameters of the checks of a stub, each by its kind."""
    path = Path(__file__).parent / "cases" / f"{slug}.params.json"
    return json.loads(path.read_text(encoding="utf-8"))
