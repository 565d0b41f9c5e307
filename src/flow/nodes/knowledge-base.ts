import { nodeType } from './node-type.ts'
import { requiredReferences } from './required-references.ts'

/** Retrieves from a knowledge base; with a model it answers in words. */
export const knowledgeBase = nodeType('KnowledgeBase', {
  behaviour: 'work',
  inputs: () => [{ name: 'retrievalQuery', type: 'String', required: true }],
  outputs: ({ configuration }) =>
    configuration?.knowledgeBase?.modelId === undefined
      ? [{ name: 'retrievalResults', type: 'Array', required: true }]
      : [{ name: 'outputText', type: 'String', required: true }],
  check: (node) => {
    const configuration = node.configuration?.knowledgeBase
    return configuration ? requiredReferences(node, { knowledgeBaseId: configuration.knowledgeBaseId }) : []
  },
})
