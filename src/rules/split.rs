//! Where a story that is too big can be cut, told from its text.

use crate::{rule::StoryCx, source::TextRange, text::words};

/// A way to cut the story at hand, as the second half of a help text.
pub(super) fn hint(cx: &StoryCx<'_>) -> String {
    let title = cx.story.title.value().map_or("", String::as_str);
    let statement = cx.story.statement(cx.text);
    let part = |range: Option<TextRange>| range.map_or("", |range| cx.slice(range));
    let (role, means) = (part(statement.and_then(|statement| statement.role)), part(statement.and_then(|statement| statement.means)));
    let criteria: Vec<&str> = cx.story.criteria.iter().map(|criterion| cx.slice(criterion.text)).collect();
    choose(title, role, means, &criteria)
}

fn choose(title: &str, role: &str, means: &str, criteria: &[&str]) -> String {
    let (title, role, means) = (spaced(title), spaced(role), spaced(means));
    if let Some(word) = MANAGE.iter().find(|word| has(&title, word) || has(&means, word)) {
        return format!("`{word}` often stands for add, change, remove and list, and each can be a story");
    }
    if ANDS.iter().chain(&ORS).any(|joint| has(&role, joint)) {
        return "it names more than one role, and each can have its own story".into();
    }
    if let Some(joint) = ANDS.iter().find(|joint| has(&means, joint) || has(&title, joint)) {
        return format!("look at what each `{joint}` joins: two actions are two stories");
    }
    let exceptions = |text: &&str| {
        let said = spaced(text);
        EXCEPTIONS.iter().any(|word| has(&said, word))
    };
    if criteria.len() <= MANY && criteria.iter().any(exceptions) {
        return "keep the usual path and move the exceptions to stories of their own".into();
    }
    if criteria.len() >= SOME {
        return format!("group its {} acceptance criteria, and let each group be a story", criteria.len());
    }
    "cut it by what a user can do after each part, not by screen, service and database".into()
}

/// A text as its words, each between two spaces.
fn spaced(text: &str) -> String {
    format!(" {} ", words::normalise(text))
}

fn has(spaced: &str, word: &str) -> bool {
    spaced.split(' ').any(|found| found == word)
}

/// More criteria than this are grouped first, whatever they say.
const MANY: usize = 8;
/// Fewer criteria than this make no groups.
const SOME: usize = 6;

const ANDS: [&str; 3] = ["and", "und", "et"];
const ORS: [&str; 3] = ["or", "oder", "ou"];
const MANAGE: [&str; 10] =
    ["manage", "managing", "management", "administer", "administration", "crud", "beheren", "beheer", "verwalten", "gérer"];
const EXCEPTIONS: [&str; 12] =
    ["error", "errors", "fails", "failure", "invalid", "unless", "otherwise", "except", "exception", "offline", "timeout", "fallback"];

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::choose;
    use crate::text::statement;

    #[test]
    fn the_text_says_where_to_cut() {
        let many = ["The total is right"; 9];
        let cases: [(&str, &str, &[&str], &str); 7] = [
            ("Manage invoices", "", &[], "`manage`"),
            ("Invoices", "As an admin or editor, I want to see invoices", &[], "more than one role"),
            ("Export and print invoices", "", &[], "`and`"),
            ("Invoices", "As a clerk, I want to export and to print invoices so that they are paid", &[], "`and`"),
            ("Export invoices", "As a clerk, I want a list so that I read and sort it", &["An invalid date is refused"], "the usual path"),
            ("Export invoices", "", &many, "its 9 acceptance criteria"),
            ("Export invoices", "", &[], "by what a user can do"),
        ];
        for (title, description, criteria, cut) in cases {
            let statement = statement::find(description);
            let part = |range: Option<Range<usize>>| range.map_or("", |range| &description[range]);
            let (role, means) = (statement.clone().and_then(|found| found.role), statement.and_then(|found| found.means));
            let hint = choose(title, part(role), part(means), criteria);
            assert!(hint.contains(cut), "{title}, {description}: {hint}");
        }
    }
}
