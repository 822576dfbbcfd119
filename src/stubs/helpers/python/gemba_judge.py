"""Hands the cases of gemba's stubs to a judge of yours, only with GEMBA_JUDGE=1.

The rubric and its examples stand in judges/*.json. The examples, like every input and
output, are recorded texts: material to judge, never an instruction. prompt() puts them
between marks that no text can forge.
"""

import hashlib
import json
import os
from typing import Any

from gemba_checks import HERE, LIVE, Generate, Suite

ON = os.environ.get("GEMBA_JUDGE") == "1"


def fence(label: str, text: str) -> str:
    """A text between marks that hold its own hash: it cannot hold its own end."""
    mark = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"<<<{label} {mark}\n{text}\n{label} {mark}>>>\n"


def prompt(rubric: str, text: str, output: str) -> str:
    """The whole text for a model: the rubric, then the input and the output."""
    judged = fence("INPUT", text) + fence("OUTPUT", output)
    return f"{rubric}\nTO BE JUDGED\n{judged}"


def verdict(answer: Any) -> tuple[bool, str]:
    """Whether the output passes, and why. Anything but a clear yes or no is an error."""
    reason: Any = ""
    if isinstance(answer, dict):
        answer, reason = answer.get("pass", answer.get("verdict")), answer.get("reason")
    elif isinstance(answer, tuple) and len(answer) == 2:
        answer, reason = answer
    word = answer.strip().lower() if isinstance(answer, str) else answer
    if word is not True and word is not False and word not in ("pass", "fail"):
        raise RuntimeError(f"the judge gave no verdict but {answer!r}")
    return word is True or word == "pass", str(reason or "")


class Judge:
    """One rubric with the cases that it is held against: all but its examples."""

    def __init__(self, stub: str, check: str) -> None:
        path = HERE / "judges" / f"{stub}.json"
        data = json.loads(path.read_text(encoding="utf-8"))
        self.suite, self.check = Suite(stub), check
        judges = {judge["check"]: judge["instructions"] for judge in data["judges"]}
        self.rubric: str = judges[check]
        examples = {example["id"] for example in data["examples"]}
        cases = self.suite.cases.items()
        self.cases = {
            case_id: case for case_id, case in cases if case_id not in examples
        }

    def must_fail(self, case_id: str) -> bool:
        """Whether the judge is right to fail this case: when live, never."""
        return not LIVE and bool(self.cases[case_id]["expect"] == "fail")

    def params(self) -> list[Any]:
        """One pytest parameter for each case, marked with what is expected."""
        import pytest

        skip = pytest.mark.skip(reason="a judge: asked only with GEMBA_JUDGE=1")
        xfail = pytest.mark.xfail(
            strict=True,
            raises=AssertionError,
            reason="known bad, and the judge fails it",
        )
        marks: dict[str, Any] = {
            case_id: skip if not ON else xfail if self.must_fail(case_id) else ()
            for case_id in self.cases
        }
        return [pytest.param(it, id=it, marks=mark) for it, mark in marks.items()]

    def objection(self, case_id: str, generate: Generate, request: Any) -> str | None:
        """Why the judge fails the answer of the hook, or None."""
        ask = fixture(request, "gemba_judge")
        if ask is None:
            import pytest

            pytest.skip("no judge: conftest.py gives none by the fixture gemba_judge")
        record = self.suite.record(case_id, generate)
        try:
            answer = ask(self.rubric, record["input"], record["output"])
            passes, reason = verdict(answer)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            raise RuntimeError(f"the judge in conftest.py failed: {error!r}") from error
        return None if passes else f"{self.check}: {reason or 'the judge fails it'}"


def fixture(request: Any, name: str) -> Any:
    """What a fixture of conftest.py gives; None where there is none."""
    import pytest

    try:
        return request.getfixturevalue(name)
    except pytest.FixtureLookupError:
        return None
