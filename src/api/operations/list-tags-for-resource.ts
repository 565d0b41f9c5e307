import { operation } from './operation.ts'

/** `GET /tags/{resourceArn}` */
export const listTagsForResource = operation('ListTagsForResource', async ({ resourceArn }, { resources }) => ({
  tags: await resources.listTagsForResource(resourceArn),
}))
