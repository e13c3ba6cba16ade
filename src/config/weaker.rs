//! What later settings of a team let pass that the earlier ones did not, in words; each function belongs to a key.

use crate::{
    backlog::uses::OPTIONAL,
    concept::Scale,
    team::Team,
    text::{language::Language, policy::Phrase},
};

/// A larger limit, unless the scale is what moves it.
pub(super) fn max(was: &Team, is: &Team) -> Vec<String> {
    if was.estimates.max == is.estimates.max { Vec::new() } else { limit(was, is) }
}

/// Another scale than the team had, and the limit that it moves.
pub(super) fn scale(was: &Team, is: &Team) -> Vec<String> {
    let (before, after) = (&was.estimates.scale, &is.estimates.scale);
    let moved = if was.estimates.max == is.estimates.max { limit(was, is) } else { Vec::new() };
    let other = (before != after && *before != Scale::Any)
        .then(|| format!("the scale of estimates goes from {} to {}", before.words(), after.words()));
    moved.into_iter().chain(other).collect()
}

fn limit(was: &Team, is: &Team) -> Vec<String> {
    let raised = was.estimates.raised(&is.estimates);
    raised.map(|(was, is)| format!("the largest estimate goes from {was} to {is}")).into_iter().collect()
}

/// Fields that stories were to state and need not any more.
pub(super) fn uses(was: &Team, is: &Team) -> Vec<String> {
    let dropped = OPTIONAL.into_iter().filter(|concept| {
        let (was, is) = (was.uses.get(concept), is.uses.get(concept));
        was != is && (was == Some(&true) || is == Some(&false))
    });
    dropped.map(|concept| format!("stories need not state the field `{}` any more", concept.name())).collect()
}

/// A wider range.
pub(super) fn impact(was: &Team, is: &Team) -> Vec<String> {
    let (was, is) = (was.rice.impact, is.rice.impact);
    let message = || format!("an impact may be {} to {} instead of {} to {}", is.0, is.1, was.0, was.1);
    (is.0 < was.0 || is.1 > was.1).then(message).into_iter().collect()
}

/// A language in which the rules that know only English find nothing.
pub(super) fn language(was: &Team, is: &Team) -> Vec<String> {
    let (was, is) = (was.text.language, is.text.language);
    let is_silent = is != was && !matches!(is, None | Some(Language::English));
    is_silent.then(|| "the rules that know only English are silent now".into()).into_iter().collect()
}

/// More roles, where there was a list of them.
pub(super) fn roles(was: &Team, is: &Team) -> Vec<String> {
    let (was, is) = (&was.text.roles, &is.text.roles);
    if was.is_empty() { Vec::new() } else { listed("`roles` now has", is.iter().filter(|role| !was.contains(role)).cloned()) }
}

/// The phrases that only the longer of two lists has.
pub(super) fn more(what: &str, shorter: &[Phrase], longer: &[Phrase]) -> Vec<String> {
    listed(what, longer.iter().filter(|phrase| !shorter.contains(phrase)).map(|phrase| phrase.join(" ")))
}

fn listed(what: &str, names: impl Iterator<Item = String>) -> Vec<String> {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    if names.is_empty() { Vec::new() } else { vec![format!("{what} {}", names.join(", "))] }
}
