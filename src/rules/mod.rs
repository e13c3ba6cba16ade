//! The rules: one file and one page each, in the order in which they are listed.

mod acceptance_unused;
mod baseline_stale;
mod benefit_missing;
mod bug_unreproducible;
mod conflict_marker;
mod criteria_boilerplate;
mod criteria_duplicate;
mod criteria_many;
mod criteria_missing;
mod criteria_restate;
mod criteria_texts;
mod criteria_unseen;
mod criteria_untestable;
mod criteria_unused;
mod criteria_unticked;
mod depends_cycle;
mod depends_dangling;
mod depends_not_ready;
mod depends_order;
mod depends_unfinished;
mod depends_unlisted;
mod description_missing;
mod description_thin;
mod epic_unsplit;
mod estimate_invalid;
mod estimate_missing;
mod estimate_outdated;
mod estimate_too_big;
mod evidence;
mod fence_unclosed;
mod fences;
mod field_mismatch;
mod file_irregular;
mod file_unreadable;
mod front_matter_invalid;
mod front_matter_missing;
mod front_matter_unclosed;
mod id_duplicate;
mod id_mismatch;
mod id_missing;
mod id_reused;
mod key_unknown;
mod kind_unknown;
mod line_too_long;
mod link_broken;
mod marker_unbalanced;
mod mend;
mod oldest;
mod parent_finished;
mod parent_unknown;
mod path_collision;
mod placeholder_left;
mod policy_changed;
mod priority_unknown;
mod question_open;
mod reference_ambiguous;
mod reference_inexact;
mod rice_invalid;
mod role_unknown;
mod rule_panicked;
mod said;
mod scenario_incomplete;
mod scope_changed;
mod section_empty;
mod spike_unbounded;
mod split;
mod spoken;
mod slip;
mod sprint_not_ready;
mod sprint_unknown;
mod started_unready;
mod status_mismatch;
mod status_missing;
mod status_unknown;
mod story_aside;
mod story_compound;
mod story_duplicate;
mod story_empty;
mod story_form;
mod story_oversized;
mod story_similar;
mod suppression_expired;
mod suppression_unknown;
mod suppression_unreasoned;
mod suppression_unused;
mod text_invisible;
mod title_missing;
mod title_vague;
mod value_truncated;
mod wording_vague;
mod wording_weak;

use crate::{rule::Rule, settings::closest};

/// Every rule, group by group.
pub static RULES: &[&Rule] = &[
    &file_unreadable::RULE,
    &file_irregular::RULE,
    &front_matter_invalid::RULE,
    &front_matter_unclosed::RULE,
    &front_matter_missing::RULE,
    &conflict_marker::RULE,
    &value_truncated::RULE,
    &key_unknown::RULE,
    &fence_unclosed::RULE,
    &marker_unbalanced::RULE,
    &line_too_long::RULE,
    &text_invisible::RULE,
    &path_collision::RULE,
    &id_missing::RULE,
    &id_duplicate::RULE,
    &id_reused::RULE,
    &id_mismatch::RULE,
    &field_mismatch::RULE,
    &status_mismatch::RULE,
    &status_missing::RULE,
    &status_unknown::RULE,
    &kind_unknown::RULE,
    &title_missing::RULE,
    &title_vague::RULE,
    &story_empty::RULE,
    &description_missing::RULE,
    &description_thin::RULE,
    &criteria_missing::RULE,
    &criteria_unused::RULE,
    &criteria_many::RULE,
    &criteria_unseen::RULE,
    &criteria_duplicate::RULE,
    &criteria_restate::RULE,
    &criteria_boilerplate::RULE,
    &estimate_missing::RULE,
    &estimate_invalid::RULE,
    &estimate_too_big::RULE,
    &story_oversized::RULE,
    &bug_unreproducible::RULE,
    &spike_unbounded::RULE,
    &section_empty::RULE,
    &placeholder_left::RULE,
    &question_open::RULE,
    &story_form::RULE,
    &benefit_missing::RULE,
    &story_compound::RULE,
    &story_aside::RULE,
    &role_unknown::RULE,
    &wording_vague::RULE,
    &wording_weak::RULE,
    &criteria_untestable::RULE,
    &scenario_incomplete::RULE,
    &story_duplicate::RULE,
    &story_similar::RULE,
    &depends_dangling::RULE,
    &depends_cycle::RULE,
    &reference_ambiguous::RULE,
    &reference_inexact::RULE,
    &parent_unknown::RULE,
    &depends_not_ready::RULE,
    &depends_unfinished::RULE,
    &depends_order::RULE,
    &depends_unlisted::RULE,
    &epic_unsplit::RULE,
    &parent_finished::RULE,
    &link_broken::RULE,
    &rice_invalid::RULE,
    &sprint_not_ready::RULE,
    &sprint_unknown::RULE,
    &priority_unknown::RULE,
    &started_unready::RULE,
    &scope_changed::RULE,
    &estimate_outdated::RULE,
    &criteria_unticked::RULE,
    &policy_changed::RULE,
    &suppression_unused::RULE,
    &suppression_unknown::RULE,
    &suppression_unreasoned::RULE,
    &suppression_expired::RULE,
    &acceptance_unused::RULE,
    &baseline_stale::RULE,
    &rule_panicked::RULE,
];

/// What someone who wrote `name`, which no rule has, may have meant; `clauses` are the team's own rules.
pub fn meant<'c>(name: &str, clauses: impl IntoIterator<Item = &'c str>) -> String {
    match closest(name, RULES.iter().map(|rule| rule.name).chain(clauses)) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "`backlint rules` lists every rule".into(),
    }
}

/// The rule of this name.
pub fn named(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}
