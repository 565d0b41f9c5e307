/** One life of one process. */
export interface Owner {
  readonly id: string
}
