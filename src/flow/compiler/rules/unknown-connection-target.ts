import { isElsewhere } from './invalid-loop-boundary.ts'
import type { Rule } from './rule.ts'

export const unknownConnectionTarget: Rule = (index) =>
  index.connections
    .values()
    .filter(({ connection, target }) => !target && !isElsewhere(connection.target, index))
    .map((at) => ({
      severity: 'Error',
      type: 'UnknownConnectionTarget',
      message: `Connection ${at.connection.name} references an unknown target node, ${at.connection.target}.`,
      details: { unknownConnectionTarget: { connection: at.connection.name } },
      at,
    }))
