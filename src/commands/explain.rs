//! `backlint explain RULE`.

use super::CLEAN;
use crate::{
    concept::Stage,
    error::Error,
    report::{Output, Style},
    rule::Rule,
    rules::{self, RULES},
    settings::closest,
};

pub(super) fn explain(name: &str, style: Style) -> Result<u8, Error> {
    let Some(rule) = rules::named(name) else {
        let help = match closest(name, RULES.iter().map(|rule| rule.name)) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "`backlint rules` lists every rule".into(),
        };
        return Err(Error::usage(format!("there is no rule `{name}`"), help));
    };
    Output::terminal().write(style, |_, _, out, _| out.write_all(page(rule).as_bytes()))?;
    Ok(CLEAN)
}

/// The page of a rule up to its cases, with its gate and its options.
fn page(rule: &Rule) -> String {
    let body = rule.page.split("\n## Cases").next().unwrap_or_default().trim_end();
    let (title, rest) = body.split_once("\n\n").unwrap_or((body, ""));
    let (summary, rest) = rest.split_once("\n\n").unwrap_or((rest, ""));
    let rest = rest.split("\n## Options").next().unwrap_or_default().trim_end();
    format!("{title}\n\n{summary}\n\n{}\n\n{rest}\n{}", levels(rule), options(rule))
}

fn levels(rule: &Rule) -> String {
    let level = |stage: Stage| format!("{} {}", stage.name(), rule.gate.at(stage).name());
    format!("Group {}; {}.", rule.group.name(), Stage::ALL.map(level).join(", "))
}

fn options(rule: &Rule) -> String {
    if rule.options.is_empty() {
        return String::new();
    }
    let option = |option: &&dyn crate::rule::AnyOption| {
        format!("- `{}`: {}; takes {}, by default {}\n", option.name(), option.help(), option.kind(), option.default_text())
    };
    let options: String = rule.options.iter().map(option).collect();
    let first = rule.options[0];
    let value = Some(first.default_text()).filter(|default| !default.contains(' ')).unwrap_or_else(|| "...".into());
    format!("\n## Options\n{options}\n```toml\n[rules]\n{} = {{ {} = {value} }}\n```\n", rule.name, first.name())
}
