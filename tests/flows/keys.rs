//! Keys as a test writes them.
//! Names stand in angle brackets; blanks part keys and are none.

use gemba::command::Chord;

/// Reads keys: `t h <Enter> <ctrl-d>`; blanks part keys and are none.
pub fn chords(keys: &str) -> Vec<Chord> {
    let mut out = Vec::new();
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|inside| inside.split_once('>'));
        if let Some((name, behind)) = named
            && let Some(chord) = Chord::parse(name)
            && name.len() > 1
        {
            out.push(chord);
            rest = behind;
            continue;
        }
        if c != ' ' {
            out.push(Chord::char(c));
        }
        rest = &rest[c.len_utf8()..];
    }
    out
}
