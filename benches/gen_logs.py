#!/usr/bin/env python3
"""Writes a synthetic log of chat requests as JSON Lines, for measuring.

    benches/gen_logs.py RECORDS OUT [--seed 1] [--repeats 0.01] [--long 0.0002] [--broken 0]

Equal arguments give equal bytes, and the first N lines of a longer log are the log of N records. A line has about
1.9 KB (log-normal): a system message, one to five turns, an output in prose, Markdown with code or nested JSON, and
the usual fields beside it. Words are distributed as in natural text (Zipf); a few texts have scripts other than Latin.

    --repeats  share of lines that repeat one of the last few hundred
    --long     share of records with an output of 20 to 200 KB
    --broken   share of lines that are cut off in their middle

Needs Python 3.9 or newer, and nothing else.
"""

import argparse
import itertools
import json
import random
import sys

FREQUENT = (
    "the of and to a in is that it for you on with as be this are or by not your can an if from will at which but have "
    "has more all one we please answer question user model data table result error check review function return value "
    "list order customer refund invoice summary context document policy because however therefore example step first "
    "second finally note email date name number price city country time"
).split()
ONSETS = "b c d f g h j k l m n p r s t v w z br ch cl cr dr fl gr pl pr sh sl st th tr".split()
VOWELS = "a e i o u ai ea ee io ou".split()
CODAS = ["", "", "n", "r", "s", "t", "l", "ng", "nd", "st", "m", "ck"]
OTHER_SCRIPTS = [
    "これはテストです。", "请根据上下文回答问题", "مرحبا بالعالم", "Привет, как дела?", "🙂👍🏽👩‍👩‍👧‍👦",
    "naïve café Zoë", "n\u0303o a\u0301 e\u0308", "한국어 문장입니다", "Ελληνικά κείμενα", "שלום עולם", "ไทยแลนด์",
    "→ ≤ ∑ ½ “quoted” — dash",
]
MODELS = ["aurora-large-2", "aurora-mini-2", "cobalt-4", "cobalt-4-fast", "dune-70b-instruct", "ember-8b"]
REASONS = ["stop"] * 17 + ["length"] * 2 + ["content_filter"]
TASKS = ["support", "rag-qa", "extract", "summarise", "code-review", "classify", "translate", "sql"]
LANGUAGES = ["python", "rust", "sql", "bash", "json"]
VOCABULARY = 60_000
START = 1_767_225_600  # 2026-01-01
REMEMBERED = 512


