//! The fields of a record and the many names that logs give them. Knows no values.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a logged field can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Field {
    Input,
    Output,
    Messages,
    System,
    Expected,
    Id,
    Conversation,
    Time,
    Model,
    Prompt,
    PromptName,
    Latency,
    TokensIn,
    TokensOut,
    Cost,
    FinishReason,
    Error,
    Note,
    Tools,
    Usage,
    Meta,
}

/// A field with its name on the command line (empty where it cannot be named) and the names that logs give it, best
/// first, in lower case without `_`, `-`, `.` and blanks.
struct Line(Field, &'static str, &'static [&'static str]);

const LINES: &[Line] = &[
    Line(
        Field::Input,
        "input",
        &[
            "input",
            "inputs",
            "prompt",
            "question",
            "query",
            "userquery",
            "userinput",
            "userprompt",
            "usermessage",
            "instruction",
            "request",
            "message",
            "text",
            "problem",
            "goal",
        ],
    ),
    Line(
        Field::Output,
        "output",
        &[
            "output",
            "outputs",
            "completion",
            "response",
            "answer",
            "modelanswer",
            "modeloutput",
            "modelresponse",
            "actualoutput",
            "prediction",
            "generated",
            "generatedtext",
            "generation",
            "outputtext",
            "responsetext",
            "chatgptresponse",
            "gptresponse",
            "llmresponse",
            "assistantresponse",
            "botresponse",
            "reply",
            "summary",
        ],
    ),
    Line(
        Field::Messages,
        "messages",
        &[
            "messages",
            "conversations",
            "conversation",
            "chat",
            "inputmessages",
            "chatmessages",
            "turns",
            "dialog",
            "dialogue",
            "history",
            "chathistory",
            "transcript",
        ],
    ),
    Line(
        Field::System,
        "system",
        &["system", "systemprompt", "systemmessage", "systeminstruction", "systeminstructions"],
    ),
    Line(
        Field::Expected,
        "expected",
        &[
            "expected",
            "expectedoutput",
            "expectedanswer",
            "reference",
            "referenceanswer",
            "ideal",
            "target",
            "groundtruth",
            "gold",
            "goldanswer",
            "correctanswer",
        ],
    ),
    Line(
        Field::Id,
        "id",
        &["id", "exampleid", "traceid", "requestid", "runid", "uid", "uuid", "recordid", "questionid", "messageid"],
    ),
    Line(
        Field::Conversation,
        "conversation",
        &[
            "conversationid",
            "sessionid",
            "threadid",
            "chatid",
            "dialogid",
            "dialogueid",
            "session",
            "thread",
            "conversation",
        ],
    ),
    Line(
        Field::Time,
        "time",
        &[
            "timestamp",
            "time",
            "createdat",
            "created",
            "ts",
            "datetime",
            "date",
            "starttime",
            "startedat",
            "loggedat",
            "datetimeutc",
            "tstamp",
            "requesttime",
        ],
    ),
    Line(Field::Model, "model", &["model", "modelname", "modelid", "engine", "generator", "deployment", "llm"]),
    Line(
        Field::Prompt,
        "prompt",
        &[
            "promptversion",
            "promptver",
            "promptid",
            "prompttemplateversion",
            "templateversion",
            "prompttemplate",
            "template",
        ],
    ),
    Line(Field::PromptName, "", &["promptname", "templatename"]),
    Line(
        Field::Latency,
        "latency",
        &[
            "latencyms",
            "latency",
            "durationms",
            "duration",
            "responsetimems",
            "responsetime",
            "elapsedms",
            "elapsed",
            "delayms",
            "latencys",
            "latencyseconds",
            "latencysec",
            "durations",
            "durationseconds",
            "elapsedseconds",
        ],
    ),
    Line(
        Field::TokensIn,
        "tokens_in",
        &["prompttokens", "inputtokens", "tokensin", "tokensprompt", "numprompttokens", "ntokensin"],
    ),
    Line(
        Field::TokensOut,
        "tokens_out",
        &["completiontokens", "outputtokens", "tokensout", "tokenscompletion", "generatedtokens", "ntokensout"],
    ),
    Line(Field::Cost, "cost", &["cost", "totalcost", "costusd", "usdcost", "responsecost", "estimatedcost", "price"]),
    Line(Field::FinishReason, "finish_reason", &["finishreason", "stopreason", "endreason", "donereason"]),
    Line(Field::Error, "error", &["error", "errormessage", "errorstr", "exception"]),
    Line(Field::Note, "note", &[]),
    Line(Field::Tools, "", &["tools", "functions"]),
    Line(Field::Usage, "", &["usage", "tokenusage", "usagemetadata"]),
    Line(Field::Meta, "", &["meta", "metadata"]),
];

static MEANINGS: LazyLock<HashMap<&'static str, (Field, usize)>> = LazyLock::new(|| {
    let mut all = HashMap::new();
    for Line(field, _, names) in LINES {
        for (rank, name) in names.iter().enumerate() {
            all.entry(*name).or_insert((*field, rank));
        }
    }
    all
});

/// A logged name in lower case without `_`, `-`, `.` and blanks.
pub(super) fn folded(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-' | '.' | ' ')).flat_map(char::to_lowercase).collect()
}

/// What a folded name means, and how good a name it is (0 is best).
pub(super) fn meaning(folded: &str) -> Option<(Field, usize)> {
    MEANINGS.get(folded).copied()
}

impl Field {
    /// The name on the command line.
    pub(super) fn word(self) -> &'static str {
        LINES.iter().find(|line| line.0 == self).map_or("", |line| line.1)
    }

    /// The field that a word on the command line names.
    pub(super) fn from_word(word: &str) -> Option<Self> {
        LINES.iter().find(|line| !line.1.is_empty() && line.1 == word).map(|line| line.0)
    }

    /// All words.
    pub(super) fn words() -> Vec<&'static str> {
        LINES.iter().map(|line| line.1).filter(|word| !word.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Field, folded, meaning};

    #[test]
    fn names_are_known_in_every_spelling() {
        assert_eq!(meaning(&folded("user_query")), Some((Field::Input, 5)));
        assert_eq!(meaning(&folded("Chatgpt-Response")).map(|m| m.0), Some(Field::Output));
        assert_eq!(meaning(&folded("promptVersion")).map(|m| m.0), Some(Field::Prompt));
        assert_eq!(meaning(&folded("ID")), Some((Field::Id, 0)));
        assert_eq!(meaning("hallucination"), None);
    }
}
