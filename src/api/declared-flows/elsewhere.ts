import { parseFlowArn } from '../../contract/arn.ts'
import type { Partition } from '../../store/partition.ts'
import type { Caller } from '../operations/operation.ts'

/** Where the declared flows are. */
export interface DeclaredPlace extends Partition {
  /** The alias that each of them declares, by its id. */
  readonly aliases: ReadonlyMap<string, string | undefined>
}

/**
 * What helps a caller who does not find a declared flow, as it asks in another account or region.
 * `undefined`: the flow is not declared, or this is the place.
 * @param identifiers - of the flow, then of what is asked for of it; ids or ARNs.
 */
export const elsewhere = (
  identifiers: readonly string[],
  caller: Caller,
  { aliases, account, region }: DeclaredPlace,
): string | undefined => {
  const [flow = ''] = identifiers
  const id = parseFlowArn(flow)?.flowId ?? flow
  if (!aliases.has(id)) return undefined
  const arns = identifiers.flatMap((identifier) => parseFlowArn(identifier) ?? [])
  const differences = new Set([
    ...(caller.account === account ? [] : [accountOf(caller)]),
    ...(caller.region === region ? [] : [`this call is signed for region ${caller.region}`]),
    ...arns.flatMap((arn) => (arn.account === account ? [] : [`an ARN in it says account ${arn.account}`])),
    ...arns.flatMap((arn) => (arn.region === region ? [] : [`an ARN in it says region ${arn.region}`])),
  ])
  if (differences.size === 0) return undefined
  return `The configuration declares ${id} in account ${account} and region ${region}, but ${[...differences].join(', and ')}.`
}

const accountOf = ({ account, accessKeyId }: Caller): string =>
  accessKeyId === account
    ? `this call is of account ${account}, which is its access key`
    : `this call is of account ${account}, as its access key is not the twelve digits of another`
