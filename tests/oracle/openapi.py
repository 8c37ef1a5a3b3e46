"""Whether a document is OpenAPI: openapi.py DOCUMENT.json"""

import json
import sys

from openapi_spec_validator import OpenAPIV31SpecValidator

with open(sys.argv[1], encoding="utf-8") as file:
    document = json.load(file)
faults = list(OpenAPIV31SpecValidator(document).iter_errors())
for fault in faults:
    print("/".join(map(str, fault.path)), fault.message, file=sys.stderr)
sys.exit(1 if faults else 0)
