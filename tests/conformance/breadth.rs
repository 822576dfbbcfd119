//! Outputs put together by dice, always the same ones: JSON of all shapes and just beside them, XML, Markdown, prose,
//! Unicode, numbers; and exchanges of them. They bring every kind of check to hundreds of different outputs.

use std::collections::BTreeSet;

/// A generator of one fixed sequence (xorshift, Marsaglia 2003).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(super) fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 16) % sides as u64).unwrap()
    }

    pub(super) fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.roll(of.len())]
    }

    fn chance(&mut self, one_in: usize) -> bool {
        self.roll(one_in) == 0
    }
}

const NUMBERS: &[&str] = &[
    "0",
    "-0",
    "1",
    "2",
    "42",
    "1.0",
    "0.1",
    "-1.5e-3",
    "1E2",
    "1e400",
    "9007199254740993",
    "0.92",
    "-7",
    "3.5",
    "1e-320",
];
const TEXTS: &[&str] = &[
    "refund",
    "cancel",
    "",
    "a",
    "urgent",
    "billing",
    "é",
    "👍🏽",
    "\\u00e9",
    "\\ud83d\\ude00",
    "\\ud800",
    "\\n",
    "\\\"",
    "\\/",
    "x y",
    "中文",
    "\u{202e}",
    "{{env.CANARY}}",
];
const KEYS: &[&str] =
    &["intent", "confidence", "tags", "order", "id", "unit price", "a", "é", "__proto__", "constructor", "x-1", "x-2"];
const BLANKS: &[&str] = &["", "", "", " ", "\n", "\t", "\r\n"];

/// A JSON text with white space where it may stand.
pub(super) fn json(dice: &mut Dice, depth: usize) -> String {
    let blank = dice.pick(BLANKS);
    let kinds = if depth == 0 { 4 } else { 7 };
    let value = match dice.roll(kinds) {
        0 => dice.pick(NUMBERS).to_owned(),
        1 => format!("\"{}\"", dice.pick(TEXTS)),
        2 => dice.pick(&["true", "false", "null"]).to_owned(),
        3 => dice.pick(&["[]", "{}", "\"\"", "0"]).to_owned(),
        4 => {
            let items: Vec<String> = (0..dice.roll(5)).map(|_| json(dice, depth - 1)).collect();
            format!("[{blank}{}]", items.join(","))
        }
        _ => object(dice, depth),
    };
    format!("{blank}{value}{}", dice.pick(BLANKS))
}

fn object(dice: &mut Dice, depth: usize) -> String {
    let mut fields = Vec::new();
    for _ in 0..dice.roll(6) {
        let key = dice.pick(KEYS);
        fields.push(format!("\"{key}\":{}", json(dice, depth - 1)));
    }
    format!("{{{}}}", fields.join(", "))
}

/// The object that the corpus' paths and schemas speak of, nearly.
fn intent(dice: &mut Dice) -> String {
    let mut fields = vec![format!("\"intent\": \"{}\"", dice.pick(&["refund", "cancel", "other"]))];
    for (key, values) in [
        ("confidence", &["0.5", "1", "1.01", "\"high\"", "null"][..]),
        ("tags", &["[]", "[\"ab\"]", "[\"ab\", \"urgent\"]", "[\"A\"]", "[\"ab\", \"ab\"]", "{}"][..]),
        ("order", &["null", "{\"id\": 7}", "{\"id\": 7.0, \"unit price\": 1.00}", "{\"id\": 7.5}", "[]"][..]),
        ("extra", &["1"][..]),
    ] {
        if !dice.chance(if key == "extra" { 1 } else { 3 }) || key == "extra" && dice.chance(6) {
            fields.push(format!("\"{key}\":{}{}", dice.pick(BLANKS), dice.pick(values)));
        }
    }
    format!("{{{}}}", fields.join(","))
}

