/** Whose resources: every key starts with it. */
export interface Partition {
  readonly account: string
  readonly region: string
}
