//! The screen of `gemba import --pick`: keys in, a screen and choices out, over the real reader.

use gemba::app::pick::{Choices, Pick, PickEffect, PickStart};
use gemba::command::{Chord, Key};
use gemba::ingest::ImportOptions;
use gemba::services::import::{reading, structure};
use gemba::ui::theme::Theme;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::hostile_inputs::HOSTILE;

/// A log that no format knows: the texts are nested, the turns have keys of their own, the label is a word.
const ODD: &str = r#"{"rid":"a-1","payload":{"ctx":{"at":"2026-11-24T07:00:00Z","who":"bot-7"},"dlg":[{"spk":"user","txt":"Where is my parcel?"},{"spk":"assistant","txt":"On its way."}]},"ok":"nope"}
{"rid":"a-2","payload":{"ctx":{"at":"2026-11-24T08:30:00Z","who":"bot-7"},"dlg":[{"spk":"user","txt":"Cancel my plan."},{"spk":"assistant","txt":"It is cancelled."}]},"ok":"fine"}
{"rid":"a-3","payload":{"ctx":{"at":"2026-11-24T09:12:00Z","who":"bot-8"},"dlg":[{"spk":"user","txt":"Hello?"},{"spk":"assistant","txt":"Hello."}]},"ok":"fine"}
"#;

/// The screen over a log, as the runtime drives it.
struct Picking {
    pick: Pick,
    folder: tempfile::TempDir,
    effect: PickEffect,
    size: (u16, u16),
}

impl Picking {
    fn over(text: &str, columns: u16, rows: u16) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("odd.jsonl");
        std::fs::write(&log, text).unwrap();
        let options = options(&log, &Choices::default());
        let start = PickStart {
            file: "odd.jsonl".to_owned(),
            name: "odd".to_owned(),
            structure: structure(&options).unwrap(),
            reading: reading(&options),
            ..PickStart::default()
        };
        Self { pick: Pick::new(start), folder, effect: PickEffect::None, size: (columns, rows) }
    }

    /// Goes to a path and presses keys there.
    fn at(mut self, path: &str, keys: &str) -> Self {
        let found = self.pick.structure.paths.iter().position(|one| one.path == path);
        self.pick.cursor = found.unwrap_or_else(|| panic!("no {path} in {:?}", self.pick.structure.paths));
        for key in keys.split(' ').filter(|key| !key.is_empty()) {
            self = self.press(Chord::parse(key).unwrap());
        }
        self
    }

    fn press(mut self, chord: Chord) -> Self {
        self.effect = self.pick.press(chord, gemba::ui::pick::page(self.size));
        let options = options(&self.folder.path().join("odd.jsonl"), &self.pick.choices);
        if self.effect == PickEffect::Reshape {
            self.pick.structure = structure(&options).unwrap();
        }
        if matches!(self.effect, PickEffect::Read | PickEffect::Reshape) {
            self.pick.reading = reading(&options);
        }
        self
    }

    fn write(self, text: &str) -> Self {
        text.chars().fold(self, |picking, c| picking.press(Chord::char(c)))
    }

    fn screen(&self) -> String {
        let (columns, rows) = self.size;
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        let theme = Theme::default().without_colour();
        terminal.draw(|frame| gemba::ui::pick::draw(&self.pick, &theme, frame)).unwrap();
        let buffer = terminal.backend().buffer();
        let line = |y: u16| {
            let cells = (0..columns).map(|x| buffer[(x, y)].symbol());
            cells.collect::<String>().trim_end().to_owned()
        };
        (0..rows).map(line).collect::<Vec<_>>().join("\n")
    }
}

fn options(path: &std::path::Path, choices: &Choices) -> ImportOptions {
    let list = |values: &str| values.split(',').filter(|value| !value.is_empty()).map(str::to_owned).collect();
    let label = |label: &gemba::app::pick::PickedLabel| gemba::ingest::LabelOptions {
        field: label.field.clone(),
        fail_when: list(&label.fail),
        pass_when: list(&label.pass),
        ..gemba::ingest::LabelOptions::default()
    };
    ImportOptions {
        path: path.to_owned(),
        map: choices.map.clone(),
        records: choices.records.clone(),
        labels: choices.labels.iter().map(label).collect(),
        ..ImportOptions::default()
    }
}

/// Everything pointed at.
fn picked(columns: u16, rows: u16) -> Picking {
    Picking::over(ODD, columns, rows)
        .at("payload.dlg", "m")
        .at("payload.dlg[0].spk", "r")
        .at("payload.dlg[0].txt", "c")
        .at("payload.ctx.at", "t")
        .at("payload.ctx.who", "M")
        .at("rid", "x")
        .at("ok", "l")
        .write("nope")
        .press(Chord::plain(Key::Enter))
}

#[test]
fn an_odd_log_is_pointed_at_and_read() {
    let picking = picked(120, 40);
    let reading = &picking.pick.reading;
    let first = reading.first.as_ref().unwrap();
    assert_eq!((reading.records, reading.without_output, &reading.problem), (3, 0, &None));
    assert_eq!((first.last_question().as_ref(), first.answer().as_str()), ("Where is my parcel?", "On its way."));
    assert_eq!((reading.labels[0].fail, reading.labels[0].pass), (1, 2));
    assert_eq!(picking.press(Chord::plain(Key::Enter)).effect, PickEffect::Import);
}

#[test]
fn it_opens_with_what_the_log_holds() {
    insta::assert_snapshot!("pick_opens_80", Picking::over(ODD, 80, 24).screen());
    insta::assert_snapshot!("pick_opens_120", Picking::over(ODD, 120, 40).screen());
}

