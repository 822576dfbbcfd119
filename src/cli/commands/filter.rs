//! `filter`: the language that says which records are meant, as `gemba help filter` and the man page say it. A test reads
//! every term.

use clap::Args;

use crate::cli::context::Context;
use crate::error::Result;

/// Explains how records are chosen: the filters of `list`, `review`, `export` and of `/` in the screen.
#[derive(Debug, Args)]
#[command(long_about = HELP)]
pub(crate) struct FilterArgs {}

/// Each indented line is a term and, behind two blanks or more, what it holds for.
const HELP: &str = r#"Explains how records are chosen: the filters of `list`, `review`, `export` and of `/` in the screen.

Terms side by side all have to hold. OR between two of them means either, - or NOT before one means not, parentheses
group. In the screen Tab completes a term, and Up brings earlier filters back.

  gemba list verdict:fail mode:none since:7d
  gemba list 'refund (model:gpt-4o* OR model:o3) -reviewed:yes'

Words stand whole and without regard to case; a star lets the last one go on.

  refund               the word in what the user said, in the output or in a note
  refund*              words that begin so
  "partial refund"     these words side by side
  user:refund          in what the user said
  out:sorry            in the output
  note:"ask Ana"       in a note
  tool:search          in a tool's call or answer
  in:policy            in everything of the input: system prompt and earlier turns too
  re:/sorry,? I/i      an expression over the output; i ignores case

What people said, anyone's unless by: names the reviewer:

  verdict:fail         failed; also pass, defer, declined, any, none
  reviewed:no          without anyone's verdict
  mode:too-short       tagged with this mode; also any, none
  severity:>=2         tagged with a mode of this severity
  criterion:tone       graded against this criterion
  grade:tone=not-met   graded so; also met, na
  stale:tone           graded under an older meaning of it; also any, none
  corrected:yes        with a corrected output
  disputed:yes         judged differently by reviewers, and not settled
  settled:yes          settled between reviewers: the settled answer is the one that
                       verdict:, mode: and grade: ask for, unless by: stands beside them
  contradiction:yes    passed, and tagged or graded as not met all the same; or judged
                       otherwise before by the same person
  suggested:yes        with a mode suggested and not answered; also no, or a mode
  by:ana               judged in any way by ana

What checks and imported results say:

  check:is-json        the check objects; also check:is-json=pass and =none
  result:judge=fail    the judge failed it; also =pass

What was logged; a star stands for any letters, ? for one:

  model:gpt-4o*        the model
  prompt:v3            the prompt version
  source:prod          where it came from
  conversation:abc     the conversation
  id:req_81            the id in the log, or the beginning of gemba's own
  meta.team:billing    a field of your own; dots go into objects
  since:24h            logged in the last 24 hours; also a date
  until:2026-11-01     logged before
  latency:>2s          how long the call took; <, <=, =, >=, >
  tokens:>1000         tokens in and out
  cost:>0.01           what it cost
  outlen:<20           characters of the output
  format:json          the output; also invalid-json, markdown, text, empty
  error:yes            the log says that the call failed

Filters that are used often have a name: `gemba filters save NAME FILTER`.

  saved:mine           what was saved so

A filter that cannot be read is refused with the place, what was expected there, and the nearest known word."#;

/// Runs `gemba filter`: prints what `gemba help filter` prints.
pub(super) fn run(context: &mut Context, _args: &FilterArgs) -> Result<()> {
    context.out.raw(HELP.as_bytes())?;
    context.out.raw(b"\n")
}
