import type { FlowNode } from '../../contract/flow-definition.ts'
import type { FlowValidation } from '../../contract/flow-validation.ts'
import { mentionedIn } from './condition.ts'
import { nodeType, type Port } from './node-type.ts'

/**
 * Ends each iteration of a Loop and decides whether another follows.
 * @remarks Assumed: `continueCondition` sees the inputs of category LoopCondition only. Those that it mentions, and those that leave
 * the Loop, must have a value.
 */
export const loopController = nodeType('LoopController', {
  behaviour: 'loopEnd',
  inputs: (node, mentioned = mentionedBy(node)) => needed(node, mentioned),
  freeInputs: true,
  check: (node) => check(node),
})

const needed = ({ inputs = [] }: FlowNode, mentioned: ReadonlySet<string>): readonly Port[] =>
  inputs
    .filter(({ name, category }) => category === 'ExitLoop' || mentioned.has(name))
    .map(({ name, type }) => ({ name, type, required: true }))

const check = (node: FlowNode): readonly FlowValidation[] => {
  const mentioned = mentionedBy(node)
  const unseen = (node.inputs ?? []).find(({ name, category }) => category !== 'LoopCondition' && mentioned.has(name))
  const condition = node.configuration?.loopController?.continueCondition.name
  if (!unseen || condition === undefined) return []
  const cause = `The input ${unseen.name} is not of category LoopCondition`
  return [
    {
      severity: 'Error',
      type: 'MalformedConditionExpression',
      message: `Condition ${condition} of node ${node.name} is malformed: ${cause}.`,
      details: { malformedConditionExpression: { node: node.name, condition, cause } },
    },
  ]
}

const mentionedBy = ({ configuration }: FlowNode): ReadonlySet<string> =>
  new Set(mentionedIn(configuration?.loopController?.continueCondition.expression))
