import { addTags, refuseIf, Refused, refusals, reserved } from './model.ts'
import type { Turn } from './model.ts'
import type { Modelled } from './operations.ts'

export const tagModel = {
  TagResource({ resourceArn, tags }, turn) {
    const or = refusals({ ValidationException: reserved(tags) })
    if (!isThere(turn, resourceArn)) throw new Refused('ResourceNotFoundException', ...or)
    refuseIf({ ValidationException: or.length > 0 })
    addTags(turn, resourceArn, tags)
    return {}
  },
  UntagResource({ resourceArn, tagKeys }, turn) {
    if (!isThere(turn, resourceArn)) throw new Refused('ResourceNotFoundException')
    const kept = Object.entries(turn.state.tags[resourceArn] ?? {}).filter(([key]) => !tagKeys.includes(key))
    turn.state.tags[resourceArn] = Object.fromEntries(kept)
    return {}
  },
  ListTagsForResource({ resourceArn }, turn) {
    if (!isThere(turn, resourceArn)) throw new Refused('ResourceNotFoundException')
    return { tags: turn.state.tags[resourceArn] ?? {} }
  },
} satisfies Modelled

const isThere = ({ state, prefix }: Turn, arn: string): boolean =>
  Object.entries(state.flows).some(
    ([id, { aliases }]) =>
      arn === `${prefix}flow/${id}` || Object.keys(aliases).some((aliasId) => arn === `${prefix}flow/${id}/alias/${aliasId}`),
  ) ||
  Object.entries(state.prompts).some(
    ([id, { versions }]) =>
      arn === `${prefix}prompt/${id}` || Object.keys(versions).some((version) => arn === `${prefix}prompt/${id}:${version}`),
  )
