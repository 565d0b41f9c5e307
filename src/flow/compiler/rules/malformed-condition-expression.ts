import type { IoType } from '../../../contract/flow-definition.ts'
import { comparisonsOf, inputsOf, type Comparison, type ConditionExpression, type Operand } from '../../expression/condition.ts'
import { ioTypeOf } from '../../io-type.ts'
import { defaultCondition } from '../../nodes/condition.ts'
import type { IndexedCondition, IndexedNode } from '../definition-index.ts'
import type { Rule } from './rule.ts'

export const malformedConditionExpression: Rule = ({ nodes }) =>
  nodes.flatMap((indexed) =>
    [...indexed.conditions.values()].flatMap((condition) => {
      const cause = causeOf(condition, indexed.inputs)
      if (cause === undefined) return []
      return {
        severity: 'Error',
        type: 'MalformedConditionExpression',
        message: `Condition ${condition.name} of node ${indexed.node.name} is malformed: ${cause}.`,
        details: { malformedConditionExpression: { node: indexed.node.name, condition: condition.name, cause } },
      }
    }),
  )

type Inputs = IndexedNode['inputs']

const causeOf = ({ name, parsed }: IndexedCondition, inputs: Inputs): string | undefined => {
  if (name === defaultCondition) return parsed && 'The default condition takes no expression'
  if (!parsed) return 'Every condition but default needs an expression'
  return 'cause' in parsed ? parsed.cause : misuseIn(parsed.expression, inputs)
}

const misuseIn = (expression: ConditionExpression, inputs: Inputs): string | undefined => {
  const mentioned = inputsOf(expression)
  if (mentioned.size === 0) return 'It mentions no input of the node'
  const unknown = [...mentioned].find((name) => !inputs.has(name))
  if (unknown !== undefined) return `The node has no input ${unknown}`
  return comparisonsOf(expression)
    .map((comparison) => misuseOf(comparison, inputs))
    .find((cause) => cause !== undefined)
}

const misuseOf = ({ operator, left, right }: Comparison, inputs: Inputs): string | undefined => {
  const comparable: readonly (IoType | 'Null')[] = operator === '==' || operator === '!=' ? ['String', 'Number', 'Boolean'] : ['Number']
  const wrong = [left, right].find((operand) => !comparable.includes(typeOf(operand, inputs)))
  return wrong && `The operator ${operator} does not compare values of type ${typeOf(wrong, inputs)}`
}

const typeOf = (operand: Operand, inputs: Inputs): IoType | 'Null' =>
  operand.type === 'constant' ? ioTypeOf(operand.value) : (inputs.get(operand.name)?.input.type ?? 'Null')
