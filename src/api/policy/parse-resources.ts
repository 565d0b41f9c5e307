import type { Json } from '../../lib/json.ts'
import { shown } from '../configuration-problem.ts'
import type { Element } from './faults.ts'
import { textsOf } from './faults.ts'
import type { Effect } from './condition.ts'
import { isMistakenForBedrock } from './parse-actions.ts'
import type { Statement } from './policy.ts'
import { parseTemplate, resolved } from './template.ts'
import { wildcards } from './wildcards.ts'

interface Options extends Element {
  /** Whether the element is `NotResource`. */
  readonly isNegated: boolean
  readonly hasVariables: boolean
  /** Of a statement about other services alone: it never applies. */
  readonly anyKey: boolean
  readonly effect: Effect
}

interface ParsedResources extends Pick<Statement, 'covers'> {
  /** Condition keys of its variables, in lower case. */
  readonly keys: readonly string[]
}

/**
 * The element `Resource` or `NotResource`. A `*` stands for any characters, colons and slashes too: `flow/*` is also each flow's
 * aliases and executions.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export const parseResources = (
  value: Json,
  { isNegated, hasVariables, anyKey, effect, path, subject, report }: Options,
): ParsedResources => {
  const templates = textsOf(value, { path, subject, report }).flatMap(({ text, path: at }) => {
    const parsed = parseTemplate(text, { hasVariables, anyKey, hasWildcards: true })
    const fault = 'fault' in parsed ? `which ${parsed.fault}` : faultOf(text)
    if (fault !== undefined) report(at, `${subject} has ${shown(text)}, ${fault}.`)
    return 'template' in parsed ? parsed.template : []
  })
  const tests = templates.map((template) => {
    if (template.keys.length === 0) {
      const test = wildcards(resolved(template, () => []) ?? [])
      return () => test
    }
    return (context: Parameters<Statement['covers']>[1]) => {
      const pieces = resolved(template, context)
      return pieces && wildcards(pieces)
    }
  })
  return {
    covers: (resource, context) => {
      const found = new Set(tests.map((test) => test(context)?.(resource)))
      if (found.has(true)) return !isNegated
      // What no variable can name must not let an Allow be about everything.
      return isNegated && (effect === 'Deny' || !found.has(undefined))
    },
    keys: templates.flatMap(({ keys }) => keys),
  }
}

const faultOf = (resource: string): string | undefined => {
  if (resource === '*') return undefined
  if (!resource.startsWith('arn:')) return "but a resource is an ARN as 'arn:aws:bedrock:us-east-1:123456789012:flow/FLOW123456', or '*'"
  const [, , service = ''] = resource.split(':')
  if (/^[a-z-]+$/.test(service) && isMistakenForBedrock(service)) return `but no service has the name '${service}' in ARNs: write 'bedrock'`
  if (resource.split(':').length >= 6 || /[*]/.test(resource)) return undefined
  return 'which has fewer than the six parts of an ARN between colons: it is no resource'
}
