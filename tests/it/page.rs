//! Reading a rule's page: headings, blocks, cases.

use backlint::{
    discover::Scope,
    error::Error,
    finding::Safety,
    fix::fix,
    outcome::Outcome,
    rule::Rule,
    run::{MAX_FILE_SIZE, Request, Trees, run},
    source::RepoPath,
    tree::{EntryKind, MemoryTree, Tree},
};

/// A page, line by line, and the cases in it.
pub struct Page {
    lines: Vec<String>,
    pub cases: Vec<Case>,
}

/// What a file of a case holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    Bytes(Vec<u8>),
    Symlink,
}

/// A heading with files under it.
#[derive(Debug, Default)]
pub struct Case {
    pub heading: String,
    pub files: Vec<(String, Block)>,
    /// What the change started from.
    pub base: Vec<(String, Block)>,
    pub with: Vec<String>,
    expected: Vec<String>,
    /// What files are after fixing, with the lines of the page that say so, fences included.
    fixed: Vec<(String, String, (usize, usize))>,
    /// The lines of the page that hold the expectation, fences included.
    findings: Option<(usize, usize)>,
    /// The line behind the last block.
    end: usize,
}

impl Page {
    pub fn read(text: &str) -> Self {
        let lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        let mut page = Self { cases: Vec::new(), lines };
        let mut case = Case::default();
        let mut at = 0;
        while at < page.lines.len() {
            let line = page.lines[at].trim_end().to_owned();
            let ticks = line.chars().take_while(|c| *c == '`').count();
            if ticks >= 3 {
                let close =
                    (at + 1..page.lines.len()).find(|end| page.lines[*end].trim_end() == "`".repeat(ticks)).expect("a closed fence");
                let content: String = page.lines[at + 1..close].concat();
                case.block(&line[ticks..], &content, (at, close + 1));
                at = close + 1;
                continue;
            }
            if line.starts_with('#') {
                page.close(&mut case);
                line.trim_start_matches('#').trim().clone_into(&mut case.heading);
            }
            at += 1;
        }
        page.close(&mut case);
        page
    }

    fn close(&mut self, case: &mut Case) {
        let case = std::mem::take(case);
        if !case.files.is_empty() {
            self.cases.push(case);
        }
    }

    pub fn text(&self) -> String {
        self.lines.concat()
    }

    /// Writes down what a file is after fixing.
    pub fn bless_fixed(&mut self, case: usize, file: usize, text: &str) {
        let (start, end) = self.cases[case].fixed[file].2;
        assert!(end > start + 2, "{}: a block `fixed` needs a line to be rewritten", self.cases[case].heading);
        text.clone_into(&mut self.lines[start + 1]);
        self.lines[start + 2..end - 1].iter_mut().for_each(String::clear);
    }

    /// Writes down what was found; the lines of other cases stay where they are until the page is read again.
    pub fn bless(&mut self, at: usize, found: &str) {
        let case = &self.cases[at];
        let block = if found.is_empty() { String::new() } else { format!("```findings\n{found}\n```\n") };
        match case.findings {
            Some((start, end)) => {
                self.lines[start] = block;
                self.lines[start + 1..end].iter_mut().for_each(String::clear);
            }
            None => self.lines[case.end - 1].push_str(&block),
        }
    }
}

impl Case {
    fn block(&mut self, info: &str, content: &str, lines: (usize, usize)) {
        let (kind, rest) = info.split_once(' ').unwrap_or((info, ""));
        match kind {
            "md" => {
                let end = rest.rfind(".md").map_or(rest.len(), |at| at + ".md".len());
                let attributes: Vec<&str> = rest[end..].split_whitespace().collect();
                self.files.push((rest[..end].to_owned(), content_of(content, &attributes)));
                self.with.extend(
                    attributes.iter().filter_map(|word| word.strip_prefix("with=")).flat_map(|list| list.split(',').map(str::to_owned)),
                );
            }
            "toml" => self.files.push(("backlint.toml".into(), Block::Bytes(content.into()))),
            "base" => self.base.push((rest.trim().to_owned(), Block::Bytes(content.into()))),
            "yml" | "json" => self.files.push((rest.trim().to_owned(), Block::Bytes(content.into()))),
            "fixed" => self.fixed.push((rest.trim().to_owned(), content.to_owned(), lines)),
            "findings" => {
                self.expected = content.lines().map(str::to_owned).collect();
                self.findings = Some(lines);
            }
            _ => return,
        }
        self.end = lines.1;
    }

