//! What checks say of a record, for `check:` and `suggested:` in filters.

use crate::checks::{Commands, Prepared, Subject, prepare};
use crate::domain::filter::{BodyTerm, CheckSays, Filter, Judge, Term};
use crate::domain::{CheckSpec, Codebook, Content, Slug, Target, Verdict, spelling};
use crate::error::{Problem, Result};

/// The checks that a name stands for, ready for many records.
pub(crate) struct CheckTerm {
    checks: Vec<Prepared>,
    says: CheckSays,
}

impl CheckTerm {
    /// Finds the checks: one by its name, or all of a kind; a kind that needs no parameters also where none is attached.
    ///
    /// # Errors
    /// `Usage` where there is no such check, with the nearest known one.
    pub(crate) fn compile(name: &str, says: CheckSays, codebook: &Codebook) -> Result<Self> {
        let is_meant = |key: &Slug, kind: &str| key.as_str() == name || kind == name;
        let meant = codebook.checks.iter().filter(|check| is_meant(&check.key, &check.spec.kind));
        let mut specs: Vec<CheckSpec> = meant.map(|check| check.spec.clone()).collect();
        if specs.is_empty() {
            specs.push(CheckSpec { kind: name.to_owned(), params: serde_json::Map::new() });
        }
        // A filter starts no program.
        let off = Commands::Off("a filter starts no program".to_owned());
        let checks = specs.iter().map(|spec| prepare(spec, &off)).collect::<Result<_>>();
        let checks = checks.map_err(|problem| {
            let known = codebook.checks.iter().map(|check| check.key.as_str());
            let known: Vec<&str> = known.chain(codebook.checks.iter().map(|check| check.spec.kind.as_str())).collect();
            let problem = Problem::usage(format!("There is no check `{name}`.")).caused_by(problem);
            let problem = if known.is_empty() { problem } else { problem.hint(spelling::hint(name, &known)) };
            problem.hint("`gemba checks list` names them all; `gemba checks kinds` those that need no parameters.")
        })?;
        Ok(Self { checks, says })
    }

    /// Returns whether the checks say of a record what was asked for.
    pub(crate) fn holds(&self, content: &Content) -> bool {
        let (mut passes, mut fails) = (false, false);
        for check in &self.checks {
            match check {
                Prepared::Native(check) => {
                    let objects = !check.objections(&Subject::of(content)).is_empty();
                    (passes, fails) = (passes || !objects, fails || objects);
                }
                // These say nothing here.
                Prepared::Command(_) | Prepared::NotRun(_) => {}
            }
        }
        match self.says {
            CheckSays::Fail => fails,
            CheckSays::Pass => passes && !fails,
            CheckSays::None => !passes && !fails,
        }
    }
}

/// Returns the filter that holds where a mode is suggested as a tag and the suggestion is unanswered: one of its checks
/// objects, the record is not tagged with it, and has no passing verdict.
///
/// # Errors
/// `Usage` where there is no such mode.
pub(crate) fn suggested(mode: &Judge<String>, codebook: &Codebook) -> Result<Filter> {
    let modes: Vec<Slug> = match mode {
        Judge::None => return Ok(Filter::Not(Box::new(suggested(&Judge::Any, codebook)?))),
        Judge::Is(typed) => vec![codebook.known_mode(&Slug::of(typed))?.identity.slug.clone()],
        Judge::Any => {
            let open = codebook.modes.iter().filter(|mode| mode.identity.is_open());
            open.map(|mode| mode.identity.slug.clone()).collect()
        }
    };
    let mut any = Vec::new();
    for slug in modes {
        let Some(mode) = codebook.mode(&slug) else { continue };
        let key = &codebook.resolve_mode(mode).identity.key;
        let of_mode = codebook.checks.iter().filter(|check| match codebook.current_target(&check.target) {
            Target::Mode(target) => target == *key,
            Target::Criterion(_) => false,
        });
        let is_tagged = Filter::Term(Term::Mode(Judge::Is(slug.as_str().to_owned())));
        any.extend(of_mode.map(|check| {
            let name = check.key.as_str().to_owned();
            let objects = Filter::Body(BodyTerm::Check { name, says: CheckSays::Fail });
            Filter::And(vec![Filter::Not(Box::new(is_tagged.clone())), objects])
        }));
    }
    let is_passed = Filter::Term(Term::Verdict(Judge::Is(Verdict::Pass)));
    let suggested = match any.len() {
        0 => return Ok(Filter::Not(Box::new(Filter::All))),
        1 => any.remove(0),
        _ => Filter::Or(any),
    };
    Ok(Filter::And(vec![Filter::Not(Box::new(is_passed)), suggested]))
}
