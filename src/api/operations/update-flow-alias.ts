import { operation } from './operation.ts'
import { refuseDeclaredAlias } from './refuse-declared.ts'
import { showFlowAlias } from './show-flow-alias.ts'

/** `PUT /flows/{flowIdentifier}/aliases/{aliasIdentifier}` - replaces it; executions under way go on with what they run. */
export const updateFlowAlias = operation('UpdateFlowAlias', async ({ flowIdentifier, aliasIdentifier, ...alias }, context) => {
  refuseDeclaredAlias({ flowIdentifier, aliasIdentifier }, context)
  return showFlowAlias(await context.resources.updateFlowAlias(flowIdentifier, aliasIdentifier, alias))
})
