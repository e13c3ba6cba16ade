//! Names as they are compared. The build script folds the words that ship with the same function.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// A name as names are compared: letters and digits in lower case, without accents, `ß` as `ss`. Spaces, punctuation, emoji, camel case and
/// the marks of emphasis do not count.
pub fn fold(name: &str) -> Cow<'_, str> {
    if name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        return Cow::Borrowed(name);
    }
    if name.is_ascii() {
        return name.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| char::from(byte.to_ascii_lowercase())).collect::<String>().into();
    }
    let mut out = String::with_capacity(name.len());
    for c in name.nfkd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)) {
        match c {
            'ß' | 'ẞ' => out.push_str("ss"),
            'ø' | 'Ø' => out.push('o'),
            'ł' | 'Ł' => out.push('l'),
            'đ' | 'Đ' | 'ð' => out.push('d'),
            'ı' => out.push('i'),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            c if c.is_alphanumeric() => out.extend(c.to_lowercase().filter(|c| !('\u{300}'..='\u{36f}').contains(c))),
            _ => {}
        }
    }
    out.into()
}
