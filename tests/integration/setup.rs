//! What `make test` sets up before it tests: the system packages, beside another `apt-get` at work.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Output};

use crate::support::root;

/// An `apt-get` that finds its lock taken the first `n` times, and logs how it is called.
fn fake_apt(dir: &Path, taken: usize, word: &str) {
    let log = dir.join("calls");
    let script = format!(
        "#!/bin/bash\nprintf '%s\\n' \"$*\" >> {log}\n\
         [ $(grep -c . {log}) -gt {taken} ] && exit 0\n\
         echo \"E: {word}\" >&2\nexit 100\n",
        log = log.display()
    );
    for (name, text) in
        [("apt-get", script.as_str()), ("id", "#!/bin/bash\necho 0\n"), ("sleep", "#!/bin/bash\n")]
    {
        let path = dir.join(name);
        std::fs::write(&path, text).expect("writes");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("marks");
    }
    // Nothing else of this machine is on the path, so that every test tool is missing.
    for tool in ["bash", "env", "grep", "chmod", "rm"] {
        let found =
            ["/usr/bin", "/bin"].iter().map(|folder| Path::new(folder).join(tool)).find(|at| at.exists());
        symlink(found.expect("a usual tool"), dir.join(tool)).expect("links");
    }
}

fn set_up(dir: &Path, patience: &str) -> Output {
    Command::new("/usr/bin/env")
        .arg("bash")
        .arg(root(".ci/test-tools"))
        .env("PATH", dir)
        .env("APT_PATIENCE", patience)
        .env("POLICY", dir.join("policy-rc.d"))
        .output()
        .expect("runs")
}

#[test]
fn test_tools_wait_for_another_apt_get() {
    let dir = tempfile::tempdir().expect("a directory");
    fake_apt(
        dir.path(),
        3,
        "Could not get lock /var/lib/apt/lists/lock. It is held by process 4711 (apt-get)",
    );
    let output = set_up(dir.path(), "300");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("another program holds apt's lock: waiting for it, 300 s at most"), "{said}");
    let calls = std::fs::read_to_string(dir.path().join("calls")).expect("was called");
    assert_eq!(calls.lines().count(), 5, "three times too early, an update, an install: {calls}");
    assert!(calls.lines().last().is_some_and(|call| call.contains("install") && call.contains("chromium")));
}

#[test]
fn test_tools_give_up_after_their_patience_and_say_how_to_go_on() {
    for (word, calls) in
        [("Unable to lock directory /var/lib/apt/lists/", 4), ("Unable to fetch some archives", 1)]
    {
        let dir = tempfile::tempdir().expect("a directory");
        fake_apt(dir.path(), 1000, word);
        let output = set_up(dir.path(), "9");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success());
        assert!(said.contains(word) && said.contains("install them with: sudo apt-get install"), "{said}");
        let log = std::fs::read_to_string(dir.path().join("calls")).expect("was called");
        assert_eq!(log.lines().count(), calls, "only a lock is waited for: {log}");
    }
}
