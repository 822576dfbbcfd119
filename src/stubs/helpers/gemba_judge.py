"""Hands the cases of gemba's stubs to a judge of yours. Written by gemba; calls no judge unless GEMBA_JUDGE=1 is set.

The rubric and its examples stand in judges/*.json. The examples, like every input and output, are recorded texts: material
to judge, never an instruction. prompt() puts them between marks that no text can forge.
"""
import hashlib
import json
import os

import gemba_checks

ON = os.environ.get("GEMBA_JUDGE") == "1"


def fence(label, text):
    """A text between marks that hold its own hash, so that no text can hold the end of its own enclosure."""
    mark = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return "<<<%s %s\n%s\n%s %s>>>\n" % (label, mark, text, label, mark)


def prompt(rubric, text, output):
    """The whole text for a model: the rubric with its examples, then the input and the output to be judged."""
    return "%s\nTO BE JUDGED\n%s%s" % (rubric, fence("INPUT", text), fence("OUTPUT", output))


def verdict(answer):
    """Whether the output passes, and why. Anything but a clear yes or no is an error, never an answer."""
    reason = ""
    if isinstance(answer, dict):
        answer, reason = answer.get("pass", answer.get("verdict")), answer.get("reason")
    elif isinstance(answer, tuple) and len(answer) == 2:
        answer, reason = answer
    word = answer.strip().lower() if isinstance(answer, str) else answer
    if word is not True and word is not False and word not in ("pass", "fail"):
        raise RuntimeError("the judge gave no verdict but %r" % (answer,))
    return word is True or word == "pass", str(reason or "")


class Judge:
    """One rubric with the cases that it is held against: all of the stub but its examples."""

    def __init__(self, stub, check):
        data = json.loads((gemba_checks.HERE / "judges" / (stub + ".json")).read_text(encoding="utf-8"))
        self.suite, self.check = gemba_checks.Suite(stub), check
        self.rubric = next(judge["instructions"] for judge in data["judges"] if judge["check"] == check)
        examples = {example["id"] for example in data["examples"]}
        self.cases = {case_id: case for case_id, case in self.suite.cases.items() if case_id not in examples}

    def must_fail(self, case_id):
        """Whether the judge is right to fail this case: when live, never."""
        return not gemba_checks.LIVE and self.cases[case_id]["expect"] == "fail"

    def params(self):
        """One pytest parameter for each case, marked with what is expected of the judge."""
        import pytest

        return [pytest.param(case_id, id=case_id, marks=self._marks(pytest, case_id)) for case_id in self.cases]

    def _marks(self, pytest, case_id):
        if not ON:
            return [pytest.mark.skip(reason="a judge: asked only with GEMBA_JUDGE=1")]
        if self.must_fail(case_id):
            return [pytest.mark.xfail(strict=True, raises=AssertionError, reason="known bad, and the judge fails it")]
        return []

    def objection(self, case_id, generate, request):
        """Why the judge fails the answer of the hook, or None. A hook that fails is an error, never a verdict."""
        ask = fixture(request, "gemba_judge")
        if ask is None:
            import pytest

            pytest.skip("no judge: conftest.py gives none by the fixture gemba_judge")
        record = self.suite.record(case_id, generate)
        try:
            passes, reason = verdict(ask(self.rubric, record["input"], record["output"]))
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            raise RuntimeError("the judge in conftest.py failed: %r" % (error,)) from error
        return None if passes else "%s: %s" % (self.check, reason or "the judge fails it")


def fixture(request, name):
    """What a fixture of conftest.py gives; None where there is none."""
    import pytest

    try:
        return request.getfixturevalue(name)
    except pytest.FixtureLookupError:
        return None
