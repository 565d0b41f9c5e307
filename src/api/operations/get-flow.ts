import { operation } from './operation.ts'
import { showFlow } from './show-flow.ts'

/** `GET /flows/{flowIdentifier}/` - the DRAFT, with the findings of its last preparation. */
export const getFlow = operation('GetFlow', async ({ flowIdentifier, includedData }, { resources }) => {
  const { definition, ...flow } = await resources.getFlow(flowIdentifier)
  const included = includedData === 'METADATA_ONLY' ? undefined : definition
  return { ...showFlow(flow), ...(included && { definition: included }), validations: [...flow.validations] }
})
