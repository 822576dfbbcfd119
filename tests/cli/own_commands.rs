//! `[[command]]` in the settings: the user's own is listed with its key, a workspace's is not read.

use super::Cli;

const TICKET: &str = "[[command]]\nkey = \"B\"\ntitle = \"Open a ticket\"\nargv = [\"ticket\", \"new\"]\n";

fn with_settings(text: &str) -> Cli {
    let cli = Cli::with_records(1);
    let folder = cli.home.path().join("config/gemba");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("config.toml"), text).unwrap();
    cli
}

#[test]
fn an_own_command_stands_in_the_reference_with_its_key() {
    let keys = with_settings(TICKET).run(&["keys"]).good();
    assert!(keys.out.contains("Open a ticket: Runs ticket new."), "{}", keys.out);
    assert_eq!(keys.err, "");
}

#[test]
fn a_key_that_it_takes_and_one_that_it_cannot_have_are_told() {
    let keys = with_settings(&TICKET.replace("\"B\"", "\"p\"")).run(&["keys"]).good();
    for word in ["config.toml, [[command]]: `p`", "\"Open a ticket\"", "\"Pass\"", "Pass = "] {
        assert!(keys.err.contains(word), "{word} in {}", keys.err);
    }
    let keys = with_settings(&TICKET.replace("\"B\"", "\"alt-b\"")).run(&["keys"]).good();
    assert!(keys.err.contains("[[command]] \"Open a ticket\"") && keys.err.contains("Alt"), "{}", keys.err);
}

#[test]
fn a_workspace_cannot_bring_a_command_and_a_relative_program_is_refused() {
    let cli = Cli::with_records(1);
    std::fs::write(cli.work().join(".gemba/config.toml"), TICKET).unwrap();
    let keys = cli.run(&["keys"]).good();
    assert!(!keys.out.contains("Open a ticket"), "{}", keys.out);
    assert!(keys.err.contains("is not read: a workspace cannot bring programs"), "{}", keys.err);
    let refused = with_settings(&TICKET.replace("\"ticket\"", "\"./ticket\"")).run(&["keys"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("a workspace must not bring the program"), "{}", refused.err);
}
