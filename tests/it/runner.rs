//! How the runner of GitHub Actions reads what a step prints: every line end is one, a bare carriage return too; `##[` counts anywhere in a
//! line, `::` behind any white space at its start.

use std::collections::BTreeMap;

/// A command the runner would obey.
#[derive(Debug, PartialEq, Eq)]
pub struct Command {
    pub name: String,
    pub properties: BTreeMap<String, String>,
    pub message: String,
}

/// Every command in `output`.
pub fn commands(output: &str) -> Vec<Command> {
    output.split(['\n', '\r']).filter_map(|line| bracketed(line).or_else(|| coloned(line))).collect()
}

fn bracketed(line: &str) -> Option<Command> {
    let (_, rest) = line.split_once("##[")?;
    let (head, message) = rest.split_once(']')?;
    Some(command(head, ';', message, &[("%3B", ";"), ("%5D", "]")]))
}

fn coloned(line: &str) -> Option<Command> {
    let (head, message) = line.trim_start().strip_prefix("::")?.split_once("::")?;
    Some(command(head, ',', message, &[("%3A", ":"), ("%2C", ",")]))
}

fn command(head: &str, separator: char, message: &str, escapes: &[(&str, &str)]) -> Command {
    let (name, list) = head.split_once(' ').unwrap_or((head, ""));
    let unescape = |text: &str| {
        let text = text.replace("%0D", "\r").replace("%0A", "\n");
        escapes.iter().fold(text, |text, (escaped, plain)| text.replace(escaped, plain)).replace("%25", "%")
    };
    let pairs = list.split(separator).filter_map(|pair| pair.split_once('='));
    let properties = pairs.map(|(key, value)| (key.trim().to_owned(), unescape(value))).collect();
    Command { name: name.to_owned(), properties, message: message.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%") }
}

#[test]
fn the_runner_is_easily_led() {
    let names = |text: &str| commands(text).into_iter().map(|command| command.name).collect::<Vec<_>>();
    assert_eq!(names("x ##[set-output name=a]b"), ["set-output"]);
    assert_eq!(names("a\r\u{a0}\u{2003}::add-mask::e"), ["add-mask"]);
    assert_eq!(names("a ::error::b\n::error\n##[x"), [""; 0]);
    let one = commands("::error file=a%2Cb%3Ac%0Ad%25.md,line=1::x%0Ay").remove(0);
    assert_eq!((one.properties["file"].as_str(), one.message.as_str()), ("a,b:c\nd%.md", "x\ny"));
}