    /// Whether the page says what fixing comes to.
    pub fn shows_fix(&self) -> bool {
        !self.fixed.is_empty()
    }

    pub fn expected(&self) -> String {
        self.expected.join("\n")
    }

    /// The files of this case that its fixes, unsafe ones too, make differ from what the page says: which, and what they come to.
    pub fn misfixed(&self, rules: Vec<&'static Rule>) -> Vec<(usize, String)> {
        if self.fixed.is_empty() {
            return Vec::new();
        }
        let head = tree(&self.files);
        let (trees, request) = (Trees::of(&head), request(rules));
        let found = run(&trees, &request).unwrap();
        let fixed = fix(&trees, &request, Safety::Unsafe, found).unwrap();
        let text = |path: &str| match fixed.files.get(&RepoPath::from(path)) {
            Some(changed) => changed.after.replace('\r', "").trim_start_matches('\u{feff}').to_owned(),
            None => "(unchanged)\n".into(),
        };
        let texts = self.fixed.iter().enumerate().map(|(at, (path, wanted, _))| (at, text(path), wanted));
        texts.filter(|(_, text, wanted)| text != *wanted).map(|(at, text, _)| (at, text)).collect()
    }

    pub fn judge(&self, rules: Vec<&'static Rule>) -> Result<Outcome, Error> {
        let (head, base) = (tree(&self.files), tree(&self.base));
        let bases: Vec<&dyn Tree> = if self.base.is_empty() { Vec::new() } else { vec![&base] };
        run(&Trees { head: &head, bases }, &request(rules))
    }
}

fn tree(files: &[(String, Block)]) -> MemoryTree {
    let mut tree = MemoryTree::default();
    for (path, block) in files {
        let path = RepoPath::from(path.as_str());
        match block {
            Block::Bytes(bytes) => tree.add(path, EntryKind::File, bytes.clone()),
            Block::Symlink => tree.add(path, EntryKind::Symlink, Vec::new()),
        }
    }
    tree
}

pub fn request(rules: Vec<&'static Rule>) -> Request {
    Request {
        scope: Scope { rules, ..Scope::default() },
        ids: Vec::new(),
        only: Vec::new(),
        today: jiff::civil::date(2026, 3, 2),
        max_file_size: MAX_FILE_SIZE,
        ignore_unmatched: false,
        allow_empty: true,
        suppressions: true,
        baseline: true,
        protect_policy: false,
        allow_policy_change: None,
    }
}

fn content_of(content: &str, attributes: &[&str]) -> Block {
    if attributes.contains(&"symlink") {
        return Block::Symlink;
    }
    if let Some(hex) = attributes.iter().find_map(|word| word.strip_prefix("bytes=")) {
        let byte = |at| u8::from_str_radix(&hex[at..at + 2], 16).expect("two hex digits");
        return Block::Bytes((0..hex.len()).step_by(2).map(byte).collect());
    }
    let mut text = if attributes.contains(&"bom") { "\u{feff}".to_owned() } else { String::new() };
    text.push_str(content);
    Block::Bytes(if attributes.contains(&"crlf") { text.replace('\n', "\r\n") } else { text }.into())
}

/// What was found, one finding per line.
pub fn findings(outcome: &Outcome) -> String {
    let line = |(_, finding): (_, &backlint::finding::Finding)| {
        let source = &outcome.sources[finding.span.file];
        let (start, _) = source.positions(finding.span.range);
        let path = source.path.display();
        format!("{path}:{}:{}: {}[{}] {}", start.line, start.column, finding.level.name(), finding.rule, finding.message)
    };
    outcome.findings().map(line).collect::<Vec<_>>().join("\n")
}
