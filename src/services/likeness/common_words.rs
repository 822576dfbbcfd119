//! Words that say little about what went wrong, in any language.

use crate::checks::LANGUAGES;
use crate::measures::likeness::CommonWords;

/// Words that notes on failures share whatever the failure is: they count less. The commonest words of each language
/// count less too.
const COMMON: &str = "a an the of in on at to for from is are was were be been it its this that than and or not no but as \
    by with too very much far way so there here then which who what when where though although instead into does do did \
    has have had \
    answer answers answered answering response responses reply replied replies replying output outputs model text wrong \
    bad incorrect incorrectly error issue problem missing says said say gives given give uses used user bot customer \
    customers should could would must need needs needed falsch antwort antwortet réponse respuesta ответ";

/// Returns the words that say little about what went wrong.
pub(super) fn common_words() -> CommonWords {
    let languages = LANGUAGES.iter().flat_map(|language| language.words.iter().copied());
    COMMON.split_whitespace().chain(languages).collect()
}
