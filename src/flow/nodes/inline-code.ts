import { nodeType } from './node-type.ts'
import { requiredReferences } from './required-references.ts'

/** Runs Python over its inputs and hands on the value of the last statement. */
export const inlineCode = nodeType('InlineCode', {
  behaviour: 'work',
  freeInputs: true,
  outputs: () => [{ name: 'response', type: 'Any', required: true }],
  check: (node) => {
    const configuration = node.configuration?.inlineCode
    return configuration ? requiredReferences(node, { code: configuration.code }) : []
  },
})
