/** The standard's checks of references come in families: one set of sentences for each kind of object that refers. */
import type { RuleTable, RuleWords } from '../wording'

export interface ReferenceWords {
  notFound: RuleWords
  otherName: RuleWords
  addedName: RuleWords
}

export const referenceRules = (prefix: string, { notFound, otherName, addedName }: ReferenceWords): RuleTable => ({
  [`${prefix}_reference_id_not_found`]: notFound,
  [`${prefix}_reference_name_does_not_match`]: otherName,
  [`${prefix}_reference_name_set_but_not_in_original`]: addedName,
})
