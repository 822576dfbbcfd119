//! Secrets and identities that nobody has, put together when the tests run so that no scanner of repositories cries; and a log
//! that holds them.

use std::collections::HashMap;

use gemba::redact::Redactor;
use serde_json::json;

/// Something that has to be masked.
#[derive(Debug)]
pub(crate) struct Planted {
    /// The rule that finds it.
    pub(crate) rule: &'static str,
    /// The text around it, with the thing itself.
    pub(crate) text: String,
    /// What must not be left anywhere.
    pub(crate) secret: String,
    /// How much of its beginning everybody knows: the letters that say whose key it is.
    pub(crate) known: usize,
}

/// Where parts of the planted things stand by which one would know them.
pub(crate) struct Telltale(HashMap<String, String>);

/// Characters in a row of a secret that are too many to be seen.
const RECOGNISED: usize = 8;

impl Telltale {
    /// Knows every part of each planted thing, but for what stands in masked texts too.
    pub(crate) fn of(planted: &[Planted], redactor: &Redactor) -> Self {
        let mut parts = HashMap::new();
        for one in planted {
            let secret = one.secret.get(one.known..).unwrap();
            parts.extend(windows(secret).map(|part| (part.to_owned(), one.secret.clone())));
        }
        let masked: Vec<String> = planted.iter().map(|one| redactor.mask(&one.text).text).collect();
        let masked = masked.join("\n");
        parts.retain(|part, _| !masked.contains(part.trim()));
        Self(parts)
    }

    /// The part of a planted thing that a text holds, and the thing.
    pub(crate) fn seen_in<'a>(&'a self, text: &'a str) -> Option<(&'a str, &'a str)> {
        windows(text).find_map(|part| Some((part, self.0.get(part)?.as_str())))
    }
}

/// Every piece of a text that has so many characters; of a shorter text all of it.
fn windows(text: &str) -> impl Iterator<Item = &str> {
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let pieces = ends.len().saturating_sub(RECOGNISED).max(1);
    (0..pieces).filter_map(move |at| text.get(*ends.get(at)?..*ends.get(at + RECOGNISED).or(ends.last())?))
}

/// Letters and digits without a pattern, the same for the same number.
fn letters(seed: usize, length: usize, alphabet: &str) -> String {
    let alphabet: Vec<char> = alphabet.chars().collect();
    let mut state = (seed as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(0xD1B5_4A32_D192_ED03);
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        alphabet[usize::try_from(state >> 33).unwrap() % alphabet.len()]
    };
    (0..length).map(|_| next()).collect()
}

const BASE62: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const HEX: &str = "0123456789abcdef";
const DIGITS: &str = "0123456789";
const CAPITALS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// How keys of vendors begin, in two halves, with the alphabet and length of the rest.
const KEYS: &[(&str, &str, &str, usize)] = &[
    ("AK", "IA", CAPITALS, 16),
    ("AS", "IA", CAPITALS, 16),
    ("sk-", "ant-api03-", BASE62, 80),
    ("sk-", "proj-", BASE62, 48),
    ("sk", "-", BASE62, 48),
    ("gh", "p_", BASE62, 36),
    ("gh", "s_", BASE62, 36),
    ("github", "_pat_", BASE62, 60),
    ("gl", "pat-", BASE62, 20),
    ("xo", "xb-", DIGITS, 24),
    ("xa", "pp-1-", BASE62, 40),
    ("AI", "za", BASE62, 35),
    ("ya", "29.", BASE62, 60),
    ("GOC", "SPX-", BASE62, 28),
    ("sk", "_live_", BASE62, 24),
    ("rk", "_test_", BASE62, 24),
    ("wh", "sec_", BASE62, 32),
    ("A", "C", HEX, 32),
    ("key", "-", HEX, 32),
    ("npm", "_", BASE62, 36),
    ("pypi", "-AgEIcHlwaS5vcmc", BASE62, 60),
    ("hf", "_", BASE62, 34),
    ("gsk", "_", BASE62, 52),
    ("xai", "-", BASE62, 80),
    ("pplx", "-", BASE62, 48),
    ("r8", "_", BASE62, 37),
    ("nv", "api-", BASE62, 64),
    ("da", "pi", HEX, 32),
    ("dop", "_v1_", HEX, 64),
    ("shp", "at_", HEX, 32),
    ("lin", "_api_", BASE62, 40),
    ("fig", "d_", BASE62, 40),
    ("NR", "AK-", CAPITALS, 27),
    ("gl", "sa_", BASE62, 32),
    ("hv", "s.", BASE62, 90),
    ("dckr", "_pat_", BASE62, 27),
    ("sb", "p_", HEX, 40),
    ("ls", "v2_pt_", HEX, 32),
    ("pc", "sk_", BASE62, 60),
    ("LT", "AI", BASE62, 20),
];

