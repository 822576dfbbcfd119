"""What checks look at besides the output: the input, the calls, the figures, the run."""

import json
import time
from collections.abc import Callable
from typing import Any

Record = dict[str, Any]
RecordCheck = Callable[[Record], list[str]]
TextCheck = Callable[[str], list[str]]


def record_of(case: Record) -> Record:
    """The recorded answer with its figures; when live, those of answer()."""
    from gemba_cases import LIVE, answer_of

    began = time.perf_counter()
    answer = answer_of(case)
    elapsed_ms = (time.perf_counter() - began) * 1000
    return to_record(answer["output"], figures_of(case, answer, LIVE, elapsed_ms))


def with_input(case: Record) -> Record:
    """The case with its input: the turns before the output, as one text."""
    turns = case["messages"][: len(case["messages"]) - case.get("after_output", 0)]
    said = [f"{turn['role']}: {turn['content']}" for turn in turns]
    text = turns[0]["content"] if len(turns) == 1 else "\n\n".join(said)
    return {"input": text, **case}


def figures_of(case: Record, answer: Record, live: bool, elapsed_ms: float) -> Record:
    """The logged figures; when live, those that the answer brings."""
    figures = answer if live else {**case, **answer}
    is_run = "messages" in figures
    asked = case["messages"][: len(case["messages"]) - (case.get("after_output") or 0)]
    expected = case["expected_output"]
    figures = {"messages": asked, **figures, "is_run": is_run}
    figures["expected_output"] = expected
    if live and figures.get("latency_ms") is None:
        figures["latency_ms"] = elapsed_ms
    return figures


def to_record(output: str, figures: Record) -> Record:
    """What the checks look at."""
    logged = ("latency_ms", "cost", "tokens_out", "finish_reason")
    record: Record = {key: figures.get(key) for key in logged}
    record["output"] = output
    turns = [to_turn(message) for message in figures.get("messages") or []]
    end = len(turns) - (figures.get("after_output") or 0)
    record["turns"] = [turn["content"] for turn in turns[:end]]
    record["input"] = "\n".join(record["turns"])
    record["expected"] = figures.get("expected_output")
    record["refusal"] = bool(figures.get("refusal"))
    record["tool_calls"] = to_calls(figures)
    calls = figures.get("tool_calls")
    answer = to_turn({"role": "assistant", "content": output, "tool_calls": calls})
    answer["refusal"] = record["refusal"]
    is_run = figures.get("is_run", "messages" in figures)
    record["run"] = turns[:end] + [answer] + turns[end:] if is_run else None
    return record


def to_calls(holder: Record) -> list[dict[str, str]]:
    """The tool calls of an answer or a turn: name and arguments, alone or in "function"."""
    calls = [call.get("function", call) for call in holder.get("tool_calls") or []]
    return [
        {"name": call["name"], "arguments": json_text(call["arguments"])}
        for call in calls
    ]


def json_text(value: Any) -> str:
    """The arguments of a call as text: APIs give that, or the value itself."""
    return value if isinstance(value, str) else json.dumps(value)


def to_turn(message: Record) -> Record:
    """One turn: what it says stands in "text" where "content" holds more."""
    content, calls = message.get("content") or "", to_calls(message)
    text = message.get("text")
    if text is None:
        said = [content] if content or not calls else []
        text, content = content, "\n".join(said + [call_text(call) for call in calls])
    return {
        "role": message.get("role"),
        "content": content,
        "text": text,
        "calls": calls,
        "refusal": message.get("refusal") is True,
    }


def call_text(call: dict[str, str]) -> str:
    return f"{call['name']}({call['arguments']})"


def of_model(record: Record) -> list[Record]:
    return [turn for turn in record["run"] if turn["role"] == "assistant"]


def turns_of(record: Record) -> list[Record]:
    """Each turn of the model as a record; those that only call tools say nothing."""
    found = []
    for place, turn in enumerate(record["run"]):
        if turn["role"] == "assistant" and (turn["text"] or not turn["calls"]):
            before = [one["content"] for one in record["run"][:place]]
            said = {"output": turn["text"], "refusal": turn["refusal"]}
            said |= {"turns": before, "input": "\n".join(before)}
            found.append({**record, **said})
    return found or [{**record, "refusal": False}]


def tools_of(record: Record) -> list[Record]:
    """The tool calls of the run as one text, each on a line."""
    calls = [call_text(call) for turn in of_model(record) for call in turn["calls"]]
    return [{**record, "output": "\n".join(calls), "refusal": False}]


def transcript_of(record: Record) -> list[Record]:
    """The whole conversation as one text."""
    said = [f"{turn['role']}: {turn['content']}" for turn in record["run"]]
    return [{**record, "output": "\n\n".join(said)}]


READINGS = {"turns": turns_of, "tools": tools_of, "transcript": transcript_of}


def of_output(check: TextCheck) -> RecordCheck:
    """A check of a text as one of a record."""
    return lambda record: check(record["output"])


def on_run(check: RecordCheck, on: str) -> RecordCheck:
    """A check that reads more of the run. A run that is not known is an error."""

    def check_run(record: Record) -> list[str]:
        if record.get("run") is None:
            raise RuntimeError(
                f"a check reads {on}: the messages of the run are wanted"
            )
        return [reason for each in READINGS[on](record) for reason in check(each)]

    return check_run
