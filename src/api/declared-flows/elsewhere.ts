import { parseFlowArn } from '../../contract/arn.ts'
import type { Partition } from '../../store/resources.ts'

/** Where the declared flows are. */
export interface DeclaredPlace extends Partition {
  readonly ids: ReadonlySet<string>
}

/**
 * What helps a caller who does not find a declared flow, as it asks in another account or region.
 * `undefined`: the flow is not declared, or this is the place.
 */
export const elsewhere = (flowIdentifier: string, caller: Partition, { ids, account, region }: DeclaredPlace): string | undefined => {
  const arn = parseFlowArn(flowIdentifier)
  const id = arn?.flowId ?? flowIdentifier
  if (!ids.has(id)) return undefined
  const asked = arn ?? caller
  const differences = [
    caller.account !== account && `this call is of account ${caller.account}, which its access key says: twelve digits are the account`,
    caller.region !== region && `this call is signed for region ${caller.region}`,
    arn && asked.account !== account && `its ARN says account ${arn.account}`,
    arn && asked.region !== region && `its ARN says region ${arn.region}`,
  ].filter((difference) => typeof difference === 'string')
  if (differences.length === 0) return undefined
  return `The configuration declares ${id} in account ${account} and region ${region}, but ${differences.join(', and ')}.`
}
