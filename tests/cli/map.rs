//! `gemba help map`: each of its examples is run as it stands.

use super::Cli;

/// Cuts a command line at blanks outside quotes.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), String::new(), None);
    for c in line.chars() {
        match (c, quote) {
            ('\'', None) => quote = Some('\''),
            ('\'', Some('\'')) => quote = None,
            (' ', None) => words.push(std::mem::take(&mut word)),
            (c, _) => word.push(c),
        }
    }
    words.push(word);
    words
}

#[test]
fn every_example_of_the_help_reads_as_it_says() {
    let help = Cli::new().run(&["help", "map"]).good().out;
    assert_eq!(help, Cli::new().run(&["map", "--help"]).good().out);
    let man = Cli::new().run(&["man"]).good().out.replace("\\*(Aq", "'").replace("\\(aq", "'").replace('\\', "");
    let text = Cli::new().run(&["map"]).good().out;
    let mut examples = 0;
    for block in text.split("\n\n").filter(|block| block.starts_with("  gemba import")) {
        let cli = Cli::new();
        let (mut commands, mut expected, mut log) = (Vec::new(), Vec::new(), String::new());
        for line in block.lines().map(str::trim) {
            if line.starts_with("gemba ") {
                assert!(man.contains(line), "the man page says it too: {line}");
                commands.push(words(line));
            } else if let Some(read) = line.strip_prefix("-> ") {
                expected.push(read);
            } else if let Some(json) = line.strip_prefix("log.jsonl: ") {
                log.extend([json, "\n"]);
            } else {
                let (name, json) = line.split_once(": ").unwrap();
                cli.write(name, &format!("{json}\n"));
            }
        }
        cli.write("log.jsonl", &log);
        for command in &commands {
            cli.run(&command.iter().skip(1).map(String::as_str).collect::<Vec<_>>()).good();
        }
        let read = |record: &serde_json::Value| {
            let text = |field: &str| record[field].as_str().unwrap().replace("\n\n", " ");
            format!("{} | {}", text("input"), text("output"))
        };
        assert_eq!(cli.records().iter().map(read).collect::<Vec<_>>(), expected, "{block}");
        examples += 1;
    }
    assert!(examples >= 10, "{examples} examples");
}

#[test]
fn a_joined_line_with_nan_counts_as_read_and_a_broken_one_is_counted() {
    let cli = Cli::new();
    cli.write("asked.jsonl", "{\"id\":\"1\",\"input\":\"a?\"}\n{\"id\":\"2\",\"input\":\"b?\"}\n");
    let answers = "{\"id\":\"1\",\"output\":\"a\"}\n{\"id\":\"2\",\"output\":\"b\",\"score\":NaN}\n{\"id\":\"3\",\n";
    cli.write("answers.jsonl", answers);
    let said = cli.run(&["import", "asked.jsonl", "--join", "answers.jsonl", "--on", "id"]).good();
    assert!(said.out.contains("could not be read"), "{}", said.out);
    let outputs: Vec<_> =
        cli.run(&["list", "--json"]).good().json().into_iter().map(|one| one["output"].clone()).collect();
    assert_eq!(outputs, ["a", "b"]);
}
