"""Service health: rate, errors and duration of requests, and the process that answers them."""

from parts import AMBER, BAD, GOOD, QUIET, bars, dashboard, lines, mapped, now, over_time, row, series, stat, variable

REQUESTS = series("taghtia_http_requests_total", route="~$route")
ALL = f"sum (rate({REQUESTS}[$__rate_interval]))"
FAILED = f"sum (rate({series('taghtia_http_requests_total', route='~$route', status='~5..')}[$__rate_interval])) or vector(0)"
BUCKETS = f"rate({series('taghtia_http_request_duration_seconds_bucket', route='~$route')}[$__rate_interval])"


def variables():
    return [
        variable(
            "route",
            "Route",
            'label_values(taghtia_http_requests_total{instance="$instance"}, route)',
            multi=True,
            everything=True,
            description="The template of the address, never the address.",
        )
    ]


def quantile(share, by="le"):
    return f"histogram_quantile({share}, sum by ({by}) ({BUCKETS}))"


def head():
    return [
        stat(
            "Pages that answer",
            "Pages that Prometheus could scrape at the last attempt, of those it scrapes.",
            [now('sum (up{instance="$instance"})', "up"), now('count (up{instance="$instance"})', "of")],
            w=4,
            decimals=0,
        ),
        stat("Requests", "Requests answered in a second.", [over_time(ALL, "requests")], unit="reqps", graph="area"),
        stat(
            "Errors",
            "Share of requests answered with 5xx.",
            [over_time(f"({FAILED}) / ({ALL} > 0)", "errors")],
            unit="percentunit",
            decimals=2,
            steps=[(None, GOOD), (0.01, AMBER), (0.05, BAD)],
            graph="area",
        ),
        stat(
            "95th percentile",
            "Time that 95 of 100 requests stay below until their answer begins.",
            [over_time(quantile(0.95), "p95")],
            unit="s",
            steps=[(None, GOOD), (0.5, AMBER), (2.5, BAD)],
            graph="area",
        ),
        stat(
            "Up for",
            "Time since the process started.",
            [now(f"time() - {series('process_start_time_seconds')}", "up for")],
            unit="s",
        ),
        stat(
            "Version",
            "The program that runs.",
            [now(series("taghtia_build_info"), "{{version}}")],
            text="name",
            color_mode="none",
        ),
    ]


def red():
    return [
        row("Rate, errors, duration"),
        lines(
            "Rate by route",
            "Requests answered in a second, by route.",
            [over_time(f"sum by (route) (rate({REQUESTS}[$__rate_interval]))", "{{route}}")],
            unit="reqps",
            low=0,
            fill=10,
            stacking="normal",
        ),
        lines(
            "Answers by status",
            "Requests answered in a second, by method and status.",
            [over_time(f"sum by (method, status) (rate({REQUESTS}[$__rate_interval]))", "{{method}} {{status}}")],
            unit="reqps",
            low=0,
        ),
        lines(
            "Duration",
            "Time until an answer begins: half of the requests, 95 and 99 of 100 stay below.",
            [over_time(quantile(0.5), "p50"), over_time(quantile(0.95), "p95"), over_time(quantile(0.99), "p99")],
            unit="s",
            low=0,
        ),
        lines(
            "95th percentile by route",
            "Time that 95 of 100 requests of a route stay below.",
            [over_time(quantile(0.95, "le, route"), "{{route}}")],
            unit="s",
            low=0,
        ),
        lines(
            "In flight",
            "Requests being answered at the instant of the scrape.",
            [over_time(series("taghtia_http_requests_in_flight"), "in flight")],
            w=8,
            unit="short",
            low=0,
            decimals=0,
        ),
        lines(
            "Errors by route",
            "Requests answered with 5xx in a second, by route; empty is good.",
            [
                over_time(
                    f"sum by (route, status) (rate({series('taghtia_http_requests_total', route='~$route', status='~5..')}[$__rate_interval])) > 0",
                    "{{route}} {{status}}",
                )
            ],
            w=8,
            unit="reqps",
            low=0,
        ),
        lines(
            "Refused requests",
            "Requests answered with 4xx in a second, by status; empty is good.",
            [
                over_time(
                    f"sum by (status) (rate({series('taghtia_http_requests_total', route='~$route', status='~4..')}[$__rate_interval])) > 0",
                    "{{status}}",
                )
            ],
            w=8,
            unit="reqps",
            low=0,
        ),
    ]


def published():
    built = mapped({0: ("none", GOOD)})
    return [
        row("What is published"),
        stat(
            "Snapshot built",
            "When the published snapshot was built.",
            [now(f"{series('taghtia_snapshot_built_timestamp_seconds')} * 1000", "built")],
            w=6,
            h=6,
            unit="dateTimeFromNow",
        ),
        stat(
            "Snapshots that failed",
            "Snapshots that could not be built in a day; the last good one is served then.",
            [now(f"increase({series('taghtia_snapshot_build_failures_total')}[1d])", "failed")],
            w=6,
            h=6,
            decimals=0,
            mappings=built,
            steps=[(None, QUIET), (1, BAD)],
        ),
        lines(
            "Series of a page",
            "Series Prometheus reads from each page.",
            [over_time('scrape_samples_scraped{instance="$instance"}', "{{job}}")],
            w=6,
            h=6,
            unit="short",
            low=0,
        ),
        lines(
            "Time of a scrape",
            "How long Prometheus takes to read each page.",
            [over_time('scrape_duration_seconds{instance="$instance"}', "{{job}}")],
            w=6,
            h=6,
            unit="s",
            low=0,
        ),
    ]


def process():
    return [
        row("Process"),
        lines(
            "Processor",
            "Cores the process keeps busy.",
            [over_time(f"rate({series('process_cpu_seconds_total')}[$__rate_interval])", "cores")],
            w=8,
            unit="short",
            low=0,
        ),
        lines(
            "Memory",
            "Memory the process holds.",
            [over_time(series("process_resident_memory_bytes"), "resident")],
            w=8,
            unit="bytes",
            low=0,
        ),
        lines(
            "Open files",
            "File descriptors in use, and how many there may be.",
            [over_time(series("process_open_fds"), "open"), over_time(series("process_max_fds"), "limit")],
            w=8,
            unit="short",
            low=0,
        ),
        bars(
            "Alerts",
            "Alerts that wait or fire, by name.",
            [
                now(
                    'sum by (alertname, alertstate) (ALERTS{instance="$instance", alertname=~"Taghtia.+"})',
                    "{{alertname}}: {{alertstate}}",
                )
            ],
            w=24,
            h=6,
            unit="short",
            low=0,
            decimals=0,
            steps=[(None, AMBER)],
            no_value="none",
        ),
    ]


def made():
    return dashboard(
        "service-health",
        "Rate, errors and duration of requests, what is published, and the process.",
        variables(),
        [*head(), *red(), *published(), *process()],
        start="now-3h",
        refresh="30s",
    )
