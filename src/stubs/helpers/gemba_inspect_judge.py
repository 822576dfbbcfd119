"""Holds a rubric against the cases of gemba's stubs with a model that Inspect asks. Written by gemba.

Asks nobody unless GEMBA_JUDGE=1 is set; the model is the one with the role `grader`.
"""
from inspect_ai import Task
from inspect_ai.dataset import Sample
from inspect_ai.scorer import CORRECT, INCORRECT, Score, Target, accuracy, model_graded_qa, scorer

import gemba_inspect
import gemba_judge

GRADE = "Think about the rubric first. End with one line: GRADE: C when the output passes, GRADE: I when it fails."


def task(stub, check):
    """The task of one rubric. A sample's target is what the judge should say: pass or fail; when live, always pass."""
    if not gemba_judge.ON:
        raise RuntimeError("a judge asks a model, and does so only with GEMBA_JUDGE=1")
    judge = gemba_judge.Judge(stub, check)
    samples = [
        Sample(input=case["input"], target="fail" if judge.must_fail(case_id) else "pass", id=case_id)
        for case_id, case in judge.cases.items()
    ]
    return Task(dataset=samples, solver=gemba_inspect.answer(judge.suite), scorer=judged(judge))


@scorer(metrics=[accuracy()])
def judged(judge):
    # All that is recorded stands in the criterion, between marks; nothing in it is a template.
    graded = model_graded_qa(template="{criterion}\n\n{instructions}", instructions=GRADE, model_role="grader")

    async def score(state, target: Target):
        given = {**state.metadata["gemba"], "output": state.output.completion}
        record = judge.suite.record(state.sample_id, lambda case: given)
        said = await graded(state, Target(gemba_judge.prompt(judge.rubric, record["input"], record["output"])))
        if said is None or said.value not in (CORRECT, INCORRECT):
            raise RuntimeError("the judge gave no verdict")
        verdict = "pass" if said.value == CORRECT else "fail"
        return Score(
            value=CORRECT if verdict == target.text else INCORRECT,
            answer=verdict,
            explanation=said.explanation,
            metadata={"gemba_judge": judge.check, "verdict": verdict},
        )

    return score
