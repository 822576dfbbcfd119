"""The check `not-refusal`: the output does not begin with a refusal."""

from typing import Any

from gemba_prose import is_letter, plain
from gemba_record import Record, RecordCheck


def not_refusal(params: dict[str, Any]) -> RecordCheck:
    head, phrases = params["head"], params["phrases"]
    longest = max(map(len, phrases))

    def check(record: Record) -> list[str]:
        if record["refusal"]:
            return ["is a refusal: the log marks it as one"]
        text = plain(record["output"])[: head + longest]
        for phrase in phrases:
            start = text.find(phrase)
            while 0 <= start < head:
                if start == 0 or not is_letter(text[start - 1]):
                    said = record["output"][:60]
                    return [f"begins with a refusal, {phrase!a}: {said!a}"]
                start = text.find(phrase, start + 1)
        return []

    return check
