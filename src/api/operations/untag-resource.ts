import { operation } from './operation.ts'

/** `DELETE /tags/{resourceArn}` - a key that there is not is no matter. */
export const untagResource = operation('UntagResource', async ({ resourceArn, tagKeys }, { resources }) => {
  await resources.untagResource(resourceArn, tagKeys)
  return {}
})