/// Telephone numbers that are set aside for films and documents, or lead nowhere, as people of 26 countries write them.
pub(crate) const PHONES: &[(&str, &[&str])] = &[
    ("US", &["(415) 555-0132", "415-555-0132", "+1 415 555 0132", "1-800-555-0199"]),
    ("GB", &["020 7946 0958", "+44 20 7946 0958", "07700 900123", "+44 (0)7700 900123"]),
    ("IE", &["020 912 4567", "+353 20 912 4567"]),
    ("DE", &["030 23125 123", "+49 30 23125-123", "0171 3920012", "0049 171 3920012"]),
    ("AT", &["0660 1234567", "+43 660 1234567"]),
    ("CH", &["044 668 18 00", "+41 44 668 18 00"]),
    ("FR", &["01 99 00 12 34", "+33 1 99 00 12 34", "06.39.98.12.34"]),
    ("BE", &["0470 12 34 56", "+32 470 12 34 56"]),
    ("NL", &["020-794 6095", "+31 6 12345678"]),
    ("ES", &["612 34 56 78", "+34 612 345 678"]),
    ("IT", &["347 123 4567", "+39 347 1234567"]),
    ("PT", &["+351 912 345 678", "telefone: 912 345 678"]),
    ("SE", &["070-174 06 05", "+46 70 174 06 05"]),
    ("NO", &["+47 22 12 34 56", "412 34 567"]),
    ("DK", &["+45 32 12 34 56", "tlf. 32 12 34 56"]),
    ("FI", &["040 123 4567", "+358 40 123 4567"]),
    ("PL", &["+48 512 345 678", "tel. 512 345 678"]),
    ("RU", &["8 (495) 123-45-67", "+7 912 345-67-89"]),
    ("TR", &["0532 123 45 67", "+90 532 123 45 67"]),
    ("IN", &["98765 43210", "+91 98765 43210"]),
    ("CN", &["138 0013 8000", "+86 138 0013 8000"]),
    ("JP", &["03-1234-5678", "+81 90-1234-5678"]),
    ("KR", &["010-1234-5678", "+82 10-1234-5678"]),
    ("BR", &["(11) 91234-5678", "+55 11 91234-5678"]),
    ("AU", &["(02) 5550 1234", "+61 491 570 156", "0491 570 156"]),
    ("SA", &["٠٥٠ ١٢٣ ٤٥٦٧", "+966 50 123 4567"]),
];

const EMAILS: &[&str] = &[
    "ana.soto@example.com",
    "BEN+work@Mail.Example.ORG",
    "o'hara@example.ie",
    "müller@bücher.example",
    "info@xn--bcher-kva.example",
    "пример@почта.рф",
    "用户@例子.广告",
    "first_last-99@sub.domain.example.co.uk",
    "carla%40example.net",
    r"dora\u0040example.net",
    "emil [at] example [dot] com",
    "fay(at)example.org",
    "gus&#64;example.com",
    "hana@[192.0.2.44]",
    "ivo@example.museum",
    "<jo@example.info>",
];

/// Accounts without their check digits.
const ACCOUNTS: &[(&str, &str)] = &[
    ("DE", "370400440532013000"),
    ("GB", "WEST12345698765432"),
    ("FR", "20041010050500013M02606"),
    ("ES", "21000418450200051332"),
    ("IT", "X0542811101000000123456"),
    ("NL", "ABNA0417164300"),
    ("BE", "539007547034"),
    ("CH", "00762011623852957"),
    ("AT", "1904300234573201"),
    ("SE", "50000000058398257466"),
    ("NO", "86011117947"),
    ("DK", "00400440116243"),
    ("PL", "109010140000071219812874"),
    ("PT", "000201231234567890154"),
    ("SA", "80000000608010167519"),
];

/// Cards without their check digit.
const CARDS: &[&str] = &[
    "411111111111111",
    "555555555555444",
    "37828224631000",
    "601100099013942",
    "353011133330000",
    "222300004841001",
    "400000566566555",
    "3056930902590",
];

fn iban(country: &str, account: &str) -> String {
    let text = format!("{account}{country}00");
    let digits = text.chars().map(|c| c.to_digit(36).unwrap());
    let rest = digits.fold(0, |rest, value| (rest * if value < 10 { 10 } else { 100 } + value) % 97);
    format!("{country}{:02}{account}", 98 - rest)
}

fn card(number: &str) -> String {
    let sum: u32 = number.bytes().rev().enumerate().fold(0, |sum, (at, byte)| {
        let digit = u32::from(byte - b'0') * if at % 2 == 0 { 2 } else { 1 };
        sum + if digit > 9 { digit - 9 } else { digit }
    });
    format!("{number}{}", (10 - sum % 10) % 10)
}

