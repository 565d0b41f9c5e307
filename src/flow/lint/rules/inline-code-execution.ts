import { nodesOf } from '../nodes-of.ts'
import type { LintRule } from '../rule.ts'

/** @see https://docs.aws.amazon.com/bedrock/latest/userguide/flows-create-async.html */
export const inlineCodeExecution: LintRule = (parts) =>
  nodesOf(parts)
    .filter(({ node }) => node.type === 'InlineCode')
    .map(({ node, path }) => ({
      message: `Node ${node.name} is of type InlineCode: at AWS, InvokeFlow runs this flow, but StartFlowExecution refuses it.`,
      path: [...path, 'type'],
    }))
