"""The cases and the checks of a stub, for suites that run them as data.

A check passes an output or objects to it. The checks of a stub are a set: a record fails
when one of them objects. Each kind stands in a file of its own, gemba_<kind>.py.
"""

import functools
import importlib
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gemba_record import (
    Record,
    RecordCheck,
    figures_of,
    of_output,
    on_run,
    to_record,
    with_input,
)

HERE = Path(__file__).parent
LIVE = os.environ.get("GEMBA_LIVE") == "1"
MASKED = (
    "placeholders such as [email 483920] stand for personal data "
    "(gemba stubs --redact off writes them as they were)"
)
Generate = Callable[[Record], Any]


class Suite:
    """The cases and the checks of one stub."""

    def __init__(self, stub: str) -> None:
        self.stub = stub
        path = HERE / "checks" / f"{stub}.python.json"
        data = json.loads(path.read_text(encoding="utf-8"))
        self.checks = [(one["check"], compile_check(one)) for one in data["checks"]]
        self.kinds = {check["kind"] for check in data["checks"]}
        self.missed = set(data["missed"])
        self.wrongly_rejected = set(data["wrongly_rejected"])

    @functools.cached_property
    def cases(self) -> dict[str, Record]:
        path = HERE / "cases" / f"{self.stub}.jsonl"
        lines = path.read_text(encoding="utf-8").splitlines()
        rows = [with_input(json.loads(line)) for line in lines]
        cases = {case["id"]: case for case in rows}
        masked = sum(1 for case in cases.values() if case.get("masked"))
        if LIVE and masked:
            asks = f"gemba: {self.stub} asks your system {masked} masked inputs"
            print(f"{asks}: {MASKED}", file=sys.stderr)
        return cases

    def params(self) -> list[Any]:
        """One pytest parameter for each case, marked with what is expected of it."""
        import pytest

        return [
            pytest.param(case_id, id=case_id, marks=self._marks(case))
            for case_id, case in self.cases.items()
        ]

    def _marks(self, case: Record) -> Any:
        import pytest

        xfail = functools.partial(pytest.mark.xfail, strict=True, raises=AssertionError)
        if LIVE:
            return []
        if case["id"] in self.missed:
            return pytest.mark.skip(reason="missed by the check")
        if case["expect"] == "fail":
            return xfail(reason="known bad, and the check catches it")
        if case["id"] in self.wrongly_rejected:
            return xfail(reason="known false failure")
        return []

    def objections(self, case_id: str, generate: Generate) -> list[str]:
        """What the checks object to in the answer of the hook."""
        return self.judge(self.record(case_id, generate))

    def record(self, case_id: str, generate: Generate) -> Record:
        """The answer of the hook as checks look at it."""
        return to_record(*self.answer(case_id, generate))

    def answer(self, case_id: str, generate: Generate) -> tuple[str, Record]:
        """The answer of the hook and its figures. A hook that fails is an error."""
        case = self.cases[case_id]
        began = time.perf_counter()
        try:
            answer = generate(dict(case))
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            raise RuntimeError(f"the hook generate() failed: {error!r}") from error
        answer = answer if isinstance(answer, dict) else {"output": answer}
        output = answer.get("output")
        if not isinstance(output, str):
            raise TypeError("the hook generate() returned no text")
        elapsed_ms = (time.perf_counter() - began) * 1000
        return output, figures_of(case, answer, LIVE, elapsed_ms)

    def judge(self, record: Record) -> list[str]:
        """What the checks object to in a record."""
        if not self.checks:
            raise RuntimeError("there is no check to run")
        found: list[str] = []
        for name, check in self.checks:
            try:
                found.extend(f"{name}: {reason}" for reason in check(record))
            except (AssertionError, ValueError) as error:
                raise RuntimeError(f"the check {name} is broken") from error
        return found


def compile_check(check: Record) -> RecordCheck:
    """The function that lists a check's objections to a record."""
    kind, params = check["kind"].replace("-", "_"), dict(check["params"])
    make = getattr(importlib.import_module(f"gemba_{kind}"), kind)
    on = None if kind == "tool_call" else params.pop("on", None)
    made: RecordCheck = make(params)
    if check["reads"] == "output":
        made = of_output(make(params))
    return made if on is None else on_run(made, on)
