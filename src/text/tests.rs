//! What a reviewer sees of hostile text, and what never reaches the terminal.

use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::*;
use crate::domain::name::is_printable;

fn line(text: &str) -> String {
    visible_line(&Untrusted::from(text)).into_string()
}

fn block(text: &str) -> String {
    visible_block(&Untrusted::from(text)).into_string()
}

#[test]
fn controls_become_pictures_or_bytes() {
    assert_eq!(line("a\0b\u{1b}[31m\u{7f}\u{9b}31m\u{85}"), "a␀b␛[31m<7F><9B>31m<85>");
    assert_eq!(line("one\ntwo\tthree\r\n"), "one⏎two three␍⏎");
    assert_eq!(block("one\ntwo\tthree\n\t4"), "one\ntwo three\n    4");
}

#[test]
fn invisible_characters_get_their_names() {
    assert_eq!(line("\u{202e}evil\u{202c}\u{2066}x\u{2069}"), "<RLO>evil<PDF><LRI>x<PDI>");
    assert_eq!(line("zero\u{200b}width\u{200d}joiner\u{feff}"), "zero<ZWSP>width<ZWJ>joiner<BOM>");
    assert_eq!(line("soft\u{ad}hyphen\u{2028}\u{2029}\u{fffd}\u{fffe}"), "soft<SHY>hyphen<LS><PS>\u{fffd}<U+FFFE>");
    assert_eq!(line("a\u{fe0f}b\u{e0100}"), "a<VS16>b<VS17>");
}

#[test]
fn text_smuggled_in_tags_is_read_out() {
    assert_eq!(line("ok\u{e0001}\u{e0068}\u{e0069}\u{e007f}."), "ok<TAG:hi>.");
    assert_eq!(line(&"\u{e0041}".repeat(600)), format!("<TAG:{}><TAG:{}>", "A".repeat(512), "A".repeat(88)));
    assert_eq!(line("🏴\u{e0067}\u{e0062}\u{e007f}"), "🏴<TAG:gb>");
}

#[test]
fn emoji_stay_whole_and_lone_joiners_do_not() {
    for emoji in ["👩‍👩‍👧‍👦", "👍🏽", "❤️", "1️⃣", "🇩🇪", "👩🏽‍💻", "🏳️‍🌈", "☺️", "❤️‍🔥"]
    {
        assert_eq!(line(emoji), emoji);
        assert_eq!(cells(emoji), 2, "{emoji}");
    }
    assert_eq!(line("👩\u{200d}"), "👩<ZWJ>");
    assert_eq!(line("👩\u{200d}a"), "👩<ZWJ>a");
    assert_eq!(line("1\u{fe0f}2"), "1<VS16>2");
    assert_eq!(line("❤\u{fe0f}\u{fe0f}"), "❤\u{fe0f}<VS16>");
}

#[test]
fn a_cluster_carries_eight_marks_at_most() {
    let marks = "\u{301}".repeat(100_000);
    assert_eq!(line(&format!("e{marks}!")), format!("e{}<+99992>!", "\u{301}".repeat(8)));
    assert_eq!(line("\u{301}"), "<U+0301>");
    assert_eq!(line("\u{301}\u{301}\u{301}"), "<+3>");
}

#[test]
fn hostile_lengths_take_no_more_than_a_moment() {
    let before = std::time::Instant::now();
    for unit in ["\u{200d}", "a\u{200d}\u{301}", "\u{301}", "👩\u{200d}", "\u{1100}", "\u{e0041}", "क्", "\u{600}", "🇩"]
    {
        assert!(!line(&unit.repeat(100_000)).is_empty());
    }
    assert!(before.elapsed().as_secs() < 10, "{:?}", before.elapsed());
}

#[test]
fn a_copy_says_how_much_it_lost() {
    let (copy, removed) = plain_for_copy(&Untrusted::from("a\u{202e}b\u{1b}[1m\tc\r\nd\u{e0041}\u{e0042}\n👩‍💻"));
    assert_eq!((copy.as_str(), removed), ("ab[1m\tc\nd\n👩‍💻", 4));
}

