import { operation } from './operation.ts'
import { showPrompt } from './show-prompt.ts'

/** `GET /prompts/{promptIdentifier}/` - the DRAFT, or the version that is named. */
export const getPrompt = operation('GetPrompt', async ({ promptIdentifier, promptVersion, includedData }, { resources }) => {
  const { variants, ...metadata } = showPrompt(await resources.getPrompt(promptIdentifier, promptVersion))
  return includedData === 'METADATA_ONLY' ? metadata : { ...metadata, ...(variants && { variants }) }
})
