import { operations } from '../../contract/operations.ts'
import type { Rate } from './rate.ts'
import type { ThrottlingSettings } from './throttling-schema.ts'

/** The rates of a configuration, by operation. */
export const ratesOf = ({ preset, ...settings }: ThrottlingSettings): ReadonlyMap<string, Rate> =>
  new Map([
    ...(preset === 'aws' ? awsRates() : []),
    ...Object.entries(settings).map(([operation, { perSecond, burst = Math.max(1, Math.ceil(perSecond)) }]): [string, Rate] => [
      operation,
      { perSecond, burst, setting: `throttling.${operation}` },
    ]),
  ])

/**
 * What AWS publishes: of operations on flows and prompts, none of executions and tags.
 * @see https://docs.aws.amazon.com/general/latest/gr/bedrock.html
 * @remarks Assumed: that as many calls may come at once as in a second, and that a rate holds for one account in one region.
 */
const awsRates = (): readonly (readonly [string, Rate])[] =>
  Object.keys(operations).flatMap((operation) => {
    const perSecond = awsRate(operation)
    return perSecond === undefined ? [] : [[operation, { perSecond, burst: perSecond, setting: 'throttling.preset' }]]
  })

const awsRate = (operation: string): number | undefined => {
  if (/^(?:Get|List)(?:Flow|Prompt)(?:s|Version|Versions|Alias|Aliases)?$/.test(operation)) return 10
  if (/^(?:Create|Update|Delete)(?:Flow|Prompt)(?:Version|Alias)?$/.test(operation)) return 2
  return operation === 'PrepareFlow' || operation === 'ValidateFlowDefinition' ? 2 : undefined
}
