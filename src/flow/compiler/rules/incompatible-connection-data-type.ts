import type { IoType } from '../../../contract/flow-definition.ts'
import type { InputPath } from '../../expression/path.ts'
import { isDefinite } from '../../expression/path-step.ts'
import { firstFindings } from './first-findings.ts'
import type { Rule } from './rule.ts'

/** Nothing is coerced. What a path below `$.data` selects is not known before a run, so that it is no finding. */
export const incompatibleConnectionDataType: Rule = ({ connections }) =>
  firstFindings(connections, (at) => {
    const { connection, output, input } = at
    if (!output || !input || !('path' in input.parsed)) return undefined
    const delivered = deliveredType(input.parsed.path, output.type)
    const { name, type, expression } = input.input
    if (delivered === undefined || delivered === type) return undefined
    const taker = `input ${name} of node ${connection.target}, which takes ${type} (expression ${expression})`
    return {
      severity: 'Error',
      type: 'IncompatibleConnectionDataType',
      message: `Connection ${connection.name} delivers ${delivered} to ${taker}.`,
      details: { incompatibleConnectionDataType: { connection: connection.name } },
      at,
    }
  })

/** `$.data` selects the output itself, and a list, a slice or a wildcard always an Array. */
const deliveredType = ({ steps }: InputPath, output: IoType): IoType | undefined => {
  if (steps.length === 0) return output
  return steps.every(isDefinite) ? undefined : 'Array'
}
