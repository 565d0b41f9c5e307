/** The room that request bodies take while they arrive, all together. */
export interface BodyRoom {
  /** A body that has nothing yet. `giveWay` is called, at most once and after it has left, when it must go for the others. */
  enter(giveWay: () => void): BodyShare
}

export interface BodyShare {
  /** What the body holds from now on. */
  hold(sizeBytes: number): void
  leave(): void
}

/**
 * When bodies hold more than `limitBytes`, the largest gives way: whoever sends much and slowly stops nobody who sends little.
 */
export const bodyRoom = (limitBytes: number): BodyRoom => {
  const bodies = new Set<Body>()
  let heldBytes = 0
  const leave = (body: Body): void => {
    if (bodies.delete(body)) heldBytes -= body.sizeBytes
  }
  /** One is enough: the largest has at least what came last. */
  const makeRoom = (): void => {
    if (heldBytes <= limitBytes) return
    const largest = [...bodies].reduce((one, other) => (other.sizeBytes > one.sizeBytes ? other : one))
    leave(largest)
    largest.giveWay()
  }
  return {
    enter(giveWay) {
      const body: Body = { sizeBytes: 0, giveWay }
      bodies.add(body)
      return {
        hold(sizeBytes) {
          if (!bodies.has(body)) return
          heldBytes += sizeBytes - body.sizeBytes
          body.sizeBytes = sizeBytes
          makeRoom()
        },
        leave: () => leave(body),
      }
    },
  }
}

interface Body {
  sizeBytes: number
  readonly giveWay: () => void
}
