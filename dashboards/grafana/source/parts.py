"""What the dashboards are made of: selectors, queries, panels, variables, and the page that holds them.

Panels are laid out on Grafana's grid of 24 columns and numbered in their order. Every selector of ours gets
`instance="$instance"`, so that two servers in one Prometheus stay apart.
"""

SERVER = "http://127.0.0.1:8080"
DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}
# Sea, land and the country's lines, drawn by the server itself: a base layer that asks no other host for anything. Each
# square leads to the address that may be kept for ever.
GROUND = f"{SERVER}/tiles/ground/{{z}}/{{x}}/{{y}}.png"
# Who drew it; coastlines are Natural Earth's.
GROUND_BY = "Taghtia; made with Natural Earth"

# The colours of the map: shares, verdicts, and two that warn.
SHARES = [
    (None, "#f3e9d2"),
    (0.2, "#cfdcb4"),
    (0.4, "#8fc4a8"),
    (0.6, "#439e9c"),
    (0.8, "#1f6f8b"),
    (0.95, "#173f5f"),
]
GOOD, BAD, QUIET, AMBER, ACCENT = "#1f6f8b", "#b3541e", "#5b6672", "#d6a25a", "#0b6e6e"


def series(metric, **labels):
    """A metric of the chosen server; a value may begin with ~ (a pattern), ! (other than) or ^ (none of a pattern)."""
    inside = ['instance="$instance"']
    for label, value in labels.items():
        operator = {"~": "=~", "!": "!=", "^": "!~"}.get(value[:1], "=")
        value = value if operator == "=" else value[1:]
        inside.append(f'{label}{operator}"{value}"')
    return f"{metric}{{{', '.join(inside)}}}"


def territories(**labels):
    return series("taghtia_territory_info", **labels)


def in_language(expr):
    """Territories with their name in the reader's language as the label `name`."""
    return f'label_replace({expr}, "name", "$1", "name_$language", "(.*)")'


def named(expr, labels="name", names=None):
    """Joins the territory's name, and more of its labels."""
    return f"{expr} * on (code) group_left ({labels}) {in_language(names or territories())}"


# --- queries ---------------------------------------------------------------------------------------------


def query(expr, legend=None, table=False, instant=False):
    made = {"datasource": DATASOURCE, "editorMode": "code", "expr": " ".join(expr.split())}
    if table or instant:
        made |= {"instant": True, "range": False}
    else:
        made |= {"instant": False, "range": True}
    made["format"] = "table" if table else "time_series"
    made["legendFormat"] = legend if legend else "__auto"
    return made


def over_time(expr, legend):
    return query(expr, legend)


def now(expr, legend=None):
    return query(expr, legend, instant=True)


def rows(expr):
    return query(expr, table=True)


# --- panels ----------------------------------------------------------------------------------------------


def thresholds(steps):
    return {"mode": "absolute", "steps": [{"color": color, "value": value} for value, color in steps]}


def panel(
    kind,
    title,
    description,
    queries,
    w,
    h,
    unit,
    *,
    options,
    steps=None,
    color=None,
    custom=None,
    decimals=None,
    low=None,
    high=None,
    mappings=None,
    overrides=None,
    links=None,
    transformations=None,
    no_value=None,
    legend_name=None,
):
    defaults = {"unit": unit}
    if decimals is not None:
        defaults["decimals"] = decimals
    if low is not None:
        defaults["min"] = low
    if high is not None:
        defaults["max"] = high
    defaults["color"] = {"mode": color or ("thresholds" if steps else "palette-classic-by-name")}
    defaults["thresholds"] = thresholds(steps or [(None, ACCENT)])
    defaults["mappings"] = mappings or []
    if links:
        defaults["links"] = links
    if no_value:
        defaults["noValue"] = no_value
    if legend_name:
        defaults["displayName"] = legend_name
    if custom:
        defaults["custom"] = custom
    for letter, made in zip("ABCDEFGHIJ", queries):
        made["refId"] = letter
    made = {
        "type": kind,
        "title": title,
        "description": description,
        "datasource": DATASOURCE,
        "gridPos": {"w": w, "h": h},
        "targets": queries,
        "options": options,
        "fieldConfig": {"defaults": defaults, "overrides": overrides or []},
    }
    if transformations:
        made["transformations"] = transformations
    return made


