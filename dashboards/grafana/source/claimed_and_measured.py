"""Claimed and measured: shares of tests that meet a tier beside the share claimed, with verdicts; and the probes."""

from parts import (
    AMBER,
    BAD,
    GOOD,
    LANGUAGE,
    QUIET,
    bars,
    by_operator,
    dashboard,
    geomap,
    in_language,
    lines,
    mapped,
    named,
    now,
    on_map,
    over_time,
    row,
    rows,
    series,
    stat,
    states,
    table,
    territories,
    to,
    variable,
)

CHOSEN = {"operator": "~$operator", "technology": "~$technology", "tier": "~$tier", "source": "~$source"}
KEY = "code, operator, technology, tier, source"
MET = "taghtia_measurement_tier_met_ratio"
VERDICT = "taghtia_measurement_verdict"
# What a verdict rests on: names of its own series.
EVIDENCE = ("tests", "cells", "dates")
# What operators claim, with the labels of what is measured: people outdoors, households for fixed technologies.
CLAIMS = by_operator(
    f"({series('taghtia_coverage_people_ratio', environment='outdoor', scope='~op:.+')} or "
    f"{series('taghtia_coverage_households_ratio', scope='~op:.+')})"
)


def variables():
    met = 'taghtia_measurement_tier_met_ratio{instance="$instance"'
    return [
        variable("operator", "Operator", f"label_values({met}}}, operator)", multi=True, everything=True),
        variable("technology", "Technology", f"label_values({met}}}, technology)", multi=True, everything=True),
        variable(
            "tier",
            "Tier",
            f'label_values({met}, technology=~"$technology"}}, tier)',
            multi=True,
            everything=True,
            sort=3,
            description="Download-upload in Mbit/s that a test has to meet.",
        ),
        variable(
            "source",
            "Source",
            f"label_values({met}}}, source)",
            multi=True,
            everything=True,
            description="Who measured: each source has its own way and its own bias.",
        ),
        variable(
            "territory",
            "Territory",
            'query_result(sort_desc(2 * taghtia_territory_info{instance="$instance", level="country"} '
            'or taghtia_territory_info{instance="$instance", level=~"region|province"}))',
            sort=0,
            regex='/code="(?<value>[^"]+)".*name_fr="(?<text>[^"]+)"/',
            description="For the panels over time.",
        ),
        LANGUAGE,
    ]


def verdicts(verdict, **labels):
    return f"{series(VERDICT, verdict=verdict, **CHOSEN, **labels)} == 1"


def head():
    words = [
        ("contradicted", "Contradicted", BAD, "even the interval's upper end is below the share claimed"),
        ("confirmed", "Confirmed", GOOD, "the interval reaches the share claimed"),
        ("insufficient", "Too few tests", QUIET, "fewer than thirty tests, which say nothing"),
    ]
    return [
        stat(
            "Tests",
            "Tests of the twelve months to the last one measured, whole country, chosen sources.",
            [
                now(
                    f"sum ({series('taghtia_measurement_tests', level='country', operator='~$operator', technology='~$technology', source='~$source')})",
                    "tests",
                )
            ],
            w=6,
            decimals=0,
        ),
        *[
            stat(
                title,
                f"Claims of operators in provinces, by tier and source: {why}.",
                [now(f"count ({verdicts(word, level='province')}) or vector(0)", title)],
                w=6,
                decimals=0,
                steps=[(None, QUIET), (1, color)],
            )
            for word, title, color, why in words
        ],
    ]


