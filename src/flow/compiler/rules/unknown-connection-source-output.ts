import { firstFindings } from './first-findings.ts'
import type { Rule } from './rule.ts'

export const unknownConnectionSourceOutput: Rule = ({ incomplete }) =>
  firstFindings(incomplete, (at) => {
    const { connection, source, output } = at
    const data = connection.type === 'Data' ? connection.configuration?.data : undefined
    if (!data || !source || output) return undefined
    return {
      severity: 'Error',
      type: 'UnknownConnectionSourceOutput',
      message: `Connection ${connection.name} references an unknown source output, ${data.sourceOutput} of node ${connection.source}.`,
      details: { unknownConnectionSourceOutput: { connection: connection.name } },
      at,
    }
  })