def reduced(fields=""):
    return {"calcs": ["lastNotNull"], "fields": fields, "values": False}


def stat(title, description, queries, w=4, h=4, unit="short", **more):
    options = {
        "reduceOptions": reduced(),
        "orientation": "auto",
        "textMode": more.pop("text", "auto"),
        "colorMode": more.pop("color_mode", "value"),
        "graphMode": more.pop("graph", "none"),
        "justifyMode": "auto",
        "wideLayout": True,
        "showPercentChange": False,
        "percentChangeColorMode": "standard",
    }
    return panel("stat", title, description, queries, w, h, unit, options=options, **more)


def lines(title, description, queries, w=12, h=8, unit="percentunit", legend="list", **more):
    custom = {
        "drawStyle": "line",
        "lineInterpolation": more.pop("interpolation", "linear"),
        "lineWidth": 2,
        "fillOpacity": more.pop("fill", 0),
        "showPoints": "never",
        "spanNulls": False,
        "axisBorderShow": False,
        "axisPlacement": "auto",
        "axisLabel": "",
        "scaleDistribution": {"type": "linear"},
        "stacking": {"mode": more.pop("stacking", "none"), "group": "A"},
        "hideFrom": {"legend": False, "tooltip": False, "viz": False},
        "thresholdsStyle": {"mode": more.pop("line_at", "off")},
    }
    options = {
        "legend": {
            "calcs": ["lastNotNull"] if legend == "table" else [],
            "displayMode": legend,
            "placement": more.pop("legend_at", "bottom"),
            "showLegend": True,
        },
        "tooltip": {"mode": "multi", "sort": "desc"},
    }
    return panel("timeseries", title, description, queries, w, h, unit, options=options, custom=custom, **more)


def bars(title, description, queries, w=12, h=8, unit="percentunit", **more):
    options = {
        "displayMode": "basic",
        "valueMode": "text",
        "namePlacement": "left",
        "showUnfilled": True,
        "sizing": "auto",
        "minVizWidth": 8,
        "minVizHeight": 16,
        "maxVizHeight": 48,
        "orientation": "horizontal",
        "reduceOptions": reduced(),
        "legend": {"calcs": [], "displayMode": "list", "placement": "bottom", "showLegend": False},
    }
    return panel("bargauge", title, description, queries, w, h, unit, options=options, **more)


def table(title, description, queries, columns, w=24, h=8, sort=None, merge=False, **more):
    """A table of the columns given: (field, heading, unit, more of the field's settings)."""
    overrides = []
    for field, heading, unit, *rest in columns:
        properties = [{"id": "displayName", "value": heading}]
        if unit:
            properties.append({"id": "unit", "value": unit})
        properties += rest
        overrides.append({"matcher": {"id": "byName", "options": field}, "properties": properties})
    order = {field: at for at, (field, *_) in enumerate(columns)}
    transformations = [{"id": "merge", "options": {}}] if merge or len(queries) > 1 else []
    transformations += [
        {"id": "filterFieldsByName", "options": {"include": {"names": list(order)}}},
        {"id": "organize", "options": {"excludeByName": {}, "indexByName": order, "renameByName": {}}},
    ]
    options = {
        "frameIndex": 0,
        "showHeader": True,
        "showTypeIcons": False,
        "cellHeight": "sm",
        "footer": {"show": False, "reducer": ["sum"], "countRows": False, "fields": []},
    }
    if sort:
        options["sortBy"] = [{"displayName": sort.lstrip("-"), "desc": sort.startswith("-")}]
    custom = {"align": "auto", "cellOptions": {"type": "auto"}, "filterable": False, "inspect": False}
    return panel(
        "table",
        title,
        description,
        queries,
        w,
        h,
        more.pop("unit", "short"),
        options=options,
        custom=custom,
        overrides=overrides,
        transformations=transformations,
        **more,
    )