#[test]
fn the_record_stands_beside_what_was_pointed_at() {
    insta::assert_snapshot!("pick_picked_80", picked(80, 24).screen());
    insta::assert_snapshot!("pick_picked_120", picked(120, 40).screen());
}

#[test]
fn the_keys_and_the_line_that_is_typed_are_shown() {
    insta::assert_snapshot!("pick_keys_120", Picking::over(ODD, 120, 40).at("ok", "?").screen());
    let help = Picking::over(ODD, 80, 24).at("ok", "?").screen();
    assert!(help.contains("Backspace") && help.contains("The output is here"), "{help}");
    let asked = Picking::over(ODD, 80, 24).at("ok", "l").write("no").screen();
    assert!(asked.contains("Which values mean fail") && asked.contains("fine 2"), "{asked}");
}

#[test]
fn what_cannot_be_read_so_is_said_and_not_imported() {
    let picking = Picking::over("{\"a\": {\"b\": 1}}\n", 80, 24).press(Chord::plain(Key::Enter));
    assert_eq!(picking.effect, PickEffect::None);
    assert!(picking.screen().contains("Nothing can be read so"), "{}", picking.screen());
    let picking = Picking::over("{\"a\": \"q\", \"b\": \"r\"}\n", 80, 24).at("a", "i").at("b", "o Enter");
    assert_eq!(picking.effect, PickEffect::Import);
}

#[test]
fn a_choice_is_taken_back_moved_and_of_another_element() {
    let picking = Picking::over(ODD, 80, 24).at("payload.dlg[0].txt", "i i");
    assert_eq!(picking.pick.choices, Choices::default());
    let picking = picking.at("payload.dlg[0].txt", "i [ o");
    let map: Vec<_> = picking.pick.choices.map.iter().map(|(field, path)| format!("{field}={path}")).collect();
    assert_eq!(map, ["input=payload.dlg[0].txt", "output=payload.dlg[-1].txt"]);
    assert_eq!(picking.pick.reading.first.as_ref().unwrap().answer(), "On its way.");
    let picking = picking.at("payload.dlg[0].txt", "Backspace");
    assert_eq!(picking.pick.choices, Choices::default());
    let picking = picking.at("payload.ctx.who", "=").write("latncy").press(Chord::plain(Key::Enter));
    assert!(picking.screen().contains("the nearest is latency"), "{}", picking.screen());
    assert_eq!(picking.press(Chord::plain(Key::Esc)).effect, PickEffect::Cancel);
}

#[test]
fn the_list_of_records_is_opened_and_closed() {
    let text = "{\"run\": {\"steps\": [{\"q\": \"Why?\", \"a\": \"Because.\"}]}}\n";
    let picking = Picking::over(text, 80, 24).at("run.steps", "R");
    assert_eq!(picking.effect, PickEffect::Reshape);
    let picking = picking.at("q", "i").at("a", "o");
    assert_eq!(picking.pick.choices.records.as_deref(), Some("run.steps"));
    assert_eq!(picking.pick.reading.first.as_ref().unwrap().answer(), "Because.");
    assert_eq!(picking.at("q", "R").pick.structure.paths[0].path, "run");
}

#[test]
fn hostile_logs_reach_no_cell_of_the_screen() {
    for text in HOSTILE {
        let line = serde_json::json!({ *text: *text, "input": text, "output": text, "ok": text }).to_string();
        for (columns, rows) in [(120, 40), (80, 24), (40, 10), (12, 3), (1, 1)] {
            let picking = Picking::over(&format!("{line}\n"), columns, rows).at("ok", "l");
            let shown = picking.screen();
            assert!(!shown.chars().any(|c| c.is_control() && c != '\n'), "{shown:?}");
            assert!(!shown.contains(['\u{202e}', '\u{200b}', '\u{e0001}']), "{shown:?}");
        }
    }
}

#[test]
fn a_field_without_text_keeps_a_row_of_its_own() {
    let log = r#"{"input":"Where is it?","output":"","model":"gpt-4o","id":"a-1"}"#;
    let screen = Picking::over(log, 120, 40).screen();
    let row = |name: &str| screen.lines().position(|line| line.contains(&format!("│ {name}")));
    let rows = [row("input").unwrap(), row("output").unwrap(), row("model").unwrap()];
    assert!(rows.is_sorted_by(|a, b| a < b), "{rows:?}\n{screen}");
}

#[test]
fn text_pasted_without_brackets_does_nothing_but_fill_a_line() {
    let paste = |mut picking: Picking, text: &str| {
        let last = text.chars().count() - 1;
        for (at, c) in text.chars().enumerate() {
            let chord = if c == '\n' { Chord::plain(Key::Enter) } else { Chord::char(c) };
            picking.effect = picking.pick.press_pasted(chord, at == last);
            assert_ne!(picking.effect, PickEffect::Import, "{text}");
        }
        picking
    };
    let picking = paste(Picking::over(ODD, 80, 24), "input and output\nid\n");
    assert_eq!((&picking.pick.choices, picking.effect), (&Choices::default(), PickEffect::None));
    assert!(picking.screen().contains("pasted"), "{}", picking.screen());
    let picking = paste(picking.at("ok", "l"), "nope,\nno");
    assert_eq!(picking.pick.entry.as_ref().unwrap().text, "nope, no");
    let picking = paste(picking, "t\n");
    assert_eq!((picking.pick.choices.labels[0].fail.as_str(), &picking.pick.entry), ("nope, not", &None));
}
