//! Where a story that is too big can be cut, told from its text.

use crate::{rule::StoryCx, text::words};

/// A way to cut the story at hand, as the second half of a help text.
pub(super) fn hint(cx: &StoryCx<'_>) -> String {
    let title = cx.story.title.value().map_or("", String::as_str);
    let description: Vec<&str> = cx.story.description().into_iter().map(|range| cx.slice(range)).collect();
    let criteria: Vec<&str> = cx.story.criteria.iter().map(|criterion| cx.slice(criterion.text)).collect();
    choose(title, &description, &criteria)
}

fn choose(title: &str, description: &[&str], criteria: &[&str]) -> String {
    let title = spaced(title);
    let form = description.iter().find_map(|text| Form::read(text)).unwrap_or_default();
    if let Some(word) = MANAGE.iter().find(|word| has(&title, word) || has(&form.wish, word)) {
        return format!("`{word}` often stands for add, change, remove and list, and each can be a story");
    }
    if ANDS.iter().chain(&ORS).any(|joint| has(&form.role, joint)) {
        return "it names more than one role, and each can have its own story".into();
    }
    if let Some(joint) = ANDS.iter().find(|joint| has(&form.wish, joint) || has(&title, joint)) {
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

/// Who wants what, if a text has the form of a user story.
#[derive(Default)]
struct Form {
    role: String,
    wish: String,
}

impl Form {
    fn read(text: &str) -> Option<Self> {
        let said = spaced(text);
        let (before, after) = WISHES.iter().find_map(|wish| said.split_once(wish))?;
        let role = ROLES.iter().find_map(|role| before.split_once(role)).map_or("", |(_, role)| role);
        let wish = BENEFITS.iter().find_map(|benefit| after.split_once(benefit)).map_or(after, |(wish, _)| wish);
        Some(Self { role: format!("{role} "), wish: format!(" {wish} ") })
    }
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

const WISHES: [&str; 5] = [" i want ", " i would like ", " i need ", " i wish ", " i can "];
const ROLES: [&str; 3] = [" as an ", " as a ", " as the "];
const BENEFITS: [&str; 4] = [" so that ", " in order to ", " because ", " so "];
const ANDS: [&str; 3] = ["and", "und", "et"];
const ORS: [&str; 3] = ["or", "oder", "ou"];
const MANAGE: [&str; 10] =
    ["manage", "managing", "management", "administer", "administration", "crud", "beheren", "beheer", "verwalten", "gérer"];
const EXCEPTIONS: [&str; 12] =
    ["error", "errors", "fails", "failure", "invalid", "unless", "otherwise", "except", "exception", "offline", "timeout", "fallback"];

#[cfg(test)]
mod tests {
    use super::choose;

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
            let hint = choose(title, &[description], criteria);
            assert!(hint.contains(cut), "{title}, {description}: {hint}");
        }
    }
}
