//! What the benchmarks share: seeded logs like real ones, percentiles, this process's peak memory.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::time::Duration;

/// How many records to work on: the environment variable `GEMBA_BENCH_RECORDS`, or `default`.
pub fn records(default: u64) -> u64 {
    std::env::var("GEMBA_BENCH_RECORDS").ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Whether the benches are only tried (`cargo test --benches`), not measured.
pub fn only_tried() -> bool {
    std::env::args().any(|argument| argument == "--test" || argument == "--list")
}

/// A small seeded generator (`SplitMix64`): the same logs on every machine.
pub struct Draw(pub u64);

impl Draw {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// A number below the limit, as a length.
    pub fn size(&mut self, limit: u64) -> usize {
        usize::try_from(self.below(limit)).unwrap()
    }

    /// About `length` characters of words, a line break now and then.
    pub fn prose(&mut self, length: usize) -> String {
        const WORDS: &[&str] = &[
            "the",
            "parcel",
            "locker",
            "order",
            "refund",
            "within",
            "days",
            "please",
            "customer",
            "account",
            "plan",
            "code",
            "is",
            "not",
            "a",
            "of",
            "for",
            "invoice",
            "claim",
            "to",
            "delivery",
            "colleague",
            "answer",
            "monday",
            "street",
            "number",
            "charged",
            "twice",
            "you",
            "can",
            "in",
            "app",
            "größe",
            "straße",
            "ça",
            "订单",
        ];
        let mut text = String::with_capacity(length + 16);
        while text.len() < length {
            let at = self.size(WORDS.len() as u64);
            text.push_str(WORDS[at]);
            text.push_str(match self.below(24) {
                0 => ".\n",
                1 => ". ",
                2 => ", ",
                _ => " ",
            });
        }
        text
    }
}

/// Writes a log of `count` records of 1.9 KB on average; answers its size in bytes.
pub fn write_log(path: &Path, count: u64) -> u64 {
    let mut file = BufWriter::new(File::create(path).unwrap());
    let mut draw = Draw(7);
    for number in 0..count {
        let system = draw.prose(420);
        let asked = 60 + draw.size(400);
        let told = 200 + draw.size(1400) + if draw.below(200) == 0 { 12_000 } else { 0 };
        let (question, output) = (draw.prose(asked), draw.prose(told));
        let model = ["heron-2-large", "heron-2-small"][draw.size(2)];
        let line = serde_json::json!({
            "id": format!("req-{number:08}"),
            "timestamp": format!("2026-11-{:02}T{:02}:{:02}:{:02}Z", 1 + number % 28, number / 3600 % 24, number / 60 % 60, number % 60),
            "model": model,
            "prompt_version": format!("v{}", 1 + number % 4),
            "conversation_id": format!("c-{}", number / 3),
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": question}],
            "output": output,
            "latency_ms": 300 + draw.below(4000),
            "metadata": {"channel": "app", "region": "IE", "shard": number % 16},
        });
        serde_json::to_writer(&mut file, &line).unwrap();
        file.write_all(b"\n").unwrap();
    }
    file.into_inner().unwrap().metadata().unwrap().len()
}

/// The time that the given share of the samples stayed under.
pub fn percentile(samples: &mut [Duration], share: f64) -> Duration {
    samples.sort_unstable();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "an index"
    )]
    let at = (samples.len() as f64 * share).ceil() as usize;
    samples[at.clamp(1, samples.len()) - 1]
}

/// Milliseconds, for printing and for ratios.
pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Lets the kernel measure this process's peak memory anew (Linux; elsewhere nothing happens).
pub fn forget_peak_memory() {
    drop(std::fs::write("/proc/self/clear_refs", "5"));
}

/// The most memory this process has held, in MB, where the system tells (Linux).
pub fn peak_memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024.0 / 1e6)
}
