"""The check `begins-with-input`: the output begins with what a field of the input says."""

from typing import Any

from gemba_input import field_of, text_of
from gemba_record import Record, RecordCheck
from gemba_text import WORD, fold, start


def begins_with_input(params: dict[str, Any]) -> RecordCheck:
    steps, field = params["steps"], params["field"]
    ignore_case = params.get("ignore-case", False)

    def check(record: Record) -> list[str]:
        wanted = text_of(field_of(record, steps))
        if wanted is None:
            return [f"the input has no text at {field!a}"]
        first = WORD.search(record["output"])
        output = record["output"][first.start() :] if first else ""
        if fold(output, ignore_case).startswith(fold(wanted, ignore_case)):
            return []
        said = start(output)
        return [f"does not begin with {wanted[:60]!a}, the {field!a}, but {said}"]

    return check
