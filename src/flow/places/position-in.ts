import type { FlowDefinition, FlowNode } from '../../contract/flow-definition.ts'
import type { FlowValidation } from '../../contract/flow-validation.ts'
import { conditionFaults } from '../expression/condition-faults.ts'
import { parseCondition } from '../expression/parse-condition.ts'
import { parsePath } from '../expression/path.ts'
import { partsOf } from './definition-part.ts'
import { textOfPath, type DefinitionPath } from './definition-path.ts'

/** At which character of the text at `path` the fault of a finding is, from 1; nothing if it is at none, or there is no text. */
export const positionIn = (
  definition: FlowDefinition,
  path: DefinitionPath,
  { details = {} }: FlowValidation,
): { readonly position?: number } => {
  const { malformedNodeInputExpression, malformedConditionExpression } = details
  const text = malformedNodeInputExpression || malformedConditionExpression ? valueAt(definition, path) : undefined
  if (typeof text !== 'string' || path.at(-1) !== 'expression') return {}
  if (malformedNodeInputExpression) {
    const read = parsePath(text)
    return 'cause' in read ? { position: read.position } : {}
  }
  const read = parseCondition(text)
  if ('cause' in read) return { position: read.position }
  const types = new Map(nodeAround(definition, path)?.inputs?.map(({ name, type }) => [name, type]))
  const fault = conditionFaults(read.expression, types).find(({ cause }) => cause === malformedConditionExpression?.cause)
  const position = fault?.operand && read.positions.get(fault.operand)
  return position === undefined ? {} : { position }
}

/** What stands at a place; `undefined`: nothing does. */
const valueAt = (definition: FlowDefinition, path: DefinitionPath): unknown =>
  path.reduce<unknown>((value, step) => (typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined), definition)

/** The innermost node around a place. */
const nodeAround = (definition: FlowDefinition, path: DefinitionPath): FlowNode | undefined => {
  const list = path.lastIndexOf('nodes')
  const part = partsOf(definition).find((each) => textOfPath(each.path) === textOfPath(path.slice(0, list)))
  return part?.nodes[Number(path[list + 1])]
}
