//! Every character of the planes that people write in is the same emoji, hashtag, placeholder, bullet or blank in Python and
//! JavaScript as in Rust.

use gemba::checks::{self, Engine, Subject};
use gemba::domain::{CheckSpec, Content};
use serde_json::{Value, json};

use super::helpers::ask;
use super::prose::{NODE, PYTHON};

/// What is counted, and the texts around a character in which it may be one.
const AROUND: &[(&str, &[[&str; 2]])] = &[
    ("emoji", &[["", ""], ["", "\u{fe0f}"], ["😀\u{200d}", ""]]),
    ("hashtags", &[["#", ""], ["", "#a"]]),
    ("placeholders", &[["[", "a]"], ["[A", "]"], ["", "[Name]"]]),
    ("bullets", &[["", " x"], ["-", "x"], ["- ", ""]]),
    ("numbered-items", &[["1.", "x"], ["1", "x"]]),
    ("headings", &[["#", "x"]]),
    ("sentences", &[["a.", "b"], ["a.", " b"]]),
    ("words", &[["a", "b"]]),
    ("lines", &[["a", "b"], ["", ""]]),
];

fn specs(of: &str) -> [CheckSpec; 2] {
    ["0", "1"].map(|max| {
        let words = ["count", of, "--max", max].map(str::to_owned);
        checks::parse(&words, &|_| unreachable!()).unwrap()
    })
}

#[test]
fn every_character_is_counted_alike() {
    let all = ('\0'..='\u{33ff}').chain('\u{fe00}'..='\u{ffff}').chain('\u{1f000}'..='\u{1fbff}');
    let rare = [
        '\u{4e00}',
        '\u{a000}',
        '\u{ac00}',
        '\u{d7ff}',
        '\u{f900}',
        '\u{10000}',
        '\u{1cfff}',
        '\u{20000}',
        '\u{e0020}',
    ];
    let chars: Vec<char> = all.chain(rare).collect();
    let (mut lines, mut native) = ([Vec::new(), Vec::new()], Vec::new());
    for (of, around) in AROUND {
        let texts: Vec<String> = chars
            .iter()
            .flat_map(|c| around.iter().map(move |[before, behind]| format!("{before}{c}{behind}")))
            .collect();
        let records: Vec<Value> = texts.iter().map(|text| json!({ "output": text })).collect();
        for spec in specs(of) {
            let check = checks::compile(&spec).unwrap();
            let content = Content::default();
            let passes = |output: &String| check.objections(&Subject { output, content: &content }).is_empty();
            native.push((spec.clone(), texts.clone(), texts.iter().map(passes).collect::<Vec<bool>>()));
            for (lines, engine) in lines.iter_mut().zip([Engine::Python, Engine::JavaScript]) {
                lines.extend([checks::export(&spec, engine).unwrap(), json!({ "records": records })]);
            }
        }
    }
    for ((program, arguments), lines) in [("python3", ["-c", PYTHON]), ("node", ["-e", NODE])].into_iter().zip(&lines) {
        let Some(answers) = ask(program, arguments, lines) else { continue };
        assert_eq!(answers.len(), native.len());
        for ((spec, texts, ours), theirs) in native.iter().zip(&answers) {
            let differ = texts.iter().zip(ours.iter().zip(theirs.as_array().unwrap()));
            let wrong: Vec<&String> =
                differ.filter(|(_, (ours, theirs))| **theirs != **ours).map(|(text, _)| text).collect();
            assert!(
                wrong.is_empty(),
                "{program}, {}: {} differ: {:?}",
                checks::describe(spec),
                wrong.len(),
                &wrong[..wrong.len().min(9)]
            );
        }
    }
}
