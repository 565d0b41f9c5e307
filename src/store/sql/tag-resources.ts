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
    return tagsOf(db, partition, resourceArn)
  },
})
