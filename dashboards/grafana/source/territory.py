"""Territory: one country, region or province; its operators side by side, its parts, its fibre routes."""

from parts import (
    LANGUAGE,
    SHARES,
    bars,
    by_operator,
    claimed,
    dashboard,
    gauge_cell,
    geomap,
    in_language,
    lines,
    named,
    now,
    on_map,
    over_time,
    row,
    rows,
    series,
    shares,
    stat,
    table,
    technology,
    territories,
    tier,
    to,
    variable,
)

HERE = {"code": "$territory"}
# Parts: the provinces of a region; of the country, its regions.
OF_COUNTRY = f"on (instance) {territories(code='$region', level='country')}"
OF_REGION = territories(level="province", region="$region")
PARTS = f"({OF_REGION} or ({territories(level='region')} and {OF_COUNTRY}))"
PROVINCES = f"({OF_REGION} or ({territories(level='province')} and {OF_COUNTRY}))"
NAMED = '/code="(?<value>[^"]+)".*name_fr="(?<text>[^"]+)"/'


def variables():
    region = variable(
        "region",
        "Country or region",
        'query_result(sort_desc(2 * (taghtia_territory_info{instance="$instance", level="country"}) or taghtia_territory_info{instance="$instance", level="region"}))',
        regex=NAMED,
        sort=0,
        description="The whole country, or one of its regions.",
    )
    here = variable(
        "territory",
        "Territory",
        'query_result(sort_desc(2 * (taghtia_territory_info{instance="$instance", code="$region"}) or taghtia_territory_info{instance="$instance", level="province", region="$region"}))',
        regex=NAMED,
        sort=0,
        description="The region itself, or one of its provinces and prefectures.",
    )
    return [region, here, technology(), tier(), LANGUAGE]


def not_covered():
    """People or households of the territory that no operator covers."""
    chosen = {"technology": "$technology", "tier": "$tier", "scope": "any", **HERE}
    left = []
    for kind in ("people", "households"):
        amount, share = (series(f"taghtia_coverage_{kind}{end}", **chosen) for end in ("", "_ratio"))
        left.append(f"({amount} / ({share} > 0) - {amount})")
    return " or ".join(left)


def head():
    # Without a region the first of the list is taken, which is the country.
    up = to("territory", "${technology:queryparam}&${tier:queryparam}", "The whole country")
    back = to(
        "territory",
        "${region:queryparam}&var-territory=${region}&${technology:queryparam}&${tier:queryparam}",
        "The whole region",
    )
    counted = [("any", "At least one operator"), ("min2", "At least two operators"), ("all", "All operators")]
    return [
        stat(
            "Territory",
            "The territory this page is about; its links lead up, and to the map.",
            [now(in_language(territories(**HERE)), "{{name}}")],
            w=6,
            text="name",
            color_mode="none",
            links=[back, up, on_map("technology=${technology}&tier=${tier}&territory=${territory}")],
        ),
        stat(
            "People",
            "People of the current census.",
            [now(series("taghtia_territory_people", **HERE), "people")],
            w=3,
            decimals=0,
        ),
        *[
            stat(
                title,
                f"Share covered at the chosen technology and tier: {title.lower()}.",
                [now(claimed(scope=scope, **HERE), title)],
                w=4,
                unit="percentunit",
                decimals=1,
                steps=SHARES,
            )
            for scope, title in counted
        ],
        stat(
            "Not covered",
            "People (households for fixed technologies) no operator covers at the chosen technology and tier.",
            [now(not_covered(), "not covered")],
            w=3,
            decimals=0,
        ),
    ]


