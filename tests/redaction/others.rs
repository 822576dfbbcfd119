//! Secrets and identities in forms that were written down without looking at the rules, from lists of vendors and of countries.

use gemba::redact::Redactor;

use super::corpus::folder;

/// How many there are, how many of them are known not to be found, and what is wrong.
pub(super) struct Others {
    pub(super) all: usize,
    pub(super) missed: usize,
    wrong: Vec<String>,
}

/// Reads `others.txt`: `+` or, for what is known not to be found, `-`; the secret between « and »; `¦` is taken out, so that no key
/// of a vendor stands in the repository; `␤` is a new line.
pub(super) fn others() -> Others {
    let text = std::fs::read_to_string(folder().join("others.txt")).unwrap();
    let redactor = Redactor::default();
    let mut others = Others { all: 0, missed: 0, wrong: Vec::new() };
    for line in text.lines() {
        let (sign, marked) = line.split_once('\t').unwrap();
        let plain = marked.replace('¦', "").replace('␤', "\n");
        let shown = redactor.mask(&plain.replace(['«', '»'], "")).text;
        let secrets = plain.split('«').skip(1).map(|part| part.split('»').next().unwrap());
        let is_found = secrets.clone().all(|secret| !shown.contains(secret));
        others.all += 1;
        others.missed += usize::from(sign == "-");
        if is_found != (sign == "+") {
            others.wrong.push(format!("{line}\n    {shown}"));
        }
    }
    others
}

#[test]
fn all_but_the_known_ones_are_found() {
    let Others { all, missed, wrong } = others();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(all > 600 && missed * 50 < all, "{missed} of {all}");
}
