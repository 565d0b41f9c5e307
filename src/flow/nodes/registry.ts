import type { FlowNodeType } from '../../contract/flow-definition.ts'
import { agent } from './agent.ts'
import { collector } from './collector.ts'
import { condition } from './condition.ts'
import { inlineCode } from './inline-code.ts'
import { input } from './input.ts'
import { iterator } from './iterator.ts'
import { knowledgeBase } from './knowledge-base.ts'
import { lambdaFunction } from './lambda-function.ts'
import { lex } from './lex.ts'
import { loop } from './loop.ts'
import { loopController } from './loop-controller.ts'
import { loopInput } from './loop-input.ts'
import type { NodeType } from './node-type.ts'
import { output } from './output.ts'
import { prompt } from './prompt.ts'
import { retrieval } from './retrieval.ts'
import { storage } from './storage.ts'

/** Every kind of node that AWS's API has. */
export const nodeTypes = {
  Input: input,
  Output: output,
  KnowledgeBase: knowledgeBase,
  Condition: condition,
  Lex: lex,
  Prompt: prompt,
  LambdaFunction: lambdaFunction,
  Storage: storage,
  Agent: agent,
  Retrieval: retrieval,
  Iterator: iterator,
  Collector: collector,
  InlineCode: inlineCode,
  Loop: loop,
  LoopInput: loopInput,
  LoopController: loopController,
} satisfies Record<FlowNodeType, NodeType>
