import type { AccessRequest } from '../../src/api/policy/permissions.ts'
import type { DrawnStatement } from '../../src/api/policy/drawn-policies.contract.ts'

/** Whether statements allow a request: read off AWS's documentation once more, by regular expressions and without any compiling. */
export const referenceDecision = (statements: readonly DrawnStatement[], request: AccessRequest): boolean => {
  const applying = statements.filter((statement) => applies(statement, request))
  return applying.length > 0 && applying.every(({ Effect }) => Effect === 'Allow')
}

const listOf = <Value>(value: Value | readonly Value[]): readonly Value[] => [value].flat() as Value[]

/** With the values of its variables; `undefined`: the request lacks one. */
const filled = (text: string, { context }: AccessRequest): string | undefined => {
  let isComplete = true
  const result = text.replaceAll(/\$\{([^,}]+)(?:, '([^']*)')?\}/g, (_, key: string, otherwise: string | undefined) => {
    const value = context(key.toLowerCase())[0] ?? otherwise
    if (value === undefined) isComplete = false
    return (value ?? '').replaceAll(/[*?]/g, '\\$&')
  })
  return isComplete ? result : undefined
}

const like = (pattern: string, text: string, flags = ''): boolean => {
  const expression = pattern.replaceAll(/\\[*?]|[.*+?^${}()|[\]\\]/g, (found) =>
    found === '*' ? '.*' : found === '?' ? '.' : found.length > 1 ? found : `\\${found}`,
  )
  return new RegExp(`^${expression}$`, `s${flags}`).test(text)
}

const plain = (text: string): string => text.replaceAll(/\\([*?])/g, '$1')

const applies = (statement: DrawnStatement, request: AccessRequest): boolean => {
  const { Action, NotAction, Resource, NotResource, Condition } = statement
  const isDeny = statement.Effect === 'Deny'
  const isAbout = (actions: string | readonly string[]): boolean => listOf(actions).some((action) => like(action, request.action, 'i'))
  if (Action !== undefined ? !isAbout(Action) : isAbout(NotAction ?? [])) return false
  const patterns = listOf(Resource ?? NotResource ?? []).map((resource) => filled(resource, request))
  const isCovered = patterns.some((pattern) => pattern !== undefined && like(pattern, request.resource))
  if (Resource !== undefined ? !isCovered : isCovered || (!isDeny && patterns.includes(undefined))) return false
  return Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, expected]) =>
      isHeld({ operator, values: request.context(key.toLowerCase()), expected: listOf(expected), isDeny }, request),
    ),
  )
}

interface Question {
  readonly operator: string
  readonly values: readonly string[]
  readonly expected: readonly (string | boolean)[]
  readonly isDeny: boolean
}

const isHeld = ({ operator, values, expected, isDeny }: Question, request: AccessRequest): boolean => {
  if (operator === 'Null') return expected.includes(values.length === 0)
  const [, set, name = '', ifExists] = /^(?:(\w+):)?(\w+?)(IfExists)?$/.exec(operator) ?? []
  const isNegated = name.includes('Not')
  const texts = expected.map((text) => (name.startsWith('String') ? filled(String(text), request) : String(text)))
  const fits = (value: string): boolean => {
    if (texts.some((text) => text !== undefined && compares(name.replace('Not', ''), text, value))) return !isNegated
    return isNegated && (isDeny || !texts.includes(undefined))
  }
  const [first, ...others] = values
  if (set === 'ForAllValues') return values.filter((value) => value !== '').every(fits)
  const present = values.filter((value) => value !== '')
  if (set === 'ForAnyValue') return present.length === 0 ? ifExists !== undefined : present.some(fits)
  if (others.length > 0) throw new Error('No single value is drawn twice.')
  return first === undefined ? isNegated || ifExists !== undefined : fits(first)
}

const compares = (name: string, expected: string, value: string): boolean => {
  switch (name) {
    case 'StringEquals':
      return plain(expected) === value
    case 'StringLike':
      return like(expected, value)
    case 'IpAddress':
      return expected === '::/0' ? value.includes(':') : value.startsWith('203.0.113.')
    case 'DateLessThan':
      return Date.parse(value) < Date.parse(expected)
    case 'DateGreaterThan':
      return Date.parse(value) > Date.parse(expected)
    default:
      throw new Error(`No ${name} is drawn.`)
  }
}
