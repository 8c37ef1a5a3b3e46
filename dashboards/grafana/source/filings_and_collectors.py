"""Filings and collectors: what came in, from whom, how old it is; what was refused; what fetches by itself."""

from parts import (
    AMBER,
    BAD,
    GOOD,
    QUIET,
    bars,
    dashboard,
    lines,
    now,
    over_time,
    row,
    rows,
    series,
    stat,
    states,
    table,
)

AGE = [(None, GOOD), (120 * 86400, AMBER), (200 * 86400, BAD)]
DAY = 86400


def count(state):
    return f"sum ({series('taghtia_filings', state=state)})"


def age_cell(steps):
    return [
        {"id": "custom.cellOptions", "value": {"type": "color-text"}},
        {"id": "thresholds", "value": {"mode": "absolute", "steps": [{"color": c, "value": v} for v, c in steps]}},
        {"id": "color", "value": {"mode": "thresholds"}},
    ]


def filings():
    kinds = [
        ("current", "In force", "filings whose content is published now"),
        ("history", "Earlier dates", "filings for earlier dates than the one in force"),
        ("superseded", "Superseded", "filings that a later one for the same date replaced"),
        ("withdrawn", "Withdrawn", "filings taken back, with a reason"),
    ]
    as_of, recorded = (series(f"taghtia_filing_{clock}_timestamp_seconds") for clock in ("as_of", "recorded"))
    by = "max by (operator, kind)"
    return [
        *[
            stat(title, f"Number of {why}.", [now(count(state), title)], w=3, decimals=0)
            for state, title, why in kinds
        ],
        stat(
            "Latest date filed for",
            "The latest as-of date of any filing in force.",
            [now(f"{series('taghtia_data_as_of_timestamp_seconds')} * 1000", "as of")],
            w=6,
            unit="dateTimeAsIso",
        ),
        stat(
            "Last recorded",
            "When anything was recorded last: a filing or a withdrawal.",
            [now(f"{series('taghtia_data_known_at_timestamp_seconds')} * 1000", "recorded")],
            w=6,
            unit="dateTimeFromNow",
        ),
        row("Filings"),
        table(
            "Filings by operator and kind",
            "The latest filing of each kind that was not withdrawn, its age, and how many there are.",
            [
                rows(f"{by} ({as_of} * 1000)"),
                rows(f"{by} (time() - {as_of})"),
                rows(f"{by} ({recorded} * 1000)"),
                rows(f"sum by (operator, kind) ({series('taghtia_filings')})"),
            ],
            [
                ("operator", "Operator", None),
                ("kind", "Kind", None),
                ("Value #A", "As of", "dateTimeAsIso"),
                ("Value #B", "Age", "s", *age_cell(AGE)),
                ("Value #C", "Recorded", "dateTimeAsIso"),
                ("Value #D", "Filings", "none"),
            ],
            h=9,
            sort="-Age",
        ),
        lines(
            "Age of what is in force",
            "Time since the as-of date of the latest filing; it falls when somebody files.",
            [over_time(f"time() - {as_of}", "{{operator}} {{kind}}")],
            unit="s",
            low=0,
            line_at="line",
            steps=AGE,
            color="palette-classic-by-name",
        ),
        lines(
            "Filings in force and superseded",
            "Number of filings by what became of them.",
            [over_time(f"sum by (state) ({series('taghtia_filings')})", "{{state}}")],
            unit="short",
            low=0,
            decimals=0,
            interpolation="stepAfter",
        ),
    ]


