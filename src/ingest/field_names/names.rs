//! The fields of a record and the many names that logs give them. Knows no values.

use std::sync::LazyLock;

use super::name_cache::NameCache;

/// What a logged field can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Field {
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
struct FieldNames(Field, &'static str, &'static str);

const FIELDS: &[FieldNames] = &[
    FieldNames(
        Field::Input,
        "input",
        "input inputs prompt question query userquery userinput userprompt usermessage instruction request \
         message text problem goal inputtext inputprompt promptcontent prompttext querytext questiontext usertext \
         userrequest userutterance userprompttext chatinput customermessage customerquestion customerquery prompts questions \
         queries problemstatement taskdescription",
    ),
    FieldNames(
        Field::Output,
        "output",
        "output outputs completion response modelanswer modeloutput modelresponse actualoutput \
         prediction generated generatedtext generation outputtext responsetext chatgptresponse gptresponse \
         llmresponse assistantresponse botresponse actualanswer actualresponse predictiontext generatedanswer generatedresponse predicted \
         generatedoutput modelprediction modelreply modelcompletion predictedanswer predictedtext answer reply summary \
         finalanswer \
         finalresponse finaloutput llmanswer llmoutput aianswer airesponse aioutput aireply botanswer botreply \
         agentanswer agentresponse agentoutput assistantanswer assistantreply assistantoutput chatbotresponse \
         completiontext answertext replytext responsemessages responses completions generations",
    ),
    FieldNames(
        Field::Messages,
        "messages",
        "messages conversations conversation chat inputmessages chatmessages turns dialog dialogue history \
         chathistory transcript requestmessages trajectory utterances exchanges qa qapairs",
    ),
    FieldNames(Field::System, "system", "system systemprompt systemmessage systeminstruction systeminstructions"),
    FieldNames(
        Field::Expected,
        "expected",
        "expected expectedoutput expectedanswer reference referenceanswer ideal target groundtruth gold \
         goldanswer correctanswer targets referenceoutput referenceoutputs referenceresponse expectedresponse \
         idealanswer idealoutput idealresponse trueanswer bestanswer goldenanswer goldresponse targetanswer",
    ),
    FieldNames(
        Field::Id,
        "id",
        "id exampleid traceid requestid runid uid uuid recordid questionid messageid instanceid taskid sampleid \
         predictionid generationid interactionid logid caseid testcaseid itemid",
    ),
    FieldNames(
        Field::Conversation,
        "conversation",
        "conversationid sessionid threadid chatid dialogid dialogueid session thread conversation",
    ),
    FieldNames(
        Field::Time,
        "time",
        "timestamp timestampms time createdat created ts datetime date starttime startedat loggedat datetimeutc tstamp \
         requesttime sentat timesent messagetime createdtime createtime createdon createddate creationtime \
         datecreated requestedat requeststarttime receivedat eventtime timegenerated starttimestamp requestcreatedat \
         predictionts @timestamp realtimetimestamp",
    ),
    FieldNames(
        Field::Model,
        "model",
        "model modelname modelid engine generator deployment llm llmmodelname llmmodel aimodel modelslug \
         deploymentname requestmodel responsemodel modelused",
    ),
    FieldNames(
        Field::Prompt,
        "prompt",
        "promptversion promptver promptid prompttemplateversion templateversion prompttemplate template",
    ),
    FieldNames(Field::PromptName, "", "promptname templatename"),
    FieldNames(
        Field::Latency,
        "latency",
        "latencyms latency durationms duration responsetimems responsetime elapsedms elapsed delayms latencys \
         latencyseconds latencysec durations durationseconds elapsedseconds latencyinms latencymillis \
         responsetimeinms generationtimems executiontimems tookms ms",
    ),
    FieldNames(
        Field::TokensIn,
        "tokens_in",
        "prompttokens inputtokens tokensin tokensprompt numprompttokens ntokensin totalinputtokens inputtokencount \
         prompttokencount",
    ),
    FieldNames(
        Field::TokensOut,
        "tokens_out",
        "completiontokens outputtokens tokensout tokenscompletion generatedtokens ntokensout totaloutputtokens \
         outputtokencount completiontokencount",
    ),
    FieldNames(Field::Cost, "cost", "cost totalcost costusd usdcost responsecost estimatedcost price"),
    FieldNames(Field::FinishReason, "finish_reason", "finishreason stopreason endreason donereason"),
    FieldNames(Field::Error, "error", "error errormessage errorstr exception"),
    FieldNames(Field::Note, "note", ""),
    FieldNames(Field::Tools, "", "tools functions"),
    FieldNames(Field::Usage, "", "usage tokenusage usagemetadata"),
    FieldNames(Field::Meta, "", "meta metadata"),
];

