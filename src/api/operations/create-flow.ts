import { checkDefinition } from './check-definition.ts'
import { operation } from './operation.ts'
import { showFlow } from './show-flow.ts'

/** `POST /flows/` - stores a DRAFT and creates the alias TSTALIASID; the definition is judged by PrepareFlow. */
export const createFlow = operation('CreateFlow', async ({ clientToken, tags, ...flow }, { resources, quotas, compatibility }) => {
  checkDefinition(flow.definition, { compatibility })
  return showFlow(await resources.createFlow(flow, { quota: quotas.flows, clientToken, tags }))
})
