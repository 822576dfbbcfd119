"""Hands the cases of gemba's stubs to Inspect AI. Written by gemba; the checks stand in gemba_checks.py, the hook in inspect_hook.py.

Inspect ends with 0 whatever the scores are. As a gate: python gemba_inspect.py LOGS ends with 1 unless every task of that
folder of logs ran to its end and every sample was judged as expected.
"""
import inspect as python_inspect
import sys
import time

from inspect_ai import Task
from inspect_ai.dataset import Sample
from inspect_ai.model import ModelOutput
from inspect_ai.scorer import CORRECT, INCORRECT, Score, Target, accuracy, scorer
from inspect_ai.solver import solver

import gemba_checks
import inspect_hook


def task(stub, weak=None, replayed_although=None):
    """The task of one stub. A sample's target is what the checks should say: pass or fail; when live, always pass.

    A weak stub is one sample that nothing is asked about and that is incorrect, with why it is weak.
    """
    if weak:
        samples = [Sample(input=weak, target="pass", id="weak")]
        return Task(dataset=samples, solver=unasked(), scorer=weakness(stub, weak), metadata={"weak": weak})
    suite = gemba_checks.Suite(stub)
    samples = []
    for case_id, case in suite.cases.items():
        if case_id in suite.missed and not gemba_checks.LIVE:
            continue
        fails = not gemba_checks.LIVE and (case["expect"] == "fail" or case_id in suite.wrongly_rejected)
        samples.append(Sample(input=case["input"], target="fail" if fails else "pass", id=case_id))
    metadata = {"replayed_although": replayed_although} if replayed_although else None
    return Task(dataset=samples, solver=answer(suite), scorer=objections(suite), metadata=metadata)


@solver
def answer(suite):
    async def solve(state, generate):
        began = time.perf_counter()
        given = inspect_hook.generate(dict(suite.cases[state.sample_id]))
        given = await given if python_inspect.isawaitable(given) else given
        given = dict(given) if isinstance(given, dict) else {"output": given}
        if not isinstance(given.get("output"), str):
            raise RuntimeError("the hook generate() in inspect_hook.py returned no text")
        if gemba_checks.LIVE and given.get("latency_ms") is None:
            given["latency_ms"] = (time.perf_counter() - began) * 1000
        state.output = ModelOutput.from_content("recorded", given["output"])
        state.metadata["gemba"] = given
        return state

    return solve


@scorer(metrics=[accuracy()])
def objections(suite):
    async def score(state, target: Target):
        given = {**state.metadata["gemba"], "output": state.output.completion}
        found = suite.objections(state.sample_id, lambda case: given)
        expected = bool(found) == (target.text == "fail")
        return Score(
            value=CORRECT if expected else INCORRECT,
            explanation="; ".join(found) or "passes",
            metadata={"gemba_stub": suite.stub, "verdict": "fail" if found else "pass"},
        )

    return score


@solver
def unasked():
    async def solve(state, generate):
        return state

    return solve


@scorer(metrics=[accuracy()])
def weakness(stub, words):
    async def score(state, target: Target):
        return Score(value=INCORRECT, explanation=words, metadata={"gemba_weak": stub})

    return score


def gate(folder):
    """What is wrong in a folder of logs, and how many samples were judged."""
    from inspect_ai.log import list_eval_logs, read_eval_log

    wrong, judged = [], 0
    for log in [read_eval_log(info, header_only=True) for info in list_eval_logs(folder)]:
        results = log.results
        if log.status != "success" or not results or results.completed_samples != results.total_samples:
            wrong.append("%s: did not run to its end (%s)" % (log.eval.task, log.status))
            continue
        figures = [metric.value for score in results.scores for metric in score.metrics.values()]
        weak = (log.eval.metadata or {}).get("weak")
        if weak:
            wrong.append("%s: %s" % (log.eval.task, weak))
        elif not figures or any(figure != 1 for figure in figures):
            wrong.append("%s: not every sample was judged as expected (%s)" % (log.eval.task, figures))
        judged += results.completed_samples
    if not wrong and not judged:
        wrong.append("no sample was judged in " + folder)
    return wrong, judged


if __name__ == "__main__":
    wrong, judged = gate(sys.argv[1] if len(sys.argv) > 1 else "logs")
    print("\n".join(wrong) or "all %d samples were judged as expected" % judged)
    sys.exit(1 if wrong else 0)
