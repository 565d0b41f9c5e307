import type { StoredEvent } from '../../src/engine/event.ts'
import { visitKey } from '../../src/engine/state.ts'

/** What an event says as the interpreter would: nothing for those that depend on how it came about. */
export const factOf = (event: StoredEvent): string | undefined => {
  switch (event.type) {
    case 'nodeInput':
      return `nodeInput ${visitKey(event)} ${JSON.stringify(event.inputs)}`
    case 'nodeOutput':
      return `nodeOutput ${visitKey(event)} ${JSON.stringify(event.outputs)}`
    case 'conditionResult':
      return `conditionResult ${visitKey(event)} ${JSON.stringify(event.condition)}`
    case 'flowOutput':
      return `flowOutput ${visitKey(event)} ${JSON.stringify(event.document)}`
    default:
      return undefined
  }
}

export const factsIn = (events: readonly StoredEvent[]): readonly string[] => events.flatMap((event) => factOf(event) ?? [])
