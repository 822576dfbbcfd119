"""The hook of the gemba suites: where an output comes from. This file is yours; gemba writes it once and never again."""
import os

import pytest


def generate(case):
    """Answers one case of cases/*.jsonl: a dict with id, input, messages (role, content), output and figures.

    Without GEMBA_LIVE=1 this is the recorded output. With it, call your own system here and return its text, or a dict
    with "output" and what your checks look at: "latency_ms", "cost", "tokens_out", "finish_reason", "refusal",
    "tool_calls" (name, arguments), and "messages" where your system adds to them, as retrieved context does.
    """
    if os.environ.get("GEMBA_LIVE") != "1":
        return case["output"]
    raise NotImplementedError("GEMBA_LIVE=1 wants your own system: call it in generate() in conftest.py")


# Your judge for rubrics, asked only with GEMBA_JUDGE=1: a function of (rubric, input, output) that asks a model and
# returns True when the output passes, False when it fails, or a pair of that and a reason. The rubric holds its
# examples; gemba_judge.prompt(rubric, input, output) is a whole prompt that keeps recorded texts apart from it.
judge = None


@pytest.fixture
def gemba_generate():
    return generate


@pytest.fixture
def gemba_judge():
    return judge
