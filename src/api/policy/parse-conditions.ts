import { isJsonObject } from '../../lib/json.ts'
import type { Json } from '../../lib/json.ts'
import { shown } from '../configuration-problem.ts'
import { nearest } from '../nearest.ts'
import { conditionKey, conditionKeyNames } from './condition-keys.ts'
import { operators } from './condition-operators.ts'
import type { Operator } from './condition-operators.ts'
import type { Condition, Expected } from './condition.ts'
import type { Element, PolicyPath, Report } from './faults.ts'
import { longestText, mostEntries } from './faults.ts'
import { parseTemplate, resolved } from './template.ts'

export interface ParsedConditions {
  readonly conditions: readonly Condition[]
  /** Condition keys, in lower case. */
  readonly keys: readonly string[]
}

interface Options extends Element {
  readonly hasVariables: boolean
  /** Of a statement about other services alone any key may be asked for: it never applies. */
  readonly anyKey: boolean
}

/** The element `Condition`: by operator, by key, the values. */
export const parseConditions = (value: Json, options: Options): ParsedConditions => {
  const { path, subject, report } = options
  if (!isJsonObject(value)) {
    report(path, `${subject} is ${shown(value)}, but must be a mapping of operators, as { "StringEquals": { "aws:username": "alice" } }.`)
    return { conditions: [], keys: [] }
  }
  const parsed = Object.entries(value).map(([name, entries]) => {
    const operator = operatorOf(name)
    const at = [...path, name]
    if (operator === undefined) {
      report(
        at,
        `${subject} has the operator ${shown(name)}, which is none here; the nearest is ${nearest(name.replace(/^For\w+:|IfExists$/g, ''), operatorNames) ?? ''}.`,
      )
      return []
    }
    if (isJsonObject(entries) && Object.keys(entries).length > 0)
      return Object.entries(entries).map(([key, values]) => parseCondition(operator, { key, values }, { ...options, path: [...at, key] }))
    report(at, `${subject} has with ${name} ${shown(entries)}, but must have a mapping of condition keys to values.`)
    return []
  })
  const found = parsed.flat().filter((each) => each !== undefined)
  return { conditions: found.map(({ condition }) => condition), keys: found.flatMap(({ keys }) => keys) }
}

interface NamedOperator {
  readonly name: string
  readonly quantifier: 'all' | 'any' | undefined
  readonly ifExists: boolean
  /** `undefined`: the operator Null. */
  readonly operator: Operator | undefined
}

const operatorNames = [...operators.keys(), 'Null']

const operatorOf = (name: string): NamedOperator | undefined => {
  const [, set, plain = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/.exec(name) ?? []
  if (plain === 'Null')
    return set === undefined && ifExists === undefined ? { name, quantifier: undefined, ifExists: false, operator: undefined } : undefined
  const operator = operators.get(plain)
  const quantifier = set === undefined ? undefined : set === 'ForAllValues' ? 'all' : 'any'
  return operator && { name, quantifier, ifExists: ifExists !== undefined, operator }
}

interface Written {
  readonly key: string
  readonly values: Json
}

const parseCondition = (
  { name, operator, quantifier, ifExists }: NamedOperator,
  { key: written, values }: Written,
  { path, subject, report, hasVariables, anyKey }: Options,
): { readonly condition: Condition; readonly keys: readonly string[] } | undefined => {
  const known = conditionKey(written)
  if (known === undefined && !anyKey) {
    const closest = nearest(written, conditionKeyNames) ?? ''
    report(path, `${subject} has the condition key ${shown(written)}, which no request has here; the nearest is ${closest}.`)
    return undefined
  }
  if (known?.isSet && operator !== undefined && quantifier === undefined) {
    const ways = `ForAllValues:${name} or ForAnyValue:${name}`
    report(path, `${subject} compares ${known.name} by ${name}, but a request may have several values of it: write ${ways}.`)
    return undefined
  }
  const key = written.toLowerCase()
  const texts = valuesOf(values, { path, subject: `${subject}, ${name} ${written},`, report })
  if (operator === undefined) {
    const isAbsent = texts.flatMap(({ text, path: at }) => {
      if (text === 'true' || text === 'false') return text === 'true'
      report(at, `${subject} has with Null ${shown(text)}, but must have true or false.`)
      return []
    })
    return { condition: { type: 'presence', key, isAbsent }, keys: [key] }
  }
  const expected = texts.map(({ text, path: at }) => {
    const found = expectedOf(text, operator, { hasVariables, anyKey })
    if ('fault' in found) report(at, `${subject} has with ${name} ${shown(text)}, which ${found.fault}.`)
    return 'fault' in found ? { test: () => undefined, keys: [] } : found
  })
  return {
    condition: { type: 'comparison', key, quantifier, isNegated: operator.isNegated, ifExists, expected: expected.map(({ test }) => test) },
    keys: [key, ...expected.flatMap(({ keys }) => keys)],
  }
}

const expectedOf = (
  text: string,
  operator: Operator,
  { hasVariables, anyKey }: Pick<Options, 'hasVariables' | 'anyKey'>,
): { readonly test: Expected; readonly keys: readonly string[] } | { readonly fault: string } => {
  const invalid = { fault: `must be ${operator.written}` }
  if (operator.takes === 'value') {
    if (hasVariables && text.includes('${'))
      return { fault: `has a variable, but must be ${operator.written}: AWS fills in variables where texts and ARNs are compared` }
    const test = operator.test(text)
    return test === undefined ? invalid : { test: () => test, keys: [] }
  }
  const parsed = parseTemplate(text, { hasVariables, anyKey, hasWildcards: operator.hasWildcards })
  if ('fault' in parsed) return parsed
  const { template } = parsed
  if (template.keys.length > 0) {
    return {
      test: (context) => {
        const pieces = resolved(template, context)
        return pieces && operator.test(pieces)
      },
      keys: template.keys,
    }
  }
  const test = operator.test(resolved(template, () => []) ?? [])
  return test === undefined ? invalid : { test: () => test, keys: [] }
}

/** One value or a list; AWS also takes numbers and Booleans as they are. */
const valuesOf = (value: Json, { path, subject, report }: Element): readonly { readonly text: string; readonly path: PolicyPath }[] => {
  const items = Array.isArray(value) ? value.map((item: Json, index) => ({ item, path: [...path, index] })) : [{ item: value, path }]
  if (items.length === 0 || items.length > mostEntries) {
    report(path, `${subject} has ${items.length} values, but must have 1 to ${mostEntries}.`)
    return []
  }
  return items.flatMap(({ item, path: at }) => textOf(item, at, { subject, report }))
}

const textOf = (item: Json, path: PolicyPath, { subject, report }: { readonly subject: string; readonly report: Report }) => {
  const text = typeof item === 'number' || typeof item === 'boolean' ? String(item) : item
  if (typeof text === 'string' && text.length <= longestText) return [{ text, path }]
  report(path, `${subject} has the value ${shown(item)}, but must have text of at most ${longestText} characters, a number, true or false.`)
  return []
}
