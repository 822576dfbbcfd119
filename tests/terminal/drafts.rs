//! A note that was begun survives whatever ends gemba, and is offered again.

use std::time::{Duration, Instant};

use gemba::domain::Name;
use gemba::store::Reader;
use rustix::process::Signal;

use super::screen::{End, Screen};
use super::workspace::Workspace;

fn begin_a_note(workspace: &Workspace) -> Screen {
    let mut screen = Screen::start(workspace, &["review"], 24, 80);
    screen.until("Question number 001");
    screen.send("j");
    screen.until("Question number 002");
    screen.send("n");
    screen.send("half a thought");
    screen.until("half a thought");
    screen
}

fn is_offered_again(workspace: &Workspace) {
    let mut screen = Screen::start(workspace, &["review"], 24, 80);
    screen.until("Question number 002");
    screen.until("half a thought");
    screen.send("\r");
    screen.until("saved");
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
    let judged = workspace.judged();
    assert_eq!(judged.len(), 1);
    assert_eq!(judged[0]["notes"][0]["text"], "half a thought");
}

#[test]
fn a_half_written_note_survives_a_hang_up() {
    let workspace = Workspace::plain(3);
    let mut screen = begin_a_note(&workspace);
    screen.signal(Signal::HUP);
    assert!(matches!(screen.end(), End::Signal(_)));
    screen.assert_given_back();
    assert!(workspace.judged().is_empty(), "a draft is no judgement");
    is_offered_again(&workspace);
}

#[test]
fn a_half_written_note_survives_kill_9_once_it_is_kept() {
    let workspace = Workspace::plain(3);
    let mut screen = begin_a_note(&workspace);
    // Kept: another process can read it.
    let reviewer = Name::new("ana").unwrap();
    let kept =
        || Reader::open(&workspace.folder(), &gemba::store::Viewer::nobody()).unwrap().drafts(&reviewer).unwrap().pop();
    let deadline = Instant::now() + Duration::from_secs(30);
    while kept().is_none_or(|draft| draft.text.raw() != "half a thought") {
        assert!(Instant::now() < deadline, "the draft is never written: {:?}", kept());
        std::thread::sleep(Duration::from_millis(10));
    }
    screen.signal(Signal::KILL);
    assert!(matches!(screen.end(), End::Signal(_)));
    is_offered_again(&workspace);
}

#[test]
fn a_sample_goes_on_where_it_stopped_until_it_is_read() {
    let workspace = Workspace::unlike(9);
    let mut screen = Screen::start(&workspace, &["review", "--sample", "3", "--seed", "7"], 24, 80);
    screen.until("0/3");
    screen.send("p");
    screen.until("1/3");
    screen.send("n");
    screen.send("half a thought");
    screen.until("half a thought");
    screen.signal(Signal::HUP);
    assert!(matches!(screen.end(), End::Signal(_)));
    let mut screen = Screen::start(&workspace, &["review"], 24, 80);
    screen.until("1/3");
    screen.until("half a thought");
    screen.send("\r");
    screen.until("note: half a thought");
    screen.send("p");
    screen.until("2/3");
    screen.send("q");
    screen.until("`gemba review --new` starts over with all records.");
    assert_eq!(screen.end(), End::Exit(0));
    let mut screen = Screen::start(&workspace, &["review"], 24, 80);
    screen.until("2/3");
    screen.send("p");
    screen.until("Every record of this session has your verdict.");
    // What is typed in the first moments was meant for the record.
    std::thread::sleep(Duration::from_millis(350));
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
    assert_eq!(workspace.judged().len(), 3);
    // Everything of it is read: nothing is left to go on with.
    let mut screen = Screen::start(&workspace, &["review"], 24, 80);
    screen.until("3/9");
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
}

#[test]
fn a_note_that_was_left_waits_until_its_box_is_opened() {
    let workspace = Workspace::plain(3);
    let mut screen = begin_a_note(&workspace);
    screen.send("\u{1b}");
    screen.until("Kept as a draft.");
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
    // The first key is a judgement again, no letter of a note.
    let mut screen = Screen::start(&workspace, &["review"], 24, 80);
    screen.until("Question number 002");
    screen.send("p");
    screen.until("Question number 003");
    screen.send("kn");
    screen.until("half a thought");
    screen.signal(Signal::HUP);
    assert!(matches!(screen.end(), End::Signal(_)));
    // Cut off with the box open, it stands there again.
    is_offered_again_beside_the_verdict(&workspace);
}

fn is_offered_again_beside_the_verdict(workspace: &Workspace) {
    let mut screen = Screen::start(workspace, &["review"], 24, 80);
    screen.until("half a thought");
    screen.send("\r");
    screen.until("saved");
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
    assert_eq!(workspace.judged()[0]["notes"][0]["text"], "half a thought");
}

#[test]
fn the_same_filter_and_seed_typed_again_go_on_with_their_session() {
    let workspace = Workspace::unlike(6);
    let arguments = ["review", "question", "--sample", "4", "--seed", "3"];
    let mut screen = Screen::start(&workspace, &arguments, 24, 80);
    let first = screen.until("Question number");
    screen.send("j");
    let shown = |text: &str| text.lines().find(|line| line.contains("Question number")).map(str::to_owned);
    let second = screen.wait("the second record", |text| shown(text).is_some() && shown(text) != shown(&first));
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
    let count =
        || Reader::open(&workspace.folder(), &gemba::store::Viewer::nobody()).unwrap().sessions().unwrap().len();
    let mut screen = Screen::start(&workspace, &arguments, 24, 80);
    screen.wait("the second record again", |text| shown(text) == shown(&second));
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
    assert_eq!(count(), 1);
    let mut screen = Screen::start(&workspace, &[&arguments[..], &["--new"]].concat(), 24, 80);
    screen.wait("the first record", |text| shown(text) == shown(&first));
    screen.send("q");
    assert_eq!(screen.end(), End::Exit(0));
    assert_eq!(count(), 2);
}
