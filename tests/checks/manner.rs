//! How an output speaks, which tools it calls, and how near it is to what was expected.

use gemba::checks::{self, Subject};
use gemba::domain::{Content, Part};

use super::typed_checks::{judge, objections_to, passes};

#[test]
fn refusals_are_known_by_how_they_begin() {
    let quoted_late = format!("{} He said: I can't help.", "Word after word. ".repeat(12));
    judge(
        &["not-refusal"],
        &["", "I'm sorry to hear that. Your refund is on its way.", "We can help.", "Hawaii can't help", &quoted_late],
        &[
            "I’m sorry, but I can’t help with that.",
            "As an AI language model, I have no opinions.",
            "I\u{a0}CANNOT\n**assist** with this",
            "Es tut mir leid, aber ich kann Ihnen dabei nicht helfen.",
            "Je suis désolé, mais je ne peux pas vous aider.",
            "Lo siento, no puedo ayudarte con eso.",
            "Mi dispiace, ma non posso aiutarti.",
            "Desculpe, não posso ajudar.",
            "Sorry, ik kan je niet helpen.",
            "К сожалению, я не могу помочь.",
            "抱歉，我无法提供这些信息。",
            "申し訳ありませんが、お手伝いできません。",
            "죄송하지만 도와드릴 수 없습니다.",
        ],
    );
    let marked =
        Content { output: "No.".into(), output_parts: vec![Part::Refusal("No.".into())], ..Content::default() };
    assert!(objections_to(&["not-refusal"], &marked)[0].reason.contains("log"));
    let found = objections_to(&["not-refusal"], &Content { output: "é I **can't** help".into(), ..Content::default() });
    assert_eq!(found[0].place, Some((2, 18)));
}

#[test]
fn languages_are_told_apart_and_short_texts_pass() {
    let english = "The order was shipped on Monday and it should be with you in a few days.";
    let german = "Die Bestellung wurde am Montag verschickt und sollte in wenigen Tagen bei Ihnen sein, nicht später.";
    let french = "La commande a été expédiée lundi et elle devrait être chez vous dans les prochains jours.";
    let spanish = "El pedido se envió el lunes y debería llegar a su casa en los próximos días, como siempre.";
    let italian = "La spedizione è partita lunedì e non dovrebbe tardare più di un paio di giorni per la consegna.";
    let portuguese = "O pedido foi enviado na segunda e deve chegar em alguns dias, mas não se preocupe com isso.";
    let dutch = "De bestelling is maandag verstuurd en zou binnen een paar dagen bij je moeten zijn, niet later.";
    let all = [("en", english), ("de", german), ("fr", french), ("es", spanish), ("it", italian), ("nl", dutch)];
    for (code, text) in all.iter().chain([("pt", portuguese)].iter()) {
        for (asked, _) in all {
            assert_eq!(passes(&["language", asked], text), asked == *code, "{asked} of {text}");
        }
    }
    for (code, text) in [
        ("ru", "Заказ был отправлен в понедельник"),
        ("el", "Η παραγγελία στάλθηκε τη Δευτέρα"),
        ("ar", "تم إرسال الطلب يوم الاثنين"),
        ("he", "ההזמנה נשלחה ביום שני"),
        ("hi", "ऑर्डर सोमवार को भेजा गया था"),
        ("th", "คำสั่งซื้อถูกส่งเมื่อวันจันทร์"),
        ("zh", "订单已于星期一发货，请耐心等待。"),
        ("ja", "ご注文は月曜日に発送されました。"),
        ("ko", "주문은 월요일에 발송되었습니다."),
    ] {
        for asked in ["en", "ru", "el", "ar", "he", "hi", "th", "zh", "ja", "ko"] {
            assert_eq!(passes(&["language", asked], text), asked == code, "{asked} of {text}");
        }
    }
    judge(
        &["language", "German"],
        &["OK", "42", "", "Ja, gern.", "```\nthe code and the comments of it are it\n```"],
        &[english],
    );
}

#[test]
fn going_round_in_circles_is_seen() {
    judge(
        &["no-repetition"],
        &[
            "",
            "a",
            "Each of these words stands here once, and none of them again.",
            "ha ha ha",
            "| a | b | c |\n| --- | --- | --- |\n| - | - | - |",
        ],
        &[
            "no no no no no no",
            "I can do it. I can do it. I can do it.",
            "好好好好好好好好",
            "- a b c d\n- a b c d\n- a b c d\n",
        ],
    );
    judge(&["no-repetition", "0"], &["a b c d e"], &["a b c d x A B C D"]);
    judge(&["no-repetition", "0.5", "--words", "1"], &["a b a"], &["a a a"]);
    let found = objections_to(
        &["no-repetition"],
        &Content { output: "é: go on and on go on and on go on".into(), ..Content::default() },
    );
    assert_eq!(found[0].place, Some((16, 34)));
}

