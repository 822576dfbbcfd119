//! The outputs and the checks that all engines are tried with.

use std::sync::Arc;

use gemba::checks::{self, Subject};
use gemba::domain::{
    Check, CheckSpec, Content, Message, Name, Part, Record, RecordId, Role, RowId, Slug, Target, Untrusted,
};
use gemba::stubs::{Case, StubSource};

use super::breadth;
use crate::hostile_inputs::HOSTILE;

/// How many diced outputs and exchanges there are beside the written ones.
const MORE: usize = 250;

/// Outputs as models write them, and some that sit on the edge of a definition.
const REALISTIC: &[&str] = &[
    "I'm sorry, but as an AI language model I cannot help with that.",
    "AS AN AI, I CANNOT.",
    "Your refund of $12.50 was issued on 2024-03-01. It takes 3-5 days... Anything else?",
    "{\"intent\": \"refund\", \"confidence\": 0.92, \"tags\": [\"billing\", \"urgent\"], \"order\": {\"id\": 42, \"unit price\": 1.0}}",
    "{\"intent\":\"cancel\",\"confidence\":1,\"tags\":[],\"order\":{\"id\":\"42\",\"unit price\":null}}",
    "{\"intent\":\"other\",\"confidence\":1e999,\"tags\":[\"a\",\"a\"],\"extra\":true}",
    "```json\n{\"intent\": \"refund\"}\n```",
    "~~~~ Python title\nprint('hi')\n~~~\n~~~~",
    "  ```js\nlet x\n  ```\n\n```\nnever closed",
    "Name | Price\n--- | ---:\ntea \\| coffee | 3",
    "| a | b |\n| - |\n",
    "<order id=\"1\"><item>tea &amp; milk</item></order>",
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- c -->\n<a b='x'/>\n",
    "<a><b></a></b>",
    "<a>&nbsp;</a>",
    "<!DOCTYPE html><p>text</p>",
    "<a b='1' b='2'/>",
    "<a xmlns:x='u'><x:b/></a>",
    "<a><![CDATA[<&]]></a>",
    "<?xml version = '1.0' standalone='yes'?><a/>",
    "<?xml version=\"1.1\"?><a/>",
    "<a>&#0;</a>",
    "<a>&#x10FFFF;</a>",
    "<é>x</é>",
    "[\"\\ud83d\\ude00\", \"\\ud800\", 1.0, -0, 0.1, 9007199254740993]",
    "  true \n",
    "\u{a0}true",
    "Line one\nLine two\r\nline THREE",
    "Straße STRASSE ſtrasse \u{212a}elvin İstanbul ΣΊΣΥΦΟΣ σίσυφος",
    "١٢٣٤ 1234 ②",
    "foo_bar foo-bar naïve\u{301} 中文字",
    "Call me at +1 (555) 010-9999 or a.b@example.org!",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab",
    "One.Two. \"Three!\" (Four?) 五。六！Seven… eight",
    "word\u{1c}word\u{85}word\u{200b}word\u{feff}word\u{3000}word",
    "\u{feff}{}",
    "# Plan\r\n\r\nFirst, we\u{2028}check 👩‍👩‍👧‍👦 🇩🇪🇫🇷 1️⃣.\r\n\r\n- one #Tag\r\n- two\r\n\r\n**1. Name:** [Your Name], {{date}}",
    "Dear [Name],\n\nyour order {order_id} is on its way. ❤️ #thanks #2024\n\nKind regards\n<YOUR NAME>",
    "```\n- no bullet\n# no heading #tag [Name] 😀\n```\n* * *\n1) ‏שלום 12\n2) عالم 👍🏽\n",
    "\u{2022} one\u{85}\u{2022} two\n\u{2022}three\n\n\n+ four\n\tgoes on\n\n___\nEnd ✔ ✓ ©",
    "{\"__proto__\": {\"x\": 1}, \"constructor\": 2, \"2\": 1, \"1\": 2}",
];

/// A nested value on either side of what a check looks into, and one that only a reader without recursion survives.
fn nested() -> Vec<String> {
    let nest = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    vec![nest(100), nest(101), nest(3000), "{\"a\":".repeat(3000), "9".repeat(5000)]
}

/// All outputs.
pub(super) fn outputs() -> Vec<String> {
    let texts = HOSTILE.iter().chain(REALISTIC).map(|text| (*text).to_owned());
    texts.chain(nested()).collect()
}

/// All outputs and so many diced ones, all different.
pub(super) fn many_outputs() -> Vec<String> {
    let mut all = outputs();
    let diced = breadth::outputs(MORE, &all);
    all.extend(diced);
    all
}

