//! The kinds that read prose say the same in Python and JavaScript as in Rust, over texts put together at random from
//! pieces on which engines and readings differ.

use gemba::checks::{self, Engine, Subject};
use gemba::domain::{CheckSpec, Content, Message, Part, Role};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

use super::helpers::ask;
use crate::hostile_inputs::HOSTILE;

pub(super) const PYTHON: &str = r#"
import json, sys
sys.path.insert(0, sys.argv[1] + "/python")
sys.dont_write_bytecode = True
import gemba_checks
check = None
for line in sys.stdin.buffer.read().decode("utf-8").split("\n"):
    data = json.loads(line)
    if "kind" in data:
        data["reads"] = "output" if data["kind"] in ("language", "no-repetition", "count", "no-duplicates", "ends-with-sentence") else "record"
        check = gemba_checks.compile_check(data)
    else:
        print(json.dumps([check(record) == [] for record in data["records"]]))
"#;

pub(super) const NODE: &str = r#"
const gemba = require(process.argv[1] + "/gemba_checks.js");
let check;
for (const line of require("fs").readFileSync(0, "utf8").split("\n")) {
  const data = JSON.parse(line);
  if ("kind" in data) check = gemba.compileCheck(data);
  else console.log(JSON.stringify(data.records.map((record) => check(record).length === 0)));
}
"#;

const TYPED: &[&[&str]] = &[
    &["numbers-from-input"],
    &["numbers-from-input", "--above", "10"],
    &["urls-from-input"],
    &["quotes-from-input"],
    &["quotes-from-input", "--words", "1"],
    &["names-from-input"],
    &["not-refusal"],
    &["language", "en"],
    &["language", "de"],
    &["language", "zh"],
    &["language", "ja"],
    &["no-repetition"],
    &["no-repetition", "0.1", "--words", "2"],
    &["count", "paragraphs", "--max", "1"],
    &["count", "lines", "--max", "2"],
    &["count", "bullets", "--max", "0"],
    &["count", "numbered-items", "--max", "0"],
    &["count", "headings", "--max", "0"],
    &["count", "sentences", "--exactly", "2"],
    &["count", "words", "--max", "5"],
    &["count", "emoji", "--max", "0"],
    &["count", "emoji", "--exactly", "2"],
    &["count", "hashtags", "--max", "0"],
    &["count", "placeholders", "--max", "0"],
    &["count", "markdown", "--max", "0"],
    &["count", "markdown", "--exactly", "2"],
    &["no-duplicates", "lines"],
    &["no-duplicates", "sentences", "--words", "1"],
    &["ends-with-sentence"],
    &["holds-input", "name"],
    &["holds-input", "name", "--ignore-case"],
    &["holds-input", "$.a[-1]"],
    &["begins-with-input", "name", "--ignore-case"],
    &["count-equals-input", "words", "--field", "n"],
    &["count-equals-input", "lines", "--field", "$.n"],
    &["tool-call", "look_up"],
    &["similar", "0.4"],
    &["similar", "0.5", "--by", "levenshtein"],
];

