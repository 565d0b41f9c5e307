import { operation } from './operation.ts'
import { refuseDeclaredAlias } from './refuse-declared.ts'

/** `DELETE /flows/{flowIdentifier}/aliases/{aliasIdentifier}` */
export const deleteFlowAlias = operation('DeleteFlowAlias', async ({ flowIdentifier, aliasIdentifier }, context) => {
  refuseDeclaredAlias({ flowIdentifier, aliasIdentifier }, context)
  return context.resources.deleteFlowAlias(flowIdentifier, aliasIdentifier)
})
