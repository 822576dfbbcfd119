//! Keys and tokens of vendors, known by how they begin.

use std::ops::Range;

use super::rule::{Class, Pattern, Rule, as_written, build, matches};

pub(super) const RULE: Rule = Rule {
    word: "key",
    nouns: ("key", "keys"),
    help: "A key or token of a vendor, by how it begins: AKIA…, ghp_…, sk-….",
    class: Class::Secret,
    find,
    same: as_written,
};

/// Beginnings that nothing else has, by vendor.
const CERTAIN: &[(&str, &str)] = &[
    ("AWS", r"(?:AKIA|ASIA|ABIA|ACCA|AGPA|AIDA|AROA|AIPA|ANPA|ANVA|APKA)[A-Z0-9]{16}"),
    ("Anthropic", r"sk-ant-[A-Za-z0-9_-]{12,}"),
    ("OpenAI", r"sk-(?:proj|svcacct|admin|None|service)-[A-Za-z0-9_-]{12,}"),
    ("OpenRouter", r"sk-or-(?:v1-)?[A-Za-z0-9]{16,}"),
    (
        "SSH",
        r"(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-nistp\d{3}|sk-ssh-ed25519@openssh\.com) AAAA[A-Za-z0-9+/]{30,}={0,2}",
    ),
    ("Weights & Biases", r"wandb_v1_[A-Za-z0-9_]{30,}"),
    ("Langfuse", r"(?:sk|pk)-lf-[A-Za-z0-9-]{16,}"),
    ("LangSmith", r"lsv2_(?:pt|sk)_[A-Za-z0-9_]{16,}"),
    ("GitHub", r"gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}"),
    ("GitLab", r"gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas|soat|ffct)-[A-Za-z0-9_.-]{16,}|GR1348941[A-Za-z0-9_-]{20}"),
    ("Bitbucket, Atlassian", r"AT(?:ATT3|CTT3|BB)[A-Za-z0-9_=-]{20,}"),
    ("Slack", r"xox[a-z]-[A-Za-z0-9%+/=-]{10,}|xoxe\.xox[bp]-[A-Za-z0-9-]{10,}|xapp-\d-[A-Za-z0-9-]{10,}"),
    ("Slack webhooks", r"hooks\.slack\.com/(?:services|workflows|triggers)/[A-Za-z0-9+/_-]{20,}"),
    ("Discord webhooks", r"discord(?:app)?\.com/api/webhooks/\d{10,}/[A-Za-z0-9_-]{20,}"),
    ("Discord", r"[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}"),
    ("Telegram", r"\d{8,10}:AA[A-Za-z0-9_-]{30,}"),
    ("Teams webhooks", r"webhook\.office\.com/webhookb2/[A-Za-z0-9@/-]{40,}"),
    (
        "Google",
        r"AIza[A-Za-z0-9_-]{30,}|AQ\.Ab[A-Za-z0-9_-]{40,}|ya29\.[A-Za-z0-9_.-]{16,}|GOCSPX-[A-Za-z0-9_-]{16,}|1//0[A-Za-z0-9_-]{20,}",
    ),
    ("Azure", r"[A-Za-z0-9_~.]{3}\dQ~[A-Za-z0-9_~.-]{31,34}"),
    ("Stripe", r"(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9+/=]{20,}"),
    ("Twilio", r"(?:AC|SK)[0-9a-f]{32}"),
    ("SendGrid", r"SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"),
    ("Mailgun", r"(?:key|pubkey)-[0-9a-f]{32}"),
    ("Mailchimp", r"[0-9a-f]{32}-us\d{1,2}"),
    ("Brevo", r"xkeysib-[0-9a-f]{20,}-[A-Za-z0-9]{8,}|xsmtpsib-[0-9a-f]{20,}"),
    ("npm", r"npm_[A-Za-z0-9]{30,}"),
    ("PyPI", r"pypi-[A-Za-z0-9_-]{40,}"),
    ("RubyGems", r"rubygems_[0-9a-f]{40,}"),
    ("Docker", r"dckr_(?:pat|oat)_[A-Za-z0-9_-]{20,}"),
    ("Hugging Face", r"hf_[A-Za-z0-9]{24,}|api_org_[A-Za-z0-9]{24,}"),
    ("Groq", r"gsk_[A-Za-z0-9]{24,}"),
    ("xAI", r"xai-[A-Za-z0-9]{24,}"),
    ("Perplexity", r"pplx-[A-Za-z0-9]{24,}"),
    ("Replicate", r"r8_[A-Za-z0-9]{24,}"),
    ("NVIDIA", r"nvapi-[A-Za-z0-9_-]{24,}"),
    ("Pinecone", r"pcsk_[A-Za-z0-9_]{24,}"),
    ("Tavily, Cerebras", r"tvly-[A-Za-z0-9-]{16,}|csk-[A-Za-z0-9]{24,}"),
    ("Databricks", r"dapi[0-9a-f]{32}"),
    ("DigitalOcean", r"do[opr]_v1_[0-9a-f]{40,}"),
    ("Shopify", r"shp(?:at|ca|pa|ss|tka)_[0-9a-fA-F]{24,}"),
    ("Square", r"sq0(?:atp|csp|idp)-[A-Za-z0-9_-]{20,}|EAAA[A-Za-z0-9_-]{56,}"),
    ("PayPal", r"access_token\$(?:production|sandbox)\$[0-9a-z]{10,}\$[0-9a-f]{20,}"),
    ("Plaid", r"access-(?:sandbox|development|production)-[0-9a-f-]{30,}"),
    ("Facebook", r"EAA[A-Za-z0-9]{60,}"),
    ("Linear", r"lin_(?:api|oauth)_[A-Za-z0-9]{24,}"),
    ("Notion", r"ntn_[A-Za-z0-9]{30,}|secret_[A-Za-z0-9]{40,}"),
    ("Figma, Postman, Airtable", r"figd_[A-Za-z0-9_-]{24,}|PMAK-[0-9a-f-]{30,}|pat[A-Za-z0-9]{14}\.[0-9a-f]{32,}"),
    ("HubSpot", r"pat-(?:na|eu)\d-[0-9a-f-]{30,}"),
    ("New Relic", r"NR(?:AK|JS|II|AL|RA)-[A-Za-z0-9]{16,}"),
    ("Grafana", r"gl(?:sa|c)_[A-Za-z0-9+/_]{24,}={0,2}"),
    ("Sentry", r"sntry[su]_[A-Za-z0-9+/=_]{32,}"),
    ("Dynatrace", r"dt0[a-z]\d{2}\.[A-Z0-9]{20,}\.[A-Z0-9]{40,}"),
    ("HashiCorp", r"hv[sbr]\.[A-Za-z0-9_-]{20,}|[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{40,}"),
    ("Pulumi, Doppler", r"pul-[0-9a-f]{40}|dp\.(?:pt|st|ct|sa|scim|audit)\.[A-Za-z0-9._-]{32,}"),
    (
        "Heroku, Netlify, Fly",
        r"HRKU-[A-Za-z0-9_-]{30,}|nf[pcoub]_[A-Za-z0-9_]{30,}|fo1_[A-Za-z0-9_-]{30,}|FlyV1 fm\d_[A-Za-z0-9+/=,_-]{30,}",
    ),
    (
        "Supabase, PlanetScale",
        r"sbp_[0-9a-f]{30,}|sb_secret_[A-Za-z0-9_-]{20,}|pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.-]{24,}",
    ),
    (
        "Alibaba, Tencent, Yandex",
        r"LTAI[A-Za-z0-9]{12,30}|AKID[A-Za-z0-9]{28,36}|AQVN[A-Za-z0-9_-]{32,}|y0_[A-Za-z0-9_-]{40,}",
    ),
    ("Sourcegraph, Buildkite, Snyk", r"sgp_[A-Za-z0-9_]{40,}|bk[ua]a?_[0-9a-f]{36,}"),
    ("Contentful, ReadMe, Typeform", r"CFPAT-[A-Za-z0-9_-]{30,}|rdme_[a-z0-9]{40,}|tfp_[A-Za-z0-9_.-]{40,}"),
    ("1Password, age", r"ops_eyJ[A-Za-z0-9+/=_-]{40,}|AGE-SECRET-KEY-1[0-9A-Z]{50,}"),
    ("JFrog, Artifactory", r"AKCp[A-Za-z0-9]{30,}|cmVmd[A-Za-z0-9]{40,}"),
    (
        "Flutterwave, Clojars, Shippo",
        r"FLW(?:SEC|PUB)K(?:_TEST)?-[0-9a-zA-Z-]{20,}|CLOJARS_[0-9a-z]{40,}|shippo_(?:live|test)_[0-9a-f]{30,}",
    ),
    ("Adafruit, Mapbox", r"aio_[A-Za-z0-9]{24,}|sk\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{16,}"),
    ("Dropbox, Asana", r"sl\.[A-Za-z0-9_-]{60,}|\d/\d{15,}:[0-9a-f]{32}"),
];

