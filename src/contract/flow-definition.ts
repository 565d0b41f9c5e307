import Type from 'typebox'
import { empty, list, text, union } from './shape.ts'
import { ConditionFlowNodeConfiguration, LoopControllerFlowNodeConfiguration } from './node-configuration/condition.ts'
import { KnowledgeBaseFlowNodeConfiguration } from './node-configuration/knowledge-base.ts'
import { PromptFlowNodeConfiguration } from './node-configuration/prompt.ts'
import {
  AgentFlowNodeConfiguration,
  InlineCodeFlowNodeConfiguration,
  LambdaFunctionFlowNodeConfiguration,
  LexFlowNodeConfiguration,
  RetrievalFlowNodeConfiguration,
  StorageFlowNodeConfiguration,
} from './node-configuration/resource.ts'

export const FlowNodeType = Type.Enum([
  'Input',
  'Output',
  'KnowledgeBase',
  'Condition',
  'Lex',
  'Prompt',
  'LambdaFunction',
  'Storage',
  'Agent',
  'Retrieval',
  'Iterator',
  'Collector',
  'InlineCode',
  'Loop',
  'LoopInput',
  'LoopController',
])
export type FlowNodeType = Type.Static<typeof FlowNodeType>

/** What an input or output may carry. */
export const IoType = Type.Enum(['String', 'Number', 'Boolean', 'Object', 'Array'])
export type IoType = Type.Static<typeof IoType>

/** The name of a node, an input, an output or a condition. */
export const FlowNodeName = text({ pattern: '[a-zA-Z]([_]?[0-9a-zA-Z]){1,50}' })

/** AWS declares at most 100 characters after the first but saves longer names: the bound here only keeps a pattern from running on megabytes. */
export const FlowConnectionName = text({ maxLength: 1_000, pattern: '[a-zA-Z]([_]?[0-9a-zA-Z])+' })

export const FlowNodeInput = Type.Object({
  name: FlowNodeName,
  type: IoType,
  expression: text({ minLength: 1, maxLength: 64 }),
  category: Type.Optional(Type.Enum(['LoopCondition', 'ReturnValueToLoopStart', 'ExitLoop'])),
})
export type FlowNodeInput = Type.Static<typeof FlowNodeInput>

export const FlowNodeOutput = Type.Object({ name: FlowNodeName, type: IoType })
export type FlowNodeOutput = Type.Static<typeof FlowNodeOutput>

/** A Loop's body is a definition again: the one recursion of the contract. */
const LoopFlowNodeConfiguration = Type.Object({ definition: Type.Unsafe<FlowDefinition>({ $ref: 'FlowDefinition' }) })

/**
 * @remarks Assumed: `{}`, a union without a member, is refused at once, where a node without any configuration is left for
 * PrepareFlow to judge.
 */
export const FlowNodeConfiguration = union({
  input: empty(),
  output: empty(),
  knowledgeBase: KnowledgeBaseFlowNodeConfiguration,
  condition: ConditionFlowNodeConfiguration,
  lex: LexFlowNodeConfiguration,
  prompt: PromptFlowNodeConfiguration,
  lambdaFunction: LambdaFunctionFlowNodeConfiguration,
  storage: StorageFlowNodeConfiguration,
  agent: AgentFlowNodeConfiguration,
  retrieval: RetrievalFlowNodeConfiguration,
  iterator: empty(),
  collector: empty(),
  inlineCode: InlineCodeFlowNodeConfiguration,
  loop: LoopFlowNodeConfiguration,
  loopInput: empty(),
  loopController: LoopControllerFlowNodeConfiguration,
})
export type FlowNodeConfiguration = Type.Static<typeof FlowNodeConfiguration>

export const FlowNode = Type.Object({
  name: FlowNodeName,
  type: FlowNodeType,
  configuration: Type.Optional(FlowNodeConfiguration),
  inputs: Type.Optional(list(FlowNodeInput, { minItems: 0, maxItems: 20 })),
  outputs: Type.Optional(list(FlowNodeOutput, { minItems: 0, maxItems: 5 })),
})
export type FlowNode = Type.Static<typeof FlowNode>

export const FlowConnectionConfiguration = union({
  data: Type.Object({ sourceOutput: FlowNodeName, targetInput: FlowNodeName }),
  conditional: Type.Object({ condition: FlowNodeName }),
})
export type FlowConnectionConfiguration = Type.Static<typeof FlowConnectionConfiguration>

export const FlowConnection = Type.Object({
  type: Type.Enum(['Data', 'Conditional']),
  name: FlowConnectionName,
  source: FlowNodeName,
  target: FlowNodeName,
  configuration: Type.Optional(FlowConnectionConfiguration),
})
export type FlowConnection = Type.Static<typeof FlowConnection>

/** AWS's 40 nodes hold under `compatibility: aws` only; its 20 connections it does not enforce itself. */
export const FlowDefinition = Type.Unsafe<FlowDefinition>(
  Type.Object(
    {
      nodes: Type.Optional(list(FlowNode, { minItems: 0, maxItems: 1000 })),
      connections: Type.Optional(list(FlowConnection)),
    },
    { $id: 'FlowDefinition' },
  ),
)
/** The graph that an author drew. Named, so that the compiler compares it by name: compared by structure, the recursion costs it minutes. */
export interface FlowDefinition {
  readonly nodes?: readonly FlowNode[]
  readonly connections?: readonly FlowConnection[]
}
