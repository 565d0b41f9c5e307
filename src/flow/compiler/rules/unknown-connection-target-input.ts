import { begins } from './unspecified.ts'
import type { Rule } from './rule.ts'

/** An Input or LoopInput node takes no connection, whatever inputs it declares. */
export const unknownConnectionTargetInput: Rule = ({ connections }) =>
  connections.values().flatMap((at) => {
    const { connection, target, input } = at
    const data = connection.type === 'Data' ? connection.configuration?.data : undefined
    if (!data || !target || (input && !begins(target))) return []
    return [
      {
        severity: 'Error' as const,
        type: 'UnknownConnectionTargetInput' as const,
        message: `Connection ${connection.name} references an unknown target input, ${data.targetInput} of node ${connection.target}.`,
        details: { unknownConnectionTargetInput: { connection: connection.name } },
        at,
      },
    ]
  })
