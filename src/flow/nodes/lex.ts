import { nodeType } from './node-type.ts'
import { requiredReferences } from './required-references.ts'

/** Asks a bot which intent a text has. */
export const lex = nodeType('Lex', {
  behaviour: 'work',
  inputs: () => [
    { name: 'inputText', type: 'Any', required: true },
    { name: 'requestAttributes', type: 'Object', required: false },
    { name: 'sessionAttributes', type: 'Object', required: false },
  ],
  outputs: () => [{ name: 'predictedIntent', type: 'String', required: true }],
  check: (node) => {
    const configuration = node.configuration?.lex
    return configuration ? requiredReferences(node, { botAliasArn: configuration.botAliasArn, localeId: configuration.localeId }) : []
  },
})
