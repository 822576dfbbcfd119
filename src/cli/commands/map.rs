//! `map`: how to reach into a log, as `gemba help map` and the man page say it. A test runs every example.

use clap::Args;

use crate::cli::context::Context;
use crate::error::Result;

/// Explains how `import --map`, `--records`, `--where`, `--split` and `--join` reach into a log.
#[derive(Debug, Args)]
#[command(long_about = HELP)]
pub(crate) struct MapArgs {}

/// Under each command stand a line of the log and, behind `->`, the input and the output that it is read to.
const HELP: &str = r#"Explains how `import --map`, `--records`, `--where`, `--split` and `--join` reach into a log.

--map FIELD=PATH says where a field of the record is found. Fields: input, output, messages, system, expected, id,
conversation, time, model, prompt, latency, tokens_in, tokens_out, cost, finish_reason, error, note; and role and content
for the keys of a turn. A path is written with dots, a place in a list as [0] or .0, from the end as [-1]. What a refusal
of `gemba import` lists can be typed as it is listed.

  gemba import log.jsonl --map input=call.q --map output=call.answers[-1].text
  log.jsonl: {"call": {"q": "Why?", "answers": [{"text": "Hm."}, {"text": "Because."}]}}
  -> Why? | Because.

  gemba import log.jsonl --map input=turns.0 --map output=turns.1
  log.jsonl: {"turns": ["Two and two?", "Four."]}
  -> Two and two? | Four.

A key that exists as it is written is taken first, so dots in a key need nothing special; where they would mislead,
brackets and quotes name a key exactly.

  gemba import log.jsonl --map input=attributes.llm.prompt --map output='attributes["llm.answer"]'
  log.jsonl: {"attributes": {"llm.prompt": "Why?", "llm.answer": "Because."}}
  -> Why? | Because.

A path goes on inside a text that holds JSON.

  gemba import log.jsonl --map input=body.prompt --map output=reply
  log.jsonl: {"body": "{\"prompt\": \"Why?\"}", "reply": "Because."}
  -> Why? | Because.

[*] takes all elements: texts are joined by blank lines, lists of messages are put together.

  gemba import log.jsonl --map input=asked --map output=parts[*].text
  log.jsonl: {"asked": "Why?", "parts": [{"text": "Because."}, {"text": "So."}]}
  -> Why? | Because. So.

role and content name the keys of a turn; without --map messages they name columns of rows that hold one message each.

  gemba import log.jsonl --map messages=traj --map role=who --map content=say
  log.jsonl: {"traj": [{"who": "user", "say": "Why?"}, {"who": "assistant", "say": "Because."}]}
  -> Why? | Because.

--split cuts a transcript that is one text at what stands before its turns. The first mark is the user's, unless its word
says otherwise.

  gemba import log.jsonl --map messages=chat --split 'USER: |AGENT: '
  log.jsonl: {"chat": "USER: Why?\nAGENT: Because."}
  -> Why? | Because.

--records says where the list of records stands in a file, or in a line, that is one object.

  gemba import log.jsonl --records run.steps --map input=q --map output=a
  log.jsonl: {"run": {"steps": [{"q": "Why?", "a": "Because."}]}}
  -> Why? | Because.

--where takes only entries with a value; given several times for one field, with any of the values.

  gemba import log.jsonl --where type=sampling --map input=data.prompt --map output=data.sampled
  log.jsonl: {"type": "match", "data": {"correct": true}}
  log.jsonl: {"type": "sampling", "data": {"prompt": "Why?", "sampled": "Because."}}
  -> Why? | Because.

--join adds the fields of the entry of a second file that has the same value in the field that --on names. Entries without
a partner and keys that occur twice are counted on both sides. A field that both have is called joined.NAME.

  gemba import log.jsonl --join answers.jsonl --on question_id --map input=turns[0] --map output=choices[0].turns[0]
  log.jsonl: {"question_id": 81, "turns": ["Why?"]}
  answers.jsonl: {"question_id": 81, "choices": [{"turns": ["Because."]}]}
  -> Why? | Because.

--map-as NAME saves the mapping with --records, --where, --split, --label and the formats of times; --map NAME uses it
again. The next import of the same source offers it.

  gemba import log.jsonl --map input=ask.text --map output=said --map-as mine
  gemba import more.jsonl --map mine
  log.jsonl: {"ask": {"text": "Why?"}, "said": "Because."}
  more.jsonl: {"ask": {"text": "And now?"}, "said": "So."}
  -> Why? | Because.
  -> And now? | So.

gemba import --pick FILE shows what a log holds and how it is read, for you to point at the fields; it prints the command
line that does the same."#;

/// Runs `gemba map`: prints what `gemba help map` prints.
pub(super) fn run(context: &mut Context, _args: &MapArgs) -> Result<()> {
    context.out.raw(HELP.as_bytes())?;
    context.out.raw(b"\n")
}
