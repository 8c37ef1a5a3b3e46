//! How the collectors of filings fare.

use super::metrics;

metrics! { COLLECTING:
    COLLECTOR_INFO = Gauge "taghtia_collector_info" [collector, kind, operator, source]
        Info on [Main]
        "1 for every collector, with what it brings."
        absent "without collectors";
    COLLECTOR_INTERVAL = Gauge "taghtia_collector_interval_seconds" [collector]
        Seconds on [Main]
        "How often the collector runs."
        absent "without collectors";
    COLLECTOR_LAST_ATTEMPT = Gauge "taghtia_collector_last_attempt_timestamp_seconds" [collector]
        Timestamp on [Main]
        "When the collector's last run began; 0 before the first."
        absent "without collectors";
    COLLECTOR_LAST_SUCCESS = Gauge "taghtia_collector_last_success_timestamp_seconds" [collector]
        Timestamp on [Main]
        "When the collector's last run ended that did what it is for; 0 before the first."
        absent "without collectors";
    COLLECTOR_LAST_DURATION = Gauge "taghtia_collector_last_duration_seconds" [collector]
        Seconds on [Main]
        "How long the last run took."
        absent "without collectors";
    COLLECTOR_RUNS = Counter "taghtia_collector_runs_total" [collector, outcome]
        Count on [Main]
        "Runs of the collector, by how they ended."
        absent "without collectors";
    COLLECTOR_FAILURES = Counter "taghtia_collector_failures_total" [collector, reason]
        Count on [Main]
        "Runs that failed or were refused, by reason."
        absent "without collectors";
    COLLECTOR_RECEIVED = Counter "taghtia_collector_received_bytes_total" [collector]
        Bytes on [Main]
        "Bytes the collector received, in all attempts."
        absent "without collectors";
}