/// A name, the field that it means and its rank there.
type Meaning = (&'static str, (Field, usize));

/// All names by their length.
static MEANINGS: LazyLock<Vec<Vec<Meaning>>> = LazyLock::new(|| {
    let mut all: Vec<Vec<Meaning>> = vec![Vec::new(); LONGEST + 1];
    for FieldNames(field, _, names) in FIELDS {
        for (rank, name) in names.split_whitespace().enumerate() {
            if let Some(same_length) = all.get_mut(name.len())
                && same_length.iter().all(|(known, _)| *known != name)
            {
                same_length.push((name, (*field, rank)));
            }
        }
    }
    all
});

/// No name is longer.
const LONGEST: usize = 40;

/// A logged name in lower case without `_`, `-`, `.` and blanks.
pub(crate) fn normalized(name: &str) -> String {
    if name.is_ascii() {
        return name
            .bytes()
            .filter(|byte| !is_joint(*byte))
            .map(|byte| char::from(byte.to_ascii_lowercase()))
            .collect();
    }
    name.chars().filter(|c| !matches!(c, '_' | '-' | '.' | ' ')).flat_map(char::to_lowercase).collect()
}

/// Returns whether a logged name is this one, which is normalized: without making a text of it.
pub(crate) fn is_called(name: &str, wanted: &str) -> bool {
    // Asked of every name of every record, and most are another from their first letter on.
    let ([first, ..], [begins, ..]) = (name.as_bytes(), wanted.as_bytes()) else {
        return normalized(name) == wanted;
    };
    if first.is_ascii() && !is_joint(*first) && first.to_ascii_lowercase() != *begins {
        return false;
    }
    if !name.is_ascii() {
        return normalized(name) == wanted;
    }
    let plain = name.bytes().filter(|byte| !is_joint(*byte)).map(|byte| byte.to_ascii_lowercase());
    plain.eq(wanted.bytes())
}

/// Returns whether a logged name ends with this, which is normalized.
pub(crate) fn ends_as(name: &str, wanted: &str) -> bool {
    if !name.is_ascii() {
        return normalized(name).ends_with(wanted);
    }
    let mut plain = name.bytes().rev().filter(|byte| !is_joint(*byte)).map(|byte| byte.to_ascii_lowercase());
    wanted.bytes().rev().all(|byte| plain.next() == Some(byte))
}

const fn is_joint(byte: u8) -> bool {
    matches!(byte, b'_' | b'-' | b'.' | b' ')
}

/// Returns the field that a normalized name means, and the name's rank (0 is best).
pub(crate) fn meaning(normalized: &str) -> Option<(Field, usize)> {
    // Few names have the same length and the same first letter.
    let first = normalized.as_bytes().first()?;
    let same_length = MEANINGS.get(normalized.len())?;
    let found = same_length.iter().find(|(name, _)| name.as_bytes().first() == Some(first) && *name == normalized);
    found.map(|(_, meaning)| *meaning)
}

thread_local! {
    static MEANT: NameCache<Option<(Field, usize)>> = const { NameCache::new() };
}

/// Returns the field that a name means as it was logged: the same as of the normalized name, without making one.
pub(crate) fn meaning_of(name: &str) -> Option<(Field, usize)> {
    MEANT.with(|meant| meant.get(name, found))
}

/// Looks a name up as it was logged.
fn found(name: &str) -> Option<(Field, usize)> {
    if !name.is_ascii() {
        return meaning(&normalized(name));
    }
    let mut bytes = [0; LONGEST];
    let mut length = 0;
    for byte in name.bytes().filter(|byte| !is_joint(*byte)) {
        *bytes.get_mut(length)? = byte.to_ascii_lowercase();
        length += 1;
    }
    meaning(std::str::from_utf8(bytes.get(..length)?).ok()?)
}

impl Field {
    /// Returns the name on the command line.
    pub(crate) fn word(self) -> &'static str {
        FIELDS.iter().find(|row| row.0 == self).map_or("", |row| row.1)
    }

    /// Returns whether it holds what was asked or answered.
    pub(crate) const fn is_text(self) -> bool {
        matches!(self, Self::Input | Self::Output | Self::Messages)
    }

    /// Returns the field that a word on the command line names.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        FIELDS.iter().find(|row| !row.1.is_empty() && row.1 == word).map(|row| row.0)
    }

    /// Returns all words.
    pub(crate) fn words() -> Vec<&'static str> {
        FIELDS.iter().map(|row| row.1).filter(|word| !word.is_empty()).collect()
    }
}

