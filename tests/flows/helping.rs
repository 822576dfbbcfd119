//! Help and palette: this layer's keys first at every width, narrowed by typing; a command runs by its name alone.

use super::harness::review;

const MODES: &[(&str, char)] = &[("invented policy", 'h'), ("wrong tone", 't')];
const CRITERIA: &[(&str, &str)] = &[("polite", "Is polite.")];

/// The first line inside the help's frame.
fn first_line(screen: &str) -> String {
    let mut lines = screen.lines().skip_while(|line| !line.contains("┌─keys"));
    let title = lines.next().unwrap_or_default();
    let left = title.chars().take_while(|c| *c != '┌').count();
    let line: String = lines.next().unwrap_or_default().chars().skip(left + 1).collect();
    line.split('│').next().unwrap_or_default().trim().to_owned()
}

#[test]
fn the_help_begins_with_the_keys_of_the_layer_on_top_at_every_width() {
    let layers = [
        ("", "Review"),
        ("t", "Tag with a hotkey"),
        ("f", "Fail, and why"),
        ("x", "Criterion not met"),
        ("c", "Criterion"),
        ("c e", "Edit which criterion"),
        ("y", "Copy"),
        ("g", "Go to"),
        ("v", "Selecting a span"),
        ("s refund <Enter>", "While the search shows"),
        ("1 c e 1 ! <Enter>", "What an edit changed"),
        ("g m", "Modes"),
        ("g c", "Criteria"),
        ("g k", "Checks"),
        ("g i", "Insights"),
        ("g o", "Compare"),
        ("g e", "Session"),
    ];
    for (keys, title) in layers {
        for (columns, rows) in [(60, 18), (80, 24), (100, 30), (120, 40), (160, 45), (200, 50)] {
            let setup = review().with_modes(MODES).with_criteria(CRITERIA).at(columns, rows);
            let mut app = setup.press(keys);
            app.press("?");
            let screen = app.screen();
            let first = first_line(&screen);
            assert!(first.starts_with(title), "{keys} at {columns}: \"{first}\" in\n{screen}");
            app.press("<Esc>");
            assert!(app.model.overlays.len() <= 1, "{keys}: the help is left");
        }
    }
}

#[test]
fn the_help_is_left_back_to_the_layer_that_waits() {
    let mut app = review().with_modes(MODES).press("t ? <Esc> h");
    assert_eq!(app.judged().len(), 1, "h is still a hotkey");
}

#[test]
fn typing_narrows_the_help_to_what_it_names_and_escape_takes_that_back_first() {
    let mut app = review().press("?");
    app.write_text("corrected editor");
    let screen = app.screen();
    assert!(screen.contains("keys: corrected editor") && screen.contains("Correct the output in your editor"));
    assert!(!screen.contains("Select words"), "{screen}");
    app.write_text(" zzz");
    assert!(app.screen().contains("nothing found"), "{}", app.screen());
    app.press("<Esc>");
    assert!(app.screen().contains("type to narrow"), "{}", app.screen());
    app.press("<Esc>");
    assert!(!app.screen().contains("┌─keys"));
}

#[test]
fn the_help_uses_the_width_and_every_line_of_it_can_be_reached() {
    let mut app = review().at(200, 50).press("?");
    let shown = |app: &super::harness::TestApp| app.screen();
    assert!(shown(&app).contains("Goes to the next record."));
    let mut seen = shown(&app);
    for _ in 0..9 {
        app.press("<PgDn>");
        seen.push_str(&shown(&app));
    }
    for entry in gemba::command::REGISTRY.iter().filter(|entry| entry.id.starts_with("Copy")) {
        assert!(seen.contains(entry.title), "{}", entry.title);
    }
    let rows = shown(&app).lines().filter(|line| line.matches("  ").count() > 2).count();
    assert!(rows > 20, "columns stand beside each other:\n{}", shown(&app));
}

