"""The check `is-xml`: the output is one well-formed XML document without its own DTD."""

from collections.abc import Callable
from typing import Any
from xml.parsers import expat


class NotXml(Exception):
    """Well-formed perhaps, but not what gemba takes for XML."""


def declaration(version: str, encoding: Any, standalone: int) -> None:
    if version != "1.0" or (encoding or "utf-8").lower() != "utf-8":
        raise NotXml(f"version {version!a} in {encoding!a}")


def doctype(name: str, system_id: Any, public_id: Any, has_subset: bool) -> None:
    if system_id or public_id or has_subset:
        raise NotXml("a document type of its own")


def is_xml(params: dict[str, Any]) -> Callable[[str], list[str]]:
    def check(output: str) -> list[str]:
        parser = expat.ParserCreate("utf-8")
        parser.XmlDeclHandler = declaration
        parser.StartDoctypeDeclHandler = doctype
        try:
            parser.Parse(output.encode("utf-8"), True)
        except (NotXml, expat.ExpatError) as error:
            return [f"is not XML: {error}; begins {output[:60]!a}"]
        return []

    return check
