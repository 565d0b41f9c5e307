import { operation } from './operation.ts'

/** `POST /flows/{flowIdentifier}/versions` - an immutable copy of the prepared DRAFT. */
export const createFlowVersion = operation('CreateFlowVersion', async ({ flowIdentifier, description }, { resources, quotas }) => {
  const { createdAt, ...version } = await resources.createFlowVersion(
    flowIdentifier,
    description === undefined ? {} : { description },
    quotas.flowVersions,
  )
  return { ...version, createdAt: new Date(createdAt).toISOString() }
})
