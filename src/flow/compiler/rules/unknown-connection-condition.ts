import { firstFindings } from './first-findings.ts'
import type { Rule } from './rule.ts'

/**
 * Only a Condition node has conditions.
 * @remarks Assumed: a Conditional connection from another node names an unknown condition.
 */
export const unknownConnectionCondition: Rule = ({ incomplete }) =>
  firstFindings(incomplete, (at) => {
    const { connection, source, condition } = at
    const conditional = connection.type === 'Conditional' ? connection.configuration?.conditional : undefined
    if (!conditional || !source || condition) return undefined
    return {
      severity: 'Error',
      type: 'UnknownConnectionCondition',
      message: `Connection ${connection.name} references an unknown condition, ${conditional.condition} of node ${connection.source}.`,
      details: { unknownConnectionCondition: { connection: connection.name } },
      at,
    }
  })
