import { isElsewhere } from './invalid-loop-boundary.ts'
import type { Rule } from './rule.ts'

export const unknownConnectionSource: Rule = (index) =>
  index.connections
    .values()
    .filter(({ connection, source }) => !source && !isElsewhere(connection.source, index))
    .map((at) => ({
      severity: 'Error',
      type: 'UnknownConnectionSource',
      message: `Connection ${at.connection.name} references an unknown source node, ${at.connection.source}.`,
      details: { unknownConnectionSource: { connection: at.connection.name } },
      at,
    }))
