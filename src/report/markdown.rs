//! Text of a repository inside markdown: it stays text, whatever it says.

use super::neutral::clean;

/// `text` as one line of plain text: no markup, no mention, no reference, no address comes to life.
pub(super) fn plain(text: &str) -> String {
    let text = clean(text);
    let mut out = String::with_capacity(text.len() + 16);
    for (at, c) in text.char_indices() {
        if r"\`*_{}[]<>#!|~&$^".contains(c) {
            out.push('\\');
        }
        out.push(c);
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let before = text[..at].chars().next_back();
        // GitHub looks for these in what is shown, so something that is not shown goes between.
        let opens = match c {
            '@' | '#' => is_word(text[at + 1..].chars().next()),
            ':' => text[at + 1..].starts_with("//"),
            '.' => text[..at].to_ascii_lowercase().ends_with("www"),
            '-' => text[..at].to_ascii_lowercase().ends_with("gh") && !is_word(text[..at - 2].chars().next_back()) && is_word(before),
            _ => false,
        };
        if opens {
            out.push_str("<!-- -->");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn text_stays_text() {
        assert_eq!(plain("a | b `c` <d>"), r"a \| b \`c\` \<d\>");
        assert_eq!(plain("@org/team #1 GH-12 user@host"), r"@<!-- -->org/team \#<!-- -->1 GH-<!-- -->12 user@<!-- -->host");
        assert_eq!(plain("http://x www.y.z"), "http:<!-- -->//x www.<!-- -->y.z");
        assert_eq!(plain("![x](http://y)"), r"\!\[x\](http:<!-- -->//y)");
    }
}