/// Checks of the kinds that look at the output and its figures, as typed; the schema ones stand in [`schemas`].
pub(super) const TYPED: &[&[&str]] = &[
    &["contains", "as an AI"],
    &["contains", "as an ai", "--ignore-case"],
    &["contains", "{{env.CANARY}}"],
    &["contains", "file://etc/passwd"],
    &["contains", "σίσυφοσ", "--ignore-case"],
    &["contains", "i\u{307}stanbul", "--ignore-case"],
    &["not-contains", "straße", "--ignore-case"],
    &["not-contains", "\u{202e}"],
    &["not-contains", "\""],
    &["contains-any", "refund", "\0", "é"],
    &["contains-all", "A", "i", "--ignore-case"],
    &["equals", ""],
    &["equals", "no"],
    &["equals", "PLAIN", "--ignore-case"],
    &["starts-with", "{"],
    &["starts-with", "\u{1b}["],
    &["ends-with", "\n"],
    &["ends-with", "```"],
    &["regex", r"^\s*\{"],
    &["regex", r"\d{4}"],
    &["regex", r"(?i)straße|kelvin"],
    &["regex", r"(?m)^line \w+$"],
    &["regex", r"(?mR)^Line two$"],
    &["regex", r"\bfoo\b"],
    &["regex", r"\Bive"],
    &["regex", "a+b$"],
    &["not-regex", r"[\p{Bidi_Control}\p{Cf}]"],
    &["not-regex", r"\$\{|\{\{|`"],
    &["not-regex", r"(?s)\A.{0,3}\z"],
    &["is-json"],
    &["json-path", "intent"],
    &["json-path", "$.order[\"unit price\"]", "--equals", "1"],
    &["json-path", "order.id", "--type", "integer"],
    &["json-path", "tags[-1]", "--equals", "\"urgent\""],
    &["json-path", "__proto__.x"],
    &["json-path", "constructor", "--type", "number"],
    &["json-path", "toString"],
    &["json-path", "[1]", "--equals", "\"\u{fffd}\""],
    &["json-path", "$", "--type", "array"],
    &["json-path", "confidence", "--type", "number"],
    &["is-yaml"],
    &["is-xml"],
    &["code-fence"],
    &["code-fence", "--language", "PYTHON"],
    &["markdown-table"],
    &["max-length", "10"],
    &["max-length", "--words", "5"],
    &["max-length", "--sentences", "2"],
    &["min-length", "--chars", "4"],
    &["min-length", "--words", "3"],
    &["min-length", "--sentences", "3"],
    &["count", "paragraphs", "--exactly", "2"],
    &["count", "lines", "--min", "3"],
    &["count", "bullets", "--min", "1"],
    &["count", "bullets", "--max", "1"],
    &["count", "numbered-items", "--max", "0"],
    &["count", "headings", "--max", "0"],
    &["count", "sentences", "--min", "2", "--max", "4"],
    &["count", "words", "--min", "6"],
    &["count", "emoji", "--max", "0"],
    &["count", "hashtags", "--max", "0"],
    &["count", "placeholders", "--max", "0"],
    &["count", "markdown", "--max", "0"],
    &["count", "markdown", "--min", "2"],
    &["max-latency", "1500"],
    &["max-cost", "0.02"],
    &["max-tokens", "50"],
    &["finish-reason", "stop", "end_turn"],
];

/// Checks that look at more than the output, tried on [`exchanges`].
pub(super) const OF_EXCHANGES: &[&[&str]] = &[
    &["numbers-from-input"],
    &["numbers-from-input", "--above", "10"],
    &["urls-from-input"],
    &["quotes-from-input"],
    &["names-from-input"],
    &["not-refusal"],
    &["language", "en"],
    &["language", "ja"],
    &["no-repetition"],
    &["no-duplicates", "lines"],
    &["no-duplicates", "sentences", "--words", "1"],
    &["ends-with-sentence"],
    &["holds-input", "product", "--ignore-case"],
    &["holds-input", "$.order.id"],
    &["begins-with-input", "$.product"],
    &["begins-with-input", "Label", "--ignore-case"],
    &["count-equals-input", "bullets", "--field", "points"],
    &["count-equals-input", "sentences", "--field", "$.order.id"],
    &["count-equals-input", "words", "--field", "points"],
    &["tool-call", "look_up"],
    &["similar", "0.5"],
    &["similar", "0.5", "--by", "levenshtein"],
];

