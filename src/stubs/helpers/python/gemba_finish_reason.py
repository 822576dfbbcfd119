"""The check `finish-reason`: the model stopped for one of some reasons."""

from typing import Any

from gemba_record import Record, RecordCheck


def finish_reason(params: dict[str, Any]) -> RecordCheck:
    def check(record: Record) -> list[str]:
        found = record["finish_reason"]
        if found in params["text"]:
            return []
        return [f"stopped for {found!a}, not for one of {params['text']!a}"]

    return check
