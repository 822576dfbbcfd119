//! Expressions that hang a backtracking engine are refused, those that people write every day are not, and the real
//! Python and the real Node.js are done with every one that is let through, within seconds, on texts made to hang them.

use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use gemba::checks::Engine;
use gemba::checks::pattern::Pattern;
use serde_json::{Value, json};

use super::breadth::Dice;

/// Shapes known to hang, as articles and advisories show them, and their cousins.
const WILD: &[&str] = &[
    "^(a+)+$",
    "^(a|aa)+$",
    "^(a*)*$",
    "^([a-zA-Z]+)*$",
    "^(.*a){12}$",
    r"^(\w+\s?)*$",
    r"^(\d+)*x",
    "x(?:y+y+)+z",
    r"^(([a-z])+.)+[A-Z]([a-z])+$",
    r"^([a-zA-Z0-9])(([\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}(([a-z]{2,3})|([a-z]{2,3}[.]{1}[a-z]{2,3}))$",
    r"^\s*\s*\s*x",
    r"^\d+\d+\d+\d+x",
    r"x\s*\s*\s*\s*$",
    "^.*.*.*=",
    r"^(?:\s*)(?:\s*)\w*(?:\s*)(?:\s*)x",
    "^(?:a?){24}a{24}$",
    "^(?:(?:(?:a?){3}){3}){3}b",
    r"^(?:[a-z]{1,20}){10}x",
    r"^[a-z]{0,30}[a-z]{0,30}[a-z]{0,30}[a-z]{0,30}[a-z]{0,30}!",
    "^(a|b|[ab])*c",
    r"^(\s|\n)*x",
    r"^(?:[^,]*,?)*;",
    "a.*b.*c.*d.*e",
    r"^(?:x+|y+)*(?:x+|z)*$",
    "^((ab)*)*$",
];

/// These look as wild, and are not once nothing repeats at their ends and classes are joined.
const TAMED: &[&str] = &[
    "^(a|a)*$",
    "(?:a|b|ab)*c",
    "^(?:.|[a-z])*x",
    r"^(\.|[^.])*x|(?:a+)+b",
    "(a+)+$",
    ".*.*.*=",
    r"x\s+\s+\s+",
    "a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?aaaaaaaaaaaaaaaaaaaaaaaaaa",
];

/// What people write.
const DAILY: &[&str] = &[
    r"\s+$",
    r"^\s+|\s+$",
    ".*foo.*",
    "^.*foo.*$",
    r"\s*\s*$",
    r"(?i)\bas an ai\b",
    r"(?i)as an ai (language )?model",
    r"\b\d{3}-\d{4}\b",
    r"[\w.+-]+@[\w-]+\.[\w.-]+",
    r"https?://\S+",
    r"\$\d+(?:\.\d{2})?",
    r"(\d{1,3}(?:,\d{3})*)(\.\d+)?\s*(USD|EUR|%)",
    "```[a-z]*\n",
    r"(?s)```.*```",
    r"^\{.*\}$",
    r"(?s)^\{.*\}\s*$",
    r"(?m)^\s*[-*]\s+",
    r"(?m)^#{1,6} .+$",
    r"<[^>]+>",
    r"<(\w+)[^>]*>.*</\w+>",
    r"\[[^\]]*\]\([^)]*\)",
    "foo.*bar",
    "foo.*bar.*baz",
    r"(?i)\b(sorry|apologi[sz]e)\b.*\b(cannot|can't|unable)\b",
    r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?",
    r"^(yes|no)[.!]?$",
    r"(\w+,\s*)+\w+",
    r"^(?:\w+\s)*\w+\.$",
    r"\b([A-Z][a-z]+ ){2,}",
    r"(?i)(refund|credit)\s+(of|for)\s+\$?\d+",
    r"[^\x00-\x7F]",
    r"^[A-Z][^.!?]*[.!?]$",
    r"\b[A-Z]{2,}\b",
    r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}",
    r#""[^"\\]*(?:\\.[^"\\]*)*""#,
    r#"^\s*"\w+"\s*:\s*"[^"]*"\s*,?\s*$"#,
    r"(?i)step \d+[:.)]",
    r"\b(\w+)\s+and\s+(\w+)\b",
    r"(?s)<think>.*?</think>",
    r"^[^:]+:\s*.+$",
    r"\(?\d{3}\)?[-. ]?\d{3}[-. ]?\d{4}",
    r"(?i)^(great|good|excellent) question[!,.]",
    r"\n{3,}",
    r" {2,}",
    r"^\s*$",
    r"\p{Lu}\p{Ll}+\s\p{Lu}\p{Ll}+",
    r"(?:ha){3,}",
    r"^(?:[a-z0-9]+-)*[a-z0-9]+$",
    r"(?i)^\s*(?:sure|certainly|of course)\b.*[:.!]\s*",
    r"\bTODO\b|\bFIXME\b",
    r"\{\{\s*\w+(?:\.\w+)*\s*\}\}",
];

const PYTHON: &str = r#"
import json, re, sys
for line in sys.stdin.buffer.read().decode("utf-8").split("\n"):
    if line:
        pattern, texts = json.loads(line)
        pattern = re.compile(pattern)
        for text in texts:
            pattern.search(text)
print("done")
"#;

