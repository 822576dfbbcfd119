//! Secrets and personal data in a report.

use serde_json::json;

use crate::cli::Cli;

/// Where each stands in what people and logs bring.
const PLANTED: [&str; 6] = [
    "ann.lee@example.com",
    "bob.fox@example.com",
    "cy.day@example.com",
    "dee.ray@example.com",
    "eve.sun@example.com",
    "sk-proj-Zk3Jq8vT1mXw9Lr2Pb7Nc4Hd6Gf5Ya0Se8Ru3Ti",
];

fn planted() -> Cli {
    let cli = Cli::new();
    let [input, output, model, ..] = PLANTED;
    let record = json!({"id": "r1", "prompt": format!("I am {input}."), "output": format!("{} Write to {output} or {input}. Key {}", "long ".repeat(500), PLANTED[5]), "model": model});
    let path = cli.write("log.jsonl", &format!("{record}\n"));
    cli.run(&["import", path.to_str().unwrap()]).good();
    cli.run(&["modes", "add", &format!("Names {}", PLANTED[3]), "--definition", &format!("As {} said.", PLANTED[4])])
        .good();
    cli.run(&["verdict", "r1", "fail"]).good();
    cli.run(&["tag", "r1", &format!("Names {}", PLANTED[3])]).good();
    cli.run(&["note", "r1", &format!("Said {input}")]).good();
    cli
}

#[test]
fn secrets_and_identities_are_masked_and_counted_unless_that_is_switched_off() {
    let cli = planted();
    for format in ["html", "md"] {
        let masked = cli.run(&["report", "--format", format]).good();
        for planted in PLANTED {
            assert!(!masked.out.replace('\\', "").contains(planted), "{planted} in {}", masked.out);
        }
        let said = masked.out.replace('\\', "");
        assert!(said.contains("Masked: 1 key, 5 e-mail addresses."), "{said}");
        assert!(said.contains("Names of people and postal addresses are not found."), "{said}");
        assert!(masked.err.contains("Masked: 1 key, 5 e-mail addresses"), "{}", masked.err);
        let open = cli.run(&["report", "--format", format, "--redact", "off"]).good();
        let said = open.out.replace('\\', "");
        assert!(said.contains("Not masked (--redact off)"), "{said}");
        for planted in &PLANTED[..5] {
            assert!(*planted == PLANTED[1] || said.contains(planted), "{planted} not in {said}");
        }
    }
}

#[test]
fn two_mentions_of_one_address_keep_one_number() {
    let cli = planted();
    let out = cli.run(&["report"]).good().out;
    let placeholder = out.split("I am ").nth(1).unwrap().split_inclusive(']').next().unwrap().to_owned();
    assert!(placeholder.starts_with("[email "), "{placeholder}");
    assert!(out.contains(&format!("Said {placeholder}")), "{placeholder} in {out}");
}
