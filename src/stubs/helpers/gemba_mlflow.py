"""Hands the cases of gemba's stubs to MLflow. Written by gemba; the checks stand in gemba_checks.py, the hook in conftest.py.

Each case is one row that is evaluated in the run of the test session, offline: without a tracking server of yours it is
kept in the folder mlruns beside this file. Without MLflow's plugin the tests are skipped.
"""
import os
import sys
from pathlib import Path

import pytest

if "mlflow.pytest.plugin" not in sys.modules:
    pytest.skip("run by: pytest -p mlflow.pytest.plugin", allow_module_level=True)

import mlflow  # noqa: E402
from mlflow.entities import Feedback  # noqa: E402
from mlflow.genai.scorers import scorer  # noqa: E402

import gemba_checks  # noqa: E402

if not mlflow.is_tracking_uri_set():
    # Stores of files are in maintenance: MLflow wants to be told that one is meant.
    os.environ.setdefault("MLFLOW_ALLOW_FILE_STORE", "true")
    mlflow.set_tracking_uri((Path(__file__).parent / "mlruns").as_uri())


def evaluate(suite, case_id, generate):
    """Asks the hook and the checks, and has MLflow record what they say. An error of either is none of the output's.

    A case that the checks should object to ends here as an expected failure: it does not fail MLflow's run.
    """
    case = suite.cases[case_id]
    record = suite.record(case_id, generate)
    found = suite.judge(record)

    @scorer(name="gemba_" + suite.stub.replace("-", "_"))
    def objections(outputs):
        return Feedback(value="no" if found else "yes", rationale="; ".join(found) or "passes")

    row = {"inputs": {"input": case["input"]}, "outputs": record["output"]}
    result = mlflow.genai.evaluate(data=[row], scorers=[objections])
    if result.passed == bool(found):
        raise RuntimeError("MLflow recorded another answer than that of the checks")
    must_fail = case["expect"] == "fail" or case_id in suite.wrongly_rejected
    if found and must_fail and not gemba_checks.LIVE:
        pytest.xfail(result.reason)
    return result
