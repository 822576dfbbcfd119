"""Hands the cases of gemba's stubs to DeepEval. Written by gemba; the checks stand in gemba_checks.py, the hook in conftest.py."""
import os
import time

os.environ.setdefault("DEEPEVAL_TELEMETRY_OPT_OUT", "1")

from deepeval.metrics import BaseMetric  # noqa: E402
from deepeval.test_case import LLMTestCase  # noqa: E402

import gemba_checks  # noqa: E402


class Objections(BaseMetric):
    """Scores 1 when no check of the stub objects to the actual output, else 0. Needs no model."""

    def __init__(self, suite, case_id, answer):
        self.suite, self.case_id, self.answer = suite, case_id, answer
        self.threshold, self.async_mode = 1.0, False
        self.score = self.reason = self.success = self.error = None

    @property
    def __name__(self):
        return "gemba " + self.suite.stub

    def measure(self, test_case, *args, **kwargs):
        answer = {**self.answer, "output": test_case.actual_output}
        found = self.suite.objections(self.case_id, lambda case: answer)
        self.score, self.success = (0.0, False) if found else (1.0, True)
        self.reason = "; ".join(found) or "passes"
        return self.score

    async def a_measure(self, test_case, *args, **kwargs):
        return self.measure(test_case)

    def is_successful(self):
        return self.success is True


def prepare(suite, case_id, generate):
    """Asks the hook; the test case and its metric. A hook that fails is an error, never a known failure."""
    case, began = suite.cases[case_id], time.perf_counter()
    try:
        answer = generate(dict(case))
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise RuntimeError("the hook generate() in conftest.py failed: %r" % (error,)) from error
    elapsed_ms = (time.perf_counter() - began) * 1000
    answer = dict(answer) if isinstance(answer, dict) else {"output": answer}
    if not isinstance(answer.get("output"), str):
        raise RuntimeError("the hook generate() in conftest.py returned no text")
    if gemba_checks.LIVE and answer.get("latency_ms") is None:
        answer["latency_ms"] = elapsed_ms
    test_case = LLMTestCase(input=case["input"], actual_output=answer["output"], name=case_id)
    return test_case, Objections(suite, case_id, answer)
