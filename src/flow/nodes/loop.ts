import type { FlowDefinition, FlowNode } from '../../contract/flow-definition.ts'
import { nodeType, type Port } from './node-type.ts'

/**
 * Repeats the definition inside it while the controller's condition holds.
 * @remarks Assumed: an input feeds the LoopInput's output of its name; an output comes from the LoopController's ExitLoop input of
 * its name, or is `iterationCount`, the number of iterations that ran.
 */
export const loop = nodeType('Loop', {
  behaviour: 'repeat',
  inputs: ({ configuration }) => begun(configuration?.loop?.definition),
  freeInputs: true,
  outputs: (node) => ended(node),
})

const begun = ({ nodes = [] }: FlowDefinition = {}): readonly Port[] => {
  const outputs = nodes.find(({ type }) => type === 'LoopInput')?.outputs ?? []
  return outputs.map(({ name, type }) => ({ name, type, required: true }))
}

/** Without a LoopController, which another finding names, any output is taken as it is. */
const ended = ({ configuration, outputs = [] }: FlowNode): readonly Port[] => {
  const controller = configuration?.loop?.definition.nodes?.find(({ type }) => type === 'LoopController')
  if (!controller) return outputs.map(({ name }) => ({ name, type: 'Any', required: false }))
  const exits = (controller.inputs ?? []).filter(({ category }) => category === 'ExitLoop')
  return [...exits.map(({ name, type }): Port => ({ name, type, required: false })), iterationCount]
}

const iterationCount: Port = { name: 'iterationCount', type: 'Number', required: false }
