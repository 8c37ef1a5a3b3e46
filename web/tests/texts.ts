/** Every language's texts, which the page fetches when they are wanted. */
import { loadTexts } from '../src/i18n'
import { LANGUAGES } from '../src/i18n/fluent'

await Promise.all(LANGUAGES.map(loadTexts))