class Text:
    """Draws words, sentences and paragraphs."""

    def __init__(self, draw):
        self.draw = draw
        words = dict.fromkeys(FREQUENT)
        while len(words) < VOCABULARY:
            syllables = range(draw.randrange(1, 4))
            words["".join(draw.choice(ONSETS) + draw.choice(VOWELS) for _ in syllables) + draw.choice(CODAS)] = None
        self.words = list(words)
        weights = itertools.accumulate((rank + 8) ** -1.05 for rank in range(VOCABULARY))
        # Sentences are slices of one long text: a draw for each word would take most of the time.
        self.ribbon = draw.choices(self.words, cum_weights=list(weights), k=1 << 20)

    def sentence(self):
        length = self.draw.randrange(6, 20)
        start = self.draw.randrange(len(self.ribbon) - 64)
        words = self.ribbon[start:start + length]
        words[self.draw.randrange(length)] = self.draw.choice(self.words)
        return " ".join(words).capitalize() + "."

    def prose(self, characters):
        sentences, length = [], 0
        while length < characters:
            sentence = self.sentence()
            length += len(sentence) + 1
            sentences.append(sentence + "\n\n" if self.draw.random() < 0.12 else sentence)
        if self.draw.random() < 0.06:
            sentences.append(self.draw.choice(OTHER_SCRIPTS))
        return " ".join(sentences)

    def markdown(self, characters):
        word = lambda: self.draw.choice(self.words)
        lines = range(self.draw.randrange(3, 11))
        code = "\n".join(f"    {word()} = {word()}({self.draw.randrange(999)})  # {word()}" for _ in lines)
        return (
            f"## {self.sentence()}\n\n- {self.sentence()}\n- {self.sentence()}\n\n"
            f"```{self.draw.choice(LANGUAGES)}\ndef {word()}():\n{code}\n```\n\n{self.prose(max(40, characters - 500))}"
        )

    def nested(self, characters):
        draw = self.draw
        items = [
            {
                "id": draw.randrange(10**6),
                "label": draw.choice(TASKS),
                "score": round(draw.random(), 4),
                "evidence": self.sentence(),
                "flags": {"pii": draw.random() < 0.1, "toxic": draw.random() < 0.02},
                "spans": [[draw.randrange(400), draw.randrange(400)] for _ in range(draw.randrange(4))],
            }
            for _ in range(-(-characters // 190))
        ]
        meta = {"lang": draw.choice(LANGUAGES), "version": 3, "null": None}
        return {"answer": self.sentence(), "items": items, "meta": meta}

    def output(self, characters):
        kind = self.draw.random()
        if kind < 0.55:
            return self.prose(characters)
        if kind < 0.75:
            return self.markdown(characters)
        value = self.nested(characters)
        return value if kind < 0.9 else json.dumps(value, ensure_ascii=False)


def log(draw, repeats, long):
    """Yields records for ever."""
    text = Text(draw)
    systems = [f"You are a {task} assistant. {text.prose(160)}" for task in TASKS for _ in range(4)]
    recent, now = [], float(START)
    for number in itertools.count():
        now += draw.expovariate(0.4)
        if recent and draw.random() < repeats:
            yield draw.choice(recent)
            continue
        record = one(draw, text, systems, long, number, now)
        if len(recent) < REMEMBERED:
            recent.append(record)
        else:
            recent[draw.randrange(REMEMBERED)] = record
        yield record


def one(draw, text, systems, long, number, now):
    size = int(min(6_000, draw.lognormvariate(5.9, 0.75)))
    if draw.random() < long:
        size = draw.randrange(20_000, 200_000)
    turns = [{"role": "system", "content": draw.choice(systems)}]
    for turn in range(1 if draw.random() < 0.7 else draw.randrange(1, 4)):
        if turn:
            turns.append({"role": "assistant", "content": text.prose(120)})
        turns.append({"role": "user", "content": text.prose(60 + int(draw.lognormvariate(5.0, 0.7)))})
    asked, answered = draw.randrange(90, 990), 10 + size // 4
    day, second = divmod(int(now) - START, 86_400)
    clock = f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.{draw.randrange(1000):03}"
    return {
        "id": f"req_{draw.getrandbits(64):016x}",
        "timestamp": f"2026-{day // 28 % 12 + 1:02}-{day % 28 + 1:02}T{clock}Z",
        "model": draw.choice(MODELS),
        "task": draw.choice(TASKS),
        "session_id": f"s{number // 4:06}",
        "messages": turns,
        "output": text.output(size),
        "params": {"temperature": round(draw.random(), 2), "max_tokens": 1024, "top_p": 1.0},
        "usage": {"prompt_tokens": asked, "completion_tokens": answered, "total_tokens": asked + answered},
        "latency_ms": round(draw.lognormvariate(6.5, 0.8), 1),
        "finish_reason": draw.choice(REASONS),
        "metadata": {
            "user": f"u{draw.randrange(20_000):05}",
            "env": "prod" if draw.random() < 0.9 else "staging",
            "prompt_version": f"v{draw.randrange(1, 13)}",
            "trace": {"span": f"{draw.getrandbits(32):08x}", "retries": draw.randrange(3)},
        },
    }


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("records", type=int)
    options.add_argument("out", help="a file; - is standard output")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--repeats", type=float, default=0.01)
    options.add_argument("--long", type=float, default=0.0002)
    options.add_argument("--broken", type=float, default=0.0)
    chosen = options.parse_args()
    write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    breaks = random.Random(chosen.seed)
    out = sys.stdout if chosen.out == "-" else open(chosen.out, "w", encoding="utf-8", newline="\n")
    with out:
        for record in itertools.islice(log(random.Random(chosen.seed), chosen.repeats, chosen.long), chosen.records):
            line = write(record)
            if chosen.broken and breaks.random() < chosen.broken:
                line = line[:len(line) * 2 // 3]
            out.write(line + "\n")


if __name__ == "__main__":
    main()
