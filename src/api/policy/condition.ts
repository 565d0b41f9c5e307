import type { Test } from './condition-operators.ts'
import type { Context } from './condition-keys.ts'

/** What a statement does where it applies. */
export type Effect = 'Allow' | 'Deny'

/** What a statement demands of one condition key. */
export type Condition = Presence | Comparison

/** AWS's operator `Null`. */
interface Presence {
  readonly type: 'presence'
  readonly key: string
  /** Each `true` where the key must be absent; one of them is enough. */
  readonly isAbsent: readonly boolean[]
}

interface Comparison {
  readonly type: 'comparison'
  /** In lower case. */
  readonly key: string
  /** `ForAllValues` or `ForAnyValue`. */
  readonly quantifier: 'all' | 'any' | undefined
  readonly isNegated: boolean
  /** Whether a request without the key fits. */
  readonly ifExists: boolean
  /** One of them is enough; negated, none may be. */
  readonly expected: readonly Expected[]
}

/** `undefined`: the request does not have what a variable stands for. */
export type Expected = (context: Context) => Test | undefined

/**
 * Whether a request is as a condition demands. A variable that the request cannot fill never makes a statement allow, nor keeps it from
 * denying, by being different from everything.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 * @remarks Assumed: IfExists behind ForAnyValue means what AWS writes of IfExists everywhere; tags whose keys differ in case only are
 * as strict as they can be.
 */
export const holds = (condition: Condition, context: Context, effect: Effect): boolean => {
  const values = context(condition.key)
  if (condition.type === 'presence') return condition.isAbsent.includes(values.length === 0)
  const { quantifier, isNegated, ifExists } = condition
  const fits = (value: string): boolean => isExpected(value, condition, context, effect)
  if (quantifier !== undefined) {
    const said = values.filter((value) => value !== '')
    if (quantifier === 'all') return said.every(fits)
    return said.length === 0 ? ifExists : said.some(fits)
  }
  if (values.length === 0) return ifExists || isNegated
  return effect === 'Allow' ? values.every(fits) : values.some(fits)
}

const isExpected = (value: string, { expected, isNegated }: Comparison, context: Context, effect: Effect): boolean => {
  const tests = expected.map((each) => each(context))
  if (tests.some((test) => test?.(value) === true)) return !isNegated
  return isNegated && (effect === 'Deny' || !tests.includes(undefined))
}
