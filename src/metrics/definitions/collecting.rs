//! How the collectors of filings fare.

use super::metrics;

metrics! { COLLECTING:
    COLLECTOR_INFO = Gauge "taghtia_collector_info" [collector, kind, operator, source]
        Info on [Main]
        "Collectors configured, to join by collector."
        absent "without collectors";
    COLLECTOR_INTERVAL = Gauge "taghtia_collector_interval_seconds" [collector]
        Seconds on [Main]
        "How often a collector looks."
        absent "without collectors";
    COLLECTOR_LAST_ATTEMPT = Gauge "taghtia_collector_last_attempt_timestamp_seconds" [collector]
        Timestamp on [Main]
        "When a collector's last run began; 0 before the first."
        absent "without collectors";
    COLLECTOR_LAST_SUCCESS = Gauge "taghtia_collector_last_success_timestamp_seconds" [collector]
        Timestamp on [Main]
        "When a collector last succeeded, be it that nothing was new; 0 before the first time."
        absent "without collectors";
    COLLECTOR_LAST_DURATION = Gauge "taghtia_collector_last_duration_seconds" [collector]
        Seconds on [Main]
        "How long a collector's last run took; 0 before the first."
        absent "without collectors";
    COLLECTOR_RUNS = Counter "taghtia_collector_runs_total" [collector, outcome]
        Count on [Main]
        "Runs of a collector, by how they ended."
        absent "without collectors";
    COLLECTOR_FAILURES = Counter "taghtia_collector_failures_total" [collector, reason]
        Count on [Main]
        "Runs of a collector that failed or were refused, by reason."
        absent "without collectors";
    COLLECTOR_RECEIVED = Counter "taghtia_collector_received_bytes_total" [collector]
        Bytes on [Main]
        "Bytes a collector has received, in all attempts; of those that fetch lists of premises, nothing is told."
        absent "without collectors but of lists of premises";
}