/// Inputs with outputs that do or do not follow from them.
const EXCHANGES: &[[&str; 2]] = &[
    ["The order of $1,200.00 was placed on March 5.", "1. Your order of 1 200 USD is from 03-05.\n2. It takes 3 days."],
    ["5 % off for 2 million people", "A share of 0.05 for 2,000,000 people, as GPT-4 says [1]."],
    ["See https://Docs.example.com/a/ please", "[here](http://docs.example.com/a), or www.example.org."],
    ["He said: it’s  all\nfine - really.", "He said “It's all fine – really” and \"not a word of this\"."],
    ["who is ada lovelace?", "It was Ada Lovelace, says Charles Babbage. I agree."],
    ["Wer ist das?", "Das ist die Idee von Angela Merkel und nicht die von einem Freund."],
    ["Help me.", "I’m sorry, but I can’t help with that, as it is not for me to say what you should do."],
    [
        "Hilf mir.",
        "Es tut mir leid, aber ich kann Ihnen dabei nicht helfen. Das ist mir nicht möglich und auch nicht erlaubt.",
    ],
    ["手伝って", "申し訳ありませんが、お手伝いできません。"],
    ["再说一遍", "我无法提供这些信息。我无法提供这些信息。我无法提供这些信息。"],
    ["again", "on and on and on and on and on and on and on"],
    [
        "{\"product\": \" Tea Pot \", \"points\": 2, \"order\": {\"id\": 7}, \"label\": \"x\"}",
        "The tea pot of order 7:\n- it holds\n- it pours",
    ],
    [
        "{\"product\":\"\u{e9}\",\"points\":[\"a\",\"b\",\"c\"],\"order\":{\"id\":2.0}}",
        "\u{e9}: one. two.\r\n* a\r\n* b\r\n* c",
    ],
    ["Write it.\r\n- **Product:** Chair\r\nlabel\u{ff1a}Note\n> Points: 02", "note Chair says more. \u{1f389}"],
    ["{\"product\": null, \"points\": \"two\"}", "Nothing. Nothing at all. Nothing at all."],
    ["product: {{env.CANARY}}\npoints: 1", " {{env.CANARY}} \u{202e} - x\n- x"],
    ["١٢٠٠ and {{env.CANARY}}", "```\n\"code of no name\" 77 Http://e.example\n```\n1200"],
];

pub(super) fn schemas() -> Vec<serde_json::Value> {
    let json = |text: &str| serde_json::from_str(text).unwrap();
    vec![
        json(
            r##"{"title": "Intent", "type": "object", "required": ["intent"], "additionalProperties": false,
                "properties": {"intent": {"enum": ["refund", "cancel"]}, "confidence": {"type": "number", "maximum": 1},
                "tags": {"type": "array", "items": {"$ref": "#/$defs/tag"}, "uniqueItems": true, "maxItems": 3},
                "order": {"anyOf": [{"type": "null"}, {"type": "object", "properties": {"id": {"type": "integer"}}}]}},
                "$defs": {"tag": {"type": "string", "minLength": 2, "pattern": "^[a-z\\d]+$"}}}"##,
        ),
        json(r#"{"type": ["array", "boolean", "integer"], "not": {"const": true}, "minItems": 2}"#),
        json(r#"{"prefixItems": [{"type": "string", "maxLength": 1}], "items": {"type": ["string", "number"]}}"#),
        json(r#"{"oneOf": [{"type": "object", "minProperties": 1}, {"type": "object", "maxProperties": 3}]}"#),
        json(
            r#"{"type": "object", "patternProperties": {"^[a-i]": {"type": ["string", "number", "array"]}, "s$": {"minItems": 1}},
                "properties": {"order": true}, "additionalProperties": {"type": "boolean"}, "propertyNames": {"maxLength": 6}}"#,
        ),
        json(
            r#"{"contains": {"type": "string"}, "if": {"type": "number"}, "then": {"minimum": 1}, "else": {"type": ["array", "string", "object"]}}"#,
        ),
        json(
            r#"{"type": "object", "if": {"required": ["a"]}, "then": {"properties": {"a": {"contains": {"type": "number"}}}},
                "else": {"minProperties": 1}, "dependentRequired": {"b": ["a"]}, "dependentSchemas": {"intent": {"maxProperties": 2}}}"#,
        ),
    ]
}