def beside():
    """Every province, operator, tier and source that has been measured enough, beside the claim."""
    met = series(MET, level="province", bound="estimate", **CHOSEN)
    keyed = f"max by ({KEY})"
    tests = series("taghtia_measurement_tests", level="province")
    verdict = {
        "contradicted": ("contradicted", BAD),
        "confirmed": ("confirmed", GOOD),
        "insufficient": ("too few tests", QUIET),
    }
    this = to("territory", "var-region=${__data.fields.region}&var-territory=${__data.fields.code}", "This territory")
    where = on_map(
        "technology=${__data.fields.technology}&tier=${__data.fields.tier}&scope=op:${__data.fields.operator}"
        "&territory=${__data.fields.code}"
    )
    return table(
        "Claimed beside measured, by province",
        "Share of people (households) claimed, share of all tests that meet the tier with its 95% interval, and the "
        "verdict with the tests it counts: those in cells claimed on the day of the test that still are.",
        [
            rows(f"max by ({KEY}, name, region) ({named(met, 'name, region')})"),
            rows(f"{keyed} ({series(MET, level='province', bound='lower', **CHOSEN)})"),
            rows(f"{keyed} ({series(MET, level='province', bound='upper', **CHOSEN)})"),
            rows(f"{keyed} ({met} * 0 + on (code, operator, technology, tier) group_left () {CLAIMS})"),
            rows(f"{keyed} ({met} * 0 + on (code, operator, technology, source) group_left () {tests})"),
            rows(
                f"max by ({KEY}, verdict) ({series(VERDICT, level='province', verdict='!insufficient', **CHOSEN)} == 1)"
            ),
            *(rows(f"{keyed} ({series(f'{VERDICT}_{what}', level='province', **CHOSEN)})") for what in EVIDENCE),
        ],
        [
            ("name", "Province", None, {"id": "links", "value": [this, where]}),
            ("operator", "Operator", None),
            ("technology", "Technology", None),
            ("tier", "Tier", None),
            ("source", "Source", None),
            (
                "verdict",
                "Verdict",
                None,
                {"id": "custom.cellOptions", "value": {"type": "color-text"}},
                {"id": "mappings", "value": mapped(verdict)},
            ),
            ("Value #D", "Claimed", "percentunit"),
            ("Value #A", "Tests that meet it", "percentunit"),
            ("Value #B", "at least", "percentunit"),
            ("Value #C", "at most", "percentunit"),
            ("Value #E", "Tests", "none"),
            ("Value #G", "Tests the verdict counts", "none"),
            ("Value #H", "in cells", "none"),
            ("Value #I", "on days", "none"),
            ("code", "Code", "string"),
            ("region", "Region", "string"),
        ],
        h=14,
        sort="-Verdict",
        unit="percentunit",
        decimals=1,
    )


def gaps():
    upper = series(MET, level="province", bound="upper", **CHOSEN)
    gap = (
        f"topk(20, (max by (code, operator, tier) (({CLAIMS} - on (code, operator, technology, tier) group_right () {upper}) > 0)) "
        f"* on (code) group_left (name) {in_language(territories())})"
    )
    value = " or ".join(
        f"{number} * ({verdicts(word, level='province')})"
        for number, word in ((3, "contradicted"), (2, "confirmed"), (1, "insufficient"))
    )
    shown = geomap(
        "Verdicts by province",
        "The worst verdict among the operators, tiers and sources chosen.",
        f"max by (code, name) ({named('max by (code) (' + value + ')')})",
        "provinces",
        unit="short",
        steps=[(None, QUIET), (1, "#a9adb2"), (2, GOOD), (3, BAD)],
    )
    shown["fieldConfig"]["defaults"] |= {
        "min": 1,
        "max": 3,
        "decimals": 0,
        "mappings": mapped({1: ("too few tests", "#a9adb2"), 2: ("confirmed", GOOD), 3: ("contradicted", BAD)}),
    }
    shown["fieldConfig"]["overrides"][0]["properties"][0]["value"] = "verdict"
    return [
        shown,
        bars(
            "Most overclaimed",
            "Share claimed minus the upper end of the share of tests that meet the tier: the part no test supports.",
            [now(f"sort_desc({gap})", "{{name}}: {{operator}} {{tier}}")],
            h=14,
            low=0,
            decimals=1,
            steps=[(None, AMBER), (0.1, BAD)],
        ),
    ]


def over_months():
    here = {"code": "$territory", **CHOSEN}
    plain = {name: value for name, value in here.items() if name != "tier"}
    claims = f"max by (operator, technology, tier) ({CLAIMS} and on (code, operator, technology, tier) {series(MET, **here)})"
    bounds = [
        {
            "matcher": {"id": "byRegexp", "options": "/(at least|at most)$/"},
            "properties": [
                {"id": "custom.lineWidth", "value": 1},
                {"id": "custom.lineStyle", "value": {"fill": "dot", "dash": [2, 6]}},
            ],
        },
        {
            "matcher": {"id": "byRegexp", "options": "/claimed$/"},
            "properties": [
                {"id": "custom.lineWidth", "value": 3},
                {"id": "custom.lineStyle", "value": {"fill": "dash", "dash": [10, 6]}},
            ],
        },
    ]
    legend = "{{operator}} {{technology}} {{tier}}"
    return [
        row("The chosen territory over time"),
        lines(
            "Tier met, beside the claim",
            "Share of tests that meet the tier with its 95 % interval, and the share claimed.",
            [
                over_time(series(MET, bound="estimate", **here), f"{legend} ({{{{source}}}}): met"),
                over_time(series(MET, bound="lower", **here), f"{legend} ({{{{source}}}}): at least"),
                over_time(series(MET, bound="upper", **here), f"{legend} ({{{{source}}}}): at most"),
                over_time(claims, f"{legend}: claimed"),
            ],
            w=24,
            h=10,
            low=0,
            high=1,
            legend_at="right",
            overrides=bounds,
            interpolation="stepAfter",
        ),
        lines(
            "Download, median",
            "Median download speed of the tests; at least thirty of them.",
            [
                over_time(
                    series("taghtia_measurement_download_median_bits_per_second", **plain),
                    "{{operator}} {{technology}} ({{source}})",
                )
            ],
            w=8,
            unit="bps",
            low=0,
        ),
        lines(
            "Upload, median",
            "Median upload speed of the tests; at least thirty of them.",
            [
                over_time(
                    series("taghtia_measurement_upload_median_bits_per_second", **plain),
                    "{{operator}} {{technology}} ({{source}})",
                )
            ],
            w=8,
            unit="bps",
            low=0,
        ),
        lines(
            "Latency, median",
            "Median round-trip time of the tests; at least thirty of them.",
            [
                over_time(
                    series("taghtia_measurement_latency_median_seconds", **plain),
                    "{{operator}} {{technology}} ({{source}})",
                )
            ],
            w=8,
            unit="s",
            low=0,
        ),
        bars(
            "Download: slowest 5 %, median, fastest 5 %",
            "Quantiles of the tests' download speed in the chosen territory.",
            [
                now(
                    series("taghtia_measurement_download_bits_per_second", **plain),
                    "{{operator}} {{technology}} p{{quantile}} ({{source}})",
                )
            ],
            unit="bps",
            low=0,
            h=9,
        ),
        bars(
            "Tests",
            "Number of tests in the chosen territory, twelve months.",
            [
                now(
                    f"sort_desc({series('taghtia_measurement_tests', **plain)})",
                    "{{operator}} {{technology}} ({{source}})",
                )
            ],
            unit="short",
            low=0,
            decimals=0,
            h=9,
        ),
    ]


