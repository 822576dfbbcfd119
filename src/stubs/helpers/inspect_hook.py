"""The hook of the Inspect tasks: where an output comes from. This file is yours; gemba writes it once and never again."""
import os


def generate(case):
    """Answers one case of cases/*.jsonl: a dict with id, input, messages (role, content), output and figures.

    Without GEMBA_LIVE=1 this is the recorded output. With it, call your own system here and return its text, or a dict
    with "output" and what your checks look at: "latency_ms", "cost", "tokens_out", "finish_reason", "refusal",
    "tool_calls" (name, arguments), and "messages" where your system adds to them. May be async.
    """
    if os.environ.get("GEMBA_LIVE") != "1":
        return case["output"]
    raise NotImplementedError("GEMBA_LIVE=1 wants your own system: call it in generate() in inspect_hook.py")