/// Pieces for each family of kinds, set apart by `|`; a text draws from one family, so that something happens in it.
const FAMILIES: &[&str] = &[
    concat!(
        "5|12|200|1,200|1.200|1200|0.05|[1]|(2)|see (7)|0.05|5 %|5%|50 %|1.2 million|1200000|007|3,5|1.2.3|12,00,000|٣|２０|1e3|%| %| percent| million|k|M|st|nd|e|",
        "º|万|three|march|Twelve|\u{a0}|\u{202f}| | | |\n|\n- |\n# |. |, |.|,|'|’|-|(|)|[|]|*|_|:|: |$|€|GPT-|",
        "x|Step |共|K\u{212a}|é|_|٫|٬",
    ),
    concat!(
        "https://|HTTP://|http://|ftp://|www.|WWW.|e.example|E.EXAMPLE|a.b|/|/a|/A_(b)|?q=1|#f|:80|.|,|)|(|*|",
        "_|]|[x](|<|>|\"| | |\n|é|中|。|…|x|`|'|ſ|\u{130}|\u{212a}|\u{1}|\u{9f}|\\|^",
    ),
    concat!(
        "one|two|Three|four words of it|it's|it’s|“|”|„|«|»|\"|\"| | | |\u{a0}|\n|…|...|—|-|*|`|``|```|,|.|(|",
        "[|]|‘|‟|\u{2003}|é|中文|:|=|ΣΑΣ|\r|````|“one two three”|„four five six“|«un deux trois»|",
        " \"seven eight nine\" ",
    ),
    concat!(
        "Ada|Lovelace|ada|Babbage|Babbages|Adas|Berlin|the|of|and|der|die|das|Tisch|NASA|McDonald|O'Brien|",
        "Jean-Luc|Лев|Толстой|Dr|I|I'm|ǅungla|İstanbul|Éva|e\u{301}| | | | |\u{a0}|, |; |. |: |:|\n|\r\n|",
        "\n# |\n**|**|`|```|- |'|’|\"|(|中|1|\t|_",
    ),
    concat!(
        "I can't|I cannot|i’m|unable to|help|assist|Sorry, |As an AI|ich kann|Ihnen nicht helfen|",
        "je ne peux pas|vous aider|我无法|お手伝いできません|도와드릴 수 없|К сожалению|я не могу|помочь| | | |\n|*|**|`|a|é|",
        ", |. |filler words that go on and on for a while, so that the head is passed. |“|",
    ),
    concat!(
        "the|and|of|is|der|die|und|ist|nicht|le|les|des|que|para|di|che|het|een|os|da|Haus|house| | | | |\n|",
        "`|```|订单已于星期|ご注文は|月曜日|の|订单已发货很久了|주문은|заказ|الطلب|ההזמנה|ऑर्डर|คำสั่ง|παραγγελία|ｶﾅ|𠀀|𝒳|É|ß|1 2 3",
    ),
    concat!(
        "a|b|c|a b|b c d|- |--|on and|A|É|é| | | | |\n|\u{85}|\u{1c}|\u{200b}|\u{3000}|好|好好|，|。|.|\"|(b)|👍|👍🏽|",
        "\u{23a}|\u{13a0}|İ|ẞ|Ω",
    ),
    "😀|👍|🏽|❤|\u{fe0f}|\u{fe0e}|\u{200d}|\u{20e3}|1|#|*|🇩|🇪|👩|🏴|\u{e0067}|\u{e007f}|©|™|✔|✓|→|a| |\n|é|🀄|🛷|\u{1fa70}|0",
    "#|＃|##|&|/|](|(|a|Z|é|写|_|7|12|Tag|é| |\n|`|```|.|-|😀|x27;|ſ|\u{660}|\u{300}|\u{2000}|\u{1ffff}|𠀀|[|]|!",
    concat!(
        "[|]|(|{|}|{{|}}|<|>|\\|$|^|_|!|Name|your name|your_|insert |Your Name|NAME|API_KEY|x|7|É|é|Имя|’|:|/|-| |\n|`|```|",
        "a|中|ǅ|[Name]|<NAME>|{{x}}|{first_name}",
    ),
    concat!(
        "- |* |+ |•|◦|-|---|***|=|===|___|# |## |#|####### |1. |2) |(3) |12.|1984. |3、|．|**|__|*|`|```|~~~|```js|\n|\n|\n|\r\n|\r|",
        "\n\n|\u{2028}|\u{85}| |  |    |\t|\u{a0}|\u{3000}|text|One. Two|| |[a](b)|[a]|(b)|code|:|-:|é|1|.|)|\u{1c}|\u{200b}",
    ),
    "name: x\n|name: X\n|n: 1\n|n: 2\n|**Name:** é *\n|- NAME\u{ff1a}7\r\n|> N: 03\n|x |X|é |7 |x\n|\u{a0}|name :|n:|İ|\u{1c}|•",
    concat!(
        "{\"name\": \"x\", \"n\": 2, \"a\": [\"x y\"]}|{\"name\":\" X\",\"n\":\"1\"}|{\"n\":1.0,\"a\":[true,-0.0]}|{\"name\": 7, \"n\": [1,2]}",
        "|{\"name\": null, \"n\": -1}|{\"a\":[1e3]}|{\"a\": [\"x\"], \"n\": 3}| |\n|x|X|7|-|0|1000|x y|.| x",
    ),
    "a b c\n|A b  c\r\n|x y z. |X y z.\n|\n|```\n|- a b c|好好好。|a\u{85}b c\n",
    "One two three.|one two Three.| |\n|One two|.|!|…|?|。|”|)|*|😀|👍🏽|❤|1️⃣|*\u{20e3}|🇩🇪|`|\u{a0}|؟|।|\r\n|- |x|a b c d",
    "\n|\n\n|text |- |1. |# |```|| a |---|\r\n|  go on|* x|== |\t",
];

const CALLS: &[(&str, &str)] = &[
    ("look_up", "{\"id\": 1}"),
    ("look_up", "{\"id\": \"1\"}"),
    ("look_up", "{\"id\": 1e999, \"__proto__\": 2}"),
    ("look_up", ""),
    ("look_up", "[1, \"a\"]"),
    ("look_up", "{\"id\": NaN}"),
    ("Look_up", "{}"),
    ("look\u{130}up", "null"),
];

