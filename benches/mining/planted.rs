//! Failures planted in real answers: eight kinds, each with what is good beside it, made from a seed.

use gemba::domain::{Content, Message, Role};

/// Numbers by lot, the same ones for the same seed (`SplitMix64`, Steele et al. 2014).
pub struct Lot(u64);

impl Lot {
    pub fn new(seed: u64, stream: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ stream.wrapping_mul(0xd1b5_4a32_d192_ed03))
    }

    pub fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from(((u128::from(z ^ (z >> 31))) * most as u128) >> 64).unwrap()
    }

    /// True in so many of 100 cases.
    pub fn happens(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// Real answers: whole, and cut into sentences that state something in English without digits.
pub struct Answers {
    pub whole: Vec<String>,
    sentences: Vec<Vec<String>>,
}

impl Answers {
    pub fn read() -> Self {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/redaction/outputs.jsonl");
        let text = std::fs::read_to_string(path).unwrap();
        let output = |line: &str| {
            serde_json::from_str::<serde_json::Value>(line).unwrap()["output"].as_str().unwrap().to_owned()
        };
        let whole: Vec<String> = text.lines().map(output).collect();
        let plain = |sentence: &&str| {
            let lower = sentence.to_lowercase();
            let refuses =
                ["sorry", "language model", "cannot", "can't", "unable", "unfortunately", "not able", "an ai"];
            (6..=28).contains(&sentence.split_whitespace().count())
                && sentence.is_ascii()
                && !sentence.contains(|c: char| c.is_ascii_digit() || "{}[]<>|\"*#:\n".contains(c))
                && sentence.starts_with(|c: char| c.is_ascii_uppercase())
                && !refuses.iter().any(|word| lower.contains(word))
        };
        let cut = |text: &String| -> Vec<String> {
            text.split_inclusive(". ")
                .map(str::trim)
                .filter(|one| one.ends_with('.'))
                .filter(plain)
                .map(str::to_owned)
                .collect()
        };
        let sentences = whole.iter().map(cut).filter(|all| all.len() >= 2).collect();
        Self { whole, sentences }
    }

    /// So many sentences, from one or two answers after the other.
    fn prose(&self, lot: &mut Lot, sentences: usize) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        while found.len() < sentences {
            let from = lot.pick(&self.sentences);
            for sentence in from {
                if found.len() < sentences && !found.contains(sentence) {
                    found.push(sentence.clone());
                }
            }
        }
        found
    }
}

/// A kind of planted failure.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Planted {
    Refusal,
    TooLong,
    WrongLanguage,
    NumberNotInInput,
    BrokenJson,
    MissingDisclaimer,
    ToneWord,
    RepeatedSentence,
}

pub const ALL: [(Planted, &str); 8] = [
    (Planted::Refusal, "refusal, 5 wordings"),
    (Planted::TooLong, "too long"),
    (Planted::WrongLanguage, "wrong language"),
    (Planted::NumberNotInInput, "number not in the input"),
    (Planted::BrokenJson, "broken JSON"),
    (Planted::MissingDisclaimer, "missing disclaimer, 3 wordings"),
    (Planted::ToneWord, "tone word, out of 6"),
    (Planted::RepeatedSentence, "repeated sentence"),
];