/// Returns whether columns are those of a log: a question and an answer, turns, one message a row, or spans.
pub(crate) fn are_of_log<'n>(columns: impl IntoIterator<Item = &'n str>) -> bool {
    let names: Vec<String> = columns.into_iter().map(normalized).collect();
    let has = |wanted: Field| names.iter().any(|name| meaning(name).is_some_and(|(field, _)| field == wanted));
    let is_named = |wanted: &str| names.iter().any(|name| name == wanted);
    let is_said = is_named("role") && ["content", "message", "text"].into_iter().any(is_named);
    (has(Field::Output) && has(Field::Input))
        || has(Field::Messages)
        || is_said
        || (is_named("attributes") && is_named("spanid"))
}

#[cfg(test)]
mod tests {
    use super::{Field, ends_as, is_called, meaning, meaning_of, normalized};

    #[test]
    fn names_are_known_in_every_spelling() {
        assert_eq!(meaning(&normalized("user_query")), Some((Field::Input, 5)));
        assert_eq!(meaning(&normalized("Chatgpt-Response")).map(|m| m.0), Some(Field::Output));
        assert_eq!(meaning(&normalized("promptVersion")).map(|m| m.0), Some(Field::Prompt));
        assert_eq!(meaning(&normalized("ID")), Some((Field::Id, 0)));
        assert_eq!(meaning("hallucination"), None);
    }

    #[test]
    fn a_name_means_the_same_as_it_was_logged() {
        let names: Vec<&str> = super::FIELDS.iter().flat_map(|row| row.2.split_whitespace()).collect();
        assert!(names.iter().all(|name| name.len() < super::LONGEST && meaning(name).is_some()));
        for (name, known) in super::MEANINGS.iter().flatten() {
            assert_eq!(meaning(name), Some(*known));
            assert_eq!(meaning_of(&format!("_{}-", name.to_uppercase())), Some(*known));
        }
        assert_eq!(meaning_of(&"input".repeat(100)), None);
        assert_eq!(meaning_of("\u{212a}ey"), meaning(&normalized("\u{212a}ey")));
    }

    #[test]
    fn a_name_is_compared_as_if_it_were_normalized() {
        for name in ["End_Time", "endtime", "end-time.", "bend_time", "time", "", "\u{212a}_Time", "endtimes"] {
            for wanted in ["endtime", "time", "", "\u{6b}time"] {
                assert_eq!(is_called(name, wanted), normalized(name) == wanted, "{name} {wanted}");
                assert_eq!(ends_as(name, wanted), normalized(name).ends_with(wanted), "{name} {wanted}");
            }
        }
    }
}
