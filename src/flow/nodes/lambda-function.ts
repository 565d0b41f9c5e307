import { flowArn, parseFlowArn } from '../../contract/arn.ts'
import type { FlowNode } from '../../contract/flow-definition.ts'
import type { JsonObject } from '../../lib/json.ts'
import type { Values } from './node-type.ts'
import { nodeType } from './node-type.ts'
import { requiredReferences } from './required-references.ts'

/**
 * Invokes a function and hands on the JSON that it returns.
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/flows-nodes.html
 * @remarks Assumed: the action is Invoke's request and response, with their payloads as JSON.
 */
export const lambdaFunction = nodeType('LambdaFunction', {
  behaviour: 'work',
  freeInputs: true,
  outputs: () => [{ name: 'functionResponse', type: 'Any', required: true }],
  resource: ({ configuration }) => configuration?.lambdaFunction?.lambdaArn,
  check: (node) => {
    const configuration = node.configuration?.lambdaFunction
    return configuration ? requiredReferences(node, { lambdaArn: configuration.lambdaArn }) : []
  },

  async run(node, inputs, context) {
    const functionArn = node.configuration?.lambdaFunction?.lambdaArn
    if (functionArn === undefined) throw new Error(`Node ${node.name} was compiled without a function`)
    const { functionInvoker, signal, idempotencyKey, executionArn } = context
    const event = eventOf(node, inputs, executionArn)
    const { requestId, value } = await functionInvoker.invoke(
      { functionArn, event },
      {
        signal,
        idempotencyKey,
        executionArn,
        onBytes: (sizeBytes) => context.received(sizeBytes),
        onQueued: (queued) => context.queued(queued),
      },
    )
    context.action({
      serviceName: 'lambda',
      operationName: 'Invoke',
      requestId,
      request: { functionName: functionArn, invocationType: 'RequestResponse', payload: event },
      response: { statusCode: 200, payload: value },
    })
    return { functionResponse: value }
  },
})

/**
 * What a function is given.
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/flows-nodes.html
 * @remarks Assumed: an input's type is written as in the definition; an input that no connection feeds is left out.
 */
const eventOf = ({ name, inputs: declared = [] }: FlowNode, inputs: Values, executionArn: string): JsonObject => {
  const parts = parseFlowArn(executionArn)
  if (parts === undefined) throw new Error(`${executionArn} is not the ARN of an execution`)
  const { name: _, ...alias } = parts
  const { aliasId: __, ...flow } = alias
  return {
    messageVersion: '1.0',
    flow: { flowArn: flowArn(flow), flowAliasArn: flowArn(alias) },
    node: {
      name,
      inputs: declared.flatMap((input) => {
        const value = inputs[input.name]
        return value === undefined ? [] : [{ name: input.name, type: input.type, expression: input.expression, value }]
      }),
    },
  }
}