def probes():
    success = mapped({1: ("succeeds", GOOD), 0: ("fails", BAD)})
    lost = (
        f"1 - rate({series('taghtia_probe_packets_received_total')}[$__rate_interval]) / "
        f"rate({series('taghtia_probe_packets_sent_total')}[$__rate_interval])"
    )
    rtt = f"sum by (le, place) (rate({series('taghtia_probe_icmp_rtt_seconds_bucket')}[$__rate_interval]))"
    return [
        row("Probes"),
        states(
            "Checks",
            "Whether each check succeeded; a gap is a check that could not measure, such as one that is not permitted.",
            [over_time(series("taghtia_probe_success"), "{{place}}: {{target}}")],
            success,
            h=9,
        ),
        table(
            "States of the checks",
            "The state of each check's last run, and when that was.",
            [
                rows(
                    f"max by (place, target, kind, operator, technology, state) ({series('taghtia_probe_state')} == 1)"
                ),
                rows(
                    f"max by (place, target, kind, operator, technology) ({series('taghtia_probe_last_run_timestamp_seconds')} * 1000)"
                ),
            ],
            [
                ("place", "Place", None),
                ("target", "Check", None),
                ("kind", "Kind", None),
                ("operator", "Operator", None),
                ("technology", "Technology", None),
                ("state", "State", None),
                ("Value #B", "Last run", "dateTimeFromNow"),
            ],
            w=12,
            h=9,
            sort="Place",
        ),
        lines(
            "Time of a check",
            "Time of the last check, all phases together.",
            [
                over_time(
                    f"sum by (place, target) ({series('taghtia_probe_duration_seconds')})", "{{place}}: {{target}}"
                )
            ],
            unit="s",
            low=0,
            h=9,
        ),
        lines(
            "Packets lost",
            "Share of ICMP echoes that were not answered.",
            [over_time(lost, "{{place}}: {{target}}")],
            w=8,
            low=0,
            high=1,
        ),
        lines(
            "Round trip, 95th percentile",
            "ICMP round-trip time that 95 of 100 answered echoes stay below, by place.",
            [over_time(f"histogram_quantile(0.95, {rtt})", "{{place}}")],
            w=8,
            unit="s",
            low=0,
        ),
        lines(
            "Jitter",
            "Mean difference between one ICMP round trip and the next.",
            [over_time(series("taghtia_probe_icmp_jitter_seconds"), "{{place}}: {{target}}")],
            w=8,
            unit="s",
            low=0,
        ),
        stat(
            "Certificates expire",
            "When the first certificate of a checked target expires.",
            [
                now(
                    f"min by (target) ({series('taghtia_probe_tls_earliest_cert_expiry_timestamp_seconds')} * 1000)",
                    "{{target}}",
                )
            ],
            w=24,
            unit="dateTimeFromNow",
            no_value="no check speaks TLS",
        ),
    ]


def made():
    return dashboard(
        "claimed-and-measured",
        "What operators claim beside what tests and probes find, with the interval and the verdict.",
        variables(),
        [*head(), beside(), *gaps(), *over_months(), *probes()],
        start="now-30d",
    )
