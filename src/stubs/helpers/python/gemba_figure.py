"""Holds a logged figure against its limit. A record without one fails."""

from gemba_record import Record, RecordCheck


def at_most(name: str, params: dict[str, float]) -> RecordCheck:
    (limit,) = params.values()

    def check(record: Record) -> list[str]:
        found = record[name]
        if found is None:
            return [f"has no {name}, and at most {limit} is wanted"]
        return [] if found <= limit else [f"has a {name} of {found}, over {limit}"]

    return check