def shade(steps):
    """A cell coloured by its value."""
    return [
        {"id": "custom.cellOptions", "value": {"type": "color-background", "mode": "basic"}},
        {"id": "thresholds", "value": thresholds(steps)},
        {"id": "color", "value": {"mode": "thresholds"}},
    ]


def gauge_cell(steps):
    return [
        {"id": "custom.cellOptions", "value": {"type": "gauge", "mode": "basic", "valueDisplayMode": "text"}},
        {"id": "min", "value": 0},
        {"id": "max", "value": 1},
        {"id": "thresholds", "value": thresholds(steps)},
        {"id": "color", "value": {"mode": "thresholds"}},
    ]


def states(title, description, queries, mappings, w=24, h=8, **more):
    options = {
        "showValue": "never",
        "rowHeight": 0.8,
        "mergeValues": True,
        "alignValue": "left",
        "perPage": 20,
        "legend": {"calcs": [], "displayMode": "list", "placement": "bottom", "showLegend": True},
        "tooltip": {"mode": "single", "sort": "none"},
    }
    custom = {"lineWidth": 0, "fillOpacity": 80, "hideFrom": {"legend": False, "tooltip": False, "viz": False}}
    return panel(
        "state-timeline",
        title,
        description,
        queries,
        w,
        h,
        "short",
        options=options,
        custom=custom,
        mappings=mappings,
        steps=[(None, QUIET)],
        **more,
    )


def geomap(title, description, expr, level, w=12, h=14, steps=SHARES, unit="percentunit", link=None, zoom=4.6):
    """A choropleth: features of our own GeoJSON, whose ids are the values of the label `code`."""
    layer = {
        "type": "dynamic-geojson",
        "name": title,
        "tooltip": True,
        "config": {
            "src": f"{SERVER}/api/v1/boundaries/{level}",
            "idField": "code",
            "rules": [],
            "dataStyle": {"color": {"field": "Value", "fixed": QUIET}, "opacity": 0.85},
            "style": {
                "color": {"fixed": QUIET},
                "opacity": 0.25,
                "lineWidth": 1,
                "symbol": {"mode": "fixed", "fixed": "img/icons/marker/circle.svg"},
                "size": {"fixed": 5, "min": 2, "max": 15},
                "rotation": {"fixed": 0, "min": -360, "max": 360, "mode": "mod"},
            },
        },
        "location": {"mode": "auto"},
    }
    options = {
        "view": {"id": "coords", "lat": 28.8, "lon": -9.2, "zoom": zoom, "allLayers": True},
        "controls": {
            "showZoom": True,
            "mouseWheelZoom": False,
            "showAttribution": True,
            "showScale": False,
            "showMeasure": False,
            "showDebug": False,
        },
        "tooltip": {"mode": "details"},
        "basemap": {
            "type": "xyz",
            "name": "ground",
            "config": {"url": GROUND, "attribution": GROUND_BY, "minZoom": 0, "maxZoom": 12},
        },
        "layers": [layer],
    }
    overrides = [
        {
            "matcher": {"id": "byName", "options": "Value"},
            "properties": [{"id": "displayName", "value": "share"}]
            + ([{"id": "links", "value": [link]}] if link else []),
        }
    ]
    custom = {"hideFrom": {"legend": False, "tooltip": False, "viz": False}}
    return panel(
        "geomap",
        title,
        description,
        [rows(expr)],
        w,
        h,
        unit,
        options=options,
        steps=steps,
        low=0,
        high=1,
        overrides=overrides,
        custom=custom,
    )


