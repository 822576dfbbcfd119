//! Hostile text in a report: it is text there, never an element, an attribute, a link or an image.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use html5gum::{Token, Tokenizer};
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::json;

use crate::cli::Cli;
use crate::hostile_inputs::HOSTILE;
use gemba::domain::name::is_printable;

/// Stands in every hostile text, so that it is known wherever it turns up.
const CANARY: &str = "zqx";

/// What would act on a page or in a ticket.
const ON_A_PAGE: &[&str] = &[
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</div></details></section><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</title></svg><script>alert(1)</script>",
    "<svg onload=alert(1)><style>*{display:none}</style>",
    "<!-- --><![CDATA[ ]]>",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;b&#62;",
    "<a href=javascript:alert(1)>x</a>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<base href=//evil.example><iframe src=//evil.example>",
    "![x](https://evil.example/x.png) [y](https://evil.example) <https://evil.example>",
    "https://evil.example www.evil.example ann@evil.example",
    "[z]: https://evil.example\n[z]",
    "``` \n~~~\n````html\n<b>",
    "| a | b |\n---\n***",
    "   \n    indented\n\n<b>html</b>",
    "# heading\n- list\n> quote\n1. one",
];

/// A workspace in which every text that people or logs bring is hostile.
pub(super) fn hostile(more: &[String]) -> Cli {
    let cli = Cli::new();
    let texts: Vec<String> =
        HOSTILE.iter().chain(ON_A_PAGE).map(|text| (*text).to_owned()).chain(more.iter().cloned()).collect();
    let texts: Vec<String> = texts.iter().map(|text| format!("{CANARY}{text}{CANARY}")).collect();
    let mut log = String::new();
    for (n, text) in texts.iter().enumerate() {
        let record =
            json!({"id": format!("h{n}{text}"), "prompt": text, "output": text, "model": text, "prompt_version": text});
        writeln!(log, "{record}").unwrap();
    }
    let path = cli.write("log<img src=x>.jsonl", &log);
    cli.run(&["import", path.to_str().unwrap()]).good();
    let ids = cli.ids();
    let (mut verdicts, mut tags, mut notes) = (String::new(), String::new(), String::new());
    for (n, (id, text)) in ids.iter().zip(&texts).enumerate() {
        // A name holds no line breaks and nothing invisible, a command line no NUL.
        let name: String = text.chars().filter(|c| is_printable(*c)).take(60).collect();
        let (tagged, typed) = (format!("m{n} {name}"), text.replace('\0', ""));
        if cli.run(&["modes", "add", &tagged, "--definition", &typed]).code == 0 {
            writeln!(tags, "{}", json!({"id": id, "mode": tagged})).unwrap();
        }
        let criterion = format!("c{n} {name}");
        if n % 8 == 0 && cli.run(&["criteria", "add", &criterion, "--text", &typed]).code == 0 {
            cli.run(&["grade", id, &criterion, "not-met"]).good();
        }
        writeln!(verdicts, "{}", json!({"id": id, "verdict": "fail", "reviewer": "b <b> \"ben\""})).unwrap();
        writeln!(notes, "{}", json!({"id": id, "text": text})).unwrap();
    }
    for (command, lines) in [("verdict", verdicts), ("tag", tags), ("note", notes)] {
        let counts = cli.feed(&[command, "-"], &lines).good().json().remove(0);
        assert_eq!(counts["rejected"], json!(0), "{command}: {counts}");
    }
    cli
}

/// Every element and attribute that a page may hold.
const ELEMENTS: &str = "html head meta title style body header main section footer h1 h2 h3 h4 p div table caption thead \
    tbody tr th td figure figcaption details summary code svg desc line text circle polyline rect";
const ATTRIBUTES: &str = "lang charset http-equiv content name id class scope dir role aria-labelledby aria-describedby \
    viewbox x y x1 y1 x2 y2 cx cy r points width height text-anchor";

#[test]
fn no_element_and_no_attribute_of_a_page_comes_from_a_log() {
    let cli = hostile(&[]);
    let page = cli.run(&["report", "--format", "html", "--examples", "100", "--redact", "off"]).good().out;
    let elements: BTreeSet<&str> = ELEMENTS.split_whitespace().collect();
    let attributes: BTreeSet<&str> = ATTRIBUTES.split_whitespace().collect();
    let (mut text, mut depth) = (String::new(), 0_i64);
    for token in Tokenizer::new(&page) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                assert!(elements.contains(name.as_str()), "<{name}>");
                depth += i64::from(name != "meta");
                for (attribute, value) in tag.attributes {
                    let attribute = String::from_utf8_lossy(&attribute).into_owned();
                    assert!(attributes.contains(attribute.as_str()), "{attribute} of <{name}>");
                    let value = String::from_utf8_lossy(&value.value).into_owned();
                    assert!(!value.contains(CANARY), "{attribute}={value}");
                    let plain = |c: char| c.is_ascii_alphanumeric() || " .,;:'+/=-".contains(c);
                    assert!(value.chars().all(plain), "{attribute}={value}");
                }
            }
            Token::EndTag(_) => depth -= 1,
            Token::String(words) => text.push_str(&String::from_utf8_lossy(&words.value)),
            Token::Doctype(_) => {}
            Token::Comment(comment) => panic!("a comment: {comment:?}"),
            Token::Error(error) => panic!("a page that is not well-formed: {error:?}"),
        }
    }
    assert_eq!(depth, 0, "every element ends");
    // Nothing is lost: what can be seen stands on the page as it was logged.
    for logged in ON_A_PAGE.iter().filter(|logged| !logged.contains('\n')) {
        assert!(text.contains(&format!("{CANARY}{logged}{CANARY}")), "{logged}");
    }
    for c in page.chars() {
        assert!(c == '\n' || matches!(c, '\u{200d}' | '\u{fe0f}') || is_printable(c), "U+{:04X}", u32::from(c));
    }
}

#[test]
fn nothing_of_a_log_acts_in_a_ticket() {
    let cli = hostile(&[]);
    let ticket = cli.run(&["report", "--examples", "100", "--redact", "off"]).good().out;
    let (mut fenced, mut code) = (String::new(), false);
    for event in Parser::new_ext(&ticket, Options::all()) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => panic!("HTML: {html}"),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => panic!("a link: {dest_url}"),
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::BlockQuote(_) | Tag::List(_)) => {
                panic!("markup of a log: {event:?}")
            }
            Event::Start(Tag::Heading { id: Some(id), .. }) => panic!("an attribute: {id}"),
            Event::Start(Tag::CodeBlock(_)) => code = true,
            Event::End(pulldown_cmark::TagEnd::CodeBlock) => code = false,
            Event::Code(words) => assert!(!words.contains(CANARY), "{words}"),
            Event::Text(words) if code => fenced.push_str(&words),
            _ => {}
        }
    }
    for logged in ON_A_PAGE {
        assert!(fenced.contains(&format!("{CANARY}{logged}{CANARY}")), "{logged}");
    }
    // Sites that make links of bare addresses find none in words outside fences.
    let mut open: Option<String> = None;
    for line in ticket.lines() {
        let run: String = line.chars().take_while(|c| *c == '`').collect();
        match &open {
            Some(fence) if run.len() >= fence.len() && line == run => open = None,
            Some(_) => {}
            None if run.len() >= 3 => open = Some(run),
            None => assert!(!line.contains("https://") && !line.contains("www."), "{line}"),
        }
    }
}
