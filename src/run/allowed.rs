//! Changes of the policy that a reviewer lets pass.

use crate::{
    config,
    error::Error,
    filter,
    finding::{Finding, Level},
    outcome::{Notice, Outcome},
    plan::Plan,
    policy, rules,
};

/// How many keys are named.
const NAMED: usize = 5;

/// What is allowed: every rule that is named, alone or with its group, and keys of the configuration.
pub(super) fn named(written: &[String], plans: &[&Plan]) -> Result<Vec<String>, Error> {
    let (mut found, names): (Vec<String>, Vec<String>) = written.iter().cloned().partition(|name| config::KEYS.find(name).is_some());
    found.extend(filter::only(&names, plans)?.into_iter().map(str::to_owned));
    Ok(found)
}

/// Makes warnings of the changes that are allowed, and says which they are: all of them, or those of some rules.
pub(super) fn pass(allowed: Option<&[String]>, outcome: &mut Outcome) {
    let Some(allowed) = allowed else { return };
    let mut passed: Vec<String> = Vec::new();
    let told = outcome.backlogs.iter_mut().flat_map(|judged| &mut judged.findings);
    for finding in told.filter(|finding| finding.rule == policy::RULE && finding.level != Level::Off) {
        let hides: Vec<&str> =
            outcome.policy_rules.iter().filter(|(span, _)| *span == finding.span).map(|(_, rule)| rule.as_str()).collect();
        if allowed.is_empty() || is_allowed(finding, &hides, allowed) {
            finding.level = finding.level.min(Level::Warning);
            passed.push(format!("`{}`", finding.key));
        }
    }
    passed.sort();
    passed.dedup();
    if !passed.is_empty() {
        let changes = if passed.len() == 1 { "1 change".into() } else { format!("{} changes", passed.len()) };
        let more = if passed.len() > NAMED { format!(" and {} more", passed.len() - NAMED) } else { String::new() };
        let named = passed[..passed.len().min(NAMED)].join(", ");
        let text = format!("`--allow-policy-change` lets {changes} of the policy pass: {named}{more}");
        outcome.notices.push(Notice { code: "policy-allowed", text });
    }
}

/// Whether everything that a change is about, and whatever it hides, is among what is allowed.
fn is_allowed(finding: &Finding, hides: &[&str], allowed: &[String]) -> bool {
    let has = |name: &str| allowed.iter().any(|own| own == name);
    let all_hidden = hides.iter().all(|rule| has(rule));
    match rule_of(&finding.key) {
        Some(rule) => has(rule) && all_hidden,
        // A key that is about no one rule passes by what it hides, or by its own name.
        None => has(&finding.key) || (!hides.is_empty() && all_hidden),
    }
}

/// The rule that the key of a change names.
fn rule_of(key: &str) -> Option<&str> {
    let behind = |prefix: &str| key.strip_prefix(prefix).and_then(|rest| rest.split('.').next());
    let named = behind("rules.").or_else(|| behind("override.rules.")).or_else(|| key.strip_prefix("require."));
    let accepted = key.strip_prefix("accept.").and_then(|rest| rest.rsplit('.').next());
    named.or(accepted).or_else(|| rules::named(key).map(|rule| rule.name))
}
