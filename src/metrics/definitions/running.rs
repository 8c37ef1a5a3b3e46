//! How this process fares.

use super::metrics;

metrics! { RUNNING:
    HTTP_REQUESTS = Counter "taghtia_http_requests_total" [method, route, status]
        Count on [Main]
        "Requests answered, by method, route and status."
        absent "before the first request is answered";
    HTTP_REQUEST_DURATION = Histogram "taghtia_http_request_duration_seconds" [method, route]
        Seconds on [Main]
        "Time from a request's arrival to the beginning of its answer, by method and route."
        absent "before the first request is answered";
    HTTP_REQUESTS_IN_FLIGHT = Gauge "taghtia_http_requests_in_flight" []
        Count on [Main]
        "Requests being answered now.";
    SUBMISSIONS = Counter "taghtia_submissions_total" [kind, outcome]
        Count on [Main]
        "Files handed in to be filed or checked, by kind and outcome.";
    SNAPSHOT_BUILD_FAILURES = Counter "taghtia_snapshot_build_failures_total" []
        Count on [Main]
        "Snapshots that could not be built; the last good one is served then.";
    CLOCK_AHEAD = Gauge "taghtia_clock_ahead_seconds" []
        Seconds on [Main]
        "How far the last recorded event lies ahead of the machine's clock; above 300 nothing more is recorded.";
    SWEEP_REFUSED = Gauge "taghtia_lake_sweep_refused_objects" []
        Count on [Main]
        "Objects of the lake that the catalogue does not name and that were too many to be moved at the start.";
    SCRUB_PROGRESS = Gauge "taghtia_scrub_progress_ratio" []
        Ratio on [Main]
        "How far the scrub has come that compares every object of the lake with its name; 0 where none runs.";
    SCRUB_COMPLETED = Gauge "taghtia_scrub_completed_timestamp_seconds" []
        Timestamp on [Main]
        "When the last scrub ended that compared every object."
        absent "before the first scrub of this process has ended";
}

// Written by the `prometheus` crate itself: the tests hold these to what it writes.
metrics! { PROCESS:
    PROCESS_CPU = Counter "process_cpu_seconds_total" []
        Seconds on [Main]
        "Total user and system CPU time spent in seconds.";
    PROCESS_MAX_FDS = Gauge "process_max_fds" []
        Count on [Main]
        "Maximum number of open file descriptors."
        absent "where the system does not say";
    PROCESS_OPEN_FDS = Gauge "process_open_fds" []
        Count on [Main]
        "Number of open file descriptors."
        absent "where the system does not say";
    PROCESS_RESIDENT_MEMORY = Gauge "process_resident_memory_bytes" []
        Bytes on [Main]
        "Resident memory size in bytes.";
    PROCESS_START = Gauge "process_start_time_seconds" []
        Seconds on [Main]
        "Start time of the process since unix epoch in seconds.";
    PROCESS_THREADS = Gauge "process_threads" []
        Count on [Main]
        "Number of OS threads in the process.";
    PROCESS_VIRTUAL_MEMORY = Gauge "process_virtual_memory_bytes" []
        Bytes on [Main]
        "Virtual memory size in bytes.";
}
