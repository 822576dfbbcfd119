"""The check `holds-input`: the output holds what a field of the input says."""

from typing import Any

from gemba_input import field_of, text_of
from gemba_record import Record, RecordCheck
from gemba_text import fold, start


def holds_input(params: dict[str, Any]) -> RecordCheck:
    steps, field = params["steps"], params["field"]
    ignore_case = params.get("ignore-case", False)

    def check(record: Record) -> list[str]:
        wanted = text_of(field_of(record, steps))
        if wanted is None:
            return [f"the input has no text at {field!a}"]
        if fold(wanted, ignore_case) in fold(record["output"], ignore_case):
            return []
        said = start(record["output"])
        return [f"does not hold {wanted[:60]!a}, the {field!a}: begins {said}"]

    return check
