import type { FlowNodeType } from '../contract/flow-definition.ts'

/**
 * How much AWS takes in one flow. Of types that are not listed it publishes no maximum.
 * @see https://docs.aws.amazon.com/general/latest/gr/bedrock.html
 * @remarks Assumed: the nodes in the bodies of Loops count too.
 */
export const nodeQuotas = {
  /** Nodes of all types. */
  total: 40,
  perType: {
    Input: 1,
    Output: 20,
    Condition: 5,
    Prompt: 20,
    Agent: 20,
    KnowledgeBase: 20,
    LambdaFunction: 20,
    Lex: 5,
    Retrieval: 10,
    Storage: 10,
    Iterator: 1,
    Collector: 1,
    InlineCode: 5,
  },
  /** With `default`. */
  conditionsPerNode: 5,
  /** Declared by AWS's model; it has been seen to take 39. */
  connections: 20,
} as const satisfies NodeQuotas

interface NodeQuotas {
  readonly total: number
  readonly perType: { readonly [Type in FlowNodeType]?: number }
  readonly conditionsPerNode: number
  readonly connections: number
}
