//! Rows 26 to 30: configurations that are hostile or wrong stop the run, say where, and lead nowhere.

use std::{fs, os::unix::fs::symlink};

use super::shell::shell;
use crate::folder::{Folder, complete};

fn configured(config: impl AsRef<[u8]>) -> Folder {
    let folder = Folder::with(&[("backlog/ST-1.md", &complete("ST-1", "ready"))]);
    folder.write("backlint.toml", config);
    folder
}

/// The run stops, and what is told says all of this.
#[track_caller]
fn stops(folder: &Folder, says: &[&str]) {
    let ran = folder.run(&[]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
    assert!(says.iter().all(|said| ran.err.contains(said)), "{says:?}\n{}", ran.err);
}

#[test]
fn row_26_a_pattern_that_is_none_or_too_much_is_refused_at_its_key() {
    let nested = "(".repeat(300) + &")".repeat(300);
    let long = "a".repeat(1025);
    for (pattern, reason) in [
        ("(a{1000}){1000}", "it is too large"),
        ("(", "unclosed group"),
        (&nested, "exceed the maximum number of nested parentheses/brackets (64)"),
        (&long, "it has 1025 characters, the limit is 1024"),
    ] {
        let clause = format!("[[require]]\nname = \"keyboard\"\ncriterion = '{pattern}'\n");
        stops(&configured(clause), &["is no regular expression: ", reason, "[backlint.toml:3:13]"]);
        let source = format!("[layout]\nstories = [\"backlog/*.md\"]\nfields.title = ['h1:{pattern}']\n");
        stops(&configured(source), &["is no pattern: ", reason, "[backlint.toml:3:17]"]);
    }
}

#[test]
fn row_27_a_pattern_that_would_search_for_long_is_refused_and_others_search_fast() {
    let line = format!("{}b{}", "a".repeat(9_999), "a".repeat(90_000));
    let search = |pattern: &str| {
        let folder = configured(format!("[[require]]\nname = \"keyboard\"\ncriterion = '{pattern}'\n"));
        folder.write("backlog/ST-1.md", complete("ST-1", "ready").replace("- [ ] It", &format!("- [ ] {line}\n- [ ] It")));
        shell(&folder, "\"$BACKLINT\"")
    };
    for pattern in ["(a{100}){100}", "(a{100}){100}c", "(é{100}){100}"] {
        let ran = search(pattern);
        assert!(ran.code == 2 && ran.err.contains("is no regular expression: it is too large"), "{pattern}: {ran:?}");
    }
    // The worst that may be written; in an unoptimised build a search is slower by far.
    for pattern in ["(a{50}b?){20}c", "(.*a){30}c", "(a|aa)+$c"] {
        let ran = search(pattern);
        assert!(ran.code == 1 && ran.out.contains("error[keyboard] no acceptance criterion that matches"), "{pattern}: {ran:?}");
    }
    assert_eq!(search("a{500}b").code, 0);
}

#[test]
fn row_28_a_mistake_is_told_with_its_line_and_what_was_meant() {
    stops(&configured("layot = \"stories\"\n"), &["unknown key `layot`", "[backlint.toml:1:1]", "did you mean `layout`?"]);
    stops(
        &configured("\n[rules]\nestimate-missing = 7\n"),
        &["takes a level", "[backlint.toml:3:20]", "a level is one of error, warning, hint, off"],
    );
    for deep in
        ["a = ".to_owned() + &"[".repeat(100_000), "a = ".to_owned() + &"{a=".repeat(100_000), format!("{}a = 1", "a.".repeat(100_000))]
    {
        let ran = shell(&configured(&deep), "ulimit -s 2048; \"$BACKLINT\"");
        assert!(ran.code == 2 && ran.err.contains("[backlint.toml:1:") && ran.err.contains("recurs"), "{ran:?}");
    }
    stops(&configured("# x\n".repeat(2_500_000)), &["cannot read backlint.toml: 10000000 bytes are too many"]);
    // One that is named on the command line may be anything, and its clauses are not missed before its mistakes are told.
    for (named, said) in [
        ("/dev/zero", "cannot read /dev/zero: it has more than 1048576 bytes"),
        ("latin.toml", "[latin.toml:1:5]"),
        ("clause.toml", "unclosed group"),
    ] {
        let folder = configured("");
        folder.write("latin.toml", b"# na\xefve\n");
        folder.write("clause.toml", "[[require]]\nname = \"mine\"\ncriterion = \"(\"\n");
        let ran = shell(
            &folder,
            &format!("ulimit -v 300000; MALLOC_ARENA_MAX=1 RAYON_NUM_THREADS=2 \"$BACKLINT\" check --config {named} --only mine"),
        );
        assert!(ran.code == 2 && ran.err.contains(said), "{named}: {ran:?}");
    }
    let latin = configured(b"[rules]\n# na\xefve\n");
    stops(
        &latin,
        &["not UTF-8: the file looks like Latin-1", "[backlint.toml:2:5]", "help: save it as UTF-8", "backlint.toml has a mistake"],
    );
    stops(&configured(b"\xff\xfea\0"), &["not UTF-8: the file is UTF-16", "[backlint.toml:1:1]", "help: save it as UTF-8"]);
}

#[test]
fn row_29_what_a_configuration_extends_lies_in_its_repository() {
    let secret = Folder::with(&[("secret.toml", "[rules]\ntitle-vague = \"off\"\nsecret = 1\n")]);
    let outside = secret.path().join("secret.toml");
    let folder = configured("");
    symlink(&outside, folder.path().join("link.toml")).unwrap();
    symlink(secret.path(), folder.path().join("linked")).unwrap();
    folder.write("self.toml", "extends = \"backlint.toml\"\n");
    for count in 0..9 {
        folder.write(&format!("p{count}.toml"), format!("extends = \"p{}.toml\"\n", count + 1));
    }
    let above = format!("../{}/secret.toml", secret.path().file_name().unwrap().to_str().unwrap());
    let absolute = outside.to_str().unwrap().to_owned();
    for (extends, said) in [
        (absolute.as_str(), "lies outside of the repository"),
        (&above, "lies outside of the repository"),
        ("../../../../etc/passwd", "lies outside of the repository"),
        ("https://example.org/policy.toml", "there is no file `https:/example.org/policy.toml`"),
        ("link.toml", "there is no file `link.toml`"),
        ("linked/secret.toml", "there is no file `linked/secret.toml`"),
        ("self.toml", "`backlint.toml` extends itself by way of this"),
        ("backlint.toml", "`backlint.toml` extends itself by way of this"),
        ("p0.toml", "more than 8 configurations stand behind one another"),
    ] {
        folder.write("backlint.toml", format!("extends = '{extends}'\n"));
        let ran = folder.run(&[]);
        assert!(ran.code == 2 && ran.err.contains(said), "{extends}: {}", ran.err);
        assert!(!ran.err.contains("title-vague") && !ran.err.contains("root:"), "{}", ran.err);
    }
}

#[test]
fn row_30_a_template_lies_in_its_repository_and_a_new_story_in_its_backlog() {
    let secret = Folder::with(&[("secret.md", "---\nid: {id}\n---\nthe secret\n")]);
    let folder = configured("");
    symlink(secret.path().join("secret.md"), folder.path().join("link.md")).unwrap();
    symlink(secret.path(), folder.path().join("linked")).unwrap();
    let absolute = secret.path().join("secret.md");
    for (template, said) in [
        (absolute.to_str().unwrap(), "lies outside of the repository"),
        ("../../secret.md", "lies outside of the repository"),
        ("link.md", "cannot read `link.md`: not a regular file"),
        ("linked/secret.md", "there is no file `linked/secret.md`"),
    ] {
        folder.write("backlint.toml", format!("template = {{ story = '{template}' }}\n"));
        for arguments in [&["check"][..], &["new", "story", "Let the clerk print it"]] {
            let ran = folder.run(arguments);
            assert!(ran.code == 2 && ran.err.contains(said), "{template}: {}", ran.err);
            assert!(!ran.err.contains("the secret") && ran.out.is_empty(), "{ran:?}");
        }
    }
    // Where the stories themselves would lie is no way out either.
    for stories in ["../out/*.md", "/tmp/*.md", "linked/*.md"] {
        folder.write("backlint.toml", format!("[layout]\nstories = ['{stories}']\n"));
        let ran = folder.run(&["new", "story", "Let the clerk print it"]);
        assert_eq!(fs::read_dir(secret.path()).unwrap().count(), 1, "{stories}: {ran:?}");
        assert!(
            ran.code == 2 || folder.path().join(ran.out.trim_end()).canonicalize().unwrap().starts_with(folder.path()),
            "{stories}: {ran:?}"
        );
    }
}
