//! Bad input: each kind ends with its own code and a sentence, never with a backtrace.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;

use super::{Cli, log};

#[test]
fn what_is_not_a_log_cannot_be_imported() {
    let cli = Cli::new();
    let missing = cli.run(&["import", "nowhere.jsonl"]).bad(3);
    assert!(missing.err.contains("nowhere.jsonl"), "{}", missing.err);
    assert!(cli.run(&["import", "."]).bad(3).err.contains("holds no log"));
    let jpeg = cli.work().join("photo.jpg");
    std::fs::write(&jpeg, [&b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01"[..], &[0x9b; 4000]].concat()).unwrap();
    cli.run(&["import", jpeg.to_str().unwrap()]).bad(3);
    let empty = cli.write("empty.jsonl", "");
    cli.run(&["import", empty.to_str().unwrap()]).bad(3);
    let sqlite = cli.work().join("other.db");
    rusqlite::Connection::open(&sqlite).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    cli.run(&["import", sqlite.to_str().unwrap()]).bad(3);
    assert!(!cli.work().join(".gemba").exists(), "no workspace is made for any of it");
}

#[test]
fn wrong_usage_ends_with_two() {
    let cli = Cli::with_records(2);
    let id = cli.ids().remove(0);
    for arguments in [
        &["--nonsense"][..],
        &["list", "--nonsense"],
        &["review", "--blind"],
        &["lsit"],
        &["show", "ffffffffffff"],
        &["show", "not an id"],
        &["verdict", &id, "good"],
        &["verdict", &id],
        &["tag", &id],
        &["tag", &id, "unknown"],
        &["untag", &id, "unknown"],
        &["modes", "add", ""],
        &["modes", "add", "x", "--severity", "4"],
        &["modes", "add", "x", "--hotkey", "ab"],
        &["modes", "show", "unknown"],
        &["criteria", "log", "unknown"],
        &["checks", "add", "--mode", "unknown", "is-json"],
        &["checks", "add", "is-json"],
        &["checks", "remove", "unknown"],
        &["stubs", "--target", "unknown"],
        &["stubs", "--mode", "unknown"],
        &["list", "verdict:maybe"],
        &["list", "(verdict:fail"],
        &["import", "x.jsonl", "--map", "no-such-mapping"],
        &["review", "--json"],
        &["review", "--resume", "--sample", "3"],
        &["completions", "nonsense"],
    ] {
        let answer = cli.run(arguments);
        let wanted = if arguments.first() == Some(&"import") { 3 } else { 2 };
        assert!(answer.code == wanted, "{arguments:?} ended with {}: {}", answer.code, answer.err);
        answer.bad(wanted);
    }
}

#[test]
fn an_unknown_kind_of_check_names_the_nearest() {
    let cli = Cli::with_records(1);
    cli.run(&["modes", "add", "Odd"]).good();
    let refused = cli.run(&["checks", "add", "--mode", "odd", "min-lenght", "--chars", "3"]).bad(2);
    assert!(refused.err.contains("min-length"), "{}", refused.err);
    cli.run(&["checks", "add", "--mode", "odd", "regex", "("]).bad(2);
    let missing = cli.run(&["checks", "add", "--mode", "odd", "json-schema", "no-such-file"]);
    assert!(missing.code == 3 || missing.code == 2, "{}", missing.err);
    cli.run(&["checks", "add", "--mode", "odd", "contains", "-5 points", "--json"]).good();
}

#[test]
fn a_screen_needs_a_terminal() {
    let cli = Cli::with_records(1);
    for arguments in [&[][..], &["review"], &["demo"]] {
        assert!(cli.run(arguments).bad(2).err.contains("terminal"));
    }
}

#[test]
fn a_foreign_a_newer_and_a_damaged_workspace_are_refused() {
    let cli = Cli::with_records(1);
    let database = cli.work().join(".gemba/gemba.db");
    let all = [&["list"][..], &["show", "ab"], &["modes"], &["verdict", "ab", "pass"], &["doctor"]];
    {
        let newer = rusqlite::Connection::open(&database).unwrap();
        newer.pragma_update(None, "user_version", 9_999).unwrap();
    }
    for arguments in all {
        assert!(cli.run(arguments).bad(4).err.contains("newer"), "{arguments:?}");
    }
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(cli.work().join(format!(".gemba/gemba.db{ending}")));
    }
    rusqlite::Connection::open(&database)
        .unwrap()
        .execute_batch("CREATE TABLE other (x); PRAGMA user_version=1")
        .unwrap();
    for arguments in all {
        cli.run(arguments).bad(4);
    }
    let path = cli.write("more.jsonl", &log(2));
    cli.run(&["import", path.to_str().unwrap()]).bad(4);
    std::fs::write(&database, b"not a database at all, but long enough to be looked at ".repeat(40)).unwrap();
    for arguments in all {
        cli.run(arguments).bad(4);
    }
}

#[test]
fn a_locked_workspace_is_said_to_be_locked() {
    let cli = Cli::with_records(1);
    let id = cli.ids().remove(0);
    let other = rusqlite::Connection::open(cli.work().join(".gemba/gemba.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let refused = cli.run(&["verdict", &id, "pass"]).bad(4);
    assert!(
        refused.err.contains("lock") || refused.err.contains("busy") || refused.err.contains("use"),
        "{}",
        refused.err
    );
    other.execute_batch("ROLLBACK").unwrap();
    cli.run(&["verdict", &id, "pass"]).good();
}

#[test]
fn a_read_only_folder_can_be_read_but_not_judged_in() {
    let cli = Cli::with_records(1);
    let id = cli.ids().remove(0);
    let folder = cli.work().join(".gemba");
    let set = |folder_mode, file_mode| {
        for entry in std::fs::read_dir(&folder).unwrap() {
            std::fs::set_permissions(entry.unwrap().path(), Permissions::from_mode(file_mode)).unwrap();
        }
        std::fs::set_permissions(&folder, Permissions::from_mode(folder_mode)).unwrap();
    };
    set(0o500, 0o400);
    if std::fs::write(folder.join("probe"), "").is_ok() {
        let _ = std::fs::remove_file(folder.join("probe"));
        set(0o700, 0o600);
        println!("skipped: this user may write to read-only folders");
        return;
    }
    cli.run(&["verdict", &id, "pass"]).bad(4);
    cli.run(&["list"]).good();
    set(0o700, 0o600);
}

#[test]
fn doctor_says_what_helps_and_never_sends_to_itself() {
    use std::os::unix::fs::PermissionsExt;
    let cli = Cli::with_records(3);
    let database = cli.work().join(".gemba/gemba.db");
    std::fs::set_permissions(&database, std::fs::Permissions::from_mode(0o644)).unwrap();
    let answer = cli.run(&["doctor"]).bad(4).err;
    assert!(answer.contains("chmod") && !answer.contains("--rebuild"), "{answer}");
    let folder = database.parent().unwrap();
    assert!(std::process::Command::new("chmod").args(["-R", "go-rwx"]).arg(folder).status().unwrap().success());
    cli.run(&["doctor"]).good();
    for ending in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(cli.work().join(format!(".gemba/gemba.db{ending}")));
    }
    let mut bytes = std::fs::read(&database).unwrap();
    bytes[4096..].fill(0x5a);
    std::fs::write(&database, bytes).unwrap();
    let answer = cli.run(&["doctor"]).bad(4).err;
    assert!(answer.contains("gemba restore") && !answer.contains("gemba doctor"), "{answer}");
    assert!(cli.run(&["list"]).bad(4).err.contains("gemba doctor"));
}

#[test]
fn a_theme_that_is_not_there_is_refused_also_where_no_screen_opens() {
    let cli = Cli::with_records(1);
    let answer = cli.run(&["list", "--theme", "drak"]).bad(2).err;
    assert!(answer.contains("`drak`") && answer.contains("Did you mean `dark`?"), "{answer}");
    cli.run(&["list", "--theme", "light"]).good();
}

#[test]
fn labels_that_mean_something_else_than_was_said_are_pointed_out() {
    let cli = Cli::new();
    let path = cli.write("h.csv", "prompt,output,quality\na,b,no\nc,d,yes\ne,f,maybe\n");
    let path = path.to_str().unwrap();
    let answer = cli.run(&["import", path, "--label", "quality", "--fail-when", "bad"]).good().err;
    assert!(answer.contains("No label is `bad`, so all 3 count as a pass."), "{answer}");
    assert!(answer.contains("`no`, `yes`, `maybe`") && answer.contains("gemba undo"), "{answer}");
    cli.run(&["undo"]).good();
    let answer = cli.run(&["import", path, "--label", "quality", "--fail-when", "no"]).good().err;
    assert!(!answer.contains("No label is"), "{answer}");
    let mixed = cli.write("m.csv", "prompt,output,verdict\na,b,pass\nc,d,fail\ne,f,maybe\n");
    let answer = cli.run(&["import", mixed.to_str().unwrap(), "--label", "verdict"]).good().err;
    assert!(answer.contains("not understood: `maybe`") && answer.contains("--fail-when"), "{answer}");
}

#[test]
fn the_errors_behind_a_problem_are_told_when_more_is_asked_for() {
    let cli = Cli::with_records(1);
    let short = cli.run(&["import", "nowhere.jsonl"]).bad(3).err;
    assert!(!short.contains("caused by"), "{short}");
    for flag in ["-v", "--verbose"] {
        let long = cli.run(&["import", "nowhere.jsonl", flag]).bad(3).err;
        assert!(long.contains("\n  caused by: No such file or directory"), "{long}");
    }
}

#[test]
fn a_cause_that_quotes_hostile_bytes_is_made_visible() {
    let cli = Cli::with_records(1);
    std::fs::write(cli.work().join(".gemba/config.toml"), "theme = \"a\u{1b}[2J\u{202e}").unwrap();
    let answer = cli.run(&["config", "-v"]).bad(2).err;
    let cause = answer.lines().find(|line| line.starts_with("  caused by: ")).unwrap();
    assert!(cause.contains("theme = "), "the line of the file is quoted: {answer}");
    assert!(!answer.contains(['\u{1b}', '\u{202e}']), "{answer:?}");
}