fn xml(dice: &mut Dice, depth: usize) -> String {
    let name = dice.pick(&["a", "b", "order", "x:y", "é", "_1", "a-b", "A.b"]);
    let attribute = dice.pick(&["", "", " id=\"1\"", " b = 'x&amp;y'", "\n c='\"'", " xml:lang='de'", " d='&#x41;'"]);
    if depth == 0 || dice.chance(4) {
        return format!(
            "<{name}{attribute}{}",
            dice.pick(&["/>", " />", "></"]).replace("></", &format!("></{name}>"))
        );
    }
    let mut inner = String::new();
    for _ in 0..dice.roll(4) {
        match dice.roll(4) {
            0 => inner += dice.pick(&["text", "&lt;", "&#233;", "]] >", "é 中", "\n", "1 > 0", "'\""]),
            1 => inner += dice.pick(&["<!-- c - c -->", "<![CDATA[<&]]>", "<?pi x?>", "<!---->"]),
            _ => inner += &xml(dice, depth - 1),
        }
    }
    format!("<{name}{attribute}>{inner}</{name}{}>", dice.pick(&["", "", " "]))
}

/// One character gone, doubled, or another in its place: texts that just miss their format.
fn dent(dice: &mut Dice, text: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    if chars.is_empty() {
        return "\u{0}".to_owned();
    }
    let at = dice.roll(chars.len());
    match dice.roll(3) {
        0 => drop(chars.remove(at)),
        1 => chars.insert(at, chars[at]),
        _ => {
            let other = dice.pick(&["\"", "<", "&", ",", "}", "]", "'", "\\", "\u{0}", "é", ">", "1"]);
            chars[at] = other.chars().next().unwrap();
        }
    }
    chars.into_iter().collect()
}

const LINES: &[&str] = &[
    "```",
    "```json",
    "~~~ Python",
    "~~~~",
    "   ```js",
    "    ```",
    "``` a`b",
    "| a | b |",
    "|-|-|",
    "| - | :-: |",
    "a | b",
    "---|---",
    "--- | --- | ---",
    "| 1 \\| 2 | 3 |",
    "key: value",
    "- item",
    "",
    "# Heading",
    "###### 2. Deep",
    "* item **bold** and `code`",
    "  1. first",
    "12) twelfth #tag",
    "- - -",
    "Dear [Name], see [docs](a.b) {{x}}",
    "plain text",
    "Done! 🎉👩‍👧 ❤️",
    "\t~~~",
];

/// What may stand behind the marks that open a fence.
const FENCES: &[&str] = &["", "", "python", " Python", "json x"];

fn markdown(dice: &mut Dice) -> String {
    let ends = dice.pick(&["\n", "\n", "\r\n", "\r"]);
    let lines: Vec<&str> = (0..2 + dice.roll(7)).map(|_| dice.pick(LINES)).collect();
    lines.join(ends)
}

const WORDS: &[&str] = &[
    "refund",
    "the",
    "Kelvin",
    "\u{212a}elvin",
    "Straße",
    "ſtrasse",
    "STRASSE",
    "as an AI",
    "AS AN AI,",
    "A",
    "I",
    "foo",
    "foo_bar",
    "naive",
    "naïve",
    "1234",
    "١٢٣٤",
    "2024-03-01",
    "$12.50",
    "é",
    "\0",
    "aab",
    "中文",
    "👍🏽",
    "``",
    "${x}",
    "{{y}}",
    "\u{202e}",
    "Σίσυφος",
    "i\u{307}stanbul",
    "line",
    "Line two",
    "sorry",
    "I cannot help with that",
    "is",
    "and",
    "of",
    "to",
    "der",
    "und",
    "https://docs.example.com/a",
    "www.example.org",
    "1,200",
    "5 %",
    "\"a quotation of words\"",
    "“curly quotation here”",
    "Ada Lovelace",
    "Charles Babbage",
    "on and on",
    "no",
];

fn prose(dice: &mut Dice) -> String {
    let mut text = String::new();
    for _ in 0..=dice.roll(14) {
        text += dice.pick(WORDS);
        text += dice.pick(&[" ", " ", " ", ". ", "! ", "?\n", ", ", "… ", "\u{a0}", "\u{3000}", "。", "\n\n", ": "]);
    }
    if dice.chance(3) { text.trim_end().to_owned() } else { text }
}

