//! The figures of a report are those of `stats`, `saturation`, `drift` and `align`.

use serde_json::{Value, json};

use super::{page, reviewed};
use crate::cli::Cli;

fn percent(share: &Value) -> String {
    gemba::text::percent(share.as_f64().unwrap())
}

#[test]
fn every_figure_is_that_of_the_other_commands() {
    let cli = reviewed();
    let out = cli.run(&["report"]).good().out.replace('\\', "");
    for rate in cli.run(&["stats", "--json"]).good().json() {
        let (Some(name), false) = (rate["name"].as_str().or(rate["value"].as_str()), rate["rate"].is_null()) else {
            continue;
        };
        let row = out.lines().find(|line| line.starts_with(&format!("| {name} | {} (", percent(&rate["rate"]))));
        // One source and one reviewer have the rate of everything.
        let told = rate["group"] != "source" && rate["group"] != "reviewer";
        assert_eq!(row.is_some(), told, "{rate} in {out}");
        if let Some(row) = row {
            assert!(row.contains(&format!(" | {} | ", rate["n"])) && row.contains("what was read"), "{row}");
        }
    }
    let saturation = cli.run(&["saturation", "--json"]).good().json().remove(0);
    assert!(out.contains(saturation["advice"].as_str().unwrap()), "{saturation}");
    for point in saturation["curve"].as_array().unwrap() {
        assert!(out.contains(&format!("| {} | {} |", point[0], point[1])), "{point}");
    }
    let step = cli.run(&["drift", "--json"]).good().json().remove(0)["steps"][0].clone();
    let row = out.lines().find(|line| line.starts_with("| Polite | v1→v2 |")).unwrap();
    assert!(row.contains("| 60 | 0 | 60 | 20 | 0 | 30 |") && row.contains(&percent(&step["attributable"])), "{row}");
    let set = cli.run(&["align", "--json"]).good().json().remove(0);
    let row = out.lines().find(|line| line.starts_with("| Invented policy | ") && line.contains(" of 8")).unwrap();
    assert!(row.contains(&format!("{} of 8, {}", set["tp"], percent(&set["coverage"]))), "{row}");
    assert!(row.contains(&format!(" | {:.2} | ", set["alignment"].as_f64().unwrap())), "{row}");
}

#[test]
fn agreement_is_that_of_the_command_blind_and_settled_apart() {
    let cli = reviewed();
    let ids = cli.ids();
    let lines: Vec<String> = ids[..20]
        .iter()
        .enumerate()
        .map(|(n, id)| {
            json!({"id": id, "verdict": if n % 8 == 0 { "fail" } else { "pass" }, "reviewer": "ben"}).to_string()
        })
        .collect();
    cli.feed(&["verdict", "-"], &lines.join("\n")).good();
    let out = cli.run(&["report"]).good().out.replace('\\', "");
    let verdict = cli.run(&["agree", "--json"]).good().json().remove(0);
    let row = out.lines().find(|line| line.starts_with("| verdict | 20 | ")).unwrap_or_else(|| panic!("{out}"));
    assert!(row.contains(&format!("| {} | {} (", verdict["disagreements"], percent(&verdict["raw"]))), "{row}");
    assert!(row.contains(&format!("{:.2}", verdict["kappa"].as_f64().unwrap())) && row.contains("ana, ben"), "{row}");
    assert!(page(&cli).contains("<figcaption>Equal answers by question"));
}

#[test]
fn a_page_shows_each_figure_in_a_chart_and_in_a_table() {
    let cli = reviewed();
    let page = page(&cli);
    let markdown = cli.run(&["report"]).good().out;
    for line in markdown.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| --")) {
        for cell in line.trim_matches('|').split(" | ") {
            let cell = cell.trim().replace('\\', "").replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            assert!(page.contains(&format!(">{cell}<")), "{cell:?} of {line} is not on the page");
        }
    }
    for title in [
        "Rates by failure mode",
        "Rates by criterion",
        "Rates by model",
        "Failure modes seen against",
        "Share of answers that a new",
        "Bad outputs that checks catch",
        "Good outputs that checks reject",
        "Verdicts per day",
    ] {
        assert!(page.contains(&format!("<figcaption>{title}")), "{title}");
    }
    assert_eq!(page.matches("<svg ").count(), page.matches("role=\"img\"").count());
    assert_eq!(page.matches("<svg ").count(), page.matches("<desc ").count());
    assert!(page.matches(">n 60<").count() >= 2, "rates say of how many they are");
}

#[test]
fn a_workspace_without_judgements_says_so_in_every_section() {
    let cli = Cli::with_records(2);
    let out = cli.run(&["report"]).good().out;
    for words in [
        "Nothing is judged yet, so there are no rates.",
        "There are no failure modes and no criteria yet.",
        "Nothing is judged yet.",
        "There are no criteria yet.",
        "No record has answers of two reviewers.",
        "There are no checks that could be compared with people.",
        "No verdict was given yet.",
        "nothing failed yet.",
    ] {
        assert!(out.contains(words), "{words} in {out}");
    }
    assert!(page(&cli).contains("<h2"));
}
