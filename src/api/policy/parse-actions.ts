import type { Json } from '../../lib/json.ts'
import { shown } from '../configuration-problem.ts'
import { distance, nearest } from '../nearest.ts'
import { bedrockActions } from './bedrock-actions.ts'
import type { Element } from './faults.ts'
import { textsOf } from './faults.ts'
import type { Statement } from './policy.ts'
import { piecesOf, wildcards } from './wildcards.ts'

interface Options extends Element {
  /** Whether the element is `NotAction`. */
  readonly isNegated: boolean
}

interface ParsedActions extends Pick<Statement, 'isAbout'> {
  /** Whether it is about actions of services that are not here: then the statement never applies. */
  readonly ofOthersOnly: boolean
}

/**
 * The element `Action` or `NotAction`. Actions of other services are taken as they are, and never asked for here.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export const parseActions = (value: Json, { isNegated, path, subject, report }: Options): ParsedActions => {
  const actions = textsOf(value, { path, subject, report })
  for (const { text, path: at } of actions) {
    const fault = faultOf(text)
    if (fault !== undefined) report(at, `${subject} has ${shown(text)}, ${fault}.`)
  }
  const tests = actions.map(({ text }) => wildcards(piecesOf(text.toLowerCase())))
  return {
    isAbout: (action) => tests.some((test) => test(action.toLowerCase())) !== isNegated,
    ofOthersOnly: !isNegated && actions.every(({ text }) => text !== '*' && !text.toLowerCase().startsWith(prefix)),
  }
}

const bedrock = 'bedrock'
const prefix = `${bedrock}:`
// The SDKs' clients have names of their own, which are no prefixes of actions.
const clients = new Set(['bedrock-agent', 'bedrock-agent-runtime', 'bedrock-runtime'])
const fewLetters = 2

/** Whether somebody who wrote this, in lower case, meant Amazon Bedrock: an action of a service that there is not would never be asked for. */
export const isMistakenForBedrock = (service: string): boolean =>
  service !== bedrock && (clients.has(service) || distance(service, bedrock) <= fewLetters)

const lowerCaseActions = bedrockActions.map((name) => name.toLowerCase())

const faultOf = (action: string): string | undefined => {
  if (action === '*') return undefined
  if (!/^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/.test(action))
    return "but an action is written as 'bedrock:GetFlow', with * and ? behind the colon only, or is '*'"
  const colon = action.indexOf(':')
  const [service, name] = [action.slice(0, colon).toLowerCase(), action.slice(colon + 1)]
  if (isMistakenForBedrock(service)) return `but no service has the prefix '${service}': write '${prefix}${name}'`
  if (service !== bedrock) return undefined
  const test = wildcards(piecesOf(name.toLowerCase()))
  if (lowerCaseActions.some(test)) return undefined
  return `which no action of Amazon Bedrock is; the nearest is ${prefix}${nearest(name, bedrockActions) ?? ''}`
}
