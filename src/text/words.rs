//! Words of a text: when two texts are the same, how long one is, how it is quoted.

use std::{borrow::Cow, collections::HashSet};

use super::hashed;

/// A text as texts are compared: lower case, without markup, comments and the punctuation around words, white space folded.
///
/// Signs that carry meaning stay (`< 5` is not `> 5`, `-1` is not `1`), and so does whatever stands inside a word.
pub fn normalise(text: &str) -> String {
    let text = without_comments(text);
    let mut out = String::with_capacity(text.len());
    each_bare(&text, |word| {
        if !out.is_empty() {
            out.push(' ');
        }
        if word.is_ascii() {
            out.extend(word.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
        } else {
            out.extend(lower(word));
        }
    });
    out
}

/// A number that texts share which are the same as [`normalise`] has them, and few others do.
pub fn fingerprint(text: &str) -> u64 {
    fingerprint_of(text, |_| ())
}

/// The same, each word's hash given to `take` on the way.
pub fn fingerprint_of(text: &str, mut take: impl FnMut(u64)) -> u64 {
    hashed::words(&without_comments(text)).inspect(|word| take(*word)).fold(0, |print, word| print.rotate_left(5) ^ word)
}

/// Gives each word of `text` that means something to `take`, without what it wears.
fn each_bare(text: &str, take: impl FnMut(&str)) {
    if text.is_ascii() { bare(text.split_ascii_whitespace(), take) } else { bare(text.split_whitespace(), take) }
}

fn bare<'t>(tokens: impl Iterator<Item = &'t str>, mut take: impl FnMut(&str)) {
    for token in tokens {
        let word = undressed(token);
        // A sign that stands alone is a word (`?` is a key on a keyboard), a dash or an ellipsis is not.
        let word = if word.is_empty() { token } else { word };
        let is_word = word.as_bytes()[0].is_ascii_alphanumeric() || !word.chars().all(is_separator);
        if is_word {
            take(word);
        }
    }
}

/// A word without markup and punctuation around it.
fn undressed(token: &str) -> &str {
    // Most words wear nothing, or a comma.
    let plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = token.as_bytes();
    if plain(bytes.first()) && plain(bytes.last()) { token } else { token.trim_matches(is_dressing) }
}

fn lower(word: &str) -> impl Iterator<Item = char> {
    word.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c })
}

/// How many words a text has; markup and comments do not count, a letter of a script without spaces counts as a word.
pub fn count(text: &str) -> usize {
    count_up_to(text, usize::MAX)
}

/// Whether a text has at least `least` words, as [`count`] counts them.
pub fn has(text: &str, least: usize) -> bool {
    count_up_to(text, least) >= least
}

/// The count, or any number from `enough` on where there are as many.
fn count_up_to(text: &str, enough: usize) -> usize {
    let text = without_comments(text);
    if text.is_ascii() {
        return count_ascii(text.as_bytes(), enough);
    }
    let mut words = 0;
    let mut inside = false;
    for c in text.chars() {
        if is_unspaced(c) {
            words += 1;
            inside = false;
        } else if c.is_whitespace() {
            inside = false;
        } else if c.is_alphanumeric() && !inside {
            words += 1;
            inside = true;
        }
        if words >= enough {
            break;
        }
    }
    words
}

/// The same in a text of ASCII only: what stands between white space and has a letter or a digit is a word.
fn count_ascii(text: &[u8], enough: usize) -> usize {
    let mut words = 0;
    let mut counted = false;
    for byte in text {
        if hashed::is_alphanumeric(*byte) {
            words += usize::from(!counted);
            counted = true;
            if words >= enough {
                break;
            }
        } else if byte.is_ascii_whitespace() {
            counted = false;
        }
    }
    words
}

/// A text of the file as messages quote it: on one line, in backticks, cut after 60 characters.
pub fn quote(text: &str) -> String {
    quote_up_to(text, QUOTED)
}

