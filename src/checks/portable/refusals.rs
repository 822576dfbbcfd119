//! How refusals begin, in several languages: lists in the folded form of `prose::plain`, which the helpers get as data.
//! Whole phrases only: "I'm sorry to hear that" is no refusal.

/// For a language: how a refusal begins, and how it goes on.
type Openings = (&'static [&'static str], &'static [&'static str]);

/// Beginnings and continuations, with a blank between them where the language has blanks.
const OPENINGS: &[Openings] = &[
    (
        &[
            "i can't",
            "i cannot",
            "i can not",
            "i am unable to",
            "i'm unable to",
            "i am not able to",
            "i'm not able to",
            "i won't",
            "i will not",
            "i won't be able to",
            "i am not allowed to",
            "i'm not allowed to",
            "i am not permitted to",
            "i'm not permitted to",
            "i don't feel comfortable",
            "we cannot",
            "we can't",
        ],
        &[
            "help",
            "assist",
            "provide",
            "comply",
            "answer",
            "do that",
            "do this",
            "fulfill",
            "fulfil",
            "create",
            "generate",
            "write",
            "discuss",
            "share",
            "engage",
            "support",
            "offer",
            "give",
            "continue",
            "respond",
            "process",
            "participate",
            "produce",
            "complete",
            "helping",
            "providing",
            "writing",
            "answering",
        ],
    ),
    (
        &["ich kann", "ich darf", "ich werde", "leider kann ich", "leider darf ich", "das kann ich", "dabei kann ich"],
        &[
            "ihnen nicht helfen",
            "dir nicht helfen",
            "ihnen dabei nicht helfen",
            "dir dabei nicht helfen",
            "ihnen leider nicht helfen",
            "dir leider nicht helfen",
            "leider nicht helfen",
            "nicht helfen",
            "leider nicht weiterhelfen",
            "nicht weiterhelfen",
            "leider nicht beantworten",
            "nicht beantworten",
            "diese frage nicht beantworten",
            "diese anfrage nicht",
            "ihnen nicht weiterhelfen",
            "keine auskunft",
            "leider keine",
            "nicht tun",
            "leider nicht tun",
        ],
    ),
    (
        &[
            "je ne peux pas",
            "je ne peux",
            "je ne suis pas en mesure de",
            "je ne suis pas autorisé à",
            "je regrette, mais je ne peux pas",
        ],
        &[
            "vous aider",
            "t'aider",
            "répondre",
            "fournir",
            "pas vous aider",
            "pas répondre",
            "malheureusement pas",
            "vous fournir",
            "faire cela",
            "satisfaire",
            "accéder à cette demande",
        ],
    ),
    (
        &["no puedo", "no me es posible", "no estoy autorizado a", "no soy capaz de"],
        &[
            "ayudar",
            "ayudarte",
            "ayudarle",
            "proporcionar",
            "responder",
            "cumplir",
            "hacer eso",
            "ofrecer",
            "generar",
            "compartir",
        ],
    ),
    (
        &["non posso", "non sono in grado di", "non mi è possibile"],
        &[
            "aiutare",
            "aiutarti",
            "aiutarla",
            "fornire",
            "rispondere",
            "fare questo",
            "farlo",
            "soddisfare",
            "condividere",
        ],
    ),
    (
        &["não posso", "não consigo", "não me é possível"],
        &[
            "ajudar",
            "ajudá-lo",
            "ajudá-la",
            "te ajudar",
            "fornecer",
            "responder",
            "fazer isso",
            "cumprir",
            "compartilhar",
        ],
    ),
    (
        &["ik kan", "ik mag", "helaas kan ik"],
        &[
            "je niet helpen",
            "u niet helpen",
            "je hier niet bij helpen",
            "u hier niet bij helpen",
            "je daar niet bij helpen",
            "u daar niet bij helpen",
            "niet helpen",
            "daar niet bij helpen",
            "hier niet bij helpen",
            "niet beantwoorden",
            "deze vraag niet beantwoorden",
            "dat niet doen",
        ],
    ),
    (
        &["я не могу", "не могу", "к сожалению, я не могу", "я не в состоянии"],
        &["помочь", "вам помочь", "ответить", "предоставить", "выполнить", "этого сделать", "обсуждать", "создать"],
    ),
];

/// Phrases that need no continuation.
const WHOLE: &[&str] = &[
    "as an ai",
    "as a language model",
    "as a large language model",
    "i'm just an ai",
    "i am just an ai",
    "i must decline",
    "i have to decline",
    "i'd rather not",
    "i would rather not",
    "against my guidelines",
    "als ki",
    "als künstliche intelligenz",
    "als sprachmodell",
    "en tant qu'ia",
    "en tant que modèle de langage",
    "como modelo de lenguaje",
    "como una ia",
    "como ia",
    "in quanto ia",
    "come modello linguistico",
    "como modelo de linguagem",
    "als taalmodel",
    "als ai",
    "как языковая модель",
    "как искусственный интеллект",
    "我无法",
    "我不能",
    "我不可以",
    "抱歉，我无法",
    "作为一个ai",
    "作为ai",
    "作为人工智能",
    "作为一个人工智能",
    "作为语言模型",
    "無法提供",
    "我無法",
    "お手伝いできません",
    "お答えできません",
    "回答できません",
    "提供できません",
    "対応できません",
    "お応えできません",
    "aiとして",
    "도와드릴 수 없",
    "도와 드릴 수 없",
    "답변할 수 없",
    "답변드릴 수 없",
    "제공할 수 없",
    "ai로서",
    "ai 언어 모델로서",
];

/// Returns all phrases, each as it is looked for.
pub(crate) fn phrases() -> Vec<String> {
    let put = |(begins, goes_on): &Openings| -> Vec<String> {
        begins.iter().flat_map(|begin| goes_on.iter().map(move |on| format!("{begin} {on}"))).collect()
    };
    OPENINGS.iter().flat_map(put).chain(WHOLE.iter().map(|phrase| (*phrase).to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::phrases;
    use crate::checks::portable::prose::plain_text;

    #[test]
    fn every_phrase_is_in_its_folded_form() {
        for phrase in phrases() {
            assert_eq!(plain_text(phrase.chars()), phrase);
        }
    }
}
