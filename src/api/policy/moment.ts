import { isoTime } from '../iso-time.ts'

/**
 * A moment in milliseconds, as policies write them: a date and time of ISO 8601 in one of W3C's forms, or seconds since 1970.
 * `undefined`: none.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
 */
export const momentOf = (text: string): number | undefined => {
  if (/^\d{5,12}(?:\.\d{1,9})?$/.test(text)) return 1000 * Number(text)
  if (!/^\d{4}(?:-\d{2}(?:-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?)?)?$/.test(text)) return undefined
  return isoTime(text)
}
