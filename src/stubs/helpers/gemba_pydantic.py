"""Answers that gemba's checks have to pass, as pydantic models. Written by gemba; the checks stand in gemba_checks.py.

A model of model_*.py is used alone, with model_validate_json(text), or as Instructor's response_model: an answer that a
check objects to is a ValidationError that says why, and Instructor asks again with it. It needs this file, gemba_checks.py
and the folders checks and schema beside it, and no cases.

Checks that look at more than the answer's text read it from the validation context:
    model.model_validate_json(text, context={"messages": [{"role": "user", "content": "..."}]})
It may hold messages, latency_ms, cost, tokens_out, finish_reason, refusal, tool_calls and expected_output.
"""
import contextvars
import functools
import json
from typing import Any, ClassVar, Optional

import gemba_checks
from gemba_json import DEEPEST, NotJson, read_json
from gemba_record import to_record
from pydantic import BaseModel, ConfigDict, RootModel, ValidationError, model_validator

# The answer as it came, for checks that look at its text: pydantic hands on only what was read from it.
TEXT = contextvars.ContextVar("gemba_text", default=None)
# Kinds that ask for an answer in JSON, and all that judge nothing but the answer's text.
OF_JSON = {"is-json", "json-path", "json-schema"}
OF_TEXT = OF_JSON | set(
    "contains not-contains contains-any contains-all equals starts-with ends-with regex not-regex is-xml code-fence "
    "markdown-table max-length min-length language no-repetition".split()
)

suite_of = functools.lru_cache(maxsize=None)(gemba_checks.Suite)


class Text(BaseModel):
    """An answer in plain text. A subclass names its stub."""

    gemba_stub: ClassVar[Optional[str]] = None
    text: str

    @model_validator(mode="after")
    def gemba_check(self, info):
        judge(self.gemba_stub, self.text, info.context)
        return self

    @classmethod
    def model_json_schema(cls, *args, **options):
        schema = super().model_json_schema(*args, **options)
        silent = ("$schema", "$comment", "title")
        about = {key: value for key, value in written_schema(cls.gemba_stub).items() if key not in silent}
        schema["properties"]["text"].update(about)
        return schema


class JsonObject(BaseModel):
    """An answer that is a JSON object; its fields are attributes. Give a subclass fields of its own if you like."""

    model_config = ConfigDict(extra="allow")
    gemba_stub: ClassVar[Optional[str]] = None

    @model_validator(mode="before")
    @classmethod
    def gemba_check(cls, data, info):
        return checked(cls, data, info)

    @classmethod
    def model_validate_json(cls, json_data, **options):
        return read_and_validate(cls, json_data, options)

    @classmethod
    def model_json_schema(cls, *args, **options):
        return {"type": "object", "properties": {}, **written_schema(cls.gemba_stub)}


class JsonValue(RootModel[Any]):
    """An answer that is any JSON value; it stands in `root`."""

    gemba_stub: ClassVar[Optional[str]] = None

    @model_validator(mode="before")
    @classmethod
    def gemba_check(cls, data, info):
        return checked(cls, data, info)

    @classmethod
    def model_validate_json(cls, json_data, **options):
        return read_and_validate(cls, json_data, options)

    @classmethod
    def model_json_schema(cls, *args, **options):
        return written_schema(cls.gemba_stub)


def judge(stub, text, context):
    """Raises ValueError, which pydantic turns into a ValidationError, when a check objects."""
    suite = suite_of(stub)
    wanting = sorted(suite.kinds - OF_TEXT)
    if wanting and context is None:
        raise RuntimeError(", ".join(wanting) + " needs a validation context: see gemba_pydantic.py")
    objections = suite.judge(to_record(text, context or {}))
    if objections:
        raise ValueError("; ".join(objections))


def checked(model, data, info):
    if isinstance(data, model):
        return data
    text = TEXT.get()
    TEXT.set(None)
    judge(model.gemba_stub, json.dumps(data, ensure_ascii=False) if text is None else text, info.context)
    return data


def read_and_validate(model, json_data, options):
    """Reads JSON as gemba does: pydantic's own reader takes NaN, and refuses some of what is JSON."""
    text = json_data if isinstance(json_data, str) else bytes(json_data).decode("utf-8")
    token = TEXT.set(text)
    try:
        return model.model_validate(read(text), **options)
    finally:
        TEXT.reset(token)


def read(text):
    """The value of a text; None where it is no JSON, which the checks then object to."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        try:
            return read_json(text)[0]
        except NotJson:
            return None


def written_schema(stub):
    path = gemba_checks.HERE / "schema" / (stub + ".schema.json")
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def objections(model, suite, case_id, generate):
    """What a model objects to in the answer of the hook, as texts."""
    output, figures = suite.answer(case_id, generate)
    try:
        if suite.kinds & OF_JSON:
            model.model_validate_json(output, context=figures)
        else:
            model.model_validate({"text": output}, context=figures)
    except ValidationError as error:
        return [one["msg"] for one in error.errors(include_url=False, include_context=False, include_input=False)]
    return []


def schema_objections(suite, case_id, generate):
    """What the JSON Schema alone objects to in the answer of the hook, by the package jsonschema."""
    import jsonschema

    value, _ = suite.answer(case_id, generate)
    if suite.kinds & OF_JSON:
        try:
            value, depth = read_json(value)
        except NotJson as error:
            return [str(error)]
        if depth > DEEPEST:
            return ["is nested too deep"] if suite.kinds != {"is-json"} else []
    schema = written_schema(suite.stub)
    validator = jsonschema.validators.validator_for(schema, default=jsonschema.Draft202012Validator)
    return [error.message[:200] for error in validator(schema).iter_errors(value)]
