import type { CompiledNode } from '../flow/compiler/compiled-flow.ts'
import { checkType } from '../flow/io-type.ts'
import { NodeError } from '../flow/node-error.ts'
import type { Values } from '../flow/nodes/node-type.ts'
import { largerThan } from './json-bytes.ts'

/**
 * What a node puts out is what its author declared. Pure.
 * @throws NodeError - VALIDATION: an output is missing, of another type, or larger than `valueBytes`.
 */
export const checkOutputs = (node: CompiledNode, outputs: Values, valueBytes = Infinity): void => {
  for (const { name, type } of node.outputs) {
    const value = Object.hasOwn(outputs, name) ? outputs[name] : undefined
    if (value === undefined) throw new NodeError('VALIDATION', `Node ${node.name} put out no value for its output ${name}.`)
    checkType({ side: 'Output', node: node.name, name, type }, value)
    if (valueBytes < Infinity && largerThan(value, valueBytes)) {
      throw new NodeError(
        'VALIDATION',
        `Output ${name} of node ${node.name} is larger than ${valueBytes} bytes (setting limits.valueBytes).`,
      )
    }
  }
}
