"""Holds a JSON value against the schema that gemba prints for Python."""

from collections.abc import Callable
from typing import Any

from gemba_json import equal, has_type, is_number, shown
from gemba_pattern import to_regex


def fault_finder(root: Any) -> Callable[[Any], list[str]]:
    """The function that says what a schema does not allow in a value; [] is nothing."""
    schema = Schema(root)
    return lambda value: schema.faults(root, value, "$")


class Schema:
    """A schema with its root, from which references count."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self.patterns: dict[int, Any] = {}

    def faults(self, schema: Any, value: Any, path: str) -> list[str]:
        """The first thing that is not allowed, as deep in the value as it can be named."""
        if self.valid(schema, value):
            return []
        if isinstance(schema, bool):
            return [f"may have no {shown(value)} at {path}"]
        for name, wants in schema.items():
            if self.keyword(name, wants, schema, value):
                continue
            if name == "$ref":
                return self.faults(self.target(wants), value, path)
            if name == "properties":
                for key in wants:
                    found = key in value and self.faults(
                        wants[key], value[key], f"{path}[{key!a}]"
                    )
                    if found:
                        return found
            if name == "items":
                start = len(schema.get("prefixItems", []))
                for at, part in enumerate(value[start:], start):
                    if found := self.faults(wants, part, f"{path}[{at}]"):
                        return found
            expected = shown(wants)
            return [f"has {shown(value)} at {path}; the schema wants {name} {expected}"]
        return [f"has {shown(value)} at {path}"]

    def matches(self, printed: Any, text: str) -> bool:
        if id(printed) not in self.patterns:
            self.patterns[id(printed)] = to_regex(printed)
        return self.patterns[id(printed)].search(text) is not None

    def target(self, reference: str) -> Any:
        if reference == "#":
            return self.root
        _, group, name = reference.split("/")[:3]
        return self.root[group][name]

    def valid(self, schema: Any, value: Any) -> bool:
        if isinstance(schema, bool):
            return schema
        return all(
            self.keyword(name, wants, schema, value) for name, wants in schema.items()
        )

    def keyword(self, name: str, wants: Any, schema: Any, value: Any) -> bool:
        if name == "$ref":
            return self.valid(self.target(wants), value)
        if name == "type":
            words = [wants] if isinstance(wants, str) else wants
            return any(has_type(value, word) for word in words)
        if name == "enum":
            return any(equal(value, item) for item in wants)
        if name == "const":
            return equal(value, wants)
        if name == "not":
            return not self.valid(wants, value)
        if name in ("anyOf", "oneOf", "allOf"):
            count = sum(self.valid(item, value) for item in wants)
            if name == "anyOf":
                return count > 0
            return count == (1 if name == "oneOf" else len(wants))
        if is_number(value):
            return self.of_number(name, wants, value)
        if isinstance(value, str):
            return self.of_text(name, wants, value)
        if isinstance(value, list):
            return self.of_list(name, wants, schema, value)
        if isinstance(value, dict):
            return self.of_object(name, wants, schema, value)
        return True

    def of_number(self, name: str, wants: Any, value: float) -> bool:
        if name == "minimum":
            return bool(value >= wants)
        if name == "maximum":
            return bool(value <= wants)
        if name == "exclusiveMinimum":
            return bool(value > wants)
        return bool(value < wants) if name == "exclusiveMaximum" else True

    def of_text(self, name: str, wants: Any, value: str) -> bool:
        if name == "minLength":
            return bool(len(value) >= wants)
        if name == "maxLength":
            return bool(len(value) <= wants)
        return self.matches(wants, value) if name == "pattern" else True

    def of_list(self, name: str, wants: Any, schema: Any, value: list[Any]) -> bool:
        if name == "prefixItems":
            return all(self.valid(item, part) for item, part in zip(wants, value))
        if name == "items":
            rest = value[len(schema.get("prefixItems", [])) :]
            return all(self.valid(wants, part) for part in rest)
        if name == "minItems":
            return bool(len(value) >= wants)
        if name == "maxItems":
            return bool(len(value) <= wants)
        if name == "uniqueItems" and wants:
            pairs = ((a, b) for at, a in enumerate(value) for b in value[:at])
            return not any(equal(a, b) for a, b in pairs)
        return True

    def of_object(
        self, name: str, wants: Any, schema: Any, value: dict[str, Any]
    ) -> bool:
        if name == "required":
            return all(key in value for key in wants)
        if name == "properties":
            return all(
                self.valid(wants[key], value[key]) for key in wants if key in value
            )
        if name == "additionalProperties":
            others = (key for key in value if not self.is_named(schema, key))
            return all(self.valid(wants, value[key]) for key in others)
        if name == "patternProperties":
            return all(
                self.valid(one["schema"], value[key])
                for one in wants
                for key in value
                if self.matches(one["pattern"], key)
            )
        if name == "propertyNames":
            return all(self.valid(wants, key) for key in value)
        if name == "minProperties":
            return bool(len(value) >= wants)
        return bool(len(value) <= wants) if name == "maxProperties" else True

    def is_named(self, schema: Any, key: str) -> bool:
        fitting = schema.get("patternProperties", [])
        return key in schema.get("properties", {}) or any(
            self.matches(one["pattern"], key) for one in fitting
        )
