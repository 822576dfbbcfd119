"""The check `max-tokens`: the figure tokens_out is at most so much."""

from typing import Any

from gemba_figure import at_most
from gemba_record import RecordCheck


def max_tokens(params: dict[str, Any]) -> RecordCheck:
    return at_most("tokens_out", params)
