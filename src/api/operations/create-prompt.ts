import { checkVariants } from './check-variants.ts'
import { operation } from './operation.ts'
import { showPrompt } from './show-prompt.ts'

/** `POST /prompts/` - stores a DRAFT. */
export const createPrompt = operation('CreatePrompt', async ({ clientToken, tags, ...prompt }, { resources, quotas }) => {
  checkVariants(prompt)
  return showPrompt(await resources.createPrompt(prompt, { quota: quotas.prompts, clientToken, tags }))
})