#[test]
fn text_is_cut_to_cells_not_to_bytes() {
    assert_eq!(fit("refund", 6), "refund");
    assert_eq!(fit("refunds", 6), "refun…");
    assert_eq!(fit("这是一个", 5), "这是…");
    assert_eq!(fit("这是一个", 4), "这…");
    assert_eq!(fit("这是", 4), "这是");
    assert_eq!(fit("这", 1), "…");
    assert_eq!(fit("x", 0), "");
    assert_eq!(fit("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 3), "👩‍👩‍👧‍👦…");
    assert_eq!(visible_start(&Untrusted::from("x".repeat(1_000_000)), 4).as_str(), "xxx…");
}

#[test]
fn json_stays_exact_and_harmless() {
    let json = "{\"a\": \"x\u{202e}\u{7f}\u{9b}\u{200b}\u{e0041}👩‍💻\\u001b\\\\\"}\r\n\t[1]";
    let safe = json_safe("\"\u{e0041}\u{2028}\\\"\u{85}é\"");
    assert_eq!(safe, "\"\\udb40\\udc41\\u2028\\\"\\u0085é\"");
    assert!(json_safe(json).chars().all(|c| c == '\n' || is_printable(c)));
}

/// Text of characters that are dangerous alone or beside each other, among ordinary ones.
fn hostile() -> impl Strategy<Value = String> {
    let parts = proptest::sample::select(vec![
        "a",
        " ",
        "\n",
        "\t",
        "\r",
        "\0",
        "\u{1b}",
        "\u{1b}]52;c;aGk=\u{7}",
        "\u{9b}",
        "\u{7f}",
        "\u{202e}",
        "\u{2066}",
        "\u{200b}",
        "\u{200c}",
        "\u{200d}",
        "\u{fe0f}",
        "\u{fe0e}",
        "\u{feff}",
        "\u{ad}",
        "\u{e0041}",
        "\u{e0100}",
        "\u{301}",
        "\u{20e3}",
        "👩",
        "❤",
        "🏽",
        "🇩",
        "1",
        "#",
        "这",
        "ﾞ",
        "ｶ",
        "\u{1100}",
        "\u{1161}",
        "\u{600}",
        "लो",
        "क्",
        "ल",
        "ا",
        "\u{fffe}",
        "\u{2028}",
        "\u{17a4}",
        "\u{17d8}",
        "\u{34f}",
        "\u{d4e}",
        "\u{111c2}",
        "😀",
        "©",
        "™",
        "\u{fffd}",
        "\u{a8fa}",
    ]);
    let any = proptest::char::any().prop_map(String::from);
    let part = prop_oneof![3 => parts.prop_map(str::to_owned), 1 => any];
    proptest::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

/// Emoji keep joiners and presentation selectors; nothing else unprintable may remain.
fn assert_harmless(out: &str) {
    for cluster in out.graphemes(true) {
        for c in cluster.chars() {
            let in_emoji = matches!(c, '\u{200d}' | '\u{fe0f}') && cluster.chars().count() > 1;
            assert!(is_printable(c) || in_emoji, "{:?}", cluster.escape_unicode().to_string());
        }
        assert!(cluster.chars().count() <= 40);
    }
}

#[derive(Default)]
struct Oracle {
    acted: bool,
    printed: usize,
}

impl vte::Perform for Oracle {
    fn print(&mut self, _: char) {
        self.printed += 1;
    }
    fn execute(&mut self, _: u8) {
        self.acted = true;
    }
    fn hook(&mut self, _: &vte::Params, _: &[u8], _: bool, _: char) {
        self.acted = true;
    }
    fn csi_dispatch(&mut self, _: &vte::Params, _: &[u8], _: bool, _: char) {
        self.acted = true;
    }
    fn osc_dispatch(&mut self, _: &[&[u8]], _: bool) {
        self.acted = true;
    }
    fn esc_dispatch(&mut self, _: &[u8], _: bool, _: u8) {
        self.acted = true;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_terminal_only_ever_prints_it(text in hostile()) {
        let out = line(&text);
        let mut oracle = Oracle::default();
        vte::Parser::new().advance(&mut oracle, out.as_bytes());
        prop_assert!(!oracle.acted);
        prop_assert_eq!(oracle.printed, out.chars().count());
        assert_harmless(&out);
        for shown in block(&text).split('\n') {
            assert_harmless(shown);
        }
    }

    #[test]
    fn atoms_cover_the_text_and_each_takes_a_cell(text in hostile()) {
        let (mut bytes, mut chars, mut wide) = (0, 0, 0);
        for atom in atoms(&text).in_runs_of(7) {
            bytes += atom.bytes;
            chars += atom.chars;
            wide += match atom.shown {
                Shown::Ascii(run) => run.len(),
                Shown::Cluster(_, width) => width,
                Shown::Marker(marker) => marker.cells(),
                Shown::Tab | Shown::Newline => 1,
            };
            prop_assert!(atom.bytes > 0 && atom.chars > 0);
        }
        prop_assert_eq!(bytes, text.len());
        prop_assert_eq!(chars, text.chars().count());
        prop_assert_eq!(wide, cells(&line(&text)));
    }

    #[test]
    fn cut_text_fits_and_keeps_whole_clusters(text in hostile(), width in 0_usize..20) {
        let out = line(&text);
        let cut = fit(&out, width);
        prop_assert!(cells(&cut) <= width);
        prop_assert!(cut == out || width == 0 || cut.ends_with('…'));
    }

    #[test]
    fn safe_json_reads_back_the_same(text in hostile()) {
        let value = serde_json::json!({ text.clone(): [text, 1.5] });
        for json in [value.to_string(), serde_json::to_string_pretty(&value).unwrap_or_default()] {
            let safe = json_safe(&json);
            prop_assert!(safe.chars().all(|c| c == '\n' || is_printable(c)));
            prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&safe).ok(), Some(value.clone()));
        }
    }
}
