//! A report in a real browser: Chromium, headless, where there is one.

use std::io::ErrorKind;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::hostile::hostile;
use super::{page, reviewed};

/// The browser: the one that `GEMBA_CHROMIUM` names, else one on the path.
fn browser() -> Option<PathBuf> {
    let named = std::env::var_os("GEMBA_CHROMIUM").map(PathBuf::from);
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).collect();
    let known = ["chromium", "chromium-browser", "google-chrome"];
    let on_path = known.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    let found = named.into_iter().chain(on_path).find(|path| path.is_file());
    if found.is_none() {
        println!("skipped: there is no chromium, so no report is looked at in a browser (GEMBA_CHROMIUM names one)");
    }
    found
}

/// What the browser answered.
struct Seen {
    /// The page as the browser holds it.
    dom: String,
    /// The lines that it wrote to the console.
    console: Vec<String>,
}

/// Opens a page with these flags beside the usual ones.
fn open(browser: &Path, folder: &Path, page: &str, flags: &[&str]) -> Seen {
    let file = folder.join("page.html");
    std::fs::write(&file, page).unwrap();
    let profile = tempfile::tempdir().unwrap();
    let output = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"])
        .args(["--disable-component-update", "--disable-sync", "--enable-logging=stderr", "--dump-dom"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .args(flags)
        .arg(format!("file://{}", file.display()))
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    let console = told.lines().filter(|line| line.contains(":CONSOLE")).map(str::to_owned).collect();
    Seen { dom: String::from_utf8_lossy(&output.stdout).into_owned(), console }
}

/// Measures in the page the least contrast of text with its ground, and says where; and what ran meanwhile.
const MEASURE: &str = r"<script>
window.ran = [];
for (const name of ['alert', 'confirm', 'prompt', 'print', 'open', 'fetch']) window[name] = () => window.ran.push(name);
addEventListener('load', () => {
  const rgb = (words) => words.match(/[\d.]+/g).map(Number);
  const linear = (c) => (c /= 255, c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  let least = [99, 'nothing'], texts = 0;
  for (const element of document.body.querySelectorAll('*')) {
    if (['SCRIPT', 'title', 'desc'].includes(element.tagName)) continue;
    if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
    const style = getComputedStyle(element);
    const pair = [rgb(element.closest('svg') ? style.fill : style.color), ground(element)].map(luminance);
    const held = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    texts += 1;
    if (held < least[0]) least = [held, element.tagName + '.' + (element.getAttribute('class') || '')];
  }
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
  document.title = 'MEASURED ' + JSON.stringify({least: least[0], at: least[1], texts, dark, wide, ran: window.ran});
});
</script></head>";

/// What [`MEASURE`] finds in a page. The policy that forbids scripts is taken out for it.
fn measured(browser: &Path, folder: &Path, page: &str, flags: &[&str]) -> serde_json::Value {
    let (before, rest) = page.split_once("<meta http-equiv=").unwrap();
    let (_, after) = rest.split_once('>').unwrap();
    let page = format!("{before}{after}").replacen("</head>", MEASURE, 1);
    let seen = open(browser, folder, &page, flags);
    let (_, told) = seen.dom.split_once("MEASURED ").unwrap_or_else(|| panic!("nothing was measured: {}", seen.dom));
    serde_json::from_str(told.split_once("</title>").unwrap().0).unwrap()
}

#[test]
fn a_browser_opens_a_report_without_a_word_and_prints_it() {
    let Some(browser) = browser() else { return };
    let (cli, folder) = (reviewed(), tempfile::tempdir().unwrap());
    let page = page(&cli);
    let seen = open(&browser, folder.path(), &page, &[]);
    assert!(seen.console.is_empty(), "{:#?}", seen.console);
    assert!(seen.dom.contains("Review report, ") && seen.dom.contains("</svg>"), "{}", seen.dom);
    // Had the browser refused the style sheet it would have said so: it does where one letter differs.
    let altered = page.replacen("box-sizing", "box-sizinG", 1);
    let refused = open(&browser, folder.path(), &altered, &[]);
    assert!(refused.console.iter().any(|line| line.contains("Content Security Policy")), "{:#?}", refused.console);
    let pdf = folder.path().join("report.pdf");
    open(&browser, folder.path(), &page, &[&format!("--print-to-pdf={}", pdf.display())]);
    assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF"), "no PDF");
}

#[test]
fn text_of_a_report_holds_wcag_aa_in_light_and_dark_as_the_browser_paints_it() {
    let Some(browser) = browser() else { return };
    let (cli, folder) = (reviewed(), tempfile::tempdir().unwrap());
    let page = page(&cli);
    for (flags, dark) in [(&[][..], false), (&["--force-dark-mode"][..], true)] {
        let measured = measured(&browser, folder.path(), &page, flags);
        assert_eq!(measured["dark"], dark, "{measured}");
        assert!(measured["texts"].as_u64().unwrap() > 100, "{measured}");
        assert!(measured["least"].as_f64().unwrap() >= 4.5, "{measured}");
        assert_eq!(measured["wide"], false, "the page is wider than its window: {measured}");
    }
}

#[test]
fn hostile_text_runs_nothing_and_fetches_nothing_in_a_browser() {
    let Some(browser) = browser() else { return };
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let site = format!("http://{}", listener.local_addr().unwrap());
    let asked = || !matches!(listener.accept(), Err(error) if error.kind() == ErrorKind::WouldBlock);
    let folder = tempfile::tempdir().unwrap();
    // The listener hears of what a browser fetches.
    open(&browser, folder.path(), &format!("<!DOCTYPE html><img src=\"{site}/seen\">"), &["--timeout=2000"]);
    assert!(asked(), "the browser did not fetch an image of a plain page");
    let cli = hostile(&[
        format!("<img src=\"{site}/a\"><script src=\"{site}/b\"></script><link rel=stylesheet href={site}/c>"),
        format!("<style>@import url({site}/d); * {{ background: url({site}/e) }}</style><iframe src={site}/f>"),
    ]);
    let page = cli.run(&["report", "--format", "html", "--examples", "100"]).good().out;
    let seen = open(&browser, folder.path(), &page, &[]);
    assert!(seen.console.is_empty(), "{:#?}", seen.console);
    let measured = measured(&browser, folder.path(), &page, &[]);
    assert_eq!(measured["ran"], serde_json::json!([]));
    assert!(measured["least"].as_f64().unwrap() >= 4.5, "{measured}");
    assert!(!asked(), "something of a log was fetched");
}
