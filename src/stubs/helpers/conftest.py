"""Yours: what the suites ask with a fixture. gemba writes this once and never again."""

import os
from typing import Any

import pytest


def generate(case: dict[str, Any]) -> Any:
    """The recorded output of a case; with GEMBA_LIVE=1 what answer() gives."""
    if os.environ.get("GEMBA_LIVE") != "1":
        return case["output"]
    from gemba_hook import answer

    return answer(case)


# Your judge for rubrics, asked only with GEMBA_JUDGE=1: a function of (rubric, input,
# output) that asks a model and returns True when the output passes, False when it fails,
# or a pair of that and a reason. The rubric holds its examples; gemba_judge.prompt(rubric,
# input, output) is a whole prompt that keeps recorded texts apart from it.
judge: Any = None


@pytest.fixture
def gemba_generate() -> Any:
    return generate


@pytest.fixture
def gemba_judge() -> Any:
    return judge
