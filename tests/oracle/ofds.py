"""What libcoveofds (AGPL-3.0, hence only ever run as this separate process) says of OFDS files.

ofds.py ANSWER.json FILE.json ...: for each file the schema errors, the official additional checks and the
additional fields, each with the JSON pointer of its place.
"""
import json, sys
import libcoveofds.additionalfields
import libcoveofds.jsonschemavalidate
import libcoveofds.python_validate
import libcoveofds.schema

answer, files = sys.argv[1], sys.argv[2:]
schema = libcoveofds.schema.OFDSSchema()


def pointer(path):
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def tried(run):
    try:
        return run()
    except Exception as error:  # a validator that falls over is an answer too
        return {"crash": f"{type(error).__name__}: {error}"}


def structure(data):
    found = libcoveofds.jsonschemavalidate.JSONSchemaValidator(schema).validate(data)
    errors = (error.json() for error in found)
    return sorted([e["validator"], pointer(e["path"]), e["message"][:160]] for e in errors)


def official(data):
    found = libcoveofds.python_validate.PythonValidate(schema).validate(data)
    # Some results name the field that is missing: theirs is the place of the object around it.
    return sorted([e["type"], e.get("path", ""), e.get("node_id") or "", e.get("span_id") or ""] for e in found)


def additional(data):
    return sorted([f["path"], f["field_name"], f["count"]] for f in libcoveofds.additionalfields.AdditionalFields(schema).process(data).values())


result = []
for file in files:
    data = json.load(open(file))
    result.append({
        "file": file,
        "structure": tried(lambda: structure(data)),
        "official": tried(lambda: official(data)),
        "additional": tried(lambda: additional(data)),
    })
json.dump(result, open(answer, "w"), indent=1)