fn in_fours(text: &str) -> String {
    text.as_bytes().chunks(4).map(|four| std::str::from_utf8(four).unwrap()).collect::<Vec<_>>().join(" ")
}

/// All of them, more than 200.
pub(crate) fn planted() -> Vec<Planted> {
    let mut all = Vec::new();
    let mut plant = |rule: &'static str, around: &str, secret: String| {
        let text = around.replace("{}", &secret);
        all.push(Planted { rule, text, secret, known: 0 });
    };
    for (at, (first, second, alphabet, length)) in KEYS.iter().enumerate() {
        plant("key", "use {} for it", format!("{first}{second}{}", letters(at, *length, alphabet)));
    }
    for at in 0..6 {
        let part = |seed: usize| letters(seed, 40, BASE62);
        let token = format!("ey{}.ey{}.{}", "J".to_owned() + &part(at), "J".to_owned() + &part(at + 50), part(at + 99));
        plant("jwt", "token {} end", token);
    }
    for kind in ["RSA PRIVATE KEY", "OPENSSH PRIVATE KEY", "PGP PRIVATE KEY BLOCK"] {
        let body = letters(kind.len(), 64, BASE62);
        plant("pem", &format!("-----BEGIN {kind}-----\n{{}}\n-----END {kind}-----"), body);
    }
    for (at, scheme) in ["https", "postgres", "redis", "mongodb+srv", "amqp", "ftp"].into_iter().enumerate() {
        plant("login", &format!("{scheme}://app:{{}}@db.internal.example/x"), letters(at + 300, 14, BASE62));
    }
    for (at, around) in [
        "Authorization: Bearer {}",
        "curl -H 'Authorization: token {}'",
        "Bearer {}",
        "curl -u bob:{} https://x.example",
    ]
    .iter()
    .enumerate()
    {
        plant("auth", around, letters(at + 400, 32, BASE62));
    }
    plant("auth", "Authorization: Basic {}", "Ym9iOmh1bnRlcjIyMg==".to_owned());
    for (at, around) in [
        "password={}",
        "DB_PASSWORD: {}",
        "\"api_key\": \"{}\"",
        "clientSecret = '{}'",
        "aws_secret_access_key = {}",
        "--password {}",
        "<password>{}</password>",
        "https://x.example/?access_token={}",
        "my password is {}",
        "AccountKey={}",
    ]
    .iter()
    .enumerate()
    {
        plant("password", around, letters(at + 500, 20, BASE62) + "7x");
    }
    for email in EMAILS {
        plant("email", "write to {} today", (*email).to_owned());
    }
    for (country, account) in ACCOUNTS {
        let number = iban(country, account);
        plant("iban", "pay to {}, please", in_fours(&number));
        plant("iban", "IBAN:{}", number);
    }
    for number in CARDS {
        let number = card(number);
        plant("card", "card {} expires", in_fours(&number));
        plant("card", "card={}", number);
    }
    for address in [
        "203.0.113.7",
        "198.51.100.23",
        "10.20.30.41",
        "192.168.7.21",
        "2001:db8::8a2e:370:7334",
        "fe80::1ff:fe23:4567:890a",
        "2001:0db8:85a3:0000:0000:8a2e:0370:7334",
        "::ffff:192.0.2.128",
    ] {
        plant("ip", "from {} at noon", address.to_owned());
    }
    for address in ["00:1A:2B:3C:4D:5E", "00-1a-2b-3c-4d-5f", "001a.2b3c.4d60"] {
        plant("mac", "device {} joined", address.to_owned());
    }
    for (_, numbers) in PHONES {
        for number in *numbers {
            let (around, number) = number
                .rsplit_once(": ")
                .or(number.split_once(". "))
                .map_or(("reach me under {} after six".to_owned(), *number), |(word, number)| {
                    (format!("{word}: {{}}"), number)
                });
            plant("phone", &around, number.to_owned());
        }
    }
    for (one, (first, second, ..)) in all.iter_mut().zip(KEYS) {
        one.known = first.len() + second.len();
    }
    all
}

/// A log of the planted things, three a record: one in the question, one in the answer, one in a field of its own. Those of JSON
/// text stand in it as they are.
pub(crate) fn log() -> String {
    let all = planted();
    let lines = all.chunks(3).enumerate().map(|(at, three)| {
        let text = |index: usize| three.get(index).map_or("", |planted| planted.text.as_str());
        json!({"id": format!("planted-{at}"), "input": format!("Question {at}: {}", text(0)),
            "output": format!("Answer {at}: {}", text(1)), "remark": text(2), "model": "some-model"})
        .to_string()
    });
    lines.map(|line| line + "\n").collect()
}
