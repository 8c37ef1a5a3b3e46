//! What the probes of this process found.

use super::metrics;

metrics! { PROBING:
    PROBE_SUCCESS = Gauge "taghtia_probe_success" [target, kind, place, operator, technology]
        Truth on [Main, Agent]
        "Whether the last check of the target succeeded; left out while it cannot be measured."
        absent "before a check's first run, and while it cannot be measured";
    PROBE_STATE = Gauge "taghtia_probe_state" [target, kind, place, operator, technology, state]
        Truth on [Main, Agent]
        "1 for the state of the target's last check, 0 for every other state."
        absent "without probes";
    PROBE_RUNS = Counter "taghtia_probe_runs_total" [target, kind, place, operator, technology, state]
        Count on [Main, Agent]
        "Checks run, by the state they ended in."
        absent "without probes";
    PROBE_DURATION = Gauge "taghtia_probe_duration_seconds" [target, kind, place, operator, technology, phase]
        Seconds on [Main, Agent]
        "Time of the last check by phase; phases are summed over redirects."
        absent "without probes";
    PROBE_ICMP_RTT = Histogram "taghtia_probe_icmp_rtt_seconds" [target, kind, place, operator, technology]
        Seconds on [Main, Agent]
        "Round-trip times of ICMP echoes that were answered."
        absent "without ICMP checks";
    PROBE_PACKETS_SENT = Counter "taghtia_probe_packets_sent_total" [target, kind, place, operator, technology]
        Count on [Main, Agent]
        "ICMP echo requests sent."
        absent "without ICMP checks";
    PROBE_PACKETS_RECEIVED = Counter "taghtia_probe_packets_received_total" [target, kind, place, operator, technology]
        Count on [Main, Agent]
        "ICMP echo requests that were answered."
        absent "without ICMP checks";
    PROBE_ICMP_JITTER = Gauge "taghtia_probe_icmp_jitter_seconds" [target, kind, place, operator, technology]
        Seconds on [Main, Agent]
        "Mean difference between one ICMP round trip and the next in the last check."
        absent "until two echoes of one check are answered";
    PROBE_LAST_RUN = Gauge "taghtia_probe_last_run_timestamp_seconds" [target, kind, place, operator, technology]
        Timestamp on [Main, Agent]
        "When the target was last checked; 0 before the first time."
        absent "without probes";
    PROBE_TLS_EXPIRY = Gauge "taghtia_probe_tls_earliest_cert_expiry_timestamp_seconds" [target, kind, place, operator, technology]
        Timestamp on [Main, Agent]
        "Earliest expiry among the certificates the target showed last."
        absent "until a target shows a certificate";
    PROBE_TLS_VALID = Gauge "taghtia_probe_tls_certificate_valid" [target, kind, place, operator, technology]
        Truth on [Main, Agent]
        "Whether the certificate shown last is valid for the name, in time and trusted."
        absent "until a target shows a certificate";
}
