import Type from 'typebox'
import { label, list, map, requiredQuery, text } from './shape.ts'

const characters = '[a-zA-Z0-9\\s._:/=+@-]*'
const TagKey = text({ minLength: 1, maxLength: 128, pattern: characters })

export const Tags = map(TagKey, text({ maxLength: 256, pattern: characters }))
export type Tags = Type.Static<typeof Tags>

/** AWS's own pattern fits no ARN: it says `/d` where it means digits. */
const TaggableResourcesArn = text({ minLength: 20, maxLength: 1011 })

export const TagResourceRequest = Type.Object({ resourceArn: label(TaggableResourcesArn), tags: Tags })
export const UntagResourceRequest = Type.Object({
  resourceArn: label(TaggableResourcesArn),
  tagKeys: requiredQuery(list(TagKey, { minItems: 0, maxItems: 200 })),
})
export const ListTagsForResourceRequest = Type.Object({ resourceArn: label(TaggableResourcesArn) })
export const ListTagsForResourceResponse = Type.Object({ tags: Type.Optional(Tags) })

/** The answer of TagResource and of UntagResource. */
export const NoResponse = Type.Object({})