const REFUSALS: [&str; 5] = [
    "I'm sorry, but I can't help with that.",
    "I cannot assist with this request.",
    "As an AI language model, I am unable to answer this.",
    "Unfortunately, I'm not able to provide that information.",
    "I won't be able to answer this question.",
];
const DISCLAIMERS: [&str; 3] = [
    "This is not financial advice.",
    "Please consult a professional before you act on it.",
    "For general information only.",
];
const TONE: [&str; 6] = ["obviously", "duh", "dude", "whatever", "lol", "seriously"];
const FOREIGN: [&str; 24] = [
    "Vielen Dank für Ihre Nachricht, wir haben die Bestellung geprüft.",
    "Das Paket wurde gestern verschickt und kommt am Montag an.",
    "Bitte melden Sie sich, wenn Sie noch eine Frage haben.",
    "Die Rücksendung ist kostenlos, wenn der Karton nicht geöffnet wurde.",
    "Der Betrag wird auf das Konto überwiesen, von dem er kam.",
    "Wir bitten um Entschuldigung für die lange Wartezeit.",
    "Merci pour votre message, nous avons vérifié la commande.",
    "Le colis est parti hier et il arrivera lundi chez vous.",
    "N'hésitez pas à nous écrire si vous avez une autre question.",
    "Le retour est gratuit si le carton n'a pas été ouvert.",
    "La somme sera versée sur le compte dont elle est venue.",
    "Nous vous prions de nous excuser pour cette longue attente.",
    "Gracias por su mensaje, hemos revisado el pedido.",
    "El paquete salió ayer y llegará el lunes a su casa.",
    "Escríbanos si tiene alguna otra pregunta sobre el pedido.",
    "La devolución es gratuita si la caja no se ha abierto.",
    "El importe se abonará en la cuenta de la que vino.",
    "Le pedimos disculpas por la larga espera de estos días.",
    "Grazie per il messaggio, abbiamo controllato l'ordine.",
    "Il pacco è partito ieri e arriverà lunedì a casa sua.",
    "Ci scriva se ha ancora una domanda sul suo ordine.",
    "Il reso è gratuito se la scatola non è stata aperta.",
    "La somma sarà versata sul conto da cui è venuta.",
    "Ci scusiamo per la lunga attesa di questi giorni.",
];

/// One record: good or bad of its kind. No two records of one seed have one input.
pub fn record(answers: &Answers, kind: Planted, lot: &mut Lot, number: usize, is_bad: bool) -> Content {
    let (order, items) = (10_000 + number * 7 + lot.below(7), 2 + lot.below(90));
    let input = format!("Case {number}: what do I have to know about order {order} with {items} items?");
    let count = 3 + lot.below(4);
    let mut said = answers.prose(lot, count);
    let output = match kind {
        Planted::Refusal if is_bad => {
            let mut parts = vec![(*lot.pick(&REFUSALS)).to_owned()];
            if lot.happens(40) {
                parts.push(said[0].clone());
            }
            parts.join(" ")
        }
        Planted::TooLong => {
            let count = if is_bad { 9 + lot.below(5) } else { 2 + lot.below(4) };
            answers.prose(lot, count).join(" ")
        }
        Planted::WrongLanguage if is_bad => {
            let from = lot.below(4) * 6;
            let start = lot.below(4);
            FOREIGN[from + start..from + start + 3].join(" ")
        }
        Planted::NumberNotInInput => {
            let told = if is_bad { items + 100 + lot.below(500) } else { items };
            let place = lot.below(said.len());
            said.insert(place, format!("There are {told} items in it."));
            said.join(" ")
        }
        Planted::BrokenJson => {
            let whole = serde_json::json!({"answer": said[0], "items": items, "reason": said[1]}).to_string();
            match (is_bad, lot.below(4)) {
                (false, _) => whole,
                (true, 0) => whole[..whole.len() - 2 - lot.below(20)].to_owned(),
                (true, 1) => whole.replacen('}', ",}", 1),
                (true, 2) => format!("Here is the JSON: {whole}"),
                (true, _) => whole.replace('"', "'"),
            }
        }
        Planted::MissingDisclaimer => {
            if !is_bad {
                said.push((*lot.pick(&DISCLAIMERS)).to_owned());
            }
            said.join(" ")
        }
        Planted::ToneWord if is_bad => {
            let word = *lot.pick(&TONE);
            let at = lot.below(said.len());
            let sentence = &said[at];
            said[at] = if lot.happens(50) {
                format!("{}, {word}.", sentence.trim_end_matches('.'))
            } else {
                sentence.replacen(' ', &format!(" {word} "), 1)
            };
            said.join(" ")
        }
        Planted::RepeatedSentence if is_bad => {
            let again = said[lot.below(said.len())].clone();
            let place = said.len();
            said.insert(place, again);
            said.join(" ")
        }
        _ => said.join(" "),
    };
    Content { messages: vec![Message::text(Role::User, input)], output: output.into(), ..Content::default() }
}
