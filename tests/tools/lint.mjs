// Lints an OpenAPI document: `node lint.mjs openapi.json`. Prints every problem; ends with 1 where there is one.
import { createConfig, lint } from '@redocly/openapi-core'

const config = await createConfig({
  extends: ['recommended-strict'],
  rules: {
    // The licence is two, and named by their SPDX expression.
    'info-license-url': 'off',
    'operation-operationId-url-safe': 'error',
    'operation-singular-tag': 'error',
    'operation-description': 'off',
    'operation-summary': 'error',
    'operation-4xx-problem-details-rfc7807': 'error',
    'tag-description': 'error',
    'no-http-verbs-in-paths': 'off',
    'path-segment-plural': 'off',
    'no-unused-components': 'error',
    'response-contains-header': 'off',
    'parameter-description': 'error',
    'no-invalid-media-type-examples': 'error',
    'no-invalid-schema-examples': 'error',
    'no-invalid-parameter-examples': 'error',
  },
})
const problems = await lint({ ref: process.argv[2], config })
for (const { ruleId, message, location } of problems) {
  console.log(`${ruleId}: ${message} (${location.map((one) => one.pointer).join(', ')})`)
}
process.exitCode = problems.length === 0 ? 0 : 1
