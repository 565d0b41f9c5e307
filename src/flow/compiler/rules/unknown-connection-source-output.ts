import type { Rule } from './rule.ts'

export const unknownConnectionSourceOutput: Rule = ({ connections }) =>
  connections.flatMap(({ connection, source, output }) => {
    const data = connection.type === 'Data' ? connection.configuration?.data : undefined
    if (!data || !source || output) return []
    return {
      severity: 'Error',
      type: 'UnknownConnectionSourceOutput',
      message: `Connection ${connection.name} references an unknown source output, ${data.sourceOutput} of node ${connection.source}.`,
      details: { unknownConnectionSourceOutput: { connection: connection.name } },
    }
  })
