//! The first bytes of things that are not logs, and what people call them. Knows bytes only.

/// Names a file that begins with `head`, with an article, when it can never be a log.
pub(crate) fn foreign(head: &[u8]) -> Option<&'static str> {
    const SIGNS: &[(&[u8], &str)] = &[
        (b"SQLite format 3\0", "an SQLite database within another file"),
        (b"\xff\xd8\xff", "a JPEG picture"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"GIF87a", "a GIF picture"),
        (b"GIF89a", "a GIF picture"),
        (b"%PDF-", "a PDF document"),
        (b"PK\x03\x04", "a zip archive within another file"),
        (b"PK\x05\x06", "an empty zip archive within another file"),
        (b"PAR1", "a Parquet file within another file"),
        (b"ARROW1", "an Arrow file"),
        (b"Obj\x01", "an Avro file"),
        (b"\x89HDF\r\n\x1a\n", "an HDF5 file"),
        (b"\x7fELF", "a Linux program"),
        (b"MZ\x90", "a Windows program"),
        (b"\xcf\xfa\xed\xfe", "a macOS program"),
        (b"BZh", "a bzip2 archive"),
        (b"\xfd7zXZ\0", "an xz archive"),
        (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
        (b"Rar!\x1a\x07", "a RAR archive"),
        (b"RIFF", "a RIFF media file (WAV, WebP or AVI)"),
        (b"OggS", "an Ogg media file"),
        (b"fLaC", "a FLAC sound file"),
        (b"ID3", "an MP3 sound file"),
        (b"\x80\x02}", "a Python pickle"),
        (b"\x80\x04\x95", "a Python pickle"),
        (b"\x80\x05\x95", "a Python pickle"),
    ];
    if let Some((_, name)) = SIGNS.iter().find(|(sign, _)| head.starts_with(sign)) {
        return Some(name);
    }
    if head.get(4..8) == Some(b"ftyp") {
        return Some("an MP4 media file");
    }
    (head.get(257..262) == Some(b"ustar")).then_some("a tar archive")
}

/// Returns whether the text is UTF-32, by its byte order mark.
pub(crate) fn is_utf32(head: &[u8]) -> bool {
    head.starts_with(&[0, 0, 0xfe, 0xff]) || head.starts_with(&[0xff, 0xfe, 0, 0])
}

/// Returns whether UTF-16 text has its low bytes first, by its byte order mark or by NULs in every other place; `None`
/// where it is not UTF-16.
pub(crate) fn wide(head: &[u8]) -> Option<bool> {
    if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
        return Some(head.starts_with(&[0xff]));
    }
    let head = head.get(..head.len().min(512)).unwrap_or(head);
    let nuls = |start: usize| head.iter().skip(start).step_by(2).filter(|byte| **byte == 0).count();
    let half = head.len() / 2;
    let has_low_first = nuls(1) * 10 > half * 7;
    (half >= 4 && (has_low_first || nuls(0) * 10 > half * 7)).then_some(has_low_first)
}

/// Returns whether the bytes are not text: a tenth of them are controls that no text has.
pub(crate) fn is_binary(head: &[u8]) -> bool {
    let head = head.get(..head.len().min(4096)).unwrap_or(head);
    let odd = head.iter().filter(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127)).count();
    odd * 10 > head.len()
}

#[cfg(test)]
mod tests {
    use super::{foreign, is_binary};

    #[test]
    fn pictures_and_databases_are_known_by_name() {
        assert_eq!(foreign(b"\xff\xd8\xff\xe0\0\x10JFIF"), Some("a JPEG picture"));
        assert_eq!(foreign(b"SQLite format 3\0\x10\0"), Some("an SQLite database within another file"));
        assert_eq!(foreign(b"{\"a\":1}"), None);
    }

    #[test]
    fn wide_text_is_known_with_and_without_a_mark() {
        let wide: Vec<u8> = "{\"input\": \"x\"}".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(super::wide(&wide), Some(true));
        assert_eq!(super::wide(&[0xfe, 0xff, 0, b'{']), Some(false));
        assert_eq!(super::wide("{\"input\": \"a\0b\"}".as_bytes()), None);
    }

    #[test]
    fn a_few_controls_do_not_make_a_text_binary() {
        assert!(!is_binary("{\"output\": \"\u{1b}[31mred\u{1b}[0m\"}".as_bytes()));
        assert!(is_binary(&[0, 1, 2, 3, 4, 5, 200, 201]));
    }
}
