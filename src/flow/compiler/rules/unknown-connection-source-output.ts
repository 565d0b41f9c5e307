import type { Rule } from './rule.ts'

export const unknownConnectionSourceOutput: Rule = ({ connections }) =>
  connections.values().flatMap((at) => {
    const { connection, source, output } = at
    const data = connection.type === 'Data' ? connection.configuration?.data : undefined
    if (!data || !source || output) return []
    return [
      {
        severity: 'Error' as const,
        type: 'UnknownConnectionSourceOutput' as const,
        message: `Connection ${connection.name} references an unknown source output, ${data.sourceOutput} of node ${connection.source}.`,
        details: { unknownConnectionSourceOutput: { connection: connection.name } },
        at,
      },
    ]
  })
