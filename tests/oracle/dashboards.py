"""Reads dashboards with the types of Grafana's own SDK: every field must be known, every value of its type.

Arguments: JSON files of dashboards. A field the SDK does not know is lost when it reads and writes a dashboard, and
so is found; values are held against the annotations of the SDK's classes. Two controls make sure that it finds
anything at all: one of the dashboards with a misspelt field, and with a word that is none, in several places.
"""

import copy
import enum
import json
import sys
import types
import typing

from grafana_foundation_sdk.cog import encoder, plugins
from grafana_foundation_sdk.models import dashboard as model
from grafana_foundation_sdk.models import units

plugins.register_default_plugins()

# The SDK says integer where Grafana takes any number.
NUMBERS = {"lat", "lon", "zoom", "opacity", "line_width", "fill_opacity", "row_height"}


def lost(ours, theirs, at):
    """What of ours is not in theirs."""
    if isinstance(ours, dict):
        if not isinstance(theirs, dict):
            return [f"{at}: an object became {theirs!r}"]
        found = []
        for key, value in ours.items():
            if key not in theirs:
                found.append(f"{at}/{key}: not known to the SDK")
            else:
                found += lost(value, theirs[key], f"{at}/{key}")
        return found
    if isinstance(ours, list):
        if not isinstance(theirs, list) or len(theirs) != len(ours):
            return [f"{at}: a list of {len(ours)} became {theirs!r}"]
        return [one for i, (mine, other) in enumerate(zip(ours, theirs)) for one in lost(mine, other, f"{at}/{i}")]
    return [] if ours == theirs else [f"{at}: {ours!r} became {theirs!r}"]


def fits(value, hint):
    """Whether a value is of a type, as the SDK annotates it; objects of its classes are looked into elsewhere."""
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if hint is typing.Any or hint is object:
        return True
    if origin in (typing.Union, types.UnionType):
        return any(fits(value, part) for part in parts)
    if origin is typing.Literal:
        return value in parts
    if origin is list:
        return isinstance(value, list) and all(fits(one, parts[0]) for one in value)
    if origin is dict:
        return isinstance(value, dict)
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return value in [one.value for one in hint]
    if hint is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool)
    # Some objects are left as they were read: their fields are not lost, and not looked into.
    return isinstance(value, hint) or (isinstance(value, dict) and hasattr(hint, "to_json"))


def wrong(thing, at):
    """Values of an object of the SDK, and of those in it, that are not of their type."""
    if isinstance(thing, list):
        return [one for i, part in enumerate(thing) for one in wrong(part, f"{at}/{i}")]
    if not hasattr(thing, "to_json"):
        return []
    found = []
    hints = typing.get_type_hints(type(thing), vars(sys.modules[type(thing).__module__]))
    for name, hint in hints.items():
        value = getattr(thing, name, None)
        if value is None:
            continue
        number = name in NUMBERS and isinstance(value, (int, float))
        if not number and not fits(value, hint):
            found.append(f"{at}/{name}: {value!r} is not {hint}")
        found += wrong(value, f"{at}/{name}")
    return found


def units_of(ours, at=""):
    """Units anywhere in a dashboard that Grafana does not have: those of fields, and those of overrides."""
    if isinstance(ours, list):
        return [one for i, part in enumerate(ours) for one in units_of(part, f"{at}/{i}")]
    if not isinstance(ours, dict):
        return []
    found = [one for key, part in ours.items() for one in units_of(part, f"{at}/{key}")]
    said = ours.get("value") if ours.get("id") == "unit" else ours.get("unit")
    if isinstance(said, str) and said not in vars(units).values():
        found.append(f"{at}: no unit of Grafana's: {said!r}")
    return found


def problems(ours):
    read = model.Dashboard.from_json(copy.deepcopy(ours))
    theirs = json.loads(json.dumps(read, cls=encoder.JSONEncoder))
    return lost(ours, theirs, "") + wrong(read, "") + units_of(ours)


def controls(ours):
    """Dashboards that are not in order, by what is wrong with them."""

    def broken(change):
        made = copy.deepcopy(ours)
        change(made)
        return made

    def some(made, kind):
        return next(panel for panel in made["panels"] if panel["type"] == kind)

    yield "a field of the dashboard", broken(lambda made: made.update(refreshh="1m"))
    yield "a field of a panel", broken(lambda made: made["panels"][0].update(descripton="?"))
    yield "a field of a query", broken(lambda made: made["panels"][0]["targets"][0].update(exprr="up"))
    yield "a field of a panel's options", broken(
        lambda made: some(made, "stat")["options"].update(colourMode="value")
    )
    yield "a field of a curve", broken(
        lambda made: some(made, "timeseries")["fieldConfig"]["defaults"]["custom"].update(lineWidht=2)
    )
    yield "a field's unit", broken(lambda made: made["panels"][0]["fieldConfig"]["defaults"].update(units="s"))
    yield "a unit that is none", broken(
        lambda made: made["panels"][0]["fieldConfig"]["defaults"].update(unit="percents")
    )
    yield "a variable's field", broken(lambda made: made["templating"]["list"][0].update(lable="?"))
    yield "a colour mode that is none", broken(lambda made: some(made, "stat")["options"].update(colorMode="loud"))
    yield "a width that is a word", broken(lambda made: made["panels"][0]["gridPos"].update(w="wide"))


def main():
    files = sys.argv[1:]
    found = []
    for file in files:
        with open(file, encoding="utf-8") as source:
            ours = json.load(source)
        found += [f"{file}: {one}" for one in problems(ours)]
        for what, made in controls(ours):
            if not problems(made):
                found.append(f"{file}: control: {what} was not found")
    if found or not files:
        sys.exit("\n".join(found) or "no dashboards")


main()