/// Beginnings that words have too: these count with at least two digits.
const WITH_DIGITS: &[(&str, &str)] = &[
    ("OpenAI, DeepSeek and others", r"sk-[A-Za-z0-9_-]{16,}"),
    ("ElevenLabs and others", r"sk_[A-Za-z0-9]{24,}"),
    ("Fireworks, Together, Firecrawl", r"fw_[A-Za-z0-9]{20,}|tgp_v1_[A-Za-z0-9_-]{20,}|fc-[0-9a-f]{28,}"),
    ("OpenAI sessions", r"sess-[A-Za-z0-9]{32,}"),
    ("crates.io", r"cio[A-Za-z0-9]{32}"),
    ("Vault", r"s\.[A-Za-z0-9]{24}"),
];

static CERTAIN_KEYS: Pattern = Pattern::new(|| any_of(CERTAIN));
static WITH_DIGITS_KEYS: Pattern = Pattern::new(|| any_of(WITH_DIGITS));

/// Makes one expression of a table; a key begins where no word goes on. An underscore is also emphasis, or ends a name.
fn any_of(table: &[(&str, &str)]) -> Option<regex::Regex> {
    let all: Vec<&str> = table.iter().map(|(_, pattern)| *pattern).collect();
    build(&format!(r"(?:\A|[^A-Za-z0-9])(?P<value>{})", all.join("|")))
}

fn find(text: &str, found: &mut Vec<Range<usize>>) {
    matches(&CERTAIN_KEYS, text, found, |_, _| true);
    matches(&WITH_DIGITS_KEYS, text, found, |text, span| {
        let value = text.get(span.clone()).unwrap_or_default();
        value.bytes().filter(u8::is_ascii_digit).count() >= 2
    });
}
