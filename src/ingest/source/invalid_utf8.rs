//! Text for bytes that are not UTF-8.

use std::fmt::Write as _;

/// Returns the bytes as text, with each byte that is not UTF-8 written as `<FF>`: unlike a replacement character, that
/// keeps different bytes different.
pub(crate) fn hex_escape_invalid(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let _ = write!(text, "<{byte:02X}>");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::hex_escape_invalid;

    #[test]
    fn different_invalid_bytes_stay_different() {
        assert_eq!(hex_escape_invalid(b"caf\xe9 \xc3("), "caf<E9> <C3>(");
        assert_eq!(hex_escape_invalid("é\u{fffd}".as_bytes()), "é\u{fffd}");
    }
}
