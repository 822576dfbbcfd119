//! Imports that are listed, renamed and taken out again; records that several sources hold, that gain fields or are read
//! anew.

use serde_json::{Value, json};

use super::{Cli, log};

fn case(name: &str) -> String {
    format!("{}/tests/ingest/cases/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// Imports and returns the report.
#[track_caller]
fn import(cli: &Cli, arguments: &[&str]) -> Value {
    let words: Vec<&str> = [&["import", "--json"], arguments].concat();
    cli.run(&words).good().json().remove(0)
}

#[track_caller]
fn is_sound(cli: &Cli) {
    cli.run(&["doctor"]).good();
}

fn sources(cli: &Cli) -> Vec<Value> {
    cli.run(&["sources", "--json"]).good().json()
}

#[test]
fn the_newest_import_is_taken_back_and_comes_again() {
    let cli = Cli::new();
    cli.write("old.jsonl", &log(3));
    import(&cli, &["old.jsonl"]);
    import(&cli, &[&case("team-log.jsonl")]);
    assert_eq!(cli.ids().len(), 9);

    let planned = cli.run(&["import", "--undo", "--dry-run"]).good();
    assert!(planned.out.contains("1 import of team-log: 6 records to remove"), "{}", planned.out);
    assert_eq!(cli.ids().len(), 9, "a dry run removes nothing");
    let done = cli.run(&["import", "--undo", "--json"]).good().json().remove(0);
    assert_eq!((&done["removed"], &done["sources"]), (&json!(6), &json!(["team-log"])));
    assert_eq!(cli.ids().len(), 3);
    assert_eq!(sources(&cli).len(), 1);
    is_sound(&cli);
    assert_eq!(import(&cli, &[&case("team-log.jsonl")])["imported"], 6);
    is_sound(&cli);
    cli.run(&["import", "--undo"]).good();
    cli.run(&["import", "--undo"]).good();
    assert!(cli.run(&["import", "--undo"]).bad(2).err.contains("has imported nothing"));
}

#[test]
fn what_came_with_the_import_protects_nothing_and_what_a_person_did_is_kept() {
    let cli = Cli::new();
    let rows = "id,question,answer,ok\na,Q1?,A1.,yes\nb,Q2?,A2.,no\nc,Q3?,A3.,yes\n";
    cli.write("sheet.csv", rows);
    let arguments = ["sheet.csv", "--label", "ok", "--fail-when", "no", "--label-as", "cleo"];
    import(&cli, &arguments);
    let ids = cli.ids();
    cli.run(&["modes", "add", "Vague"]).good();
    cli.run(&["tag", &ids[1], "vague"]).good();

    let done = cli.run(&["sources", "remove", "sheet", "--json"]).good().json().remove(0);
    assert_eq!((&done["removed"], &done["judged"], &done["kept"]), (&json!(2), &json!(2), &json!([ids[1]])));
    let left = cli.records();
    assert_eq!(left.len(), 1);
    assert_eq!(left[0]["verdicts"], json!([]), "the label went with the import");
    assert_eq!(left[0]["tags"][0]["mode"], "vague", "the tag of a person stayed");
    assert_eq!(sources(&cli)[0]["state"], "removed");
    is_sound(&cli);

    // The log again, without labels: what was removed counts no more until the removal is undone.
    import(&cli, &["sheet.csv"]);
    assert!(cli.records().iter().all(|record| record["verdicts"] == json!([])));
    is_sound(&cli);
    assert!(cli.run(&["undo"]).good().out.contains("source removed"));
    let verdicts: Vec<Value> = cli.records().iter().map(|record| record["verdicts"][0]["verdict"].clone()).collect();
    assert_eq!(verdicts.iter().filter(|verdict| *verdict == "pass").count(), 2);
    assert_eq!(verdicts.iter().filter(|verdict| *verdict == "fail").count(), 1);
    is_sound(&cli);
    cli.run(&["redo"]).good();
    assert!(cli.records().iter().all(|record| record["verdicts"] == json!([])));
    is_sound(&cli);
}

#[test]
fn undone_before_the_log_comes_again_the_judgements_wait_for_it() {
    let cli = Cli::new();
    import(&cli, &[&case("team-log.jsonl")]);
    let id = cli.ids().remove(0);
    cli.run(&["verdict", &id, "fail"]).good();
    cli.run(&["sources", "remove", "team-log", "--with-judgements"]).good();
    assert_eq!(cli.ids().len(), 0);
    cli.run(&["undo"]).good();
    import(&cli, &[&case("team-log.jsonl")]);
    assert_eq!(cli.show(&id)["verdicts"][0]["verdict"], "fail");
    is_sound(&cli);
}

#[test]
fn a_record_goes_with_the_last_source_that_holds_it() {
    let cli = Cli::new();
    cli.write("monday.jsonl", &log(4));
    cli.write("week.jsonl", &log(6));
    import(&cli, &["monday.jsonl"]);
    let report = import(&cli, &["week.jsonl"]);
    assert_eq!((&report["imported"], &report["duplicates"]), (&json!(2), &json!(4)));
    let held: Vec<Value> = sources(&cli).iter().map(|source| source["records"].clone()).collect();
    assert_eq!(held, [json!(4), json!(6)]);

    let done = cli.run(&["sources", "remove", "monday", "--json"]).good().json().remove(0);
    assert_eq!((&done["removed"], &done["shared"]), (&json!(0), &json!(4)));
    assert_eq!(cli.ids().len(), 6);
    assert!(cli.records().iter().all(|record| record["source"]["name"] == "week" || record["source"] == "week"));
    is_sound(&cli);
    cli.run(&["sources", "remove", "week"]).good();
    assert_eq!(cli.ids().len(), 0);
    is_sound(&cli);
}

#[test]
fn new_fields_of_known_records_are_added_and_counted() {
    let cli = Cli::new();
    import(&cli, &[&case("team-log.jsonl")]);
    let before = cli.ids();
    let report = import(&cli, &[&case("team-log-enriched.jsonl")]);
    assert_eq!((&report["imported"], &report["duplicates"], &report["enriched"]), (&json!(0), &json!(2), &json!(2)));
    assert_eq!(cli.ids(), before);
    let record = cli.show(&before[0]);
    assert_eq!((&record["latency_ms"], &record["meta"]["feedback"][0]["label"]), (&json!(12.0), &json!("up")));
    assert_eq!(import(&cli, &[&case("team-log-enriched.jsonl")])["enriched"], 0, "a second time adds nothing");
    is_sound(&cli);
}

#[test]
fn a_file_read_anew_with_another_mapping_replaces_its_reading() {
    let cli = Cli::new();
    let line = |number| json!({"q": format!("Question {number}?"), "first": "Draft.", "final": format!("A {number}.")});
    cli.write("log.jsonl", &(0..4).map(|number| line(number).to_string() + "\n").collect::<String>());
    import(&cli, &["log.jsonl", "--map", "input=q", "--map", "output=first"]);
    let old = cli.ids();
    cli.run(&["verdict", &old[2], "fail"]).good();
    cli.run(&["note", &old[1], "the end of it", "--span", "0:6"]).good();

    let told = cli.run(&["import", "log.jsonl", "--map", "input=q", "--map", "output=final", "--json"]).good();
    let report = told.json().remove(0);
    assert_eq!((&report["imported"], &report["replaced"]), (&json!(0), &json!(4)), "{}", told.err);
    let new = cli.ids();
    assert_eq!(new.len(), 4);
    assert_ne!(new, old);
    let doubt = &report["doubts"][0];
    assert_eq!((&doubt["kind"], &doubt["count"]), (&json!("spans_do_not_fit"), &json!(1)));
    assert!(doubt["said"].as_str().unwrap().contains(&format!("{} 0:6", &new[1][..6])), "{doubt}");
    let record = cli.show(&old[2]);
    assert_eq!((&record["id"], &record["output"]), (&json!(new[2]), &json!("A 2.")));
    assert_eq!(record["verdicts"][0]["verdict"], "fail", "the judgement follows the record");
    is_sound(&cli);
    cli.run(&["doctor", "--rebuild"]).good();
    assert_eq!(cli.show(&old[2])["verdicts"][0]["verdict"], "fail");
}

#[test]
fn entries_that_a_new_reading_makes_equal_follow_the_one_that_was_replaced() {
    let cli = Cli::new();
    let line = |draft: &str| json!({"q": "Same?", "draft": draft, "final": "The same."}).to_string() + "\n";
    cli.write("log.jsonl", &["one", "two", "three"].map(line).concat());
    import(&cli, &["log.jsonl", "--map", "input=q", "--map", "output=draft", "--limit", "1"]);
    let old = cli.ids();
    let report = import(&cli, &["log.jsonl", "--map", "input=q", "--map", "output=final"]);
    assert_eq!((&report["replaced"], &report["duplicates"]), (&json!(1), &json!(2)), "{report}");
    assert_eq!((cli.ids().len(), &cli.show(&old[0])["output"]), (1, &json!("The same.")));
    is_sound(&cli);
}

#[test]
fn two_columns_of_one_file_are_two_sources_where_they_are_named_so() {
    let cli = Cli::new();
    cli.write("pair.csv", "question,one,two\nHi?,Yes.,No.\nHo?,Aye.,Nay.\n");
    import(&cli, &["pair.csv", "--map", "input=question", "--map", "output=one", "--source", "one"]);
    let report = import(&cli, &["pair.csv", "--map", "input=question", "--map", "output=two", "--source", "two"]);
    assert_eq!((&report["imported"], &report["replaced"]), (&json!(2), &json!(0)));
    assert_eq!(cli.ids().len(), 4);
}

#[test]
fn a_later_log_with_the_same_ids_and_times_replaces_what_was_read_before() {
    let cli = Cli::new();
    let line = |id: &str, time: &str, answer: &str| {
        format!("{}\n", json!({"id": id, "timestamp": time, "input": "Q?", "output": answer}))
    };
    let (one, two) = ("2026-11-20T08:00:00Z", "2026-11-21T08:00:00Z");
    cli.write("monday.jsonl", &[line("a", one, "cut of"), line("b", one, "B.")].concat());
    cli.write("tuesday.jsonl", &[line("a", one, "cut off no more"), line("b", two, "Another B.")].concat());
    import(&cli, &["monday.jsonl", "--source", "prod"]);
    let old = cli.ids();
    cli.run(&["verdict", &old[0], "fail"]).good();
    let report = import(&cli, &["tuesday.jsonl", "--source", "prod"]);
    assert_eq!((&report["imported"], &report["replaced"]), (&json!(1), &json!(1)));
    assert_eq!(cli.ids().len(), 3, "the same id at another time is a new record");
    let record = cli.show(&old[0]);
    assert_eq!((&record["output"], &record["verdicts"][0]["verdict"]), (&json!("cut off no more"), &json!("fail")));
    is_sound(&cli);
}

#[test]
fn a_source_shows_how_it_was_read_and_takes_another_name() {
    let cli = Cli::new();
    cli.write(
        "log.jsonl",
        "{\"q\":\"Hi?\",\"a\":\"Yes.\",\"label\":\"yes\"}\n{\"q\":\"Ho?\",\"a\":\"No.\",\"label\":\"no\"}\n",
    );
    import(&cli, &["log.jsonl", "--map", "input=q", "--map", "output=a"]);
    let shown = cli.run(&["sources", "show", "log"]).good().out;
    for part in ["2 records from log.jsonl", "by ana", "input ← q", "`label` looks like a judgement", "--label label"]
    {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    let again = cli.run(&["import", "log.jsonl"]);
    assert!(again.err.contains("used --map input=q --map output=a"), "{}", again.err);
    cli.run(&["sources", "rename", "log", "prod"]).good();
    assert_eq!(sources(&cli)[0]["source"], "prod");
    assert!(cli.run(&["sources", "show", "log"]).bad(2).err.contains("There is no source `log`"));
    assert_eq!(cli.run(&["list", "source:prod", "--json"]).good().json().len(), 2);
}

#[test]
fn a_session_goes_on_without_the_records_that_were_removed() {
    let cli = Cli::new();
    cli.write("one.jsonl", &log(2));
    import(&cli, &["one.jsonl"]);
    import(&cli, &[&case("team-log.jsonl")]);
    let folder = cli.work().join(".gemba");
    let mut writer = gemba::store::Writer::open(&folder).unwrap();
    let rows = |rows: &[i64]| rows.iter().copied().map(gemba::domain::RowId).collect::<Vec<_>>();
    let session = gemba::domain::Session {
        id: 0,
        reviewer: gemba::domain::Name::new("ana").unwrap(),
        filter: String::new(),
        sampling: gemba::domain::Sampling {
            plan: gemba::domain::SamplingPlan::Random,
            by: None,
            size: Some(4),
            seed: 1,
        },
        population: 8,
        queue: rows(&[5, 1, 3, 2]),
        asks: Vec::new(),
        position: Some(gemba::domain::ReadingPlace {
            row: gemba::domain::RowId(3),
            at: gemba::domain::TextPlace::parse("4@0"),
        }),
        started: gemba::domain::Time(0),
        gold: None,
    };
    let number = writer.start_session(&session).unwrap();
    drop(writer);
    cli.run(&["sources", "remove", "team-log"]).good();
    let reader = gemba::store::Reader::open(&folder, &gemba::store::Viewer::nobody()).unwrap();
    let left = reader.session(&session.reviewer, Some(number)).unwrap().unwrap();
    assert_eq!(
        (left.queue, left.position),
        (rows(&[1, 2]), Some(gemba::domain::ReadingPlace::top_of(gemba::domain::RowId(2))))
    );
}

#[test]
fn another_answer_under_a_known_id_and_time_is_a_record_of_its_own() {
    let cli = Cli::new();
    let line = |answer: &str| {
        format!("{{\"id\":\"q0\",\"time\":\"2026-11-20T08:00:00Z\",\"input\":\"Q\",\"output\":\"{answer}\"}}\n")
    };
    for (folder, answer) in [("a", "First."), ("b", "Second.")] {
        std::fs::create_dir(cli.work().join(folder)).unwrap();
        std::fs::write(cli.work().join(folder).join("results.jsonl"), line(answer)).unwrap();
        import(&cli, &[&format!("{folder}/results.jsonl")]);
        if folder == "a" {
            cli.run(&["verdict", &cli.ids()[0], "fail"]).good();
        }
    }
    let said: Vec<(Value, usize)> = cli
        .records()
        .into_iter()
        .map(|record| (record["output"].clone(), record["verdicts"].as_array().unwrap().len()))
        .collect();
    assert_eq!(said, [(json!("First."), 1), (json!("Second."), 0)]);
}

#[test]
fn an_import_never_takes_over_that_of_another_reviewer() {
    let cli = Cli::new();
    cli.write("log.jsonl", &log(3));
    cli.run(&["--reviewer", "bob", "import", "log.jsonl", "--set", "a=1"]).good();
    cli.run(&["--reviewer", "ann", "import", "log.jsonl", "--set", "b=2"]).good();
    let planned = cli.run(&["--reviewer", "ann", "import", "--undo", "--dry-run", "--json"]).good().json().remove(0);
    assert_eq!(planned["removed"], 0, "bob's records are his");
    cli.run(&["--reviewer", "bob", "import", "log.jsonl", "--set", "a=1"]).good();
    assert_eq!(sources(&cli).len(), 2, "the same again adds nothing");
    is_sound(&cli);
}

#[test]
fn what_a_person_edits_or_takes_back_is_theirs_whatever_is_imported_again() {
    let cli = Cli::new();
    cli.write("sheet.csv", "id,question,answer,ok,note,tags\na,Q1?,A1.,no,hm,vague\nb,Q2?,A2.,no,hm,vague\n");
    let arguments = ["sheet.csv", "--label", "ok", "--fail-when", "no", "--note", "note", "--tags", "tags"];
    import(&cli, &arguments);
    let ids = cli.ids();
    cli.run(&["note", &ids[0], "my own words"]).good();
    cli.run(&["untag", &ids[1], "vague"]).good();
    cli.run(&["verdict", &ids[1], "none"]).good();
    import(&cli, &arguments);
    let second = cli.records().remove(1);
    assert_eq!((&second["verdicts"], &second["tags"]), (&json!([]), &json!([])), "it stays taken back");
    let planned = cli.run(&["import", "--undo", "--dry-run", "--json"]).good().json().remove(0);
    assert_eq!(planned["kept"], json!([ids[0].clone()]), "an edited note is a person's");
    is_sound(&cli);
}

#[test]
fn labels_of_a_file_that_is_there_already_come_with_their_own_import() {
    let cli = Cli::new();
    cli.write("sheet.csv", "id,question,answer,ok\na,Q1?,A1.,no\nb,Q2?,A2.,yes\n");
    import(&cli, &["sheet.csv"]);
    import(&cli, &["sheet.csv", "--label", "ok", "--fail-when", "no"]);
    cli.run(&["import", "--undo"]).good();
    assert!(cli.records().iter().all(|record| record["verdicts"] == json!([])), "the labels went");
    assert_eq!(cli.ids().len(), 2, "the records of the first import stay");
    is_sound(&cli);
}

#[test]
fn a_reading_that_could_replace_several_records_is_asked_about_before_anything_is_stored() {
    let cli = Cli::new();
    let line = |number| json!({"prompt": format!("Q{number}?"), "chosen": "A.", "rejected": "B.", "final": "C."});
    cli.write("pairs.jsonl", &(0..3).map(|number| line(number).to_string() + "\n").collect::<String>());
    import(&cli, &["pairs.jsonl"]);
    let (before, known) = (cli.ids(), sources(&cli));
    assert_eq!(before.len(), 6, "two records an entry");

    let anew = ["import", "pairs.jsonl", "--map", "input=prompt", "--map", "output=final"];
    let refused = cli.run(&anew).bad(3).err;
    for part in ["3 entries are read otherwise than before", "nothing was stored", "gemba sources remove", "--source"] {
        assert!(refused.contains(part), "{part} in {refused}");
    }
    assert_eq!((cli.ids(), sources(&cli)), (before, known));
    import(&cli, &[&anew[1..], &["--source", "finals"]].concat());
    assert_eq!(cli.ids().len(), 9, "under a name of its own it is another reading");
    is_sound(&cli);
}

#[test]
fn a_record_that_could_replace_several_by_its_id_and_time_ends_with_the_question() {
    let cli = Cli::new();
    let line = |answer: &str| {
        json!({"id": "a", "timestamp": "2026-11-20T08:00:00Z", "input": "Q?", "output": answer}).to_string() + "\n"
    };
    cli.write("monday.jsonl", &[line("one"), line("two")].concat());
    cli.write("tuesday.jsonl", &line("three"));
    import(&cli, &["monday.jsonl", "--source", "prod"]);
    let asked = cli.run(&["import", "tuesday.jsonl", "--source", "prod"]).bad(3);
    assert!(asked.err.contains("1 entry is read otherwise than before"), "{}", asked.err);
    assert!(asked.err.contains("both readings are stored"), "{}", asked.err);
    assert_eq!(cli.ids().len(), 3);
    cli.run(&["import", "--undo"]).good();
    assert_eq!(cli.ids().len(), 2);
    is_sound(&cli);
}
