import { checkVariants } from './check-variants.ts'
import { operation } from './operation.ts'
import { showPrompt } from './show-prompt.ts'

/** `PUT /prompts/{promptIdentifier}/` - replaces the DRAFT; what is left out is gone. */
export const updatePrompt = operation('UpdatePrompt', async ({ promptIdentifier, ...prompt }, { resources }) => {
  checkVariants(prompt)
  return showPrompt(await resources.updatePrompt(promptIdentifier, prompt))
})
