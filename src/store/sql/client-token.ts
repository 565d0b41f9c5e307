import type { Creation } from '../resources.ts'
import { canonicalHash } from './canonical-hash.ts'
import type { PartitionOptions } from './resource-writes.ts'
import type { ClientToken } from './writes/once.ts'

/** The token of a create, with a hash of everything else that it asks for; `undefined`: it has none. */
export const clientToken = (
  operation: string,
  { clientToken: token, quota: _, ...creation }: Creation,
  asked: { readonly options: Pick<PartitionOptions, 'partition' | 'clock'>; readonly parameters: object },
): ClientToken | undefined => {
  if (token === undefined) return undefined
  const { partition, clock } = asked.options
  return { partition, operation, token, parameters: canonicalHash({ ...asked.parameters, ...creation }), now: clock.now() }
}
