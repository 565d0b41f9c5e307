import type { Json } from '../lib/json.ts'
import type { EventPayload } from './event.ts'

/** About what an event's values and its path take in the log, in UTF-16 units: a path through many scopes is long. */
export const storedSize = (event: EventPayload): number => ('path' in event ? event.path.length : 0) + valuesSize(event)

const valuesSize = (event: EventPayload): number => {
  switch (event.type) {
    case 'flowInput':
    case 'flowOutput':
      return sizeOf(event.document)
    case 'nodeInput':
      return sizeOf(event.inputs)
    case 'nodeOutput':
      return sizeOf(event.outputs)
    case 'nodeAction':
      return sizeOf(event.action.request) + sizeOf(event.action.response)
    default:
      return 0
  }
}

/** About the length of a value's JSON text, in UTF-16 units and without building it: within a factor of three of its bytes. */
export const sizeOf = (value: Json): number => {
  if (typeof value === 'string') return value.length + 2
  if (typeof value !== 'object' || value === null) return 5
  if (Array.isArray(value)) return value.reduce((total: number, item: Json) => total + sizeOf(item) + 1, 2)
  return Object.entries(value).reduce((total, [name, member]) => total + name.length + sizeOf(member) + 4, 2)
}
