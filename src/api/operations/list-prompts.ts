import { parsePromptArn } from '../../contract/arn.ts'
import { operation } from './operation.ts'
import { afterToken, pageSize, pageToken } from './page-token.ts'
import { showPrompt } from './show-prompt.ts'

/**
 * `GET /prompts/` - the DRAFT of every prompt, newest update first; or all versions of one, its DRAFT first. Ten at most.
 * @remarks Assumed: the order, and that the DRAFT is among a prompt's versions.
 */
export const listPrompts = operation('ListPrompts', async ({ promptIdentifier, maxResults, nextToken }, { resources, caller }) => {
  const promptId = promptIdentifier && (parsePromptArn(promptIdentifier)?.promptId ?? promptIdentifier)
  const query = `ListPrompts ${caller.account} ${caller.region} ${promptId ?? ''}`
  const request = { limit: pageSize(maxResults), ...afterToken(query, nextToken) }
  const page = await (promptIdentifier === undefined
    ? resources.listPrompts(request)
    : resources.listPromptVersions(promptIdentifier, request))
  const promptSummaries = page.items.map((prompt) => {
    const { customerEncryptionKeyArn: _key, defaultVariant: _default, ...summary } = showPrompt(prompt)
    return summary
  })
  return { promptSummaries, ...pageToken(query, page.next) }
})
