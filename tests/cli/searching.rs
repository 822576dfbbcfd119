//! Searching and drawing from the command line: the index, samples, and what is refused.

use super::Cli;

fn shop() -> Cli {
    let cli = Cli::new();
    let lines: Vec<String> = (0..60)
        .map(|n| {
            let model = if n % 20 == 0 { "seldom" } else { "common" };
            format!(r#"{{"id":"r{n}","input":"Question {n} on a refund?","output":"Answer {n}","model":"{model}"}}"#)
        })
        .collect();
    std::fs::write(cli.work().join("log.jsonl"), lines.join("\n")).unwrap();
    cli.run(&["import", "log.jsonl"]).good();
    cli
}

#[test]
fn the_index_is_built_once_and_changes_no_answer() {
    let cli = shop();
    let found = |filter: &str| cli.run(&["list", filter, "--json", "--fields", "id"]).good().out;
    let filters = ["refund", "refu*", "\"on a refund\"", "fund", "answer 7", "re:/\\b7\\b/"];
    let before: Vec<String> = filters.iter().map(|filter| found(filter)).collect();
    let built = cli.run(&["index", "--json"]).good().json().remove(0);
    assert_eq!(
        (built["indexed"].as_u64(), built["left"].as_u64(), built["total"].as_u64()),
        (Some(60), Some(0), Some(60))
    );
    assert!(cli.run(&["index"]).good().out.contains("complete already"));
    let after: Vec<String> = filters.iter().map(|filter| found(filter)).collect();
    assert_eq!(before, after);
    assert_eq!((after[0].lines().count(), after[3].lines().count(), after[4].lines().count()), (60, 0, 1));
    cli.run(&["doctor"]).good();
}

#[test]
fn a_list_draws_as_a_review_does() {
    let cli = shop();
    let drawn = |arguments: &[&str]| {
        let arguments = [&["list", "--json", "--fields", "id,model"], arguments].concat();
        cli.run(&arguments).good().json()
    };
    let one = drawn(&["--sample", "5", "--seed", "7"]);
    assert_eq!((one.len(), &one), (5, &drawn(&["--sample", "5", "--seed", "7"])));
    let strata = drawn(&["--sample", "6", "--by", "stratified:model", "--seed", "1"]);
    assert_eq!(strata.iter().filter(|record| record["model"] == "seldom").count(), 3);
    let narrowed = drawn(&["model:seldom", "--sample", "50"]);
    assert_eq!(narrowed.len(), 3);
    let told = cli.run(&["list", "--sample", "5", "--seed", "7"]).good().err;
    assert!(told.contains("5 records drawn from 60."), "{told}");
    for (by, word) in
        [("strafied:model", "stratified"), ("stratified:modle", "model"), ("like", "like:"), ("random:x", "random")]
    {
        let refused = cli.run(&["list", "--by", by]).bad(2).err;
        assert!(refused.contains(word), "{by}: {refused}");
    }
}

#[test]
fn a_saved_filter_is_used_by_its_name_and_others_are_refused() {
    let cli = shop();
    let count = |filter: &str| cli.run(&["list", filter, "--json"]).good().json().len();
    assert!(cli.run(&["filters"]).good().err.contains("gemba filters save"));
    cli.run(&["filters", "save", "rare-ones", "model:seldom", "refund"]).good();
    cli.run(&["filters", "save", "all-of-it", "saved:rare-ones OR model:common"]).good();
    assert_eq!((count("saved:rare-ones"), count("-saved:rare-ones"), count("saved:all-of-it")), (3, 57, 60));
    assert_eq!(cli.run(&["filters", "--json"]).good().json()[1]["filter"], "model:seldom refund");
    assert!(cli.run(&["list", "saved:rare-one"]).bad(2).err.contains("rare-ones"));
    cli.run(&["filters", "save", "rare-ones", "saved:all-of-it"]).good();
    assert!(cli.run(&["list", "saved:rare-ones"]).bad(2).err.contains("circle"));
    cli.run(&["filters", "remove", "rare-ones"]).good();
    cli.run(&["filters", "remove", "rare-ones"]).bad(2);
    cli.run(&["filters", "save", "a b", "refund"]).bad(2);
    cli.run(&["filters", "save", "broken", "verdict:maybe"]).bad(2);
}
