//! Reads the names of tests in gemba's own suites, so that their results lead back to the mode, criterion or check.
//!
//! pytest names `test_<stub>[<id>]`, and `test_<check>__judge[<id>]` for a rubric. Other suites that pytest runs are told
//! apart by the ends of their modules and functions, which the table of suites holds: another engine with the same check
//! is a judge apart, `<stub>/deepeval`. Vitest: `<stub> > <id>: <expectation>`.

use crate::domain::RecordId;
use crate::domain::result::Aim;
use crate::stubs::{SUITES, TestNaming};

/// What the name of a test holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TestName {
    /// The judge or check.
    pub judge: String,
    /// What it is about.
    pub aim: Option<Aim>,
    /// What may name the record.
    pub keys: Vec<String>,
    /// Whether the test passes when the check fails the record.
    pub expects_failure: bool,
}

/// Reads the name of a test that pytest ran, whoever wrote it.
pub(super) fn pytest(class: &str, name: &str) -> TestName {
    let (function, bracket) = match name.strip_suffix(']').and_then(|name| name.split_once('[')) {
        Some((function, inside)) => (function, Some(inside)),
        None => (name, None),
    };
    let mut keys = Vec::new();
    if let Some(inside) = bracket {
        keys.push(inside.to_owned());
        // Beside other parameters: `[gpt-4-3f9a…]`.
        let pieces = inside.split(|c: char| !c.is_ascii_hexdigit());
        keys.extend(
            pieces.filter(|piece| piece.len() < inside.len() && RecordId::parse(piece).is_some()).map(str::to_owned),
        );
    }
    let Some(stem) = function.strip_prefix("test_") else {
        return TestName { judge: function.to_owned(), aim: None, keys, expects_failure: false };
    };
    let module = class.rsplit('.').next().unwrap_or_default();
    if let Some(check) = stem.strip_suffix("__judge") {
        let check = check.replace('_', "-");
        let suite = marked_modules().find(|(_, end, _)| module.ends_with(end));
        let judge = suite.map_or_else(|| check.clone(), |(suite, ..)| format!("{check}/{suite}"));
        return TestName { judge, aim: Some(Aim::Check(check)), keys, expects_failure: false };
    }
    let mut ends = marked_modules().filter(|(_, end, _)| module.ends_with(end)).flat_map(|(.., functions)| functions);
    let (stem, suffix) = match ends.find_map(|end| Some((stem.strip_suffix(end)?, end))) {
        Some((stem, end)) => (stem, end.replace('_', "/")),
        None => (stem, String::new()),
    };
    let stem = stem.replace('_', "-");
    TestName { judge: format!("{stem}{suffix}"), aim: Some(Aim::Stub(stem)), keys, expects_failure: false }
}

/// Returns the suites that pytest runs in marked modules: the word, the end of a module, the ends of its functions.
fn marked_modules() -> impl Iterator<Item = (&'static str, &'static str, &'static [&'static str])> {
    SUITES.iter().filter_map(|suite| match suite.results.as_ref()?.tests? {
        TestNaming::Pytest { module, functions } if !module.is_empty() => Some((suite.word, module, functions)),
        TestNaming::Pytest { .. } | TestNaming::Vitest => None,
    })
}

/// Reads the name of a test of gemba's that Vitest ran; `None` for any other.
pub(super) fn vitest(class: &str, name: &str) -> Option<TestName> {
    let is_ours = class.ends_with(".test.mjs") || class.ends_with(".test.js") || class.ends_with(".test.ts");
    let (group, title) = name.rsplit_once(" > ").filter(|_| is_ours)?;
    let (id, expectation) = title.split_once(": ")?;
    RecordId::parse(id)?;
    let group = group.rsplit(" > ").next().unwrap_or(group).to_owned();
    let is_judge = expectation.contains("the judge must");
    Some(TestName {
        aim: Some(if is_judge { Aim::Check(group.clone()) } else { Aim::Stub(group.clone()) }),
        judge: group,
        keys: vec![id.to_owned()],
        expects_failure: expectation.starts_with("known "),
    })
}

#[cfg(test)]
mod tests {
    use super::{TestName, pytest, vitest};
    use crate::domain::result::Aim;

    const ID: &str = "3f9a2c0000000000000000000000000f";

    fn judge_and_aim(named: TestName) -> (String, Option<Aim>) {
        (named.judge, named.aim)
    }

    #[test]
    fn the_suites_in_python_are_told_apart_by_module_and_function() {
        let stub = |judge: &str| (judge.to_owned(), Some(Aim::Stub("too-short".to_owned())));
        assert_eq!(judge_and_aim(pytest("evals.test_too_short", &format!("test_too_short[{ID}]"))), stub("too-short"));
        let deepeval = pytest("test_too_short__deepeval", &format!("test_too_short_deepeval[{ID}]"));
        assert_eq!(judge_and_aim(deepeval), stub("too-short/deepeval"));
        for end in ["model", "schema"] {
            let named = pytest("evals.test_too_short__jsonschema", &format!("test_too_short_{end}[{ID}]"));
            assert_eq!(
                (named.keys.clone(), judge_and_aim(named)),
                (vec![ID.to_owned()], stub(&format!("too-short/{end}")))
            );
        }
        // A mode may have this name; the module decides.
        let mode = pytest("test_wrong_model", &format!("test_wrong_model[{ID}]"));
        assert_eq!(judge_and_aim(mode), ("wrong-model".to_owned(), Some(Aim::Stub("wrong-model".to_owned()))));
        let judge = pytest("test_rude__deepeval", &format!("test_judge_1__judge[{ID}]"));
        assert_eq!(judge_and_aim(judge), ("judge-1/deepeval".to_owned(), Some(Aim::Check("judge-1".to_owned()))));
    }

    #[test]
    fn vitest_says_in_the_title_what_is_expected() {
        let file = "vitest/too-short.test.mjs";
        let bad = vitest(file, &format!("too-short > {ID}: known bad, must be caught")).unwrap();
        assert!(bad.expects_failure && bad.aim == Some(Aim::Stub("too-short".to_owned())));
        assert!(!vitest(file, &format!("too-short > {ID}: must pass")).unwrap().expects_failure);
        let judge = vitest(file, &format!("judge-1 > {ID}: known bad, the judge must fail it")).unwrap();
        assert!(judge.expects_failure && judge.aim == Some(Aim::Check("judge-1".to_owned())));
        assert_eq!(vitest(file, "sums > adds: two numbers"), None);
        assert_eq!(vitest("tests.test_a", &format!("a > {ID}: must pass")), None);
    }
}
