import { isJsonObject } from '../../lib/json.ts'
import type { Json, JsonObject } from '../../lib/json.ts'
import { shown } from '../configuration-problem.ts'
import { nearest } from '../nearest.ts'
import type { Element, PolicyPath, Report } from './faults.ts'
import { parseActions } from './parse-actions.ts'
import { parseConditions } from './parse-conditions.ts'
import { parseResources } from './parse-resources.ts'
import type { Effect } from './condition.ts'
import type { Statement } from './policy.ts'

export interface StatementPlace {
  readonly path: PolicyPath
  /** From 1. */
  readonly number: number
  readonly policy: string
  readonly hasVariables: boolean
  readonly report: Report
}

const elements = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition']
const ofOtherPolicies = new Set(['Principal', 'NotPrincipal'])

/**
 * A statement. What is wrong with it is reported; then it is none to be asked.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export const parseStatement = (value: Json, { path, number, policy, hasVariables, report }: StatementPlace): Statement | undefined => {
  if (!isJsonObject(value)) {
    report(path, `Statement ${number} is ${shown(value)}, but must be a mapping with Effect, Action and Resource.`)
    return undefined
  }
  const sid = typeof value['Sid'] === 'string' && value['Sid'] !== '' ? value['Sid'] : undefined
  const subject = sid === undefined ? `Statement ${number}` : `Statement ${number} (${shown(sid)})`
  const at = (element: string): Element => ({ path: [...path, element], subject: `The ${element} of ${lower(subject)}`, report })
  for (const element of Object.keys(value)) refuseUnknown(element, { path: [...path, element], subject, report })
  if ('Sid' in value && !(typeof value['Sid'] === 'string' && /^[0-9A-Za-z]{0,256}$/.test(value['Sid'])))
    report([...path, 'Sid'], `The Sid of ${lower(subject)} is ${shown(value['Sid'])}, but must be text of letters and digits.`)
  const effect = effectOf(value['Effect'], { path: 'Effect' in value ? [...path, 'Effect'] : path, subject, report })
  const action = onlyOf(value, ['Action', 'NotAction'], { path, subject, report })
  const resource = onlyOf(value, ['Resource', 'NotResource'], { path, subject, report })
  if (effect === undefined || action === undefined || resource === undefined) return undefined
  const actions = parseActions(action.value, { ...at(action.element), isNegated: action.element === 'NotAction' })
  const anyKey = actions.ofOthersOnly
  const resources = parseResources(resource.value, {
    ...at(resource.element),
    isNegated: resource.element === 'NotResource',
    anyKey,
    hasVariables,
    effect,
  })
  const { conditions, keys } =
    value['Condition'] === undefined
      ? { conditions: [], keys: [] }
      : parseConditions(value['Condition'], { ...at('Condition'), hasVariables, anyKey })
  return {
    effect,
    policy,
    name: sid ?? `statement ${number}`,
    isAbout: actions.isAbout,
    covers: resources.covers,
    conditions,
    keys: new Set([...keys, ...resources.keys]),
  }
}

const refuseUnknown = (element: string, { path, subject, report }: Element): void => {
  if (elements.includes(element)) return
  if (ofOtherPolicies.has(element))
    report(path, `${subject} has a ${element}, but the policy is of the credential that names it: leave the ${element} out.`)
  else
    report(
      path,
      `${subject} has the element ${shown(element)}, which no statement has; the nearest is ${nearest(element, elements) ?? ''}.`,
    )
}

const effectOf = (value: Json | undefined, { path, subject, report }: Element): Effect | undefined => {
  if (value === 'Allow' || value === 'Deny') return value
  report(
    path,
    value === undefined
      ? `${subject} has no Effect: add Allow or Deny.`
      : `The Effect of ${lower(subject)} is ${shown(value)}, but must be 'Allow' or 'Deny'.`,
  )
  return undefined
}

/** Exactly one of two elements that exclude each other. */
const onlyOf = (value: JsonObject, [plain, negated]: readonly [string, string], { path, subject, report }: Element) => {
  const [element, other] = [plain, negated].filter((each) => value[each] !== undefined)
  if (element === undefined) report(path, `${subject} has neither ${plain} nor ${negated}: add one of the two.`)
  else if (other !== undefined) report([...path, other], `${subject} has both ${plain} and ${negated}: leave one of the two out.`)
  const found = element === undefined || other !== undefined ? undefined : value[element]
  return element === undefined || found === undefined ? undefined : { element, value: found }
}

const lower = (subject: string): string => subject.replace(/^S/, 's')
