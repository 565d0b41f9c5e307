import { nodeType } from './node-type.ts'
import { requiredReferences } from './required-references.ts'

/** Invokes a function and hands on the JSON that it returns. */
export const lambdaFunction = nodeType('LambdaFunction', {
  behaviour: 'work',
  freeInputs: true,
  outputs: () => [{ name: 'functionResponse', type: 'Any', required: true }],
  check: (node) => {
    const configuration = node.configuration?.lambdaFunction
    return configuration ? requiredReferences(node, { lambdaArn: configuration.lambdaArn }) : []
  },
})
