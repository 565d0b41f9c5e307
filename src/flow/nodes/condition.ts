import type { FlowNode } from '../../contract/flow-definition.ts'
import type { CompiledCondition } from '../compiler/compiled-flow.ts'
import { evaluateCondition, inputsOf } from '../expression/condition.ts'
import { parseCondition } from '../expression/parse-condition.ts'
import { nodeType, type Port, type Values } from './node-type.ts'

/** Opens the way for the first of its conditions that is true. */
export const condition = nodeType('Condition', {
  behaviour: 'choose',
  inputs: (node, mentioned) => mentionedInputs(node, mentioned),
  freeInputs: true,
})

/**
 * The name of the first condition that is true, else `default`.
 * @throws NodeError - VALIDATION: an expression orders something else than numbers.
 */
export const choose = (conditions: readonly CompiledCondition[], inputs: Values): string =>
  conditions.find(({ expression }) => expression && evaluateCondition(expression, inputs))?.name ?? defaultCondition

/** The condition that holds when no other does. It has no expression. */
export const defaultCondition = 'default'

/**
 * A declared input that an expression mentions must have a value; others may stay unconnected.
 * @remarks Assumed: a Condition without any input misses the one that AWS's console gives it, `conditionInput`.
 */
const mentionedInputs = ({ configuration, inputs = [] }: FlowNode, known?: ReadonlySet<string>): readonly Port[] => {
  if (inputs.length === 0) return [{ name: 'conditionInput', type: 'Any', required: true }]
  const mentioned = known ?? new Set(configuration?.condition?.conditions.flatMap(({ expression }) => mentionedIn(expression)))
  return inputs.filter(({ name }) => mentioned.has(name)).map(({ name, type }) => ({ name, type, required: true }))
}

/** The names of the inputs that an expression mentions; none if it is malformed. */
export const mentionedIn = (expression: string | undefined): readonly string[] => {
  const parsed = expression === undefined ? undefined : parseCondition(expression)
  return parsed && 'expression' in parsed ? [...inputsOf(parsed.expression)] : []
}
