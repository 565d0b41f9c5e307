import { nodeType } from './node-type.ts'
import { requiredReferences } from './required-references.ts'

/** Asks an agent and hands on its final text. */
export const agent = nodeType('Agent', {
  behaviour: 'work',
  inputs: () => [
    { name: 'agentInputText', type: 'Any', required: true },
    { name: 'promptAttributes', type: 'Object', required: false },
    { name: 'sessionAttributes', type: 'Object', required: false },
  ],
  outputs: () => [{ name: 'agentResponse', type: 'String', required: true }],
  check: (node) => {
    const configuration = node.configuration?.agent
    return configuration ? requiredReferences(node, { agentAliasArn: configuration.agentAliasArn }) : []
  },
})