def intake():
    handed = series("taghtia_submissions_total")
    refused = series("taghtia_submissions_total", outcome="~refused|failed")
    tried = series("taghtia_submissions_total", outcome="~accepted|refused|failed")
    return [
        row("Intake"),
        lines(
            "Files handed in",
            "Files filed or checked in an hour, by kind and outcome.",
            [over_time(f"sum by (kind, outcome) (increase({handed}[1h])) > 0", "{{kind}}: {{outcome}}")],
            unit="short",
            low=0,
            decimals=0,
            fill=20,
        ),
        lines(
            "Refused",
            "Share of the files of an hour that were refused or failed; absent where none came in.",
            [
                over_time(
                    f"sum by (kind) (increase({refused}[1h])) / (sum by (kind) (increase({tried}[1h])) > 0)",
                    "{{kind}}",
                )
            ],
            low=0,
            high=1,
            line_at="line",
            steps=[(None, GOOD), (0.5, BAD)],
            color="palette-classic-by-name",
        ),
        lines(
            "Measurements refused",
            "Measurements refused in an hour, by source and the rule they broke.",
            [
                over_time(
                    f"sum by (source, rule) (increase({series('taghtia_measurements_refused_total')}[1h])) > 0",
                    "{{source}}: {{rule}}",
                )
            ],
            unit="short",
            low=0,
            decimals=0,
        ),
        table(
            "Sources of measurements",
            "Each source, its tests in the window, and its last test.",
            [
                rows(f"max by (source) ({series('taghtia_measurement_source_tests')})"),
                rows(f"max by (source) ({series('taghtia_measurement_source_last_timestamp_seconds')} * 1000)"),
                rows(f"max by (source) (time() - {series('taghtia_measurement_source_last_timestamp_seconds')})"),
            ],
            [
                ("source", "Source", None),
                ("Value #A", "Tests", "short"),
                ("Value #B", "Last test", "dateTimeAsIso"),
                ("Value #C", "Age", "s", *age_cell([(None, GOOD), (30 * DAY, AMBER), (45 * DAY, BAD)])),
            ],
            w=12,
            h=8,
            sort="Source",
        ),
    ]


def collectors():
    info = series("taghtia_collector_info")
    success = series("taghtia_collector_last_success_timestamp_seconds")
    interval = series("taghtia_collector_interval_seconds")
    each = "max by (collector)"
    words = [
        {
            "type": "range",
            "options": {"from": 0, "to": 1.5, "result": {"text": "on time", "color": GOOD, "index": 0}},
        },
        {
            "type": "range",
            "options": {"from": 1.5, "to": 3, "result": {"text": "behind", "color": AMBER, "index": 1}},
        },
        {
            "type": "range",
            "options": {"from": 3, "to": 1e12, "result": {"text": "failing", "color": BAD, "index": 2}},
        },
    ]
    return [
        row("Collectors"),
        table(
            "Collectors",
            "What fetches filings and measurements by itself, and how it fares.",
            [
                rows(f"max by (collector, kind, operator, source) ({info})"),
                rows(f"{each} ({interval})"),
                rows(f"{each} (time() - ({success} > 0))"),
                rows(f"{each} ({series('taghtia_collector_last_duration_seconds')})"),
                rows(f"sum by (collector) (increase({series('taghtia_collector_failures_total')}[1d]))"),
            ],
            [
                ("collector", "Collector", None),
                ("kind", "Kind", None),
                ("operator", "Operator", None),
                ("source", "Source", None),
                ("Value #B", "Every", "s"),
                ("Value #C", "Last success ago", "s"),
                ("Value #D", "Took", "s"),
                ("Value #E", "Failures today", "none"),
            ],
            h=8,
            sort="Collector",
            decimals=0,
        ),
        states(
            "On time",
            "Time since the last success, in intervals: behind after one and a half, failing after three.",
            [over_time(f"(time() - ({success} > 0)) / {interval}", "{{collector}}")],
            words,
            h=7,
        ),
        lines(
            "Runs",
            "Runs in an hour by outcome.",
            [
                over_time(
                    f"sum by (collector, outcome) (increase({series('taghtia_collector_runs_total')}[1h])) > 0",
                    "{{collector}}: {{outcome}}",
                )
            ],
            w=8,
            unit="short",
            low=0,
            decimals=0,
        ),
        lines(
            "Failures",
            "Failures in an hour by reason.",
            [
                over_time(
                    f"sum by (collector, reason) (increase({series('taghtia_collector_failures_total')}[1h])) > 0",
                    "{{collector}}: {{reason}}",
                )
            ],
            w=8,
            unit="short",
            low=0,
            decimals=0,
        ),
        bars(
            "Received today",
            "Bytes received in a day; of collectors of lists of premises, no size is told.",
            [
                now(
                    f"sum by (collector) (increase({series('taghtia_collector_received_bytes_total')}[1d]))",
                    "{{collector}}",
                )
            ],
            w=8,
            unit="bytes",
            low=0,
            steps=[(None, QUIET)],
        ),
    ]


def made():
    return dashboard(
        "filings-and-collectors",
        "What operators have filed and how old it is, what was refused, what collects by itself.",
        [],
        [*filings(), *intake(), *collectors()],
        start="now-7d",
    )
