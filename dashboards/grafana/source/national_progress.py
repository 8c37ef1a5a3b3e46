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


def of_targets(metric, labels="name", **more):
    """A family of targets in force, by target and scope, with the target's name."""
    return f"{series(metric, **more)} * on (target) group_left ({labels}) {IN_FORCE}"


def status(word):
    """How many targets in force have a status, each in the scope it was promised for."""
    return f"count ({series('taghtia_target_status', status=word, scope='^op:.+')} == 1 and on (target) {IN_FORCE}) or vector(0)"


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
            f"Targets in force whose status is {title.lower()}.",
            [now(status(word), title)],
            w=3,
            h=4,
            decimals=0,
            steps=[(None, QUIET), (1, color)],
        )
        for word, title, color in words
    ]
    gap = bars(
        "Gap",
        "People or households between what is reached and the goal, by target and scope.",
        [
            now(of_targets("taghtia_target_gap_people"), "{{name}} ({{scope}})"),
            now(of_targets("taghtia_target_gap_households"), "{{name}} ({{scope}})"),
        ],
        w=12,
        h=10,
        unit="short",
        decimals=0,
        low=0,
        steps=[(None, QUIET), (1, AMBER)],
    )
    path = lines(
        "Reached and expected",
        "Share reached, and the straight line from the announcement to the goal that it should be on or above.",
        [
            over_time(of_targets("taghtia_target_reached_ratio"), "{{name}} ({{scope}}): reached"),
            over_time(of_targets("taghtia_target_expected_ratio"), "{{name}} ({{scope}}): expected"),
        ],
        w=12,
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
        "Every target in force: what was promised, what operators have filed for, and where it stands.",
        [
            rows(
                f"max by (target, scope, name, technology, date) ({of_targets('taghtia_target_reached_ratio', labels='name, technology, date')})"
            ),
            rows(f"{each} ({series('taghtia_target_expected_ratio')})"),
            rows(
                f"{each} ({series('taghtia_target_reached_ratio')} * 0 + on (target) group_left () {series('taghtia_target_goal_ratio')})"
            ),
            rows(
                f"max by (target, scope, status) ({series('taghtia_target_status', scope='!each')} == 1 and on (target) {IN_FORCE})"
            ),
        ],
        [
            ("name", "Target", None),
            ("technology", "Technology", None),
            ("date", "By", None),
            ("scope", "Whose coverage", None),
            ("status", "Status", None, *status_cell()),
            ("Value #A", "Reached", "percentunit", *gauge_cell(SHARES)),
            ("Value #B", "Expected by now", "percentunit"),
            ("Value #C", "Goal", "percentunit"),
        ],
        w=24,
        h=9,
        sort="Target",
        unit="percentunit",
        decimals=1,
    )
    return [row("Targets"), *counts, *beside(counts), listed, path, gap]


def beside(_counts):
    people = stat(
        "People still to reach",
        "The largest gap in people of a target in force.",
        [now(f"max ({of_targets('taghtia_target_gap_people')})", "people")],
        w=6,
        decimals=0,
    )
    homes = stat(
        "Households still to reach",
        "The largest gap in households of a target in force.",
        [now(f"max ({of_targets('taghtia_target_gap_households')})", "households")],
        w=6,
        decimals=0,
    )
    return [people, homes]


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
