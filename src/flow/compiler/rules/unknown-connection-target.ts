import type { Rule } from './rule.ts'

export const unknownConnectionTarget: Rule = ({ connections }) =>
  connections
    .filter(({ target }) => !target)
    .map(({ connection }) => ({
      severity: 'Error',
      type: 'UnknownConnectionTarget',
      message: `Connection ${connection.name} references an unknown target node, ${connection.target}.`,
      details: { unknownConnectionTarget: { connection: connection.name } },
    }))
