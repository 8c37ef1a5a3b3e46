// The page's types from an OpenAPI document: `node types.mjs openapi.json` prints them.
import { readFile } from 'node:fs/promises'
import openapiTS, { astToString } from 'openapi-typescript'

const document = JSON.parse(await readFile(process.argv[2], 'utf8'))
process.stdout.write('/** Made from the API\'s document by `make api-types`; not to be edited. */\n')
process.stdout.write(astToString(await openapiTS(document, { alphabetize: true, arrayLength: true })))
