import type { Rule } from './rule.ts'

/** Only a Condition node has conditions. */
export const unknownConnectionCondition: Rule = ({ connections }) =>
  connections.values().flatMap((at) => {
    const { connection, source, condition } = at
    const conditional = connection.type === 'Conditional' ? connection.configuration?.conditional : undefined
    if (!conditional || !source || condition) return []
    return [
      {
        severity: 'Error' as const,
        type: 'UnknownConnectionCondition' as const,
        message: `Connection ${connection.name} references an unknown condition, ${conditional.condition} of node ${connection.source}.`,
        details: { unknownConnectionCondition: { connection: connection.name } },
        at,
      },
    ]
  })