/// The same, cut after `left` characters.
pub fn quote_up_to(text: &str, mut left: usize) -> String {
    let mut out = String::from("`");
    for (at, word) in text.split_whitespace().enumerate() {
        let space = usize::from(at > 0);
        let long = word.chars().take(left + 1).count();
        if space > 0 && left > 0 {
            out.push(' ');
        }
        if long + space > left {
            out.extend(word.chars().take(left.saturating_sub(space)).map(unticked));
            out.truncate(out.trim_end().len());
            out.push('…');
            break;
        }
        out.extend(word.chars().map(unticked));
        left -= long + space;
    }
    out.push('`');
    out
}

const QUOTED: usize = 60;

/// A backtick would end the quotation.
fn unticked(c: char) -> char {
    if c == '`' { '\'' } else { c }
}

/// A criterion without the number people give it: `#1 `, `AC-2: `, `**AC3:** `, `4. `, `Scenario 5: `. A text that is nothing else stays.
pub fn unnumbered(text: &str) -> &str {
    numbered(text).filter(|rest| !rest.is_empty()).unwrap_or(text)
}

/// What follows a number at the start of `text`.
fn numbered(text: &str) -> Option<&str> {
    let open = text.trim_start().trim_start_matches(['*', '_', '[', '(']);
    if !matches!(open.bytes().next()?.to_ascii_lowercase(), b'a' | b'c' | b's' | b'#' | b'0'..=b'9') {
        return None;
    }
    let rest = open.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let label = open.strip_suffix(rest)?;
    let labelled = ["ac", "criterion", "scenario"].iter().any(|known| label.eq_ignore_ascii_case(known));
    if !label.is_empty() && !labelled {
        return None;
    }
    let number = if labelled { rest.trim_start_matches([' ', '-', '_', '#', '.']) } else { rest.trim_start_matches('#') };
    let marked = labelled || number.len() < rest.len();
    let after = number.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let digits = number.strip_suffix(after)?;
    if !digits.starts_with(|c: char| c.is_ascii_digit()) || after.starts_with(char::is_alphanumeric) {
        return None;
    }
    // `3.5 seconds`, `10:30` and `5 items` are no numbering.
    let listed = digits.ends_with('.') || after.starts_with(") ");
    (marked || listed).then(|| after.trim_start_matches(['*', '_', ')', ']', ':', '.', '-', '–', '—', ' ', '\t']))
}

/// How much of their words two texts share, from 0 to 1.
pub fn shared(one: &str, other: &str) -> f64 {
    let (one, other) = (normalise(one), normalise(other));
    let (one, other): (HashSet<&str>, HashSet<&str>) = (one.split(' ').collect(), other.split(' ').collect());
    #[expect(clippy::cast_precision_loss, reason = "no text has that many words")]
    let share = one.intersection(&other).count() as f64 / one.union(&other).count() as f64;
    share
}

/// Whether a sentence of `text` ends in a question mark; those of addresses and `(?)` do not count.
pub fn asks(text: &str) -> bool {
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let mark = matches!(c, '?' | '？' | '؟') && !before.is_whitespace() && before != '(' && before != c;
        if mark && chars.peek().is_none_or(|next| next.is_whitespace() || is_dressing(*next) || c == '？') {
            return true;
        }
        before = c;
    }
    false
}

/// Whether `c` belongs to a script that writes words without spaces between them.
pub fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0eff}' // Thai, Lao
        | '\u{1000}'..='\u{109f}' // Burmese
        | '\u{1780}'..='\u{17ff}' // Khmer
        | '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{30ff}' // Kana
        | '\u{3400}'..='\u{4dbf}' // Han
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// `text` without its HTML comments.
fn without_comments(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'<', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let Some((head, mut rest)) = text.split_once("<!--") else { return Cow::Borrowed(text) };
    let mut out = String::from(head);
    while let Some((_, after)) = rest.split_once("-->") {
        out.push(' ');
        let Some((between, next)) = after.split_once("<!--") else {
            out.push_str(after);
            break;
        };
        out.push_str(between);
        rest = next;
    }
    Cow::Owned(out)
}

