//! The binary as a process of its own: started on a data directory, asked over loopback, and watched from
//! outside for what it costs. Knows nothing of what is measured.

use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A server under measurement; ended when this is dropped.
pub(super) struct Server {
    child: Child,
    address: String,
    /// From its start to its first answer, and the CPU time that took.
    pub(super) ready: (Duration, Duration),
}

/// What came back.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
}

impl Server {
    /// Starts the binary on a data directory and waits until it is ready.
    pub(super) fn start(data: &Path, address: &str) -> Self {
        let start = Instant::now();
        let child = command(&["serve", "--log", "warn", "--listen", address], data)
            // What is measured is the work, not how often it may be asked for.
            .env("TAGHTIA_BATCHES_PER_MINUTE", "100000")
            .env("TAGHTIA_FILINGS_PER_MINUTE", "100000")
            .spawn()
            .expect("the binary starts");
        let mut server = Self { child, address: address.to_owned(), ready: Default::default() };
        while server.ask("GET", "/readyz", None, b"").is_none_or(|answer| answer.status != 200) {
            assert!(start.elapsed() < Duration::from_mins(2), "the server is ready within two minutes");
            assert!(server.child.try_wait().expect("waits").is_none(), "the server goes on");
            std::thread::sleep(Duration::from_millis(5));
        }
        server.ready = (start.elapsed(), server.cpu().values().sum());
        server
    }

    /// The answer to a request; `None` where there is none.
    pub(super) fn ask(&self, method: &str, path: &str, token: Option<&str>, body: &[u8]) -> Option<Answer> {
        let mut stream = TcpStream::connect(&self.address).ok()?;
        stream.set_read_timeout(Some(Duration::from_mins(1))).ok()?;
        let token = token.map_or(String::new(), |token| format!("Authorization: Bearer {token}\r\n"));
        // The older protocol: its answers come in one piece.
        let head = format!(
            "{method} {path} HTTP/1.0\r\nHost: localhost\r\n{token}Content-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).ok()?;
        stream.write_all(body).ok()?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).ok()?;
        let end = answer.windows(4).position(|window| window == b"\r\n\r\n")?;
        let status = std::str::from_utf8(answer.get(9..12)?).ok()?.parse().ok()?;
        Some(Answer { status, body: answer.split_off(end + 4) })
    }

    /// The body of an answer that must be a success.
    pub(super) fn get(&self, path: &str) -> Vec<u8> {
        let answer = self.ask("GET", path, None, b"").unwrap_or_else(|| panic!("{path}: no answer"));
        assert_eq!(answer.status, 200, "{path}: {}", String::from_utf8_lossy(&answer.body));
        answer.body
    }

    /// The CPU time some work made this server spend, with what it went on doing right after it answered.
    pub(super) fn cost<T>(&self, settle: Duration, work: impl FnOnce() -> T) -> (Duration, T) {
        let before = self.cpu();
        let done = work();
        std::thread::sleep(settle);
        let spent = self
            .cpu()
            .into_iter()
            .map(|(thread, time)| time.saturating_sub(before.get(&thread).copied().unwrap_or_default()));
        (spent.sum(), done)
    }

    /// Resident memory in MB: now, and the most it ever was.
    pub(super) fn memory(&self) -> (f64, f64) {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_whitespace().next()?.parse::<f64>().ok()
        };
        let mb = |name| field(name).map_or(f64::NAN, |kib| kib / 1024.0);
        (mb("VmRSS:"), mb("VmHWM:"))
    }

    /// CPU time by thread, to the nanosecond: the sum for the process is counted in hundredths of a second.
    fn cpu(&self) -> HashMap<String, Duration> {
        let threads = std::fs::read_dir(format!("/proc/{}/task", self.child.id()));
        let spent = |thread: &Path| {
            let text = std::fs::read_to_string(thread.join("schedstat")).ok()?;
            text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
        };
        threads
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| Some((entry.file_name().into_string().ok()?, spent(&entry.path())?)))
            .collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The binary with arguments, on a data directory.
pub(super) fn command(args: &[&str], data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_taghtia"));
    command.args(args).arg("--pack").arg(pack()).arg("--data-dir").arg(data);
    command.stderr(Stdio::null()).stdout(Stdio::null());
    command
}

/// The pack of the country that everything is measured with.
pub(super) fn pack() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/morocco")
}
