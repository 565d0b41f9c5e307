/** One life of one process, as what serves it sees it. */
export interface Life {
  readonly name: string
  /** It has crashed or exited: nothing that it does has any effect. */
  readonly gone: boolean
}