/// Markup and punctuation that stand around words.
fn is_dressing(c: char) -> bool {
    const BEYOND: &str = "…“”„‘’«»‹›。，、：；！？「」『』（）【】؟،";
    match c {
        '.' | ',' | ';' | ':' | '!' | '?' | '"' | '\'' | '(' | ')' | '[' | ']' | '{' | '}' | '*' | '_' | '~' | '`' => true,
        c => !c.is_ascii() && BEYOND.contains(c),
    }
}

/// What may stand alone between words and means nothing.
fn is_separator(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '*' | '_' | '~' | '|' | '.' | '…' | ',' | ':' | ';' | '(' | ')' | '"' | '\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_equal_whatever_they_wear() {
        for text in ["**The PDF** shows the totals.", "the pdf  shows\nthe totals", "The `PDF` shows - the totals! <!-- x -->"] {
            assert_eq!(normalise(text), "the pdf shows the totals", "{text}");
        }
        assert_eq!(normalise("don’t"), normalise("Don't"));
        assert_eq!(normalise("請求書。"), "請求書");
        assert_eq!(normalise("…"), "");
    }

    #[test]
    fn fingerprints_tell_what_texts_tell() {
        let texts = [
            "**The PDF** shows.",
            "the pdf  shows",
            "thepdf shows",
            "ÉTÉ",
            "été",
            "<!-- x -->",
            "",
            "- ",
            "1 2",
            "12",
            "-1",
            "don’t",
            "Don't",
        ];
        for one in texts {
            for other in texts {
                assert_eq!(fingerprint(one) == fingerprint(other), normalise(one) == normalise(other), "{one} {other}");
            }
        }
    }

    #[test]
    fn signs_that_mean_something_stay() {
        for (one, other) in [("< 5", "> 5"), ("-1", "1"), ("C++", "C"), ("press `?`", "press `!`"), ("3.5", "35"), ("user_id", "userid")] {
            assert_ne!(normalise(one), normalise(other));
        }
    }

    #[test]
    fn words_are_counted() {
        for (text, words) in [
            ("", 0),
            ("**Export** - the invoice's total", 4),
            ("one <!-- not this --> two", 2),
            ("<!-- open", 0),
            ("請求書を送る", 6),
            ("PDF を送る", 4),
            ("--- *** ...", 0),
            ("인수 조건", 2),
        ] {
            assert_eq!(count(text), words, "{text}");
            assert!(has(text, words) && !has(text, words + 1), "{text}");
        }
    }

    #[test]
    fn long_texts_are_cut() {
        assert_eq!(quote(" one\n  two "), "`one two`");
        assert_eq!(quote("a `b` c"), "`a 'b' c`");
        assert_eq!(quote(&"x".repeat(60)), format!("`{}`", "x".repeat(60)));
        assert_eq!(quote(&"x".repeat(61)), format!("`{}…`", "x".repeat(60)));
        assert_eq!(quote(&format!("{} yz", "x".repeat(58))), format!("`{} y…`", "x".repeat(58)));
        assert_eq!(quote(&format!("{} y", "x".repeat(60))), format!("`{}…`", "x".repeat(60)));
    }

    #[test]
    fn numbers_of_criteria_are_taken_off() {
        for text in ["#1 foo", "AC-2: foo", "**AC3:** foo", "4. foo", "5) foo", "Scenario 6: foo", "AC 7 - foo", "[AC8] foo", "1.2. foo"] {
            assert_eq!(unnumbered(text), "foo", "{text}");
        }
        for text in ["foo", "5 items", "3.5 seconds", "10:30 is late", "Scenario 1", "account", "#1a2b", "", "**bold** text"] {
            assert_eq!(unnumbered(text), text, "{text}");
        }
    }

    #[test]
    fn questions_end_in_a_question_mark() {
        for text in ["Which currency?", "Why? Because.", "**Is it?**", "通貨は？はい"] {
            assert!(asks(text), "{text}");
        }
        for text in ["see https://x.test/?a=b", "Export (?)", "???", "Press ? for help", "no"] {
            assert!(!asks(text), "{text}");
        }
    }
}
