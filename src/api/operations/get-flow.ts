import { operation } from './operation.ts'
import { showFlow } from './show-flow.ts'

/** `GET /flows/{flowIdentifier}/` - the DRAFT, with the findings of its last preparation. */
export const getFlow = operation('GetFlow', async ({ flowIdentifier, includedData }, { resources }) => {
  const flow = await resources.getFlow(flowIdentifier)
  const definition = includedData === 'METADATA_ONLY' ? undefined : flow.definition
  return { ...showFlow(flow), ...(definition && { definition }), validations: [...flow.validations] }
})