fn any(dice: &mut Dice) -> String {
    match dice.roll(16) {
        0..=2 => json(dice, 3),
        3..=6 => intent(dice),
        7 | 8 => xml(dice, 3),
        9 => markdown(dice),
        10 | 12 => {
            let fence = dice.pick(&["```", "~~~", "````"]);
            format!("{}{fence}{}\n{}\n{fence}", dice.pick(&["", "x\n"]), dice.pick(FENCES), prose(dice))
        }
        11 | 13 => {
            let [head, rule] = [["| a | b |", "a | b", "|a|"], ["|---|:-:|", "- | -", "|-|"]].map(|of| dice.pick(&of));
            format!("{}{head}\n{rule}\n| 1 | 2 |", dice.pick(&["", "A table:\n\n"]))
        }
        _ => prose(dice),
    }
}

/// So many different outputs, none of them among `known`; one in five is dented.
pub(super) fn outputs(count: usize, known: &[String]) -> Vec<String> {
    let mut dice = Dice::new(7);
    let mut seen: BTreeSet<String> = known.iter().cloned().collect();
    let mut found = Vec::new();
    while found.len() < count {
        let mut text = any(&mut dice);
        if dice.chance(5) {
            text = dent(&mut dice, &text);
        }
        if seen.insert(text.clone()) {
            found.push(text);
        }
    }
    found
}

/// An input with fields, as JSON or in a list, and an output that follows them, nearly.
fn fields(dice: &mut Dice, text: &str) -> (String, String) {
    let product = dice.pick(&["Tea", "Straße", "é", "👍🏽", "two words", "12"]);
    let (points, id) = (dice.roll(4), dice.roll(4));
    let input = match dice.roll(4) {
        0 => format!("{{\"product\": \"{product}\", \"points\": {points}, \"order\": {{\"id\": {id}}}}}"),
        1 => format!(" {{\"product\":\" {product}\",\"order\":{{\"id\":\"{id}\"}},\"points\":\"0{points}\"}}\n"),
        2 => format!("- Product: {product}\n**Points:** {points}\nLABEL: {product} "),
        _ => format!("{text}\r\nlabel \u{ff1a}\r\nlabel\u{ff1a}_{product}_\r\npoints: {points}."),
    };
    let bullets = dice.pick(&["- ", "* ", "\u{2022} "]).to_owned() + "Point here.\n";
    let sentences = "One. ".repeat(id);
    let output = match dice.roll(4) {
        0 => format!("{product}\n{}{text}", bullets.repeat(points)),
        1 => sentences,
        2 => format!("{}. {sentences}", product.to_lowercase()),
        _ => format!("{text} {product}, {id}\n{}", bullets.repeat(dice.roll(4))),
    };
    (input, output)
}

/// So many exchanges of different outputs: about half of the output occurs in the input.
pub(super) fn exchanges(count: usize, known: &[String]) -> Vec<[String; 2]> {
    let mut dice = Dice::new(11);
    let mut seen: BTreeSet<String> = known.iter().cloned().collect();
    let mut found = Vec::new();
    while found.len() < count {
        let (text, other) = (prose(&mut dice), prose(&mut dice));
        if dice.chance(3) {
            let (input, output) = fields(&mut dice, &text);
            if seen.insert(output.clone()) {
                found.push([input, output]);
            }
            continue;
        }
        let input = match dice.roll(4) {
            0 => other,
            1 => format!("{text}{other}"),
            2 => text.to_lowercase(),
            _ => prose(&mut dice),
        };
        let output = match dice.roll(5) {
            0 => format!("{text}{text}{text}"),
            1 => format!("I'm sorry, but I can't help with that. {text}"),
            _ => text,
        };
        if seen.insert(output.clone()) {
            found.push([input, output]);
        }
    }
    found
}
