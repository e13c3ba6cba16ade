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

/// A message of ours as one line of markdown: what is between backticks is code, all else is plain text.
pub(super) fn message(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let mut out = String::with_capacity(text.len() + 16);
    for (at, part) in parts.iter().enumerate() {
        let is_closed = at + 1 < parts.len();
        match at % 2 {
            0 => out.push_str(&plain(part)),
            // In the cell of a table no escape can be told from a backslash before a bar.
            _ if is_closed && !part.trim().is_empty() && !part.contains('|') => out.push_str(&code(part)),
            _ => {
                out.push_str("\\`");
                out.push_str(&plain(part));
                out.push_str(if is_closed { "\\`" } else { "" });
            }
        }
    }
    out
}

/// Text without backticks and bars as code, also in the cell of a table.
fn code(text: &str) -> String {
    format!("`{}`", clean(text))
}

#[cfg(test)]
mod tests {
    use super::{message, plain};

    #[test]
    fn code_is_code() {
        assert_eq!(message("set `a` *now*"), r"set `a` \*now\*");
        assert_eq!(message("set `a|b`"), r"set \`a\|b\`");
        assert_eq!(message("one ` alone"), r"one \` alone");
        assert_eq!(message("`` none"), r"\`\` none");
        assert_eq!(message("`<img src=x>` @me"), "`<img src=x>` @<!-- -->me");
    }

    #[test]
    fn text_stays_text() {
        assert_eq!(plain("a | b `c` <d>"), r"a \| b \`c\` \<d\>");
        assert_eq!(plain("@org/team #1 GH-12 user@host"), r"@<!-- -->org/team \#<!-- -->1 GH-<!-- -->12 user@<!-- -->host");
        assert_eq!(plain("http://x www.y.z"), "http:<!-- -->//x www.<!-- -->y.z");
        assert_eq!(plain("![x](http://y)"), r"\!\[x\](http:<!-- -->//y)");
    }
}
