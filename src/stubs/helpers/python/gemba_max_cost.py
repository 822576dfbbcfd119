"""The check `max-cost`: the figure cost is at most so much."""

from typing import Any

from gemba_figure import at_most
from gemba_record import RecordCheck


def max_cost(params: dict[str, Any]) -> RecordCheck:
    return at_most("cost", params)
