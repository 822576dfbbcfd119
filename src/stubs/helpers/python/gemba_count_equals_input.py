"""The check `count-equals-input`: the output has as many as a field of the input says."""

from typing import Any

from gemba_counted import COUNTED
from gemba_input import count_of, field_of
from gemba_record import Record, RecordCheck


def count_equals_input(params: dict[str, Any]) -> RecordCheck:
    sort, steps, field = params["of"], params["steps"], params["field"]

    def check(record: Record) -> list[str]:
        wanted = count_of(field_of(record, steps))
        if wanted is None:
            return [f"the input has no number at {field!a}"]
        found = COUNTED[sort](record["output"])
        if len(found) == wanted:
            return []
        said = f"has {len(found)} {sort}, not the {wanted} of {field!a}"
        return [f"{said}: begins {record['output'][:60]!a}"]

    return check
