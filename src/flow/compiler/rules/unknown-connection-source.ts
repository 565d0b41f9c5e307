import type { Rule } from './rule.ts'

export const unknownConnectionSource: Rule = ({ connections }) =>
  connections
    .filter(({ source }) => !source)
    .map(({ connection }) => ({
      severity: 'Error',
      type: 'UnknownConnectionSource',
      message: `Connection ${connection.name} references an unknown source node, ${connection.source}.`,
      details: { unknownConnectionSource: { connection: connection.name } },
    }))
