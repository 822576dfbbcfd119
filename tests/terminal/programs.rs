//! Programs that the screen starts: the pager and the editor get a safe text and give the terminal back; an own command
//! gets the record and its end is said.

use std::os::unix::fs::PermissionsExt;

use super::screen::{End, Screen};
use super::workspace::Workspace;

/// A program made of a shell script, whose path holds a blank.
fn program(workspace: &Workspace, name: &str, script: &str) -> String {
    let path = workspace.root().join(name);
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path.display().to_string()
}

fn come_back(screen: &Screen, times: usize) {
    let entered = |bytes: &[u8]| bytes.windows(8).filter(|window| *window == b"\x1b[?1049h").count() > times;
    screen.wait_bytes("the screen again", 0, entered);
}

#[test]
fn the_pager_and_the_editor_get_the_record_as_safe_text_and_the_screen_comes_back() {
    let workspace = Workspace::plain(2);
    let got = workspace.root().join("got");
    let pager = program(&workspace, "my pager.sh", &format!("cat > '{}.pager'", got.display()));
    let editor = program(&workspace, "my editor.sh", &format!("cp \"$1\" '{}.editor'; exit 3", got.display()));
    let (pager, editor) = (format!("'{pager}'"), format!("'{editor}'"));
    let variables = [("PAGER", pager.as_str()), ("EDITOR", editor.as_str()), ("VISUAL", "")];
    let mut screen = Screen::start_with(&workspace, &["review"], 24, 80, &variables);
    screen.until("Question number 001");
    screen.send("Rp");
    come_back(&screen, 1);
    screen.send("Rj");
    come_back(&screen, 2);
    let json: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(format!("{}.pager", got.display())).unwrap()).unwrap();
    assert!(json.to_string().contains("Question number 001"), "{json}");
    screen.send("Re");
    screen.until("ended with 3");
    let text = std::fs::read_to_string(format!("{}.editor", got.display())).unwrap();
    assert!(text.contains("── user ──") && text.contains("── answer ──") && text.contains("Question number 001"));
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
    screen.assert_given_back();
}

#[test]
fn an_own_command_gets_the_record_and_its_first_line_is_said() {
    let workspace = Workspace::plain(2);
    let script = "grep -o 'Question number 00[0-9]' | head -1; exit 4";
    let path = program(&workspace, "ticket.sh", script);
    let config = workspace.root().join("config/gemba");
    std::fs::create_dir_all(&config).unwrap();
    let settings = format!("[[command]]\nkey = \"B\"\ntitle = \"Ticket\"\nargv = [\"{path}\"]\n");
    std::fs::write(config.join("config.toml"), settings).unwrap();
    let folder = workspace.root().join("config").display().to_string();
    let mut screen = Screen::start_with(&workspace, &["review"], 24, 80, &[("XDG_CONFIG_HOME", &folder)]);
    screen.until("Question number 001");
    screen.send("B");
    screen.until("Ticket: ended with 4: Question number 001");
    screen.send(":Ticket");
    screen.until("do: Ticket");
    screen.send("\x1b");
    screen.until("p pass");
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
}
