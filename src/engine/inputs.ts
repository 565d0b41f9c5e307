import type { CompiledFlow, CompiledInput, CompiledNode } from '../flow/compiler/compiled-flow.ts'
import { evaluatePath } from '../flow/expression/path.ts'
import { checkType } from '../flow/io-type.ts'
import { NodeError } from '../flow/node-error.ts'
import type { Values } from '../flow/nodes/node-type.ts'
import type { Json } from '../lib/json.ts'
import { nodeNumber } from './place.ts'
import { scopeOfRegion } from './scopes.ts'
import type { Scope } from './state.ts'

/**
 * What a visit gets: each connected input's expression over the value that its connection delivers. Pure.
 * @throws NodeError - VALIDATION: nothing at that path, or not of the declared type.
 */
export const inputsOf = (flow: CompiledFlow, scope: Scope, node: CompiledNode): Values =>
  Object.fromEntries(node.inputs.map((input) => [input.input.name, valueOf(flow, scope, { node, ...input })]))

const valueOf = (
  flow: CompiledFlow,
  scope: Scope,
  { node, input, path, source }: CompiledInput & { readonly node: CompiledNode },
): Json => {
  const delivered = putOut(flow, scope, source.node)?.[source.output]
  if (delivered === undefined) throw new Error(`Node ${node.name} fired before its input ${input.name} had a value`)
  const found = evaluatePath(path, delivered)
  if ('failure' in found) {
    throw new NodeError('VALIDATION', `Expression for Node Input '${input.name}' of Node '${node.name}' is invalid. ${found.failure}`)
  }
  checkType({ side: 'Input', node: node.name, name: input.name, type: input.type }, found.value)
  return found.value
}

/** What a node has put out, here or in a scope around; an Iterator's outputs are those for this element. */
const putOut = (flow: CompiledFlow, scope: Scope, index: number): Values | undefined => {
  const { region, slot, type, opens } = nodeNumber(flow, index)
  if (type.behaviour === 'each' && opens !== undefined) return scopeOfRegion(scope, opens).given
  return scopeOfRegion(scope, region).values[slot]
}
