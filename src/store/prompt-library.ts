import { parseFlowArn } from '../contract/arn.ts'
import { ServiceException } from '../contract/exceptions.ts'
import type { PromptLibrary } from '../flow/capabilities/prompt-library.ts'
import { NodeError } from '../flow/node-error.ts'
import type { Prompt } from './prompt.ts'
import type { PartitionResources, Resources } from './resources.ts'

/** The prompts that a store keeps. */
export const promptLibrary = (resources: Pick<Resources, 'of'>): PromptLibrary => ({
  async get(promptArn, executionArn) {
    const asker = parseFlowArn(executionArn)
    if (!asker) throw new Error(`${executionArn} is no execution`)
    const { defaultVariant, variants = [] } = await promptOf(promptArn, resources.of(asker))
    const variant = defaultVariant === undefined ? variants[0] : variants.find(({ name }) => name === defaultVariant)
    if (!variant) throw lacks(promptArn, 'variant')
    if (variant.templateConfiguration.chat?.messages.length === 0) throw lacks(promptArn, 'message')
    return variant
  },
})

const lacks = (promptArn: string, what: string): NodeError =>
  new NodeError('VALIDATION', `The prompt ${promptArn} has no ${what}: give it one with UpdatePrompt.`)

const promptOf = async (promptArn: string, resources: Pick<PartitionResources, 'getPrompt'>): Promise<Prompt> => {
  try {
    return await resources.getPrompt(promptArn)
  } catch (cause) {
    if (!(cause instanceof ServiceException)) throw cause
    throw new NodeError('DEPENDENCY_FAILED', `The prompt ${promptArn} cannot be used: ${cause.message}`, { cause })
  }
}
