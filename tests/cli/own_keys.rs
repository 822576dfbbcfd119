//! `keymap.toml` as a person writes it: what `gemba keys` then prints, and what it says is wrong.

use super::Cli;

fn with_keymap(text: &str) -> Cli {
    let cli = Cli::new();
    let folder = cli.home.path().join("config/gemba");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("keymap.toml"), text).unwrap();
    cli
}

#[test]
fn the_reference_shows_a_persons_keys_and_says_which_two_actions_want_one_key() {
    let cli = with_keymap("Defer = \"L\"\n[review]\nPass = [\"x\", \"Right\"]\nPas = \"q\"\nMark = \"alt-m\"\n");
    let keys = cli.run(&["keys"]).good();
    assert!(keys.out.contains("x · Right"), "{}", keys.out);
    assert!(keys.out.lines().any(|line| line.trim_start().starts_with("L ") && line.contains("Defer")));
    for word in ["keymap.toml:3: ", "`x`", "\"Pass\"", "\"Criterion not met\"", "NotMet = "] {
        assert!(keys.err.contains(word), "{word} in {}", keys.err);
    }
    assert!(keys.err.contains("keymap.toml:4: ") && keys.err.contains("Did you mean Pass?"), "{}", keys.err);
    assert!(keys.err.contains("keymap.toml:5: ") && keys.err.contains("Alt"), "{}", keys.err);
    let json = cli.run(&["keys", "--json"]).good().json();
    let of_pass: Vec<_> = json.iter().filter(|row| row["action"] == "Pass").map(|row| row["key"].clone()).collect();
    assert_eq!(of_pass, ["x", "Right"]);
}

#[test]
fn the_keys_print_as_a_file_that_reads_back_without_a_word() {
    let cli = Cli::new();
    let printed = cli.run(&["keys", "--toml"]).good().out;
    let is_line = |line: &str| line.strip_prefix('#').is_some_and(|rest| !rest.starts_with(' '));
    let taken: Vec<&str> = printed.lines().map(|line| if is_line(line) { &line[1..] } else { line }).collect();
    let again = with_keymap(&taken.join("\n")).run(&["keys"]).good();
    assert_eq!((again.err.as_str(), again.out), ("", cli.run(&["keys"]).good().out));
}

#[test]
fn a_file_that_is_no_toml_binds_nothing_and_is_told() {
    let keys = with_keymap("Pass = \n").run(&["keys"]).good();
    assert!(keys.err.contains("keymap.toml:1: ") && keys.err.contains("not TOML"), "{}", keys.err);
    assert_eq!(keys.out, Cli::new().run(&["keys"]).good().out);
}