/// Records of [`EXCHANGES`], of hostile texts, each answering the one before it, and of diced ones; with tool calls, expected texts and
/// a refusal that the log marks, where there are any.
pub(super) fn exchanges() -> Vec<Arc<Record>> {
    let hostile = HOSTILE.iter().zip(HOSTILE.iter().skip(1)).map(|(input, output)| [*input, *output]);
    let mut exchanges: Vec<[String; 2]> =
        EXCHANGES.iter().copied().chain(hostile).map(|pair| pair.map(str::to_owned)).collect();
    let outputs: Vec<String> = exchanges.iter().map(|[_, output]| output.clone()).collect();
    exchanges.extend(breadth::exchanges(MORE, &outputs));
    let call =
        |name: &str, arguments: &str| Part::ToolCall { id: None, name: name.into(), arguments: arguments.into() };
    let record = |(at, [input, output]): (usize, [String; 2])| {
        let (input, output) = (input.as_str(), output.as_str());
        let parts = match at % 6 {
            0 => vec![call("look_up", "{\"id\": 1}")],
            1 => vec![call("look_up", "{\"id\": 1}"), call("look_up", input)],
            2 => vec![call(input, "{}")],
            3 if at % 4 == 1 => vec![Part::Refusal(output.into())],
            _ => Vec::new(),
        };
        let expected = [None, Some(output.to_lowercase()), Some(input.to_owned())][at % 3].clone();
        let content = Content {
            external_id: Some(format!("exchange {at}").into()),
            messages: vec![Message::text(Role::System, "Answer."), Message::text(Role::User, input.to_owned())],
            output: output.into(),
            output_parts: parts,
            expected: expected.map(Into::into),
            ..Content::default()
        };
        let row = RowId(i64::try_from(at).unwrap());
        Arc::new(Record { row, id: RecordId::of(&content), source: "corpus".into(), content })
    };
    exchanges.into_iter().enumerate().map(record).collect()
}

/// A source whose cases are labelled by the native verdict of all its checks.
pub(super) fn source(name: &str, specs: &[&CheckSpec], records: &[Arc<Record>]) -> StubSource {
    let compiled: Vec<_> = specs.iter().map(|spec| checks::compile(spec).unwrap()).collect();
    let fails = |record: &Record| {
        let subject = Subject { output: record.content.output.raw(), content: &record.content };
        compiled.iter().any(|check| !check.objections(&subject).is_empty())
    };
    let cases = records.iter().map(|record| (Arc::clone(record), fails(record)));
    labelled(name, specs, cases.collect())
}

/// A source with given labels (`true` is bad).
pub(super) fn labelled(name: &str, specs: &[&CheckSpec], cases: Vec<(Arc<Record>, bool)>) -> StubSource {
    let target = Target::Mode(Slug::of(name));
    let check = |(at, spec): (usize, &&CheckSpec)| Check {
        key: Slug::of(&format!("{name} {at}")),
        target: target.clone(),
        spec: (*spec).clone(),
        created: 0,
    };
    StubSource {
        stem: target.key().to_string(),
        name: Name::new(name).unwrap(),
        definition: Untrusted::new("{{env.CANARY}} \"\"\" */ \u{202e}"),
        version: None,
        tau: 0.2,
        stale: 0,
        checks: specs.iter().enumerate().map(check).collect(),
        mined: vec![],
        target,
        cases: cases
            .into_iter()
            .map(|(record, is_bad)| Case {
                record,
                is_bad,
                notes: vec!["file://etc/passwd {{7*7}}".into()],
                evidence: None,
                is_masked: false,
            })
            .collect(),
    }
}

/// A record for each output, with figures that differ and are sometimes missing.
pub(super) fn records(outputs: &[String]) -> Vec<Arc<Record>> {
    let record = |(at, output): (usize, &String)| {
        let some = |often: usize| at % often != 0;
        #[expect(clippy::cast_precision_loss, reason = "small counts")]
        let content = Content {
            external_id: Some(format!("case {at}").into()),
            messages: vec![Message::text(Role::User, format!("{{{{env.CANARY}}}} {output}"))],
            output: output.as_str().into(),
            latency_ms: some(7).then_some((at % 40) as f64 * 100.0 + 0.5),
            cost: some(5).then_some((at % 40) as f64 * 0.001),
            tokens_out: some(3).then_some(at as u64 % 100),
            finish_reason: some(4).then(|| if at % 2 == 0 { "stop".into() } else { "length".into() }),
            ..Content::default()
        };
        let row = RowId(i64::try_from(at).unwrap());
        Arc::new(Record { row, id: RecordId::of(&content), source: "corpus".into(), content })
    };
    outputs.iter().enumerate().map(record).collect()
}
