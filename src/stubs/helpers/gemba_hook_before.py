"""Yours: what your system answers. Asked only with GEMBA_LIVE=1; gemba leaves it alone."""

import importlib
from typing import Any


def answer(case: dict[str, Any]) -> Any:
    """Asks generate() of conftest.py, where your system is called already."""
    return importlib.import_module("conftest").generate(case)
