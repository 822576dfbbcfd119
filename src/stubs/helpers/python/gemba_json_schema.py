"""The check `json-schema`: the output is JSON that a schema allows."""

from collections.abc import Callable
from typing import Any

from gemba_json import looking_into
from gemba_schema import fault_finder


def json_schema(params: dict[str, Any]) -> Callable[[str], list[str]]:
    return looking_into(fault_finder(params["schema"]))
