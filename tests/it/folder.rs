//! A folder that is gone when the test is over, and the binary run in it.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
};

pub struct Folder(PathBuf);

/// What a run of the binary gave.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Folder {
    pub fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("backlint-test-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path.canonicalize().unwrap())
    }

    /// A folder with these files.
    pub fn with(files: &[(&str, &str)]) -> Self {
        let folder = Self::new();
        for (path, text) in files {
            folder.write(path, text);
        }
        folder
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Runs the binary here.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, &[], "")
    }

    /// Runs the binary here as a user to whom the system denies what a file's mode denies.
    #[cfg(unix)]
    pub fn run_as_nobody(&self, arguments: &[&str]) -> Ran {
        use std::os::unix::{fs::MetadataExt, process::CommandExt};
        let mut command = Command::new(env!("CARGO_BIN_EXE_backlint"));
        // What root made, root may write whatever its mode; nobody else may.
        if fs::metadata(&self.0).unwrap().uid() == 0 {
            command.uid(65534).gid(65534);
        }
        self.spawn(command, arguments, &[], "")
    }

    /// Runs the binary here with variables set and something to read.
    pub fn run_with(&self, arguments: &[&str], variables: &[(&str, &str)], input: &str) -> Ran {
        self.spawn(Command::new(env!("CARGO_BIN_EXE_backlint")), arguments, variables, input)
    }

    fn spawn(&self, mut command: Command, arguments: &[&str], variables: &[(&str, &str)], input: &str) -> Ran {
        command.args(arguments).current_dir(&self.0).env_clear().env("LANG", "C.UTF-8").envs(variables.iter().copied());
        // Where a run writes what it went through, if coverage is measured; else it would write it into the folder.
        command.envs(std::env::var_os("LLVM_PROFILE_FILE").map(|file| ("LLVM_PROFILE_FILE", file)));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // Whoever does not read its input closes it.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ran { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A story that lacks nothing.
pub fn complete(id: &str, status: &str) -> String {
    // Words of its own, so that no two are alike.
    let shelf = id.rsplit('-').next().unwrap_or(id);
    format!(
        "---\nid: {id}\ntitle: Let the clerk export the invoice of {id}\nstatus: {status}\nestimate: 3\n---\n\
         Customers forward the invoice to their accountant, who needs it as a PDF. \
         It is filed on the shelves {shelf}a, {shelf}b, {shelf}c, {shelf}d and {shelf}e.\n\n\
         ## Acceptance criteria\n- [ ] The PDF shows the same totals as the page\n- [ ] It can be opened on a phone\n"
    )
}
