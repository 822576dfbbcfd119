"""The check `json-path`: the output is JSON with something at a path."""

from collections.abc import Callable
from typing import Any

from gemba_json import equal, has_type, looking_into, shown


def json_path(params: dict[str, Any]) -> Callable[[str], list[str]]:
    def judge(value: Any) -> list[str]:
        path = "$"
        for step in params["steps"]:
            path += f"[{step!a}]"
            if not isinstance(value, dict if isinstance(step, str) else list):
                return [f"has nothing at {path}: it holds {shown(value)} there"]
            try:
                value = value[step]
            except (KeyError, IndexError):
                return [f"has nothing at {path}: it holds {shown(value)} there"]
        if "equals" in params and not equal(value, params["equals"]):
            return [f"has {shown(value)} at {path}, not {shown(params['equals'])}"]
        if "type" in params and not has_type(value, params["type"]):
            return [f"has {shown(value)} at {path}, which is no {params['type']}"]
        return []

    return looking_into(judge)