/// Records drawn from all families: input, output and expected text of the same one.
fn contents() -> Vec<Content> {
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let mut contents = Vec::new();
    for family in FAMILIES {
        let is_json = family.starts_with('{');
        let family: Vec<&'static str> = family.split('|').collect();
        let pieces = |most: usize| proptest::collection::vec(proptest::sample::select(family.clone()), 0..most);
        let draw = (pieces(40), pieces(16), pieces(16), proptest::collection::vec(0..CALLS.len(), 0..3), 0..10u8);
        for _ in 0..250 {
            let (mut input, output, expected, calls, dice) = draw.new_tree(&mut runner).unwrap().current();
            // Of pieces of JSON one alone is JSON.
            input.truncate(if is_json { 1 } else { usize::MAX });
            contents.push(content(
                &input.concat(),
                &output.concat(),
                (dice > 1).then(|| expected.concat()),
                &calls,
                dice,
            ));
        }
    }
    let long = "9 a “b c d” Ada Bab ".repeat(700);
    let fixed = HOSTILE.iter().map(|text| content(text, text, Some((*text).to_owned()), &[], 3));
    contents.extend(fixed);
    contents.push(content(&long, &format!("{long}x"), Some(long.replace('b', "c")), &[0, 6], 3));
    contents
}

fn content(input: &str, output: &str, expected: Option<String>, calls: &[usize], dice: u8) -> Content {
    let call = |at: &usize| {
        let (name, arguments) = CALLS[*at];
        Part::ToolCall { id: None, name: name.into(), arguments: arguments.into() }
    };
    let mut output_parts: Vec<Part> = calls.iter().map(call).collect();
    output_parts.extend((dice == 0).then(|| Part::Refusal("no".into())));
    let messages = vec![Message::text(Role::System, "Answer"), Message::text(Role::User, input.to_owned())];
    Content { messages, output: output.into(), output_parts, expected: expected.map(Into::into), ..Content::default() }
}

/// The record as the helpers make it of a case.
fn record(content: &Content) -> Value {
    let calls = content.output_parts.iter().filter_map(|part| match part {
        Part::ToolCall { name, arguments, .. } => Some(json!({ "name": name.raw(), "arguments": arguments.raw() })),
        _ => None,
    });
    json!({
        "input": content.messages.iter().map(Message::plain).collect::<Vec<_>>().join("\n"),
        "turns": content.messages.iter().map(Message::plain).collect::<Vec<_>>(),
        "output": content.output.raw(),
        "expected": content.expected.as_ref().map(gemba::domain::Untrusted::raw),
        "tool_calls": calls.collect::<Vec<_>>(),
        "refusal": content.output_parts.iter().any(|part| matches!(part, Part::Refusal(_))),
    })
}

fn specs() -> Vec<CheckSpec> {
    let words = |typed: &[&str]| typed.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let read = |_: &str| Ok(r#"{"type":"object","properties":{"id":{"type":"number","maximum":9}}}"#.to_owned());
    let schema: &[&str] = &["tool-call", "look_up", "--schema", "f"];
    TYPED.iter().chain([&schema]).map(|typed| checks::parse(&words(typed), &read).unwrap()).collect()
}

#[test]
fn the_helpers_read_prose_as_gemba_does() {
    let contents = contents();
    let records: Vec<Value> = contents.iter().map(record).collect();
    let specs = specs();
    let mut native = Vec::new();
    for spec in &specs {
        let check = checks::compile(spec).unwrap();
        let passes =
            |content: &Content| check.objections(&Subject { output: content.output.raw(), content }).is_empty();
        let verdicts: Vec<bool> = contents.iter().map(passes).collect();
        let failed = verdicts.iter().filter(|passed| !**passed).count();
        assert!(failed > 5 && failed + 5 < verdicts.len(), "{spec:?} fails {failed} of {}", verdicts.len());
        native.push(verdicts);
    }
    let engines = [("python3", ["-c", PYTHON], Engine::Python), ("node", ["-e", NODE], Engine::JavaScript)];
    for (program, arguments, engine) in engines {
        let lines: Vec<Value> = specs
            .iter()
            .flat_map(|spec| [checks::export(spec, engine).unwrap(), json!({ "records": records })])
            .collect();
        let Some(answers) = ask(program, arguments, &lines) else { continue };
        assert_eq!(answers.len(), specs.len());
        let mut wrong = Vec::new();
        for ((spec, answer), ours) in specs.iter().zip(&answers).zip(&native) {
            for ((theirs, ours), record) in answer.as_array().unwrap().iter().zip(ours).zip(&records) {
                if theirs != ours {
                    wrong.push(format!("{} says {theirs}: {record}", checks::describe(spec)));
                }
            }
        }
        assert!(
            wrong.is_empty(),
            "{program} differs {} times:\n{}",
            wrong.len(),
            wrong[..wrong.len().min(8)].join("\n")
        );
        eprintln!("{program} agrees on {} checks over {} records", specs.len(), records.len());
    }
}
