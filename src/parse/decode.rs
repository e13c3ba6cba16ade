//! Bytes to text, or the exact reason why they are none.

use crate::{finding::Fault, source::TextRange};

/// The first line of a pointer that Git LFS leaves in place of a file.
const LFS: &[u8] = b"version https://git-lfs.github.com/spec/v1";

/// The text of `bytes`. Of bytes that are not all text the part before the first wrong one, and the fault.
pub fn decode(bytes: Vec<u8>) -> (String, Option<Fault>) {
    match String::from_utf8(bytes) {
        Ok(text) => {
            let fault = not_a_story(&text);
            (text, fault)
        }
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let fault = wrong_bytes(&bytes, valid);
            let start = fault.range.start as usize;
            (String::from_utf8_lossy(&bytes[..start.min(valid)]).into_owned(), Some(fault))
        }
    }
}

/// What keeps text that is UTF-8 from being read.
fn not_a_story(text: &str) -> Option<Fault> {
    let bytes = text.as_bytes();
    if bytes.starts_with(LFS) {
        let line = text.lines().next().unwrap_or_default().len();
        let help = "run `git lfs pull`, or take stories out of LFS in `.gitattributes`";
        return Some(unreadable(TextRange::new(0, line), "a Git LFS pointer, not the text", help, "lfs"));
    }
    if let Some(at) = memchr::memchr(0, bytes) {
        return Some(zero_bytes(bytes, at));
    }
    lone_carriage_return(text)
}

/// The first carriage return that neither a line feed nor another carriage return follows.
fn lone_carriage_return(text: &str) -> Option<Fault> {
    let bytes = text.as_bytes();
    let lone = |at: &usize| !matches!(bytes.get(at + 1), Some(b'\n' | b'\r'));
    let at = memchr::memchr_iter(b'\r', bytes).find(lone)?;
    Some(Fault {
        rule: "file-irregular",
        range: TextRange::new(at, at + 1),
        message: "a line ends in a lone carriage return (CR)".into(),
        help: "save the file with line feeds (LF)".into(),
        key: "lone-cr",
        mended: Vec::new(),
    })
}

fn wrong_bytes(bytes: &[u8], wrong: usize) -> Fault {
    if let Some(zero) = memchr::memchr(0, bytes) {
        return zero_bytes(bytes, zero.min(wrong));
    }
    let at = TextRange::at(wrong);
    let looks_like = |what: &str, key| unreadable(at, format!("not UTF-8: the file looks like {what}"), "save it as UTF-8", key);
    if has_other_sequences(&bytes[wrong..]) || bytes[..wrong].iter().any(|byte| *byte >= 0x80) {
        let message = format!("not UTF-8: wrong byte 0x{:02X}", bytes[wrong]);
        return unreadable(at, message, "delete or retype the characters around it, and save the file as UTF-8", "byte");
    }
    if bytes[wrong..].iter().any(|byte| (0x80..0xa0).contains(byte)) {
        looks_like("Windows-1252", "windows-1252")
    } else {
        looks_like("Latin-1", "latin-1")
    }
}

/// Whether well-formed characters of several bytes stand among the wrong ones; then the rest is UTF-8, and no older encoding.
fn has_other_sequences(bytes: &[u8]) -> bool {
    let surrogate = bytes.len() >= 2 && bytes[0] == 0xed && bytes[1] >= 0xa0;
    surrogate || bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii())
}

fn zero_bytes(bytes: &[u8], at: usize) -> Fault {
    if let Some((name, key)) = wide_encoding(bytes) {
        return unreadable(TextRange::at(0), format!("not UTF-8: the file is {name}"), "save it as UTF-8", key);
    }
    let help = "take it out of the backlog's folder, or restore the text";
    unreadable(TextRange::at(at), "not text: the file holds zero bytes", help, "binary")
}

/// UTF-16 or UTF-32, told by a byte order mark or by every second byte being zero.
fn wide_encoding(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    if bytes.starts_with(&[0xff, 0xfe, 0, 0]) || bytes.starts_with(&[0, 0, 0xfe, 0xff]) {
        return Some(("UTF-32", "utf-32"));
    }
    let marked = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let head = &bytes[..bytes.len().min(64)];
    let zeros = |first: usize| head.len() >= 4 && head.iter().skip(first).step_by(2).all(|byte| *byte == 0);
    (marked || zeros(0) || zeros(1)).then_some(("UTF-16", "utf-16"))
}

fn unreadable(range: TextRange, message: impl Into<String>, help: &str, key: &'static str) -> Fault {
    Fault { rule: "file-unreadable", range, message: message.into(), help: help.into(), key, mended: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::BOM;

    fn key(bytes: &[u8]) -> Option<&'static str> {
        decode(bytes.to_vec()).1.map(|fault| fault.key)
    }

    #[test]
    fn encodings_are_told_apart() {
        assert_eq!(key("größer\r\n".as_bytes()), None);
        assert_eq!(key(format!("{BOM}a").as_bytes()), None);
        assert_eq!(key(b"gr\xf6\xdfer"), Some("latin-1"));
        assert_eq!(key(b"\x93quoted\x94"), Some("windows-1252"));
        assert_eq!(key("größer \u{20ac}".as_bytes().iter().copied().chain([0xe2, 0x82]).collect::<Vec<_>>().as_slice()), Some("byte"));
        assert_eq!(key(b"a \xed\xa0\x80 b"), Some("byte"));
        assert_eq!(key(b"\xff\xfea\0b\0"), Some("utf-16"));
        assert_eq!(key(b"a\0b\0c\0d\0"), Some("utf-16"));
        assert_eq!(key(b"\xff\xfe\0\0a\0\0\0"), Some("utf-32"));
        assert_eq!(key(b"PK\x03\x04text\0"), Some("binary"));
        assert_eq!(key(b"one\rtwo\r"), Some("lone-cr"));
        assert_eq!(key(b"one\r\r\ntwo\r\n"), None);
    }
}
