import { ValidationException } from '../../contract/exceptions.ts'
import { checkStructure } from '../../flow/compiler/check-structure.ts'
import { operation } from './operation.ts'
import { showFlow } from './show-flow.ts'

/** `POST /flows/` - stores a DRAFT and creates the alias TSTALIASID; the definition is judged by PrepareFlow. */
export const createFlow = operation('CreateFlow', async ({ clientToken: _, tags, ...flow }, { resources, quotas }) => {
  if (tags) throw new ValidationException('Tags are not available in this version of Sluice. Create the flow without tags.')
  const faults = flow.definition ? checkStructure(flow.definition) : []
  if (faults.length > 0) throw new ValidationException(faults.join(' '))
  const created = await resources.createFlow(flow, quotas.flows)
  return { ...showFlow(created), ...(created.definition && { definition: created.definition }) }
})
