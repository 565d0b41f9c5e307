import type { FlowNodeConfiguration } from '../../../contract/flow-definition.ts'
import type { DefinitionPath } from '../../places/definition-path.ts'
import { nodesOf } from '../nodes-of.ts'
import type { LintRule } from '../rule.ts'

/** A model that only Sluice has. */
export const sluiceModel: LintRule = (parts) =>
  nodesOf(parts).flatMap(({ node, path }) =>
    modelsOf(node.configuration)
      .filter(({ modelId }) => modelId.startsWith('sluice.'))
      .map(({ modelId, at }) => ({
        message: `Node ${node.name} uses the model ${modelId}, which is built into Sluice: AWS has none of this name.`,
        path: [...path, 'configuration', ...at, 'modelId'],
      })),
  )

const modelsOf = ({ prompt, knowledgeBase }: FlowNodeConfiguration = {}): readonly {
  readonly modelId: string
  readonly at: DefinitionPath
}[] => [
  ...(prompt?.sourceConfiguration.inline
    ? [{ modelId: prompt.sourceConfiguration.inline.modelId, at: ['prompt', 'sourceConfiguration', 'inline'] }]
    : []),
  ...(knowledgeBase?.modelId === undefined ? [] : [{ modelId: knowledgeBase.modelId, at: ['knowledgeBase'] }]),
]
