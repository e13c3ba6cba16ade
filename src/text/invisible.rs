//! Characters that show nothing.

/// Whether a character shows nothing where it stands: Unicode calls it default-ignorable, or it has a glyph that is blank. White space is none
/// of these.
///
/// The ranges are those of the property `Default_Ignorable_Code_Point` of Unicode 17, with the blank of braille and the marks of lines and
/// annotations.
pub fn shows_nothing(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a character chooses between forms of the one before it.
pub fn selects_a_form(c: char) -> bool {
    matches!(c, '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether a character that shows nothing is needed between its neighbours: it chooses a form of the one before it, or belongs to its script.
pub fn is_needed(c: char, before: Option<char>, after: Option<char>) -> bool {
    let near = |is: fn(char) -> bool| before.is_some_and(is) || after.is_some_and(is);
    match c {
        '\u{fe00}'..='\u{fe0f}' => before.is_some_and(|c| !c.is_ascii_alphabetic() && !c.is_whitespace() && !shows_nothing(c)),
        '\u{e0100}'..='\u{e01ef}' => {
            before.is_some_and(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}'))
        }
        '\u{180b}'..='\u{180f}' => before.is_some_and(|c| matches!(c, '\u{1800}'..='\u{180a}' | '\u{1810}'..='\u{18af}')),
        '\u{115f}'..='\u{1160}' => near(|c| matches!(c, '\u{1100}'..='\u{115e}' | '\u{1161}'..='\u{11ff}')),
        '\u{17b4}'..='\u{17b5}' => before.is_some_and(|c| matches!(c, '\u{1780}'..='\u{17b3}' | '\u{17b6}'..='\u{17d3}')),
        '\u{34f}' => before.is_some_and(|c| !c.is_ascii() && !c.is_whitespace() && !shows_nothing(c)),
        '\u{2800}' => near(|c| matches!(c, '\u{2801}'..='\u{28ff}')),
        '\u{1d173}'..='\u{1d17a}' => near(|c| matches!(c, '\u{1d100}'..='\u{1d172}' | '\u{1d17b}'..='\u{1d1ff}')),
        '\u{1bca0}'..='\u{1bca3}' => near(|c| matches!(c, '\u{1bc00}'..='\u{1bc9f}')),
        _ => false,
    }
}
