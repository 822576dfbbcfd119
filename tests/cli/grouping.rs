//! `list --group`: outputs that say nearly the same, once.

use serde_json::json;

use super::Cli;

#[test]
fn outputs_that_differ_in_numbers_and_ids_alone_are_shown_once() {
    let cli = Cli::new();
    let line = |id: usize, output: &str| json!({"id": format!("r{id}"), "input": format!("q{id}"), "output": output});
    let mut lines: Vec<_> = (0..5).map(|n| line(n, &format!("Order {n}00{n} is on  its way."))).collect();
    lines.extend([line(5, "It is late."), line(6, "ORDER 7 is on its way."), line(7, "")]);
    cli.write("log.jsonl", &lines.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
    cli.run(&["import", "log.jsonl"]).good();

    let groups = cli.run(&["list", "--group", "--json"]).good().json();
    let told: Vec<_> = groups.iter().map(|one| (one["external_id"].clone(), one["alike"].clone())).collect();
    assert_eq!(told, [(json!("r0"), json!(5)), (json!("r5"), json!(0)), (json!("r7"), json!(0))]);
    assert_eq!(groups[0]["input"], "q0", "everything else is as without");
    let some = cli.run(&["list", "out:order", "--group", "--limit", "1", "--json", "--fields", "id"]).good().json();
    assert_eq!(some[0]["alike"], 5);
    let people = cli.run(&["list", "--group"]).good();
    assert!(people.out.contains("+5 alike"), "{}", people.out);
    assert!(people.err.contains("3 groups") && people.err.contains("8 records"), "{}", people.err);
    assert!(cli.run(&["list", "--json"]).good().json()[0].get("alike").is_none());
    let drawn = cli.run(&["list", "--sample", "8", "--group", "--json"]).good().json();
    assert_eq!(drawn.len(), 3);
}
