use super::*;

fn found(text: &str, within: Within) -> Option<&str> {
    find(text, within).and_then(|range| text.get(range))
}

#[test]
fn placeholders_are_found() {
    for (text, placeholder) in [
        ("The limit is TBD.", "TBD"),
        ("**TBD**", "TBD"),
        ("_TBC_ by finance", "TBC"),
        ("At most ??? items", "???"),
        ("Lorem ipsum dolor sit", "Lorem ipsum dolor sit"),
        ("[insert the limit]", "[insert the limit]"),
        ("at most [insert number] items", "[insert number]"),
        ("As a <role>, I want", "<role>"),
        ("**As a** [type of user]", "[type of user]"),
        ("so that {benefit}.", "{benefit}"),
        ("so that {{benefit}}", "{{benefit}}"),
        ("As a ..., I want ...", "..."),
        ("As a ___, I want", "___"),
        ("Given [context]", "[context]"),
        ("TODO", "TODO"),
        ("TODO: say which", "TODO"),
        ("**FIXME** numbers", "FIXME"),
        ("Criterion 1", "Criterion 1"),
        ("AC1: [criterion]", "[criterion]"),
        ("...", "..."),
        ("Zu definieren", "Zu definieren"),
        ("first line\nthen TBD", "TBD"),
        ("[The wanted order of the list]", "[The wanted order of the list]"),
        ("The clerk sees [TOTAL] in the head of the page", "[TOTAL]"),
        ("The list is shown within X seconds", "X"),
        ("Mistakes stay below XX %", "XX"),
    ] {
        assert_eq!(found(text, Within::Criterion), Some(placeholder), "{text}");
    }
}

#[test]
fn what_only_looks_like_one_is_not() {
    for text in [
        "`TBD` is shown, ``<role>`` too",
        "The column says \"TBD\" or “TBD”",
        "Replace every TBD in the form",
        "TBD values are sorted last",
        "task-TBD, TBD-12, TBD.md, TBD/open",
        "why??? and what???",
        "TODO comments are listed",
        "TODO, FIXME and XXX are reported",
        "TODO.md is read",
        "The TODO list",
        "The list is kept for X days (configurable, 30 by default)",
        "[WEB] The clerk sees the total",
        "The total is shown [WEB]",
        "Remove the lorem ipsum from the page",
        "a <div> in <title>, Vec<role>, Map<Key, Value>",
        "docs/{feature}/[role].md, {feature}.md and <role>/x",
        "As a [role](https://x.test), I want",
        "As a [role][1] and [[role]] and ![role](x.png)",
        "The button [Insert row] adds one, [Replace all] and [Cancel] too",
        "shows the {title} of the <feature>",
        "Acceptance criteria",
        "**Criterion 1:**",
        "$x_{role}$ and $[value]$",
        "Given a list, when ... nothing",
        "\\[role\\]",
        "<!-- TBD -->",
        "",
    ] {
        assert_eq!(found(text, Within::Criterion), None, "{text}");
    }
    assert_eq!(found("**Release date:** TBD", Within::Description), None);
    assert_eq!(found("Examples: ...\n\n...", Within::Description), None);
    assert_eq!(found("As a <role>", Within::Outline), None);
    assert_eq!(found("Given [context]", Within::Outline), Some("[context]"));
}

#[test]
fn a_text_may_be_nothing_else() {
    for text in [
        "TBD",
        "TBD by the design team",
        "- tbd",
        "N/A",
        "...",
        "???",
        "",
        "<!-- what and why -->",
        "TODO: describe the export",
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt",
        "As a [role], I want [goal], so that [benefit].",
        "As a ..., I want ... so that ...",
        "[Describe the problem]",
        "Describe the problem here",
        "No description provided.",
    ] {
        assert!(is_only(text), "{text}");
    }
    for text in [
        "As a clerk, I want [goal], so that [benefit]",
        "Export the invoice",
        "`code`",
        "TBD: the currency, but totals and taxes are settled with finance",
        "Describe the API in the manual",
        "見積もり",
    ] {
        assert!(!is_only(text), "{text}");
    }
}
