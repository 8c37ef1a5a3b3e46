//! Probes against targets on loopback: beside Debian's `blackbox_exporter`, and under attack.

mod attacks;
mod behaviour;
mod peer;
mod serve;
pub mod servers;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use servers::Targets;

/// A process that serves pages on loopback; killed when dropped.
pub struct Page {
    child: Child,
    pub url: String,
}

impl Drop for Page {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Page {
    /// `taghtia probe` with a configuration.
    pub fn taghtia(folder: &Path, config: &str) -> Self {
        let file = folder.join("probes.toml");
        std::fs::write(&file, config).unwrap();
        let mut child = taghtia(&file)
            .args(["--listen", "127.0.0.1:0", "--log", "taghtia=debug"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        let url = lines.by_ref().find_map(|line| line.split("http://").nth(1).map(ToOwned::to_owned));
        let log = std::fs::File::create(folder.join("log")).unwrap();
        std::thread::spawn(move || {
            let mut log = log;
            lines.for_each(|line| {
                std::io::Write::write_all(&mut log, format!("{line}\n").as_bytes()).unwrap();
            });
        });
        let url = format!("http://{}", url.expect("the process says where it is").trim_end_matches('/'));
        Self { child, url }
    }

    pub fn get(&self, path: &str) -> (u16, String) {
        self.get_with(path, &[])
    }

    pub fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> (u16, String) {
        fetch(&format!("{}{path}", self.url), headers)
    }

    /// The page of a check, which there must be.
    pub fn probe(&self, id: &str) -> String {
        let (status, page) = self.get(&format!("/probe?target={id}"));
        assert_eq!(status, 200, "{id}: {page}");
        page
    }
}

/// `taghtia probe`, with nothing of the environment's.
pub fn taghtia(config: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_taghtia"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("TAGHTIA_")) {
        command.env_remove(name);
    }
    command.arg("probe").arg("--config").arg(config);
    command
}

pub fn fetch(url: &str, headers: &[(&str, &str)]) -> (u16, String) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let mut request = client.get(url).timeout(Duration::from_secs(30));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        match request.send().await {
            Ok(response) => (response.status().as_u16(), response.text().await.unwrap_or_default()),
            Err(error) => (0, error.to_string()),
        }
    })
}

/// The value of a series, by its name and labels as written.
pub fn value(page: &str, series: &str) -> Option<f64> {
    let line =
        page.lines().find(|line| line.strip_prefix(series).is_some_and(|rest| rest.starts_with(' ')))?;
    line.strip_prefix(series)?.trim().parse().ok()
}

pub const PLACE: &str = r#"
[[place]]
id = "here"
lon = -6.83
lat = 34.02
operator = "atlas"
technology = "fibre"
"#;

/// A configuration of checks, each an id and its options.
pub fn config(checks: &[(&str, String)]) -> String {
    let check = |(id, options): &(&str, String)| {
        format!(
            "[[check]]\nid = \"{id}\"\nplace = \"here\"\ninterval = \"1h\"\nmin_interval = \"1s\"\nip = \"ip4\"\n{options}\n"
        )
    };
    let limits = "[limits]\ndestination_per_second = 200\ndestination_burst = 200\n";
    format!("{limits}{PLACE}{}", checks.iter().map(check).collect::<String>())
}

#[test]
fn once_prints_a_table_and_exits_by_the_results() {
    let targets = Targets::start();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("probes.toml");
    let good = ("good", format!("kind = \"http\"\ntarget = \"http://127.0.0.1:{}/good\"", targets.http));
    let refused = ("nobody", format!("kind = \"tcp\"\ntarget = \"127.0.0.1\"\nport = {}", targets.refused));
    std::fs::write(&file, config(std::slice::from_ref(&good))).unwrap();
    let output = taghtia(&file).arg("--once").output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(0), "{text}{}", String::from_utf8_lossy(&output.stderr));
    assert!(text.contains("good") && text.contains("HTTP 200, 5 bytes"), "{text}");
    std::fs::write(&file, config(&[good, refused])).unwrap();
    let output = taghtia(&file).args(["--once", "--json"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let outcomes: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(outcomes[0]["state"], "success");
    assert_eq!(outcomes[0]["operator"], "atlas");
    assert_eq!(outcomes[1]["reason"], "connection-refused");
    std::fs::write(&file, "[[check]]\nkind = \"http\"\n").unwrap();
    let output = taghtia(&file).arg("--once").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("check 1: target: expected") && said.contains("file: place: expected"), "{said}");
}

#[test]
fn results_are_metrics_that_promtool_accepts() {
    let targets = Targets::start();
    let folder = tempfile::tempdir().unwrap();
    let page = Page::taghtia(
        folder.path(),
        &config(&[
            ("web", format!("kind = \"http\"\ntarget = \"http://127.0.0.1:{}/moved\"", targets.http)),
            ("ping", "kind = \"icmp\"\ntarget = \"127.0.0.1\"\npackets = 4\nspacing = \"10ms\"".to_owned()),
            ("idle", "kind = \"tcp\"\ntarget = \"127.0.0.1\"\nport = 9".to_owned()),
        ]),
    );
    page.probe("web");
    let ping = page.probe("ping");
    let (status, metrics) = page.get("/metrics");
    assert_eq!(status, 200);
    let labels = |target: &str, kind: &str| {
        format!("kind=\"{kind}\",operator=\"atlas\",place=\"here\",target=\"{target}\",technology=\"fibre\"")
    };
    let of = |name: &str, labels: &str| value(&metrics, &format!("{name}{{{labels}}}"));
    assert_eq!(of("taghtia_probe_success", &labels("web", "http")), Some(1.0), "{metrics}");
    let phase = |phase: &str| {
        metrics.contains(&format!(
            "taghtia_probe_duration_seconds{{kind=\"http\",operator=\"atlas\",phase=\"{phase}\""
        ))
    };
    assert!(["resolve", "connect", "tls", "processing", "transfer"].into_iter().all(phase), "{metrics}");
    let never =
        "kind=\"tcp\",operator=\"atlas\",place=\"here\",state=\"never\",target=\"idle\",technology=\"fibre\"";
    assert_eq!(of("taghtia_probe_state", never), Some(1.0), "{metrics}");
    assert_eq!(of("taghtia_probe_success", &labels("idle", "tcp")), None);
    let icmp = labels("ping", "icmp");
    if value(&ping, "taghtia_probe_state{state=\"not-permitted\"}") == Some(1.0) {
        println!("skipped: ICMP is not permitted here");
        assert_eq!(of("taghtia_probe_success", &icmp), None);
        assert_eq!(of("taghtia_probe_packets_sent_total", &icmp), Some(0.0));
    } else {
        assert_eq!(of("taghtia_probe_packets_sent_total", &icmp), Some(4.0));
        assert_eq!(of("taghtia_probe_packets_received_total", &icmp), Some(4.0));
        assert_eq!(of("taghtia_probe_icmp_rtt_seconds_count", &icmp), Some(4.0));
    }
    if let Some(said) = crate::metrics::promtool(&metrics) {
        assert_eq!(said.trim(), "");
    }
}
