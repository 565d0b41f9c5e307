import { operation } from './operation.ts'

/** `DELETE /prompts/{promptIdentifier}/` - one version, or the prompt with all of them. */
export const deletePrompt = operation('DeletePrompt', ({ promptIdentifier, promptVersion }, { resources }) =>
  resources.deletePrompt(promptIdentifier, promptVersion),
)
