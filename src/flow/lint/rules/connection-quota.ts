import { nodeQuotas } from '../../node-quotas.ts'
import type { LintRule } from '../rule.ts'

/** A definition has more connections than AWS's model declares. */
export const connectionQuota: LintRule = (parts) =>
  parts.flatMap(({ connections, path }) =>
    connections.length > nodeQuotas.connections
      ? {
          message: `There are ${connections.length} connections; AWS declares at most ${nodeQuotas.connections} in one definition, although it has been seen to take more.`,
          path: [...path, 'connections'],
        }
      : [],
  )
