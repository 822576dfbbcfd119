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
    assert!(Cli::new().run(&["man"]).good().out.contains("gemba import log.jsonl"));
    let text = Cli::new().run(&["map"]).good().out;
    let mut examples = 0;
    for block in text.split("\n\n").filter(|block| block.starts_with("  gemba import")) {
        let cli = Cli::new();
        let mut lines = block.lines().map(str::trim);
        let command = words(lines.next().unwrap());
        let (mut expected, mut log) = ("", String::new());
        for line in lines {
            match line.split_once(": ").filter(|_| !line.starts_with("->")) {
                Some(("log.jsonl", json)) => log.extend([json, "\n"]),
                Some((name, json)) => drop(cli.write(name, &format!("{json}\n"))),
                None => expected = line.strip_prefix("-> ").unwrap(),
            }
        }
        cli.write("log.jsonl", &log);
        cli.run(&command.iter().skip(1).map(String::as_str).collect::<Vec<_>>()).good();
        let records = cli.records();
        assert_eq!(records.len(), 1, "{block}");
        let read = format!("{} | {}", records[0]["input"].as_str().unwrap(), records[0]["output"].as_str().unwrap());
        assert_eq!(read.replace("\n\n", " "), expected, "{block}");
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