def operators():
    here = by_operator(claimed(scope="~op:.+", **HERE))
    matrix = table(
        "Operators compared",
        "What each operator claims in the territory, by technology and tier.",
        [
            rows(
                f"max by (operator, layer) (label_join({by_operator(shares(scope='~op:.+', **HERE))}, "
                '"layer", " ", "technology", "tier"))'
            )
        ],
        [],
        w=12,
        h=9,
        unit="percentunit",
        decimals=1,
        steps=SHARES,
    )
    matrix["transformations"] = [
        {"id": "groupingToMatrix", "options": {"columnField": "layer", "rowField": "operator", "valueField": "Value"}}
    ]
    matrix["fieldConfig"]["defaults"]["custom"]["cellOptions"] = {"type": "color-text"}
    return [
        row("Operators"),
        bars(
            "Operators now",
            "What each operator claims in the territory at the chosen technology and tier.",
            [now(f"sort_desc({here})", "{{operator}}")],
            h=9,
            low=0,
            high=1,
            decimals=1,
            steps=SHARES,
        ),
        matrix,
        lines(
            "Operators over time",
            "What each operator claimed in the territory at the chosen technology and tier.",
            [over_time(here, "{{operator}}")],
            low=0,
            high=1,
            interpolation="stepAfter",
        ),
        lines(
            "One, two, all operators",
            "Share covered by at least one, at least two and all operators.",
            [over_time(claimed(scope="~any|min2|all", **HERE), "{{scope}}")],
            low=0,
            high=1,
            interpolation="stepAfter",
        ),
    ]


def parts():
    down = to(
        "territory",
        "var-region=${__data.fields.region}&var-territory=${__data.fields.code}"
        "&${technology:queryparam}&${tier:queryparam}",
        "Open this part",
    )
    share = f"max by (code, name, region) ({named(claimed(level='~region|province', scope='any'), 'name, region', PARTS)})"
    here = f"max by (code, name, region) ({named(claimed(level='province', scope='any'), 'name, region', PROVINCES)})"
    return [
        row("Parts"),
        geomap(
            "Provinces",
            "Provinces and prefectures of the chosen region, or of the country, by the share covered.",
            here,
            "provinces",
            link=down,
        ),
        table(
            "Parts, least covered first",
            "The regions of the country or the provinces of the region; a name leads into it.",
            [
                rows(share),
                rows(f"max by (code) ({claimed(level='~region|province', scope='all')} and on (code) {PARTS})"),
                rows(
                    f"max by (code) ({series('taghtia_territory_people', level='~region|province')} and on (code) {PARTS})"
                ),
            ],
            [
                (
                    "name",
                    "Part",
                    None,
                    {
                        "id": "links",
                        "value": [
                            down,
                            on_map("technology=${technology}&tier=${tier}&territory=${__data.fields.code}"),
                        ],
                    },
                ),
                ("code", "Code", "string"),
                ("region", "Region", "string"),
                ("Value #A", "At least one operator", "percentunit", *gauge_cell(SHARES)),
                ("Value #B", "All operators", "percentunit", *gauge_cell(SHARES)),
                ("Value #C", "People", "short"),
            ],
            w=12,
            h=14,
            sort="At least one operator",
            unit="percentunit",
            decimals=1,
        ),
    ]


def routes():
    metres = series("taghtia_network_route_metres", **HERE)
    parts = f"max by (code, operator, name) ({named(series('taghtia_network_route_metres', standing='operational'), 'name', PARTS)})"
    return [
        row("Fibre routes"),
        bars(
            "Route length",
            "Length of fibre route in the territory, as filed and in force, by operator: in use, or to come.",
            [now(f"sort_desc({metres})", "{{operator}}: {{standing}}")],
            unit="lengthm",
            low=0,
            decimals=0,
        ),
        lines(
            "Route length over time",
            "Length of fibre route in the territory, by operator: in use, or to come.",
            [over_time(metres, "{{operator}}: {{standing}}")],
            unit="lengthm",
            low=0,
            interpolation="stepAfter",
        ),
        table(
            "Routes in use, by part",
            "Length of fibre route in use in each part of the territory.",
            [rows(parts)],
            [
                ("name", "Part", None),
                ("code", "Code", "string"),
                ("operator", "Operator", None),
                ("Value", "In use", "lengthm"),
            ],
            sort="-In use",
            unit="lengthm",
            decimals=0,
        ),
    ]


def made():
    return dashboard(
        "territory",
        "One territory, from the country down to a province: operators compared, its parts, its fibre routes.",
        variables(),
        [*head(), *operators(), *parts(), *routes()],
        start="now-90d",
    )
