"""Reads cases/*.jsonl: recorded outputs, or your system's where GEMBA_LIVE=1 is set."""

import json
import os
import warnings
from pathlib import Path
from typing import Any

import pytest

Case = dict[str, Any]
LIVE = os.environ.get("GEMBA_LIVE") == "1"
MASKED = "inputs hold placeholders such as [email 483920] for personal data"
XFAIL = pytest.mark.xfail
MARKS = {
    "caught": XFAIL(strict=True, raises=AssertionError, reason="known bad"),
    "missed": pytest.mark.skip(reason="missed by the check"),
    "false": XFAIL(strict=True, raises=AssertionError, reason="known false failure"),
}


def cases(slug: str) -> list[Any]:
    """The cases of a stub, marked with what is expected of them (when live: nothing)."""
    path = Path(__file__).parent / "cases" / f"{slug}.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    rows: list[Case] = [json.loads(line) for line in lines]
    masked = sum(bool(row.get("masked")) for row in rows)
    if LIVE and masked:
        warnings.warn(f"{slug}: {masked} {MASKED}", stacklevel=2)
    marks = {} if LIVE else MARKS
    return [pytest.param(r, id=r["id"], marks=marks.get(r["kind"], ())) for r in rows]


def input_of(case: Case) -> str:
    """What was asked: the turns before the output, as one text."""
    turns = case["messages"][: len(case["messages"]) - case.get("after_output", 0)]
    said = [f"{turn['role']}: {turn['content']}" for turn in turns]
    return str(turns[0]["content"]) if len(turns) == 1 else "\n\n".join(said)


def answer_of(case: Case) -> Case:
    """The recorded answer; when live, that of answer() in gemba_hook.py."""
    if not LIVE:
        return case
    from gemba_hook import answer

    given = answer({**case, "input": input_of(case)})
    answered: Case = given if isinstance(given, dict) else {"output": given}
    if not isinstance(answered.get("output"), str):
        raise TypeError(f"answer() in gemba_hook.py gave no text but {given!a}")
    return answered


def output_of(case: Case) -> str:
    return str(answer_of(case)["output"])
