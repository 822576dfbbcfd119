"""Holds a rubric against the cases of gemba's stubs with DeepEval's GEval. Written by gemba; calls no judge unless GEMBA_JUDGE=1 is set.

The model is DeepEval's own choice, or what a fixture gemba_judge_model of conftest.py gives.
"""
import os

os.environ.setdefault("DEEPEVAL_TELEMETRY_OPT_OUT", "1")

from deepeval.metrics import GEval  # noqa: E402
from deepeval.test_case import LLMTestCase  # noqa: E402

try:
    from deepeval.test_case import SingleTurnParams as Params  # noqa: E402
except ImportError:
    from deepeval.test_case import LLMTestCaseParams as Params  # noqa: E402

import gemba_judge  # noqa: E402


def prepare(judge, case_id, generate, request):
    """The test case, its texts between marks that they cannot forge, and its metric. What fails here is an error."""
    record = judge.suite.record(case_id, generate)
    test_case = LLMTestCase(
        input=gemba_judge.fence("INPUT", record["input"]),
        actual_output=gemba_judge.fence("OUTPUT", record["output"]),
        name=case_id,
    )
    try:
        metric = GEval(
            name=judge.check,
            evaluation_steps=[judge.rubric],
            evaluation_params=[Params.INPUT, Params.ACTUAL_OUTPUT],
            model=gemba_judge.fixture(request, "gemba_judge_model"),
            threshold=0.5,
            async_mode=False,
        )
    except AssertionError as error:
        raise RuntimeError("GEval could not be made: %r" % (error,)) from error
    return test_case, metric
