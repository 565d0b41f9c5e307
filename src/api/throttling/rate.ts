/** How often one operation may be called in one account and region. */
export interface Rate {
  readonly perSecond: number
  /** How many calls may come at once, at least 1. */
  readonly burst: number
  /** Where it is set, for messages. */
  readonly setting: string
}
