import { operation } from './operation.ts'

/** `POST /tags/{resourceArn}` - adds to the tags of a flow, a flow alias, a prompt or a prompt version. */
export const tagResource = operation('TagResource', async ({ resourceArn, tags }, { resources }) => {
  await resources.tagResource(resourceArn, tags)
  return {}
})
