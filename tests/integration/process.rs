//! The built binary as a person runs it: a server on a loopback port, the command line, a killed process.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;

use crate::described::{self, Told};
use crate::support::{cache_dir, pack_dir};

/// The built command with the pack of Morocco.
pub fn taghtia(data_dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_taghtia"));
    share_caches(data_dir);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("TAGHTIA_")) {
        command.env_remove(name);
    }
    command.env("TAGHTIA_DATA_DIR", data_dir).env("TAGHTIA_PACK", pack_dir());
    command
}

/// Lets a fresh data directory use the caches of the pack that other tests have built.
fn share_caches(data_dir: &Path) {
    crate::support::morocco();
    std::fs::create_dir_all(data_dir).expect("a data directory");
    let link = data_dir.join("cache");
    if !link.exists() {
        std::os::unix::fs::symlink(cache_dir(), link).expect("linked");
    }
}

/// Runs a sub-command to its end.
pub fn run(data_dir: &Path, args: &[&str]) -> Output {
    taghtia(data_dir).args(args).output().expect("the binary starts")
}

/// A data directory of one's own with the demonstration in it, which is made once for all tests.
pub fn demonstration() -> tempfile::TempDir {
    static MADE: OnceLock<PathBuf> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let data = Path::new(env!("CARGO_TARGET_TMPDIR")).join("demonstration");
        let _of_an_earlier_run = std::fs::remove_dir_all(&data);
        let prepared = run(&data, &["demo", "--prepare-only"]);
        assert!(prepared.status.success(), "{}", String::from_utf8_lossy(&prepared.stderr));
        data
    });
    let own = tempfile::tempdir().expect("a folder");
    let copied = Command::new("cp").arg("-a").arg(made.join(".")).arg(own.path()).status();
    assert!(copied.expect("cp starts").success(), "copied");
    own
}

/// Issues a token as the person at the machine does.
pub fn issue(data_dir: &Path, args: &[&str]) -> String {
    let issued = run(data_dir, &[&["token", "issue"], args].concat());
    assert!(issued.status.success(), "{}", String::from_utf8_lossy(&issued.stderr));
    String::from_utf8(issued.stdout).expect("a token").trim().to_owned()
}

/// The public id in a token's text.
pub fn public_id(token: &str) -> &str {
    token.split_at(12).0.split_at(4).1
}

/// A running server; killed when dropped.
pub struct Server {
    child: Child,
    pub url: String,
    /// An administrator's token, issued before it started.
    pub token: String,
}

impl Server {
    /// Starts `taghtia serve` (or another command that serves) on a free port and waits for its address.
    pub fn start(data_dir: &Path, args: &[&str]) -> Self {
        let token = issue(data_dir, &["--role", "admin", "--name", "tests"]);
        let mut command = taghtia(data_dir);
        command.args(args);
        Self::of(command, token)
    }

    /// Starts a command that serves, as it stands, on a free port; `token` is the one of [`Server::post`].
    pub fn of(mut command: Command, token: String) -> Self {
        let mut child = command
            .args(["--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary starts");
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let url = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| {
                line.split("http://").nth(1).map(|rest| format!("http://{}", rest.trim_end_matches('/')))
            })
            .expect("the server says where it is");
        // Keep reading, so that the pipe never fills.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        Self { child, url, token }
    }

    /// The process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Kills the process as a power cut would.
    pub fn kill(mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Asks the process to stop as a service manager does, and waits until it has.
    pub fn stop(mut self) {
        let asked = Command::new("kill").arg(self.id().to_string()).status().expect("kill runs");
        assert!(asked.success());
        assert!(self.child.wait().expect("it ends").success(), "it stops in good order");
    }

    /// The body of a GET, and its status.
    pub fn get(&self, path: &str) -> (u16, String) {
        http("GET", &format!("{}{path}", self.url), None, None)
    }

    /// JSON of a GET that must succeed.
    pub fn json(&self, path: &str) -> serde_json::Value {
        let (status, body) = self.get(path);
        assert_eq!(status, 200, "{path}: {body}");
        serde_json::from_str(&body).expect("JSON")
    }

    /// Posts a file with the administrator's token.
    pub fn post(&self, path: &str, body: Vec<u8>) -> (u16, String) {
        http("POST", &format!("{}{path}", self.url), Some(&self.token), Some(body))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One request, with or without a token; status 0 where there was no answer.
pub fn http(method: &str, url: &str, token: Option<&str>, body: Option<Vec<u8>>) -> (u16, String) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        let mut request = client.request(method.parse().expect("a method"), url);
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.body(body);
        }
        match request.send().await {
            Ok(response) => {
                let status = response.status().as_u16();
                let media_type = text_of(response.headers(), "content-type");
                let is_ours = response.headers().contains_key("x-request-id");
                let body = response.text().await.unwrap_or_default();
                if is_ours {
                    let address = url
                        .split_once("://")
                        .and_then(|(_, rest)| rest.find('/').and_then(|at| rest.get(at..)));
                    let address = address.unwrap_or("/");
                    let body = body.as_bytes();
                    described::check(&Told { method, address, status, media_type: &media_type, body });
                }
                (status, body)
            }
            Err(error) => (0, error.to_string()),
        }
    })
}

fn text_of(headers: &reqwest::header::HeaderMap, name: &str) -> String {
    headers.get(name).map_or_else(String::new, |value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// A disc of 24 corners as a GeoJSON feature.
pub fn disc(technology: &str, lon: f64, lat: f64, km: f64) -> serde_json::Value {
    let (dy, dx) = (km / 111.2, km / 111.2 / lat.to_radians().cos());
    let mut ring: Vec<[f64; 2]> = (0..24)
        .map(|side| {
            let angle = f64::from(side) / 24.0 * std::f64::consts::TAU;
            [lon + dx * angle.cos(), lat + dy * angle.sin()]
        })
        .collect();
    ring.push(ring[0]);
    feature(technology, &serde_json::json!([ring]))
}

/// A GeoJSON polygon feature of a 4G 5/1 or 5G 7/1 outdoor layer.
pub fn feature(technology: &str, coordinates: &serde_json::Value) -> serde_json::Value {
    let down = if technology == "5g" { 7 } else { 5 };
    serde_json::json!({
        "type": "Feature",
        "properties": {"technology": technology, "mindown": down, "minup": 1, "environment": "outdoor"},
        "geometry": {"type": "Polygon", "coordinates": coordinates},
    })
}

/// A feature collection as a file's bytes.
pub fn collection(features: &[serde_json::Value]) -> Vec<u8> {
    serde_json::to_vec(&serde_json::json!({"type": "FeatureCollection", "features": features})).expect("JSON")
}

/// A file in a folder.
pub fn write(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let file = folder.join(name);
    std::fs::write(&file, bytes).expect("written");
    file
}
