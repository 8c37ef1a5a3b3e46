"""National progress: targets, coverage by technology and operator over time, where it is and is not."""

from parts import (
    AMBER,
    BAD,
    GOOD,
    LANGUAGE,
    QUIET,
    SHARES,
    bars,
    by_operator,
    claimed,
    dashboard,
    gauge_cell,
    geomap,
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
    table,
    tier,
    technology,
    to,
)

# Targets that another has replaced are history: they are left out everywhere.
IN_FORCE = series("taghtia_target_info", superseded_by="")
# Stages of one promise share one line: where it matters, only the stage to work for today stands for them.
CURRENT = f"({IN_FORCE} and on (target) {series('taghtia_target_current')} == 1)"


def of_targets(metric, labels="name", which=IN_FORCE, **more):
    """A family of targets in force, by target and scope, with the target's name."""
    return f"{series(metric, **more)} * on (target) group_left ({labels}) {which}"


def status(word):
    """How many promises in force have a status today, each in the scope it was promised for."""
    return f"count ({series('taghtia_target_status', status=word, scope='^op:.+')} == 1 and on (target) {CURRENT}) or vector(0)"


def behind():
    """How far below today's point of the line each operator is, at the current stage."""
    late = f"({series('taghtia_target_expected_today_ratio')} - on (target, scope) {series('taghtia_target_reached_ratio')})"
    return f"clamp_min ({late}, 0) * on (target) group_left (name) {CURRENT}"


def targets():
    words = [
        ("met", "Met", GOOD),
        ("on_track", "On track", "#439e9c"),
        ("late", "Late", BAD),
        ("not_computable", "Not computable", QUIET),
    ]
    counts = [
        stat(
            title,
            f"Promises in force that are {title.lower()} today, each at its current stage.",
            [now(status(word), title)],
            w=3,
            h=4,
            decimals=0,
            steps=[(None, QUIET), (1, color)],
        )
        for word, title, color in words
    ]
    gap = bars(
        "Still to reach, by target and operator",
        "People or households between what is reached and the goal: one bar for each target and whose coverage counts. They overlap: never add them.",
        [
            now(of_targets("taghtia_target_gap_people"), "{{name}} ({{scope}}), people"),
            now(of_targets("taghtia_target_gap_households"), "{{name}} ({{scope}}), households"),
        ],
        w=12,
        h=10,
        unit="short",
        decimals=0,
        low=0,
        steps=[(None, QUIET), (1, AMBER)],
    )
    late = bars(
        "Behind today's line, by target and operator",
        "How far the share reached is below the share expected today, at the current stage. Who stops filing falls behind.",
        [now(behind(), "{{name}} ({{scope}})")],
        w=12,
        h=10,
        low=0,
        decimals=1,
        steps=[(None, QUIET), (0.000001, BAD)],
    )
    path = lines(
        "Reached and expected",
        "Share reached as last filed, and the share expected on each day on the straight line from the announcement to the goal, stage by stage.",
        [
            over_time(of_targets("taghtia_target_reached_ratio", which=CURRENT), "{{name}} ({{scope}}): reached"),
            over_time(
                of_targets("taghtia_target_expected_today_ratio", which=CURRENT), "{{name}} ({{scope}}): expected"
            ),
        ],
        w=24,
        h=10,
        low=0,
        high=1,
        legend_at="right",
        overrides=[
            {
                "matcher": {"id": "byRegexp", "options": "/: expected$/"},
                "properties": [{"id": "custom.lineStyle", "value": {"fill": "dash", "dash": [8, 8]}}],
            }
        ],
    )
    each = "max by (target, scope) "
    listed = table(
        "Targets",
        "Every target in force: what was promised, what operators have filed for and when, what was expected then and is expected today, and where it stands today.",
        [
            rows(
                f"max by (target, scope, name, technology, date) ({of_targets('taghtia_target_reached_ratio', labels='name, technology, date')})"
            ),
            rows(f"{each} ({series('taghtia_target_filing_as_of_timestamp_seconds')} * 1000)"),
            rows(f"{each} ({series('taghtia_target_expected_at_filing_ratio')})"),
            rows(f"{each} ({series('taghtia_target_expected_today_ratio')})"),
            rows(
                f"{each} ({series('taghtia_target_reached_ratio')} * 0 + on (target) group_left () {series('taghtia_target_goal_ratio')})"
            ),
            rows(
                f"max by (target, scope, status) ({series('taghtia_target_status', scope='!each')} == 1 and on (target) {IN_FORCE})"
            ),
            rows(f"{each} ({series('taghtia_target_gap_people')})"),
            rows(f"{each} ({series('taghtia_target_gap_households')})"),
        ],
        [
            ("name", "Target", None),
            ("technology", "Technology", None),
            ("date", "By", None),
            ("scope", "Whose coverage", None),
            ("status", "Status today", None, *status_cell()),
            ("Value #A", "Reached", "percentunit", *gauge_cell(SHARES)),
            ("Value #B", "As filed for", "dateTimeAsIso"),
            ("Value #C", "Expected then", "percentunit"),
            ("Value #D", "Expected today", "percentunit"),
            ("Value #E", "Goal", "percentunit"),
            ("Value #G", "People still to reach", "short", {"id": "decimals", "value": 0}),
            ("Value #H", "Households still to reach", "short", {"id": "decimals", "value": 0}),
        ],
        w=24,
        h=9,
        sort="Target",
        unit="percentunit",
        decimals=1,
    )
    return [row("Targets"), *counts, *beside(counts), listed, late, gap, path]


