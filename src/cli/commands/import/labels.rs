//! Reads `--label`, `--fail-when` and `--pass-when`.

use super::log_args::LogArgs;
use crate::error::{Problem, Result};
use crate::ingest::{LabelOptions, LabelTarget};

/// Returns the columns of labels, each with what its values are about and what they mean.
pub(super) fn labels(args: &LogArgs) -> Result<Vec<LabelOptions>> {
    let mut labels = args.label.iter().map(|typed| label(typed)).collect::<Result<Vec<_>>>()?;
    for typed in &args.fail_when {
        let (of, values) = values(&mut labels, typed, "--fail-when")?;
        for label in of {
            label.fail_when.extend(values.iter().cloned());
        }
    }
    for typed in &args.pass_when {
        let (of, values) = values(&mut labels, typed, "--pass-when")?;
        for label in of {
            label.pass_when.extend(values.iter().cloned());
        }
    }
    Ok(labels)
}

/// Reads `FIELD` or `FIELD=TARGET`.
fn label(typed: &str) -> Result<LabelOptions> {
    let (field, target) = match typed.rsplit_once('=') {
        None => (typed, LabelTarget::Verdict),
        Some((field, target)) => (field, read_target(target.trim())?),
    };
    Ok(LabelOptions { field: field.trim().to_owned(), target, ..LabelOptions::default() })
}

fn read_target(typed: &str) -> Result<LabelTarget> {
    let named = |prefix: &str| {
        let name = typed.strip_prefix(prefix)?.trim();
        (!name.is_empty()).then(|| name.to_owned())
    };
    if typed == "verdict" {
        return Ok(LabelTarget::Verdict);
    }
    let target = named("criterion:").map(LabelTarget::Criterion).or_else(|| named("mode:").map(LabelTarget::Mode));
    target.ok_or_else(|| {
        Problem::usage(format!("A label cannot be about `{typed}`."))
            .hint("Write --label FIELD, --label FIELD=criterion:NAME or --label FIELD=mode:NAME.")
    })
}

/// Reads `VALUES` or `FIELD:VALUES`, and returns the labels that they are of: without a field all, where they are about the
/// same thing.
fn values<'l>(
    labels: &'l mut [LabelOptions],
    typed: &str,
    option: &str,
) -> Result<(Vec<&'l mut LabelOptions>, Vec<String>)> {
    let named = labels.iter().position(|label| {
        typed.strip_prefix(label.field.as_str()).is_some_and(|rest| rest.trim_start().starts_with(':'))
    });
    let length = named.and_then(|place| labels.get(place)).map_or(0, |label| label.field.len());
    let is_one_thing = labels.first().is_some_and(|first| labels.iter().all(|label| label.target == first.target));
    let of: Vec<&mut LabelOptions> = match named {
        Some(place) => labels.get_mut(place).into_iter().collect(),
        None if is_one_thing => labels.iter_mut().collect(),
        None => Vec::new(),
    };
    if of.is_empty() {
        return Err(Problem::usage(format!("`{option} {typed}` does not say of which label."))
            .hint(format!("Write {option} FIELD:VALUES, with one of the fields of --label.")));
    }
    let text = match named {
        Some(_) => typed.get(length..).unwrap_or_default().trim_start().trim_start_matches(':'),
        None => typed,
    };
    let values = text.split(',').map(|value| value.trim().to_owned()).collect();
    Ok((of, values))
}

#[cfg(test)]
mod tests {
    use super::{label, values};
    use crate::ingest::LabelTarget;

    #[test]
    fn a_label_says_what_it_is_about() {
        assert_eq!(label("scores.ok").unwrap().target, LabelTarget::Verdict);
        assert_eq!(label("ok = criterion:Cites a source").unwrap().field, "ok");
        assert_eq!(label("ok=mode:too long").unwrap().target, LabelTarget::Mode("too long".to_owned()));
        assert!(label("ok=criteria:x").is_err() && label("ok=mode:").is_err());
    }

    #[test]
    fn values_belong_to_the_label_that_they_name() {
        let mut both = vec![label("a").unwrap(), label("b=mode:x").unwrap()];
        let (of, read) = values(&mut both, "b:0, <0.5", "--fail-when").unwrap();
        assert_eq!((of[0].field.as_str(), read.as_slice()), ("b", ["0".to_owned(), "<0.5".to_owned()].as_slice()));
        assert!(values(&mut both, "0", "--fail-when").is_err());
        let (_, read) = values(&mut both[..1], "x:1", "--fail-when").unwrap();
        assert_eq!(read, ["x:1"], "it names no label");
        assert!(values(&mut [], "0", "--fail-when").is_err());
        let mut alike = vec![label("w1").unwrap(), label("w2").unwrap()];
        assert_eq!(values(&mut alike, "0", "--fail-when").unwrap().0.len(), 2, "both are about the verdict");
    }
}
