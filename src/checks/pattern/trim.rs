//! Shortens an expression to one that finds a match in the same texts: what may repeat at either end need not.
//!
//! `.*foo.*` holds a match wherever `foo` does, and `\s+$` wherever `\s$` does. Backtracking engines take a square of
//! the text's length for the long form and a single pass for the short one. Only for asking *whether* there is a match.

use regex_syntax::hir::{Hir, HirKind, Repetition};

/// Returns the expression without what its ends repeat beyond the least.
pub(super) fn trim(hir: &Hir) -> Hir {
    edge(hir, true, true)
}

/// `left` and `right`: whether this part is at that end of the whole expression.
fn edge(hir: &Hir, left: bool, right: bool) -> Hir {
    match hir.kind() {
        _ if !(left || right) => hir.clone(),
        HirKind::Repetition(repetition) => match repetition.min {
            0 => Hir::empty(),
            1 => edge(&repetition.sub, left, right),
            min => Hir::repetition(Repetition { max: Some(min), ..repetition.clone() }),
        },
        HirKind::Capture(capture) => edge(&capture.sub, left, right),
        HirKind::Alternation(subs) => Hir::alternation(subs.iter().map(|sub| edge(sub, left, right)).collect()),
        HirKind::Concat(subs) => ends(subs, left, right),
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => hir.clone(),
    }
}

/// Trims both ends of a sequence; where a part vanishes, its neighbour becomes the end.
fn ends(subs: &[Hir], left: bool, right: bool) -> Hir {
    let mut subs: Vec<Hir> = subs.to_vec();
    while let (true, Some(first)) = (left, subs.first()) {
        let is_last = subs.len() == 1;
        let trimmed = edge(first, true, right && is_last);
        if *trimmed.kind() != HirKind::Empty {
            subs.splice(..1, [trimmed]);
            break;
        }
        subs.remove(0);
    }
    while let (true, Some(last)) = (right, subs.last()) {
        let trimmed = edge(last, left && subs.len() == 1, true);
        subs.pop();
        if *trimmed.kind() != HirKind::Empty {
            subs.push(trimmed);
            break;
        }
    }
    Hir::concat(subs)
}

#[cfg(test)]
mod tests {
    use super::trim;

    #[test]
    fn ends_lose_what_they_repeat() {
        for (typed, short) in [
            (".*foo.*", "foo"),
            (r"\s+$", r"\s$"),
            (r"\s*\s*$", "$"),
            (".*.*=", "="),
            ("(a+)+$", "a$"),
            ("a{2,}b{3,9}", "a{2}b{3}"),
            ("x?(?:a+|b*)", "(?:a|)"),
            ("^a+$", "^a+$"),
            ("(?:a+|b)c", "(?:a|b)c"),
            ("(?:a+|b*)c", "(?:a|)c"),
            (".*", ""),
            ("a*(b+c*)d*", "b"),
        ] {
            let parse = |text: &str| regex_syntax::parse(text).unwrap();
            let short = parse(short);
            let found = trim(&parse(typed));
            assert_eq!(found.to_string(), short.to_string(), "{typed}");
        }
    }
}