def beside(_counts):
    day = stat(
        "Judged on",
        "The country's civil day that statuses and what is expected are of.",
        [now(f"max ({series('taghtia_target_today_timestamp_seconds')} * 1000)", "day")],
        w=6,
        unit="dateTimeAsIso",
    )
    age = stat(
        "Oldest filing that counts",
        "The age of the oldest of the latest filings by target and operator, at the current stage.",
        [
            now(
                f"max ((scalar (max ({series('taghtia_target_today_timestamp_seconds')})) - {series('taghtia_target_filing_as_of_timestamp_seconds')}) * on (target) group_left () {CURRENT})",
                "age",
            )
        ],
        w=6,
        unit="s",
        decimals=0,
    )
    return [day, age]


def status_cell():
    words = {
        "met": ("met", GOOD),
        "on_track": ("on track", "#439e9c"),
        "late": ("late", BAD),
        "not_computable": ("not computable", QUIET),
    }
    return [{"id": "custom.cellOptions", "value": {"type": "color-text"}}, {"id": "mappings", "value": mapped(words)}]


def coverage():
    people = series("taghtia_coverage_people_ratio", level="country", scope="any")
    homes = series("taghtia_coverage_households_ratio", level="country", scope="any")
    operators = by_operator(claimed(level="country", scope="~op:.+"))
    scopes = claimed(level="country", scope="~any|min2|all")
    return [
        row("The country"),
        stat(
            "People covered",
            "Share of people (census) covered outdoors by at least one operator, by technology and tier.",
            [now(people, "{{technology}} {{tier}}")],
            w=12,
            unit="percentunit",
            decimals=1,
            steps=SHARES,
            color_mode="value",
        ),
        stat(
            "Households passed",
            "Share of households that at least one operator's fibre passes, by tier; an estimate across operators.",
            [now(homes, "{{technology}} {{tier}}")],
            w=12,
            unit="percentunit",
            decimals=1,
            steps=SHARES,
            color_mode="value",
        ),
        lines(
            "Coverage by technology",
            "Share of people covered outdoors and of households passed, at least one operator.",
            [over_time(people, "{{technology}} {{tier}}"), over_time(homes, "{{technology}} {{tier}}")],
            low=0,
            high=1,
            interpolation="stepAfter",
        ),
        lines(
            "Coverage by operator",
            "What each operator claims at the chosen technology and tier, whole country.",
            [over_time(operators, "{{operator}}")],
            low=0,
            high=1,
            interpolation="stepAfter",
        ),
        lines(
            "One, two, all operators",
            "Share covered by at least one, at least two, and all operators at the chosen technology and tier.",
            [over_time(scopes, "{{scope}}")],
            low=0,
            high=1,
            interpolation="stepAfter",
        ),
        bars(
            "Operators now",
            "What each operator claims now at the chosen technology and tier, whole country.",
            [now(f"sort_desc({operators})", "{{operator}}")],
            low=0,
            high=1,
            decimals=1,
            steps=SHARES,
        ),
    ]


def where():
    region = {
        "title": "Provinces of this region",
        "targetBlank": False,
        "url": to(
            "territory",
            "var-region=${__data.fields.code}&var-territory=${__data.fields.code}"
            "&${technology:queryparam}&${tier:queryparam}",
        )["url"],
    }
    province = to(
        "territory",
        "var-region=${__data.fields.region}&var-territory=${__data.fields.code}"
        "&${technology:queryparam}&${tier:queryparam}",
        "This province",
    )

    def share(level):
        return f"max by (code, name, region) ({named(claimed(level=level, scope='any'), 'name, region')})"

    return [
        row("Where"),
        geomap(
            "Regions",
            "Share covered by at least one operator at the chosen technology and tier, by region.",
            share("region"),
            "regions",
            link=region,
        ),
        geomap(
            "Provinces",
            "Share covered by at least one operator at the chosen technology and tier, by province and prefecture.",
            share("province"),
            "provinces",
            link=province,
        ),
        table(
            "Regions, least covered first",
            "At least one operator, all operators, and people in the region (census).",
            [
                rows(share("region")),
                rows(f"max by (code) ({claimed(level='region', scope='all')})"),
                rows(f"max by (code) ({series('taghtia_territory_people', level='region')})"),
            ],
            [
                (
                    "name",
                    "Region",
                    None,
                    {
                        "id": "links",
                        "value": [
                            region,
                            on_map("technology=${technology}&tier=${tier}&territory=${__data.fields.code}"),
                        ],
                    },
                ),
                ("code", "Code", "string"),
                ("Value #A", "At least one operator", "percentunit", *gauge_cell(SHARES)),
                ("Value #B", "All operators", "percentunit", *gauge_cell(SHARES)),
                ("Value #C", "People", "short"),
            ],
            h=12,
            sort="At least one operator",
            unit="percentunit",
            decimals=1,
        ),
    ]


def made():
    return dashboard(
        "national-progress",
        "How far the country is from its targets, by technology and operator, and where the gaps are.",
        [technology(), tier(), LANGUAGE],
        [*targets(), *coverage(), *where()],
        start="now-90d",
    )
