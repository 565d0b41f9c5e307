/** Why a text is no expression, and at which of its characters, counted from 1. One behind the last: where it ends. */
export interface Malformation {
  readonly cause: string
  readonly position: number
}
