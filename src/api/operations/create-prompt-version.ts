import { operation } from './operation.ts'
import { showPrompt } from './show-prompt.ts'

/** `POST /prompts/{promptIdentifier}/versions` - an immutable copy of the DRAFT. */
export const createPromptVersion = operation(
  'CreatePromptVersion',
  async ({ promptIdentifier, clientToken, tags, ...version }, { resources, quotas }) =>
    showPrompt(await resources.createPromptVersion(promptIdentifier, version, { quota: quotas.promptVersions, clientToken, tags })),
)
