import type { Rule } from './rule.ts'

/** An Input node takes no connection, whatever inputs it declares. */
export const unknownConnectionTargetInput: Rule = ({ connections }) =>
  connections.flatMap(({ connection, target, input }) => {
    const data = connection.type === 'Data' ? connection.configuration?.data : undefined
    if (!data || !target || (input && target.type.behaviour !== 'start')) return []
    return {
      severity: 'Error',
      type: 'UnknownConnectionTargetInput',
      message: `Connection ${connection.name} references an unknown target input, ${data.targetInput} of node ${connection.target}.`,
      details: { unknownConnectionTargetInput: { connection: connection.name } },
    }
  })