def row(title):
    return {"type": "row", "title": title, "collapsed": False, "gridPos": {"w": 24, "h": 1}, "panels": []}


def text(title, markdown, w=24, h=3):
    return {
        "type": "text",
        "title": title,
        "description": "How to read what is beside it.",
        "gridPos": {"w": w, "h": h},
        "options": {
            "mode": "markdown",
            "content": markdown,
            "code": {"language": "plaintext", "showLineNumbers": False, "showMiniMap": False},
        },
        "fieldConfig": {"defaults": {}, "overrides": []},
    }


def mapped(values):
    """Values said in words, with a colour: {value: (words, colour)}."""
    options = {
        str(value): {"text": words, "color": color, "index": at}
        for at, (value, (words, color)) in enumerate(values.items())
    }
    return [{"type": "value", "options": options}]


def said():
    """What kind of numbers the dashboard shows; on every one of them."""
    words = {
        1: ("Synthetic demonstration data · Données de démonstration synthétiques · معطيات تجريبية اصطناعية", AMBER),
        0: ("As filed by operators · Tel que déclaré par les opérateurs · حسب تصريحات المتعهدين", ACCENT),
    }
    return stat(
        "What these numbers are",
        "Whether published data is made up for a demonstration, or filed by operators.",
        [now(series("taghtia_synthetic"), "data")],
        w=24,
        h=2,
        mappings=mapped(words),
        steps=[(None, QUIET)],
        color_mode="background",
        text="value",
        no_value="The server says nothing: is it up?",
    )


# --- variables -------------------------------------------------------------------------------------------


def variable(name, label, expr, kind="label_values", description="", regex="", multi=False, everything=False, sort=1):
    made = {
        "name": name,
        "label": label,
        "type": "query",
        "description": description,
        "datasource": DATASOURCE,
        "query": {"query": expr, "refId": f"variable-{name}"},
        "refresh": 2,
        "sort": sort,
        "multi": multi,
        "includeAll": everything,
        "hide": 0,
        "skipUrlSync": False,
        "regex": regex,
        "options": [],
        "current": {},
    }
    if everything:
        made["allValue"] = ".+"
        made["current"] = {"selected": True, "text": "All", "value": "$__all"}
    return made


def chosen(name, label, description, options, current):
    options = [{"selected": value == current, "text": words, "value": value} for value, words in options]
    return {
        "name": name,
        "label": label,
        "type": "custom",
        "description": description,
        "hide": 0,
        "skipUrlSync": False,
        "query": ", ".join(f"{one['text']} : {one['value']}" for one in options),
        "multi": False,
        "includeAll": False,
        "options": options,
        "current": next(one for one in options if one["selected"]),
    }


def usual(*more):
    datasource = {
        "name": "datasource",
        "label": "Data source",
        "type": "datasource",
        "query": "prometheus",
        "hide": 0,
        "description": "The Prometheus that scrapes Taghtia.",
        "refresh": 1,
        "regex": "",
        "multi": False,
        "includeAll": False,
        "skipUrlSync": False,
        "options": [],
        "current": {},
    }
    instance = variable(
        "instance",
        "Instance",
        "label_values(taghtia_build_info, instance)",
        description="The server, as Prometheus knows it.",
    )
    server = {
        "name": "taghtia",
        "label": "Map server",
        "type": "textbox",
        "query": SERVER,
        "hide": 0,
        "skipUrlSync": False,
        "description": "Where people reach the map: links lead there.",
        "current": {"selected": True, "text": SERVER, "value": SERVER},
        "options": [{"selected": True, "text": SERVER, "value": SERVER}],
    }
    return [datasource, instance, *more, server]


LANGUAGE = chosen(
    "language", "Names", "The language of territories' names.", [("fr", "Français"), ("ar", "العربية")], "fr"
)


