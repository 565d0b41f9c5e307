import { checkDefinition } from './check-definition.ts'
import { operation } from './operation.ts'
import { refuseDeclaredFlow } from './refuse-declared.ts'
import { showFlow } from './show-flow.ts'

/** `PUT /flows/{flowIdentifier}/` - replaces the DRAFT; what is left out is gone, and PrepareFlow has to judge it again. */
export const updateFlow = operation('UpdateFlow', async ({ flowIdentifier, ...flow }, context) => {
  checkDefinition(flow.definition, context)
  refuseDeclaredFlow(flowIdentifier, context)
  return showFlow(await context.resources.updateFlow(flowIdentifier, flow))
})
