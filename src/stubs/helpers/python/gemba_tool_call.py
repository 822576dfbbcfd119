"""The check `tool-call`: the model called a tool, with arguments that a schema allows."""

from typing import Any

from gemba_json import NotJson, json_value
from gemba_record import Record, RecordCheck, of_model
from gemba_schema import fault_finder


def tool_call(params: dict[str, Any]) -> RecordCheck:
    name = params["name"]
    faults = fault_finder(params.get("schema", True))

    def check(record: Record) -> list[str]:
        calls = record["tool_calls"]
        if params.get("on") != "output" and record.get("run") is not None:
            calls = [call for turn in of_model(record) for call in turn["calls"]]
        called = [call["arguments"] for call in calls if call["name"] == name]
        if not called:
            return [f"does not call {name!a} but {[call['name'] for call in calls]!a}"]
        for arguments in called if "schema" in params else []:
            try:
                found = faults(json_value(arguments))
            except NotJson as error:
                found = [str(error)]
            if found:
                return [f"calls {name!a} with arguments that do not fit: {found[0]}"]
        return []

    return check