def technology():
    return variable(
        "technology",
        "Technology",
        'label_values({__name__=~"taghtia_coverage_(people|households)_ratio", instance="$instance"}, technology)',
        description="People outdoors for mobile technologies, households for fixed ones.",
    )


def tier():
    return variable(
        "tier",
        "Tier",
        'label_values({__name__=~"taghtia_coverage_(people|households)_ratio", instance="$instance", technology="$technology"}, tier)',
        description="Download-upload in Mbit/s: all layers at or above both speeds count.",
        sort=3,
    )


def claimed(**labels):
    """The share claimed at the chosen technology and tier, of people or of households."""
    return shares(technology="$technology", tier="$tier", **labels)


def shares(**labels):
    """Shares of people outdoors, and of households."""
    return f"({series('taghtia_coverage_people_ratio', **labels)} or {series('taghtia_coverage_households_ratio', **labels)})"


def by_operator(expr):
    """Shares of the scopes op:ID, with the operator as a label."""
    return f'label_replace({expr}, "operator", "$1", "scope", "op:(.+)")'


# --- the whole -------------------------------------------------------------------------------------------


def laid_out(panels):
    """Panels put on the grid in their order, left to right, and numbered."""
    x = y = tallest = 0
    for at, one in enumerate(panels):
        w, h = one["gridPos"]["w"], one["gridPos"]["h"]
        if x + w > 24:
            x, y, tallest = 0, y + tallest, 0
        one["gridPos"] = {"x": x, "y": y, "w": w, "h": h}
        one["id"] = at + 1
        x, tallest = x + w, max(tallest, h)
    return panels


DASHBOARDS = {
    "national-progress": "National progress",
    "territory": "Territory",
    "claimed-and-measured": "Claimed and measured",
    "filings-and-collectors": "Filings and collectors",
    "service-health": "Service health",
}


def dashboard(slug, description, variables, panels, start="now-30d", refresh="1m"):
    links = [
        {
            "title": "Taghtia",
            "type": "dashboards",
            "icon": "external link",
            "tooltip": "The other dashboards",
            "url": "",
            "tags": ["taghtia"],
            "asDropdown": True,
            "targetBlank": False,
            "includeVars": True,
            "keepTime": True,
        },
        {
            "title": "Map",
            "type": "link",
            "icon": "external link",
            "tooltip": "The map of the server",
            "url": "${taghtia}/",
            "tags": [],
            "asDropdown": False,
            "targetBlank": True,
            "includeVars": False,
            "keepTime": False,
        },
    ]
    return {
        "uid": f"taghtia-{slug}",
        "title": f"Taghtia · {DASHBOARDS[slug]}",
        "description": description,
        "tags": ["taghtia"],
        "schemaVersion": 41,
        "version": 1,
        "editable": False,
        "graphTooltip": 1,
        "timezone": "browser",
        "time": {"from": start, "to": "now"},
        "refresh": refresh,
        "timepicker": {},
        "fiscalYearStartMonth": 0,
        "liveNow": False,
        "weekStart": "",
        "preload": False,
        "annotations": {
            "list": [
                {
                    "builtIn": 1,
                    "name": "Annotations & Alerts",
                    "type": "dashboard",
                    "enable": True,
                    "hide": True,
                    "iconColor": AMBER,
                    "datasource": {"type": "grafana", "uid": "-- Grafana --"},
                }
            ]
        },
        "templating": {"list": usual(*variables)},
        "links": links,
        "panels": laid_out([said(), *panels]),
    }


def to(slug, variables, title="Open"):
    """A link to another of these dashboards with some variables of this one's row."""
    return {
        "title": title,
        "url": f"/d/taghtia-{slug}?${{datasource:queryparam}}&${{instance:queryparam}}&{variables}"
        "&${__url_time_range}",
        "targetBlank": False,
    }


def on_map(variables):
    return {"title": "On the map", "url": f"${{taghtia}}/?{variables}", "targetBlank": True}
