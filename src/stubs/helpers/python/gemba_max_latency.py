"""The check `max-latency`: the figure latency_ms is at most so much."""

from typing import Any

from gemba_figure import at_most
from gemba_record import RecordCheck


def max_latency(params: dict[str, Any]) -> RecordCheck:
    return at_most("latency_ms", params)