#[test]
fn the_palette_ranks_names_first_and_never_runs_what_only_mentions_the_words() {
    for (typed, wrong) in [("session", "Dismiss"), ("theme", "Fail"), ("sort", "Stub")] {
        let mut app = review().with_modes(MODES).press(":");
        app.write_text(typed);
        let screen = app.screen();
        app.press("<Enter>");
        assert!(app.judged().is_empty(), "{typed} judged:\n{screen}");
        assert!(!screen.contains(wrong), "{typed} offers \"{wrong}\":\n{screen}");
    }
    let mut app = review().press(":");
    app.write_text("theme");
    assert!(app.screen().contains("nothing found"), "{}", app.screen());
    app.press("<Enter>");
    assert!(app.screen().contains("Nothing found."), "{}", app.screen());
    // "Quit" says that nothing is lost: it is offered, and runs only once it was chosen.
    let mut app = review().press(":");
    app.write_text("lost");
    assert!(app.screen().contains("these mention it"), "{}", app.screen());
    app.press("<Enter>");
    assert!(app.footer().contains("No command is called that"), "{}", app.footer());
    assert!(!app.effects.iter().any(|effect| matches!(effect, gemba::app::message::Effect::Quit)));
    app.press("<Down> <Enter>");
    assert!(app.effects.iter().any(|effect| matches!(effect, gemba::app::message::Effect::Quit)));
}

#[test]
fn a_key_that_means_nothing_says_so_and_names_the_help() {
    let mut app = review().press("B");
    assert!(app.footer().contains("B does nothing here") && app.footer().contains("? help"), "{}", app.footer());
    app.burst("B B B");
    assert!(!app.footer().contains("does nothing"), "{}", app.footer());
    let app = review().with_modes(MODES).press("g m z");
    assert!(app.footer().contains("z does nothing here"), "{}", app.footer());
}

#[test]
fn what_is_said_never_pushes_the_needed_keys_out() {
    for (columns, rows) in [(60, 20), (80, 24), (120, 40)] {
        let mut app = review().with_modes(MODES).at(columns, rows).open();
        app.model.notice = None;
        for keys in ["z", "b", "u", "P"] {
            app.press(keys);
            let footer = app.footer();
            for key in ["p pass", "f fail", "d defer", "? help"] {
                assert!(footer.contains(key), "{keys} at {columns}: {key} in {footer}");
            }
        }
        app.press("f");
        assert!(app.footer().contains("/ find or create"), "at {columns}: {}", app.footer());
    }
}

#[test]
fn a_picker_says_what_to_type_and_offers_to_define_only_what_can_be() {
    let app = review().press("T");
    assert!(app.screen().contains("type a name"), "{}", app.screen());
    assert!(!app.footer().contains("define"), "{}", app.footer());
    let app = review().at(60, 20).press(":");
    assert!(!app.footer().contains("define"), "{}", app.footer());
    assert!(app.screen().contains('└'), "the palette has its lower border:\n{}", app.screen());
    assert!(review().with_modes(MODES).press("T").footer().contains("Tab define"));
}

#[test]
fn the_footer_offers_no_key_that_has_nothing_to_act_on() {
    assert!(!review().at(200, 50).open().footer().contains("1–9 met"));
    assert!(review().with_criteria(CRITERIA).at(200, 50).open().footer().contains("1–9 met"));
    assert!(!review().press("t").footer().contains("a–z"));
    assert!(review().with_modes(MODES).press("t").footer().contains("a–z"));
}

#[test]
fn the_palette_and_the_help_find_what_people_call_things() {
    for (typed, found) in [("pager", "Open in your pager"), ("open", "Open as JSON"), ("json", "Copy as JSON")] {
        let mut app = review().press(":");
        app.write_text(typed);
        assert!(app.screen().contains(found), "{typed}:\n{}", app.screen());
        let mut app = review().press("?");
        app.write_text(typed);
        assert!(app.screen().contains(found), "{typed}:\n{}", app.screen());
    }
}

#[test]
fn the_header_of_a_narrow_screen_names_the_view_first() {
    for (columns, rows) in [(60, 20), (80, 24)] {
        let mut app = review().with_records(9).at(columns, rows).press("/");
        app.write_text("Norway").press("<Enter>");
        let header = app.screen().lines().next().unwrap().to_owned();
        assert!(header.contains("view Norway 1 of 3"), "at {columns}: {header}");
    }
}

#[test]
fn the_legend_of_the_symbols_is_found_by_help_and_palette() {
    for typed in ["legend", "symbol"] {
        let mut app = review().press("?");
        app.write_text(typed);
        assert!(app.screen().contains("Signs on the screen"), "{typed}:\n{}", app.screen());
        let mut app = review().press(":");
        app.write_text(typed);
        assert!(app.screen().contains("Help"), "{typed}:\n{}", app.screen());
    }
}
