import { firstFindings } from './first-findings.ts'
import type { Rule } from './rule.ts'

export const unknownConnectionTargetInput: Rule = ({ incomplete }) =>
  firstFindings(incomplete, (at) => {
    const { connection, target, input } = at
    const data = connection.type === 'Data' ? connection.configuration?.data : undefined
    if (!data || !target || input) return undefined
    return {
      severity: 'Error',
      type: 'UnknownConnectionTargetInput',
      message: `Connection ${connection.name} references an unknown target input, ${data.targetInput} of node ${connection.target}.`,
      details: { unknownConnectionTargetInput: { connection: connection.name } },
      at,
    }
  })
