//! Times, units and numbers: decided once for a column, and counted where they could not be read.

use super::{Gathered, case, problem_with, read_bytes, read_with};
use gemba::domain::Flag;
use gemba::ingest::DoubtKind;

fn times(all: &Gathered) -> Vec<Option<String>> {
    all.records.iter().map(|record| record.time.map(gemba::domain::Time::rfc3339)).collect()
}

fn table(column: &str, values: &[&str]) -> Vec<u8> {
    let row = |(at, value): (usize, &&str)| format!("q{at};a{at};\"{value}\"\n");
    let rows = values.iter().enumerate().map(row).collect::<Vec<_>>().concat();
    format!("question;answer;{column}\n{rows}").into_bytes()
}

fn counted(all: &Gathered, kind: DoubtKind, words: &str) -> Option<u64> {
    all.doubts.iter().find(|doubt| doubt.kind == kind && doubt.what.contains(words)).map(|doubt| doubt.count)
}

#[test]
fn each_way_to_write_a_time_in_one_log_is_read() {
    let all = read_bytes(&case("times.jsonl"));
    let ten = Some("2026-03-01T10:00:00Z".to_owned());
    assert_eq!(times(&all), [ten.clone(), ten.clone(), Some("2026-03-01T10:00:00.5Z".to_owned()), ten]);
    assert_eq!(all.doubts, []);
}

#[test]
fn german_times_are_read_in_any_column_that_is_mapped() {
    let map = vec![("time".to_owned(), "When".to_owned())];
    let all = read_with(&case("time-unreadable.csv"), |order| order.map = map);
    assert_eq!(times(&all), [Some("2024-08-14T10:05:00Z".to_owned()), Some("2024-08-15T09:00:00Z".to_owned())]);
    assert_eq!(counted(&all, DoubtKind::Ambiguous, "no zone"), Some(2));
}

#[test]
fn the_order_of_day_and_month_is_decided_for_the_column() {
    let all = read_bytes(&table("date", &["03/04/2026", "13/04/2026", "05/06/2026"]));
    assert_eq!(times(&all)[0].as_deref(), Some("2026-04-03T00:00:00Z"));
    assert_eq!(times(&all)[2].as_deref(), Some("2026-06-05T00:00:00Z"));
    assert_eq!(counted(&all, DoubtKind::Ambiguous, "swapped"), None, "one value settles it");
    let all = read_bytes(&table("date", &["03/04/2026", "05/06/2026"]));
    assert_eq!(counted(&all, DoubtKind::Ambiguous, "swapped"), Some(2));
    let all = read_with(&table("date", &["03/04/2026", "05/06/2026"]), |order| {
        order.time_format = Some("%d/%m/%Y".to_owned());
        order.timezone = Some("UTC".to_owned());
    });
    assert_eq!(times(&all)[0].as_deref(), Some("2026-04-03T00:00:00Z"));
    assert_eq!(all.doubts, []);
}

#[test]
fn what_cannot_be_read_is_counted_with_an_example_and_kept() {
    let all = read_bytes(&table("timestamp", &["2026-03-01T10:00:00Z", "last week", "n/a", "soon"]));
    let doubt = all.doubts.iter().find(|doubt| doubt.kind == DoubtKind::NotUnderstood).unwrap();
    assert_eq!((doubt.count, doubt.field.as_str()), (2, "timestamp"));
    assert_eq!(doubt.example.as_ref().map(|(line, text)| (*line, text.raw())), Some((3, "last week")));
    assert!(doubt.hint.contains("--time-format"));
    assert_eq!(super::meta(&all.records[1], "timestamp"), Some("\"last week\""));
}

#[test]
fn the_zone_of_times_without_one_can_be_said() {
    let rows = table("timestamp", &["2026-07-01 10:00:00"]);
    let all = read_with(&rows, |order| order.timezone = Some("Europe/Berlin".to_owned()));
    assert_eq!(times(&all)[0].as_deref(), Some("2026-07-01T08:00:00Z"));
    assert!(problem_with(&rows, |order| order.timezone = Some("Mars/Base".to_owned())).sentence.contains("Mars/Base"));
    assert!(problem_with(&rows, |order| order.time_format = Some("dd.mm".to_owned())).sentence.contains("dd.mm"));
}

#[test]
fn the_unit_of_a_time_in_numbers_is_that_of_its_column() {
    for (values, wanted) in [
        (["1772359200", "1772359201"], "2026-03-01T10:00:00Z"),
        (["1772359200000", "1772359201000"], "2026-03-01T10:00:00Z"),
        (["1772359200000000000", "1772359201000000000"], "2026-03-01T10:00:00Z"),
        (["1772359200.0", "1772359201.5"], "2026-03-01T10:00:00Z"),
    ] {
        assert_eq!(times(&read_bytes(&table("created", &values)))[0].as_deref(), Some(wanted), "{values:?}");
    }
    let all = read_bytes(&table("created", &["1772359200000", "99999999999", "1772359200001"]));
    assert_eq!(times(&all)[1].as_deref(), Some("1973-03-03T09:46:39.999Z"), "milliseconds as its neighbours");
}

#[test]
fn the_unit_of_a_latency_is_that_of_its_column() {
    let latencies = |column: &str, values: &[&str]| -> Vec<Option<f64>> {
        read_bytes(&table(column, values)).records.iter().map(|record| record.latency_ms).collect()
    };
    assert_eq!(
        latencies("latency", &["0.5", "2", "31"]),
        [Some(500.0), Some(2000.0), Some(31000.0)],
        "2 stands among seconds"
    );
    assert_eq!(latencies("latency", &["812.5", "2.5", "1200"]), [Some(812.5), Some(2.5), Some(1200.0)]);
    assert_eq!(latencies("latency_ms", &["0.5"]), [Some(0.5)]);
    assert_eq!(latencies("latency", &["0,53", "1,2"]), [Some(530.0), Some(1200.0)]);
    assert_eq!(latencies("latency", &["812 ms", "1.2s"]), [Some(812.0), Some(1200.0)]);
    let all = read_bytes(&table("latency", &["0.5", "2", "quick"]));
    assert_eq!(counted(&all, DoubtKind::Ambiguous, "seconds"), Some(2));
    assert_eq!(counted(&all, DoubtKind::NotUnderstood, "as a number"), Some(1));
    let all = read_bytes(&table("cost", &["0,0021", "$0,5"]));
    assert_eq!(all.records.iter().map(|record| record.cost).collect::<Vec<_>>(), [Some(0.0021), Some(0.5)]);
}

#[test]
fn a_column_called_system_is_a_prompt_only_where_it_reads_like_one() {
    let all = read_bytes(&table("system", &["billing", "crm", "billing"]));
    assert!(
        all.records.iter().all(|record| record.messages.len() == 1 && !record.flags.contains(&Flag::NoFinalAnswer))
    );
    assert_eq!(super::meta(&all.records[0], "system"), Some("\"billing\""));
    let all = read_bytes(&table("system", &["You are kind.", "You are kind."]));
    assert_eq!(all.records[0].messages.len(), 2);
}
