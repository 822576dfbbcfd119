//! Whether a text is well-formed XML 1.0: `quick-xml` splits it, and what that leaves unchecked is checked here, so
//! that the answer is that of expat (Python's reader).

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Why a text is not XML, and where, in characters.
type Flaw = (String, usize);

/// Checks that the whole text is one document: balanced tags, one root, known references, no internal DTD subset.
///
/// # Errors
/// The first flaw.
pub(crate) fn well_formed(text: &str) -> Result<(), Flaw> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let skipped = usize::from(body.len() < text.len());
    if let Some(c) = body.chars().find(|c| !is_allowed(*c)) {
        return Err((format!("the character U+{:04X} is not allowed in XML", u32::from(c)), 0));
    }
    let mut reader = Reader::from_str(body);
    let config = reader.config_mut();
    config.check_end_names = true;
    config.check_comments = true;
    config.allow_dangling_amp = false;
    let mut document = Document::default();
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let flaw = |reason: String| (reason, skipped + body.get(..at).map_or(0, |before| before.chars().count()));
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(event) => document.take(&event, at).map_err(flaw)?,
            Err(error) => return Err(flaw(error.to_string())),
        }
    }
    if document.depth > 0 {
        return Err(("an element is never closed".to_owned(), body.chars().count()));
    }
    if !document.has_root {
        return Err(("there is no element".to_owned(), 0));
    }
    Ok(())
}

#[derive(Default)]
struct Document {
    depth: usize,
    has_root: bool,
    has_doctype: bool,
}

impl Document {
    fn take(&mut self, event: &Event<'_>, at: usize) -> Result<(), String> {
        match event {
            Event::Start(tag) => {
                self.element(tag)?;
                self.depth += 1;
            }
            Event::Empty(tag) => self.element(tag)?,
            Event::End(tag) => {
                let raw: &str = tag.as_ref();
                is_name(raw.trim_end_matches(BLANK)).then_some(()).ok_or("a closing tag has a wrong name")?;
                self.depth = self.depth.saturating_sub(1);
            }
            Event::Text(text) => {
                let text: &str = text.as_ref();
                if self.depth == 0 && !text.trim_matches(BLANK).is_empty() {
                    return Err("there is text outside the root element".to_owned());
                }
                if text.contains("]]>") {
                    return Err("there is `]]>` in text".to_owned());
                }
            }
            Event::CData(_) if self.depth == 0 => return Err("there is text outside the root element".to_owned()),
            Event::GeneralRef(reference) => {
                let text: &str = reference.as_ref();
                if self.depth == 0 {
                    return Err("there is a reference outside the root element".to_owned());
                }
                known_reference(text)?;
            }
            Event::Decl(declaration) => {
                let text: &str = declaration.as_ref();
                self.declaration(text, at)?;
            }
            Event::DocType(doctype) => {
                let text: &str = doctype.as_ref();
                if self.has_root || self.has_doctype || self.depth > 0 {
                    return Err("a document type is in the wrong place".to_owned());
                }
                is_name(text.trim_matches(BLANK)).then_some(()).ok_or("only a bare document type is understood")?;
                self.has_doctype = true;
            }
            Event::PI(instruction) => {
                let text: &str = instruction.as_ref();
                let target = text.split(BLANK).next().unwrap_or_default();
                if !is_name(target) || target.eq_ignore_ascii_case("xml") {
                    return Err("a processing instruction has a wrong name".to_owned());
                }
            }
            Event::CData(_) | Event::Comment(_) | Event::Eof => {}
        }
        Ok(())
    }

    fn element(&mut self, tag: &BytesStart<'_>) -> Result<(), String> {
        if self.depth == 0 && self.has_root {
            return Err("there is a second root element".to_owned());
        }
        self.has_root = true;
        let text: &str = tag.as_ref();
        attributes(text).map(|_| ())
    }

    /// Accepts a declaration at the very start, with version 1.0 and UTF-8 only: the text has been decoded already.
    fn declaration(&self, text: &str, at: usize) -> Result<(), String> {
        if at != 0 || self.has_root || self.has_doctype {
            return Err("an XML declaration is in the wrong place".to_owned());
        }
        let pairs = attributes(text)?;
        let names: Vec<&str> = pairs.iter().map(|(name, _)| *name).collect();
        let in_order = matches!(
            names.as_slice(),
            ["version"] | ["version", "encoding" | "standalone"] | ["version", "encoding", "standalone"]
        );
        let is_fine = |(name, value): &(&str, &str)| match *name {
            "version" => *value == "1.0",
            "encoding" => value.eq_ignore_ascii_case("utf-8"),
            _ => ["yes", "no"].contains(value),
        };
        if in_order && pairs.iter().all(is_fine) {
            return Ok(());
        }
        Err("an XML declaration does not say version 1.0 in UTF-8".to_owned())
    }
}

