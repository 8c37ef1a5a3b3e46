"""P-OFDS's peer: the official validator (libcoveofds, AGPL-3.0: a separate process) on one network, one core.

ofds.py NETWORK.json ANSWER.json: schema, additional checks and additional fields, from the file's bytes; best of three.
"""
import json, sys, time
import libcoveofds.additionalfields
import libcoveofds.jsonschemavalidate
import libcoveofds.python_validate
import libcoveofds.schema

network, answer = sys.argv[1:3]
schema = libcoveofds.schema.OFDSSchema()
best = float("inf")
for _ in range(3):
    start = time.perf_counter()
    data = json.load(open(network))
    structure = libcoveofds.jsonschemavalidate.JSONSchemaValidator(schema).validate(data)
    official = libcoveofds.python_validate.PythonValidate(schema).validate(data)
    libcoveofds.additionalfields.AdditionalFields(schema).process(data)
    best = min(best, time.perf_counter() - start)
json.dump({"seconds": best, "structure": len(structure), "official": len(official)}, open(answer, "w"))
