import type { TagResources } from '../resources.ts'
import type { PartitionOptions } from './resource-writes.ts'
import { requireTaggable } from './taggable.ts'
import { tagsOf } from './writes/tags.ts'

/** The tags of what one account has in one region. */
export const tagResources = ({ partition, db, writes }: PartitionOptions): TagResources => ({
  tagResource: (resourceArn, tags) => writes.changeTags({ partition, resourceArn, add: tags, remove: [] }),
  untagResource: (resourceArn, tagKeys) => writes.changeTags({ partition, resourceArn, add: {}, remove: tagKeys }),
  async listTagsForResource(resourceArn) {
    await requireTaggable(db, partition, resourceArn)
    const tags = await tagsOf(db, partition, resourceArn)
    // Its tags go with it: what has none may have gone meanwhile.
    if (Object.keys(tags).length === 0) await requireTaggable(db, partition, resourceArn)
    return tags
  },
})