const BLANK: [char; 4] = [' ', '\t', '\n', '\r'];

/// Reads the inside of a start tag: a name, then attributes with quoted values, none twice.
fn attributes(inside: &str) -> Result<Vec<(&str, &str)>, String> {
    let end = inside.find(BLANK).unwrap_or(inside.len());
    let (name, mut rest) = inside.split_at(end);
    if !is_name(name) {
        return Err("an element has a wrong name".to_owned());
    }
    let mut seen: Vec<(&str, &str)> = Vec::new();
    loop {
        let trimmed = rest.trim_start_matches(BLANK);
        if trimmed.is_empty() {
            return Ok(seen);
        }
        if trimmed.len() == rest.len() {
            return Err("a blank is missing before an attribute".to_owned());
        }
        let (key, value) = trimmed.split_once('=').ok_or("an attribute has no value")?;
        let key = key.trim_end_matches(BLANK);
        if !is_name(key) {
            return Err("an attribute has a wrong name".to_owned());
        }
        if seen.iter().any(|(name, _)| *name == key) {
            return Err("an attribute is given twice".to_owned());
        }
        let value = value.trim_start_matches(BLANK);
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\'')).ok_or("an attribute is not quoted")?;
        let (value, after) = value.get(1..).unwrap_or_default().split_once(quote).ok_or("an attribute has no end")?;
        if value.contains('<') {
            return Err("there is `<` in an attribute".to_owned());
        }
        for piece in value.split('&').skip(1) {
            let (reference, _) = piece.split_once(';').ok_or("an `&` begins no reference")?;
            known_reference(reference)?;
        }
        seen.push((key, value));
        rest = after;
    }
}

/// Accepts the five named references, and numbers of characters that XML allows.
fn known_reference(reference: &str) -> Result<(), String> {
    if ["amp", "lt", "gt", "quot", "apos"].contains(&reference) {
        return Ok(());
    }
    let code = match reference.strip_prefix('#') {
        Some(number) => match number.strip_prefix('x') {
            Some(hex) if hex.chars().all(|c| c.is_ascii_hexdigit()) => u32::from_str_radix(hex, 16).ok(),
            None if number.chars().all(|c| c.is_ascii_digit()) => number.parse().ok(),
            _ => None,
        },
        None => None,
    };
    match code.and_then(char::from_u32) {
        Some(c) if is_allowed(c) => Ok(()),
        _ => Err(format!("the reference &{reference}; is unknown")),
    }
}

/// XML 1.0, production 2.
const fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}')
}

/// XML 1.0 fourth edition keeps letters by table; this is the fifth edition's production 5, without a bare colon rule.
fn is_name(text: &str) -> bool {
    let starts = |c: char| {
        matches!(c, ':' | 'A'..='Z' | '_' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
            | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
            | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
            | '\u{10000}'..='\u{EFFFF}')
    };
    let goes_on = |c: char| {
        starts(c) || matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
    };
    let mut chars = text.chars();
    chars.next().is_some_and(starts) && chars.all(goes_on)
}

#[cfg(test)]
mod tests {
    use super::well_formed;

    #[test]
    fn documents_are_told_from_soup() {
        for good in [
            "<a/>",
            "<a b='1' c=\"&lt;&#65;\">x<b/>&amp;</a>\n",
            "<?xml version=\"1.0\"?><!-- c --><a/>",
            "<a><![CDATA[<]]></a>",
        ] {
            assert_eq!(well_formed(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "x",
            "<a>",
            "</a>",
            "<a/><b/>",
            "<a></b>",
            "<a b=1/>",
            "<a b='1' b='2'/>",
            "<a>&nbsp;</a>",
            "x<a/>",
            "<a/>x",
            "<a>&</a>",
            "<a>\0</a>",
            "<1/>",
            "<a b='<'/>",
            "<a>]]></a>",
            " <?xml version=\"1.0\"?><a/>",
            "<!DOCTYPE a [<!ENTITY x \"y\">]><a/>",
        ] {
            assert!(well_formed(bad).is_err(), "{bad}");
        }
    }
}