#[test]
fn what_is_said_twice_is_pointed_at() {
    judge(
        &["no-duplicates", "sentences"],
        &["", "We ship it today. We ship it tomorrow.", "Yes. Yes. No. No.", "| - | - | - |"],
        &["We ship it today. Sure. WE  ship it today.", "再说一遍。好。再说一遍。"],
    );
    judge(
        &["no-duplicates", "lines"],
        &["one two three. one two three.", "- a\n- a", "```\nlet a = 1;\nlet a = 1;\n```"],
        &["- one two three\nx\n  - One two three", "a b c\r\na b c"],
    );
    judge(&["no-duplicates", "lines", "--words", "1"], &["a\n\n\nb"], &["a\na"]);
    let content = Content { output: "é go on now. Go on. é go on now. ".into(), ..Content::default() };
    assert_eq!(objections_to(&["no-duplicates", "sentences"], &content)[0].place, Some((20, 32)));
}

#[test]
fn the_end_of_a_full_sentence_is_known() {
    judge(
        &["ends-with-sentence"],
        &[
            "Done.",
            "Done!\n",
            "He said \"Done.\"",
            "**Really?**",
            "完成。",
            "Thanks! \u{1f389}\u{1f44d}\u{1f3fd}",
            "هل تم؟",
            "And so on…",
            "यह है।",
        ],
        &[
            "",
            "and then we",
            "Done. And",
            "- milk\n- tea",
            "Like this:",
            "\u{1f389}",
            "```\nx.\n```",
            "1\u{fe0f}\u{20e3}",
        ],
    );
    let content = Content { output: "Fine. And then \u{1f389} ".into(), ..Content::default() };
    assert_eq!(objections_to(&["ends-with-sentence"], &content)[0].place, Some((0, 14)));
}

#[test]
fn tool_calls_are_judged_by_name_and_arguments() {
    let call = |name: &str, arguments: &str| Content {
        output_parts: vec![Part::ToolCall { id: None, name: name.into(), arguments: arguments.into() }],
        ..Content::default()
    };
    assert!(objections_to(&["tool-call", "look_up"], &call("look_up", "broken")).is_empty());
    assert!(objections_to(&["tool-call", "look_up"], &call("Look_up", "{}"))[0].reason.contains("\"Look_up\""));
    assert!(objections_to(&["tool-call", "look_up"], &Content::default())[0].reason.contains("no tool"));
    let words = ["tool-call", "look_up", "--schema", "f"].map(str::to_owned);
    let read = |_: &str| Ok(r#"{"required":["id"],"properties":{"id":{"type":"integer"}}}"#.to_owned());
    let check = checks::compile(&checks::parse(&words, &read).unwrap()).unwrap();
    let reasons = |content: &Content| -> Vec<String> {
        check.objections(&Subject { output: "", content }).into_iter().map(|objection| objection.reason).collect()
    };
    assert!(reasons(&call("look_up", "{\"id\": 1}")).is_empty());
    assert!(reasons(&call("look_up", "{\"id\": \"x\"}"))[0].contains("/id"));
    assert!(reasons(&call("look_up", ""))[0].contains("not JSON"));
}

#[test]
fn likeness_to_what_was_expected_is_measured() {
    let judged = |typed: &[&str], expected: Option<&str>, output: &str| {
        let content = Content { output: output.into(), expected: expected.map(Into::into), ..Content::default() };
        objections_to(typed, &content).into_iter().next().map(|objection| objection.reason)
    };
    let told = judged(&["similar", "0.9"], Some("The cat sat on the mat."), "the cat is on the \"mat\"");
    assert_eq!(told.unwrap(), "has a ROUGE-L of 0.833 to the expected text, less than 0.9");
    assert_eq!(judged(&["similar", "0.83"], Some("The cat sat on the mat."), "the cat is on the \"mat\""), None);
    let told = judged(&["similar", "0.6", "--by", "levenshtein"], Some("kitten"), "sitting");
    assert_eq!(told.unwrap(), "has a Levenshtein ratio of 0.571 to the expected text, less than 0.6");
    assert_eq!(judged(&["similar", "1"], Some(""), " "), None);
    assert!(judged(&["similar", "0"], None, "x").unwrap().contains("no expected text"));
}
