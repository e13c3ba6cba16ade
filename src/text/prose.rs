//! The part of a text that is prose.

use std::borrow::Cow;

use super::bytes::has;

/// `text` at the same length, with code, quotations, formulas and the targets of links made unreadable and comments blank.
pub fn hide(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    if is_plain(bytes) {
        return Cow::Borrowed(text);
    }
    let mut out = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let end = match bytes[at] {
            b'\\' => {
                at += 2;
                continue;
            }
            b'<' if bytes[at..].starts_with(b"<!--") => {
                let end = seek(bytes, at + 4, usize::MAX, b"-->").map_or(bytes.len(), |end| end + 3);
                blank(&mut out[at..end]);
                at = end;
                continue;
            }
            b'`' => {
                let ticks = run(bytes, at);
                let end = code_end(bytes, at + ticks, ticks);
                if end.is_none() {
                    at += ticks;
                    continue;
                }
                end
            }
            b']' if bytes.get(at + 1) == Some(&b'(') => seek(bytes, at + 2, REACH, b")").map(|end| end + 1),
            b'$' => formula_end(bytes, at),
            b'"' | 0xc2 | 0xe2 | 0xe3 => quotation_end(text, at),
            _ => None,
        };
        match end {
            Some(end) => {
                // The bracket before a target stays, so that `[role](url)` is seen to be a link.
                let from = if bytes[at] == b']' { at + 1 } else { at };
                out[from..end].fill(HIDDEN);
                at = end;
            }
            None => at += 1,
        }
    }
    Cow::Owned(String::from_utf8(out).unwrap_or_default())
}

/// Whether nothing in a text opens what is hidden.
pub(super) fn is_plain(bytes: &[u8]) -> bool {
    !has(bytes, [b'`', b'<', b'"', b'\\', b']', b'$', 0xc2, 0xe2, 0xe3])
}

/// What a hidden byte becomes: neither space nor letter nor sign.
const HIDDEN: u8 = 1;

/// How far the end of a span of code or a link is looked for, in bytes.
const REACH: usize = 500;

/// The same for quotations and formulas.
const NEAR: usize = 200;

/// Line ends stay, so that lines are where they were.
fn blank(bytes: &mut [u8]) {
    for byte in bytes {
        if *byte != b'\n' {
            *byte = b' ';
        }
    }
}

fn run(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().take_while(|byte| **byte == b'`').count()
}

/// The end of the span of code that `ticks` backticks opened.
fn code_end(bytes: &[u8], mut at: usize, ticks: usize) -> Option<usize> {
    let last = bytes.len().min(at.saturating_add(REACH));
    while at < last {
        if bytes[at] != b'`' {
            at += 1;
            continue;
        }
        let found = run(bytes, at);
        at += found;
        if found == ticks {
            return Some(at);
        }
    }
    None
}

/// The end of `$x + y$`; prices are none.
fn formula_end(bytes: &[u8], at: usize) -> Option<usize> {
    if bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace) {
        return None;
    }
    let line = bytes[at + 1..].iter().take(NEAR).take_while(|byte| **byte != b'\n');
    let mut before = b' ';
    for (step, byte) in line.enumerate() {
        let end = at + 2 + step;
        if *byte == b'$' && !before.is_ascii_whitespace() && !bytes.get(end).is_some_and(u8::is_ascii_digit) {
            return Some(end);
        }
        before = *byte;
    }
    None
}

/// The end of the quotation that opens at `at`, on the same line.
fn quotation_end(text: &str, at: usize) -> Option<usize> {
    let (before, rest) = text.split_at_checked(at)?;
    let mut chars = rest.chars();
    let open = chars.next()?;
    let closers: &[char] = match open {
        '"' => &['"'],
        '“' => &['”'],
        '„' => &['“', '”'],
        '«' => &['»'],
        '「' => &['」'],
        _ => return None,
    };
    let opens = open != '"' || before.chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '*' | '_' | '|'));
    if !opens || chars.next().is_none_or(char::is_whitespace) {
        return None;
    }
    let start = open.len_utf8();
    let near = rest.get(start..)?.char_indices().take(NEAR).take_while(|(_, c)| *c != '\n');
    near.into_iter().find(|(_, c)| closers.contains(c)).map(|(end, c)| at + start + end + c.len_utf8())
}

fn seek(bytes: &[u8], from: usize, reach: usize, needle: &[u8]) -> Option<usize> {
    let last = bytes.len().min(from.saturating_add(reach));
    bytes.get(from..last)?.windows(needle.len()).position(|window| window == needle).map(|found| from + found)
}