const NODE: &str = r#"
for (const line of require("fs").readFileSync(0, "utf8").split("\n")) {
  if (line === "") continue;
  const [pattern, texts] = JSON.parse(line);
  for (const text of texts) new RegExp(pattern, "gu").exec(text);
}
console.log("done");
"#;

/// Texts of 1,500 characters that repeat what the expression matches, and end in what it does not.
fn attacks(pattern: &str) -> Vec<String> {
    let words = pattern.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1).collect::<Vec<_>>();
    let mut pieces: Vec<String> = [
        "a", "0", " ", "\n", "\"", "ab", "a ", "Aa", "x", "xy", "1,", "a.", "-", "<", "<a>", "=", "\\a", "a-", ".a",
        "{",
    ]
    .map(str::to_owned)
    .to_vec();
    pieces.extend(words.iter().map(|word| (*word).to_owned()));
    pieces.extend([words.concat(), words.join(" "), pattern.chars().filter(|c| c.is_alphanumeric()).collect()]);
    let texts = pieces.iter().filter(|piece| !piece.is_empty()).map(|piece| piece.repeat(1500 / piece.len() + 1));
    let texts: Vec<String> = texts.collect();
    texts.iter().flat_map(|text| [format!("{text}\u{1}"), format!("{}\u{1}", &text[..30])]).collect()
}

/// Whether a program is done with an expression in time; `None` where it is not installed.
fn is_done(program: &str, flag: &str, code: &str, line: &Value, limit: Duration) -> Option<bool> {
    let spawned = Command::new(program)
        .args([flag, code])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        // Node switches a pipe that it is given to non-blocking, and leaves it so when it is killed: not the tests' own.
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = spawned else {
        eprintln!("skipped: there is no {program}");
        return None;
    };
    let mut stdin = child.stdin.take().unwrap();
    let text = line.to_string();
    let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()));
    let began = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            writer.join().unwrap().unwrap();
            let mut said = String::new();
            child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
            assert!(status.success(), "{program} on {line:.200}: {said}");
            return Some(true);
        }
        if began.elapsed() > limit {
            child.kill().unwrap();
            child.wait().unwrap();
            let _ = writer.join();
            return Some(false);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn wild_expressions_are_refused_and_daily_ones_are_not() {
    for engine in [Engine::Python, Engine::JavaScript] {
        let refusal = |typed: &str| Pattern::parse(typed, false).unwrap().print(engine).err();
        let let_through: Vec<&&str> = WILD.iter().filter(|typed| refusal(typed).is_none()).collect();
        let refused: Vec<_> = DAILY.iter().chain(TAMED).filter_map(|typed| Some((typed, refusal(typed)?))).collect();
        assert!(let_through.is_empty() && refused.is_empty(), "through: {let_through:#?}, refused: {refused:#?}");
        assert!(WILD.iter().all(|typed| refusal(typed).unwrap().contains("take forever")));
    }
}

#[test]
fn no_expression_that_is_let_through_hangs_an_engine() {
    let mut tried = 0;
    for typed in DAILY.iter().chain(TAMED) {
        tried += tried_out(typed, Duration::from_secs(20));
    }
    assert!(tried == 0 || tried >= DAILY.len() + TAMED.len(), "only {tried} were tried");
}

#[test]
#[ignore = "slow: some hundred expressions, each in two processes"]
fn no_diced_expression_that_is_let_through_hangs_an_engine() {
    let mut dice = Dice::new(3);
    let (mut tried, mut refused) = (0, 0);
    for _ in 0..300 {
        let typed = format!("{}{}!", dice.pick(&["^", "", "x"]), diced(&mut dice, 2));
        let runs = tried_out(&typed, Duration::from_secs(30));
        tried += runs;
        refused += usize::from(runs == 0);
    }
    eprintln!("{tried} runs of diced expressions ended; {refused} expressions were refused");
    assert!(refused > 10 && refused < 290, "{refused} were refused");
}

/// An expression of classes that overlap, each repeated somehow.
fn diced(dice: &mut Dice, depth: usize) -> String {
    let parts = ["a", "b", "[ab]", r"\s", r"\w", "[0-9]", ".", "[^,]", ",", "ab", r"[a-z]"];
    let again = ["", "", "*", "+", "?", "{0,3}", "*?", "{2,}"];
    let mut text = String::new();
    for _ in 0..2 + dice.roll(4) {
        let is_group = depth > 0 && dice.roll(4) == 0;
        let part = if is_group { format!("(?:{})", diced(dice, depth - 1)) } else { dice.pick(&parts).to_owned() };
        text.extend(["(?:", &part, ")", dice.pick(&again)]);
        if dice.roll(12) == 0 {
            text += "|";
        }
    }
    text
}

/// How many engines were done with an expression in time: 0 where it is refused, or where there is none of them.
fn tried_out(typed: &str, limit: Duration) -> usize {
    let mut tried = 0;
    for (engine, program, flag, code) in
        [(Engine::Python, "python3", "-c", PYTHON), (Engine::JavaScript, "node", "-e", NODE)]
    {
        let Ok(printed) = Pattern::parse(typed, false).unwrap().print(engine) else { continue };
        let line = json!([printed.joined(), attacks(typed)]);
        match is_done(program, flag, code, &line, limit) {
            None => return tried,
            Some(done) => assert!(done, "{typed} hangs {program}"),
        }
        tried += 1;
    }
    tried
}
