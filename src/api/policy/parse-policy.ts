import { isJsonObject } from '../../lib/json.ts'
import type { Json } from '../../lib/json.ts'
import { shown } from '../configuration-problem.ts'
import { nearest } from '../nearest.ts'
import type { PolicyFault, Report } from './faults.ts'
import { mostEntries } from './faults.ts'
import { parseStatement } from './parse-statement.ts'
import type { Policy } from './policy.ts'

/** A policy that can be asked, or all that is wrong with it. */
export type ParsedPolicy = { readonly policy: Policy } | { readonly faults: readonly PolicyFault[] }

const elements = ['Version', 'Id', 'Statement']
const withVariables = '2012-10-17'
const versions = [withVariables, '2008-10-17']

/**
 * Reads an IAM policy of an identity. Whatever it would not follow to the letter is a fault: nothing that somebody wrote is ignored.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export const parsePolicy = (value: Json, name: string): ParsedPolicy => {
  const faults: PolicyFault[] = []
  const report: Report = (path, message) => faults.push({ path, message })
  const policy = readPolicy(value, name, report)
  return policy === undefined || faults.length > 0 ? { faults } : { policy }
}

const readPolicy = (value: Json, name: string, report: Report): Policy | undefined => {
  if (!isJsonObject(value)) {
    report([], `It is ${shown(value)}, but a policy is a mapping with Version and Statement.`)
    return undefined
  }
  for (const element of Object.keys(value).filter((each) => !elements.includes(each)))
    report(
      [element],
      `The policy has the element ${shown(element)}, which no policy has; the nearest is ${nearest(element, elements) ?? ''}.`,
    )
  const { Version: version = '2008-10-17', Id: id = '', Statement: written } = value
  if (typeof version !== 'string' || !versions.includes(version))
    report(['Version'], `The Version is ${shown(version)}, but must be ${versions.map(shown).join(' or ')}.`)
  if (typeof id !== 'string' || id.length > 512) report(['Id'], `The Id is ${shown(id)}, but must be text of at most 512 characters.`)
  if (written === undefined) {
    report([], 'The policy has no Statement: add one, or a list of them.')
    return undefined
  }
  const places: readonly Place[] = Array.isArray(written)
    ? written.map((item: Json, index) => ({ item, path: ['Statement', index] }))
    : [{ item: written, path: ['Statement'] }]
  if (places.length === 0 || places.length > mostEntries) {
    report(['Statement'], `The policy has ${places.length} statements, but must have 1 to ${mostEntries}.`)
    return undefined
  }
  refuseSameSids(places, report)
  const hasVariables = version === withVariables
  const statements = places.map(({ item, path }, index) =>
    parseStatement(item, { path, number: index + 1, policy: name, hasVariables, report }),
  )
  return { name, statements: statements.filter((statement) => statement !== undefined) }
}

interface Place {
  readonly item: Json
  readonly path: readonly (string | number)[]
}

const refuseSameSids = (places: readonly Place[], report: Report): void => {
  const seen = new Map<string, number>()
  for (const [index, { item, path }] of places.entries()) {
    const sid = isJsonObject(item) ? item['Sid'] : undefined
    if (typeof sid !== 'string' || sid === '') continue
    const first = seen.get(sid)
    if (first !== undefined)
      report([...path, 'Sid'], `Statement ${index + 1} has the Sid ${shown(sid)} of statement ${first}: give each its own.`)
    else seen.set(sid, index + 1)
  }
}
