//! Texts that are made to be slow to read.

/// A name for each, and the text.
pub fn texts(bytes: usize) -> Vec<(&'static str, String)> {
    let units = [
        ("brackets", "["),
        ("images", "!["),
        ("links", "[a]("),
        ("emphasis", "*a "),
        ("strong", "**a **"),
        ("underscores", "_a__b"),
        ("comments", "<!--"),
        ("ticks", "`"),
        ("quotes", "> "),
        ("bullets", "- "),
        ("mixed bullets", "* - + "),
        ("entities", "&a"),
        ("tags", "<a "),
        ("cells", "| a "),
        ("escapes", "\\"),
        ("fences", "~~~\n"),
        ("headings", "# a\n"),
        ("groups", "- a:\n  - b:\n"),
        ("checkboxes", "- [ ] TBD\n"),
        ("questions", "Q: a?\n"),
        ("slots", "As a [role] "),
        ("statements", "As a a, I want a and a. "),
        ("steps", "Given a\nWhen a\nThen a\n"),
        ("references", "[a]: b\n"),
        ("prose", "The clerk exports the invoice and the ledger. "),
    ];
    let head = "---\nid: ST-1\nstatus: ready\nestimate: 3\n---\n\n## Description\n\n";
    let body = |unit: &str| unit.repeat(bytes / unit.len());
    let mut texts: Vec<(&str, String)> = units.iter().map(|(name, unit)| (*name, format!("{head}{}\n", body(unit)))).collect();
    let criteria = |unit: &str| format!("{head}Some.\n\n## Acceptance criteria\n\n{}\n", body(unit));
    texts.push(("criteria", criteria("- [ ] The clerk may see it\n")));
    texts.push(("scenarios", criteria("Given a\nWhen a\nWhen b\n\n")));
    texts
}
