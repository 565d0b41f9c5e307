import type { FlowNodeConfiguration, FlowNodeType } from '../../contract/flow-definition.ts'

/** Which member of `configuration` belongs to a type of node. */
export const configurationMember = (type: FlowNodeType): keyof FlowNodeConfiguration => members[type]

const members = {
  Input: 'input',
  Output: 'output',
  KnowledgeBase: 'knowledgeBase',
  Condition: 'condition',
  Lex: 'lex',
  Prompt: 'prompt',
  LambdaFunction: 'lambdaFunction',
  Storage: 'storage',
  Agent: 'agent',
  Retrieval: 'retrieval',
  Iterator: 'iterator',
  Collector: 'collector',
  InlineCode: 'inlineCode',
  Loop: 'loop',
  LoopInput: 'loopInput',
  LoopController: 'loopController',
} as const satisfies { readonly [Type in FlowNodeType]: Uncapitalize<Type> & keyof FlowNodeConfiguration }
