//! Reads `--label`, `--fail-when` and `--pass-when`.

use super::log_args::LogArgs;
use crate::error::{Problem, Result};
use crate::ingest::{LabelOptions, LabelTarget};

/// Returns the columns of labels, each with what its values are about and what they mean.
pub(super) fn labels(args: &LogArgs) -> Result<Vec<LabelOptions>> {
    let mut labels = args.label.iter().map(|typed| label(typed)).collect::<Result<Vec<_>>>()?;
    for typed in &args.fail_when {
        let (label, values) = values(&mut labels, typed, "--fail-when")?;
        label.fail_when.extend(values);
    }
    for typed in &args.pass_when {
        let (label, values) = values(&mut labels, typed, "--pass-when")?;
        label.pass_when.extend(values);
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

/// Reads `VALUES` or `FIELD:VALUES`, and returns the label that they are of.
fn values<'l>(
    labels: &'l mut [LabelOptions],
    typed: &str,
    option: &str,
) -> Result<(&'l mut LabelOptions, Vec<String>)> {
    let named = labels.iter().position(|label| {
        typed.strip_prefix(label.field.as_str()).is_some_and(|rest| rest.trim_start().starts_with(':'))
    });
    let several = labels.len() > 1;
    let label = match named {
        Some(place) => labels.get_mut(place),
        None if several => None,
        None => labels.first_mut(),
    };
    let Some(label) = label else {
        return Err(Problem::usage(format!("`{option} {typed}` does not say of which label."))
            .hint(format!("Write {option} FIELD:VALUES, with one of the fields of --label.")));
    };
    let text = match named {
        Some(_) => typed.get(label.field.len()..).unwrap_or_default().trim_start().trim_start_matches(':'),
        None => typed,
    };
    let values = text.split(',').map(|value| value.trim().to_owned()).collect();
    Ok((label, values))
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
        assert_eq!((of.field.as_str(), read.as_slice()), ("b", ["0".to_owned(), "<0.5".to_owned()].as_slice()));
        assert!(values(&mut both, "0", "--fail-when").is_err());
        let (_, read) = values(&mut both[..1], "x:1", "--fail-when").unwrap();
        assert_eq!(read, ["x:1"], "it names no label");
        assert!(values(&mut [], "0", "--fail-when").is_err());
    }
}
